"""Holding an activity in its stage while something is written."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.findings.access import may_work_here
from heard.findings.models import Theme
from heard.ground.refusal import Conflict


def hold_themes(themes: Iterable[Theme | int]) -> None:
    """Keep these themes until this transaction ends; Conflict if one is gone: merged or removed since it was seen."""
    wanted = sorted({theme.pk if isinstance(theme, Theme) else theme for theme in themes})
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM findings_theme WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [wanted])
        found = cursor.rowcount
    if found < len(wanted):
        raise Conflict(
            _("A theme that you chose was merged with another or removed meanwhile."),
            _("Open the passage again: its themes are as they stand now."),
        )


def hold(activity: Activity) -> None:
    """Keep the activity in its stage until this transaction ends; Conflict if its findings stand.

    FOR KEY SHARE lets any number of readers code at once and makes a move (FOR UPDATE) wait for them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT stage FROM activities_activity WHERE id = %s FOR KEY SHARE", [activity.pk])
        activity.stage = cursor.fetchone()[0]
    if not (verdict := may_work_here(activity)):
        raise Conflict(verdict)
