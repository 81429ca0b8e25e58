"""After opening, the closing day only moves later."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.actions.announcing import announce_activity
from heard.activities.actions.index import index_activity
from heard.activities.actions.telling import owe_notices
from heard.activities.models import Activity, ChannelTerms, DateChange
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account


def extend(*, activity: Activity, new_date: date, reason: str, by: Account, at: datetime) -> DateChange:
    """Give people longer: the closing day of an open activity moves to `new_date`, and every page says why.

    Consequences: a `DateChange` that stays; everyone who took part and left an address, and every body with a stake, is
    told by e-mail, letter or call; channels with an earlier closing day of their own move along, so that
    none closes before the rest (UP-e); one audit entry `activity.extended` with the published reason.
    Refused: not open, no reason, a day that is not later or already over.
    """
    ask(access.may_extend(by, activity))
    if not reason.strip():
        raise Conflict(_("Say why people get longer. The reason is shown on every page of the activity."))
    with transaction.atomic():
        stored = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        was = stored.closes_on
        if was is None or new_date <= was or new_date < clock.day_of(at):
            raise Conflict(
                _("The closing day can only be moved later, to a day that is still to come."),
                _("People were promised until then; it never moves earlier."),
                )  # fmt: skip
        stored.closes_on = new_date
        stored.closes_on_at_opening = stored.closes_on_at_opening or was
        stored.save(update_fields=["closes_on", "closes_on_at_opening"])
        ChannelTerms.objects.filter(Q(strand__activity=stored), closes_on__lt=new_date).update(closes_on=new_date)
        change = DateChange.objects.create(activity=stored, was=was, became=new_date, reason=reason, by=by, at=at)
        record(
            what="activity.extended",
            about=f"activity:{stored.public_id}",
            by=by,
            at=at,
            public={"was": was.isoformat(), "became": new_date.isoformat(), "reason": reason},
        )
        owe_notices(change=change)
        announce_activity(activity=stored, what="longer", key=new_date.isoformat(), at=at)
        index_activity(activity=stored)
    activity.refresh_from_db()
    return change
