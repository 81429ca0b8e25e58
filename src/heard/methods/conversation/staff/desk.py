"""The desk: questions that wait first; one post with everything that can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Conflict, ask
from heard.methods.conversation import access, actions
from heard.methods.conversation.forms.desk import AnswerForm, ApartForm, JoinForm, StatusForm, WrittenForm
from heard.methods.conversation.models import Post
from heard.methods.conversation.queries import (
    ORDER,
    SHELVES,
    cards,
    changes_of,
    desk_rows,
    merge_of,
    post_by_id,
    post_for_staff,
    posts_alike,
    recording_for_staff,
    replies_to,
)
from heard.methods.conversation.staff.opening import opened, shown
from heard.ui.parts import Link


@login_required
def desk(request: HttpRequest, strand_id: str) -> HttpResponse:
    """What waits for somebody, the longest first."""
    conversation = opened(request, strand_id)
    shelf = request.GET.get("shelf", "questions")
    shelf = shelf if shelf in SHELVES else "questions"
    page = page_of(desk_rows(conversation, shelf), order=ORDER[shelf], after=request.GET.get("after", ""), size=25)
    here = reverse("conversation:desk", args=[strand_id])
    return shown(
        request,
        "desk.html",
        conversation,
        page=page,
        cards=cards(page.items),
        shelf=shelf,
        shelves=[Link(str(label), f"{here}?shelf={slug}") for slug, label in SHELVES.items()],
        chosen=f"{here}?shelf={shelf}",
        may_reply=access.may_reply(officer(request), conversation),
        may_sum_up=access.may_sum_up(officer(request), conversation),
    )


FORMS: dict[str, type[forms.Form]] = {
    "reply": AnswerForm,
    "status": StatusForm,
    "join": JoinForm,
    "apart": ApartForm,
    "written": WrittenForm,
}


@login_required
def post_staff(request: HttpRequest, post_id: str) -> HttpResponse:
    """One post: reply, say what becomes of it, put it with another, take it apart, write down what was spoken."""
    post = post_for_staff(post_id)
    strand = post.conversation.strand
    ask(access.may_see(request.user, strand))
    do = request.POST.get("do", "")
    bound = FORMS[do](request.POST, auto_id=_ids(do)) if do in FORMS else None
    if bound is not None and bound.is_valid():
        try:
            messages.success(request, DO[do](post, bound, officer(request)))
        except Conflict as refusal:
            bound.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}".strip())
        else:
            return redirect((request.POST.get("onward") == "desk" and _desk(post)) or request.path)
    if do == "alone" and (merge := merge_of(post)):
        actions.stand_alone(merge=merge, by=officer(request), at=clock.now())
        return redirect(request.path)
    return _post_page(request, post, {do: bound} if bound is not None else {})


def _ids(do: str) -> str:
    """The ids of one form's boxes: several forms stand on this page, and more than one has “words” or “because”."""
    return f"id_{do}_%s"


def _desk(post: Post) -> str:
    return reverse("conversation:desk", args=[post.conversation.strand.public_id])


def _post_page(request: HttpRequest, post: Post, bound: dict[str, Any]) -> HttpResponse:
    conversation, by = post.conversation, officer(request)
    (card, *replies) = cards([post, *replies_to(post).items])
    initial: dict[str, dict[str, Any]] = {
        "apart": {"pieces": f"{card.title}\n\n{card.words}".strip()},
        "status": {"status": post.status},
    }
    made = {
        name: bound.get(name) or kind(initial=initial.get(name), auto_id=_ids(name)) for name, kind in FORMS.items()
    }
    near = posts_alike(conversation, words=card.words, title=card.title, but=post.pk) if not post.depth else []
    return shown(
        request,
        "post_staff.html",
        conversation,
        status=422 if any(form.errors for form in bound.values()) else 200,
        card=card,
        replies=replies,
        alike=cards(near),
        changes=changes_of(post),
        may_reply=access.may_reply(by, conversation),
        may_decide=access.may_decide_on_ideas(by, conversation),
        may_join=access.may_join_posts(by, conversation.strand),
        may_hear=access.may_hear(by, conversation.strand),
        forms=made,
        form=next(iter(bound.values()), None),
    )


def _reply(post: Post, form: Any, by: Any) -> str:
    actions.reply_as_officer(post=post, by=by, at=clock.now(), **form.cleaned_data)
    return _("Your reply is public now. Whoever left an address is told.")


def _status(post: Post, form: Any, by: Any) -> str:
    actions.change_status(post=post, by=by, at=clock.now(), **form.cleaned_data)
    return _("It stands on the board. Its author and those who support it are told.")


def _join(post: Post, form: Any, by: Any) -> str:
    try:
        target = post_by_id(post.conversation, form.cleaned_data["target"])
    except Http404:
        raise Conflict(
            _("No post of this conversation has that name."), _("Copy the address of its page once more.")
        ) from None
    target.conversation = post.conversation
    actions.join_posts(source=post, target=target, because=form.cleaned_data["because"], by=by, at=clock.now())
    return _("They are together now. Both stay as they were, and those who support this one are asked.")


def _apart(post: Post, form: Any, by: Any) -> str:
    made = actions.take_apart(post=post, pieces=form.cleaned_data["pieces"], by=by, at=clock.now())
    return _("It is shown in %(n)d parts now. The whole stays and counts once.") % {"n": len(made)}


def _written(post: Post, form: Any, by: Any) -> str:
    recording = getattr(post, "recording", None)
    if recording is None:
        raise Conflict(_("Nothing was spoken here."))
    recording.post = post
    actions.write_down(recording=recording, words=form.cleaned_data["words"], by=by, at=clock.now())
    return _("Written down: this is what everyone reads.")


DO: dict[str, Callable[[Post, Any, Any], str]] = {
    "reply": _reply,
    "status": _status,
    "join": _join,
    "apart": _apart,
    "written": _written,
}


@login_required
@never_cache
def listen(request: HttpRequest, recording_id: str) -> HttpResponse:
    """The sound of a spoken message, for those who write it down. Who listened is on the record."""
    recording = recording_for_staff(recording_id)
    content = actions.open_recording(recording=recording, by=officer(request), at=clock.now())
    answer = HttpResponse(content, content_type=recording.kind)
    answer["Content-Disposition"] = f'inline; filename="{recording.public_id}"'
    answer["Cache-Control"] = "no-store, private"
    answer["Accept-Ranges"] = "none"
    return answer
