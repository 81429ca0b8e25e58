"""A result in words: what each group thinks, what all agree on, where they part, what too few voted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.models import Strand
from heard.methods.opinions.models import Opinions
from heard.methods.opinions.queries import as_dicts, standing_of, words_of
from heard.methods.opinions.queries.cells import cells_of
from heard.methods.opinions.queries.picture import final_picture, place_of
from heard.methods.opinions.queries.reading import Reading
from heard.methods.opinions.queries.result import found_in, letter_of
from heard.methods.opinions.views.charting import figure_of
from heard.ui.opinion_charts import Dot
from heard.ui.parts import Cell, Head, Row, Table


@dataclass(frozen=True, slots=True)
class Line:
    """One statement in a list: its words, which way, and how many, in words."""

    number: int
    words: str
    agree: bool
    says: str
    groups: tuple[tuple[str, str], ...] = ()
    language: str = ""


def final(strand: Strand, reading: Reading) -> dict[str, Any] | None:
    """The frozen result, as the page shows it; None before it was worked out."""
    found = (strand.outcome or {}).get("found")
    if not found or strand.concluded_at is None:
        return None
    drawn = final_picture(strand)
    same = [drawn.digest, drawn.rule] == found["of_map"]  # votes may have been taken back since: then no picture
    because = (strand.outcome or {}).get("because", [])
    figure = figure_of(found, cells_of(drawn)) if same else ""
    return {**_result(strand, found, reading), "because": because, "figure": figure, "is_final": True}


def so_far(strand: Strand, reading: Reading) -> dict[str, Any]:
    """The result as it stands while people vote."""
    found, picture = standing_of(strand)
    figure = figure_of(found, cells_of(picture))
    return {**_result(strand, found, reading), "because": [], "figure": figure, "is_final": False}


def own_place(strand: Strand, opinions: Opinions, key: str) -> dict[str, Any] | None:
    """Where somebody stands in the picture: for their own page alone. None where there is no picture to stand in."""
    if strand.concluded_at is None and not opinions.shows_while_open:
        return None
    found, picture = standing_of(strand)
    mine = picture.by_id.get(place_of(strand, key))
    if mine is None or not any(each["people"] for each in found["groups"]):
        return None
    group = None if mine.group is None else letter_of(mine.group)
    known = next((each for each in found["groups"] if each["letter"] == group and each["people"]), None)
    you = None if group is None else Dot(mine.x, mine.y, 1, group)
    return {"figure": figure_of(found, cells_of(picture), you), "group": known, "in_a_group": group is not None}


def _result(strand: Strand, found: Mapping[str, Any], reading: Reading | None = None) -> dict[str, Any]:
    words = words_of(strand)
    if reading:
        reading.put(words.values())
    rows = {row["statement"]: row for row in as_dicts(found)}
    groups = [_group(each, words, rows) for each in found["groups"]]
    live = [row for row in rows.values() if not row["put_away"] and row["statement"] in words]
    return {
        "found": found,
        "facts": _facts(found, live),
        "groups": groups,
        "shown_groups": [each for each in groups if each["people"]],
        "common": [_line(number, agree, words, rows) for number, agree in found["common"] if number in words],
        "mostly": [_line(number, agree, words, rows) for number, agree in found["mostly"] if number in words],
        "apart": [_line(number, True, words, rows) for number in found["apart"] if number in words],
        "few": [_few(row, words) for row in live if not row["enough"]],
        "table": _table(found, live, words),
        "rooms": _rooms(found, words),
        "put_away": [_put_away(each, found) for each in words.values() if each.put_away_at],
        "base": sum(_voted(row) for row in live),
    }


def _facts(found: Mapping[str, Any], live: list[Any]) -> list[Row]:
    facts = [
        Row(_("People who voted on the web"), found["people"]),
        Row(_("Votes"), _("too few to say") if found["votes"] is None else found["votes"]),
        Row(_("Statements"), len(live)),
    ]
    if found["rooms"]["rooms_held"]:
        facts.append(Row(_("People counted in rooms, beside the map"), found["rooms"]["people_in_rooms"]))
    if found["people_left_out"]:
        facts.append(Row(_("Left out by two people from two teams"), found["people_left_out"]))
    return facts


def _group(group: Mapping[str, Any], words: Mapping[int, Any], rows: Mapping[int, Any]) -> dict[str, Any]:
    telling = [
        Line(number, words[number].said, agree, in_tenths(share, agree), language=_language(words[number]))
        for number, agree, share in group["telling"]
        if number in words
    ]
    return {**group, "telling": telling}


def _line(number: int, agree: bool, words: Mapping[int, Any], rows: Mapping[int, Any]) -> Line:
    row = rows[number]
    voted = _voted(row)
    n = row["agree"] if agree else row["disagree"]
    told = (
        _("%(n)d of the %(of)d who voted on it agree") if agree else _("%(n)d of the %(of)d who voted on it disagree")
    )
    groups = tuple(
        (letter, in_tenths(yes if agree else no, agree)) for letter, yes, no in row["in_groups"]
    )  # fmt: skip
    return Line(number, words[number].said, agree, told % {"n": n, "of": voted}, groups, _language(words[number]))


def _language(statement: Any) -> str:
    """Whose words a statement stands in; "" where that is not known, or nobody asked."""
    return getattr(statement, "language", "")


def _voted(row: Mapping[str, Any]) -> int:
    """How many voted on a statement; 0 where that is hidden."""
    return (row["agree"] or 0) + (row["disagree"] or 0) + (row["passed"] or 0)


def _few(row: Mapping[str, Any], words: Mapping[int, Any]) -> Line:
    voted = _voted(row)
    says = ngettext("%(n)d vote", "%(n)d votes", voted) % {"n": voted}
    one = words[row["statement"]]
    return Line(row["statement"], one.said, True, says, language=_language(one))


def _put_away(statement: Any, found: Mapping[str, Any]) -> dict[str, Any]:
    return {"statement": statement, "votes": None if found["too_few"] else statement.votes}


def in_tenths(share: int | None, agree: bool) -> str:
    """A share of a group in words: "about 8 in 10 agree"."""
    if share is None:
        return _("too few of them voted to say")
    if share >= 10:
        return _("nearly all agree") if agree else _("nearly all disagree")
    if share <= 0:
        return _("hardly anybody agrees") if agree else _("hardly anybody disagrees")
    said = _("about %(n)d in 10 agree") if agree else _("about %(n)d in 10 disagree")
    return said % {"n": share}


def _table(found: Mapping[str, Any], live: list[Any], words: Mapping[int, Any]) -> Table:
    letters = [each["letter"] for each in found["groups"] if each["people"]]
    heads = [
        Head(_("Statement")), Head(_("Agree"), number=True), Head(_("Disagree"), number=True),
        Head(_("Pass"), number=True), *(Head(_("Group %(letter)s") % {"letter": each}) for each in letters),
    ]  # fmt: skip
    lines = []
    for row in live:
        inside = {letter: yes for letter, yes, _no in row["in_groups"]}
        said = f"{row['statement']}. {words[row['statement']].said}"
        counts = [Cell(_count(row[name]), number=True) for name in ("agree", "disagree", "passed")]
        lines.append([Cell(said), *counts, *(Cell(_short(inside.get(letter))) for letter in letters)])
    return Table(_("Every statement, and how people voted on it"), heads, lines)


def _count(number: int | None) -> str:
    return _("too few") if number is None else str(number)


def _short(share: int | None) -> str:
    return _("too few") if share is None else _("%(n)d in 10 agree") % {"n": share}


def _rooms(found: Mapping[str, Any], words: Mapping[int, Any]) -> Table | None:
    if not found["rooms"]["rows"]:
        return None
    heads = [
        Head(_("Statement")), Head(_("Agree"), number=True), Head(_("Disagree"), number=True),
        Head(_("Pass"), number=True), Head(_("Rooms"), number=True),
    ]  # fmt: skip
    lines = [
        [Cell(f"{number}. {words[number].said}"), *(Cell(_count(each), number=True) for each in counts)]
        for number, *counts in found["rooms"]["rows"]
        if number in words
    ]
    return Table(_("What people thought in rooms, by show of hands, cards or paper"), heads, lines)


def compared(strand: Strand, whole: Any, without: Any) -> list[dict[str, Any]]:
    """Two pictures for moderators, side by side: with the votes that look odd, and without."""
    return [
        {**_result(strand, found), "figure": figure_of(found, cells_of(each)), "title": title}
        for each, title in ((whole, _("With these votes")), (without, _("Without them")))
        for found in [found_in(strand, each)]
    ]
