"""Partners' records as they were made, and their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from heard.people.models import Partner
from heard.reports.models import Record
from heard.ui.parts import Cell, Head, Table
from heard.ui.words import CHANNELS, LEVELS


def newest_record(partner: Partner, year: int) -> Record | None:
    """The newest record of a year that was made."""
    rows = Record.objects.filter(partner=partner, year=year, state=Record.State.MADE)
    return rows.order_by("-made_at", "-id").first()


def record_being_made(partner: Partner, year: int) -> Record | None:
    """The one that is being made now."""
    return Record.objects.filter(partner=partner, year=year, state=Record.State.MAKING).first()


def record_tables(found: Mapping[str, Any]) -> dict[str, Table]:
    """The record's lists as tables, by name: notice, length, levels, answers, promises, channels, worst cases."""
    answers = {
        "adopted": _("Adopted"),
        "partly": _("Adopted in part"),
        "not_adopted": _("Not adopted"),
        "already_so": _("Already so"),
        "outside_power": _("Outside our power"),
    }
    promises = {
        "kept_on_time": _("Kept on time"),
        "kept_late": _("Kept, but late"),
        "changed": _("Changed, with a reason"),
        "dropped": _("Dropped, with a reason"),
        "late": _("Late"),
        "going": _("Not due yet"),
    }
    return {
        "notice": _two(_("Days of notice"), _("Notice"), found["notice"]["spread"]),
        "length": _two(_("How long people had"), _("Period"), found["length"]["spread"]),
        "levels": _two(_("Levels of influence"), _("Level"), _named(found["by_level"], LEVELS)),
        "answers": _two(_("How findings were answered"), _("Answer"), _named(found["decisions"]["answers"], answers)),
        "promises": _two(_("Promises"), _("State"), _named(found["promises"]["kinds"], promises)),
        "channels": _two(
            _("How contributions came in"), _("Channel"), _named(found["taking_part"]["by_channel"], CHANNELS)
        ),
        "shorter": Table(
            _("Shorter than 12 weeks"),
            [
                Head(_("Activity")),
                Head(_("Days"), number=True),
                Head(_("The published reason")),
                Head(_("Good enough?")),
            ],
            [
                [_to(ref, title), Cell(days, number=True), why or _("None was published."), _judged(why, judged)]
                for ref, title, days, why, *judged in found["length"]["shorter"]
            ],
        ),
        "relabelled": Table(
            _("Levels that were corrected after opening"),
            [Head(_("Activity")), Head(_("People were told")), Head(_("What was really on offer"))],
            [
                [_to(ref, title), LEVELS.get(told, told), LEVELS.get(real, real)]
                for ref, title, told, real in found.get("relabelled", [])
            ],
        ),
        "late": Table(
            _("Feedback given late, or still owed"),
            [Head(_("Activity")), Head(_("Days late"), number=True), Head(_("Now"))],
            [
                [_to(ref, title), Cell(days, number=True), _("given, late") if given else _("still owed")]
                for ref, title, days, given in found["feedback"]["late"]
            ],
        ),
        "overrides": Table(
            _("Rules that were set aside, and why"),
            [Head(_("Activity")), Head(_("Rule")), Head(_("Why"))],
            [[_to(ref, title), check, reason] for ref, title, check, reason in found["overrides"]["list"]],
        ),
        "clauses": Table(
            _("What the checks of each clause said"),
            [
                Head(_("Clause")),
                Head(_("Passed"), number=True),
                Head(_("Advice"), number=True),
                Head(_("Warnings"), number=True),
                Head(_("Set aside"), number=True),
            ],
            [
                [Cell(clause, header=True), *(Cell(n, number=True) for n in counts)]
                for clause, *counts in found.get("clauses", [])
            ],
        ),
    }


def _judged(why: str, judged: Sequence[bool | None]) -> str:
    """The newest verdict of a reviewer of another body, in a word. A record of before holds none."""
    if judged and judged[0] is not None:
        return _("Yes, says a reviewer") if judged[0] else _("No, says a reviewer")
    return _("Nobody has said yet") if why else "–"


def _two(caption: Any, head: Any, rows: Any) -> Table:
    return Table(
        caption, [Head(head), Head(_("How many"), number=True)], [[words, Cell(n, number=True)] for words, n in rows]
    )


def _named(counts: Mapping[str, int], names: Mapping[str, Any]) -> list[list[Any]]:
    return [[names.get(slug, slug), number] for slug, number in counts.items()]


def _to(ref: str, title: str) -> Cell:
    return Cell(title, reverse("compact:how_run", args=[ref]), header=True)
