"""The code frame has versions: every change to the themes is kept whole, with its reason (GP-i)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from heard.activities.models import Activity
from heard.audit.actions import record
from heard.findings.models import FrameVersion, Theme
from heard.ground.turns import one_at_a_time
from heard.people.models import Account

FRAME = "findings.frame"  # one at a time (ground/turns)


def keep_frame(*, activity: Activity, reason: str, by: Account, at: datetime) -> FrameVersion:
    """Keep the themes as they stand now as the next version. Called in the transaction that changed them.

    Two changes at once wait for one another, so that numbers run on. The names of draft themes stay out of the
    public record until what was heard is published.
    """
    one_at_a_time(FRAME, activity.pk)
    themes = Theme.objects.filter(activity=activity).order_by("ordinal", "pk")
    kept = FrameVersion.objects.create(
        activity=activity,
        number=newest_frame(activity) + 1,
        themes=[{"theme": theme.public_id, "name": theme.name, "description": theme.description} for theme in themes],
        reason=reason,
        by=by,
        at=at,
    )
    record(
        what="frame.kept",
        about=f"activity:{activity.public_id}",
        by=by,
        at=at,
        public={"version": kept.number, "themes": len(kept.themes)},
        private={"reason": reason},
    )
    return kept


def newest_frame(activity: Activity) -> int:
    """The number of the code frame in force; 0 before the first theme."""
    return FrameVersion.objects.filter(activity=activity).aggregate(newest=Max("number"))["newest"] or 0
