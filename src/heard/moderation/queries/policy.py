"""The city's policy (policy/moderation.toml, read again when it changes) and what each activity has chosen."""

from __future__ import annotations

from heard.activities.models import Activity
from heard.ground.policy import from_policy
from heard.moderation.models import Terms
from heard.rules.moderation import ModerationPolicy, read_moderation


def moderation_policy() -> ModerationPolicy:
    """The reasons, times and signals in force."""
    return from_policy("moderation.toml", read_moderation)


def terms_of(activity: Activity) -> Terms | None:
    """What the activity chose last, with who and why; None while nobody chose: then things are shown at once."""
    return Terms.objects.select_related("by").filter(activity=activity).first()


def looks_before(activity_id: int) -> bool:
    """Whether moderators look before something is shown in this activity."""
    chosen = Terms.objects.filter(activity_id=activity_id).values_list("before", flat=True).first()
    return bool(chosen)
