"""What an activity has published of its findings, asked once for everything that a page shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heard.activities.models import Activity
from heard.decisions.models import Answer
from heard.decisions.queries import answers_for, shown_bases
from heard.findings.models import Finding
from heard.findings.queries.policy import Shown


@dataclass(frozen=True)
class Published:
    """Findings in their order; the base of each as it may be shown and its published answer, by the finding's key."""

    findings: Sequence[Finding]
    bases: Mapping[int, Shown]
    answers: Mapping[int, Answer]


def published_of(activity: Activity) -> Published:
    """The published findings with themes, bases, answers and promises: five queries."""
    rows = Finding.objects.filter(activity=activity, published_at__isnull=False)
    findings = list(rows.prefetch_related("themes").order_by("ordinal", "id"))
    if not findings:
        return Published([], {}, {})
    return Published(findings, shown_bases(findings), answers_for(findings))
