"""The golden thread from votes: which findings rest on the statements that people voted on, and what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from heard.activities.models import Contribution
from heard.decisions.models import Answer, Commitment
from heard.decisions.queries import answers_for, shown_bases
from heard.findings.models import Finding, FindingContribution
from heard.methods.opinions.models import Room, RoomCount, Statement


@dataclass(frozen=True, slots=True)
class Came:
    """One published finding that rests on a statement, its answer (None: not yet) and what was promised."""

    finding: Finding
    answer: Answer | None
    commitments: Sequence[Commitment]


def statements_behind(contributions: Sequence[Contribution]) -> QuerySet[Contribution]:
    """The statements that carry votes and rooms into findings: contributions of the people who gave them.

    A receipt does not know on which statements its holder voted (decision 8), so all of the strand stand behind it;
    a room knows which were counted.
    """
    these = Contribution.objects.filter(pk__in=[one.pk for one in contributions])
    words = Exists(Statement.objects.filter(contribution=OuterRef("pk")))
    room = Exists(Room.objects.filter(contribution=OuterRef("pk")))
    voted = these.filter(~words, ~room).values("strand")
    counted = RoomCount.objects.filter(room__contribution__in=these).values("statement")
    rows = Statement.objects.filter(Q(opinions__in=voted) | Q(pk__in=counted), contribution__isnull=False)
    return Contribution.objects.filter(pk__in=rows.values("contribution"))


def came_of(statements: Iterable[Statement]) -> dict[int, list[Came]]:
    """What came of these statements, by their number in the database. Findings of too few people stay out (I-9)."""
    own = {one.contribution_id: one.pk for one in statements if one.contribution_id}
    links = list(
        FindingContribution.objects.filter(contribution__in=own, finding__published_at__isnull=False)
        .order_by("finding__ordinal", "finding")
        .values_list("finding", "contribution")
    )
    findings = Finding.objects.in_bulk({finding for finding, _one in links}) if links else {}
    if not findings:
        return {}
    bases, answers = shown_bases(findings.values()), answers_for(findings.values())
    found: dict[int, list[Came]] = {}
    for number, contribution in links:
        if not bases[number].is_hidden:
            answer = answers.get(number)
            promised = list(answer.commitments.all()) if answer else []
            found.setdefault(own[contribution], []).append(Came(findings[number], answer, promised))
    return found
