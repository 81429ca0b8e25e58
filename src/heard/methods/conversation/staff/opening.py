"""What every officers' page of a conversation begins with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.ground import clock
from heard.ground.refusal import ask
from heard.methods.conversation import access
from heard.methods.conversation.models import Conversation
from heard.methods.conversation.queries import conversation_for_staff, waiting_counts


def opened(request: HttpRequest, strand_id: str) -> Conversation:
    """The conversation, if this officer may look at its pages; else Refused."""
    conversation = conversation_for_staff(strand_id)
    ask(access.may_see(request.user, conversation.strand))
    return conversation


def shown(
    request: HttpRequest, template: str, conversation: Conversation, *, status: int = 200, **slots: Any
) -> HttpResponse:
    """A page of this conversation in the officers' layout of its activity."""
    strand = conversation.strand
    context = {
        "activity": strand.activity,
        "strand": strand,
        "conversation": conversation,
        "waiting": waiting_counts(conversation),
        "today": clock.today(),
        **slots,
    }
    return render(request, f"conversation/staff/{template}", context, status=status)
