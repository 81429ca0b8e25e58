"""The golden thread from either end: an activity's whole thread, one contribution's trace, a receipt's."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from heard.activities.actions import withdraw_with_receipt
from heard.activities.methods import method_of
from heard.activities.models import Contribution, Receipt
from heard.activities.queries import (
    activity_by_slug,
    contribution_by_trace,
    corrections_for,
    find_by_receipt,
    secret_opens,
)
from heard.front import queries
from heard.front.forms import SecretForm
from heard.ground import clock
from heard.ground.slowing import count_miss, must_wait
from heard.moderation.queries import told_to

NOTHING = gettext_lazy(
    "There is nothing under this code. Check it letter by letter; the last character guards against slips."
)


def thread(request: HttpRequest, slug: str) -> HttpResponse:
    """The ribbon picture of an activity, with its table."""
    activity = activity_by_slug(slug, request.user)
    picture = queries.ribbon_of(activity)
    return render(request, "front/thread.html", {"activity": activity, "picture": picture, "current_tab": request.path})


def trace(request: HttpRequest, trace_id: str) -> HttpResponse:
    """What became of one contribution. Its words only where they stand quoted with consent."""
    contribution = contribution_by_trace(trace_id)
    activity = contribution.strand.activity
    if not activity.is_public:
        raise Http404(_("There is no such contribution."))
    published = queries.published_of(activity)
    method = method_of(contribution.strand)
    carried = method.carried_by([contribution])
    thread = queries.thread_of_contributions(activity, [contribution], published, carried=carried)
    picture = queries.ribbon_of(activity, published)
    context = {
        "thread": thread, "activity": activity, "contribution": contribution, "picture": picture,
        "words": queries.passages_of([contribution]).get(contribution.pk, []), "lit": _lit(contribution, thread),
        "onward": method.onward([contribution]),
    }  # fmt: skip
    return render(request, "front/trace.html", context)


def receipt_thread(request: HttpRequest, code: str) -> HttpResponse:
    """What became of everything one voice gave to one strand. No words, name or address without the slip's secret."""
    if must_wait(request, "receipt"):
        return _page(request, "front/slow_down.html", {}, 429)
    receipt = find_by_receipt(code)
    if receipt is None:
        count_miss(request, "receipt")
        return _page(request, "front/no_receipt.html", {"message": NOTHING}, 404)
    contributions = list(
        Contribution.objects.filter(voice=receipt.voice_id, strand=receipt.strand_id).order_by("received_at", "id")[
            :200
        ]
    )
    form = SecretForm(request.POST or None)
    opened = request.method == "POST" and form.is_valid() and _opens(request, receipt, form)
    words = queries.passages_of(contributions, own=True) if opened else {}
    activity, method = receipt.strand.activity, method_of(receipt.strand)
    thread = queries.thread_of_contributions(
        activity, contributions, queries.published_of(activity), own=True, carried=method.carried_by(contributions)
    )
    context = {
        "receipt": receipt, "activity": activity, "thread": thread,
        "form": form, "opened": opened, "mine": [(one, words.get(one.pk, [])) for one in contributions],
        "corrections": corrections_for(contributions), "moderated": told_to(contributions),
        "code": code, "today": clock.today(), "secret": form.cleaned_data["secret"] if opened else "",
        "onward": method.onward(contributions) if opened else (),
        "may_take_back": opened and any(one.state == Contribution.State.RECEIVED for one in contributions),
    }  # fmt: skip
    return _page(request, "front/receipt_thread.html", context, 200)


@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take back everything that one voice gave to one strand, with the secret on the slip."""
    receipt, form = find_by_receipt(code), SecretForm(request.POST)
    if must_wait(request, "receipt"):
        return _page(request, "front/slow_down.html", {}, 429)
    if receipt is None:
        count_miss(request, "receipt")
        return _page(request, "front/no_receipt.html", {"message": NOTHING}, 404)
    if form.is_valid() and _opens(request, receipt, form):
        withdraw_with_receipt(receipt=receipt, secret=form.cleaned_data["secret"], at=clock.now())
        messages.success(request, _("It is taken back and no longer counted. Only how many were taken back is shown."))
    else:
        messages.error(request, _("Nothing was taken back: this is not the secret word of this receipt."))
    return redirect("front:receipt_thread", code)


def _opens(request: HttpRequest, receipt: Receipt, form: SecretForm) -> bool:
    if secret_opens(receipt, form.cleaned_data["secret"]):
        return True
    count_miss(request, "receipt")
    form.add_error("secret", _("This is not the secret word of this receipt. Check it and try again."))
    return False


def _lit(contribution: Contribution, thread: queries.Thread) -> set[str]:
    """The ids of the picture's nodes on this contribution's thread."""
    lit = {f"c:{contribution.channel}", f"s:{contribution.strand_id}"}
    for heard in thread.heard:
        lit.add(f"f:{heard.finding.pk}")
        if heard.answer:
            lit.add(f"a:{heard.answer.kind}")
        lit |= {f"p:{promise.pk}" for promise in heard.commitments}
    if thread.heard:
        return lit
    return {*lit, "f:left-out" if contribution.state == Contribution.State.EXCLUDED else "f:none"}


def _page(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    # With "no-referrer" browsers hide the origin of the form as well, and it is refused.
    response["Referrer-Policy"] = "strict-origin"
    return response
