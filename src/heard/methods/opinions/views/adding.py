"""Adding a statement of one's own, for everyone to vote on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.activities.actions.contributions import kept_key
from heard.activities.models import Channel, Strand
from heard.ground import clock
from heard.ground.sending import name_of
from heard.methods.opinions.actions import add_statement
from heard.methods.opinions.forms import MyStatementForm
from heard.methods.opinions.forms.residents import one_line, same
from heard.methods.opinions.queries import open_to_votes, opinions_of, strand_to_vote, was_sent_as, with_words
from heard.methods.opinions.views.opening import give_key, is_open_here, kept_private, key_of, new_key, shown, url


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Write a statement; it goes to the moderators like any public words, and then to everyone."""
    strand = strand_to_vote(slug, strand_id)
    opinions = opinions_of(strand)
    if not is_open_here(strand) or not opinions.accepts_statements:
        return shown(request, "not_open", strand, status=409)
    key = key_of(request, strand)
    form = MyStatementForm(request.POST or None, request=request, what="opinions", known=_known(strand))
    if request.method == "POST" and not key:
        return shown(request, "no_key", strand, status=409)
    if request.method == "POST" and form.is_valid():
        return _kept(request, strand, key, form)
    if form.like and was_sent_as(form.like, kept_key(strand, _entry(key, form))):
        return _to_receipt(request, strand, stands=True)
    answer = shown(
        request, "add", strand, form=form, opinions=opinions, like=form.like, status=422 if form.errors else 200
    )
    if not key:
        give_key(answer, strand, new_key())
    return kept_private(answer)


def _kept(request: HttpRequest, strand: Strand, key: str, form: Any) -> HttpResponse:
    statement = add_statement(
        strand=strand, words=form.cleaned_data["words"], channel=Channel.WEB, by=None, at=clock.now(), key=key,
        entry_key=_entry(key, form), signals=form.signals(),
    )  # fmt: skip
    return _to_receipt(request, strand, stands=open_to_votes(strand).filter(pk=statement.pk).exists())


def _to_receipt(request: HttpRequest, strand: Strand, *, stands: bool) -> HttpResponse:
    if stands:
        messages.success(request, _("Your statement stands there now, and others vote on it. Here is your receipt."))
    else:
        messages.success(request, _("Thank you. Somebody reads your statement first; then others vote on it."))
    return HttpResponseRedirect(url("receipt", strand))


def _entry(key: str, form: MyStatementForm) -> str:
    """What a sending goes by: this browser, its page and its words. The same counts once; other words beside it."""
    sent = name_of(str(form.data.get("entry", ""))[:43], one_line(str(form.data.get("words", ""))))
    return f"statement:{key[:16]}:{sent}"


def _known(strand: Strand) -> dict[str, str]:
    """Every statement that stands there, by its plain words, with its public id."""
    rows = with_words(open_to_votes(strand)).values_list("said", "public_id")
    return {same(said): public_id for said, public_id in rows[:2000]}
