"""The golden thread, walked from a contribution to what was promised because of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heard.activities.models import Activity, Contribution, Passage
from heard.decisions.models import Answer, Commitment, Decision
from heard.decisions.queries import answers_for, decision_of
from heard.findings.models import Evidence, Finding, FindingContribution, Theme


@dataclass(frozen=True)
class Heard:
    """One finding that somebody's words went into, and what it led to."""

    finding: Finding
    answer: Answer | None
    commitments: Sequence[Commitment]


@dataclass(frozen=True)
class Thread:
    """Everything that follows from some contributions, as far as it has come."""

    activity: Activity
    contributions: Sequence[Contribution]
    heard: Sequence[Heard]
    themes: Sequence[Theme] = ()
    decision: Decision | None = None
    published: bool = False
    left_aside: Sequence[Theme] = field(default_factory=tuple)


def thread_of_contributions(activity: Activity, contributions: Sequence[Contribution]) -> Thread:
    """The thread of one voice's contributions to an activity: a fixed number of queries, however many there are."""
    numbers = [one.pk for one in contributions]
    links = FindingContribution.objects.filter(contribution__in=numbers).values("finding")
    findings = list(
        Finding.objects.filter(pk__in=links, published_at__isnull=False).order_by("ordinal").prefetch_related("themes")
    )
    answers = answers_for(findings)
    published = Finding.objects.filter(activity=activity, published_at__isnull=False).exists()
    themes = _themes(numbers) if published else []
    return Thread(
        activity=activity,
        contributions=contributions,
        heard=[_heard(finding, answers.get(finding.pk)) for finding in findings],
        themes=[theme for theme in themes if not theme.not_taken_because],
        left_aside=[theme for theme in themes if theme.not_taken_because],
        decision=_visible(decision_of(activity)),
        published=published,
    )


def passages_of(contributions: Iterable[Contribution], *, own: bool = False) -> dict[int, list[Passage]]:
    """Passages that may be shown, by contribution.

    To the public: those that stand quoted behind a published finding, with consent. `own=True` (the secret on the slip
    was given): all of them.
    """
    numbers = [one.pk for one in contributions if own or one.may_quote]
    passages = Passage.objects.filter(contribution__in=numbers).prefetch_related("layers").order_by("ordinal")
    if not own:
        quoted = Evidence.objects.filter(quoted=True, finding__published_at__isnull=False).values("passage")
        passages = passages.filter(pk__in=quoted)
    found: dict[int, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.contribution_id, []).append(passage)
    return found


def _themes(contributions: Sequence[int]) -> list[Theme]:
    carried = Theme.objects.filter(codings__passage__contribution__in=contributions)
    return list(carried.distinct().order_by("ordinal", "id"))


def _heard(finding: Finding, answer: Answer | None) -> Heard:
    return Heard(finding, answer, list(answer.commitments.all()) if answer else [])


def _visible(decision: Decision | None) -> Decision | None:
    return decision if decision and (decision.published_at or decision.before_close) else None
