"""What a gate asks about moderation: counts of things, never of people."""

from __future__ import annotations

from django.db.models import Count, F, Q

from heard.activities.models import Activity, Contribution
from heard.ground.asking import Asking
from heard.moderation.models import Alert, Item
from heard.people.models import Exclusion
from heard.rules.snapshot import Moderation


def moderation_facts_asked(activity: Activity) -> Asking[Moderation]:
    """What waits, what is taken down, what was left out and how, and a stance split that nobody has looked into."""
    items = Item.objects.filter(activity=activity, contribution__state=Contribution.State.RECEIVED)
    items = items.filter(contribution__erased_at=None, state__in=[Item.State.WAITING, Item.State.HELD])
    left_out = Exclusion.objects.filter(activity_ref=activity.public_id).exclude(appeal_outcome="overturned")
    states, exclusions, alerts = yield [
        items.order_by().values("state").annotate(n=Count("pk")),
        left_out.filter(in_force_at__isnull=False).order_by().values("activity_ref").annotate(
            n=Count("pk"),
            one_team=Count("pk", filter=Q(approved_by=None) | Q(approved_team=F("proposed_team"))),
            untold=Count("pk", filter=Q(told_at=None, unsafe_to_tell_because="")),
            appeals=Count("pk", filter=Q(appealed_at__isnull=False, appeal_outcome="")),
        ),
        Alert.objects.filter(activity=activity, reviewed_at=None),
    ]  # fmt: skip
    counts = {row["state"]: row["n"] for row in states}
    found = next(iter(exclusions), {"n": 0, "one_team": 0, "untold": 0, "appeals": 0})
    alert = next(iter(alerts), None)
    return Moderation(
        waiting=counts.get(Item.State.WAITING, 0),
        held=counts.get(Item.State.HELD, 0),
        removed=found["n"],
        one_team=found["one_team"],
        untold=found["untold"],
        appeals=found["appeals"],
        split=str(alert) if alert else "",
    )
