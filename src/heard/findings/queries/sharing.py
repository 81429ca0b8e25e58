"""What the partners have found and shared: to be searched, used again, and no longer trusted when it is old."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.findings.models import EvidenceCited, Finding, Restriction, Reuse, SharedWith, Sharing
from heard.findings.queries.policy import shown
from heard.ground import clock
from heard.people.access import role_pack
from heard.people.models import Account, Partner, Role
from heard.rules.currency import MONTHS, is_dated

STATES = {
    "draft": _("Draft"),
    "reviewed": _("Reviewed"),
    "shared": _("Shared with partners"),
    "public": _("Public"),
    "dated": _("Dated"),
    "superseded": _("Superseded"),
}


@dataclass(frozen=True, slots=True)
class Reusable:
    """A finding that could be used as evidence: what, whose, from when, where anyone can read it, and whether it holds.

    `dated`: over 24 months since its activity closed, so that a currency note is wanted. `uses`: how often granted.
    """

    finding: Finding
    statement: str
    partner: str
    activity: str
    collected_on: date
    is_published: bool
    url_id: str
    dated: bool
    superseded_by: str
    terms: str
    uses: int
    base: str


def leads_to_tell(activity: Activity) -> list[tuple[Partner, Account | None]]:
    """Every other partner with its engagement leads; (partner, None) where it has none."""
    partners = Partner.objects.filter(left_on__isnull=True, signed_on__isnull=False).exclude(pk=activity.lead_id)
    leads = Role.objects.filter(
        role="engagement_lead", ended_at__isnull=True, activity_ref="", account__is_active=True, partner__in=partners
    ).select_related("account")
    found: dict[int, dict[int, Account]] = {}
    for role in leads.order_by("pk"):
        assert role.partner_id
        found.setdefault(role.partner_id, {})[role.account_id] = role.account
    return [(one, account) for one in partners for account in (found.get(one.pk, {}).values() or [None])]


def shared_findings(
    *, words: str = "", place: str = "", partner: str = "", topic: str = "", show: str = ""
) -> QuerySet[Any]:
    """Findings that were shared with the partners, to be narrowed; unordered, each with `collected`, `terms`, `uses`.

    `words`: each must stand in the finding, a theme of it, or the activity's title; `place`, `partner`: slugs; `topic`:
    as the plan says it. `show` "current" leaves out the dated and the superseded.
    """
    newest = Sharing.objects.filter(findings=OuterRef("pk")).order_by("-at", "-pk")
    rows: QuerySet[Any] = Finding.objects.filter(sharings__isnull=False).distinct()
    for word in words.split()[:8]:
        near = Q(statement__icontains=word) | Q(range_of_views__icontains=word) | Q(activity__title__icontains=word)
        rows = rows.filter(near | Q(pk__in=Finding.objects.filter(themes__name__icontains=word).values("pk")))
    if place:
        rows = rows.filter(activity__in=Activity.objects.filter(places__slug=place).values("pk"))
    if partner:
        rows = rows.filter(activity__lead__slug=partner)
    if topic:
        rows = rows.filter(activity__topics__contains=[topic])
    rows = rows.annotate(collected=_collected(), shared_on=Subquery(newest.values("at")[:1]))
    if show == "current":
        today = clock.today()
        rows = rows.filter(superseded__isnull=True, collected__gte=_two_years_before(today))
    return (
        rows.annotate(
            terms=Subquery(newest.values("terms")[:1]),
            uses=Count("reuses", filter=Q(reuses__state__in=["granted", "cited"]), distinct=True),
        )
        .select_related("activity__lead", "superseded__newer")
        .prefetch_related("themes__raised_by")
    )


def _collected() -> Coalesce:
    return Coalesce(F("activity__closes_on"), F("published_at__date"), F("written_at__date"))


def _two_years_before(today: date) -> date:
    return date(today.year - MONTHS // 12, today.month, min(today.day, 28))


def as_reusable(rows: Iterable[Any]) -> list[Reusable]:
    """Rows of `shared_findings` as plain values, small bases hidden."""
    today = clock.today()
    return [
        Reusable(
            finding=row,
            statement=row.statement,
            partner=row.activity.lead.name,
            activity=row.activity.title,
            collected_on=row.collected,
            is_published=row.published_at is not None,
            url_id=row.public_id if row.published_at else "",
            dated=is_dated(row.collected, today),
            superseded_by=row.superseded.newer.public_id if hasattr(row, "superseded") else "",
            terms=row.terms or "",
            uses=row.uses,
            base=shown(
                row.base or 0,
                sensitive=any(theme.raised_by.all() for theme in row.themes.all()),
                tells_beside=row.tells_beside,
                held_to=row.held_to,
            ).words,
        )
        for row in rows
    ]


def evidence_for_reuse(words: str = "", *, place: str = "", topic: str = "", size: int = 20) -> list[Reusable]:
    """Findings of any partner that could save asking again: the newest first, dated and unpublished ones marked so."""
    rows = shared_findings(words=words, place=place, topic=topic)
    return as_reusable(rows.order_by("-collected", "-pk")[:size])


def reuse_counts(findings: Iterable[Finding]) -> dict[int, int]:
    """How often each finding was used again by a partner (granted or cited), by its key."""
    used = Reuse.objects.filter(finding__in=findings, state__in=["granted", "cited"]).order_by()
    return dict(used.values_list("finding").annotate(Count("pk")))


def state_of(finding: Any, *, signed: bool) -> str:
    """Where a finding stands: draft, reviewed, shared, public, dated, superseded."""
    if hasattr(finding, "superseded"):
        return "superseded"
    if finding.published_at:
        collected = finding.activity.closes_on or clock.day_of(finding.published_at)
        return "dated" if is_dated(collected, clock.today()) else "public"
    if finding.sharings.all():
        return "shared"
    return "reviewed" if signed else "draft"


def sharings_of(activity: Activity) -> list[Sharing]:
    """Each act of sharing an activity's findings, the newest first, with whom it went to."""
    told = SharedWith.objects.select_related("partner", "account").order_by("partner__name", "pk")
    rows = Sharing.objects.filter(activity=activity).select_related("by")
    return list(rows.prefetch_related(Prefetch("recipients", told)).order_by("-at", "-pk"))


def shared_finding(public_id: str) -> Any:
    """One shared finding; 404 with a sentence."""
    found = shared_findings().filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such finding among those shared."))
    return found


def reuses_of(activity: Activity) -> list[Reuse]:
    """Who asked to use an activity's findings, those that wait first."""
    rows = Reuse.objects.filter(finding__activity=activity).select_related("finding", "partner", "asked_by")
    return sorted(rows, key=lambda one: (one.state != Reuse.State.ASKED, -one.pk))


def reuses_waiting(account: Any) -> QuerySet[Reuse]:
    """Requests that wait for an answer from those whom this account stands for."""
    roles = role_pack().roles_that_may("share_findings")
    live = Role.objects.filter(account=account, role__in=roles, ended_at__isnull=True)
    partners = live.filter(activity_ref="").values("partner")
    alone = live.exclude(activity_ref="").values("activity_ref")
    ours = Q(finding__activity__lead__in=partners) | Q(finding__activity__public_id__in=alone)
    return Reuse.objects.filter(ours, state=Reuse.State.ASKED).select_related("finding__activity", "partner")


def restrictions_of(activity: Activity) -> list[Restriction]:
    """What is held back now of an activity's findings, and who answers for it."""
    rows = Restriction.objects.filter(finding__activity=activity, lifted_at__isnull=True)
    return list(rows.select_related("finding", "owner").order_by("finding__ordinal", "pk"))


def restrictions_due(account: Any, by_day: date) -> QuerySet[Restriction]:
    """What this account answers for that is to be looked at again by a day (I-28)."""
    rows = Restriction.objects.filter(owner=account, lifted_at__isnull=True, review_on__lte=by_day)
    return rows.select_related("finding__activity")


def evidence_cited(activity: Activity) -> list[EvidenceCited]:
    """Evidence from elsewhere that an activity's decision is to rest on."""
    rows = EvidenceCited.objects.filter(activity=activity, dropped_at__isnull=True)
    return list(rows.select_related("finding__activity__lead", "cited_by"))


def cited_for_pack(activity: Activity) -> list[dict[str, Any]]:
    """The same as the evidence pack freezes it, each with what is to be known of its age."""
    today = clock.today()
    return [
        {"source": each.source, "says": each.says, "collected_on": each.collected_on,
         "published_where": each.published_where, "is_dated": is_dated(each.collected_on, today),
         "currency_note": each.currency_note, "finding": each.finding.public_id if each.finding else ""}
        for each in evidence_cited(activity)
    ]  # fmt: skip
