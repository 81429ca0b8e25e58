"""Yes or no to a merge from any computer: by the link in an e-mail, or with what stands on the slip."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heard.activities.forms import SlipForm
from heard.activities.views.slips import opened_by_slip
from heard.ground import clock
from heard.methods.conversation import actions
from heard.methods.conversation.models import Conversation, Merge
from heard.methods.conversation.queries import cards, conversation_to_join, merge_of, post_by_id
from heard.methods.conversation.queries.telling import consent_code, may_consent, read_consent
from heard.methods.conversation.views.pages import page
from heard.methods.conversation.views.saying import url
from heard.people.models import Voice


def merge_here(slug: str, strand_id: str, post_id: str) -> tuple[Conversation, Merge]:
    """The conversation and the merge of a post that became part of another; 404 with a sentence."""
    conversation = conversation_to_join(slug, strand_id)
    merge = merge_of(post_by_id(conversation, post_id))
    if merge is None:
        raise Http404(_("This post stands on its own."))
    merge.source.conversation = conversation
    return conversation, merge


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, slug: str, strand_id: str, post_id: str) -> HttpResponse:
    """Who has a slip types what stands on it, and comes to their own page about the merge."""
    conversation, merge = merge_here(slug, strand_id, post_id)
    form = SlipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        receipt = opened_by_slip(request, conversation.strand, form)
        if receipt is not None:
            code = consent_code(merge, UUID(str(receipt.voice_id)))
            return HttpResponseRedirect(url("consent", conversation.strand, post_id, code))
    status = 422 if form.errors else 200
    return _private(page(request, "conversation/together.html", conversation, status=status, form=form, **_both(merge)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, slug: str, strand_id: str, post_id: str, code: str) -> HttpResponse:
    """What one voice may say to the merge: come along, or (its author) stand alone. Nothing happens by looking."""
    conversation, merge = merge_here(slug, strand_id, post_id)
    number = read_consent(merge, code)
    voice = Voice.objects.filter(pk=number, erased_at__isnull=True).first() if number else None
    if voice is None:
        raise Http404(_("This link does not work. Copy it whole from the message, or use your receipt."))
    if request.method == "POST" and request.POST.get("do") == "alone":
        actions.stand_alone(merge=merge, voice=voice, at=clock.now())
        messages.success(request, _("Your post stands on its own again."))
        return HttpResponseRedirect(url("post", conversation.strand, post_id))
    if request.method == "POST":
        actions.carry_support(merge=merge, voice=voice, at=clock.now())
        messages.success(request, _("Your voice goes along."))
        return HttpResponseRedirect(url("post", conversation.strand, merge.target.public_id))
    counted = conversation.strand.concluded_at is not None
    may_carry, is_author = (False, False) if counted else may_consent(merge, voice.pk)
    slots = {"may_carry": may_carry, "is_author": is_author, "known": True, **_both(merge)}
    return _private(page(request, "conversation/together.html", conversation, **slots))


def _both(merge: Merge) -> dict[str, Any]:
    source, target = cards([merge.source, merge.target])
    return {"merge": merge, "source": source, "target": target}


def _private(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "no-store, private"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
