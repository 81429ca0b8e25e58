"""What was answered, as counts and as one response."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count

from heard.activities.models import Contribution, Passage, Strand
from heard.methods.survey.models import Chosen, Question, Response
from heard.methods.survey.queries.asked import Given, Questionnaire
from heard.methods.survey.queries.paper import struck_in
from heard.rules import branching

COUNTED = {"state": Contribution.State.RECEIVED}
Answer = branching.Answer


@dataclass(slots=True)
class Counts:
    """Counts of what was received and is not excluded or withdrawn.

    `chosen[ref][answer]`: how often each closed answer was given by those who were asked; `answered[ref]` how many of
    them answered in any way; `written[ref]` in words; `put_to[ref]` how many were asked; `passed_over[ref]` how many
    answered although their own answers pass the question over: kept, and counted in nothing else.
    """

    base: int = 0
    channels: dict[str, int] = field(default_factory=dict)
    chosen: dict[str, Counter[Answer]] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)
    put_to: dict[str, int] = field(default_factory=dict)
    passed_over: dict[str, int] = field(default_factory=dict)


def counts_of(strand: Strand, asked: Questionnaire) -> Counts:
    """The counts of every question. Five grouped queries; where questions branch, one walk through the answers."""
    counted = Contribution.objects.filter(strand=strand, **COUNTED)
    channels = dict(counted.order_by().values_list("channel").annotate(n=Count("pk")).order_by("channel"))
    base = sum(channels.values())
    counts = Counts(base=base, channels=channels, put_to={one.ref: base for one in asked.questions})
    _count_grouped(counts, strand, asked)
    if asked.branches:
        _count_walking(counts, strand, asked)
    return counts


def _count_grouped(counts: Counts, strand: Strand, asked: Questionnaire) -> None:
    ref_of = {question.id: question.ref for question in asked.questions}
    counted = Contribution.objects.filter(strand=strand, **COUNTED)
    chosen = Chosen.objects.filter(response__contribution__strand=strand, response__contribution__state="received")
    groups = chosen.order_by().values_list("question_id", "option_id", "point").annotate(n=Count("pk"))
    for question, option, point, number in groups:
        counts.chosen.setdefault(ref_of[question], Counter())[option, point] = number
    answered = chosen.order_by().values_list("question_id").annotate(n=Count("response", distinct=True))
    counts.answered = {ref_of[question]: number for question, number in answered}
    written = Passage.objects.filter(contribution__in=counted, contribution__erased_at=None).order_by()
    written = written.exclude(pk__in=struck_in(strand))
    counts.written = dict(written.values_list("prompt_ref").annotate(n=Count("contribution", distinct=True)))
    for question in asked.questions:
        if question.kind == Question.Kind.TEXT:
            counts.answered[question.ref] = counts.written.get(question.ref, 0)
    places = {question.id: question.ref for question in asked.questions if question.kind == Question.Kind.PLACE}
    for number, ref in places.items():
        only = written.filter(prompt_ref=ref).exclude(
            contribution__in=chosen.filter(question_id=number).values("response_id")
        )
        counts.written[ref] = only.values("contribution").distinct().count()
        counts.answered[ref] = counts.answered.get(ref, 0) + counts.written[ref]


def _count_walking(counts: Counts, strand: Strand, asked: Questionnaire) -> None:
    """Count the questions that have conditions again, from one response to the next."""
    some = {question.ref: question for question in asked.questions if question.conditions}
    steps = asked.steps
    for ref in some:
        counts.put_to[ref] = counts.answered[ref] = counts.written[ref] = counts.passed_over[ref] = 0
        counts.chosen[ref] = Counter()
    for answers, written in _responses(strand, asked):
        put = branching.asked(steps, answers, written)
        for ref, question in some.items():
            said, wrote = answers.get(ref, ()), ref in written
            if ref not in put:
                counts.passed_over[ref] += bool(said) or wrote
                continue
            counts.put_to[ref] += 1
            counts.answered[ref] += bool(said) or wrote
            counts.written[ref] += wrote and not (said and question.kind == Question.Kind.PLACE)
            counts.chosen[ref].update(said)


def _responses(
    strand: Strand, asked: Questionnaire
) -> Iterator[tuple[Mapping[str, Collection[Answer]], Collection[str]]]:
    """Each counted response: its closed answers by question, and the questions answered in words."""
    ref_of = {question.id: question.ref for question in asked.questions}
    counted = Contribution.objects.filter(strand=strand, **COUNTED)
    rows = (
        Chosen.objects.filter(response__contribution__in=counted)
        .order_by("response_id")
        .values_list("response_id", "question_id", "option_id", "point")
        .iterator(chunk_size=20_000)
    )
    written: dict[int, set[str]] = {}
    passages = Passage.objects.filter(contribution__in=counted, contribution__erased_at=None).exclude(words="")
    for number, ref in passages.order_by().values_list("contribution_id", "prompt_ref").iterator(chunk_size=20_000):
        written.setdefault(number, set()).add(ref)
    everyone = set(counted.values_list("pk", flat=True))
    for number, each in groupby(rows, key=lambda row: row[0]):
        answers: dict[str, list[Answer]] = {}
        for _number, question, option, point in each:
            answers.setdefault(ref_of[question], []).append((option, point))
        everyone.discard(number)
        yield answers, written.get(number, ())
    for number in everyone:
        yield {}, written.get(number, ())


def written_of(strand: Strand, but_not: Collection[str] = ()) -> Iterator[Passage]:
    """Passages that may be quoted, with their layers, for open data: shuffled by their random trace, not by time.

    `but_not` names questions whose words are left out.
    """
    return (
        Passage.objects.filter(
            contribution__strand=strand,
            contribution__may_quote=True,
            contribution__erased_at=None,
            contribution__state="received",
        )
        .exclude(words="", layers__isnull=True)
        .exclude(pk__in=struck_in(strand))
        .exclude(prompt_ref__in=list(but_not))
        .select_related("contribution")
        .prefetch_related("layers")
        .order_by("prompt_ref", "contribution__trace_id", "ordinal")
        .iterator(chunk_size=1000)
    )


def response_parts(contribution: Contribution) -> Response | None:
    """The closed answers of a contribution."""
    return Response.objects.filter(pk=contribution.pk).prefetch_related("chosen").first()


def answers_of(contribution: Contribution, asked: Questionnaire) -> tuple[Given, ...]:
    """One response as it was given, in the order of the questions."""
    words = dict(contribution.passages.values_list("prompt_ref", "words"))
    rows: dict[int, list[Answer]] = {}
    for row in Chosen.objects.filter(response_id=contribution.pk).order_by("pk"):
        rows.setdefault(row.question_id, []).append((row.option_id, row.point))
    found = [
        given_from(Given(question, words=words.get(question.ref, "")), rows.get(question.id, ()))
        for question in asked.questions
    ]
    return tuple(one for one in found if one)


def given_from(given: Given, rows: Collection[Answer]) -> Given:
    """The same answer with what was chosen, read back from its rows."""
    kind = given.question.kind
    if kind == Question.Kind.MATRIX:
        cells = tuple((option, point) for option, point in rows if option is not None and point is not None)
        return Given(given.question, given.words, cells=cells)
    if kind == Question.Kind.RANK:
        rows = sorted(rows, key=lambda row: row[1] or 0)
    return Given(given.question, given.words, tuple(option or point or 0 for option, point in rows))
