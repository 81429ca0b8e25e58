"""A level changed after opening: a senior lead's published override, never a way round the decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import relabel
from heard.activities.models import Activity, Level
from heard.compact import access
from heard.compact.actions.signing import override, withdraw_override
from heard.compact.models import Override
from heard.compact.queries import act_checks, pack_for, snapshot_of
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account
from heard.rules.compact import allowed

CHECK = "P-8.2"


def change_level(*, activity: Activity, level: str, reason: str, by: Account, at: datetime) -> Override | None:
    """Say another level than the one people were told at opening, with a reason that is published.

    Consequences: the override of P-8.2 under the senior lead's name, the public note with both levels, and every
    later gate says so. Back to the level of the opening withdraws the override. Refused: falling to “inform” once
    people were asked (their answers are still owed a decision), and what the pack's checks of this act refuse.
    """
    ask(access.may_override(by, activity))
    if level == Level.INFORM and (activity.level_at_opening or activity.level) != Level.INFORM:
        raise Conflict(
            _("People were asked, so it cannot become a matter of information only: they are owed a decision."),
            _("Withdraw the activity with a reason, or go on to the decision."),
        )
    with transaction.atomic():
        standing = Override.objects.filter(activity=activity, check_id=CHECK, withdrawn_at=None).first()
        if standing is not None:
            withdraw_override(override=standing, by=by, at=at)
        row = None
        if level != activity.level_at_opening:
            row = override(activity=activity, check_id=CHECK, reason=reason, by=by, at=at)
        seen = replace(snapshot_of(activity, clock.day_of(at)), level=level)
        if not (verdict := allowed(act_checks(pack_for(activity), seen, "level_changed"))):
            raise Conflict(verdict)
        relabel(activity=activity, level=level, reason=reason, by=by, at=at)
    return row
