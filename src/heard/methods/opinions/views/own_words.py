"""Whoever gave a statement that was put in other words reads both, and has their own back, with their slip."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.activities.forms import SlipForm
from heard.activities.views.slips import opened_by_slip
from heard.ground import clock
from heard.methods.opinions.actions import bring_back_own_words
from heard.methods.opinions.queries import strand_to_vote
from heard.methods.opinions.queries.own_words import own_words_of
from heard.methods.opinions.views.opening import kept_private, shown, url


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The slip opens both wordings and what would happen; a second step has one's own words back."""
    strand = strand_to_vote(slug, strand_id)
    form = SlipForm(request.POST or None)
    receipt = opened_by_slip(request, strand, form) if request.method == "POST" else None
    if receipt is None:
        return kept_private(shown(request, "own_words", strand, form=form, status=422 if form.errors else 200))
    secret, statement = form.cleaned_data["secret"], request.POST.get("statement", "").replace("\0", "")[:12]
    if statement:
        bring_back_own_words(statement=statement, receipt=receipt, secret=secret, at=clock.now())
        messages.success(request, _("Your own words stand there again, and people vote on them."))
        return HttpResponseRedirect(url("picture", strand))
    slip = {"code": form.cleaned_data["code"], "secret": secret}
    return kept_private(shown(request, "own_words", strand, found=own_words_of(receipt), opened=True, **slip))
