"""Partners, and when they signed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.people import access, actions, queries
from heard.people.access import StaffRequest
from heard.people.forms import PartnerForm
from heard.people.models import Partner


@login_required
def partners(request: StaffRequest) -> HttpResponse:
    """Every partner of the city."""
    ask(access.may_see_staff(request.user))
    page = page_of(Partner.objects.all(), order=("name", "id"), after=request.GET.get("after", ""), size=30)
    slots = {"page": page, "may_add": access.may_manage_partners(request.user)}
    slots["heads"] = [_("Partner"), _("Kind"), _("Signed on"), _("Left on"), _("Staff")]
    return render(request, "people/staff_partners.html", slots)


@login_required
def new_partner(request: StaffRequest) -> HttpResponse:
    """Add a partner; then invite its administrator."""
    ask(access.may_manage_partners(request.user))
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_partner(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.verdict.why)
        else:
            messages.success(request, _("%(name)s is added. Now invite its administrator.") % {"name": made.name})
            return redirect("people:staff_partners")
    return render(request, "people/staff_partner.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def edit_partner(request: StaffRequest, slug: str) -> HttpResponse:
    """Change what is written about a partner."""
    partner = queries.partner_by_slug(slug)
    ask(access.may_edit_partner(request.user, partner))
    form = PartnerForm(request.POST or None, instance=partner)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_partner(partner=partner, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.verdict.why)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:staff_partners")
    shown = {"form": form, "partner": partner}
    return render(request, "people/staff_partner.html", shown, status=422 if form.errors else 200)
