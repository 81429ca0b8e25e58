"""Holding an activity while something about it is written: who comes second judges by what the first left."""

from __future__ import annotations

from heard.activities.models import Activity


def hold_activity(activity: Activity) -> None:
    """Hold the activity's row until the transaction ends, and read it anew into the object at hand.

    Officers who write about one activity take turns; residents' answers go on coming in (only a move makes them wait,
    see docs/decisions/0011-locks.md). Called before any other row is held, and before leave is asked.
    """
    activity.refresh_from_db(from_queryset=Activity.objects.select_for_update(no_key=True))
