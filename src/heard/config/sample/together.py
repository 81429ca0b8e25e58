"""Partners of the sample city who look before they ask, answer one another, and read findings together."""

from __future__ import annotations

from datetime import timedelta

from heard.activities.actions import accept_joint, ask_to_join, edit_plan, plan_activity
from heard.compact.actions import answer_enquiry, keep_interpretation
from heard.compact.actions.duplicates import secret_of
from heard.compact.models import Enquiry
from heard.config.sample.cast import COUNCIL, TRUST, Cast
from heard.config.sample.telling import Story
from heard.ground import clock


def warm_rooms(cast: Cast) -> None:
    """The trust's own idea, much like the council's grants: it is found before people are asked twice."""
    today = clock.today()
    with clock.stopped(today - timedelta(days=25)):
        at, wen = clock.now(), cast["wen"]
        activity = plan_activity(
            title="Warm rooms in winter: who sits in them?", lead=cast.partners[TRUST], by=wen, at=at, is_sample=True
        )
        edit_plan(
            activity=activity, by=wen, at=at, page="purpose",
            changes={
                "purpose": "To learn who uses warm rooms in winter, which groups run them, and what a small fund would add.",
                "open_matters": ["Which warm rooms get nurses", "What the fund pays for"],
                "topics": ["health", "grants"],
            },
        )  # fmt: skip


def trust_replies(story: Story, number: int) -> None:
    """The trust's lead answers the enquiry with the link from the e-mail."""
    with story.on(number) as at:
        for enquiry in Enquiry.objects.filter(activity=story.activity, partner=story.cast.partners[TRUST]):
            answer_enquiry(
                enquiry=enquiry, secret=secret_of(enquiry), reply="join", name="Wen Li", at=at,
                words="We plan the same for January. Let us ask people once, together.",
            )  # fmt: skip


def lead_together(story: Story, number: int) -> None:
    """The council asks the trust to lead with it, and the trust's lead accepts the day after."""
    with story.on(number) as at:
        joint = ask_to_join(
            activity=story.activity, partner=story.cast.partners[TRUST], by=story.cast["priya"], at=at,
            brings="Two physiotherapists at the drop-ins, and what patients told them about the pool.",
        )  # fmt: skip
    with story.on(number + 1) as at:
        accept_joint(joint=joint, by=story.cast["wen"], at=at)


def read_together(story: Story, number: int) -> None:
    """Both partners read the findings together. Where they disagree, each is kept in its own words."""
    with story.on(number) as at:
        keep_interpretation(
            activity=story.activity, held_on=story.day(number - 1), by=story.cast["priya"], at=at,
            present=[(COUNCIL, "leisure and engagement"), (TRUST, "patient voice and physiotherapy")],
            agreed="Warmth and the hoist come first for those who cannot swim elsewhere.",
            disagreements=[
                (TRUST, "We hear that cold water keeps people with arthritis away altogether, not only in winter."),
                (COUNCIL, "We read it as a matter of the winter months; the summer counts show no fall."),
            ],
        )  # fmt: skip
