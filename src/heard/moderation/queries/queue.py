"""The moderators' queue: what stands in it, narrowed; how many of each; one item with all that was said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.methods import GoesWith, all_methods
from heard.activities.models import Activity, Contribution, Passage
from heard.activities.queries import reached_by, shown_words
from heard.ground import clock
from heard.ground.asking import answers_to
from heard.moderation.models import Alert, Item, Judgement, Report
from heard.moderation.queries.policy import moderation_policy
from heard.people.models import Exclusion
from heard.rules.calendar import add_working_days

State = Item.State
IN_FRONT = (State.WAITING, State.SHOWN)


@dataclass(frozen=True, slots=True)
class Queue:
    """What a moderator chose to see. `view`: ``look``, ``held``, ``second`` or ``removed``; the rest narrow it."""

    view: str = "look"
    activity: str = ""
    why: str = ""
    kind: str = ""
    age: str = ""
    mine: bool = False


def moderated_by(viewer: Any) -> QuerySet[Activity]:
    """The activities where this account may moderate."""
    return reached_by(viewer, "moderate")


def items_for(viewer: Any, queue: Queue, at: datetime) -> QuerySet[Item]:
    """The items of a queue, of the activities where the viewer may moderate; nothing that its author took back."""
    rows = _live().filter(activity__in=moderated_by(viewer).values("pk"))
    rows = rows.filter(VIEWS.get(queue.view, VIEWS["look"])())
    if queue.activity:
        rows = rows.filter(activity__slug=queue.activity)
    if queue.why:
        rows = rows.filter(attention__contains=[queue.why])
    if queue.kind:
        rows = rows.filter(kind=queue.kind)
    if queue.age:
        rows = rows.filter(_age(queue.age, at))
    return rows.filter(assigned_to=viewer) if queue.mine else rows


def with_all(rows: QuerySet[Item]) -> QuerySet[Item]:
    """The same items with activity, strand, words and whoever has them in hand: two queries more, however many."""
    passages = Prefetch("contribution__passages", Passage.objects.prefetch_related("layers"))
    near = ("activity__lead", "strand", "contribution", "assigned_to", "decided_by")
    return rows.select_related(*near).prefetch_related(passages)


def counted(viewer: Any, at: datetime) -> dict[str, int]:
    """How many stand in each view, how many of those to look at are late, reported, or in the viewer's hands."""
    rows = _live().filter(activity__in=moderated_by(viewer).values("pk"))
    rows = rows.filter(Q(to_look_at=True) | Q(state__in=[State.HELD, State.DECLINED]) | ~Q(exclusion_ref=""))
    look = VIEWS["look"]()
    return rows.aggregate(
        **{name: Count("pk", filter=view()) for name, view in VIEWS.items()},
        late=Count("pk", filter=look & _age("late", at)),
        reported=Count("pk", filter=look & Q(attention__contains=["reported"])),
        mine=Count("pk", filter=look & Q(assigned_to=viewer)),
    )


def activities_in_queue(viewer: Any) -> list[tuple[str, str]]:
    """Slug and title of every activity that has items and that the viewer may moderate, at most 200."""
    has = Exists(Item.objects.filter(activity=OuterRef("pk")))
    return list(moderated_by(viewer).filter(has).order_by("title").values_list("slug", "title")[:200])


def item_named(trace_id: str) -> Item:
    """The item of a contribution by its trace id, with all it needs; 404 with a sentence."""
    found = with_all(Item.objects.all()).filter(contribution__trace_id=trace_id).first()
    if found is None:
        raise Http404(_("There is nothing of that name that was sent for everyone to read."))
    return found


def item_open_to(viewer: Any, trace_id: str) -> Item | None:
    """The same, if it stands in an activity that the viewer may moderate; else None."""
    rows = _live().filter(activity__in=moderated_by(viewer).values("pk"), contribution__trace_id=trace_id)
    return with_all(rows).first()


def beside_words(items: Sequence[Item]) -> dict[int, tuple[GoesWith, ...]]:
    """What everyone reads beside the words of each item, by its key: a place, a picture. A query for each method."""
    found: dict[int, tuple[GoesWith, ...]] = {}
    for method in all_methods():
        own = {item.contribution_id: item for item in items if item.strand.method == method.slug}
        along = method.goes_with([item.contribution for item in own.values()]) if own else {}
        found |= {own[key].pk: parts for key, parts in along.items()}
    return found


def said_of(item: Item) -> tuple[list[Report], list[Judgement]]:
    """The open reports of an item (the newest 50) and every step that stands."""
    reports = list(Report.objects.filter(item=item, settled_at=None).order_by("-reported_at", "-pk")[:50])
    return reports, list(item.judgements.filter(taken_back_at=None).select_related("by"))


def to_second(viewer: Any) -> list[tuple[Item, Exclusion]]:
    """Removals that wait for somebody from another team, to be told, or for an appeal to be heard; 50 at most."""
    scope = reached_by(viewer, "approve_exclusion").values("public_id")
    decide = Q(approved_at=None, refused_at=None)
    tell = Q(approved_at__isnull=False, in_force_at=None)
    hear = Q(appealed_at__isnull=False, appeal_outcome="")
    rows = Exclusion.objects.filter(decide | tell | hear, kind="contribution", activity_ref__in=scope)
    waiting = {row.public_id: row for row in rows.select_related("partner", "proposed_by").order_by("proposed_at")[:50]}
    items = with_all(Item.objects.filter(exclusion_ref__in=waiting)).order_by("falls_on", "pk")
    return [(item, waiting[item.exclusion_ref]) for item in items]


def alerts_for(viewer: Any) -> QuerySet[Alert]:
    """Stance splits in the activities that the viewer moderates or reviews."""
    scope = reached_by(viewer, "moderate") | reached_by(viewer, "review_moderation")
    return Alert.objects.filter(activity__in=scope.values("pk")).select_related("activity__lead", "reviewed_by")


@dataclass(frozen=True, slots=True)
class Owing:
    """What moderation waits for from somebody: items to look at, those of them that are late, splits to look into."""

    look: int = 0
    late: int = 0
    splits: int = 0

    @property
    def is_any(self) -> bool:
        return bool(self.look or self.splits)


def owing_to(viewer: Any, at: datetime) -> Owing:
    """What waits for this account in the queue and as a reviewer. One query."""
    look = items_for(viewer, Queue(), at).order_by()
    reviewed = reached_by(viewer, "review_moderation").values("pk")
    splits = Alert.objects.filter(reviewed_at=None, activity__in=reviewed).order_by()
    late = Count("pk", filter=_age("late", at))
    items, alerts = answers_to(
        [
            look.values("to_look_at").annotate(n=Count("pk"), late=late),
            splits.values("reviewed_at").annotate(n=Count("pk")),
        ]
    )
    counted_items = next(iter(items), {"n": 0, "late": 0})
    return Owing(counted_items["n"], counted_items["late"], next(iter(alerts), {"n": 0})["n"])


def look_before(day_of: datetime) -> datetime:
    """What came in before this moment should have been looked at by now."""
    working_days = moderation_policy().times.look_before_working_days
    return clock.start_of(add_working_days(clock.day_of(day_of), -working_days))


def _live() -> QuerySet[Item]:
    return Item.objects.filter(contribution__erased_at=None).exclude(
        contribution__state=Contribution.State.WITHDRAWN
    )  # fmt: skip


def _age(age: str, at: datetime) -> Q:
    if age == "late":
        return Q(submitted_at__lt=look_before(at))
    return Q(submitted_at__gte=at - timedelta(days=1)) if age == "new" else Q()


def _to_look_at() -> Q:
    return Q(to_look_at=True, state__in=IN_FRONT, exclusion_ref="")


def _held() -> Q:
    return Q(state=State.HELD, exclusion_ref="")


def _to_decide() -> Q:
    return Q(state__in=[State.HELD, State.SHOWN]) & ~Q(exclusion_ref="")


def _removed() -> Q:
    return Q(state=State.DECLINED)


VIEWS: dict[str, Any] = {"look": _to_look_at, "held": _held, "second": _to_decide, "removed": _removed}


def excerpt(item: Item, most: int = 90) -> str:
    """The first words of an item as everyone reads them, for the list."""
    words = " ".join(shown_words(passage) for passage in item.contribution.passages.all()).split()
    text = " ".join(words)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def neighbours(items: Sequence[Item], item: Item) -> tuple[str, str]:
    """The trace ids before and after an item on its page; "" at the ends."""
    names = [each.contribution.trace_id for each in items]
    at = names.index(item.contribution.trace_id) if item.contribution.trace_id in names else -1
    before = names[at - 1] if at > 0 else ""
    return before, names[at + 1] if 0 <= at < len(names) - 1 else ""
