"""Names put to it: approvals of a notice, overrides with their published reason, a level changed after opening."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import mark
from heard.activities.models import Activity, Stage
from heard.audit.actions import record
from heard.compact import access
from heard.compact.models import Approval, CheckResult, Override
from heard.compact.queries import check_terms, pack_for, plan_digest, snapshot_of
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account

FEWEST_WORDS = 5
APPROVABLE = (Stage.IDEA, Stage.PLANNED, Stage.NOTICED)


def approve(*, activity: Activity, by: Account, at: datetime) -> Approval:
    """One of the two people approves the plan as it stands; a plan that changes afterwards is to be approved again.

    Consequences: the approval holds a digest of the plan; the same person again renews theirs; one audit entry.
    Refused once the activity has opened, and when this person has approved exactly this plan already.
    """
    ask(access.may_approve(by, activity))
    with transaction.atomic():
        held = _held(activity)
        if held.stage not in APPROVABLE:
            raise Conflict(_("It has opened, so there is no notice left to approve."))
        digest = plan_digest(snapshot_of(held, clock.day_of(at)))
        known = Approval.objects.filter(activity=held, to_stage=Stage.NOTICED, by=by).first()
        if known is not None and known.digest == digest:
            raise Conflict(
                _("You have approved this plan already. It takes two different people."),
                _("Ask a colleague who may approve notices."),
            )
        row, _new = Approval.objects.update_or_create(
            activity=held, to_stage=Stage.NOTICED, by=by, defaults={"digest": digest, "at": at}
        )
        record(
            what="activity.approved",
            about=f"activity:{held.public_id}",
            by=by,
            at=at,
            public={"for": Stage.NOTICED.value, "plan": digest},
        )
    return row


def override(*, activity: Activity, check_id: str, reason: str, by: Account, at: datetime) -> Override:
    """A senior lead lets one check through, in public, under their name.

    Consequences: the reason is published on every page about how the activity was run; the count on the activity
    rises; one audit entry. Refused for a check that the governing pack does not let anyone override, without a
    reason of a few words, and where one stands already.
    """
    ask(access.may_override(by, activity))
    with transaction.atomic():
        held = _held(activity)
        _overridable(held, check_id)
        if len(reason.split()) < FEWEST_WORDS:
            raise Conflict(
                _("The reason is published under your name: say in a sentence why this is right."),
                _("Write at least %(n)d words.") % {"n": FEWEST_WORDS},
            )
        if Override.objects.filter(activity=held, check_id=check_id, withdrawn_at=None).exists():
            raise Conflict(_("This check is overridden already."), _("Withdraw that override first."))
        row = Override.objects.create(activity=held, check_id=check_id, reason=reason.strip(), by=by, at=at)
        _count_overrides(held, by=by, at=at)
        record(
            what="activity.override",
            about=f"activity:{held.public_id}",
            by=by,
            at=at,
            public={"check": check_id, "reason": row.reason},
        )
    activity.refresh_from_db(fields=["overrides"])
    return row


def withdraw_override(*, override: Override, by: Account, at: datetime) -> Override:
    """Take an override back. It stays on record with the day it was withdrawn; moves made under it stay made."""
    ask(access.may_override(by, override.activity))
    with transaction.atomic():
        held = _held(override.activity)
        row = Override.objects.select_for_update(no_key=True).get(pk=override.pk)
        if row.withdrawn_at:
            raise Conflict(_("This override has been withdrawn already."))
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _count_overrides(held, by=by, at=at)
        record(
            what="activity.override_withdrawn",
            about=f"activity:{held.public_id}",
            by=by,
            at=at,
            public={"check": row.check_id},
        )
    return row


def _held(activity: Activity) -> Activity:
    return (
        Activity.objects.select_for_update(of=("self",), no_key=True).select_related("lead", "plan").get(pk=activity.pk)
    )


def _overridable(held: Activity, check_id: str) -> None:
    terms = check_terms(pack_for(held), check_id)
    if terms is None:
        raise Conflict(_("The Compact has no check “%(id)s”.") % {"id": check_id})
    if terms.severity != "override":
        raise Conflict(
            _("Nobody may override %(id)s: %(summary)s") % {"id": check_id, "summary": terms.summary},
            _("Mend what it asks for."),
        )


def _count_overrides(held: Activity, *, by: Account, at: datetime) -> None:
    """How many checks are or were set aside here: a withdrawn override that a move was made under still counts."""
    live = set(Override.objects.filter(activity=held, withdrawn_at=None).values_list("check_id", flat=True))
    used = CheckResult.objects.filter(move__activity=held, move__allowed=True, result="override")
    mark(activity=held, by=by, at=at, overrides=len(live | set(used.values_list("check_id", flat=True))))
