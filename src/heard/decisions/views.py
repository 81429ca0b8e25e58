"""What everyone may read: what was decided and why, every promise and what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heard.activities.models import Activity
from heard.activities.queries import activity_by_slug
from heard.decisions import access, queries
from heard.decisions.models import Commitment, FeedbackChannel
from heard.decisions.queries.records import is_late
from heard.ground import clock
from heard.ground.paging import page_of


def decided(request: HttpRequest, slug: str) -> HttpResponse:
    """The tab “What was decided”: you said, we did, finding by finding; and who to hold to it."""
    activity = activity_by_slug(slug, request.user)
    decision = queries.decision_of(activity)
    visible = access.may_see_decision(activity, decision)
    feedback = queries.feedback_of(activity)
    published = bool(decision and decision.published_at)
    context = {
        "activity": activity,
        "current_tab": reverse("decisions:decided", args=[slug]),
        "decision": decision if visible else None,
        "rows": queries.deciding_desk(activity) if published else [],
        "notes": list(decision.notes.select_related("by").order_by("at")) if decision and visible else [],
        "feedback": feedback if feedback and feedback.published_at else None,
        "told": _told(activity) if feedback and feedback.published_at else [],
    }
    return render(request, "decisions/decided.html", context)


def tracker(request: HttpRequest) -> HttpResponse:
    """Every promise of every decision, the next to fall due on top."""
    state = request.GET.get("state", "")
    rows = queries.commitments_public()
    if state == "late":
        rows = rows.filter(settled_on__isnull=True, due_on__lt=clock.today())
    elif state in Commitment.State.values:
        rows = rows.filter(state=state)
    partner = request.GET.get("partner", "")
    if partner.isprintable() and partner:
        rows = rows.filter(decision__activity__lead__slug=partner)
    page = page_of(rows, order=["due_on", "id"], after=request.GET.get("after", ""))
    context = {"page": page, "state": state, "states": Commitment.State.choices, "today": clock.today()}
    return render(request, "decisions/tracker.html", context)


def commitment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One promise: who, by when, what became of it, and whose words it goes back to."""
    one = queries.commitment_by_id(public_id)
    states = dict(Commitment.State.choices)
    context = {
        "commitment": one, "activity": one.decision.activity, "late": is_late(one), "answers": one.answers.all(),
        "steps": [(step, states.get(step.became, step.became)) for step in one.changes.all()],
    }  # fmt: skip
    return render(request, "decisions/commitment.html", context)


def _told(activity: Activity) -> list[FeedbackChannel]:
    return list(FeedbackChannel.objects.filter(activity=activity, given_on__isnull=False).order_by("given_on", "id"))
