"""A conversation with people in it. Ann owns it and replies, Bilal may help, Cass is a stranger."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from tests.factories import a_partner, a_strand, an_account, an_activity

from heard.activities.models import Strand
from heard.ground import clock
from heard.methods.conversation import actions, sample
from heard.methods.conversation.models import Conversation, Post
from heard.methods.conversation.queries import conversation_for_staff
from heard.people.models import Account

CHANNELS = ("web", "paper", "phone", "in_person", "letter", "email", "text_message")


def a_talk(kind: str = "talk", stage: str = "open", channels: tuple[str, ...] = CHANNELS) -> Conversation:
    """An open conversation of an announced activity, asked by Ann, who replies."""
    partner = a_partner()
    ann = an_account("Ann Example", "engagement_lead", partner=partner)
    activity = an_activity("How shall the baths be run?", stage="planned", lead=partner, owner=ann)
    strand = a_strand(activity, "conversation", "Say it here", channels=channels)
    sample.furnish(strand, ann, clock.now(), kind=kind)
    put(strand, stage)
    return conversation_for_staff(strand.public_id)


def put(strand: Strand, stage: str) -> None:
    type(strand.activity).objects.filter(pk=strand.activity_id).update(stage=stage, announced_on=clock.today())


def again(talk: Conversation) -> Conversation:
    """The same conversation, read anew."""
    return conversation_for_staff(talk.strand.public_id)


def ann_of(talk: Conversation) -> Account:
    assert talk.officer is not None
    return talk.officer


def bilal_of(talk: Conversation) -> Account:
    return an_account("Bilal Example", "analyst", partner=talk.strand.activity.lead)


def cass() -> Account:
    return an_account("Cass Example", "engagement_lead", partner=a_partner())


def says(talk: Conversation, words: str, **more: Any) -> Post:
    """Somebody says something on the web; a new voice each time unless one is given."""
    more.setdefault("title", words[:40] if talk.is_board and not more.get("parent") else "")
    return actions.post(conversation=talk, words=words, by=None, at=clock.now(), **more).post


def url(talk: Conversation, name: str, *more: str) -> str:
    return reverse(f"conversation:{name}", args=[talk.strand.activity.slug, talk.strand.public_id, *more])


def home(talk: Conversation) -> str:
    return reverse("activities:strand", args=[talk.strand.activity.slug, talk.strand.public_id])


def hears(talk: Conversation, client: Client, words: str, **more: Any) -> Any:
    """A browser sends the form of the strand's page."""
    return client.post(url(talk, "say"), {"words": words, "entry_key": more.pop("entry_key", "k"), **more})
