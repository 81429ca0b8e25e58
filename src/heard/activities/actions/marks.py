"""What higher rooms write on an activity: the columns that every page of it shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.index import index_activity
from heard.activities.models import Activity, Stage
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.people.models import Account

SHOWN = frozenset({
    "stage", "level_at_opening", "closes_on_at_opening", "noticed_on", "opens_on", "closes_on",
    "short_period_because", "short_period_adequate", "short_period_judged_by",
    "pre_decided", "feedback_due_on", "feedback_given_on", "feedback_was_late",
    "overrides", "withdrawn_because", "is_sample", "tier", "relabelled", "relabelled_on", "relabelled_for",
})  # fmt: skip
ONLY_TRUE = {"pre_decided", "feedback_was_late"}
SEEN_BY_FEW = {Stage.IDEA, Stage.PLANNED, Stage.WITHDRAWN}


def mark(*, activity: Activity, by: Account | None, at: datetime, **columns: Any) -> tuple[str, ...]:
    """Write what every page of the activity shows; the names of what changed come back.

    For other rooms' actions, which have asked their own access and are in their own transaction. `activity` itself is
    brought up to date. Consequences: a new `stage` also sets `stage_at`, and the first that everyone sees sets
    `announced_on`, once; an announced activity is put into the search; one audit entry `activity.marked` with the new
    values. TypeError for a column that is not shown; Refused if a flag would be cleared or a closing day moved earlier
    (the database forbids it as well).
    """
    if unknown := set(columns) - SHOWN:
        raise TypeError(f"mark() does not write {', '.join(sorted(unknown))}")
    with transaction.atomic():
        stored = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        changed = {name: value for name, value in columns.items() if getattr(stored, name) != value}
        _refuse_what_stays(stored, changed)
        activity.announced_on = stored.announced_on
        if changed:
            _write(activity, changed, at)
            record(
                what="activity.marked",
                about=f"activity:{activity.public_id}",
                by=by,
                at=at,
                public={name: _plain(value) for name, value in changed.items()},
            )
            if activity.is_public:
                index_activity(activity=activity)
    return tuple(changed)


def _write(activity: Activity, changed: Mapping[str, Any], at: datetime) -> None:
    for name, value in changed.items():
        setattr(activity, name, value)
    names = list(changed)
    if "stage" in changed:
        activity.stage_at = at
        names.append("stage_at")
        if activity.announced_on is None and activity.stage not in SEEN_BY_FEW:
            activity.announced_on = clock.day_of(at)
            names.append("announced_on")
    activity.save(update_fields=names)


def _refuse_what_stays(stored: Activity, changed: Mapping[str, Any]) -> None:
    for name in ONLY_TRUE & set(changed):
        if not changed[name]:
            raise Conflict(
                _("What was recorded about this activity's honesty is never cleared."),
                _("Add a note to the decision or the feedback instead."),
            )
    closes_on = changed.get("closes_on", stored.closes_on)
    opened = stored.stage not in {Stage.IDEA, Stage.PLANNED, Stage.NOTICED}
    if opened and stored.closes_on and (closes_on is None or closes_on < stored.closes_on):
        raise Conflict(
            _("The closing day never moves earlier after opening: people were promised until then."),
            _("It can only be moved later, with a reason."),
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
