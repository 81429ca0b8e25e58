"""Leading together (P-3): one side asks, the other side's lead accepts, and then both partners' people may act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities import access, queries
from heard.activities.actions.holding import hold_activity
from heard.activities.actions.index import index_activity
from heard.activities.models import Activity, JointLead
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account, Partner


def offer_to_join(*, activity: Activity, partner: Partner, brings: str, by: Account, at: datetime) -> JointLead:
    """A partner offers to lead another partner's activity with it.

    Consequences: the leads of the activity's partner are told by e-mail; the offer and its answer are public. Refused:
    the partner that leads already, what is finished, a second offer while one stands, no word on what it brings.
    """
    ask(access.may_offer_to_join(by, partner))
    return _asked(activity, partner, brings, offered=True, by=by, at=at)


def ask_to_join(*, activity: Activity, partner: Partner, brings: str, by: Account, at: datetime) -> JointLead:
    """The partner that leads asks another to lead with it. Consequences and refusals as of an offer."""
    ask(access.may_ask_to_join(by, activity))
    return _asked(activity, partner, brings, offered=False, by=by, at=at)


def accept_joint(*, joint: JointLead, by: Account, at: datetime) -> JointLead:
    """The other side's lead accepts, never who asked.

    Consequences: the partner is named on every page of the activity; its people may act there by the roles they hold.
    """
    ask(access.may_answer_joint(by, joint))
    with transaction.atomic():
        stored = _held(joint)
        stored.accepted_by, stored.accepted_on = by, clock.day_of(at)
        stored.save(update_fields=["accepted_by", "accepted_on"])
        _show(stored.activity)
        _record("joint.accepted", stored, by, at)
    return stored


def decline_joint(*, joint: JointLead, because: str, by: Account, at: datetime) -> JointLead:
    """The other side's lead says no, and why. The reason is public."""
    ask(access.may_answer_joint(by, joint))
    if not because.strip():
        raise Conflict(_("Say why not, in a sentence. It is published."))
    with transaction.atomic():
        stored = _held(joint)
        stored.declined_by, stored.declined_on, stored.declined_because = by, clock.day_of(at), because.strip()
        stored.save(update_fields=["declined_by", "declined_on", "declined_because"])
        _record("joint.declined", stored, by, at, because=stored.declined_because)
    return stored


def leave_joint(*, joint: JointLead, by: Account, at: datetime) -> JointLead:
    """A partner stops leading with the other. What its people did stays done; they may no longer act."""
    ask(access.may_leave_joint(by, joint))
    with transaction.atomic():
        hold_activity(joint.activity)
        stored = (
            JointLead.objects.select_for_update(of=("self",), no_key=True)
            .select_related("activity", "partner")
            .get(pk=joint.pk)
        )
        if not stored.is_live:
            raise Conflict(_("This partner does not lead here any more, or never did."))
        stored.left_by, stored.left_on = by, clock.day_of(at)
        stored.save(update_fields=["left_by", "left_on"])
        _show(stored.activity)
        _record("joint.left", stored, by, at)
    return stored


def _asked(
    activity: Activity, partner: Partner, brings: str, *, offered: bool, by: Account, at: datetime
) -> JointLead:  # fmt: skip
    if not brings.strip():
        raise Conflict(_("Say what the partner brings: people, rooms, money, members to ask, findings."))
    with transaction.atomic():
        stored = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        if partner.pk == stored.lead_id:
            raise Conflict(_("%(name)s leads this already.") % {"name": partner.name})
        if stored.stage in access.FINISHED:
            raise Conflict(_("This activity is finished, so nobody can join it."))
        if JointLead.objects.filter(activity=stored, partner=partner, declined_on=None, left_on=None).exists():
            raise Conflict(_("%(name)s was asked or has joined already.") % {"name": partner.name})
        joint = JointLead.objects.create(
            activity=stored, partner=partner, brings=brings.strip(), offered=offered, asked_by=by, asked_at=at
        )
        app.configure_task("activities.tell_joint").defer(joint_id=joint.pk)
        _record("joint.offered" if offered else "joint.asked", joint, by, at)
    return joint


def _held(joint: JointLead) -> JointLead:
    hold_activity(joint.activity)
    stored = (
        JointLead.objects.select_for_update(of=("self",), no_key=True)
        .select_related("activity", "partner")
        .get(pk=joint.pk)
    )
    if not stored.is_waiting:
        raise Conflict(_("This was answered already."), _("The page of the activity shows the answer."))
    if stored.activity.stage in access.FINISHED:
        raise Conflict(_("This activity is finished, so nobody can join it."))
    return stored


def _show(activity: Activity) -> None:
    """The names on every page of the activity, and what the search finds."""
    joined = [[each.partner.slug, each.partner.name] for each in queries.joint_leads(activity)]
    Activity.objects.filter(pk=activity.pk).update(joint=joined)
    activity.joint = joined
    if activity.is_public:
        index_activity(activity=activity)


def _record(what: str, joint: JointLead, by: Account, at: datetime, **public: Any) -> None:
    about = f"activity:{joint.activity.public_id}"
    record(what=what, about=about, by=by, at=at, public={"partner": joint.partner.slug, **public})
