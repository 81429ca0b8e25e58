"""The frozen result of a survey: tallies with their bases, small counts hidden before they are kept anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from heard.activities.models import Strand
from heard.activities.queries.contributions import shown_words
from heard.methods.survey.models import Question
from heard.methods.survey.queries.answers import Counts, counts_of, written_of
from heard.methods.survey.queries.asked import Asked, Choice, Questionnaire
from heard.methods.survey.queries.asking import questionnaire
from heard.people.queries.monitoring import disclosure_policy
from heard.rules import tally
from heard.rules.disclosure import Terms, suppress_list, suppress_table
from heard.rules.outcome import Outcome

Kind = Question.Kind
RULE = "survey-tally/2"
PLACED = ("first", "second", "third")
LOWER, NOT_PLACED, OWN_WORDS = "lower", "not placed", "in their own words"
Found = dict[str, Any]


def ordinary_terms() -> Terms:
    """How small a count of people is too small to show (policy/disclosure.toml, ordinary)."""
    return disclosure_policy().ordinary


def terms_for(question: Asked) -> Terms:
    """Places smaller than a ward follow the stricter terms."""
    small = question.kind == Kind.PLACE and question.place_kind != Question.PlaceKind.WARD
    return disclosure_policy().sensitive if small else disclosure_policy().ordinary


def outcome_of(strand: Strand) -> Outcome:
    """The outcome of what is counted now; the same answers give the same digest.

    ``found = {"base", "channels", "smallest", "questions": [{"ref", "words", "kind", "asked", "answered",
    "answers": [{"words", "count", "percent"}], "lines": [{"words", "answers": […]}]}]}`` in the order of the
    questionnaire; `lines` only of what is put in order or judged line by line. A hidden count is None: so is `asked`
    where it would tell a hidden count of the question that decides who is asked.
    """
    asked = questionnaire(strand)
    counts, terms = counts_of(strand, asked), ordinary_terms()
    tallied: list[Found] = []
    for question in asked.questions:
        tallied.append(_tallied(question, counts, _telling(question, asked, counts, tallied)))
    return Outcome(
        RULE,
        {
            "base": counts.base,
            "channels": counts.channels,
            "smallest": terms.smallest,
            "questions": tallied,
        },
        (
            f"{counts.base} responses were received and not excluded or withdrawn, on"
            f" {len(counts.channels)} channels; each counts once and the same.",
            f"Counts from 1 to {terms.smallest - 1} are hidden, and others beside them where they could be worked out.",
            *_branching(asked, counts),
            *(
                f"{each['words']}: {_or_few(each['answered'])} of {_or_few(each['asked'])} answered."
                for each in tallied
            ),
        ),
    )


def _or_few(count: int | None) -> str:
    return "too few to show" if count is None else str(count)


def _branching(asked: Questionnaire, counts: Counts) -> Iterator[str]:
    """What is said of questions that are put to some people only."""
    if asked.branches:
        yield "A question with a condition has as its base those to whom it was put by their own answers."
    for question in asked.questions:
        if number := counts.passed_over.get(question.ref, 0):
            yield (
                f"Question {question.number} was also answered by {number if number >= 5 else 'a few'} whose own"
                " answers pass it over: kept as it came, and not in this count."
            )


def _telling(question: Asked, asked: Questionnaire, counts: Counts, before: Sequence[Found]) -> bool:
    """Whether saying how many were asked would show a small count, or one that is hidden.

    Compared with every published count that stands in the same chain of questions: a small difference tells as much
    as a small count.
    """
    if not question.conditions:
        return False
    put, terms = counts.put_to[question.ref], ordinary_terms()
    chain = _chain(question, asked)
    kin = [one for one in asked.questions[: question.number - 1] if _chain(one, asked) & chain]
    near = [counts.base, *(counts.put_to[one.ref] for one in kin)]
    for ref in chain:
        earlier = next(found for found in before if found["ref"] == ref)
        if any(answer["count"] is None for answer in _all_answers(earlier)):
            return True
        near += [counts.answered.get(ref, 0), *counts.chosen.get(ref, {}).values()]
    return terms.is_small(put) or any(0 < abs(count - put) < terms.smallest for count in near)


def _chain(question: Asked, asked: Questionnaire) -> set[str]:
    """Every question on which it hangs, by one step or several."""
    found: set[str] = set()
    ahead = [condition.on for condition in question.conditions]
    while ahead:
        ref = ahead.pop()
        if ref not in found and ref in asked.by_ref:
            found.add(ref)
            ahead += [condition.on for condition in asked.by_ref[ref].conditions]
    return found


def _all_answers(found: Found) -> list[Found]:
    return [*found["answers"], *(answer for line in found.get("lines", ()) for answer in line["answers"])]


def _tallied(question: Asked, counts: Counts, telling: bool) -> Found:
    """One question's result; `telling` hides all of it."""
    put, answered = counts.put_to[question.ref], counts.answered.get(question.ref, 0)
    kept: Found = {"ref": question.ref, "words": question.words, "kind": question.kind, "asked": put}
    if question.only_if:
        kept["only_if"] = question.only_if
    if question.kind == Kind.TEXT:
        kept |= {"answered": answered, "answers": []}
    elif question.kind == Kind.RANK:
        kept |= {"answered": answered, "answers": [], **_ranked(question, counts, answered)}
    elif question.kind == Kind.MATRIX:
        kept |= {"answered": answered, "answers": [], "lines": [_line(question, row, counts) for row in question.rows]}
    else:
        kept |= {"answered": answered, **_chosen(question, counts, answered)}
    return _hidden(kept) if telling else kept


def _hidden(found: Found) -> Found:
    for answer in _all_answers(found):
        answer |= {"count": None, "percent": None}
    kept = {**found, "asked": None, "answered": None}
    for key in ("median", "order"):
        if key in kept:
            kept[key] = None
    return kept


def _chosen(question: Asked, counts: Counts, answered: int) -> Found:
    chosen, terms = counts.chosen.get(question.ref, Counter()), terms_for(question)
    offered = [((None, one.value) if question.kind == Kind.SCALE else (one.value, None)) for one in question.choices]
    words, each = [choice.words for choice in question.choices], [chosen.get(answer, 0) for answer in offered]
    if question.kind == Kind.PLACE:
        words, each = [*words, OWN_WORDS], [*each, counts.written.get(question.ref, 0)]
    shown = _safe(question, each, terms)
    return {
        "answers": [_answer(word, count, answered) for word, count in zip(words, shown, strict=True)],
        "median": _median(question, each, answered, shown),
    }


def _answer(words: str, count: int | None, base: int) -> Found:
    return {"words": words, "count": count, "percent": None if count is None else tally.whole_percent(count, base)}


def _safe(question: Asked, counts: list[int], terms: Terms) -> list[int | None]:
    """Counts as published. Where several may be ticked they add up to nothing, so each stands for itself."""
    if question.kind == Kind.MULTI:
        return [None if terms.is_small(count) else terms.shown(count) for count in counts]
    return list(suppress_list(counts, terms).counts)


def _line(question: Asked, row: Choice, counts: Counts) -> Found:
    """One line of a matrix, with those who answered it as its base."""
    chosen = counts.chosen.get(question.ref, Counter())
    each = [chosen.get((row.value, point.value), 0) for point in question.choices]
    shown = suppress_list(each, terms_for(question)).counts
    answers = [_answer(point.words, count, sum(each)) for point, count in zip(question.choices, shown, strict=True)]
    return {"words": row.words, "answers": answers}


def _ranked(question: Asked, counts: Counts, answered: int) -> Found:
    """How often each option was put first, second, third, lower or not at all, and the order that comes of it.

    The order is by points: with n options the first place gives n, the second n - 1, and so on; no place gives none.
    Those with equal points stand in the order in which they were asked.
    """
    chosen, most = counts.chosen.get(question.ref, Counter()), len(question.choices)
    named = list(PLACED[:most]) + ([LOWER] if most > len(PLACED) else []) + [NOT_PLACED]
    table, points = [], []
    for option in question.choices:
        by_place = [chosen.get((option.value, place), 0) for place in range(1, most + 1)]
        high, low = by_place[: len(PLACED)], sum(by_place[len(PLACED) :])
        table.append([*high, *([low] if most > len(PLACED) else []), answered - sum(by_place)])
        points.append(sum((most - place) * count for place, count in enumerate(by_place)))
    shown = _ranks_shown(table, terms_for(question))
    order = sorted(range(most), key=lambda n: (-points[n], n))
    lines = [
        {
            "words": question.choices[n].words,
            "answers": [_answer(name, count, answered) for name, count in zip(named, shown[n], strict=True)],
        }
        for n in order
    ]
    return {"lines": lines, "order": [question.choices[n].words for n in order] if answered >= 5 else None}


def _ranks_shown(table: list[list[int]], terms: Terms) -> list[Sequence[int | None]]:
    """The table as published. An option that all put in one place, or nobody put anywhere, stands for itself: it says
    no more than a list of one answer would, and would otherwise drag the whole table into hiding.
    """
    mixed = [n for n, row in enumerate(table) if sum(count > 0 for count in row) > 1]
    hidden = suppress_table([table[n] for n in mixed], terms).cells
    shown: list[Sequence[int | None]] = [suppress_list(row, terms).counts for row in table]
    for n, row in zip(mixed, hidden, strict=True):
        shown[n] = row
    return shown


def _median(question: Asked, counts: list[int], answered: int, shown: list[int | None]) -> int | None:
    if question.kind != Kind.SCALE or all(count is None for count in shown):
        return None
    points = tuple((choice.value, count) for choice, count in zip(question.choices, counts, strict=True))
    return tally.ScaleTally(answered, answered, points).median


def open_rows(strand: Strand) -> Iterator[dict[str, Any]]:
    """Open data once the result is frozen: each answer with its count, then words whose writers let us quote them.

    No row holds two answers of one person, so that nobody can be put together from them. Where people say in their
    own words where they live is left out: it may name a street of one house.
    """
    if not strand.outcome or strand.concluded_at is None:
        return
    for question in strand.outcome["found"]["questions"]:
        for words, count in _counted_words(question):
            yield {
                "question": question["words"],
                "kind": question["kind"],
                "answer": words,
                "count": _or_blank(count),
                "answered": _or_blank(question["answered"]),
                "asked": _or_blank(question["asked"]),
                "note": HIDDEN if count is None else "",
            }
    kinds = {question["ref"]: question for question in strand.outcome["found"]["questions"]}
    places = [ref for ref, question in kinds.items() if question["kind"] == Kind.PLACE]
    for passage in written_of(strand, but_not=places):
        asked = kinds.get(passage.prompt_ref, {})
        yield {
            "question": asked.get("words", passage.prompt),
            "kind": "text",
            "answer": shown_words(passage),
            "count": "",
            "answered": _or_blank(asked.get("answered")),
            "asked": _or_blank(asked.get("asked")),
            "note": "quoted by leave" + (f"; in {passage.language}" if passage.language not in ("en", "") else ""),
        }


HIDDEN = "hidden: small, or a small one could be worked out from it"


def _or_blank(count: int | None) -> int | str:
    return "" if count is None else count


def _counted_words(question: Found) -> Iterator[tuple[str, int | None]]:
    for answer in question["answers"]:
        yield answer["words"], answer["count"]
    for line in question.get("lines", ()):
        for answer in line["answers"]:
            yield f"{line['words']}: {answer['words']}", answer["count"]
