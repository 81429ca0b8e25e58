"""Accounts, invitations and roles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.notices.queries import states_of
from heard.people import access, actions, queries
from heard.people.access import StaffRequest
from heard.people.forms import InviteForm, RoleForm


@login_required
def people(request: StaffRequest) -> HttpResponse:
    """Everyone with a role at the partners one looks after."""
    ask(access.may_see_staff(request.user))
    partner = request.GET.get("partner", "").replace("\x00", "")
    rows = queries.accounts_seen_by(request.user, partner)
    slots = {
        "page": page_of(rows, order=("name", "id"), after=request.GET.get("after", ""), size=30),
        "partners": list(queries.scope_of(request.user)[:60]),
        "partner": partner,
        "waiting": queries.waiting_invitations(request.user).exists(),
        "heads": [_("Name"), _("E-mail"), _("Roles")],
    }
    return render(request, "people/staff_people.html", slots)


@login_required
def invite(request: StaffRequest) -> HttpResponse:
    """Invite someone to a role."""
    ask(access.may_see_staff(request.user))
    may_make = bool(access.may_found(request.user) or access.may_anywhere(request.user, "assign_roles"))
    form = InviteForm(
        request.POST or None,
        partners=queries.partners_invited_for(request.user),
        with_administrators=may_make,
        initial={"partner": request.GET.get("partner", ""), "activity": request.GET.get("activity", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.invite(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.verdict.why)
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": sent.email})
            return redirect("people:staff_invitations")
    return render(request, "people/staff_invite.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def invitations(request: StaffRequest) -> HttpResponse:
    """Invitations that wait for an answer."""
    ask(access.may_see_staff(request.user))
    rows = queries.waiting_invitations(request.user)
    page = page_of(rows, order=("-invited_at", "-id"), after=request.GET.get("after", ""), size=30)
    sent = states_of(f"invitation:{one.public_id}" for one in page)
    for one in page:
        one.sent = sent.get(f"invitation:{one.public_id}", _("Waits to be sent"))
    slots = {"page": page, "today": clock.today()}
    slots["heads"] = [_("Name"), _("E-mail"), _("Role"), _("Invited by"), _("Until"), _("Take back")]
    return render(request, "people/staff_invitations.html", slots)


@login_required
def withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """Take an invitation back: asked first, done on POST."""
    invitation = queries.invitation_seen_by(request.user, public_id)
    if request.method == "POST":
        actions.withdraw_invitation(invitation=invitation, by=request.user, at=clock.now())
        messages.success(request, _("The invitation is taken back: its link no longer works."))
        return redirect("people:staff_invitations")
    return render(
        request,
        "people/staff_withdraw.html",
        {"invitation": invitation, "role": access.role_pack().get(invitation.role)},
    )


@login_required
def account(request: StaffRequest, number: int) -> HttpResponse:
    """One account: its roles, and a form to give it another."""
    ask(access.may_see_staff(request.user))
    found = queries.account_seen_by(request.user, number)
    form = RoleForm(request.POST or None, partners=access.partners_for(request.user, "assign_roles"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign_role(account=found, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.verdict.why)
        else:
            messages.success(request, _("The role is given, and works at once."))
            return redirect("people:staff_account", number)
    slots = {
        "account": found,
        "form": form,
        "heads": [_("Role"), _("Where"), _("Team"), _("Since"), _("End")],
        "may_assign": access.may_anywhere(request.user, "assign_roles"),
        "is_self": found.pk == request.user.pk,
    }
    return render(request, "people/staff_account.html", slots, status=422 if form.errors else 200)


@login_required
def end_role(request: StaffRequest, number: int) -> HttpResponse:
    """End a role: asked first, done on POST."""
    role = queries.role_seen_by(request.user, number)
    if request.method == "POST":
        actions.end_role(role=role, by=request.user, at=clock.now())
        messages.success(request, _("The role has ended."))
        return redirect("people:staff_people")
    return render(request, "people/staff_end_role.html", {"role": role, "terms": access.role_pack().get(role.role)})


@login_required
def close(request: StaffRequest, number: int) -> HttpResponse:
    """Close an account: asked first, done on POST."""
    ask(access.may_see_staff(request.user))
    found = queries.account_seen_by(request.user, number)
    if request.method == "POST":
        actions.close_account(account=found, by=request.user, at=clock.now())
        messages.success(request, _("The account is closed. What it did stays on the record."))
        return redirect("people:staff_people")
    return render(request, "people/staff_close.html", {"account": found})
