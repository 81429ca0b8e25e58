"""The moderators' desk of the sample city: something of everything that comes before them. All invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from heard.activities.models import Activity, Contribution, Stage, Strand
from heard.config.sample.cast import Cast
from heard.ground import clock
from heard.methods.conversation.actions import post
from heard.methods.conversation.queries import conversation_of
from heard.methods.opinions.actions import add_statement
from heard.moderation import actions
from heard.moderation.models import Item
from heard.people.actions import approve_exclusion, refuse_exclusion
from heard.people.models import Exclusion

SENT: dict[str, tuple[int, dict[str, Any], str]] = {
    # slug: days ago, signals, words
    "removed": (
        14,
        {"seconds": 2},
        "Best loans in town, ask for Example Finance. Nothing to do with the library, sorry!",
    ),
    "refused": (12, {}, "Whoever wrote this plan has never been in a library. Shame on all of you at the council."),
    "seen": (9, {}, "Could the toddlers have their hour in the afternoon as well? Mine sleeps in the morning."),
    "held": (1, {}, "People from Example Street should not be let in at all. We know who you are."),
    "advert": (
        1,
        {"trap": True},
        "Cheap phones at www.example.org/a, www.example.org/b and www.example.org/c today only.",
    ),
    "late": (5, {}, "The hearing loop has not worked since spring. I stopped coming to the readings."),
    "number": (1, {}, "Ring my neighbour Mr Sample on 024 7600 0199, he can tell you about the steps."),
    "same": (1, {}, "Keep the reading room open late on Thursdays, please."),
    "again": (0, {}, "Keep the reading room open late on Thursdays, please!"),
    "angry": (0, {"seconds": 2.5}, "You have decided already. This is a show, and a dear one."),
}


def look_after(cast: Cast) -> None:
    """What residents sent to a sample conversation (or map of opinions) that is open now, and what two moderators made of it."""
    open_now = Strand.objects.filter(activity__is_sample=True, activity__stage=Stage.OPEN, channels__contains=["web"])
    talks = open_now.filter(method__in=SENDS, dropped_because="").select_related("activity")
    strand = talks.order_by("method", "pk").first()
    if strand is None:
        return
    items = {name: _send(strand, name) for name in SENT}
    _judge(cast, strand.activity, items)


def _send(strand: Strand, name: str) -> Item:
    days, signals, words = SENT[name]
    with _on(days):
        said = SENDS[strand.method](strand, name, words, {"seconds": 48, **signals})
    return Item.objects.get(contribution=said)


def _post(strand: Strand, name: str, words: str, signals: dict[str, Any]) -> Contribution:
    conversation = conversation_of(strand)
    conversation.strand = strand
    title = "An example idea" if conversation.is_board else ""
    key = f"sample-sent-{name}"
    posted = post(
        conversation=conversation, words=words, title=title, by=None, at=clock.now(), entry_key=key, signals=signals
    )
    return posted.received.contribution


def _state(strand: Strand, name: str, words: str, signals: dict[str, Any]) -> Contribution:
    key = f"sample-sent-{name}"
    made = add_statement(
        strand=strand, words=words, channel="web", by=None, at=clock.now(), entry_key=key, key=key, signals=signals
    )
    assert made.contribution is not None
    return made.contribution


SENDS: dict[str, Callable[[Strand, str, str, dict[str, Any]], Contribution]] = {
    "conversation": _post,
    "opinions": _state,
}


def _judge(cast: Cast, activity: Activity, items: dict[str, Item]) -> None:
    amara, samira = cast["amara"], cast["samira"]
    with _on(13):
        actions.set_terms(
            activity=activity, before=False, by=cast["priya"], at=clock.now(),
            because="People answer one another here, so we show at once and look every working day.",
        )  # fmt: skip
        held = actions.propose_removal(item=items["removed"], reason="advert", by=amara, at=clock.now())
        exclusion = approve_exclusion(exclusion=_exclusion(held), by=samira, at=clock.now())
        actions.tell_on_receipt(exclusion=exclusion, at=clock.now())
    with _on(11):
        sharp = actions.propose_removal(
            item=items["refused"], reason="conduct", note="Shouts at the people who wrote the plan.", by=amara,
            at=clock.now(),
        )  # fmt: skip
        because = "It is sharp, and about the plan. Nobody had been warned, and being angry with us is no reason."
        refuse_exclusion(exclusion=_exclusion(sharp), because=because, by=samira, at=clock.now())
    with _on(8):
        actions.show(item=items["seen"], by=amara, at=clock.now())
    with _on(0):
        actions.report(item=items["angry"], reason="conduct", words="This is not a nice tone.", at=clock.now())
        actions.report(item=items["angry"], reason="twice", words="", at=clock.now())
        actions.hold(item=items["held"], reason="hate", note="Please look at this with me.", by=amara, at=clock.now())
        actions.propose_removal(item=items["advert"], reason="advert", by=amara, at=clock.now())


def _exclusion(item: Item) -> Exclusion:
    return Exclusion.objects.get(public_id=item.exclusion_ref)


def _on(days: int) -> Any:
    return clock.stopped(clock.midday(clock.today() - timedelta(days=days)))
