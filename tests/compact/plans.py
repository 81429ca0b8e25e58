"""Plans that pass their gates, and a plain method: what the gates' tests stand on. People are invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from tests import factories
from tests.findings import standard

from heard.activities.actions import Said, receive_contribution
from heard.activities.methods import Method, Paper, Question, StrandFacts
from heard.activities.models import Activity, Declaration, OptionTerms, Passage, Plan, Stakeholder, Strand
from heard.compact.actions import approve, move
from heard.decisions import actions as decisions
from heard.decisions.models import Commitment
from heard.evaluation import actions as evaluation
from heard.findings.actions import attach_evidence, code_passage, write_finding
from heard.findings.models import Finding
from heard.ground import clock
from heard.people.models import Account, Partner
from heard.rules.outcome import Outcome
from heard.rules.snapshot import ChannelTerms

QUESTIONS = (
    Question("q1", "What would make the baths better?", "text"),
    Question("q2", "How often do you swim?", "text"),
)


class Box(Method):
    """A suggestion box: two questions on every channel. A strand's `why` may say what is still to be entered."""

    slug: ClassVar[str] = "box"
    name: ClassVar[str] = "Suggestion box"
    channels: ClassVar[tuple[str, ...]] = ("web", "paper", "phone", "in_person")

    def blockers(self, strand: Strand) -> list[str]:
        return ["It has no questions yet."] if "unready" in strand.why else []

    def page(self, request: HttpRequest, strand: Strand) -> HttpResponse:
        return HttpResponse(strand.title)

    def paper(self, strand: Strand) -> Paper:
        return Paper(strand.title, "", QUESTIONS, b"", "")

    def facts(self, strand: Strand) -> StrandFacts:
        own = {terms.channel: terms for terms in strand.terms.all()}
        terms = tuple(
            ChannelTerms(
                channel,
                own[channel].opens_on if channel in own else None,
                own[channel].closes_on if channel in own else None,
                len(QUESTIONS),
                True,
            )
            for channel in strand.channels
        )
        return StrandFacts(QUESTIONS, terms, ("12 paper forms",) if "owing" in strand.why else (), "Suggestion box")

    def groups_met(self, strand: Strand) -> set[int]:
        """Somebody of every group was seen: reach has tests of its own."""
        return {group.pk for group in strand.groups.all()}

    def conclude(self, strand: Strand) -> Outcome:
        return Outcome("box/1", {"contributions": strand.contributions.count()}, ("Each was counted once.",))

    def rows(self, strand: Strand) -> Iterable[Mapping[str, Any]]:
        return []


@dataclass
class Cast:
    """Ann leads engagement at the partner, Bilal is its officer, Cass works elsewhere; Sue is its senior lead."""

    partner: Partner
    ann: Account
    bilal: Account
    cass: Account
    sue: Account
    odile: Account


def a_cast() -> Cast:
    partner = factories.a_partner("Example City Council")
    return Cast(
        partner=partner,
        ann=factories.an_account("Ann Abara", "engagement_lead", partner=partner),
        bilal=factories.an_account("Bilal Brook", "officer", partner=partner),
        cass=factories.an_account("Cass Cole", "engagement_lead", partner=factories.a_partner("Example Health Trust")),
        sue=factories.an_account("Sue Senior", "senior_lead", partner=partner),
        odile=factories.an_account("Odile Owner", "decision_owner", partner=partner),
    )


def a_plan(
    cast: Cast,
    *,
    opens: date = date(2016, 9, 12),
    closes: date = date(2016, 12, 12),
    stage: str = "planned",
    level: str = "consult",
    channels: tuple[str, ...] = ("web", "paper", "phone"),
    **plan: Any,
) -> Activity:
    """A plan that passes every gate up to opening (13 weeks from 12 September 2016) unless told otherwise."""
    activity = factories.an_activity(
        "The future of Example Baths", stage=stage, lead=cast.partner, owner=cast.bilal, level=level,
        opens=opens, closes=closes,
    )  # fmt: skip
    words = {
        "purpose": "To choose how the baths are run.",
        "purpose_written_on": opens - timedelta(days=90),
        "other_inputs": "The budget and the law.",
        "rejected_alternatives": "Closing the baths was looked at and set aside.",
        "options": ["Longer hours", "Lower prices"],
        "publicity_channels": ["web", "paper"],
        "feedback_channels": ["web", "letter", "phone"],
        "feedback_due_on": closes + timedelta(days=80),
        "decides_on": closes + timedelta(days=60),
        "information_pack": "What the baths cost and who uses them.",
        "late_response_policy": "Read, counted apart, and said so.",
        "equality_analysis": "EA-12, version 1",
        "support_offered": "We ring you back.",
        "venue_check": "The library is step-free.",
        "lawful_basis": "Public task",
        "controller": "Example City Council",
        "retention": "Two years",
        **plan,
    }
    Plan.objects.filter(activity=activity).update(**words)
    for number, option in enumerate(words["options"]):
        OptionTerms.objects.create(
            activity=activity, ordinal=number, option=option, costs="£1,000 a year.", benefits="More people swim."
        )
    swimmers = factories.a_group(activity, "Older swimmers", most_affected=True, offline_likely=True)
    carers = factories.a_group(activity, "Young carers", seldom_heard=True)
    strand = factories.a_strand(
        activity, "box", "Suggestion box", channels=channels, why="Anyone can use it.", generic=False,
        method_chosen_on=opens - timedelta(days=80),
    )  # fmt: skip
    strand.groups.add(swimmers, carers)
    moment = clock.midday(opens - timedelta(days=70))
    Stakeholder.objects.create(
        activity=activity, name="Cabinet Member for Examples", stake="authority", role="Decides", accepted_at=moment
    )
    Declaration.objects.create(
        activity=activity, nothing_decided=True, would_change_my_mind="Good reasons against.",
        what_is_fixed="The budget.", signed_by=cast.odile, signed_name="Odile Owner", signed_role="Cabinet Member",
        signed_at=moment, digest="0" * 64,
    )  # fmt: skip
    standard.planned(activity, by=cast.bilal, at=moment)
    return Activity.objects.get(pk=activity.pk)


def two_approve(cast: Cast, activity: Activity, on: date) -> None:
    for who in (cast.ann, cast.sue):
        approve(activity=activity, by=who, at=clock.midday(on))


def noticed(cast: Cast, activity: Activity, on: date | None = None) -> Activity:
    """Approved by two and noticed, six weeks before opening unless told otherwise."""
    assert activity.opens_on
    on = on or activity.opens_on - timedelta(days=42)
    two_approve(cast, activity, on)
    with clock.stopped(on):
        move(activity=activity, to="noticed", by=cast.ann, at=clock.now(), reason="It goes on: nothing is lost.")
    return activity


def opened(cast: Cast, activity: Activity) -> Activity:
    """Noticed, and opened on its opening day."""
    assert activity.opens_on
    noticed(cast, activity)
    with clock.stopped(activity.opens_on):
        move(activity=activity, to="open", by=cast.bilal, at=clock.now(), reason="It goes on: nothing is lost.")
    return activity


def closed(cast: Cast, activity: Activity) -> Activity:
    """Opened, and closed by the calendar on the day after its last."""
    opened(cast, activity)
    assert activity.closes_on
    with clock.stopped(activity.closes_on + timedelta(days=1)):
        move(activity=activity, to="closed", by=None, at=clock.now())
    return activity


def answered(cast: Cast, activity: Activity, channels: Sequence[str] = ("web", "paper")) -> None:
    """One answer by each channel, given two days after opening; paper and phone keyed in by Bilal."""
    assert activity.opens_on
    at = clock.midday(activity.opens_on + timedelta(days=2))
    for channel in channels:
        receive_contribution(
            strand=activity.strands.get(), channel=channel, passages=[Said("Open before work.")],
            by=None if channel == "web" else cast.bilal, at=at,
        )  # fmt: skip


def found(cast: Cast, activity: Activity, channels: Sequence[str] = ("web", "paper")) -> Activity:
    """Opened, answered, closed, read, and what was heard published (a month after closing)."""
    opened(cast, activity)
    answered(cast, activity, channels)
    assert activity.closes_on
    with clock.stopped(activity.closes_on + timedelta(days=1)):
        move(activity=activity, to="closed", by=None, at=clock.now())
    with clock.stopped(activity.closes_on + timedelta(days=30)):
        written(cast, activity)
        move(activity=activity, to="found", by=cast.ann, at=clock.now(), reason="It goes on: nothing is lost.")
        standard.shared(activity, by=cast.ann, at=clock.now())
    return activity


def written(cast: Cast, activity: Activity) -> None:
    """Every passage read, one finding that rests on them all."""
    at = clock.now()
    finding = write_finding(
        activity=activity, statement="People want it open before work.", range_of_views="All agreed.",
        strands=list(activity.strands.all()), by=cast.ann, at=at,
    )  # fmt: skip
    for passage in Passage.objects.filter(contribution__strand__activity=activity):
        code_passage(passage=passage, themes={}, by=cast.ann, at=at)
        attach_evidence(finding=finding, passage=passage, by=cast.ann, at=at)
    standard.signed(activity, by=cast.ann, at=at)


def decided(
    cast: Cast, activity: Activity, channels: Sequence[str] = ("web", "paper"), promise: bool = True
) -> Activity:
    """What was heard, decided two months after closing by Odile, who opened the evidence; one promise unless told."""
    found(cast, activity, channels)
    assert activity.closes_on
    day = activity.closes_on + timedelta(days=60)
    with clock.stopped(day):
        at = clock.now()
        pack = decisions.freeze_pack(activity=activity, by=cast.ann, at=at)
        decisions.open_pack(pack=pack, by=cast.odile, at=at)
        made = decisions.record_decision(
            activity=activity, maker="Cabinet Member for Examples", made_on=day, option="Open at six.",
            reasons="People asked for it.", alternatives="Leaving the hours as they are.", conflicts="None.",
            no_commitment_reason="" if promise else "It is done already.", by=cast.odile, at=at,
        )  # fmt: skip
        for finding in Finding.objects.filter(activity=activity):
            answer = decisions.answer_finding(finding=finding, kind="adopted", by=cast.odile, at=at)
            if promise:
                decisions.make_commitment(
                    decision=made, words="Open at six.", owner="Baths manager", due_on=day + timedelta(days=90),
                    answers=[answer], by=cast.ann, at=at,
                )  # fmt: skip
        move(activity=activity, to="decided", by=cast.odile, at=at, reason="It goes on: nothing is lost.")
    return activity


def told(cast: Cast, activity: Activity, channels: Sequence[str] = ("web", "paper"), promise: bool = True) -> Activity:
    """Decided, and everyone told by the channel they used, ten weeks after closing."""
    decided(cast, activity, channels, promise)
    assert activity.closes_on
    day = activity.closes_on + timedelta(days=70)
    with clock.stopped(day):
        at = clock.now()
        decisions.compose_feedback(
            activity=activity, summary="You asked for it. We did it.", not_heard="", by=cast.ann, at=at
        )
        decisions.start_telling(activity=activity, by=cast.ann, at=at)
        for channel in channels:
            decisions.tell_channel(
                activity=activity, channel=channel, how="A poster and the web page.", given_on=day, by=cast.ann, at=at
            )
        move(activity=activity, to="told", by=cast.bilal, at=at, reason="It goes on: nothing is lost.")
    return activity


def evaluated(
    cast: Cast, activity: Activity, channels: Sequence[str] = ("web", "paper"), promise: bool = True
) -> Activity:
    """Told, and its evaluation published half a year after closing."""
    told(cast, activity, channels, promise)
    assert activity.closes_on
    day = activity.closes_on + timedelta(days=180)
    with clock.stopped(day):
        at = clock.now()
        evaluation.write_evaluation(
            activity=activity, learned="Ask earlier.", representative="Mostly.", what_changed="The hours.",
            better_informed_or_able="Most said so.", follow_up_sent_on=day - timedelta(days=80), by=cast.ann, at=at,
        )  # fmt: skip
        move(activity=activity, to="evaluated", by=cast.ann, at=at, reason="It goes on: nothing is lost.")
    return activity


def keep_promises(cast: Cast, activity: Activity) -> None:
    assert activity.closes_on
    with clock.stopped(activity.closes_on + timedelta(days=190)):
        for made in Commitment.objects.filter(decision__activity=activity):
            decisions.settle_commitment(
                commitment=made, state="done", evidence="The new timetable.", by=cast.ann, at=clock.now()
            )


def archived(cast: Cast, activity: Activity) -> Activity:
    """Tried: archived 200 days after closing, if the gate lets it."""
    assert activity.closes_on
    with clock.stopped(activity.closes_on + timedelta(days=200)):
        move(activity=activity, to="archived", by=cast.ann, at=clock.now(), reason="It goes on: nothing is lost.")
    return activity
