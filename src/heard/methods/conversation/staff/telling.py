"""Whom to tell by letter, telephone or text message, in which words; and that they were told."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.queries import letter_to
from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.refusal import ask
from heard.methods.conversation import access, actions
from heard.methods.conversation.models import Conversation
from heard.methods.conversation.queries import conversation_for_staff
from heard.methods.conversation.queries.telling import Owed, owed_with_words, tellings_owed
from heard.methods.conversation.staff.opening import shown
from heard.ui.files import pdf_answer
from heard.ui.letters import letters_file

AT_ONCE, LETTERS = 8, 100


@login_required
@never_cache
def tell(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Letters as one file; calls and messages one by one. Only those who print letters see where to."""
    conversation = _opened(request, strand_id)
    if request.method == "POST":
        number = _settled(request, conversation)
        messages.success(request, _("Kept: %(n)d settled.") % {"n": number})
        return redirect("conversation:tell", strand_id)
    calls, posted = tellings_owed(conversation).exclude(way="letter"), tellings_owed(conversation, "letter")
    rows = list(calls[:AT_ONCE].union(posted[:LETTERS], all=True))
    letters = [one.pk for one in rows if one.way == "letter"]
    one_by_one = owed_with_words(sorted((one for one in rows if one.way != "letter"), key=lambda one: one.pk))
    last = max(letters, default=0)
    return shown(request, "tell.html", conversation, letters=len(letters), last=last, owed=one_by_one)


@login_required
@never_cache
def letters(request: HttpRequest, strand_id: str) -> HttpResponse:
    """The letters that wait, up to the one that the page named, as one file to print."""
    conversation = _opened(request, strand_id)
    rows = owed_with_words(
        tellings_owed(conversation, "letter").filter(pk__lte=whole(request.GET.get("last"), digits=15))
    )
    activity = conversation.strand.activity
    data = letters_file(
        activity.title,
        [
            letter_to(one.to, activity, title=one.subject, blocks=_blocks(one), at=clock.now())
            for one in rows
            if one.to is not None
        ],
    )
    return pdf_answer("letters.typ", data, f"letters-{conversation.strand.public_id}.pdf")


def _opened(request: HttpRequest, strand_id: str) -> Conversation:
    conversation = conversation_for_staff(strand_id)
    ask(access.may_tell(request.user, conversation.strand))
    return conversation


def _settled(request: HttpRequest, conversation: Conversation) -> int:
    asked = request.POST
    rows = tellings_owed(conversation)
    if asked.get("letters"):
        rows = rows.filter(way="letter", pk__lte=whole(asked["letters"], digits=15))
    else:
        rows = rows.filter(public_id=asked.get("telling", "")[:20])
    told = asked.get("told") == "yes"
    return actions.settle_tellings(
        conversation=conversation, tellings=list(rows), told=told, by=officer(request), at=clock.now()
    )


def _blocks(one: Owed) -> list[dict[str, str]]:
    return [{"kind": "text", "words": part.strip()} for part in one.text.split("\n\n") if part.strip()]
