"""What was answered, as counts and as one response."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count

from heard.activities.models import Contribution, Passage, Strand
from heard.methods.survey.models import Chosen, Response
from heard.methods.survey.queries.asked import Given, Questionnaire

COUNTED = {"state": Contribution.State.RECEIVED}


def counts_of(strand: Strand) -> dict[str, Any]:
    """Counts of what was received and is not excluded or withdrawn.

    ``{"base": n, "channels": {slug: n}, "chosen": {(question id, value): n}, "answered": {question id: n},
    "written": {question ref: n}}``. Four grouped queries.
    """
    counted = Contribution.objects.filter(strand=strand, **COUNTED)
    channels = dict(counted.order_by().values_list("channel").annotate(n=Count("pk")).order_by("channel"))
    chosen = Chosen.objects.filter(response__contribution__strand=strand, response__contribution__state="received")
    groups = chosen.order_by().values_list("question_id", "option_id", "point").annotate(n=Count("pk"))
    answered = chosen.order_by().values_list("question_id").annotate(n=Count("response", distinct=True))
    written = Passage.objects.filter(contribution__in=counted, contribution__erased_at=None).order_by()
    return {
        "base": sum(channels.values()),
        "channels": channels,
        "chosen": {(question, option or point): n for question, option, point, n in groups},
        "answered": dict(answered),
        "written": dict(written.values_list("prompt_ref").annotate(n=Count("contribution", distinct=True))),
    }


def written_of(strand: Strand) -> Iterator[Passage]:
    """Passages that may be quoted, with their layers, for open data: shuffled by their random trace, not by time."""
    return (
        Passage.objects.filter(
            contribution__strand=strand,
            contribution__may_quote=True,
            contribution__erased_at=None,
            contribution__state="received",
        )
        .exclude(words="")
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
    values: dict[int, list[int]] = {}
    for row in Chosen.objects.filter(response_id=contribution.pk).order_by("pk"):
        values.setdefault(row.question_id, []).append(row.option_id or row.point or 0)
    return tuple(
        Given(question, words=words.get(question.ref, ""), values=tuple(values.get(question.id, ())))
        for question in asked.questions
        if question.ref in words or question.id in values
    )
