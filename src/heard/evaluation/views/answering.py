"""Pages behind a link of one's own: how was it, and a second score. No account; never kept, never indexed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.evaluation import actions, queries
from heard.evaluation.forms import FollowUpForm, PartnerScoreForm
from heard.ground import clock


@never_cache
def follow_up(request: HttpRequest, secret: str) -> HttpResponse:
    """Three short questions to somebody who took part."""
    made, form = queries.ask_by_secret(secret), FollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.answer_follow_up(secret=secret, at=clock.now(), **form.said())
        return redirect("evaluation:follow_up", secret)
    over = made.follow_up.ended_at is not None or clock.today() > made.follow_up.closes_on
    context = {"activity": made.follow_up.activity, "ask": made, "over": over, "form": form, "closes": made.follow_up}
    return _private(render(request, "evaluation/follow_up.html", context, status=_status(form)))


@never_cache
def score(request: HttpRequest, secret: str) -> HttpResponse:
    """Another partner scores, by the link it was sent."""
    invitation, form = (
        queries.invitation_by_secret(secret),
        PartnerScoreForm(request.POST if request.method == "POST" else None),
    )
    if request.method == "POST" and form.is_valid():
        actions.score_as_partner(invitation=invitation, by=None, at=clock.now(), **form.cleaned_data)
        return redirect(f"{reverse('evaluation:score_by_link', args=[secret])}?kept=1")
    own = queries.scores_of(invitation.activity)
    context = {
        "invitation": invitation, "activity": invitation.activity, "form": form, "scores": own,
        "kept": _("Kept, with its evidence.") if request.GET.get("kept") else "",
        "done": sum(1 for each in own if each.partner),
    }  # fmt: skip
    return _private(render(request, "evaluation/second_score.html", context, status=_status(form)))


def _status(form: FollowUpForm | PartnerScoreForm) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200


def _private(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex"
    return answer
