"""People with a stake are invited, and accept or decline in their own name (P-11). Nobody is ticked for."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities import access
from heard.activities.actions.holding import hold_activity
from heard.activities.actions.planning import touch
from heard.activities.models import Activity, Stakeholder
from heard.audit.actions import record
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.models import Account

PAGE = "stakeholders"


def add_stakeholder(
    *,
    activity: Activity,
    name: str,
    stake: str,
    by: Account,
    at: datetime,
    sector: str = "",
    role: str = "",
    email: str = "",
    invite: bool = True,
) -> Stakeholder:
    """Put a body or person on the stakeholder map, and invite them if there is an e-mail address.

    Consequences: the link to accept or decline is sent by e-mail; the map is public once the activity is announced
    (never the address). Refused: a name that is there already.
    """
    ask(access.may_invite(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_invite(by, activity))
        if activity.stakeholders.filter(name=name).exists():
            raise Conflict(_("“%(name)s” is already on the map.") % {"name": name})
        stakeholder = Stakeholder.objects.create(
            activity=activity, name=name, stake=stake, sector=sector, role=role, email=email
        )
        touch(activity=activity, by=by, at=at, page=PAGE, fields=["stakeholders"], added=stakeholder.public_id)
        if email and invite:
            _invite(stakeholder, by, at)
    return stakeholder


def invite_stakeholder(*, stakeholder: Stakeholder, by: Account, at: datetime, email: str = "") -> Stakeholder:
    """Send the invitation (again), to a new address if one is given. An older link stops working.

    Refused: no address; someone who has accepted already, or was removed.
    """
    ask(access.may_invite(by, stakeholder.activity))
    with transaction.atomic():
        stored = Stakeholder.objects.select_for_update(no_key=True).select_related("activity").get(pk=stakeholder.pk)
        if stored.removed_at or stored.accepted_at:
            raise Conflict(_("“%(name)s” needs no invitation any more.") % {"name": stored.name})
        if email:
            stored.email = email
        if not stored.email:
            raise Conflict(_("There is no e-mail address to send it to."), _("Add one, and send it again."))
        _invite(stored, by, at)
    return stored


def secret_of(stakeholder: Stakeholder) -> str:
    """The secret in a stakeholder's link (26 letters and figures). It can be made again by the job that sends it."""
    assert stakeholder.invited_at
    message = f"stakeholder:{stakeholder.public_id}:{stakeholder.invited_at.isoformat()}".encode()
    seed = hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), message, "sha256")
    return base64.b32encode(seed).decode()[:26].lower()


def hash_of(secret: str) -> str:
    """What is stored instead of the secret."""
    return hashlib.sha256(f"stakeholder:{secret}".encode()).hexdigest()


def accept_invitation(
    *, stakeholder: Stakeholder, secret: str, name: str, by: Account | None, at: datetime, role: str = ""
) -> Stakeholder:
    """Accept in one's own name, with the link from the e-mail; no account is needed.

    Consequences: the name stands on the public map once the activity is announced. Refused: a wrong or old link;
    the person who sent the invitation.
    """
    with transaction.atomic():
        stored = _held(stakeholder, secret, by)
        if not name.strip():
            raise Conflict(_("Write your name: it is how you sign."))
        stored.accepted_name, stored.accepted_at, stored.accepted_by = name.strip(), at, by
        stored.declined_at = None
        if role.strip():
            stored.role = role.strip()
        stored.save(update_fields=["accepted_name", "accepted_at", "accepted_by", "declined_at", "role"])
        _record("stakeholder.accepted", stored, by, at)
    return stored


def decline_invitation(*, stakeholder: Stakeholder, secret: str, by: Account | None, at: datetime) -> Stakeholder:
    """Decline, or take an acceptance back, with the link from the e-mail."""
    with transaction.atomic():
        stored = _held(stakeholder, secret, by)
        stored.declined_at, stored.accepted_at, stored.accepted_by, stored.accepted_name = at, None, None, ""
        stored.save(update_fields=["declined_at", "accepted_at", "accepted_by", "accepted_name"])
        _record("stakeholder.declined", stored, by, at)
    return stored


def _held(stakeholder: Stakeholder, secret: str, by: Account | None) -> Stakeholder:
    stored = Stakeholder.objects.select_for_update(no_key=True).select_related("activity").get(pk=stakeholder.pk)
    if not stored.secret_hash or not hmac.compare_digest(stored.secret_hash, hash_of(secret)) or stored.removed_at:
        raise Refused(
            _("This link no longer works."), _("Ask whoever invited you to send it again, and use the newest e-mail.")
        )
    if by is not None and by.pk == stored.invited_by_id:
        raise Refused(
            _("You sent this invitation, so you cannot answer it."), _("The person you invited accepts themselves.")
        )
    if stored.activity.stage in access.FINISHED:
        raise Conflict(_("This activity is finished, so there is nothing left to accept."))
    return stored


def _invite(stakeholder: Stakeholder, by: Account, at: datetime) -> None:
    stakeholder.invited_by, stakeholder.invited_at, stakeholder.declined_at = by, at, None
    stakeholder.secret_hash = hash_of(secret_of(stakeholder))
    stakeholder.save(update_fields=["email", "invited_by", "invited_at", "declined_at", "secret_hash"])
    app.configure_task("activities.invite_stakeholder").defer(
        stakeholder_id=stakeholder.pk, invited_at=at.isoformat()
    )  # fmt: skip
    _record("stakeholder.invited", stakeholder, by, at)


def _record(what: str, stakeholder: Stakeholder, by: Account | None, at: datetime) -> None:
    record(
        what=what,
        about=f"activity:{stakeholder.activity.public_id}",
        by=by or "stakeholder",
        at=at,
        public={"stakeholder": stakeholder.public_id, "stake": stakeholder.stake},
    )
