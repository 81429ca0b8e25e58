"""What the first page of an activity says: the ways in, and what happens next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.models import Activity, ChannelTerms, Plan, Stage, Strand
from heard.ui.parts import Link, Step, Way
from heard.ui.words import CHANNELS, sentence

NEAR = 14  # days before closing from which the days left are counted out
DECIDED = (Stage.DECIDED, Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED)
PAST = (Stage.CLOSED, Stage.FOUND, *DECIDED)
NUMBER = re.compile(r"\+?\d[\d ]{6,}\d")  # a telephone number in what an officer wrote


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to take part in (a strand): its title and page, and every way into it."""

    title: str
    href: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class WaysIn:
    """The one large way to start ("" if there is none on the web) and all others, none smaller than the next.

    With several things to take part in they stand in `parts`, each with all its ways; with one, in `others`.
    """

    start: str
    start_title: str
    others: tuple[Way, ...]
    parts: tuple[Part, ...]
    channels: tuple[str, ...]


def ways_in(activity: Activity, strands: Sequence[Strand]) -> WaysIn:
    """Every channel of every strand: the first on the web is the large one."""
    main = next((strand for strand in strands if "web" in strand.channels), None)
    several = len(strands) > 1
    parts = tuple(_part(activity, strand) for strand in strands) if several else ()
    alone = [] if several else [(strand, channel) for strand in strands for channel in _in_order(strand)]
    others = tuple(_way(activity, strand, channel) for strand, channel in alone if channel != "web")
    given = {channel for strand in strands for channel in strand.channels}
    channels = tuple(channel for channel in CHANNELS if channel in given)
    start = _strand_page(activity, main) if main else ""
    return WaysIn(start, main.title if main and several else "", others, parts, channels)


def pages_of(activity: Activity, strands: Sequence[Strand]) -> list[Link]:
    """The page of each way to take part: once it has closed, what came in that way is read there."""
    return [Link(strand.title, _strand_page(activity, strand)) for strand in strands]


def _part(activity: Activity, strand: Strand) -> Part:
    whose = format_html('<span class="govuk-visually-hidden">: {}</span>', strand.title)
    ways = tuple(
        replace(way, label=format_html("{}{}", way.label, whose))
        for way in (_way(activity, strand, channel) for channel in _in_order(strand))
    )
    return Part(strand.title, _strand_page(activity, strand), ways)


def _strand_page(activity: Activity, strand: Strand) -> str:
    return reverse("activities:strand", args=[activity.slug, strand.public_id])


def _in_order(strand: Strand) -> list[str]:
    return [channel for channel in CHANNELS if channel in strand.channels]


def _way(activity: Activity, strand: Strand, channel: str) -> Way:
    terms = next((each for each in strand.terms.all() if each.channel == channel), None)
    where = terms.where if terms else ""
    rung = _number(activity, where)
    lines = [where, *_what_to_do(activity, channel, where, rung)]
    lines = lines[:1] if lines[0] and channel not in {"paper", "phone"} else lines
    own = _own_days(activity, terms)
    note = " ".join(sentence(part) for part in [*lines, own] if part)
    return Way(channel, str(CHANNELS[channel]), note, _way_href(activity, strand, channel, rung))


def _number(activity: Activity, where: str) -> str:
    """The number to ring: the one that is written at this way, else the lead partner's; "" for none."""
    own = NUMBER.search(where)
    return own[0] if own else activity.lead.phone


def _way_href(activity: Activity, strand: Strand, channel: str, rung: str) -> str:
    lead = activity.lead
    if channel == "paper":
        return reverse("activities:paper", args=[activity.slug, strand.public_id])
    if channel == "phone" and rung:
        return "tel:" + "".join(sign for sign in rung if sign.isdigit() or sign == "+")
    if channel == "email" and lead.email:
        return f"mailto:{lead.email}"
    if channel in {"web", "in_person"}:
        return _strand_page(activity, strand)
    return ""


def _what_to_do(activity: Activity, channel: str, where: str, rung: str) -> list[str]:
    lead = activity.lead
    if channel == "paper":
        return [_("Print the form (PDF), fill it in and hand it in or post it.")]
    if channel == "web":
        return [_("Here and now. No account, no name.")]
    if channel == "phone" and rung:
        call = [] if rung in where else [_("Call %(phone)s.") % {"phone": rung}]
        return [*call, _("We read you the same questions.")]
    if channel == "in_person":
        return [_("See where and when we meet.")]
    if channel == "letter" and lead.postal_address:
        return [_("Write to: %(address)s") % {"address": ", ".join(lead.postal_address.split("\n"))}]
    if channel == "email" and lead.email:
        return [lead.email]
    return []


def _own_days(activity: Activity, terms: ChannelTerms | None) -> str:
    if terms is None or terms.closes_on is None or terms.closes_on == activity.closes_on:
        return ""
    return _("Until %(day)s.") % {"day": date_format(terms.closes_on, "j F Y")}


def until(activity: Activity, today: date) -> str:
    """By when people can answer, with the days left when there are few."""
    if activity.closes_on is None:
        return ""
    left = (activity.closes_on - today).days
    near = 0 <= left <= NEAR
    day = _("The end of %(day)s") % {"day": date_format(activity.closes_on, "l j F" if near else "j F Y")}
    if not near:
        return day
    soon = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left} if left else _("today is the last day")
    return f"{day}: {soon}"


def is_over(activity: Activity, today: date) -> bool:
    """Whether nobody can answer any more: closed, or past the closing day and about to be."""
    return activity.stage in PAST or bool(activity.is_open and activity.closes_on and today > activity.closes_on)


def what_happens_next(activity: Activity, plan: Plan, today: date) -> list[Step]:
    """The activity's days as a thread: what is done, where it stands now, what is late."""
    told = activity.feedback_given_on
    due = activity.feedback_due_on or plan.feedback_due_on
    asks = activity.level != "inform"
    over = is_over(activity, today)
    steps = [
        _step(_("Announced"), activity.noticed_on, done=activity.is_public),
        _step(
            _("Opened") if activity.is_open or over else _("Opens"),
            activity.opens_on,
            done=activity.is_open or over,
            now=activity.is_open and not over,
        ),
    ]
    if activity.pre_decided:
        steps.append(_step(_("A decision was recorded, while people were still being asked"), None, done=True))
    steps.append(_step(_("Closed") if over else _("Closes at the end of the day"), activity.closes_on, done=over))
    if asks:
        steps += _heard_and_decided(activity, plan, over)
    steps.append(
        Step(
            _("You were told what became of what you said") if told else _("You are told what became of what you said"),
            on=told or due,
            state="done" if told else "late" if activity.feedback_is_overdue else "next",
            note=_("By the way you took part, if you left us an address; and here for everyone.") if not told else "",
        )
    )
    return [step for step in steps if step.on or step.state != "next" or step.label]


def _heard_and_decided(activity: Activity, plan: Plan, over: bool) -> list[Step]:
    decided = activity.stage in DECIDED
    heard = decided or activity.stage == Stage.FOUND
    published = _("What we heard was published") if heard else _("We publish what we heard, with every count")
    taken = _("The decision was taken") if decided else _("The decision is taken")
    planned = None if decided else plan.decides_on  # the day it was taken is the decision's to say
    if activity.pre_decided and not decided:
        taken = _("Everything that was heard is to be answered")
    return [
        _step(published, None, done=heard, now=over and not heard),
        _step(taken, planned, done=decided, now=heard and not decided),
    ]


def _step(label: str, on: date | None, *, done: bool, now: bool = False) -> Step:
    return Step(label, on=on, state="now" if now else "done" if done else "next")


def notice_ends(activity: Activity, today: date) -> int | None:
    """Days until it opens, or None if that day is not set or is over."""
    days = (activity.opens_on - today) // timedelta(days=1) if activity.opens_on else -1
    return days if days >= 0 else None
