"""How every officers' page begins and ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities import access, queries
from heard.activities.models import Activity
from heard.ground.refusal import ask
from heard.people.access import look_up_roles
from heard.people.models import Account
from heard.ui.parts import Link


def opened(request: HttpRequest, slug: str) -> Activity:
    """The activity, for someone who may read plans; 404 or a refusal with a sentence.

    Which roles they hold here is asked once for the whole page.
    """
    activity, by = queries.activity_for_staff(slug), officer(request)
    if not look_up_roles(by, partner=activity.lead_id, activity_ref=activity.public_id):
        ask(access.may_read_plans(by))
    return activity


def officer(request: HttpRequest) -> Account:
    """Who acts. `access` has asked by now whether they may."""
    assert isinstance(request.user, Account)
    return request.user


def shown(
    request: HttpRequest,
    template: str,
    activity: Activity,
    context: Mapping[str, Any],
    *,
    current: str = "activities:plan",
    status: int = 200,
) -> HttpResponse:
    """An officers' page of an activity; `current` is the entry of the sub-navigation that it belongs to."""
    here = reverse(current, args=[activity.slug])
    return render(
        request,
        f"activities/{template}",
        {"activity": activity, "plan": activity.plan, "current_page": here, **context},
        status=status,
    )


def answered(form: Any) -> int:
    """The status of a page with a form: 422 when there is something to mend."""
    return 422 if form.is_bound and not form.is_valid() else 200


def saved(request: HttpRequest, changed: Any, address: str) -> HttpResponseRedirect:
    """Say what was kept, and go on."""
    messages.success(request, _("Saved.") if changed else _("Nothing was different, so nothing was changed."))
    return HttpResponseRedirect(address)


def pages_of_plan(activity: Activity) -> list[Link]:
    """The short pages, in order."""
    return [
        Link(label, reverse("activities:plan_page", args=[activity.slug, page]))
        for page, label in queries.PAGES.items()
    ]


def next_address(request: HttpRequest, activity: Activity, page: str) -> str:
    """Where the pressed button leads: this page again, or the next page of the plan, or the plan after the last."""
    names = list(queries.PAGES)
    if request.POST.get("then") == "stay":
        return reverse("activities:plan_page", args=[activity.slug, page])
    place = names.index(page) + 1
    if request.POST.get("then") == "plan" or place == len(names):
        return reverse("activities:plan", args=[activity.slug])
    return reverse("activities:plan_page", args=[activity.slug, names[place]])
