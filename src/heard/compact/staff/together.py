"""Leading together, and reading the findings together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities import access as plans
from heard.activities import actions as planning
from heard.activities.models import Activity, JointLead
from heard.activities.queries import activity_for_staff
from heard.compact import access, actions, forms, queries
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.people.access import partners_for
from heard.people.models import Partner


@login_required
@never_cache
def together(request: HttpRequest, slug: str) -> HttpResponse:
    """Who leads with whom, who was asked, and what partners made of the findings together."""
    ask(plans.may_read_plans(request.user))
    return _page(request, activity_for_staff(slug))


@login_required
@require_POST
def joint(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask another partner to lead together, or offer one's own: which of the two follows from who asks."""
    activity = activity_for_staff(slug)
    form = forms.Joint(request.POST, partners=_partners(activity))
    if not form.is_valid():
        return _page(request, activity, joint_form=form)
    said = {"activity": activity, "by": request.user, "at": clock.now(), **form.cleaned_data}
    try:
        if plans.may_ask_to_join(request.user, activity):
            planning.ask_to_join(**said)
        else:
            planning.offer_to_join(**said)
    except Refused as refused:
        form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        return _page(request, activity, joint_form=form)
    messages.success(request, _("Asked. The other partner’s lead is told, and accepts or declines."))
    return redirect("compact:together", slug=slug)


@login_required
@require_POST
def accept(request: HttpRequest, slug: str, joint_id: str) -> HttpResponse:
    """The other side's lead says yes."""
    row = _joint(slug, joint_id)
    planning.accept_joint(joint=row, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("You lead this together now. Both names stand on its pages."))
    return redirect("compact:together", slug=slug)


@login_required
@require_POST
def decline(request: HttpRequest, slug: str, joint_id: str) -> HttpResponse:
    """The other side's lead says no, and why."""
    row = _joint(slug, joint_id)
    form = forms.Reason(request.POST, prefix=f"j{row.public_id}")
    if not form.is_valid():
        return _page(request, row.activity, decline_form=(row.public_id, form))
    because = form.cleaned_data["reason"]
    planning.decline_joint(joint=row, because=because, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("Declined. Your reason is published."))
    return redirect("compact:together", slug=slug)


@login_required
@require_POST
def leave(request: HttpRequest, slug: str, joint_id: str) -> HttpResponse:
    """A partner stops leading with the other."""
    planning.leave_joint(joint=_joint(slug, joint_id), by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("Your partner no longer leads here. What was done stays done."))
    return redirect("compact:together", slug=slug)


@login_required
@require_POST
def interpretation(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a meeting: who was there, what was agreed, who disagreed in which words."""
    activity = activity_for_staff(slug)
    form = forms.Interpretation(request.POST, prefix="meeting")
    if form.is_valid():
        try:
            actions.keep_interpretation(activity=activity, by=request.user, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        else:
            messages.success(request, _("Kept. It is public with the findings, on “How this was run”."))
            return redirect("compact:together", slug=slug)
    return _page(request, activity, meeting_form=form)


def _joint(slug: str, joint_id: str) -> JointLead:
    rows = JointLead.objects.select_related("activity__lead", "activity__plan", "partner")
    return get_object_or_404(rows, public_id=joint_id, activity__slug=slug)


def _partners(activity: Activity) -> Any:
    return Partner.objects.filter(left_on__isnull=True).exclude(pk=activity.lead_id)


def _shown(request: HttpRequest, row: JointLead, mine: set[int]) -> dict[str, Any]:
    """One offer or request, with what this officer may do about it (the action asks again)."""
    side = row.activity.lead if row.offered else row.partner
    return {
        "row": row,
        "side": side.name,
        "form": forms.Reason(prefix=f"j{row.public_id}"),
        "may_answer": row.is_waiting and side.pk in mine and row.asked_by_id != request.user.pk,
        "may_leave": row.is_live and row.partner_id in mine,
    }


def _page(
    request: HttpRequest,
    activity: Activity,
    *,
    joint_form: Any = None,
    decline_form: tuple[str, Any] | None = None,
    meeting_form: Any = None,
) -> HttpResponse:
    mine = set(partners_for(request.user, "join_activities").values_list("pk", flat=True))
    rows = [_shown(request, row, mine) for row in queries.joint_of(activity)]
    if decline_form:
        rows = [
            {**each, "form": decline_form[1]} if each["row"].public_id == decline_form[0] else each for each in rows
        ]
    context = {
        "activity": activity,
        "joint": rows,
        "form": joint_form or forms.Joint(partners=_partners(activity)),
        "asks": plans.may_ask_to_join(request.user, activity),
        "meetings": queries.interpretations_of(activity),
        "meeting_form": meeting_form or forms.Interpretation(prefix="meeting"),
        "may_interpret": access.may_interpret(request.user, activity),  # type: ignore[arg-type]
        "can_interpret": activity.stage in actions.AFTER_CLOSING,
    }
    wrong = 422 if joint_form or decline_form or meeting_form else 200
    return render(request, "compact/together.html", context, status=wrong)
