"""Holding an activity in its stage while something is written."""

from __future__ import annotations

from django.db import connection

from heard.activities.models import Activity
from heard.findings.access import may_work_here
from heard.ground.refusal import Conflict


def hold(activity: Activity) -> None:
    """Keep the activity in its stage until this transaction ends; Conflict if its findings stand.

    FOR KEY SHARE lets any number of readers code at once and makes a move (FOR UPDATE) wait for them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT stage FROM activities_activity WHERE id = %s FOR KEY SHARE", [activity.pk])
        activity.stage = cursor.fetchone()[0]
    if not (verdict := may_work_here(activity)):
        raise Conflict(verdict)
