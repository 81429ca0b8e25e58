"""Who may do what, in a sentence. Roles and their verbs stand in policy/roles.toml."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from heard.people.models import Partner, Role
from heard.rules.roles import RolePack, read_roles
from heard.rules.verdict import YES, Verdict, no


@cache
def role_pack() -> RolePack:
    """The roles of policy/roles.toml."""
    return read_roles((settings.POLICY / "roles.toml").read_text("utf-8"))


def may(account: Any, verb: str, *, partner: Partner | int | None = None, activity_ref: str = "") -> Verdict:
    """May this account do `verb` for this partner, or for this activity (its public id)?

    A role for a partner reaches every activity that the partner leads: pass both. A role for one
    activity reaches that activity alone.
    """
    if account is None or not getattr(account, "is_authenticated", False):
        return no(_("You need to sign in to do this."), _("Sign in with the e-mail address that was invited."))
    if not account.is_active:
        return no(_("This account has been closed."), _("Ask your administrator."))
    roles = role_pack().roles_that_may(verb)
    partner_id = partner.pk if isinstance(partner, Partner) else partner
    scope = Q(pk__in=[])
    if partner_id is not None:
        scope |= Q(partner_id=partner_id, activity_ref="")
    if activity_ref:
        scope |= Q(activity_ref=activity_ref)
    if Role.objects.filter(scope, account=account, role__in=roles, ended_at__isnull=True).exists():
        return YES
    names = role_pack().names_of(roles)
    return no(
        _("Only %(who)s may do this here.") % {"who": names or _("nobody")},
        _("Ask one of them, or ask your administrator for the role."),
    )
