"""Three invented concerns: one is looked into, one is upheld and corrects a level, one is said to be mended."""

from __future__ import annotations

from datetime import timedelta

from heard.activities.models import Activity
from heard.config.sample.cast import Cast
from heard.ground import clock
from heard.moderation.actions import concerns


def raise_concerns(cast: Cast) -> None:
    """About the library while it is open, and about the market, which was decided before it closed."""
    library = Activity.objects.get(title__startswith="What would make Example Library")
    _about_the_leaflet(cast, library)
    _about_the_way_in(cast, library)
    _about_the_contract(cast, Activity.objects.get(title__startswith="Where should the Example Market"))


def _about_the_way_in(cast: Cast, activity: Activity) -> None:
    today = clock.today()
    with clock.stopped(today - timedelta(days=8)):
        made = concerns.raise_concern(
            activity=activity, question="no_way_in", words="My sister reads Easy Read. She was told to ask a friend.",
            may_show=True, channel="phone", tell="phone", address="024 7600 0998", name="Mr Sample", by=cast["bilal"],
            at=clock.now(),
        ).concern  # fmt: skip
    with clock.stopped(today - timedelta(days=6)):
        said = (
            "Thank you. We have it. A reviewer from another body is asked today, and we are printing an Easy Read form."
        )
        concerns.acknowledge_concern(concern=made, words=said, by=cast["olu"], at=clock.now())
    with clock.stopped(today - timedelta(days=5)):
        concerns.assign_reviewer(concern=made, reviewer=cast["hannah"], by=cast["hannah"], at=clock.now())
        concerns.show_words(concern=made, words=str(made.words), by=cast["hannah"], at=clock.now())


def _about_the_leaflet(cast: Cast, activity: Activity) -> None:
    """Upheld and said to be mended: somebody of another body is still to look whether it is."""
    today = clock.today()
    with clock.stopped(today - timedelta(days=7)):
        made = concerns.raise_concern(
            activity=activity, question="unclear", words="The leaflet says “library offer”. What is that?",
            by=None, at=clock.now(),
        ).concern  # fmt: skip
        said = "Thank you. You are right that it is hard to read. Somebody from the health trust looks into it."
        concerns.acknowledge_concern(concern=made, words=said, by=cast["olu"], at=clock.now())
        concerns.assign_reviewer(concern=made, reviewer=cast["hannah"], by=cast["hannah"], at=clock.now())
    with clock.stopped(today - timedelta(days=4)):
        made = concerns.decide_concern(
            concern=made, outcome="upheld", clause="GP-g", finding="Three people out of five could not say what it asks.",
            remedy="Print the leaflet anew in plain words.", remedy_due_on=today + timedelta(days=3), by=cast["hannah"],
            at=clock.now(),
        )  # fmt: skip
    with clock.stopped(today - timedelta(days=1)):
        said = "The new leaflet lies at the desk and stands on the page: opening hours, books, warm rooms."
        concerns.finish_remedy(concern=made, evidence=said, by=cast["olu"], at=clock.now())


def _about_the_contract(cast: Cast, activity: Activity) -> None:
    today = clock.today()
    with clock.stopped(today - timedelta(days=40)):
        made = concerns.raise_concern(
            activity=activity, question="decided", words="The contract for the station square was signed before it closed.",
            link="https://sample.example/contracts/station-square", files=[b"%PDF-1.7\n% an invented contract\n"],
            by=None, at=clock.now(),
        ).concern  # fmt: skip
    with clock.stopped(today - timedelta(days=38)):
        said = "We have it. The cabinet member answers in public, and somebody from the health trust looks into it."
        concerns.acknowledge_concern(concern=made, words=said, by=cast["priya"], at=clock.now())
        concerns.assign_reviewer(concern=made, reviewer=cast["hannah"], by=cast["priya"], at=clock.now())
    with clock.stopped(today - timedelta(days=33)):
        said = (
            "The contract is for the paving, not for the stalls. But it does say where they stand. That was my mistake."
        )
        concerns.answer_evidence(concern=made, words=said, by=cast["grace"], at=clock.now())
    with clock.stopped(today - timedelta(days=21)):
        concerns.decide_concern(
            concern=made, outcome="upheld", clause="UP-d",
            finding="The contract names the place of every stall, and it was signed while people were still being asked.",
            remedy="Say so at the head of the page and in the report. Ask again what is still open: days, rents and shelter.",
            remedy_due_on=today + timedelta(days=14), real_level="inform", by=cast["hannah"], at=clock.now(),
        )  # fmt: skip
