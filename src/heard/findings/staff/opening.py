"""How each page of the desks begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.findings import access
from heard.ground.refusal import ask
from heard.people.access import look_up_roles
from heard.people.models import Account
from heard.rules.verdict import Verdict

View = Callable[..., HttpResponse]


def _opened(may_see: Callable[[Any, Activity], Verdict], view: View) -> View:
    @never_cache
    @login_required
    @wraps(view)
    def opened(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        activity = activity_for_staff(slug)
        look_up_roles(reader(request), partner=activity.lead_id, activity_ref=activity.public_id)
        ask(may_see(request.user, activity))
        return view(request, activity, *args, **kwargs)

    return opened


def desk(view: View) -> View:
    """A page of the desks: signed in, never cached, given the activity; refused to those who may not see the desk."""
    return _opened(access.may_see_desk, view)


def standard_desk(view: View) -> View:
    """A page on how it is read: also for independent reviewers, who see no words of anybody there."""
    return _opened(access.may_see_standard, view)


def reader(request: HttpRequest) -> Account:
    """Who acts. `desk` has seen to it that they are signed in."""
    assert isinstance(request.user, Account)
    return request.user


def shown(
    request: HttpRequest,
    template: str,
    activity: Activity,
    context: Mapping[str, Any],
    *,
    current: str = "findings:coding",
    status: int = 200,
) -> HttpResponse:
    """An officers' page; `current` is the entry of the sub-navigation that it belongs to."""
    here = reverse(current, args=[activity.slug])
    return render(
        request, f"findings/{template}", {"activity": activity, "current_page": here, **context}, status=status
    )
