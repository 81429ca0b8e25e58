"""What stands beside a sample plan: the difference it aims at, costs, evidence, readers, a voluntary body and its pay."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from heard.activities import actions as planning
from heard.activities.models import Activity
from heard.config.sample.cast import Cast
from heard.ground import clock

BODY = "Sample Neighbours"
COSTS = ("About £12,000 a year, from this year’s money.", "About £9,000 once, and nothing after that.")
BRINGS = ("People who work late can come.", "Families and people with little money come more often.")
READ_BACK = (
    ("A neighbour", "I can say what comes first, not how much money there is."),
    ("Someone waiting for the bus", "What they change first, and when it is open."),
    ("A student", "Which of these they do."),
)


def words(opens: date, topic: str) -> dict[str, Any]:
    """The plan's fields about where it leads and who stands behind it."""
    return {
        "formal_consultation": False,
        "service": f"What the council does about {topic}",
        "decision_goes_to": "The cabinet member’s decision meeting, through the head of service",
        "consultation_lead": "Olu Adeyemi",
        "communications_lead": "Dana Whitfield",
        "comms_approved_on": opens - timedelta(days=88),
        "outcome": "More people use it, and more feel that they had a say.",
        "outcome_known_by": "A question after the feedback: could you influence this?",
        "outcome_number": 60,
        "outcome_unit": "people of 100 who say that they could",
        "target_participants": 120,
        "voluntary_involved": True,
    }


def beside(activity: Activity, cast: Cast, today: date, at: datetime) -> None:
    """Costs of each option, evidence, three readers, and a body that reaches people and is paid for it."""
    olu, day = cast["olu"], clock.day_of(at)
    planning.set_options(
        activity=activity, by=olu, at=at,
        options=[
            planning.OptionLine(option, COSTS[n % 2], BRINGS[n % 2]) for n, option in enumerate(activity.plan.options)
        ],
    )  # fmt: skip
    counted = planning.EvidenceLine(
        "Sample count of who comes, and when", "On paper in every library", day - timedelta(days=120), True
    )
    planning.set_evidence(activity=activity, evidence=[counted], by=olu, at=at)
    for reader, said in READ_BACK:
        planning.note_reading(activity=activity, reader=reader, said=said, matches=True, read_on=day, by=olu, at=at)
    part = planning.add_part(
        activity=activity, by=olu, at=at, body=BODY, role="Ask their members to come, and host the tea.",
        uses_network=True, hours=30, pay="fee", amount_pence=60_000, why_nothing="",
    )  # fmt: skip
    part = planning.acknowledge_by_phone(
        part=part, name="Kofi Mensah", benefit="We meet people who may join us, and our tea is paid for.", by=olu, at=at
    )
    if (paid := day + timedelta(days=110)) < today:
        claimed = paid - timedelta(days=12)
        with clock.stopped(paid):
            planning.note_payment(
                part=part, agreed_on=day, due_from=claimed, paid_on=paid, by=olu, at=clock.now()
            )  # fmt: skip


def trained(cast: Cast, today: date) -> None:
    """Two of those who plan have a core module on record, and one is asked by a colleague elsewhere."""
    with clock.stopped(today - timedelta(days=420)):
        for short, module in (("olu", "compact"), ("olu", "access"), ("wen", "compact")):
            who = cast[short]
            planning.note_training(
                account=who, module=module, completed_on=clock.today() - timedelta(days=3),
                given_by="Sample Academy", by=who, at=clock.now(),
            )  # fmt: skip
