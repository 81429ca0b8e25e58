"""How moderation is run in one activity; and whether critical words are taken down more than others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.access import may_read_plans
from heard.activities.queries import activity_for_staff, shown_words
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.moderation import access, actions, queries
from heard.moderation.forms import ReviewForm, TermsForm
from heard.people.access import StaffRequest


@never_cache
@login_required
def terms(request: StaffRequest, slug: str) -> HttpResponse:
    """Before or after, why, what was taken down, and how even-handedly."""
    activity = activity_for_staff(slug)
    ask(may_read_plans(request.user))
    form = TermsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            chosen = {"before": said["before"] == "before", "because": said["because"]}
            actions.set_terms(activity=activity, by=request.user, at=clock.now(), **chosen)
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        else:
            messages.success(request, _("So it is from now on. “How this was run” says so, and why."))
            return redirect("moderation:terms", slug)
    context = {
        "activity": activity,
        "form": form,
        "run": queries.run_of(activity),
        "split": queries.split_of(activity),
        "policy": queries.moderation_policy(),
        "may_set": access.may_set_terms(request.user, activity),
        "may_moderate": access.may_moderate(request.user, activity),
    }
    return render(request, "moderation/terms.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def fairness(request: StaffRequest) -> HttpResponse:
    """Stance splits that were found, the newest first."""
    ask(access.may_see_fairness(request.user))
    rows = queries.alerts_for(request.user)
    page = page_of(rows, order=("-found_at", "-id"), after=request.GET.get("after", ""), size=20)
    return render(request, "moderation/fairness.html", {"page": page, "policy": queries.moderation_policy()})


@never_cache
@login_required
def alert(request: StaffRequest, public_id: str) -> HttpResponse:
    """One split with everything that was taken down, its words and its reasons; a reviewer says what they found."""
    found = get_object_or_404(queries.alerts_for(request.user), public_id=public_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review_alert(alert=found, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        else:
            messages.success(request, _("Kept. Everyone may read it on “How this was run”."))
            return redirect("moderation:fairness")
    rows = queries.with_all(queries.items_taken_down(found.activity))
    page = page_of(rows, order=("-submitted_at", "-id"), after=request.GET.get("after", ""), size=20)
    sample = queries.sample_of(found)
    along = queries.beside_words([*page.items, *(item for item, _of in sample)])
    context = {
        "alert": found,
        "form": form,
        "page": page,
        "items": [(*each, along.get(each[0].pk, ())) for each in queries.read_over(page.items)],
        "standing": [
            (
                item,
                of,
                [(each, shown_words(each)) for each in item.contribution.passages.all()],
                along.get(item.pk, ()),
            )
            for item, of in sample
        ],
        "may_review": access.may_review(request.user, found.activity),
    }
    return render(request, "moderation/alert.html", context, status=422 if form.errors else 200)
