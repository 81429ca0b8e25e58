"""What was taken down, by the stance it took; and what everyone may read of how moderation was run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.conf import settings
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import MD5, Cast, Concat
from django.utils.module_loading import import_string

from heard.activities.models import Activity, Passage, Stage
from heard.activities.queries import shown_words
from heard.ground.asking import Asking, answers_to, ask
from heard.moderation.models import Alert, Item, Judgement, Terms
from heard.moderation.queries.policy import moderation_policy
from heard.moderation.queries.queue import with_all
from heard.people.models import Account, Role
from heard.rules.removals import Split, removal_split

What = Judgement.What
DOWN = (What.HELD, What.PROPOSED, What.REMOVED)
CRITICAL = Item.Stance.AGAINST
SAMPLE = 5


def taken_down() -> QuerySet[Judgement]:
    """Every step that took something down and was not taken back at once; an overturned removal took it down too."""
    return Judgement.objects.filter(what__in=DOWN, taken_back_at=None)


def _stances_read(activity: Activity) -> Mapping[int, str]:
    """Stance by contribution, as readers noted it."""
    return cast(Callable[[Activity], Mapping[int, str]], import_string(settings.STANCES_READ))(activity)


def _by_stance(activity: Activity) -> dict[str, Q]:
    """Which items are critical and which are others: by what the author said, else as readers noted it."""
    read = _stances_read(activity)
    unsaid = Q(stance="")
    critical = Q(stance=CRITICAL) | (unsaid & Q(contribution_id__in=[n for n, one in read.items() if one == CRITICAL]))
    others = ~Q(stance__in=["", CRITICAL]) | (
        unsaid & Q(contribution_id__in=[n for n, one in read.items() if one and one != CRITICAL])
    )
    return {"critical": critical, "others": others}


def split_of(activity: Activity) -> Split:
    """Removals of critical items against the others, by the stance its author gave, else as readers noted it."""
    read = _stances_read(activity)
    down = Exists(taken_down().filter(item=OuterRef("pk")))
    rows = Item.objects.filter(activity=activity).annotate(down=down)
    seen: Counter[tuple[str, bool]] = Counter()
    for number, stance, was_down in rows.order_by().values_list("contribution_id", "stance", "down").iterator():
        known = stance or read.get(number, "")
        seen["critical" if known == CRITICAL else "others" if known else "unknown", was_down] += 1
    terms = moderation_policy().split
    return removal_split(
        critical_removed=seen["critical", True],
        critical=seen["critical", True] + seen["critical", False],
        others_removed=seen["others", True],
        others=seen["others", True] + seen["others", False],
        unknown=seen["unknown", True] + seen["unknown", False],
        least=terms.least,
        limit=terms.chance,
    )


def items_taken_down(activity: Activity) -> QuerySet[Item]:
    """Everything that was ever taken down in an activity, whatever became of it since."""
    return Item.objects.filter(Exists(taken_down().filter(item=OuterRef("pk"))), activity=activity)


def sample_of(alert: Alert) -> list[tuple[Item, str]]:
    """What was left standing, to compare with: at most five critical items and five others, with their words.

    Nobody chooses them: they are the first by a digest of the alert's number and their own, so that they stay the same
    and anybody can draw them again. Each with ``critical`` or ``others``.
    """
    rows = Item.objects.filter(activity=alert.activity, state=Item.State.SHOWN, contribution__erased_at=None)
    rows = rows.exclude(Exists(taken_down().filter(item=OuterRef("pk"))))
    drawn = rows.annotate(lot=MD5(Concat(Value(alert.public_id), Cast("pk", CharField())))).order_by("lot")
    groups = _by_stance(alert.activity)
    numbers = answers_to([drawn.filter(of).values_list("pk", flat=True)[:SAMPLE] for of in groups.values()])
    group_of = {pk: name for name, found in zip(groups, numbers, strict=True) for pk in found}
    items = {item.pk: item for item in with_all(Item.objects.filter(pk__in=group_of))}
    return [(items[pk], name) for pk, name in group_of.items() if pk in items]


def read_over(items: Sequence[Item]) -> list[tuple[Item, list[tuple[Passage, str]], list[Judgement]]]:
    """Each item with its words as shown and the steps about it. One query for the steps; `with_all` has the words."""
    steps: dict[int, list[Judgement]] = {}
    for step in Judgement.objects.filter(item__in=items, taken_back_at=None).select_related("by"):
        steps.setdefault(step.item_id, []).append(step)
    return [
        (item, [(each, shown_words(each)) for each in item.contribution.passages.all()], steps.get(item.pk, []))
        for item in items
    ]


def activities_to_compare() -> QuerySet[Activity]:
    """Activities where anything was taken down and that are not archived yet."""
    down = Exists(taken_down().filter(item__activity=OuterRef("pk")))
    return Activity.objects.filter(down).exclude(stage__in=[Stage.ARCHIVED, Stage.WITHDRAWN]).order_by("pk")


def last_alert(activity: Activity) -> Alert | None:
    """The newest alert of an activity, looked at or not."""
    return Alert.objects.filter(activity=activity).first()


def reviewers_of(activity: Activity, roles: tuple[str, ...]) -> list[Account]:
    """The people with one of these roles here who decided nothing about what was sent, by account."""
    held = Role.objects.filter(
        Q(partner=activity.lead_id, activity_ref="") | Q(activity_ref=activity.public_id),
        role__in=roles,
        ended_at__isnull=True,
    )
    own = Judgement.objects.filter(item__activity=activity).exclude(by=None).values("by")
    rows = Account.objects.filter(pk__in=held.values("account"), is_active=True).exclude(pk__in=own)
    return list(rows.order_by("pk"))


@dataclass(frozen=True, slots=True)
class Run:
    """What everyone may read of an activity's moderation: `terms` newest first, each with the name of who chose.

    Counts of items are exact: they count no people.
    """

    terms: list[tuple[Terms, str]] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, int] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_any(self) -> bool:
        return bool(self.terms or self.counts)

    @property
    def before(self) -> bool:
        """Whether moderators look before something is shown, now."""
        return bool(self.terms and self.terms[0][0].before)


def run_asked(activity: Activity) -> Asking[Run]:
    """How moderation was run here: one query with whatever else a page asks."""
    items = Item.objects.filter(activity=activity).order_by()
    steps = Judgement.objects.filter(item__activity=activity, taken_back_at=None).order_by()
    chosen, states, judged, alerts, who = yield [
        Terms.objects.filter(activity=activity),
        items.values("state").annotate(n=Count("pk")),
        steps.values("what").annotate(n=Count("item", distinct=True)),
        Alert.objects.filter(activity=activity),
        Account.objects.filter(pk__in=Terms.objects.filter(activity=activity).values("by")).values_list("pk", "name"),
    ]
    names = dict(tuple(row) for row in who)
    return Run(
        terms=[(row, names.get(row.by_id, "")) for row in chosen],
        counts={row["state"]: row["n"] for row in states},
        steps={row["what"]: row["n"] for row in judged},
        alerts=list(alerts),
    )


def run_of(activity: Activity) -> Run:
    """How moderation was run in an activity. One query."""
    return ask(run_asked(activity))


def reasons_used() -> dict[str, int]:
    """How many items stand removed by each reason, in the whole city: counts of items, exact."""
    rows = Item.objects.filter(state=Item.State.DECLINED).order_by().values("reason").annotate(n=Count("pk"))
    return {row["reason"]: row["n"] for row in rows}
