"""Officers lay a translation, Easy Read or plain words beside what somebody said; the original stays."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities import access, actions, queries
from heard.activities.forms.layers import LayerForm
from heard.activities.models import Passage
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.refusal import Refused, ask


@never_cache
@login_required
def layer(request: HttpRequest, trace_id: str, ordinal: int) -> HttpResponse:
    """One passage: the original on one side, what is laid beside it on the other."""
    one = queries.contribution_by_trace(trace_id)
    activity = one.strand.activity
    ask(access.may_read_contributions(request.user, activity))
    ask(access.may_redact(request.user, activity))
    passage = one.passages.prefetch_related("layers__by").filter(ordinal=ordinal).first()
    if passage is None:
        raise Http404(_("There is no such passage."))
    passage.contribution = one
    form = LayerForm(passage, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.lay_reading(passage=passage, by=opening.officer(request), at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            messages.success(request, _("Added beside the words. What was said stays as it was."))
            return HttpResponseRedirect(_onward(request, passage))
    context = {"one": one, "passage": passage, "form": form}
    status = 422 if form.errors else 200
    return opening.shown(request, "layer.html", activity, context, current="activities:contributions", status=status)


def _onward(request: HttpRequest, passage: Passage) -> str:
    """Back to the coding desk with this passage in hand, for those who came from there; else to the contribution."""
    if request.GET.get("then") == "coding":
        try:
            desk = reverse("findings:coding", args=[passage.contribution.strand.activity.slug])
            return f"{desk}?passage={passage.pk}"
        except NoReverseMatch:
            pass
    return reverse("activities:contribution", args=[passage.contribution.trace_id])
