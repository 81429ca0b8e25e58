"""What every officers' page of a survey begins with."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.activities.models import Strand
from heard.ground.refusal import ask
from heard.methods.survey import access
from heard.methods.survey.queries import strand_for_staff
from heard.people.access import look_up_roles
from heard.people.models import Account


def opened(request: HttpRequest, strand_id: str) -> Strand:
    """The strand, if this officer may look at its pages; else Refused. Roles are asked once for the whole page."""
    strand = strand_for_staff(strand_id)
    activity = strand.activity
    look_up_roles(officer(request), partner=activity.lead_id, activity_ref=activity.public_id)
    ask(access.may_see(request.user, strand))
    return strand


def officer(request: HttpRequest) -> Account:
    """Who is signed in (the page has asked that somebody is)."""
    return cast(Account, request.user)


def shown(request: HttpRequest, template: str, strand: Strand, *, status: int = 200, **slots: Any) -> HttpResponse:
    """A page of this strand in the officers' layout of its activity."""
    context = {"activity": strand.activity, "plan": strand.activity.plan, "strand": strand, **slots}
    return render(request, f"survey/staff/{template}", context, status=status)
