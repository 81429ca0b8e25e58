"""Invitations, by the link that was sent."""

from __future__ import annotations

import hashlib

from django.utils.crypto import salted_hmac

from heard.ground import clock
from heard.people.models import Invitation


def secret_of(public_id: str) -> str:
    """The secret of an invitation's link: made again from settings.SECRET_KEY, so no job and no table carries it."""
    return salted_hmac("heard.people.invitation", public_id, algorithm="sha256").hexdigest()


def hash_of(secret: str) -> str:
    """What is stored of a secret: SHA-256, hex."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def invitation_by_secret(public_id: str, secret: str) -> Invitation | None:
    """The invitation that this link was made for, whatever became of it since; None for any other link."""
    rows = Invitation.objects.select_related("partner", "invited_by")
    return rows.filter(public_id=public_id, secret_hash=hash_of(secret)).first()


def invitation_state(invitation: Invitation) -> str:
    """``waiting``, ``accepted``, ``withdrawn`` or ``expired``, today."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "expired" if clock.today() > invitation.expires_on else "waiting"
