"""Officers put right who said what; those who write findings look again at errata."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from heard.activities import access, actions, queries
from heard.activities.forms.correcting import CorrectionForm, RecheckForm
from heard.activities.models import Contribution, Correction
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.ui.parts import Head

HEADS = (
    Head(_lazy("When")),
    Head(_lazy("What")),
    Head(_lazy("Why")),
    Head(_lazy("By")),
    Head(_lazy("Looked at again")),
)


@never_cache
@login_required
def correct(request: HttpRequest, trace_id: str) -> HttpResponse:
    """One contribution: what was written down wrong is put right, and what it said before is kept."""
    one = queries.contribution_by_trace(trace_id)
    activity = one.strand.activity
    ask(access.may_correct(request.user, activity))
    form = CorrectionForm(one, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _put_right(request, one, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            messages.success(request, _("Put right. What it said before is kept."))
            return HttpResponseRedirect(reverse("activities:contribution", args=[one.trace_id]))
    made = Correction.objects.filter(contribution=one).select_related("by")[:50]
    return opening.shown(
        request,
        "correct.html",
        activity,
        {"one": one, "form": form, "made": list(made), "is_counted": queries.is_counted(one.strand)},
        current="activities:contributions",
        status=422 if form.errors else 200,
    )


def _put_right(request: HttpRequest, one: Contribution, said: dict[str, Any]) -> None:
    by: dict[str, Any] = {"reason": said["reason"], "by": opening.officer(request), "at": clock.now()}
    match said["what"]:
        case "words":
            actions.correct_words(passage=_passage(one, said), words=said["words"], **by)
        case "channel":
            actions.correct_channel(contribution=one, channel=said["channel"], **by)
        case "on_behalf_of":
            actions.correct_on_behalf_of(contribution=one, on_behalf_of=said["on_behalf_of"], **by)
        case "moved":
            actions.move_words(passage=_passage(one, said), to=said["found"], **by)
        case _:
            actions.give_to_person(contribution=one, like=said["found"], **by)


def _passage(one: Contribution, said: dict[str, Any]) -> Any:
    found = one.passages.select_related("contribution__strand__activity").filter(ordinal=int(said["passage"])).first()
    if found is None:
        raise Http404(_("There is no such passage."))
    return found


@never_cache
@login_required
def corrections(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was put right in an activity; errata wait here for a second look at the findings."""
    activity = opening.opened(request, slug)
    ask(access.may_read_contributions(request.user, activity))
    form = RecheckForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        rows = queries.corrections_of(activity).select_related("contribution__strand__activity")
        found = rows.filter(pk=whole(request.POST.get("correction"), digits=18)).first()
        if found is None:
            raise Http404(_("There is no such correction."))
        try:
            actions.recheck_erratum(
                correction=found, note=form.cleaned_data["note"], by=opening.officer(request), at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            messages.success(request, _("Noted, and shown beside the erratum."))
            return HttpResponseRedirect(request.path)
    page = page_of(queries.corrections_of(activity), order=("-at", "-id"), after=request.GET.get("after", ""), size=30)
    context = {"page": page, "heads": HEADS, "form": form, "may_recheck": access.may_recheck(request.user, activity)}
    status = 422 if form.errors else 200
    return opening.shown(
        request, "corrections.html", activity, context, current="activities:contributions", status=status
    )
