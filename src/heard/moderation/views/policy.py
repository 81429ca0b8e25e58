"""What we remove and why; and a way to say that something should be looked at."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.queries import shown_words
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.ground.slowing import tries_too_often
from heard.moderation import actions, queries
from heard.moderation.forms import ReportForm
from heard.moderation.models import Item


def policy(request: HttpRequest) -> HttpResponse:
    """The published policy, as the code obeys it, with how often each reason was used."""
    terms, used = queries.moderation_policy(), queries.reasons_used()
    reasons = [(reason, used.get(reason.slug, 0)) for reason in terms.reasons]
    return render(request, "moderation/policy.html", {"policy": terms, "reasons": reasons})


@never_cache
def report(request: HttpRequest, trace_id: str) -> HttpResponse:
    """Ask for a look at something that is shown. No account; a flood of reports takes nothing down."""
    item = queries.item_named(trace_id)
    if item.state != Item.State.SHOWN or not item.activity.is_public:
        raise Http404(_("This is not shown, so there is nothing to report."))
    terms = queries.moderation_policy()
    form = ReportForm(request.POST or None, reasons=terms.reasons, longest=terms.reports.longest)
    if request.method == "POST" and form.is_valid():
        if tries_too_often(request, "moderation-reports", most=terms.reports.most_in_ten_minutes, seconds=600):
            form.add_error(None, _("Many reports came from this computer. Wait ten minutes, or ring us."))
            return _page(request, item, form, 429)
        try:
            actions.report(item=item, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.verdict.why)
        else:
            messages.success(request, _("Thank you. A moderator will look at it; until then it stays there."))
            return redirect("activities:strand", item.activity.slug, item.strand.public_id)
    return _page(request, item, form, 422 if form.errors else 200)


def _page(request: HttpRequest, item: Item, form: ReportForm, status: int) -> HttpResponse:
    words = [(each, shown_words(each)) for each in item.contribution.passages.all()]
    answer = render(request, "moderation/report.html", {"item": item, "form": form, "passages": words}, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer
