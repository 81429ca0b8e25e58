"""Invitations: how staff and co-owners get an account. There is no other way in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.audit.actions import record
from heard.ground import clock
from heard.ground.fields import short_id
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.turns import one_at_a_time
from heard.notices.actions import send
from heard.people import access
from heard.people.actions.roles import give
from heard.people.models import Account, Invitation, Partner
from heard.people.queries.invitations import hash_of, secret_of

DAYS_TO_ACCEPT = 14
INVITED = "people.invited"  # whose turn it is to invite an address, or to accept by it (ground/turns)


def invite(
    *,
    email: str,
    name: str,
    role: str,
    by: Account,
    at: datetime,
    partner: Partner | None = None,
    activity_ref: str = "",
    team: str = "",
) -> Invitation:
    """Invite someone to a role, by e-mail. The link works for 14 days, once.

    For an activity pass its lead as `partner` too. A newer invitation to the same role takes an older one back.
    Refused for oneself, for a role that does not fit, and where the account holds the role already.
    """
    email = email.strip().lower()
    ask(access.may_invite(by, partner=partner, activity_ref=activity_ref, role=role))
    ask(access.fits(role, activity_ref=activity_ref))
    if email == by.email.lower():
        raise Refused(_("Nobody can give themselves a role."), _("Ask another administrator."))
    same = {"role": role, "partner": partner, "activity_ref": activity_ref}
    with transaction.atomic():
        one_at_a_time(INVITED, email)
        if access.holds(email, role, partner=partner, activity_ref=activity_ref):
            raise Conflict(_("They hold this role already."), _("There is nothing to do."))
        Invitation.objects.filter(
            email=email, accepted_at__isnull=True, withdrawn_at__isnull=True, **same
        ).update(withdrawn_at=at)  # fmt: skip
        public_id = short_id()
        invitation = Invitation.objects.create(
            public_id=public_id,
            email=email,
            name=name.strip(),
            team=team.strip(),
            secret_hash=hash_of(secret_of(public_id)),
            invited_by=by,
            invited_at=at,
            expires_on=clock.day_of(at) + timedelta(days=DAYS_TO_ACCEPT),
            **same,
        )
        app.configure_task("people.send_invitation").defer(invitation_id=invitation.pk)
        where = {"activity": activity_ref} if activity_ref else {"partner": partner.slug if partner else ""}
        record(
            what="invitation.sent",
            about=f"invitation:{public_id}",
            by=by,
            at=at,
            public={"role": role, **where},
            private={"email": email},
        )
    return invitation


def send_invitation(*, invitation: Invitation) -> bool:
    """Write the e-mail and send it once. Called by the job; does nothing for one that was taken back or used."""
    if not invitation.is_waiting:
        return False
    path = reverse("people:invitation", args=[invitation.public_id, secret_of(invitation.public_id)])
    terms = access.role_pack().get(invitation.role)
    words = {
        "name": invitation.name,
        "by": invitation.invited_by.name,
        "role": terms.name if terms else invitation.role,
        "who": terms.who if terms else "",
        "where": invitation.partner.name if invitation.partner else _("one activity"),
        "city": settings.CITY,
        "day": f"{invitation.expires_on:%-d %B %Y}",
        "link": f"{settings.SITE_URL}{path}",
    }
    text = (
        _(
            "Hello %(name)s,\n\n%(by)s invites you to work in Heard, where the public bodies of %(city)s ask people, "
            "decide in the open and report back.\n\nYour role would be: %(role)s (%(where)s).\n%(who)s\n\n"
            "Open this page to accept. It works until %(day)s:\n%(link)s\n\n"
            "If you did not expect this, do nothing: no account is made until you accept."
        )
        % words
    )
    subject = _("Your invitation to Heard, %(city)s") % words
    return send(key=f"invitation:{invitation.public_id}", to=invitation.email, subject=subject, text=text)


def accept_invitation(*, invitation: Invitation, at: datetime) -> Account:
    """Accept: the address is proved, so its account exists from now on and holds the role. By whoever has the link.

    Nobody is signed in by this: they sign in with a code sent to the same address.
    """
    with transaction.atomic():
        one_at_a_time(INVITED, invitation.email)
        invitation = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
        _is_open(invitation, at)
        account = Account.objects.filter(email=invitation.email).first()
        if account is None:
            account = Account.objects.create_user(email=invitation.email, name=invitation.name, date_joined=at)
        if not account.is_active:
            raise Refused(_("The account of this address has been closed."), _("Ask your administrator."))
        EmailAddress.objects.update_or_create(
            user=account, email=account.email, defaults={"verified": True, "primary": True}
        )
        scope: dict[str, Any] = {"partner": invitation.partner, "activity_ref": invitation.activity_ref}
        if not access.holds(invitation.email, invitation.role, **scope):
            give(
                account=account,
                role=invitation.role,
                team=invitation.team,
                given_by=invitation.invited_by,
                by=account,
                at=at,
                **scope,
            )
        invitation.accepted_by, invitation.accepted_at = account, at
        invitation.save(update_fields=["accepted_by", "accepted_at"])
        record(what="invitation.accepted", about=f"invitation:{invitation.public_id}", by=account, at=at)
    return account


def withdraw_invitation(*, invitation: Invitation, by: Account, at: datetime) -> None:
    """Take an invitation back: its link stops working at once."""
    ask(access.may_withdraw(by, invitation))
    with transaction.atomic():
        taken = Invitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
        ).update(withdrawn_at=at)  # fmt: skip
        if not taken:
            raise Conflict(_("This invitation has been used or taken back already."), _("Look at the list again."))
        record(what="invitation.withdrawn", about=f"invitation:{invitation.public_id}", by=by, at=at)


def _is_open(invitation: Invitation, at: datetime) -> None:
    ask_again = _("Ask %(name)s to invite you again.") % {"name": invitation.invited_by.name}
    if invitation.accepted_at:
        raise Conflict(_("This invitation has been accepted already."), _("Sign in with the same e-mail address."))
    if invitation.withdrawn_at:
        raise Conflict(_("This invitation has been taken back."), ask_again)
    if clock.day_of(at) > invitation.expires_on:
        raise Conflict(_("This invitation has run out."), ask_again)
