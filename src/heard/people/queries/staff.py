"""Who works with whom: for the pages of those who may invite and give roles."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.people import access
from heard.people.models import Account, Invitation, Partner, Role

LIVE = Role.objects.filter(ended_at__isnull=True).select_related("partner").order_by("pk")


def scope_of(viewer: Any) -> QuerySet[Partner]:
    """The partners whose people this account looks after; all of them for whoever sets Heard up."""
    if access.may_found(viewer):
        return Partner.objects.all()
    both = access.partners_for(viewer, "invite_staff") | access.partners_for(viewer, "assign_roles")
    return both.distinct()


def accounts_seen_by(viewer: Any, partner: str = "") -> QuerySet[Account]:
    """Accounts with a live role for a partner in the viewer's scope (or one of its activities), with their roles."""
    partners = scope_of(viewer)
    if partner:
        partners = partners.filter(slug=partner)
    held = Role.objects.filter(partner__in=partners, ended_at__isnull=True).values("account")
    return Account.objects.filter(pk__in=held).prefetch_related(Prefetch("roles", LIVE))


def account_seen_by(viewer: Any, number: int) -> Account:
    """One of them; 404 for any other account."""
    account = accounts_seen_by(viewer).filter(pk=number).first()
    if account is None:
        raise Http404(_("There is no such account among the partners you look after."))
    return account


def waiting_invitations(viewer: Any) -> QuerySet[Invitation]:
    """Invitations of the viewer's partners that were neither used nor taken back."""
    rows = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return rows.filter(partner__in=scope_of(viewer)).select_related("partner", "invited_by")


def invitation_seen_by(viewer: Any, public_id: str) -> Invitation:
    """One waiting invitation; 404 for any other."""
    invitation = waiting_invitations(viewer).filter(public_id=public_id).first()
    if invitation is None:
        raise Http404(_("There is no such invitation waiting."))
    return invitation


def role_seen_by(viewer: Any, number: int) -> Role:
    """A live role of an account the viewer looks after, or of the viewer; 404 for any other."""
    seen = Q(account__in=accounts_seen_by(viewer)) | Q(account=viewer)
    role = Role.objects.select_related("account", "partner").filter(seen, pk=number, ended_at__isnull=True).first()
    if role is None:
        raise Http404(_("There is no such role."))
    return role


def partner_by_slug(slug: str) -> Partner:
    """A partner; 404 with a sentence."""
    partner = Partner.objects.filter(slug=slug).first()
    if partner is None:
        raise Http404(_("There is no such partner."))
    return partner


def partners_invited_for(viewer: Any) -> QuerySet[Partner]:
    """Partners for which the viewer may invite: their own; if they may add any, those without an administrator too."""
    mine = access.partners_for(viewer, "invite_staff")
    if not access.may_manage_partners(viewer):
        return mine
    looked_after = access.administrators().values("partner")
    return Partner.objects.filter(Q(pk__in=mine.values("pk")) | ~Q(pk__in=looked_after))


def sample_accounts() -> QuerySet[Account]:
    """The invented people of the sample city, with their roles: for the demo's sign-in page alone."""
    people = Account.objects.filter(is_sample=True, is_active=True, is_superuser=False)
    return people.prefetch_related(Prefetch("roles", LIVE)).order_by("name", "pk")


def staff_who_may(verb: str, partner: Partner | int) -> QuerySet[Account]:
    """The people of a partner who may do `verb` for all that it leads, in the order of their accounts."""
    number = partner.pk if isinstance(partner, Partner) else partner
    roles = access.role_pack().roles_that_may(verb)
    held = Role.objects.filter(partner_id=number, activity_ref="", role__in=roles, ended_at__isnull=True)
    return Account.objects.filter(pk__in=held.values("account"), is_active=True).order_by("pk")
