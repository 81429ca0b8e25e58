"""The golden thread, walked from a contribution to what was promised because of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heard.activities.models import Activity, Contribution, Passage
from heard.decisions.models import Answer, Commitment, Decision
from heard.decisions.queries import answers_for, decision_of, shown_bases
from heard.findings.models import Coding, Evidence, Finding, FindingContribution, Theme
from heard.findings.queries.policy import Shown, shown
from heard.findings.queries.tally import with_groups


@dataclass(frozen=True)
class Heard:
    """One finding that somebody's words went into, and what it led to."""

    finding: Finding
    answer: Answer | None
    commitments: Sequence[Commitment]
    base: Shown
    themes: Sequence[Theme] = ()


@dataclass(frozen=True)
class Thread:
    """Everything that follows from some contributions, as far as it has come."""

    activity: Activity
    contributions: Sequence[Contribution]
    heard: Sequence[Heard]
    decision: Decision | None = None
    published: bool = False
    left_aside: Sequence[Theme] = field(default_factory=tuple)


def thread_of_contributions(activity: Activity, contributions: Sequence[Contribution], *, own: bool = False) -> Thread:
    """The thread of one voice's contributions to an activity: a fixed number of queries, however many there are.

    To the public, findings and themes of too few people to say how many are left out (I-9); whoever holds the receipt
    (`own`) sees every one.
    """
    numbers = [one.pk for one in contributions]
    links = FindingContribution.objects.filter(contribution__in=numbers).values("finding")
    findings = list(
        Finding.objects.filter(pk__in=links, published_at__isnull=False).order_by("ordinal").prefetch_related("themes")
    )
    bases = shown_bases(findings)
    findings = [one for one in findings if own or not bases[one.pk].is_hidden]
    answers = answers_for(findings)
    published = Finding.objects.filter(activity=activity, published_at__isnull=False).exists()
    themes = _themes(numbers, own) if published else []
    return Thread(
        activity=activity,
        contributions=contributions,
        heard=[_heard(finding, answers.get(finding.pk), bases[finding.pk], themes) for finding in findings],
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


def _themes(contributions: Sequence[int], own: bool) -> list[Theme]:
    coded = Coding.objects.filter(passage__contribution__in=contributions).values("theme")
    rows = with_groups(Theme.objects.filter(pk__in=coded)).order_by("ordinal", "id")
    return [
        theme for theme in rows if own or not shown(theme.carried_by or 0, sensitive=bool(theme.group_names)).is_hidden
    ]


def _heard(finding: Finding, answer: Answer | None, base: Shown, themes: Sequence[Theme]) -> Heard:
    under = {theme.pk for theme in finding.themes.all()}
    carried = [theme for theme in themes if theme.pk in under]
    return Heard(finding, answer, list(answer.commitments.all()) if answer else [], base, carried)


def _visible(decision: Decision | None) -> Decision | None:
    return decision if decision and (decision.published_at or decision.before_close) else None
