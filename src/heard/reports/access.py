"""Who may write beside a report, and who may ask for a record to be made now."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.models import Activity, Stage
from heard.people.access import may
from heard.people.models import Partner
from heard.rules.verdict import YES, Verdict, no

PUBLIC_FROM = (Stage.FOUND, Stage.DECIDED, Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED)


def may_write(account: Any, activity: Activity) -> Verdict:
    """May this account write beside the report of this activity?"""
    return may(account, "evaluate", partner=activity.lead_id, activity_ref=activity.public_id)


def may_make(account: Any, partner: Partner) -> Verdict:
    """May this account ask for this partner's record to be made now? It is made every night in any case."""
    return may(account, "evaluate", partner=partner) or may(account, "read_audit", partner=partner)


def is_public(activity: Activity) -> Verdict:
    """Everyone may read the report once the findings are published (for what only informs: once people were told)."""
    if activity.stage in PUBLIC_FROM:
        return YES
    return no(
        _("The report can be read once the findings are published."),
        _("Until then see what came in, and how it was run."),
    )
