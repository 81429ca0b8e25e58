"""Who may do what, in a sentence. Roles and their verbs stand in policy/roles.toml."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from heard.people.models import Account, Exclusion, Invitation, Partner, Role
from heard.rules.roles import RolePack, RoleTerms, read_roles
from heard.rules.verdict import YES, Verdict, no


class StaffRequest(HttpRequest):
    """What a view behind `login_required` is given: somebody has signed in."""

    user: Account


@cache
def role_pack() -> RolePack:
    """The roles of policy/roles.toml."""
    return read_roles((settings.POLICY / "roles.toml").read_text("utf-8"))


def may(account: Any, verb: str, *, partner: Partner | int | None = None, activity_ref: str = "") -> Verdict:
    """May this account do `verb` for this partner, or for this activity (its public id)?

    A role for a partner reaches every activity that the partner leads, or leads jointly: pass both. A role for
    one activity reaches that activity alone.
    """
    known = getattr(account, "roles_known", {}).get((_number(partner), activity_ref))
    if known is not None and account.is_active:
        roles = role_pack().roles_that_may(verb)
        return YES if known & set(roles) else _lacking(roles)
    if _holds_here(account, verb, _number(partner), activity_ref):
        return YES
    return _holds(account, verb, scope_of(partner=partner, activity_ref=activity_ref))


def look_up_roles(account: Account, *, partner: int, activity_ref: str) -> frozenset[str]:
    """Ask once which roles this account holds here, for a page that shows many verdicts at a time.

    They are remembered on this very object, which lives as long as one request.
    """
    scope = scope_of(partner=partner, activity_ref=activity_ref)
    live = Role.objects.filter(account=account, ended_at__isnull=True)
    here = live.annotate(here=ExpressionWrapper(scope, output_field=BooleanField()))
    held = list(here.values_list("partner_id", "activity_ref", "role", "here"))
    found = frozenset(role for _partner, _ref, role, reaches in held if reaches)
    if _is_of_a_request(account):
        account.roles_held = tuple((partner, ref, role) for partner, ref, role, _reaches in held)  # type: ignore[attr-defined]
    account.roles_known = {(partner, activity_ref): found}  # type: ignore[attr-defined]
    return found


def _number(partner: Partner | int | None) -> int | None:
    return partner.pk if isinstance(partner, Partner) else partner


def scope_of(*, partner: Partner | int | None = None, activity_ref: str = "") -> Q:
    """Which rows of `Role` reach a partner, an activity, or the partners that joined in leading it.

    The rooms above know who joined: settings.ACTIVITY_PARTNERS names their query, so it stays one look-up.
    """
    partner_id = _number(partner)
    scope = Q(pk__in=[])
    if partner_id is not None:
        scope |= Q(partner_id=partner_id, activity_ref="")
    if activity_ref:
        scope |= Q(activity_ref=activity_ref)
        scope |= Q(partner_id__in=import_string(settings.ACTIVITY_PARTNERS)(activity_ref), activity_ref="")
    return scope


def verbs_held(account: Any) -> frozenset[str]:
    """Every verb that this account's live roles allow somewhere: what its menus hold. Asked once in each request."""
    if account is None or not getattr(account, "is_authenticated", False) or not account.is_active:
        return frozenset()
    terms = [role_pack().get(slug) for slug in {role for _partner, _ref, role in _roles_held(account)}]
    return frozenset(verb for one in terms if one is not None for verb in one.may)


def _roles_held(account: Any) -> tuple[tuple[int | None, str, str], ...]:
    """Partner, activity and role of each live role; the account of a request, which ends with its page, remembers."""
    known: tuple[tuple[int | None, str, str], ...] | None = getattr(account, "roles_held", None)
    if known is None:
        live = Role.objects.filter(account=account, ended_at__isnull=True)
        known = tuple(live.values_list("partner_id", "activity_ref", "role"))
        if _is_of_a_request(account):
            account.roles_held = known
    return known


def _is_of_a_request(account: Any) -> bool:
    return isinstance(account, SimpleLazyObject)


def _holds_here(account: Any, verb: str, partner_id: int | None, activity_ref: str) -> bool:
    """Is a role that reaches this partner or activity of itself among those that a request has looked up?

    False says nothing: partners that joined in leading have not been asked about.
    """
    if not (_is_of_a_request(account) and account.is_authenticated and account.is_active):
        return False
    roles = role_pack().roles_that_may(verb)
    return any(
        role in roles and (ref == activity_ref if ref else partner_id is not None and partner == partner_id)
        for partner, ref, role in _roles_held(account)
    )


def may_anywhere(account: Any, verb: str) -> Verdict:
    """May this account do `verb` for at least one partner or activity? For what belongs to the whole city."""
    if _is_of_a_request(account) and verb in verbs_held(account):
        return YES
    return _holds(account, verb, Q())


def _holds(account: Any, verb: str, scope: Q) -> Verdict:
    if account is None or not getattr(account, "is_authenticated", False):
        return no(_("You need to sign in to do this."), _("Sign in with the e-mail address that was invited."))
    if not account.is_active:
        return no(_("This account has been closed."), _("Ask your administrator."))
    roles = role_pack().roles_that_may(verb)
    if Role.objects.filter(scope, account=account, role__in=roles, ended_at__isnull=True).exists():
        return YES
    return _lacking(roles)


def _lacking(roles: tuple[str, ...]) -> Verdict:
    names = role_pack().names_of(roles)
    return no(
        _("Only %(who)s may do this here.") % {"who": names or _("nobody")},
        _("Ask one of them, or ask your administrator for the role."),
    )


def partners_for(account: Any, verb: str) -> QuerySet[Partner]:
    """The partners for which this account may do `verb`."""
    if account is None or not getattr(account, "is_authenticated", False) or not account.is_active:
        return Partner.objects.none()
    roles = role_pack().roles_that_may(verb)
    held = Role.objects.filter(account=account, role__in=roles, ended_at__isnull=True, activity_ref="")
    return Partner.objects.filter(pk__in=held.values("partner_id"))


def administrators(partner: Partner | int | None = None) -> QuerySet[Role]:
    """Live roles that may give others a role: for one partner, or anywhere."""
    roles = role_pack().roles_that_may("assign_roles")
    live = Role.objects.filter(role__in=roles, ended_at__isnull=True, activity_ref="", account__is_active=True)
    return live if partner is None else live.filter(partner=partner)


def may_found(account: Any) -> Verdict:
    """Before the city has its first administrator, whoever set Heard up (`createsuperuser`) may invite one."""
    if getattr(account, "is_superuser", False) and account.is_active and not administrators().exists():
        return YES
    return no(
        _("The city has an administrator already."), _("Ask them: the account that set Heard up has no other power.")
    )


def may_manage_partners(account: Any) -> Verdict:
    """May this account add a partner to the city?"""
    return may_found(account) or may_anywhere(account, "manage_partners")


def may_edit_partner(account: Any, partner: Partner) -> Verdict:
    """May this account change what is written about a partner? One without an administrator is open to all who may."""
    if not administrators(partner).exists():
        return may_manage_partners(account)
    return may(account, "manage_partners", partner=partner)


def may_invite(account: Any, *, partner: Partner | None, activity_ref: str = "", role: str = "") -> Verdict:
    """May this account invite someone to a role here? A role that gives roles needs someone who may give roles."""
    if partner is not None and not activity_ref and not administrators(partner).exists():
        return may_manage_partners(account)
    allowed = may(account, "invite_staff", partner=partner, activity_ref=activity_ref)
    if role in role_pack().roles_that_may("assign_roles"):
        return allowed & may(account, "assign_roles", partner=partner, activity_ref=activity_ref)
    return allowed


def may_assign(account: Any, *, partner: Partner | None, activity_ref: str = "", to: Account | None = None) -> Verdict:
    """May this account give or end a role here? Nobody gives a role to themselves."""
    allowed = may(account, "assign_roles", partner=partner, activity_ref=activity_ref)
    if allowed and to is not None and to.pk == account.pk:
        return no(_("Nobody can give themselves a role."), _("Ask another administrator."))
    return allowed


def may_withdraw(account: Any, invitation: Invitation) -> Verdict:
    """May this account take an invitation back?"""
    return may_invite(account, partner=invitation.partner, activity_ref=invitation.activity_ref)


def holds(email: str, role: str, *, partner: Partner | None, activity_ref: str) -> bool:
    """Whether the account of this address holds this very role there already."""
    scope: dict[str, Any] = {"activity_ref": activity_ref}
    if not activity_ref:
        scope["partner"] = partner
    return Role.objects.filter(account__email=email, role=role, ended_at__isnull=True, **scope).exists()


def fits(role: str, *, activity_ref: str) -> Verdict:
    """Is this a role of policy/roles.toml, and may it be held for a partner (or for one activity)?"""
    terms: RoleTerms | None = role_pack().get(role)
    if terms is None:
        return no(_("There is no such role."), _("The roles stand in policy/roles.toml."))
    scope = "activity" if activity_ref else "partner"
    if scope not in terms.scope:
        return no(
            _("The role “%(role)s” is held for %(scope)s.")
            % {"role": terms.name, "scope": _("one activity") if scope == "partner" else _("a whole partner")},
            _("Choose another role, or another scope."),
        )
    return YES


def may_see_staff(account: Any) -> Verdict:
    """May this account see who works with whom? Anyone who may invite or give roles somewhere, or set Heard up."""
    return may_found(account) or may_anywhere(account, "invite_staff") or may_anywhere(account, "assign_roles")


def may_propose_exclusion(account: Any, *, partner: Partner | int | None, activity_ref: str = "") -> Verdict:
    """May this account propose that a person or a thing is left out?"""
    return may(account, "propose_exclusion", partner=partner, activity_ref=activity_ref)


def may_approve_exclusion(account: Any, exclusion: Exclusion) -> Verdict:
    """May this account approve or refuse it? Never who proposed it; their team is asked when they decide."""
    allowed = may(account, "approve_exclusion", partner=exclusion.partner_id, activity_ref=exclusion.activity_ref)
    if allowed and account.pk == exclusion.proposed_by_id:
        return no(_("You proposed this, so somebody else decides."), _("Ask a colleague from another team."))
    return allowed


def may_decide_appeal(account: Any, exclusion: Exclusion) -> Verdict:
    """May this account decide an appeal? Nobody who proposed or approved the exclusion."""
    allowed = may(account, "approve_exclusion", partner=exclusion.partner_id, activity_ref=exclusion.activity_ref)
    if allowed and account.pk in (exclusion.proposed_by_id, exclusion.approved_by_id):
        return no(
            _("You took part in this exclusion, so somebody else hears the appeal."),
            _("Ask a colleague who has not seen it."),
        )
    return allowed


def team_of(account: Account, verb: str, *, partner: Partner | int | None, activity_ref: str = "") -> str:
    """The team in which this account holds a role that may do `verb` here; "" where none is written down."""
    scope = scope_of(partner=partner, activity_ref=activity_ref)
    held = Role.objects.filter(
        scope, account=account, role__in=role_pack().roles_that_may(verb), ended_at__isnull=True
    ).exclude(team="")
    return held.order_by("pk").values_list("team", flat=True).first() or ""


def may_handle_data(account: Any, partner: Partner | int) -> Verdict:
    """May this account answer requests and complaints about personal data at this partner?"""
    return may(account, "handle_data", partner=partner)


def may_log_data_request(account: Any, partner: Partner | int) -> Verdict:
    """Whoever answers for data, and whoever answers the telephone and opens the post."""
    return may(account, "handle_data", partner=partner) or may(account, "log_data_request", partner=partner)


def may_erase(account: Any) -> Verdict:
    """May this account erase a person from Heard?"""
    return may_anywhere(account, "erase_voice")


def may_read_audit(account: Any) -> Verdict:
    """May this account read the audit log with its private part?"""
    return may_anywhere(account, "read_audit")
