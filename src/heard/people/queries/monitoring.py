"""Monitoring answers, only ever as suppressed tables."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db.models import Count

from heard.people.models import MonitoringAnswer, MonitoringKey
from heard.rules.disclosure import DisclosurePolicy, List, Terms, read_disclosure, suppress_list

ORDINARY = frozenset({"age", "sex"})  # every other question about a person counts as a special category
AT_A_TIME = 5000


@dataclass(frozen=True, slots=True)
class Tabulated:
    """How many people gave each answer, as it may be published: None is hidden, `withheld` shows nothing at all.

    `base` is how many answered the question, `asked` how many contributions were looked at; both exact only if shown.
    """

    question: str
    answers: tuple[str, ...]
    counts: tuple[int | None, ...]
    base: int | None
    asked: int
    withheld: bool
    smallest: int

    def rows(self) -> list[tuple[str, int | None]]:
        """Answer and count, in the order that was asked for."""
        return list(zip(self.answers, self.counts, strict=True))


@cache
def disclosure_policy() -> DisclosurePolicy:
    """The thresholds of policy/disclosure.toml."""
    return read_disclosure((settings.POLICY / "disclosure.toml").read_bytes())


def terms_for(question: str) -> Terms:
    """Ordinary for age and sex, sensitive for any other question about a person."""
    policy = disclosure_policy()
    return policy.ordinary if question in ORDINARY else policy.sensitive


def tabulate(
    *, activity_ref: str, contribution_refs: Iterable[str], question: str, answers: Sequence[str] = ()
) -> Tabulated:
    """How many of these contributions (trace ids) gave each answer to a question, small numbers hidden.

    The one reader of monitoring answers. Ask only for whole groups that nobody chose by hand (an activity, a strand, a
    channel): two overlapping choices can be subtracted. `answers` fixes the order and lists answers nobody gave.
    """
    refs = list(contribution_refs)
    terms = terms_for(question)
    found = _counted(activity_ref, refs, question)
    listed = [*answers, *sorted(set(found) - set(answers))]
    shown: List = suppress_list([found.get(answer, 0) for answer in listed], terms)
    return Tabulated(
        question, tuple(listed), shown.counts, shown.total, len(refs), shown.withheld, smallest=terms.smallest
    )


def blind_of(key: str, contribution_ref: str) -> str:
    """HMAC-SHA256(activity's key, contribution's trace id), hex: the only mark on a monitoring answer."""
    return hmac.new(key.encode(), contribution_ref.encode(), hashlib.sha256).hexdigest()


def _counted(activity_ref: str, refs: Sequence[str], question: str) -> dict[str, int]:
    kept = MonitoringKey.objects.filter(activity_ref=activity_ref).first()
    counts: dict[str, int] = {}
    if kept is None:
        return counts
    for start in range(0, len(refs), AT_A_TIME):
        blinds = [blind_of(str(kept.key), ref) for ref in refs[start : start + AT_A_TIME]]
        rows = MonitoringAnswer.objects.filter(question=question, blind__in=blinds).order_by()
        for answer, number in rows.values_list("answer").annotate(Count("pk")):
            counts[answer] = counts.get(answer, 0) + number
    return counts
