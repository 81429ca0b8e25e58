"""How an activity was run: every move with its checks, overrides, dates, declarations, exclusions and audit entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from heard.activities.models import Activity, ChannelTerms, DateChange, Declaration, Stage, Tier
from heard.audit.models import Entry
from heard.compact.models import Approval, CheckResult, Governing, JointInterpretation, Move, Override
from heard.compact.queries import words
from heard.compact.queries.gates import Replay, effect_of, path_level, replay
from heard.compact.queries.packs import kept_pack, pack_in_force
from heard.ground import clock
from heard.ground.asking import Asking, only
from heard.ground.paging import Page, page_of
from heard.people.access import role_pack
from heard.people.models import Exclusion, Role
from heard.rules.compact import CheckTerms, Pack
from heard.rules.lifecycle import MAIN_LINE, PASSED_OVER_BY_INFORM
from heard.ui.parts import Step
from heard.ui.words import STAGES

MOVES_A_PAGE = 10
ENTRIES_SHOWN = 40
"""How many of the newest audit entries stand on the page; the rest are in the log that `heard verify` walks."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored check with its clause's title and words in the pack that judged it."""

    row: CheckResult
    title: str
    words: str

    @property
    def id(self) -> str:
        return self.row.check_id

    @property
    def clause(self) -> str:
        return self.row.clause

    @property
    def result(self) -> str:
        return self.row.result

    @property
    def why(self) -> str:
        return self.row.why

    @property
    def reason(self) -> str:
        given = self.row.evidence.get("override")
        return str(given.get("reason", "")) if isinstance(given, dict) else ""

    @property
    def by(self) -> str:
        given = self.row.evidence.get("override")
        return str(given.get("by", "")) if isinstance(given, dict) else ""


@dataclass(frozen=True, slots=True)
class Told:
    """One stored move as the page tells it."""

    row: Move
    effect: str
    checks: tuple[Stored, ...]
    replay: Replay

    @property
    def said(self) -> Any:
        """“Opened”, “Opening was refused”."""
        return (words.DONE if self.row.allowed else words.ATTEMPTS)[self.row.name]

    @property
    def standing(self) -> list[Stored]:
        order = ("refused", "override", "warn", "advise")
        return sorted((c for c in self.checks if c.result != "pass"), key=lambda c: order.index(c.result))

    @property
    def passed(self) -> list[Stored]:
        return [each for each in self.checks if each.result == "pass"]


def public_moves(activity: Activity) -> QuerySet[Move]:
    """Moves that were made, and attempts refused since notice was given: earlier drafts stay with the officers."""
    noticed = Move.objects.filter(activity=activity, to_stage=Stage.NOTICED, allowed=True).values("activity")
    since = noticed.annotate(first=Min("at")).values("first")
    return Move.objects.filter(activity=activity).filter(Q(allowed=True) | Q(at__gte=since))


def moves_told(activity: Activity, *, after: str = "", for_staff: bool = False) -> Page[Told]:
    """A page of moves, the newest first, each with its checks and whether it replays. Three queries."""
    rows = Move.objects.filter(activity=activity) if for_staff else public_moves(activity)
    rows = rows.select_related("pack").defer("pack__text").prefetch_related("checks")
    page = page_of(rows, order=("-at", "-id"), after=after, size=MOVES_A_PAGE)
    return Page([_told(row) for row in page.items], page.after, page.first)


def _told(row: Move) -> Told:
    pack = kept_pack(row.pack.digest)
    titles = {clause.id: clause for clause in pack.clauses}
    checks = tuple(
        Stored(each, titles[each.clause].title, titles[each.clause].words)
        for each in sorted(row.checks.all(), key=lambda each: each.pk)
    )
    return Told(row, effect_of(row), checks, replay(row))


def early_refusals_asked(activity: Activity) -> Asking[int]:
    """How many attempts were refused before notice was given: shown as a number."""
    refused = Move.objects.filter(activity=activity, allowed=False).exclude(pk__in=public_moves(activity).values("pk"))
    counted = yield from only(refused.order_by().values("activity").annotate(n=Count("pk")).values_list("n", flat=True))
    return sum(counted)


def _stage_days(activity: Activity) -> QuerySet[Any, Any]:
    """When each stage was (last) reached: rows of stage and moment."""
    return Move.objects.filter(activity=activity, allowed=True).order_by().values_list("to_stage").annotate(Max("at"))


def never_asked(activity: Activity, governing: Governing | None) -> tuple[CheckTerms, ...]:
    """The checks that a standard activity has and this one was spared, because it opened (or would open) as light.

    They stay listed when it is lifted to standard later: citing it as evidence does not give it gates it never had.
    """
    pack = kept_pack(governing.pack.digest) if governing else pack_in_force()
    tier = tier_at_opening(activity, governing)
    return () if tier != Tier.LIGHT else (*pack.never_had("noticed", tier), *_only_at_opening(pack))


def tier_at_opening(activity: Activity, governing: Governing | None) -> str:
    """How much was at stake when it opened; before that, how much is now."""
    return str(getattr(governing, "opened_as", None) or activity.tier)


def _only_at_opening(pack: Pack) -> tuple[CheckTerms, ...]:
    before = {terms.id for terms in pack.never_had("noticed", Tier.LIGHT)}
    return tuple(terms for terms in pack.never_had("open", Tier.LIGHT) if terms.id not in before)


def overrides_asked(activity: Activity) -> Asking[list[Any]]:
    """Every override ever given here, with `by_name` and `role_name` of who gave it."""
    given = Override.objects.filter(activity=activity)
    able = role_pack().roles_that_may("override_check")
    held = Role.objects.filter(account__in=given.values("by"), role__in=able).order_by("id")
    rows, roles = yield [
        given.annotate(by_name=F("by__name")).order_by("at", "id"), held.values_list("account_id", "role")
    ]  # fmt: skip
    known = dict(roles)
    for row in rows:
        found = role_pack().get(known.get(row.by_id, "senior_lead"))
        row.role_name = found.name if found else ""
    return list(rows)


def declarations_of(activity: Activity) -> QuerySet[Declaration]:
    """Every signed declaration, oldest first: what was promised to be open, and when."""
    return Declaration.objects.filter(activity=activity).order_by("signed_at", "id")[:20]


def date_changes_of(activity: Activity) -> QuerySet[DateChange]:
    """Every time the closing day moved: later, always, with its reason."""
    return DateChange.objects.filter(activity=activity).order_by("at", "id")[:50]


def exclusions_asked(activity: Activity) -> Asking[dict[str, Any]]:
    """How many people, items or bodies were left out, how many of it was overturned, and which teams did it.

    ``{"left_out", "overturned", "proposed_in", "agreed_in"}``: the last two are names of teams, never of people.
    """
    rows = Exclusion.objects.filter(activity_ref=activity.public_id, approved_at__isnull=False)
    found = yield from only(
        rows.order_by().values("activity_ref").annotate(
            left_out=Count("pk"), overturned=Count("pk", filter=Q(appeal_outcome="overturned")),
            proposed_in=_teams("proposed_team"), agreed_in=_teams("approved_team"),
        ).values("left_out", "overturned", "proposed_in", "agreed_in")
    )  # fmt: skip
    return found[0] if found else {"left_out": 0, "overturned": 0, "proposed_in": [], "agreed_in": []}


def _teams(name: str) -> ArrayAgg:
    return ArrayAgg(name, filter=~Q(**{name: ""}), distinct=True, default=Value([]), order_by=[name])


def entries_asked(activity: Activity) -> Asking[list[tuple[Entry, Any]]]:
    """The newest entries of the audit log about this activity, with their sealed hashes and what they say in words."""
    rows = Entry.objects.filter(about=f"activity:{activity.public_id}").order_by("-id")[:ENTRIES_SHOWN]
    return [(each, words.ENTRIES.get(each.what, each.what)) for each in (yield from only(rows))]


def governing_of(activity: Activity) -> Governing | None:
    """The pack that governs an activity for life, since when, and the tier it opened as (`opened_as`). One query."""
    opening = Move.objects.filter(activity=OuterRef("activity"), name="open", allowed=True).order_by("at", "id")
    rows = Governing.objects.filter(activity=activity).select_related("pack").defer("pack__text")
    return rows.annotate(opened_as=Subquery(opening.values("snapshot__tier")[:1])).first()


def interpretations_of(activity: Activity) -> list[JointInterpretation]:
    """What partners made of the findings together, the first meeting first."""
    return list(JointInterpretation.objects.filter(activity=activity).select_related("by")[:50])


def approvals_of(activity: Activity, plan: str) -> list[Any]:
    """Who approved the notice; `is_current` says whether the plan is still the one they approved."""
    rows = list(Approval.objects.filter(activity=activity, to_stage=Stage.NOTICED).select_related("by").order_by("at"))
    for row in rows:
        row.is_current = row.digest == plan  # type: ignore[attr-defined]
    return rows


def live_overrides(activity: Activity) -> list[Override]:
    """The overrides in force at an activity."""
    return list(Override.objects.filter(activity=activity, withdrawn_at=None).select_related("by").order_by("at"))


def activities_over(today: date) -> QuerySet[Activity]:
    """Open activities whose last day is over on every channel and that were not refused to close today already."""
    last = (
        ChannelTerms.objects.filter(strand__activity=OuterRef("pk"), strand__dropped_because="")
        .order_by().values("strand__activity").annotate(last=Max("closes_on")).values("last")
    )  # fmt: skip
    refused_today = Move.objects.filter(
        activity=OuterRef("pk"), name="close", allowed=False, by=None, at__gte=clock.start_of(today)
    )
    ends = Greatest(F("closes_on"), Coalesce(last, F("closes_on")))
    return (
        Activity.objects.filter(stage=Stage.OPEN, closes_on__lt=today)
        .annotate(ends=ends).filter(ends__lt=today).exclude(Exists(refused_today)).order_by("closes_on", "id")
    )  # fmt: skip


def gate_data(row: Move) -> dict[str, Any]:
    """A stored move as open data: what was judged, by which rules, and what each check said. No resident in it."""
    return {
        "move": row.name,
        "from": row.from_stage,
        "to": row.to_stage,
        "at": row.at.isoformat(),
        "allowed": row.allowed,
        "reason": row.reason,
        "pack": row.pack.digest,
        "snapshot_schema": row.snapshot_schema,
        "snapshot_digest": row.snapshot_digest,
        "snapshot": row.snapshot,
        "checks": [
            {
                "id": each.check_id, "clause": each.clause, "result": each.result, "why": each.why,
                "field": each.field, "evidence": each.evidence,
            }
            for each in row.checks.all()
        ],
    }  # fmt: skip


def steps_asked(activity: Activity) -> Asking[list[Step]]:
    """The stages of the main line as knots on one thread, with the days on which they were reached."""
    reached = dict((yield from only(_stage_days(activity))))
    line = [stage for stage in MAIN_LINE if path_level(activity) != "inform" or stage not in PASSED_OVER_BY_INFORM]
    if activity.stage == Stage.WITHDRAWN:
        line = [stage for stage in line if stage == Stage.IDEA or stage in reached] + ["withdrawn"]
    here = line.index(activity.stage) if activity.stage in line else len(line)
    return [_step(activity, stage, place - here, reached.get(stage)) for place, stage in enumerate(line)]


def _step(activity: Activity, stage: str, ahead: int, at: Any) -> Step:
    state: Any = "next" if ahead > 0 else "now" if ahead == 0 else "done"
    on = clock.day_of(at) if at else activity.created_at if stage == Stage.IDEA else _planned_day(activity, stage)
    return Step(STAGES[stage], on=on, state=state)


def _planned_day(activity: Activity, stage: str) -> date | None:
    return {Stage.OPEN.value: activity.opens_on, Stage.CLOSED.value: activity.closes_on}.get(stage)
