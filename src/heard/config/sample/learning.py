"""How the sample city watches who takes part, asks how it was, and judges itself."""

from __future__ import annotations

from typing import Any

from heard.config.sample.cast import TRUST
from heard.config.sample.telling import Story
from heard.evaluation import actions
from heard.evaluation.models.scoring import Standard

SHOWS = {
    "inclusion": (5, 3, "Five in six came on paper or in person.", "Hardly anybody under 18 was asked."),
    "support": (5, 5, "A bus to each session, and a call back.", "People we sent were met at the door."),
    "planning": (4, 4, "The plan was seen by three partners.", "We read it in time to say something."),
    "working_together": (4, 4, "The health trust read the findings with us.", "Our notes are in the findings."),
    "methods": (5, 4, "Tea at the library doubled the number of those over 75.", "No way that suits shift workers."),
    "communication": (4, 5, "Letters to everyone who wrote.", "The clearest letter we have seen this year."),
    "impact": (5, 4, "Two late evenings; the hoist works.", "The hoist works; the evenings we have not seen yet."),
}


def reach_out(story: Story, number: int) -> None:
    """Half-way through somebody is missing: who is recognised how, what is taken on, what came of it."""
    olu, activity = story.cast["olu"], story.activity
    groups = {group.name: group for group in activity.groups.all()}
    with story.on(number) as at:
        terms: dict[str, Any] = {"by": olu, "at": at}
        actions.measure_group(group=groups["People over 75"], question="age", answers=["75-over"], **terms)
        actions.measure_group(
            group=groups["Disabled residents"], question="disability", answers=["a-lot", "a-little"], **terms
        )
        actions.release_reading(activity=activity, **terms)
        school = actions.accept_action(
            activity=activity, about="Under 25", words="One lesson at two schools, forms collected the same day.",
            assigned_to="Bilal Hussain", suggestion="schools", **terms,
        )  # fmt: skip
        actions.accept_action(
            activity=activity, about="Young carers", words="Go to the carers’ Thursday evening with the card set.",
            assigned_to="Kofi Mensah, Sample Neighbours", due_on=story.day(number + 14), suggestion="youth-clubs", **terms,
        )  # fmt: skip
        actions.settle_action(action=school, was_done=True, outcome="One school said yes: 22 forms.", **terms)


def ask_how_it_was(story: Story, number: int) -> None:
    """Those who took part are asked, slips and cards come back, and it ends."""
    olu, activity = story.cast["olu"], story.activity
    with story.on(number) as at:
        actions.release_reading(activity=activity, by=olu, at=at)
        begun = actions.start_follow_up(activity=activity, by=olu, at=at)
        # Invented addresses get no mail: the sample city only notes that they were asked.
        for ask in begun.asks.select_related("follow_up__activity"):
            actions.note_asked(ask_made=ask, sent=True, by=olu, at=at)
        actions.count_cards(follow_up=begun, cards=40, by=olu, at=at)
    with story.on(number + 20) as at:
        for count in range(38):
            said = {"influence": 2 if count % 4 == 0 else 3 if count % 5 == 0 else 4, "informed": 4 if count % 3 else 2,
                    "told": 5 if count % 6 else 1}  # fmt: skip
            words = "The letter said plainly what will not happen." if count == 7 else ""
            actions.key_follow_up(follow_up=begun, channel="paper" if count % 2 else "in_person", said=said, words=words,
                                  by=olu, at=at)  # fmt: skip
    with story.on(number + 28) as at:
        actions.end_follow_up(follow_up=begun, at=at)


def judge(story: Story, number: int) -> None:
    """Two bodies score it, one talks about a difference, and what it cost is written down."""
    cast, activity = story.cast, story.activity
    with story.on(number) as at:
        asked = actions.invite_rater(
            activity=activity, partner=cast.partners[TRUST], email="wen@sample.example", by=cast["olu"], at=at
        )
        for standard in Standard.values:
            own, second, shows, seen = SHOWS[standard]
            actions.score_as_lead(
                activity=activity, standard=standard, score=own, evidence=shows, link="", by=cast["olu"], at=at
            )
            actions.score_as_partner(
                invitation=asked, standard=standard, score=second, evidence=seen, link="", name="Wen Li",
                by=cast["wen"], at=at,
            )  # fmt: skip
        actions.talk_about_score(
            activity=activity, standard="inclusion", words="True: we began with the schools too late. Both scores stay.",
            name="Olu Adeyemi", by=cast["olu"], at=at,
        )  # fmt: skip
        terms: dict[str, Any] = {"activity": activity, "by": cast["olu"], "at": at}
        actions.add_cost(kind="staff", words="Sessions, keying in, reading", half_hours=180, rate_pence=2450, **terms)
        actions.add_cost(kind="printing", words="Forms, posters and letters", pence=61_240, **terms)
        actions.add_cost(kind="venue", words="Three rooms", pence=18_000, **terms)
        actions.add_cost(kind="incentive", words="Tea, fares, childcare", pence=23_475, **terms)


def learn(story: Story, number: int) -> None:
    """The evaluation is written, a lesson shared, the scores given; then it is published."""
    olu = story.cast["olu"]
    with story.on(number) as at:
        actions.write_evaluation(
            activity=story.activity,
            learned="Rooms and paper brought people the web never would have. Book the halls earlier.",
            representative="Older people and disabled people: well heard. Under 18 and recent arrivals: hardly.",
            what_changed="Two late evenings, warm rooms, a working hoist; and the order of the repairs.",
            better_informed_or_able="Of those who answered the follow-up, most said they were told what happened.",
            reach=6480,
            reach_because="6,100 homes with a leaflet, 320 on mailing lists, 60 met at the baths; some twice.",
            adjustments_asked=24,
            adjustments_met=24,
            adjustments_words="Interpreters, large print, lifts to the sessions, a call instead of a form: all done.",
            follow_up_sent_on=story.day(number),
            by=olu,
            at=at,
        )  # fmt: skip
        lesson = actions.add_lesson(
            activity=story.activity, words="Ask the neighbours of a building, not only its users.", by=olu, at=at
        )
        actions.share_lesson(lesson=lesson, by=olu, at=at)
    judge(story, number)
    story.go(number + 1, "evaluated")
