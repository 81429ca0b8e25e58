"""Gathering what a gate looks at: one activity as one frozen value.

The plan and everything around it comes in one query (rows as JSON arrays); each strand answers for itself
through its method; what happens after opening is asked of the rooms that hold it, once it can exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from heard.activities.methods import method_of
from heard.activities.models import (
    Activity,
    CitedEvidence,
    Declaration,
    ElectionRuling,
    Group,
    OptionTerms,
    ReaderTest,
    Stage,
    Stakeholder,
    Strand,
    TrainingRecord,
    VoluntaryPart,
)
from heard.activities.queries import (
    came_in_by_channel,
    changed_since_signing,
    elections_near,
    least_days,
    strands_asked,
)
from heard.compact.models import Approval, Governing, Override
from heard.compact.queries.asked import names_asked
from heard.compact.queries.duplicates import duplicate_facts_asked
from heard.compact.queries.packs import kept_pack, pack_in_force
from heard.decisions import queries as decisions
from heard.evaluation import queries as evaluation
from heard.findings import queries as findings
from heard.ground import clock
from heard.ground.asking import Asking, ask, at_hand, only, side_by_side
from heard.moderation import queries as moderation
from heard.moderation.queries.concerns import concern_facts_asked
from heard.people.access import role_pack
from heard.people.models import Role
from heard.rules import snapshot as s
from heard.rules.compact import Pack
from heard.rules.outcome import digest

PLAN_TEXTS = (
    "purpose", "purpose_written_on", "audience", "general_public", "something_else_welcome", "rejected_alternatives",
    "influence_statement", "other_inputs", "decision_maker", "decides_on", "notice_reason", "duration_rationale",
    "holiday_extension", "feedback_due_on", "no_seldom_heard_because", "information_pack", "late_response_policy",
    "outcome", "outcome_known_by", "outcome_number", "outcome_unit", "formal_consultation", "key_decision",
    "key_decision_noticed_on", "withdraws_existing_benefit", "vulnerable_groups", "at_stake_pence", "service",
    "decision_goes_to", "statutory_duty", "consultation_lead", "communications_lead", "comms_approved_on",
    "voluntary_involved",
)  # fmt: skip
PLAN_LISTS = ("open_matters", "closed_matters", "options", "publicity_channels", "feedback_channels")
APPROVED = (
    "title", "level", "tier", "opens_on", "closes_on", "groups", "access", "privacy", "option_terms", "evidence",
    *PLAN_TEXTS, *PLAN_LISTS,
)  # fmt: skip


def _came_in_asked(activity: Activity) -> Asking[tuple[s.CameIn, ...]]:
    rows = yield from only(came_in_by_channel(activity))
    return tuple(s.CameIn(row["channel"], row["n"]) for row in rows)


GATHERERS: dict[str, Callable[[Activity], Asking[Any]]] = {
    "came_in": _came_in_asked,
    "counts": findings.reconcile_asked,
    "themes": findings.theme_facts_asked,
    "findings": decisions.finding_facts_asked,
    "commitments": decisions.commitment_facts_asked,
    "feedback": decisions.feedback_facts_asked,
    "evaluation": evaluation.evaluation_facts_asked,
    "reach": evaluation.reach_facts_asked,
    "moderation": moderation.moderation_facts_asked,
    "concerns": concern_facts_asked,
}


def snapshot_of(activity: Activity, today: date, guard: str = "") -> s.Snapshot:
    """Everything a gate may look at, as it stands now; `today` is the day on which it is judged.

    One query for the plan; then all rooms and methods together, one query a turn (see `ground.asking`), as far as a
    check of the moves from here looks at what they tell (see `asked`); with `guard`, of that move alone.
    Before notice is given, notice counts from `today`: giving it is the move that is judged.
    """
    whole = _with_plan(activity, today)
    plan, asked = whole.plan, names_asked(_pack_of(whole), whole.stage, guard)
    noticed = whole.noticed_on if whole.stage not in (Stage.IDEA, Stage.PLANNED) else today
    groups = tuple(_group(row) for row in whole.group_rows)
    made, strands, duplicates, analysis, afterwards = ask(
        side_by_side(
            decisions.decision_facts_asked(whole),
            _strands_asked(whole, "blockers" in asked),
            duplicate_facts_asked(whole) if "duplicates" in asked else at_hand(s.Duplicates()),
            findings.analysis_facts_asked(whole, asked) if "analysis" in asked else at_hand(s.Analysis()),
            _afterwards_asked(whole, asked),
        )
    )
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
        statutory_minimum_days=least_days(plan.statutory_duty, plan.statutory_minimum_days),
        groups=groups,
        strands=strands,
        stakeholders=tuple(_stakeholder(row, number) for number, row in enumerate(whole.stakeholder_rows, start=1)),
        declaration=_declaration(whole.declaration_rows, whole, plan),
        lead_modules=tuple(whole.lead_modules),
        voluntary_parts=tuple(_part(row) for row in whole.part_rows),
        option_terms=tuple(s.OptionTerms(**row) for row in whole.option_rows),
        evidence=tuple(s.Evidence(**{**row, "dated_on": _date(row["dated_on"])}) for row in whole.evidence_rows),
        readings=tuple(s.Reading(**{**row, "read_on": _date(row["read_on"])}) for row in whole.reading_rows),
        elections=_elections(whole.ruling_rows, whole, today),
        access=_access(plan),
        privacy=s.Privacy(plan.lawful_basis, plan.controller, plan.retention, plan.impact_assessment),
        decision=made,
        duplicates=duplicates,
        overrides=tuple(_override(row) for row in whole.override_rows),
        today=today,
        analysis=analysis,
        **afterwards,
    )
    return _with_approvals(gathered, whole.approval_rows, {whole.owner_id, plan.updated_by_id})


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
            "brief",
            most=1,
        ),
        approval_rows=_rows(
            Approval.objects.filter(to_stage=Stage.NOTICED).order_by("at", "id"),
            *("digest", "by_id"),
            name=F("by__name"),
            reviews=_reviews_from_elsewhere(),
        ),
        part_rows=_rows(
            VoluntaryPart.objects.filter(removed_at=None).order_by("id"),
            *("body", "role", "uses_network", "hours", "amount_pence", "why_nothing", "benefit", "acknowledged_at"),
            *("agreed_on", "paid_on"),
        ),
        option_rows=_rows(OptionTerms.objects.order_by("ordinal", "id"), "option", "costs", "benefits"),
        evidence_rows=_rows(
            CitedEvidence.objects.order_by("ordinal", "id"),
            *("title", "found_at", "dated_on", "published", "currency_note"),
        ),
        reading_rows=_rows(
            ReaderTest.objects.filter(set_aside_at=None).order_by("noted_at", "id"), "said", "matches", "read_on"
        ),
        ruling_rows=_rows(
            ElectionRuling.objects.order_by("at", "id"), "election", "ruling", "because", "at", name=F("by__name")
        ),
        lead_modules=ArraySubquery(
            TrainingRecord.objects.filter(account=OuterRef("owner")).order_by("module").values("module")
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


def _reviews_from_elsewhere() -> Exists:
    """Whether an approver is an independent reviewer here and works for another partner than the lead."""
    others = Role.objects.filter(account=OuterRef("account"), ended_at=None, partner__isnull=False)
    lead = OuterRef(OuterRef("activity__lead"))
    scope = Q(partner=OuterRef("activity__lead")) | Q(activity_ref=OuterRef("activity__public_id"))
    held = Role.objects.filter(scope, account=OuterRef("by"), role="independent_reviewer", ended_at=None)
    ours = others.filter(partner=lead).exclude(role="independent_reviewer")
    return Exists(held.filter(Exists(others.exclude(partner=lead)), ~Exists(ours)))


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
        return s.Stakeholder(
            row["name"], row["stake"], row["sector"], row["role"], clock.day_written(row["accepted_at"])
        )
    return s.Stakeholder(
        f"stakeholder {number}", row["stake"], row["sector"], "", clock.day_written(row["accepted_at"])
    )


def _part(row: Mapping[str, Any]) -> s.VoluntaryPart:
    plain = {name: value for name, value in row.items() if name != "acknowledged_at"}
    days = {name: _date(row[name]) for name in ("agreed_on", "paid_on")}
    return s.VoluntaryPart(**{**plain, **days}, acknowledged_on=clock.day_written(row["acknowledged_at"]))


def _elections(rows: list[Mapping[str, Any]], activity: Activity, today: date) -> tuple[s.Election, ...]:
    """The times before elections that it falls into, each with the newest ruling of the monitoring officer."""
    ruled = {row["election"]: row for row in rows}
    return tuple(
        s.Election(each.name, each.begins_on, each.polling_on, each.verified, **_ruling(ruled.get(each.name)))
        for each in elections_near(activity, today)
    )


def _ruling(row: Mapping[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "ruling": row["ruling"], "ruled_by": row["name"], "ruled_on": clock.day_written(row["at"]),
        "because": row["because"],
    }  # fmt: skip


def _declaration(rows: list[Mapping[str, Any]], activity: Activity, plan: Any) -> s.Declaration:
    if not rows:
        return s.Declaration()
    newest = rows[0]
    return s.Declaration(
        newest["nothing_decided"],
        newest["signed_name"],
        newest["signed_role"],
        clock.day_written(newest["signed_at"]),
        newest["would_change_my_mind"],
        newest["what_is_fixed"],
        tuple(name.replace("_", " ") for name in changed_since_signing(newest["brief"], activity, plan)),
    )


def _override(row: Mapping[str, Any]) -> s.Override:
    roles = [found.name for slug in row["roles"] if (found := role_pack().get(slug))]
    by = ", ".join([row["name"], *roles[:1]])
    return s.Override(row["check_id"], row["reason"], by, clock.day_written(row["at"]))


def _with_approvals(snapshot: s.Snapshot, rows: list[Mapping[str, Any]], authors: set[int | None]) -> s.Snapshot:
    now = plan_digest(snapshot)
    named = _told_apart(row for row in rows if row["digest"] == now)
    return replace(
        snapshot,
        approved_by=tuple(name for name, _row in named),
        approved_by_author=tuple(name for name, row in named if row["by_id"] in authors),
        reviewed_by=tuple(name for name, row in named if row["reviews"]),
    )


def _told_apart(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Approvals with their names, so that two people of one name count as two."""
    named: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        named[row["name"] if row["name"] not in named else f"{row['name']} ({row['by_id']})"] = row
    return list(named.items())


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


def _strands_asked(activity: Activity, asks_blockers: bool) -> Asking[tuple[s.Strand, ...]]:
    """Each way of taking part, as its method answers for it. Dropped ones are counted, but no longer offered."""
    found = yield from strands_asked(activity)
    return (yield from side_by_side(*(_strand_asked(strand, asks_blockers) for strand in found)))


def _strand_asked(strand: Strand, asks_blockers: bool) -> Asking[s.Strand]:
    method = method_of(strand)
    facts, blockers = yield from side_by_side(
        method.facts_asked(strand), method.blockers_asked(strand) if asks_blockers else at_hand([])
    )
    return s.Strand(
        title=strand.title,
        method=strand.method,
        channels=tuple(strand.channels),
        why=strand.why,
        generic=strand.generic,
        method_chosen_on=strand.method_chosen_on,
        terms=tuple(facts.terms),
        blockers=tuple(blockers),
        capture_owed=tuple(facts.capture_owed),
        published_languages=facts.languages,
        published_formats=facts.formats,
        needs_account=facts.needs_account,
        replies_late=facts.replies_late,
    )


def _afterwards_asked(activity: Activity, asked: frozenset[str]) -> Asking[dict[str, Any]]:
    """What the rooms above the plan hold, as far as a gate from this stage asks for it, once there can be any."""
    if activity.stage in (Stage.IDEA, Stage.PLANNED, Stage.NOTICED):
        return {}
    names = [name for name in GATHERERS if name in asked]
    gathered = yield from side_by_side(*(GATHERERS[name](activity) for name in names))
    return dict(zip(names, gathered, strict=True))


def _date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
