"""Which contributions stand behind a finding, and which findings a contribution went into."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from heard.activities.models import Activity, Contribution
from heard.findings.models import Finding, FindingContribution
from heard.ground.asking import Statement, answers_to

# A finding rests on every counted contribution coded to one of its themes, or cited as its evidence; a finding
# without themes (one that reads choices that were ticked) rests on all that came in to its strands.
# Each branch starts from the findings asked for and goes on by index, so it is quick right after a large import too,
# when PostgreSQL has not counted the new rows yet.
LINKS = """
SELECT ft.finding_id, c.id AS contribution_id
  FROM findings_finding f
  JOIN findings_finding_themes ft ON ft.finding_id = f.id
  JOIN findings_coding k ON k.theme_id = ft.theme_id
  JOIN activities_passage p ON p.id = k.passage_id
  JOIN activities_contribution c ON c.id = p.contribution_id
 WHERE f.{column} = %s AND c.state = 'received' AND c.erased_at IS NULL
 UNION
SELECT e.finding_id, c.id
  FROM findings_finding f
  JOIN findings_evidence e ON e.finding_id = f.id
  JOIN activities_passage p ON p.id = e.passage_id
  JOIN activities_contribution c ON c.id = p.contribution_id
 WHERE f.{column} = %s AND c.state = 'received' AND c.erased_at IS NULL
 UNION
SELECT fs.finding_id, c.id
  FROM findings_finding f
  JOIN findings_finding_strands fs ON fs.finding_id = f.id
  JOIN activities_contribution c ON c.strand_id = fs.strand_id
 WHERE f.{column} = %s AND c.state = 'received' AND c.erased_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM findings_finding_themes ft WHERE ft.finding_id = f.id)
"""
OF_ACTIVITY = LINKS.format(column="activity_id")
OF_FINDING = LINKS.format(column="id")


def bases(activity: Activity) -> dict[int, int]:
    """How many counted contributions stand behind each finding of an activity now, by the finding's key."""
    return dict(answers_to([bases_question(activity)])[0])


def bases_question(activity: Activity) -> Statement:
    """Rows of a finding's key and its live base."""
    counted = f"SELECT finding_id, count(*) FROM ({OF_ACTIVITY}) links GROUP BY finding_id"  # noqa: S608 (no outside text)
    return Statement(counted, [activity.pk] * 3, columns=2)


def base_of(finding: Finding) -> int:
    """How many counted contributions stand behind one finding now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({OF_FINDING}) links", [finding.pk] * 3)  # noqa: S608 (no outside text)
        return int(cursor.fetchone()[0])


def contributions_behind(finding: Finding) -> QuerySet[Contribution]:
    """The contributions that a finding rests on: as frozen when it was published, or as they stand in a draft.

    Unordered; page it by `pk`. Those withdrawn or erased since publication are still among them: their rows carry no
    words, and totals stay explainable.
    """
    if finding.published_at is not None:
        frozen = FindingContribution.objects.filter(finding=finding).values("contribution")
        return Contribution.objects.filter(pk__in=frozen)
    live = RawSQL(f"SELECT contribution_id FROM ({OF_FINDING}) links", [finding.pk] * 3)  # noqa: S608, S611 (no outside text)
    return Contribution.objects.filter(pk__in=live)


def findings_of(contribution: Contribution) -> QuerySet[Finding]:
    """The published findings that one contribution went into, in their order: one look-up."""
    links = FindingContribution.objects.filter(contribution=contribution).values("finding")
    return Finding.objects.filter(pk__in=links, published_at__isnull=False).order_by("ordinal", "pk")
