"""How people could take part, in a report: ways and groups, the same on each channel, and who was heard in the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from heard.activities.methods import StrandFacts, VoiceBalance, method_of
from heard.activities.models import Channel, Group, Plan, Strand
from heard.reports.queries.blocks import Block, day, facts, heading, listed, small, table
from heard.rules.tally import whole_percent

CHANNELS = dict(Channel.choices)


def ways_blocks(plan: Plan, groups: Sequence[Group], asked: Sequence[tuple[Strand, StrandFacts]]) -> list[Block]:
    """The ways, which way was meant for whom, what each channel offered, and the access that was on offer."""
    strands = [strand for strand, _facts in asked]
    ways = [
        [one.title, method_of(one).name, ", ".join(str(CHANNELS.get(c, c)) for c in one.channels), one.why]
        for one in strands
    ]
    rows = []
    for group in groups:
        meant = {strand.pk for strand in group.strands.all()}
        rows.append([group.name, *("✓" if one.pk in meant else "–" for one in strands)])
    return [
        *table(_("Ways of taking part"), [_("Way"), _("Method"), _("Channels"), _("Why it fits")], ways),
        *table(_("Which way was meant to reach whom"), [_("Group"), *(one.title for one in strands)], rows),
        *_parity(plan, asked),
        facts(
            (_("Formats on offer"), ", ".join(plan.formats)),
            (_("Languages on offer"), ", ".join(plan.languages)),
            (_("Support"), plan.support_offered),
            (_("How venues were checked"), plan.venue_check),
        ),
    ]


def _parity(plan: Plan, asked: Sequence[tuple[Strand, StrandFacts]]) -> list[Block]:
    """What each channel asked, and from when to when: the same, or where it was not."""
    rows: list[list[Any]] = []
    lacks: list[str] = []
    for strand, found in asked:
        for one in found.terms:
            opens, closes = one.opens_on or plan.activity.opens_on, one.closes_on or plan.activity.closes_on
            rows.append([strand.title, CHANNELS.get(one.channel, one.channel), day(opens), day(closes), one.questions])
            lacks += one.lacks
    heads = [_("Way"), _("Channel"), _("From"), _("To"), _("Questions")]
    return [*table(_("What each channel offered"), heads, rows), *listed(lacks)]


def balance_blocks(balances: Sequence[tuple[Strand, VoiceBalance]]) -> list[Block]:
    """Where people met: how many came and how many of them spoke, wrote or drew, and what is done for the others."""
    if not balances:
        return []
    rows = [[strand.title, one.meetings, *_heard(one), one.quiet] for strand, one in balances]
    heads = [
        _("Way"), _("Meetings written up"), _("People who came"), _("Spoke, wrote or drew"), _("Share"),
        _("Under a third did"),
    ]  # fmt: skip
    follow_ups = [words for _strand, one in balances for words in one.for_the_quiet]
    blocks = [*heading(_("Who was heard where people met")), *table(_("Voice balance"), heads, rows)]
    if follow_ups:
        blocks += [*heading(_("For those who came and did not speak")), *listed(follow_ups)]
    elif any(one.quiet for _strand, one in balances):
        blocks += small(_("Nothing is written down of how those who came and did not speak are to be heard."))
    if any(one.is_least or one.told < one.meetings for _strand, one in balances):
        blocks += small(_("Where very few came to a meeting, were heard or kept silent, its numbers are not shown."))
    return [*blocks, *small(_("People are counted at each meeting: who came twice is counted twice."))]


def _heard(one: VoiceBalance) -> tuple[str, str, str]:
    hidden = _("too few to show")
    came = _("at least %(n)s") % {"n": one.came} if one.is_least else str(one.came)
    if not one.told:
        return came if one.came else hidden, hidden, ""
    heard = str(one.heard) if one.told == one.meetings else _("%(n)s of %(of)s") % {"n": one.heard, "of": one.of}
    percent = whole_percent(one.heard, one.of)
    return came, heard, "" if percent is None else f"{percent} %"
