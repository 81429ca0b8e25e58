"""The golden thread, walked from a contribution to what was promised because of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from heard.activities.models import Activity, Contribution, Passage
from heard.decisions.models import Answer, Commitment
from heard.findings.models import Coding, Evidence, Finding, FindingContribution, Theme
from heard.findings.queries.policy import Shown, shown
from heard.findings.queries.tally import with_groups
from heard.front.queries.published import Published
from heard.ground.asking import answers_to


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
    """Everything that follows from some contributions, as far as it has come.

    `carried`: some of it through the words of others, to which these people gave their votes.
    """

    activity: Activity
    contributions: Sequence[Contribution]
    heard: Sequence[Heard]
    published: bool = False
    left_aside: Sequence[Theme] = field(default_factory=tuple)
    carried: bool = False

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing of it counts any more because all of it was taken back."""
        return self._is_all(Contribution.State.WITHDRAWN)

    @property
    def is_excluded(self) -> bool:
        """Whether nothing of it counts because what was not taken back was left out, by two people, with a reason."""
        return not self.is_withdrawn and self._is_all(Contribution.State.EXCLUDED, Contribution.State.WITHDRAWN)

    def _is_all(self, *states: str) -> bool:
        return bool(self.contributions) and all(each.state in states for each in self.contributions)


def thread_of_contributions(
    activity: Activity,
    contributions: Sequence[Contribution],
    published: Published,
    *,
    own: bool = False,
    carried: QuerySet[Contribution] | None = None,
) -> Thread:
    """The thread of one voice's contributions to an activity: a fixed number of queries, however many there are.

    To the public, findings and themes of too few people to say how many are left out (I-9); whoever holds the receipt
    (`own`) sees every one. `carried`: contributions in whose words these are heard (votes in statements); of findings
    that rest on them alone those of too few people are left out for everyone.
    """
    numbers = [one.pk for one in contributions]
    behind = FindingContribution.objects.filter(contribution__in=numbers, finding__in=published.findings)
    coded = Theme.objects.filter(pk__in=Coding.objects.filter(passage__contribution__in=numbers).values("theme"))
    others = FindingContribution.objects.filter(
        contribution__in=Contribution.objects.none() if carried is None else carried, finding__in=published.findings
    )
    asked = [
        behind.values_list("finding_id", flat=True), with_groups(coded).order_by("ordinal", "id"),
        others.values_list("finding_id", flat=True).distinct(),
    ]  # fmt: skip
    mine, rows, theirs = answers_to(asked) if published.findings else ([], [], [])
    themes = [theme for theme in rows if own or not _is_few(theme)]
    return Thread(
        activity=activity,
        contributions=contributions,
        heard=[
            _heard(finding, published, themes)
            for finding in published.findings
            if (own and finding.pk in mine)
            or (finding.pk in (*mine, *theirs) and not published.bases[finding.pk].is_hidden)
        ],
        carried=bool(set(theirs) - set(mine)),
        left_aside=[theme for theme in themes if theme.not_taken_because],
        published=bool(published.findings),
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


def _is_few(theme: Any) -> bool:
    """Whether too few people stand behind a theme to say how many. It carries the names of its groups."""
    return shown(theme.carried_by or 0, sensitive=bool(theme.group_names)).is_hidden


def _heard(finding: Finding, published: Published, themes: Sequence[Theme]) -> Heard:
    under = {theme.pk for theme in finding.themes.all()}
    answer = published.answers.get(finding.pk)
    return Heard(
        finding=finding,
        answer=answer,
        commitments=list(answer.commitments.all()) if answer else [],
        base=published.bases[finding.pk],
        themes=[theme for theme in themes if theme.pk in under],
    )
