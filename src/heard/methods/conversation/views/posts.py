"""One post with its replies, two levels deep; support; and what an author or a supporter says when posts are joined."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heard.ground import clock
from heard.ground.paging import Page
from heard.ground.refusal import Conflict
from heard.ground.sending import key_sent
from heard.methods.conversation import actions
from heard.methods.conversation.forms.saying import ReplyForm
from heard.methods.conversation.models import DEEPEST, Post
from heard.methods.conversation.queries import (
    Card,
    can_be_given,
    cards,
    changes_of,
    conversation_to_join,
    counts_of,
    is_there,
    parts_of,
    post_by_id,
    replies_below,
    replies_to,
)
from heard.methods.conversation.views.browser import Remembered
from heard.methods.conversation.views.pages import page
from heard.methods.conversation.views.saying import sending, slow_down, url
from heard.methods.conversation.views.together import merge_here


@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, slug: str, strand_id: str, post_id: str) -> HttpResponse:
    """A post, what officers answered, what others replied; and a reply to it."""
    conversation = conversation_to_join(slug, strand_id)
    here = Remembered(request, conversation.strand)
    one = post_by_id(conversation, post_id, own=here.voice_id)
    one.conversation = conversation
    may_reply = one.depth < DEEPEST and is_there(one) and can_be_given(conversation.strand, clock.today())
    form = ReplyForm(request.POST or None, request=request, what="conversation-reply") if may_reply else None
    if request.method == "POST" and form is None:
        raise Conflict(_why_not(one), _("Nothing you wrote is lost if you go back: copy it from there."))
    if form is not None and form.is_valid():
        slow_down(request)
        _reply(request, one, form, here)
        return HttpResponseRedirect(url("said", conversation.strand))
    return _shown(request, one, form, here)


def _why_not(one: Post) -> str:
    if one.depth >= DEEPEST:
        return _("Replies go two levels deep, and this would be the third.")
    if not is_there(one):
        return _("What you reply to is not there any more.")
    return _("This has closed, so replies are not taken any more.")


def _reply(request: HttpRequest, parent: Post, form: ReplyForm, here: Remembered) -> None:
    key = sending(request, "reply", parent.pk, form.cleaned_data["words"], form.cleaned_data["tone"])
    posted = actions.post(
        conversation=parent.conversation,
        words=form.cleaned_data["words"],
        tone=form.cleaned_data["tone"],
        parent=parent,
        voice=here.voice,
        entry_key=key,
        signals=form.signals(),
        by=None,
        at=clock.now(),
    )
    here.said(posted, key)


def _shown(request: HttpRequest, one: Post, form: ReplyForm | None, here: Remembered) -> HttpResponse:
    replies: Page[Post] = replies_to(one, after=request.GET.get("after", ""))
    below = replies_below(replies.items) if one.depth == 0 else []
    parts = list(parts_of(one)) if one.part_of_id is None and one.depth == 0 else []
    every = cards([one, *replies.items, *below, *parts], here.voice_id)
    card, rest = every[0], {each.post.pk: each for each in every[1:]}
    return page(
        request,
        "conversation/post.html",
        one.conversation,
        status=422 if form is not None and form.errors else 200,
        card=card,
        form=form,
        key=key_sent(request.POST.get("entry_key")),
        replies=[(rest[each.pk], _under(rest, each, below)) for each in replies.items],
        parts=[rest[each.pk] for each in parts],
        page=replies,
        changes=changes_of(one) if one.status else (),
        counts=counts_of(one) if one.counted else (),
        parent=one.parent.public_id if one.parent else "",
        here=here,
    )


def _under(known: dict[int, Card], parent: Post, below: list[Post]) -> list[Card]:
    return [known[each.pk] for each in below if each.parent_id == parent.pk]


@require_POST
def support(request: HttpRequest, slug: str, strand_id: str, post_id: str) -> HttpResponse:
    """Add one's voice, or take it away again. No account; one for each browser."""
    conversation = conversation_to_join(slug, strand_id)
    here = Remembered(request, conversation.strand)
    one = post_by_id(conversation, post_id)
    one.conversation = conversation
    slow_down(request, "support")
    if request.POST.get("do") == "remove":
        if here.voice is None:
            raise Http404(_("This browser has added its voice to nothing here."))
        actions.withdraw_support(post=one, voice=here.voice, at=clock.now())
        messages.success(request, _("Your voice is taken away again."))
    else:
        here.added(actions.support(post=one, voice=here.voice, at=clock.now()).voice)
        messages.success(request, _("Your voice is added. You can take it away again whenever you like."))
    return HttpResponseRedirect(url("post", conversation.strand, post_id))


@require_POST
def carry(request: HttpRequest, slug: str, strand_id: str, post_id: str) -> HttpResponse:
    """Somebody lets their voice go along to what the post became part of."""
    conversation, merge = merge_here(slug, strand_id, post_id)
    here = Remembered(request, conversation.strand)
    if here.voice is None:
        raise Http404(_("This browser has added its voice to nothing here."))
    actions.carry_support(merge=merge, voice=here.voice, at=clock.now())
    messages.success(request, _("Your voice goes along."))
    return HttpResponseRedirect(url("post", conversation.strand, merge.target.public_id))


@require_POST
def stand_alone(request: HttpRequest, slug: str, strand_id: str, post_id: str) -> HttpResponse:
    """The author says that the post shall stand on its own again."""
    conversation, merge = merge_here(slug, strand_id, post_id)
    here = Remembered(request, conversation.strand)
    actions.stand_alone(merge=merge, voice=here.voice, at=clock.now())
    messages.success(request, _("Your post stands on its own again."))
    return HttpResponseRedirect(url("post", conversation.strand, post_id))
