"""The conversation's own page at every stage: the question first, one box to answer in, and what others said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.activities.views.shown import is_over, ways_in
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.sending import key_sent
from heard.methods.conversation.forms.saying import SayForm
from heard.methods.conversation.models import Conversation
from heard.methods.conversation.queries import (
    ORDERS,
    can_be_given,
    cards,
    conversation_of,
    listed,
    places_named,
    seed_of,
)
from heard.methods.conversation.views.browser import Remembered
from heard.methods.conversation.views.shown import results, wards
from heard.rules.another_view import MOST_VIEWS, RULE
from heard.ui.parts import Link, Way


def strand_page(request: HttpRequest, strand: Strand) -> HttpResponse:
    """What a visitor sees, at any stage."""
    conversation = conversation_of(strand)
    conversation.strand = strand
    return conversation_page(request, conversation)


def conversation_page(
    request: HttpRequest, conversation: Conversation, form: SayForm | None = None, alike: list[Any] | None = None
) -> HttpResponse:
    """The page, with a form that has to be mended where there is one, and what is like it where that was asked."""
    strand, today = conversation.strand, clock.today()
    is_open = can_be_given(strand, today)
    if form is None and is_open:
        form = SayForm(conversation, today)
    slots = {
        "form": form if is_open else None,
        "key": key_sent(request.POST.get("entry_key")),
        "alike": alike or [],
        **_read(request, conversation, today),
    }
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return page(request, "conversation/strand.html", conversation, status=status, **slots)


def page(
    request: HttpRequest, template: str, conversation: Conversation, *, status: int = 200, **slots: Any
) -> HttpResponse:
    """A page of this conversation in the layout of its activity."""
    strand, today = conversation.strand, clock.today()
    activity = strand.activity
    context = {
        "activity": activity,
        "plan": activity.plan,
        "strand": strand,
        "conversation": conversation,
        "current_tab": reverse("activities:take_part", args=[activity.slug]),
        "today": today,
        "is_open": can_be_given(strand, today),
        "is_over": is_over(activity, today),
        "ways": _other_ways(strand) if activity.is_open else (),
        **slots,
    }
    return render(request, template, context, status=status)


def _other_ways(strand: Strand) -> list[Way]:
    """The ways to say it elsewhere. Where people meet stands on the page of the activity, not on this one."""
    meets = reverse("activities:take_part", args=[strand.activity.slug])
    others = ways_in(strand.activity, [strand]).others
    return [replace(way, href=meets) if way.channel == "in_person" else way for way in others]


def _read(request: HttpRequest, conversation: Conversation, today: Any) -> dict[str, Any]:
    """What others said, in the order that was asked for."""
    asked = request.GET
    here = Remembered(request, conversation.strand)
    order = asked.get("order", "mix") if asked.get("order", "mix") in (*ORDERS, "place") else "mix"
    view = whole(asked.get("view"), digits=3)
    view = min(view, MOST_VIEWS - 1)
    place = asked.get("place", "")[:80]
    found, lanes = listed(
        conversation,
        order="newest" if order == "place" else order,
        number=view,
        place=place,
        after=asked.get("after", ""),
        today=today,
    )
    places = places_named(conversation) if order == "place" else []
    return {
        "cards": cards(found.items, here.voice_id, lanes),
        "page": found,
        "order": order,
        "orders": _orders(),
        "chosen": f"?{urlencode({'order': order})}#said",
        "place": place,
        "places": places,
        "wards": wards(places, today) if places else None,
        "next_view": (view + 1) % MOST_VIEWS,
        "view": view,
        "rule": RULE,
        "seed": seed_of(conversation, today),
        "here": here,
        "results": results(conversation.strand),
    }


def _orders() -> list[Link]:
    words = {**ORDERS, "place": _("By place")}
    return [Link(str(label), f"?{urlencode({'order': slug})}#said") for slug, label in words.items()]
