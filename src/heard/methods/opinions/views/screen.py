"""What the screen of a room shows in turn: never empty, never "loading"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.methods.opinions.queries import as_dicts, open_to_votes, people_in, with_words
from heard.methods.opinions.queries.reading import Reading
from heard.methods.opinions.queries.result import rooms_of


def screen_of(strand: Strand, result: dict[str, Any] | None, turn: int, reading: Reading) -> dict[str, Any]:
    """How many voted, and the slide whose turn it is. Before there is a result the statements themselves go by."""
    if result is None:
        people, rooms = people_in(strand), rooms_of(strand)
        rows = _statements(strand, reading)
        slides = [{"title": _("Do you agree?"), "words": each.said, "lang": each.language, "says": ""} for each in rows]
        counts = {"voted": people, "votes": sum(each.votes for each in rows), "figure": ""}
        return {**counts, "in_rooms": rooms["people_in_rooms"], "slide": _of(slides, turn)}
    found = result["found"]
    slides = _slides(strand, result, reading)
    return {
        "voted": found["people"],
        "votes": found["votes"],
        "in_rooms": found["rooms"]["people_in_rooms"],
        "figure": result.get("figure", ""),
        "slide": _of(slides, turn),
    }


def _of(slides: list[dict[str, Any]], turn: int) -> dict[str, Any]:
    if slides:
        return slides[turn % len(slides)]
    return {"title": _("Welcome"), "words": "", "says": _("The first statement will be here in a moment.")}


def _slides(strand: Strand, result: dict[str, Any], reading: Reading) -> list[dict[str, Any]]:
    rows = {row["statement"]: row for row in as_dicts(result["found"])}
    slides = [_slide(_("All groups are of one mind"), line, rows) for line in result["common"]]
    slides += [_slide(_("Here groups part"), line, rows) for line in result["apart"]]
    if not slides:
        slides = [_slide(_("Most people think"), line, rows) for line in result["mostly"]]
    few = {line.number for line in result["few"]}
    slides += [
        _slide(_("Do you agree? Few have voted on this"), line, rows) for line in result["few"][:5]
    ]  # fmt: skip
    return slides or [
        {"title": _("Do you agree?"), "words": each.said, "lang": each.language, "says": ""}
        for each in _statements(strand, reading)
        if each.number not in few
    ]


def _slide(title: str, line: Any, rows: dict[int, Any]) -> dict[str, Any]:
    row = rows[line.number]
    if _is_hidden(row):
        return {"title": title, "words": line.words, "lang": line.language, "says": ""}
    total = row["agree"] + row["disagree"] + row["passed"]
    told = _("%(a)d agree · %(d)d disagree · %(p)d pass") % {
        "a": row["agree"],
        "d": row["disagree"],
        "p": row["passed"],
    }
    groups = [(_("Group %(letter)s") % {"letter": letter}, says) for letter, says in line.groups]
    slide = {"title": title, "words": line.words, "lang": line.language, "says": told}
    return {**slide, "bar": _bar(row, total), "groups": groups}


def _is_hidden(row: dict[str, Any]) -> bool:
    """Whether so few have voted in all that no count is told."""
    return row["agree"] is None


def _bar(row: dict[str, Any], total: int) -> list[dict[str, Any]]:
    parts, x = [], 0.0
    for name, key in (("agree", "agree"), ("disagree", "disagree"), ("pass", "passed")):
        width = 100 * row[key] / total if total else 0.0
        parts.append({"name": name, "x": f"{x:.2f}", "width": f"{width:.2f}"})
        x += width
    return parts if total else []


def _statements(strand: Strand, reading: Reading) -> list[Any]:
    return reading.put(list(with_words(open_to_votes(strand))[:50]))
