"""Who said it, by several questions at once: one release for every filter. The third reader of monitoring answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from heard.people.models import MonitoringAnswer, MonitoringKey
from heard.people.queries.monitoring import AT_A_TIME, blind_of, disclosure_policy
from heard.rules.disclosure_cube import Cube, publish_cube

NOT_SAID = "not-said"


def crossing(
    *,
    activity_ref: str,
    contribution_refs: Iterable[str],
    questions: Sequence[str],
    answers: Mapping[str, Sequence[str]],
) -> Cube:
    """How many contributions of a whole activity came from whom, by every combination of these questions' answers.

    `answers` lists each question's answers; one that is not listed, or none, counts as “not-said”. Always under the
    sensitive terms. Whatever filters a reader tries, one after another, are views of this one release (I-9): ask for
    the whole activity and the same questions, never for a choice of contributions.
    """
    listed = [[*(each for each in answers[question] if each != NOT_SAID), NOT_SAID] for question in questions]
    counts: dict[tuple[str, ...], int] = {}
    for said in _said(activity_ref, list(contribution_refs), questions):
        cell = tuple(
            said.get(question, NOT_SAID) if said.get(question) in known else NOT_SAID
            for question, known in zip(questions, listed, strict=True)
        )
        counts[cell] = counts.get(cell, 0) + 1
    return publish_cube(counts, questions, listed, disclosure_policy().sensitive)


def _said(activity_ref: str, refs: Sequence[str], questions: Sequence[str]) -> Iterable[Mapping[str, str]]:
    kept = MonitoringKey.objects.filter(activity_ref=activity_ref).first()
    for start in range(0, len(refs), AT_A_TIME):
        said: dict[str, dict[str, str]] = {}
        if kept is not None:
            said = {blind_of(str(kept.key), ref): {} for ref in refs[start : start + AT_A_TIME]}
            rows = MonitoringAnswer.objects.filter(blind__in=list(said), question__in=list(questions))
            for blind, question, answer in rows.values_list("blind", "question", "answer"):
                said[blind][question] = answer
        yield from said.values()
