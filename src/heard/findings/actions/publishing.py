"""Publication: refused unless everything adds up; then counts, bases and links are frozen (UP-f, I-7)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Stage
from heard.audit.actions import record
from heard.findings import access
from heard.findings.actions.looking_again import hide_what_tells
from heard.findings.models import Finding, FindingContribution, Reconciliation, Theme, Withheld
from heard.findings.queries.behind import OF_ACTIVITY
from heard.findings.queries.beside import numbers_seen
from heard.findings.queries.facts import finding_facts, theme_facts
from heard.findings.queries.policy import floor_percent
from heard.findings.queries.standard import bases_and_sides, stood_of
from heard.findings.queries.tally import Tally, tallies, theme_counts
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account
from heard.rules import compact
from heard.rules.outcome import digest
from heard.rules.snapshot import Snapshot
from heard.rules.verdict import no
from heard.search.actions import put

CHECKS = ("UP-f.1", "UP-f.2", "UP-f.3", "UP-f.4", "GP-i.1")


def publish(*, activity: Activity, by: Account | None, at: datetime) -> int:
    """Publish what was heard; returns how many findings. Called inside the move to “found”, after strands concluded.

    Conflict, naming the counts, unless received = analysed + excluded + withdrawn on every channel, every strand is
    in a finding, and every theme above the floor or raised by those most affected is answered for.
    Consequences: reconciliation, bases, who stood where and the links from findings to contributions are frozen; what
    would tell a small number, beside another or beside what was published before, is hidden; findings can be searched;
    one audit entry with the digest of all counts.
    """
    ask(access.may_publish(by, activity))
    with transaction.atomic():
        stage = Activity.objects.select_for_update().values_list("stage", flat=True).get(pk=activity.pk)
        if stage != Stage.CLOSED:
            raise Conflict(_("Findings are published once the activity has closed."), _("Close it first."))
        counts = tallies(activity, strict=True)
        _refuse_unless_whole(activity, counts)
        seen = numbers_seen(activity)
        _freeze_counts(activity, counts)
        _freeze_themes(activity)
        findings = _freeze_findings(activity, at)
        hide_what_tells(activity=activity, seen=seen, why=Withheld.Why.RELEASE, at=at)
        record(
            what="findings.published",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={
                "findings": [finding.public_id for finding in findings],
                "received": sum(count.received for count in counts),
                "digest": digest([_plain(count) for count in counts]),
            },
        )
        for finding in findings:
            _index(finding, at)
    return len(findings)


def _refuse_unless_whole(activity: Activity, counts: list[Tally]) -> None:
    facts = Snapshot(
        counts=tuple(count.as_count() for count in counts),
        themes=theme_facts(activity),
        findings=finding_facts(activity),
    )
    for check_id in CHECKS:
        found = compact.REGISTRY[check_id].function(facts, {"floor_percent": floor_percent()})
        if found.result == "fail":
            raise Conflict(no(found.why, _("The findings desk lists what is missing, with a link to each."), check_id))


def _freeze_counts(activity: Activity, counts: list[Tally]) -> None:
    Reconciliation.objects.filter(activity=activity).delete()
    Reconciliation.objects.bulk_create(
        Reconciliation(
            activity=activity,
            strand_id=count.strand_id,
            channel=count.channel,
            received=count.received,
            analysed=count.analysed,
            excluded=count.excluded,
            withdrawn=count.withdrawn,
            excluded_reasons=dict(count.reasons),
        )
        for count in counts
    )


def _freeze_themes(activity: Activity) -> None:
    frozen = []
    for each in theme_counts(activity):
        each.theme.carried_by, each.theme.out_of = each.contributions, each.base
        frozen.append(each.theme)
    Theme.objects.bulk_update(frozen, ["carried_by", "out_of"])


def _freeze_findings(activity: Activity, at: datetime) -> list[Finding]:
    FindingContribution.objects.filter(finding__activity=activity).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO findings_findingcontribution (finding_id, contribution_id) {OF_ACTIVITY}",
            [activity.pk] * 3,
        )
    live, sides = bases_and_sides(activity)
    findings = list(Finding.objects.filter(activity=activity).order_by("ordinal", "pk"))
    for finding in findings:
        finding.base, finding.published_at = live.get(finding.pk, 0), at
        finding.stood = stood_of(finding.base, sides.get(finding.pk, {}))
    Finding.objects.bulk_update(findings, ["base", "stood", "published_at"])
    return findings


def _index(finding: Finding, at: datetime) -> None:
    put(
        ref=f"finding:{finding.public_id}",
        kind="finding",
        title=finding.statement,
        extract=finding.range_of_views,
        url=reverse("findings:finding", args=[finding.public_id]),
        text="\n".join([finding.statement, finding.range_of_views, finding.limits]),
        at=at,
        activity_ref=finding.activity.public_id,
    )


def _plain(count: Tally) -> list[object]:
    reasons = dict(count.reasons)
    return [count.strand_ref, count.channel, count.received, count.analysed, count.withdrawn, reasons]
