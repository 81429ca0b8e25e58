"""The officers' list of activities, and the page where one begins."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities import access, actions, queries
from heard.activities.forms import FilterForm, NewActivityForm
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import ask
from heard.ground.sending import key_sent
from heard.rules.verdict import YES, no
from heard.ui.parts import Link, address_with


@login_required
def activity_list(request: HttpRequest) -> HttpResponse:
    """Every activity of every partner, the newest step first; by words, stage or partner, or only one's own."""
    ask(access.may_read_plans(request.user))
    form = FilterForm(request.GET)
    chosen = form.chosen()
    rows = queries.activities_for_staff(
        words=chosen["words"], stage=chosen["stage"], partner=chosen["partner"],
        owner=opening.officer(request) if chosen["mine"] else None,
    )  # fmt: skip
    page = page_of(rows, order=("-stage_at", "-id"), after=request.GET.get("after", ""))
    may_begin = access.partners_to_plan_for(request.user).exists()
    return render(
        request,
        "activities/staff_list.html",
        {
            "form": form,
            "page": page,
            "chosen": _chosen(request, form, chosen),
            "heads": [_("Activity"), _("Stage"), _("Lead"), _("Opens"), _("Closes"), _("Feedback due")],
            "may_begin": YES if may_begin else no(_("Your roles do not let you begin an activity.")),
        },
    )


def _chosen(request: HttpRequest, form: FilterForm, chosen: dict[str, Any]) -> list[Link]:
    words = {
        name: dict(form.fields[name].choices).get(chosen[name], "")  # type: ignore[attr-defined]
        for name in ("stage", "partner")
        if chosen[name]
    }
    if chosen["words"]:
        words["words"] = f"“{chosen['words']}”"
    if chosen["mine"]:
        words["mine"] = _("Only mine")
    return [Link(word, address_with(request.GET, **{name: ""})) for name, word in words.items()]


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Begin an activity: its question, who leads, what is at stake. Everything else is its plan."""
    ask(access.may_read_plans(request.user))
    key = key_sent(request.POST.get("entry_key"))
    form = NewActivityForm(request.POST or None, account=opening.officer(request))
    if form.is_bound and form.is_valid():
        activity = actions.plan_activity(
            by=opening.officer(request), at=clock.now(), entry_key=key, **form.cleaned_data
        )  # fmt: skip
        return opening.saved(request, True, reverse("activities:plan_page", args=[activity.slug, "purpose"]))
    return render(request, "activities/new.html", {"form": form, "entry_key": key}, status=opening.answered(form))
