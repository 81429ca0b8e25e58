"""Gathering what a gate looks at: one activity as one frozen value.

The plan and everything around it comes in one query (rows as JSON arrays); each strand answers for itself
through its method; what happens after opening is asked of the rooms that hold it, once it can exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from heard.activities.methods import method_of
from heard.activities.models import Activity, Declaration, Group, Stage, Stakeholder, Strand
from heard.compact.models import Approval, Governing, Override
from heard.compact.queries.asked import names_asked
from heard.compact.queries.packs import kept_pack, pack_in_force
from heard.decisions import queries as decisions
from heard.evaluation import queries as evaluation
from heard.findings import queries as findings
from heard.ground import clock
from heard.people.access import role_pack
from heard.people.models import Role
from heard.rules import snapshot as s
from heard.rules.compact import Pack
from heard.rules.outcome import digest

PLAN_TEXTS = (
    "purpose", "purpose_written_on", "audience", "general_public", "something_else_welcome", "rejected_alternatives",
    "influence_statement", "other_inputs", "decision_maker", "decides_on", "notice_reason", "duration_rationale",
    "holiday_extension", "feedback_due_on", "no_seldom_heard_because", "information_pack", "late_response_policy",
)  # fmt: skip
PLAN_LISTS = ("open_matters", "closed_matters", "options", "publicity_channels", "feedback_channels")
APPROVED = (
    "title", "level", "tier", "opens_on", "closes_on", "groups", "access", "privacy", *PLAN_TEXTS, *PLAN_LISTS,
)  # fmt: skip

GATHERERS: dict[str, Callable[[Activity], Any]] = {
    "counts": lambda activity: tuple(findings.reconcile(activity)),
    "themes": lambda activity: tuple(findings.theme_facts(activity)),
    "findings": lambda activity: tuple(decisions.finding_facts(activity)),
    "commitments": lambda activity: tuple(decisions.commitment_facts(activity)),
    "feedback": decisions.feedback_facts,
    "evaluation": evaluation.evaluation_facts,
}


def snapshot_of(activity: Activity, today: date) -> s.Snapshot:
    """Everything a gate may look at, as it stands now; `today` is the day on which it is judged.

    Four queries, what each strand's method asks, and after opening what the higher rooms ask of theirs, as far as a
    check of the moves from here looks at it (see `asked`).
    Before notice is given, notice counts from `today`: giving it is the move that is judged.
    """
    whole = _with_plan(activity, today)
    plan, asked = whole.plan, names_asked(_pack_of(whole), whole.stage)
    noticed = whole.noticed_on if whole.stage not in (Stage.IDEA, Stage.PLANNED) else today
    groups = tuple(_group(row) for row in whole.group_rows)
    made = decisions.decision_facts(whole)
    gathered = s.Snapshot(
        title=whole.title,
        lead_partner=whole.lead.name,
        lead_is_signatory=whole.lead.is_signatory,
        lead_feedback_overdue=whole.lead_overdue,
        tier=whole.tier,
        level=whole.level,
        level_at_opening=whole.level_at_opening,
        promise=plan.influence_statement,
        topics=tuple(whole.topics),
        **_plain(plan),
        decision_made_on=made.made_on,
        noticed_on=noticed,
        opens_on=whole.opens_on,
        closes_on=whole.closes_on,
        closes_on_at_opening=whole.closes_on_at_opening,
        statutory_minimum_days=plan.statutory_minimum_days,
        groups=groups,
        strands=_strands(whole, "blockers" in asked),
        stakeholders=tuple(_stakeholder(row, number) for number, row in enumerate(whole.stakeholder_rows, start=1)),
        declaration=_declaration(whole.declaration_rows),
        access=_access(plan),
        privacy=s.Privacy(plan.lawful_basis, plan.controller, plan.retention, plan.impact_assessment),
        decision=made,
        overrides=tuple(_override(row) for row in whole.override_rows),
        today=today,
        **_afterwards(whole, asked),
    )
    return _with_approvals(gathered, whole.approval_rows)


def _pack_of(whole: Any) -> Pack:
    """The pack whose checks will look at this snapshot."""
    return kept_pack(whole.governed_by) if whole.governed_by else pack_in_force()


def _plain(plan: Any) -> dict[str, Any]:
    """The plan's own words, by the names they have in both places."""
    texts = {name: getattr(plan, name) for name in PLAN_TEXTS}
    return texts | {name: tuple(getattr(plan, name)) for name in PLAN_LISTS}


def plan_digest(snapshot: s.Snapshot) -> str:
    """What two people approve: the plan's words, dates, groups and ways of taking part. A change asks them again."""
    ways = [[each.title, each.method, list(each.channels)] for each in snapshot.strands]
    return digest({**{name: getattr(snapshot, name) for name in APPROVED}, "strands": ways})


def _with_plan(activity: Activity, today: date) -> Any:
    """The activity with its plan and lead, and every row around the plan as JSON: one query."""
    rows = Activity.objects.select_related("plan", "lead").annotate(
        group_rows=_rows(
            Group.objects.order_by("ordinal", "id"),
            *("name", "most_affected", "seldom_heard", "offline_likely", "barrier", "remedy"),
            reached_by=ArraySubquery(
                Strand.objects.filter(groups=OuterRef("pk"), dropped_because="")
                .order_by("ordinal", "id")
                .values("title")
            ),
        ),
        stakeholder_rows=_rows(
            Stakeholder.objects.filter(removed_at=None).order_by("id"), "name", "stake", "sector", "role", "accepted_at"
        ),
        declaration_rows=_rows(
            Declaration.objects.order_by("-signed_at", "-id"),
            *("nothing_decided", "signed_name", "signed_role", "signed_at", "would_change_my_mind", "what_is_fixed"),
            most=1,
        ),
        approval_rows=_rows(
            Approval.objects.filter(to_stage=Stage.NOTICED).order_by("at", "id"), "digest", "by_id", name=F("by__name")
        ),
        override_rows=_rows(
            Override.objects.filter(withdrawn_at=None).order_by("at", "id"),
            *("check_id", "reason", "at"),
            name=F("by__name"),
            roles=_senior_roles("by"),
        ),
        lead_overdue=_overdue_of_lead(today),
        governed_by=Subquery(Governing.objects.filter(activity=OuterRef("pk")).values("pack__digest")),
    )
    return rows.get(pk=activity.pk)


def _rows(rows: QuerySet[Any], *plain: str, most: int | None = None, **named: Any) -> ArraySubquery:
    chosen = rows.filter(activity=OuterRef("pk")).values(row=JSONObject(**{name: name for name in plain}, **named))
    return ArraySubquery(chosen[:most] if most else chosen)


def _senior_roles(who: str) -> ArraySubquery:
    """The live roles that let someone override: named beside their reason."""
    able = role_pack().roles_that_may("override_check")
    held = Role.objects.filter(account=OuterRef(who), role__in=able, ended_at=None)
    return ArraySubquery(held.order_by("role").values("role").distinct())


def _overdue_of_lead(today: date) -> Coalesce:
    """How many other activities of the same lead owe feedback past its day."""
    late = Activity.objects.filter(lead=OuterRef("lead"), feedback_given_on=None, feedback_due_on__lt=today).exclude(
        pk=OuterRef("pk")
    )
    return Coalesce(Subquery(late.values("lead").annotate(n=Count("pk")).values("n")), 0)


def _group(row: Mapping[str, Any]) -> s.Group:
    return s.Group(**{**row, "reached_by": tuple(row["reached_by"])})


def _stakeholder(row: Mapping[str, Any], number: int) -> s.Stakeholder:
    """Those with authority by the name they accepted under; anyone else without a name, which no check asks for.

    Snapshots are public and kept for ever, so they hold nobody who did not take a public part.
    """
    if row["stake"] == "authority":
        return s.Stakeholder(row["name"], row["stake"], row["sector"], row["role"], _day(row["accepted_at"]))
    return s.Stakeholder(f"stakeholder {number}", row["stake"], row["sector"], "", _day(row["accepted_at"]))


def _declaration(rows: list[Mapping[str, Any]]) -> s.Declaration:
    if not rows:
        return s.Declaration()
    newest = rows[0]
    return s.Declaration(
        newest["nothing_decided"],
        newest["signed_name"],
        newest["signed_role"],
        _day(newest["signed_at"]),
        newest["would_change_my_mind"],
        newest["what_is_fixed"],
    )


def _override(row: Mapping[str, Any]) -> s.Override:
    roles = [found.name for slug in row["roles"] if (found := role_pack().get(slug))]
    by = ", ".join([row["name"], *roles[:1]])
    return s.Override(row["check_id"], row["reason"], by, _day(row["at"]))


def _with_approvals(snapshot: s.Snapshot, rows: list[Mapping[str, Any]]) -> s.Snapshot:
    now = plan_digest(snapshot)
    return replace(snapshot, approved_by=_told_apart(row for row in rows if row["digest"] == now))


def _told_apart(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Names of approvers, so that two people of one name count as two."""
    names: list[str] = []
    for row in rows:
        names.append(row["name"] if row["name"] not in names else f"{row['name']} ({row['by_id']})")
    return tuple(names)


def _access(plan: Any) -> s.Access:
    return s.Access(
        equality_analysis=plan.equality_analysis,
        equality_screening_reason=plan.equality_screening_reason,
        formats=tuple(plan.formats),
        languages=tuple(plan.languages),
        languages_spoken=tuple(plan.languages_spoken),
        includes_learning_disabled=plan.includes_learning_disabled,
        venue_check=plan.venue_check,
        support_offered=plan.support_offered,
    )


def _strands(activity: Activity, asks_blockers: bool) -> tuple[s.Strand, ...]:
    """Each way of taking part, as its method answers for it. Dropped ones are counted, but no longer offered."""
    found = activity.strands.filter(dropped_because="").prefetch_related("terms")
    return tuple(_strand(strand, asks_blockers) for strand in found)


def _strand(strand: Strand, asks_blockers: bool) -> s.Strand:
    method = method_of(strand)
    facts = method.facts(strand)
    return s.Strand(
        title=strand.title,
        method=strand.method,
        channels=tuple(strand.channels),
        why=strand.why,
        generic=strand.generic,
        method_chosen_on=strand.method_chosen_on,
        terms=tuple(facts.terms),
        blockers=tuple(method.blockers(strand)) if asks_blockers else (),
        capture_owed=tuple(facts.capture_owed),
    )


def _afterwards(activity: Activity, asked: frozenset[str]) -> dict[str, Any]:
    """What the rooms above the plan hold, as far as a gate from this stage asks for it, once there can be any."""
    if activity.stage in (Stage.IDEA, Stage.PLANNED, Stage.NOTICED):
        return {}
    return {name: gather(activity) for name, gather in GATHERERS.items() if name in asked}


def _day(moment: str | None) -> date | None:
    return clock.day_of(datetime.fromisoformat(moment)) if moment else None
