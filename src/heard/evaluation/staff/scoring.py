"""Officers' pages of the two scores and of what it cost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.activities.staff.opening import officer
from heard.evaluation import access, actions, queries
from heard.evaluation.forms import CostForm, RaterForm, ScoreForm, TalkForm
from heard.evaluation.models.scoring import Standard
from heard.evaluation.staff.opening import opened, page
from heard.ground import clock
from heard.ui.parts import Head


@login_required
def scores(request: HttpRequest, slug: str) -> HttpResponse:
    """Both scores side by side; the lead scores itself, the asked partner (by its account) scores too."""
    activity, form = (
        opened(request, slug),
        ScoreForm(request.POST if request.method == "POST" else None, initial=_chosen(request)),
    )
    if request.method == "POST" and form.is_valid():
        invitation, given = queries.second_rater(activity), form.cleaned_data
        by, at = officer(request), clock.now()
        if access.may_score_for_lead(by, activity) or not invitation:
            actions.score_as_lead(activity=activity, by=by, at=at, **given)
        else:
            invitation.activity = activity
            actions.score_as_partner(invitation=invitation, name=by.name, by=by, at=at, **given)
        messages.success(request, _("Kept, with its evidence."))
        return redirect("evaluation:staff_scores", slug)
    return _scores(request, activity, score_form=form)


@login_required
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask another partner for its own score."""
    activity = opened(request, slug)
    form = RaterForm(request.POST, lead=activity.lead_id)
    if not form.is_valid():
        return _scores(request, activity, rater_form=form)
    actions.invite_rater(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Asked by e-mail."))
    return redirect("evaluation:staff_scores", slug)


@login_required
@require_POST
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    """Say why two scores differ."""
    activity, form = opened(request, slug), TalkForm(request.POST)
    if not form.is_valid():
        return _scores(request, activity, talk_form=form)
    by = officer(request)
    actions.talk_about_score(activity=activity, name=by.name, by=by, at=clock.now(),
                             invitation=queries.second_rater(activity), **form.cleaned_data)  # fmt: skip
    return redirect("evaluation:staff_scores", slug)


@login_required
def cost(request: HttpRequest, slug: str) -> HttpResponse:
    """What it cost, line by line, and for each participant."""
    activity, form = opened(request, slug), CostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_cost(activity=activity, by=officer(request), at=clock.now(), **form.line())
        messages.success(request, _("Kept."))
        return redirect("evaluation:staff_cost", slug)
    return _cost(request, activity, form)


@login_required
@require_POST
def strike(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Strike a line that was wrong."""
    line = queries.cost_line(opened(request, slug), public_id)
    actions.strike_cost(line=line, by=officer(request), at=clock.now())
    return redirect("evaluation:staff_cost", slug)


def _chosen(request: HttpRequest) -> dict[str, str]:
    asked = request.GET.get("standard", "")
    return {"standard": asked} if asked in Standard.values else {}


def _scores(request: HttpRequest, activity: Activity, **wrong: Any) -> HttpResponse:
    invitation = queries.second_rater(activity)
    for_lead = access.may_score_for_lead(request.user, activity)
    for_partner = access.may_score_for_partner(request.user, activity, invitation)
    context: dict[str, Any] = {
        "scores": queries.scores_of(activity),
        "invitation": invitation,
        "may_score": for_lead or for_partner,
        "may_invite": for_lead,
        "may_talk": access.may_talk_about_scores(request.user, activity, invitation),
        "score_form": ScoreForm(initial=_chosen(request)),
        "rater_form": RaterForm(lead=activity.lead_id),
        "talk_form": TalkForm(),
    }
    return page(request, activity, "staff_scores.html", "staff_scores", **(context | wrong))


def _cost(request: HttpRequest, activity: Activity, form: CostForm) -> HttpResponse:
    cost, pounds = queries.cost_for(activity), queries.pounds
    return page(
        request, activity, "staff_cost.html", "staff_cost", cost=cost, form=form, total=pounds(cost.pence),
        each=pounds(cost.pence_each), lines=[(line, pounds(line.pence)) for line in cost.lines],
        voluntary=[(body, pounds(pence)) for body, pence in cost.voluntary],
        heads=[_("What"), _("Kind"), Head(_("How much"), number=True), _("Strike")],
        may_add=access.may_add_lesson(request.user, activity),
    )  # fmt: skip
