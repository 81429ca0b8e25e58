"""The frozen result of a survey: tallies with their bases, small counts hidden before they are kept anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings

from heard.activities.models import Strand
from heard.activities.queries.contributions import shown_words
from heard.methods.survey.models import Question
from heard.methods.survey.queries.answers import counts_of, written_of
from heard.methods.survey.queries.asked import Asked
from heard.methods.survey.queries.asking import questionnaire
from heard.rules import tally
from heard.rules.disclosure import Terms, read_disclosure, suppress_list
from heard.rules.outcome import Outcome

RULE = "survey-tally/1"


@cache
def ordinary_terms() -> Terms:
    """How small a count of people is too small to show (policy/disclosure.toml, ordinary)."""
    return read_disclosure((settings.POLICY / "disclosure.toml").read_text("utf-8")).ordinary


def outcome_of(strand: Strand) -> Outcome:
    """The outcome of what is counted now; the same answers give the same digest.

    ``found = {"base", "channels", "smallest", "questions": [{"ref", "words", "kind", "asked", "answered",
    "answers": [{"words", "count", "percent"}]}]}`` in the order of the questionnaire. A hidden count is None.
    """
    asked, counts, terms = questionnaire(strand), counts_of(strand), ordinary_terms()
    tallied = [_tallied(question, counts, terms) for question in asked.questions]
    return Outcome(
        RULE,
        {
            "base": counts["base"],
            "channels": counts["channels"],
            "smallest": terms.smallest,
            "questions": tallied,
        },
        (
            f"{counts['base']} responses were received and not excluded or withdrawn, on"
            f" {len(counts['channels'])} channels; each counts once and the same.",
            f"Counts from 1 to {terms.smallest - 1} are hidden, and others beside them where they could be worked out.",
            *(f"{each['words']}: {each['answered']} of {each['asked']} answered." for each in tallied),
        ),
    )


def _tallied(question: Asked, counts: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    kept = {"ref": question.ref, "words": question.words, "kind": question.kind, "asked": counts["base"]}
    if not question.is_closed:
        return {**kept, "answered": counts["written"].get(question.ref, 0), "answers": []}
    answered = counts["answered"].get(question.id, 0)
    each = [counts["chosen"].get((question.id, choice.value), 0) for choice in question.choices]
    shown = _safe(question, each, terms)
    answers = [
        {
            "words": choice.words,
            "count": count,
            "percent": None if count is None else tally.whole_percent(count, answered),
        }
        for choice, count in zip(question.choices, shown, strict=True)
    ]
    return {**kept, "answered": answered, "answers": answers, "median": _median(question, each, answered, shown)}


def _safe(question: Asked, counts: list[int], terms: Terms) -> list[int | None]:
    """Counts as published. Where several may be ticked they add up to nothing, so each stands for itself."""
    if question.kind == Question.Kind.MULTI:
        return [None if terms.is_small(count) else terms.shown(count) for count in counts]
    return list(suppress_list(counts, terms).counts)


def _median(question: Asked, counts: list[int], answered: int, shown: list[int | None]) -> int | None:
    if question.kind != Question.Kind.SCALE or all(count is None for count in shown):
        return None
    points = tuple((choice.value, count) for choice, count in zip(question.choices, counts, strict=True))
    return tally.ScaleTally(answered, answered, points).median


def open_rows(strand: Strand) -> Iterator[dict[str, Any]]:
    """Open data once the result is frozen: each answer with its count, then words whose writers let us quote them.

    No row holds two answers of one person, so that nobody can be put together from them.
    """
    if not strand.outcome or strand.concluded_at is None:
        return
    for question in strand.outcome["found"]["questions"]:
        for answer in question["answers"]:
            yield {
                "question": question["words"],
                "kind": question["kind"],
                "answer": answer["words"],
                "count": "" if answer["count"] is None else answer["count"],
                "answered": question["answered"],
                "asked": question["asked"],
                "note": ""
                if answer["count"] is not None
                else "hidden: small, or a small one could be worked out from it",
            }
    kinds = {question["ref"]: question for question in strand.outcome["found"]["questions"]}
    for passage in written_of(strand):
        asked = kinds.get(passage.prompt_ref, {})
        yield {
            "question": passage.prompt,
            "kind": "text",
            "answer": shown_words(passage),
            "count": "",
            "answered": asked.get("answered", ""),
            "asked": asked.get("asked", ""),
            "note": "quoted by leave",
        }
