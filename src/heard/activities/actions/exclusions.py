"""What two people from two teams decided is left out, and what an appeal brings back (UP-c)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.models import Contribution, Stakeholder
from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.people.actions import propose_exclusion
from heard.people.models import Account, Exclusion
from heard.search.actions import drop


def propose_leaving_out(*, contribution: Contribution, reason: str, note: str, by: Account, at: datetime) -> Exclusion:
    """Propose that a contribution is not counted. It counts until someone from another team has approved."""
    activity = contribution.strand.activity
    ask(access.may_propose_exclusion(by, activity))
    if contribution.state != Contribution.State.RECEIVED:
        raise Conflict(_("It is not counted already."))
    return propose_exclusion(
        kind=Exclusion.Kind.CONTRIBUTION,
        reference=contribution.trace_id,
        reason=reason,
        note=note,
        by=by,
        at=at,
        partner=activity.lead,
        activity_ref=activity.public_id,
    )


def propose_removal(*, stakeholder: Stakeholder, reason: str, note: str, by: Account, at: datetime) -> Exclusion:
    """Propose that someone is taken off the stakeholder map. They stay until someone from another team has approved."""
    activity = stakeholder.activity
    ask(access.may_propose_exclusion(by, activity))
    return propose_exclusion(
        kind=Exclusion.Kind.STAKEHOLDER,
        reference=stakeholder.public_id,
        reason=reason,
        note=note,
        by=by,
        at=at,
        partner=activity.lead,
        activity_ref=activity.public_id,
    )


def exclude_contribution(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """A contribution is no longer counted; its words stay for the appeal. Called by `people` when this takes effect."""
    held = Contribution.objects.select_for_update(no_key=True).filter(trace_id=exclusion.reference).first()
    if held is None or held.state != Contribution.State.RECEIVED:
        raise Conflict(_("It is not counted already."), _("Refuse the proposal: there is nothing to leave out."))
    held.state, held.excluded_because = Contribution.State.EXCLUDED, exclusion.reason
    held.save(update_fields=["state", "excluded_because"])
    drop(f"contribution:{held.trace_id}")
    _record("contribution.excluded", f"contribution:{held.trace_id}", exclusion, by, at)


def restore_contribution(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """An overturned exclusion: the contribution counts again."""
    Contribution.objects.filter(trace_id=exclusion.reference, state=Contribution.State.EXCLUDED).update(
        state=Contribution.State.RECEIVED, excluded_because=""
    )
    _record("contribution.restored", f"contribution:{exclusion.reference}", exclusion, by, at)


def remove_stakeholder(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """Someone leaves the stakeholder map, and their link stops working."""
    held = Stakeholder.objects.select_for_update(no_key=True).filter(public_id=exclusion.reference).first()
    if held is None or held.removed_at:
        raise Conflict(_("They are off the map already."), _("Refuse the proposal: there is nothing to leave out."))
    held.removed_at = at
    held.save(update_fields=["removed_at"])
    _record("stakeholder.removed", f"activity:{exclusion.activity_ref}", exclusion, by, at)


def restore_stakeholder(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """An overturned exclusion: they are on the map again."""
    Stakeholder.objects.filter(public_id=exclusion.reference).update(removed_at=None)
    _record("stakeholder.restored", f"activity:{exclusion.activity_ref}", exclusion, by, at)


def _record(what: str, about: str, exclusion: Exclusion, by: Account, at: datetime) -> None:
    public = {"exclusion": exclusion.public_id, "reason": exclusion.reason}
    record(what=what, about=about, by=by, at=at, public=public)
