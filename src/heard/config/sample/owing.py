"""What the sample city owes: an answer that is late and who was told, posters, a promise contradicted, data requests."""

from __future__ import annotations

from datetime import date, timedelta

from heard.config.sample.cast import COUNCIL, Cast
from heard.config.sample.telling import Story
from heard.decisions import actions
from heard.decisions.models import Commitment, GroundAnswer, Interim, Obligation, Poster, PromiseReply
from heard.ground import clock
from heard.people import actions as people
from heard.rules.feedback import ladder_days

SEEN = (
    ("not_true", "On Saturdays the changing rooms are as cold as ever."),
    ("not_true", "Sixteen degrees on the wall, Sunday morning."),
    ("not_true", ""),
    ("not_true", "My children came out blue."),
    ("not_true", ""),
    ("not_true", "Warm on weekdays, yes. Not at weekends."),
    ("yes", "Lovely on a Tuesday."),
    ("not_true", ""),
    ("not_true", ""),
    ("not_true", "The heater in the family room is off."),
    ("dont_know", ""),
)


def wait(story: Story) -> None:
    """Nobody is told: one after another hears of it; people are told why it takes longer, and wait for more again."""
    with story.on(-100) as at:
        told = actions.give_interim(
            activity=story.activity, heard="Nearly all of you want the path lit.",
            because="The council waits for the price of the lamps.", delayed_until=story.day(-92),
            by=story.cast["olu"], at=at,
        )  # fmt: skip
    owed = Obligation.objects.get(activity=story.activity, voice=None)
    assert owed.due_on
    for day in ladder_days(owed.due_on, owed.ladder):
        if day < story.today:
            with clock.stopped(day + timedelta(days=1)):
                actions.escalate(obligation=owed, at=clock.now())
    _unkept(told, story.day(-50))
    with story.on(-50) as at:
        actions.give_interim(
            activity=story.activity, heard="Most of you want the path lit and somebody about; a few fear for the bats.",
            because="The survey of the bats could only be made in the autumn.", delayed_until=story.day(25),
            by=story.cast["olu"], at=at,
        )  # fmt: skip


def _unkept(told: Interim, until: date) -> None:
    """The day passes by which people were to hear again: its own ladder is climbed."""
    assert told.next_due_on
    for day in ladder_days(told.next_due_on, told.ladder):
        if day < until:
            with clock.stopped(day + timedelta(days=1)):
                actions.escalate_interim(interim=told, at=clock.now())


def hang(story: Story, number: int) -> None:
    """Posters where people took part, and since when they hang."""
    olu = story.cast["olu"]
    with story.on(number) as at:
        actions.plan_posters(
            activity=story.activity, places=["Example Baths, the front desk", "Foleshill Library (sample)"],
            due_on=story.day(number + 14), by=olu, at=at,
        )  # fmt: skip
        for poster in Poster.objects.filter(activity=story.activity):
            actions.put_up_poster(poster=poster, put_up_on=story.day(number), put_up_by="A sample host", by=olu, at=at)


def contradict(story: Story, promise: Commitment, number: int) -> None:
    """Residents say that a promise is not true; it is opened again, and the council replies in public."""
    olu = story.cast["olu"]
    with story.on(number) as at:
        for says, words in SEEN:
            actions.answer_promise(commitment=promise, says=says, words=words, at=at)
        for answer in GroundAnswer.objects.filter(commitment=promise).exclude(words=""):
            actions.read_answer(answer=answer, by=olu, at=at)
    with story.on(number + 6) as at:
        reply = PromiseReply.objects.select_related("commitment__decision__activity__lead").get(commitment=promise)
        actions.reply_to_residents(
            reply=reply, by=olu, at=at,
            words="You are right: the weekend timer was never set. It is set now; we measure again every Saturday until"
            " the end of the month and put the figures on the door.",
        )  # fmt: skip


def ask_about_data(cast: Cast) -> None:
    """Two people ask about their own data; one of them complains."""
    council = cast.partners[COUNCIL]
    for kind, words in (
        ("access", "What do you hold about me from the sample conversation about the baths?"),
        ("complaint", "My sample letter came with somebody else's name on it."),
    ):
        with clock.stopped(clock.today() - timedelta(days=12)):
            people.raise_data_request(
                partner=council, kind=kind, words=words, name="An invented person", channel="web", by=None,
                at=clock.now(),
            )  # fmt: skip
