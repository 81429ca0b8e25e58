"""What is asked and who replies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from heard.activities.actions.noting import note
from heard.activities.models import Strand
from heard.ground.refusal import ask
from heard.methods.conversation import access
from heard.methods.conversation.models import Conversation
from heard.people.models import Account

ASKED = ("kind", "prompt", "about", "asks_place", "takes_photos", "takes_spoken", "asks_about")


def set_up(*, strand: Strand, by: Account, at: datetime, **settings: Any) -> Conversation:
    """Say what is asked, and what people may add to their words. Consequence: page and paper ask the same."""
    ask(access.may_set_up(by, strand))
    with transaction.atomic():
        conversation, _made = Conversation.objects.update_or_create(
            strand=strand, defaults={name: settings[name] for name in ASKED if name in settings}
        )
        note("conversation.set_up", strand.activity, by, at, strand=strand.public_id, kind=conversation.kind)
    return conversation


def name_officer(*, strand: Strand, officer: Account, name: str, role: str, by: Account, at: datetime) -> Conversation:
    """Say who replies, under the name and the office that everyone reads.

    Consequence: questions asked from now on go to them; those that wait already go to them too.
    """
    ask(access.may_name_officer(by, strand))
    named = {"officer": officer, "officer_name": name.strip(), "officer_role": role.strip()}
    with transaction.atomic():
        conversation, _made = Conversation.objects.update_or_create(strand=strand, defaults=named)
        for post in conversation.posts.filter(question__answered_at__isnull=True).select_related("question"):
            for column, value in named.items():
                setattr(post.question, column, value)
            post.question.save(update_fields=list(named))
        note("conversation.officer_named", strand.activity, by, at, strand=strand.public_id)
    return conversation
