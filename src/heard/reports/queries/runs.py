"""Activities as a partner's record counts them: a fixed number of queries for any number of activities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from heard.activities.models import Activity, Contribution
from heard.compact.models import Override, RationaleReview
from heard.decisions.models import Answer, Commitment, Decision
from heard.evaluation.models import FollowUpAnswer, Reading
from heard.findings.models import Finding
from heard.people.models import Exclusion, Partner
from heard.rules.disclosure import DisclosurePolicy
from heard.rules.record import Run

AGREE = 4  # of five points: agree, strongly agree


def refs_of_year(partner: Partner, year: int) -> list[int]:
    """The numbers of the announced activities that this partner leads and that opened in the year."""
    rows = Activity.objects.filter(lead=partner, announced_on__isnull=False, opens_on__year=year)
    return list(rows.exclude(stage__in=["idea", "planned", "noticed"]).order_by("pk").values_list("pk", flat=True))


def years_of(partner: Partner) -> list[int]:
    """The years in which this partner opened anything, the newest first."""
    rows = Activity.objects.filter(lead=partner, announced_on__isnull=False, opens_on__isnull=False)
    rows = rows.exclude(stage__in=["idea", "planned", "noticed"])
    return [day.year for day in rows.dates("opens_on", "year", order="DESC")]


def runs_of(numbers: Sequence[int], *, today: date, policy: DisclosurePolicy) -> list[Run]:
    """These activities as runs: ten queries, however many."""
    judged = RationaleReview.objects.filter(activity=OuterRef("pk")).order_by("-at", "-id").values("adequate")[:1]
    rows = Activity.objects.filter(pk__in=numbers).select_related("plan").annotate(adequate=Subquery(judged))
    activities = list(rows.order_by("pk"))
    beside = _Beside(numbers, [one.public_id for one in activities], today, policy)
    return [_run(activity, beside) for activity in activities]


class _Beside:
    """What the other rooms hold about some activities, by the activity's number."""

    def __init__(self, numbers: Sequence[int], refs: Sequence[str], today: date, policy: DisclosurePolicy) -> None:
        self.overrides: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for number, check, reason in (
            Override.objects.filter(activity__in=numbers, withdrawn_at=None)
            .order_by("check_id")
            .values_list("activity_id", "check_id", "reason")
        ):
            self.overrides[number].append((check, reason))
        self.decided = set(
            Decision.objects.filter(activity__in=numbers, published_at__isnull=False).values_list(
                "activity_id", flat=True
            )
        )
        self.findings = _counted(
            Finding.objects.filter(activity__in=numbers, published_at__isnull=False), "activity_id"
        )
        answers = Answer.objects.filter(finding__activity__in=numbers, decision__published_at__isnull=False)
        self.answers = _by_kind(answers, "finding__activity_id", "kind")
        self.promises = _promises(numbers, today)
        received = Contribution.objects.filter(strand__activity__in=numbers, state=Contribution.State.RECEIVED)
        self.received = _by_kind(received, "strand__activity_id", "channel")
        self.parity = _parity(numbers)
        self.able = _able(numbers, policy)
        self.excluded = _counted(
            Exclusion.objects.filter(activity_ref__in=refs, in_force_at__isnull=False).exclude(
                appeal_outcome="overturned"
            ),
            "activity_ref",
        )


def _counted(rows: Any, by: str) -> dict[Any, int]:
    return {row[by]: row["n"] for row in rows.order_by().values(by).annotate(n=Count("pk"))}


def _by_kind(rows: Any, by: str, kind: str) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows.order_by().values(by, kind).annotate(n=Count("pk")):
        found[row[by]][row[kind]] = row["n"]
    return found


def _promises(numbers: Sequence[int], today: date) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Commitment.objects.filter(decision__activity__in=numbers, decision__published_at__isnull=False)
    for number, state, due, settled in rows.values_list("decision__activity_id", "state", "due_on", "settled_on"):
        found[number][promise_kind(state, due, settled, today)] += 1
    return found


def promise_kind(state: str, due: date, settled: date | None, today: date) -> str:
    """``kept_on_time``, ``kept_late``, ``changed``, ``dropped``, ``late`` or ``going``."""
    if state in ("changed", "dropped"):
        return state
    if state in ("done", "verified"):
        return "kept_on_time" if settled is None or settled <= due else "kept_late"
    return "late" if due < today else "going"


def _parity(numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Groups compared with the city and groups within parity, by the newest published reading."""
    newest = Reading.objects.filter(activity__in=numbers).order_by("activity_id", "-taken_at", "-id")
    found = {}
    for reading in newest.distinct("activity_id"):
        states = [line.get("stands") for one in reading.body.get("dimensions", []) for line in one.get("lines", [])]
        known = [state for state in states if state in ("par", "under", "over")]
        found[reading.activity_id] = (len(known), known.count("par"))
    return found


def _able(numbers: Sequence[int], policy: DisclosurePolicy) -> dict[int, tuple[int, int]]:
    """How many agreed that they could influence the decision, of how many; left out where too few answered."""
    rows = FollowUpAnswer.objects.filter(follow_up__in=numbers, influence__isnull=False).order_by()
    counted = rows.values("follow_up_id").annotate(n=Count("pk"), agree=Count("pk", filter=Q(influence__gte=AGREE)))
    least = policy.ordinary.smallest
    return {
        row["follow_up_id"]: (row["agree"], row["n"])
        for row in counted
        if row["n"] >= least and not 0 < row["agree"] < least and not 0 < row["n"] - row["agree"] < least
    }


def _run(activity: Activity, beside: _Beside) -> Run:
    assert activity.opens_on is not None
    number, closes = activity.pk, activity.closes_on
    compared, parity = beside.parity.get(number, (0, 0))
    promises: Mapping[str, int] = beside.promises.get(number, {})
    told, real = activity.level_at_opening or activity.level, activity.relabelled or activity.level
    return Run(
        ref=activity.slug, title=activity.title, level=told, relabelled=(told, real) if told != real else None,
        opened_on=activity.opens_on,
        notice_days=(activity.opens_on - activity.noticed_on).days if activity.noticed_on else None,
        length_days=(closes - activity.opens_on).days if closes else None,
        short_because=activity.short_period_because or activity.plan.duration_rationale,
        reason_adequate=activity.adequate,  # type: ignore[attr-defined]
        pre_decided=activity.pre_decided, feedback_due_on=activity.feedback_due_on,
        feedback_given_on=activity.feedback_given_on, overrides=tuple(beside.overrides.get(number, ())),
        decided=number in beside.decided, findings=beside.findings.get(number, 0),
        answers=beside.answers.get(number, {}), promises=dict(promises), received=beside.received.get(number, {}),
        compared=compared, in_parity=parity, able=beside.able.get(number),
        excluded=beside.excluded.get(activity.public_id, 0),
    )  # fmt: skip
