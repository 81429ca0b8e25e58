"""Accounts and their roles. Nobody gives themselves a role, and a partner is never left without an administrator."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.ground.turns import one_at_a_time
from heard.people import access
from heard.people.models import Account, Partner, Role


def assign_role(
    *,
    account: Account,
    role: str,
    by: Account,
    at: datetime,
    partner: Partner | None = None,
    activity_ref: str = "",
    team: str = "",
) -> Role:
    """Give an account a role for a partner, or for one activity. Takes effect at once and is recorded.

    For an activity pass its lead as `partner` too: a role for the lead reaches it.
    """
    ask(access.may_assign(by, partner=partner, activity_ref=activity_ref, to=account))
    ask(access.fits(role, activity_ref=activity_ref))
    if not account.is_active:
        raise Conflict(_("This account has been closed."), _("Open it again first, or invite them anew."))
    with transaction.atomic():
        return give(
            account=account, role=role, partner=partner, activity_ref=activity_ref, team=team, given_by=by, by=by, at=at
        )


def give(
    *,
    account: Account,
    role: str,
    partner: Partner | None,
    activity_ref: str,
    team: str,
    given_by: Account,
    by: Account,
    at: datetime,
) -> Role:
    """Write the role and its entry, for an action that has asked already. The same live role is kept as it is."""
    one_at_a_time("people.role", account.pk)
    if access.holds(account.email, role, partner=partner, activity_ref=activity_ref):
        raise Conflict(_("They hold this role already."), _("There is nothing to do."))
    held = Role.objects.create(
        account=account,
        role=role,
        partner=partner,
        activity_ref=activity_ref,
        team=team.strip(),
        given_by=given_by,
        given_at=at,
    )
    where = {"activity": activity_ref} if activity_ref else {"partner": partner.slug if partner else ""}
    record(what="role.given", about=f"account:{account.pk}", by=by, at=at, public={"role": role, **where})
    return held


def end_role(*, role: Role, by: Account, at: datetime) -> None:
    """End a role at once. The last administrator of a partner cannot be removed, not even by themselves."""
    own = by.pk == role.account_id
    if not own:
        ask(access.may_assign(by, partner=role.partner, activity_ref=role.activity_ref))
    with transaction.atomic():
        _hold(role.partner_id)
        role.refresh_from_db()
        if role.ended_at is not None:
            raise Conflict(_("This role has ended already."), _("There is nothing to do."))
        _keep_an_administrator(role)
        _end(role, by=by, at=at)


def close_account(*, account: Account, by: Account, at: datetime) -> None:
    """Close an account: every role ends, and nobody can sign in with it any more. What it did stays on the record."""
    live = list(account.roles.filter(ended_at__isnull=True).select_related("partner"))
    if by.pk == account.pk:
        raise Conflict(_("Nobody can close their own account."), _("Ask another administrator."))
    if not live:
        ask(access.may_anywhere(by, "assign_roles"))
    for role in live:
        ask(access.may_assign(by, partner=role.partner, activity_ref=role.activity_ref))
    with transaction.atomic():
        for role in live:
            _hold(role.partner_id)
            _keep_an_administrator(role)
            _end(role, by=by, at=at)
        Account.objects.filter(pk=account.pk).update(is_active=False)
        EmailAddress.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        record(what="account.closed", about=f"account:{account.pk}", by=by, at=at, public={"roles": len(live)})
    account.is_active = False


def _hold(partner_id: int | None) -> None:
    """Two administrators who remove each other at the same moment take turns."""
    if partner_id is not None:
        Partner.objects.select_for_update(no_key=True).get(pk=partner_id)


def _keep_an_administrator(role: Role) -> None:
    if role.role not in access.role_pack().roles_that_may("assign_roles") or role.activity_ref:
        return
    if not access.administrators(role.partner_id).exclude(account_id=role.account_id).exists():
        raise Conflict(
            _("This is the last administrator, so the role cannot end."),
            _("Invite another administrator first; then this role can end."),
        )


def _end(role: Role, *, by: Account, at: datetime) -> None:
    role.ended_by, role.ended_at = by, at
    role.save(update_fields=["ended_by", "ended_at"])
    record(
        what="role.ended",
        about=f"account:{role.account_id}",
        by=by,
        at=at,
        public={"role": role.role, "activity": role.activity_ref}
        if role.activity_ref
        else {"role": role.role, "partner": role.partner.slug if role.partner else ""},
    )
