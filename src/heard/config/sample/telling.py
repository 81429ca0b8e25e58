"""How a sample activity is told, step by step, through the actions that people use, each on its own day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from heard.activities import actions as planning
from heard.activities.actions import GroupTerms, ReplyTo, Terms
from heard.activities.actions.stakeholders import secret_of
from heard.activities.models import Activity, Strand
from heard.compact.actions import answer_match, approve, compare, move
from heard.compact.queries import newest_check
from heard.config.sample import desk, standing
from heard.config.sample.cast import COUNCIL, Cast
from heard.config.sample.languages import SAID_IN, offer_versions
from heard.config.sample.words import READING
from heard.decisions import actions as deciding
from heard.decisions.models import Answer, Commitment, Delivery
from heard.decisions.queries import owed_channels
from heard.findings import actions as finding
from heard.findings.models import Finding, Theme
from heard.ground import clock
from heard.methods.gathering import actions as gatherings
from heard.methods.gathering.models import Session
from heard.methods.survey import actions as surveys
from heard.methods.survey.queries import Given, questionnaire
from heard.places.models import Place
from heard.rules import calendar


@dataclass(frozen=True)
class Plot:
    """The words of one sample plan. Days are counted from the day on which the city is made."""

    title: str
    purpose: str
    audience: str
    open_matters: Sequence[str]
    closed_matters: Sequence[str]
    influence: str
    options: Sequence[str]
    opens: int
    closes: int
    level: str = "consult"
    topics: Sequence[str] = ()
    wards: Sequence[str] = ()
    origin: str = ""
    groups: Sequence[GroupTerms] = ()
    rejected: str = "Doing nothing was looked at and set aside, because the building needs repair either way."
    plan: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Story:
    """One sample activity as it goes on."""

    cast: Cast
    today: date
    activity: Activity
    survey: Strand | None = None
    gathering: Strand | None = None
    talk: Strand | None = None
    themes: dict[str, Theme] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def day(self, number: int) -> date:
        return self.today + timedelta(days=number)

    @contextmanager
    def on(self, number: int) -> Iterator[datetime]:
        """That day at noon, for everything done inside."""
        with clock.stopped(self.day(number)):
            self.activity.refresh_from_db()
            yield clock.now()

    def go(self, number: int, to: str, by: str = "priya", reason: str = "") -> None:
        """Make a move on a day."""
        with self.on(number) as at:
            if to == "planned" and newest_check(self.activity) is None:
                look_before_asking(self, at)
            move(activity=self.activity, to=to, by=self.cast[by], at=at, reason=reason)
        self.activity.refresh_from_db()


def begin(cast: Cast, plot: Plot, today: date, *, planned: int | None = None) -> Story:
    """Write a plan whole, ways of taking part included, on the day it was `planned` (90 days before opening)."""
    start = plot.opens - 90 if planned is None else planned
    with clock.stopped(today + timedelta(days=start)):
        at, olu = clock.now(), cast["olu"]
        activity = planning.plan_activity(
            title=plot.title, lead=cast.partners[COUNCIL], by=olu, at=at, origin=plot.origin, is_sample=True
        )
        story = Story(cast, today, activity)
        planning.edit_plan(activity=activity, changes=_words(story, plot), by=olu, at=at)
        activity.places.set(Place.objects.filter(kind=Place.Kind.WARD, name__in=plot.wards))
        planning.set_groups(activity=activity, groups=plot.groups or GROUPS, by=olu, at=at)
        _ways(story, olu, at)
        _stakes(story, at)
        standing.beside(activity, cast, today, at)
        plan = finding.plan_analysis(activity=activity, words=READING, by=olu, at=at)
        finding.lock_analysis(plan=plan, by=olu, at=at)
    return story


def look_before_asking(story: Story, at: datetime) -> None:
    """Compare the plan with what partners did and plan, and answer what is alike (GP-d)."""
    activity, olu = story.activity, story.cast["olu"]
    check = compare(activity=activity, by=olu, at=at)
    for match in check.matches.filter(score__gte=check.threshold).select_related("other"):
        is_still_planned = match.other.stage in ("idea", "planned") and match.partner_id != activity.lead_id
        kind, because = JOINED if is_still_planned else ASKED_AGAIN
        answer_match(activity=activity, match=match, kind=kind, because=because, by=olu, at=at)


JOINED = ("join", "We bring the groups that run the rooms and the paper forms, so that people are asked once.")
ASKED_AGAIN = ("proceed", "It asks about another building and other people, so its answers do not serve here.")


GROUPS = (
    GroupTerms(
        "People over 75", most_affected=True, seldom_heard=True, offline_likely=True,
        barrier="Many do not use the internet", remedy="Paper by post, a telephone line, tea at the library",
    ),
    GroupTerms(
        "Disabled residents", most_affected=True, barrier="Stairs, small print", remedy="Step-free rooms, large print"
    ),
    GroupTerms("Young carers", seldom_heard=True, barrier="No time in the day", remedy="Drop-ins after school"),
)  # fmt: skip


def _words(story: Story, plot: Plot) -> dict[str, Any]:
    return {
        "title": plot.title,
        "level": plot.level,
        "topics": list(plot.topics),
        "opens_on": story.day(plot.opens),
        "closes_on": story.day(plot.closes),
        "purpose": plot.purpose,
        "audience": plot.audience,
        "general_public": True,
        "open_matters": list(plot.open_matters),
        "closed_matters": list(plot.closed_matters),
        "options": list(plot.options),
        "something_else_welcome": True,
        "holiday_extension": "A week more than the usual twelve, and no session falls in the holidays.",
        "rejected_alternatives": plot.rejected,
        "influence_statement": plot.influence,
        "other_inputs": "The budget, the law, and what the building survey found.",
        "decision_maker": "Grace Okafor, Cabinet Member for Sample Services",
        "decides_on": story.day(plot.closes + 60),
        "publicity_channels": ["web", "paper", "in_person", "email"],
        "publicity_plan": "Posters in every library, the free newspaper, and a word at the school gate.",
        "feedback_channels": ["web", "email", "letter", "phone", "paper", "in_person"],
        "feedback_due_on": story.day(plot.closes + 84),
        "information_pack": "Eight pages on what it costs, who uses it and what the options would mean; on paper too.",
        "late_response_policy": "Post counts for three more working days. Later answers are read, not counted.",
        "equality_analysis": "Sample equality analysis, version 1: who gains, who loses, what is done about it.",
        "formats": ["Large print", "Easy Read", "Read out by telephone"],
        "languages": ["Polish", "Panjabi", "Romanian"],
        "languages_spoken": ["Polish", "Panjabi", "Romanian"],
        "venue_check": "Every venue was visited: step-free, hearing loop, accessible toilet.",
        "support_offered": "A call back, an interpreter on request, bus fares paid.",
        "lawful_basis": "Public task",
        "controller": COUNCIL,
        "retention": "Named answers: two years after the end, then nobody can be told from them.",
        "impact_assessment": "Done; low risk, because names are optional and kept apart.",
        **standing.words(story.day(plot.opens), plot.topics[0] if plot.topics else "everyday life"),
        **plot.plan,
    }


def _ways(story: Story, olu: Any, at: datetime) -> None:
    activity = story.activity
    story.survey = planning.add_strand(
        activity=activity, by=olu, at=at, method="survey", title="Six questions, at home",
        channels=["web", "paper", "phone"], why="Everyone can answer in five minutes.", generic=True,
        terms=[Terms("paper", "In every library, or ring and we post it"), Terms("phone", "From 8am to 6pm, Monday to Friday")],
    )  # fmt: skip
    surveys.change_settings(
        strand=story.survey, introduction="Every answer is read by a person.",
        thanks="Thank you. You will be told what became of it.", asks_monitoring=True, by=olu, at=at,
    )  # fmt: skip
    closed = surveys.add_section(strand=story.survey, title="About you and this place", introduction="", by=olu, at=at)
    open_ = surveys.add_section(strand=story.survey, title="In your own words", introduction="", by=olu, at=at)
    for kind, asked, options in ASKED:
        surveys.add_question(
            strand=story.survey, section=open_ if kind == "text" else closed, kind=kind, words=asked, options=options,
            scale_low="not at all", scale_high="very much", by=olu, at=at,
        )  # fmt: skip
    offer_versions(story.survey, olu, story.cast["priya"], at)
    story.gathering = planning.add_strand(
        activity=activity, by=olu, at=at, method="gathering", title="Tea and talk", channels=["in_person"],
        why="People who would never fill in a form will talk over tea.", generic=False,
        terms=[Terms("in_person", "Dates and places are on the page, at the library and in the free newspaper")],
    )  # fmt: skip
    gatherings.set_prompts(
        strand=story.gathering, prompts=["What works well?", "What should change first?", "Who is left out?"],
        introduction="Come as you are. Tea is on us.", by=olu, at=at,
    )  # fmt: skip
    day = calendar.add_working_days((activity.opens_on or story.today) + timedelta(days=11), -1)
    while day > story.today and calendar.holiday_overlaps(day, day):
        day = calendar.add_working_days(day, 5)
    arrange(story, "Tea and talk at the library", day, olu, at)
    reached = {group.pk: [story.survey.pk, story.gathering.pk] for group in activity.groups.all()}
    planning.set_reach(activity=activity, reached=reached, by=olu, at=at)


ASKED = (
    ("choice", "How often do you use it?", ("Every week", "Every month", "Less often", "Never")),
    ("multi", "What matters most to you?", ("Opening hours", "Price", "Getting there", "Feeling welcome", "Warmth")),
    ("scale", "How much do you agree that it should stay open later?", ()),
    ("text", "What should change first, and why?", ()),
    ("text", "Who is left out today?", ()),
    ("text", "Is there anything else we should know?", ()),
)


def arrange(story: Story, title: str, day: date, by: Any, at: datetime) -> Session:
    """Put a session on the register."""
    assert story.gathering is not None
    return gatherings.arrange_session(
        strand=story.gathering, by=by, at=at, kind="drop_in", title=title, host="Bilal Hussain and Sample Neighbours",
        starts_at=clock.midday(day), venue_words="The community room, Example Library", is_public=True,
        access_facts="Step-free, hearing loop, accessible toilet, bus stop at the door, children welcome.",
    )  # fmt: skip


def _stakes(story: Story, at: datetime) -> None:
    activity, olu = story.activity, story.cast["olu"]
    member = planning.add_stakeholder(
        activity=activity, name="Cabinet Member for Sample Services", stake="authority", sector="statutory",
        role="Decides", email="grace@sample.example", by=olu, at=at,
    )  # fmt: skip
    planning.accept_invitation(
        stakeholder=member, secret=secret_of(member), name="Grace Okafor", by=story.cast["grace"], at=at
    )
    for name, stake, sector, role in (
        ("Friends of Example Library", "affected", "community", "Know who uses it"),
        ("Example Traders", "interested", "business", "Shops next door"),
    ):
        planning.add_stakeholder(
            activity=activity, name=name, stake=stake, sector=sector, role=role, by=olu, at=at, invite=False
        )
    planning.sign_declaration(
        activity=activity, nothing_decided=True,
        would_change_my_mind="A better use of the same money, or a group I had not thought of.",
        what_is_fixed="The budget for this year.", decides_on=activity.plan.decides_on, signed_name="Grace Okafor",
        signed_role="Cabinet Member for Sample Services", by=story.cast["grace"], at=at,
    )  # fmt: skip


def announce(story: Story, number: int) -> None:
    """Two people approve the plan, and notice is given."""
    story.go(number - 2, "planned", "olu")
    for short in ("priya", "margaret"):
        with story.on(number - 1) as at:
            approve(activity=story.activity, by=story.cast[short], at=at)
    story.go(number, "noticed")


def answer(story: Story, channel: str, said: Sequence[str], days: range, reply: Sequence[ReplyTo] = ()) -> None:
    """One set of answers for each text, spread over these days, on one channel."""
    assert story.survey is not None
    asked = questionnaire(story.survey)
    spread = list(days)
    if channel == "paper":
        desk.on_paper(story, asked, said, spread, reply, _given, about)
        return
    for number, line in enumerate(said):
        story.count += 1
        language, words = SAID_IN.get(line, ("en", line))
        with story.on(spread[number * len(spread) // len(said)]) as at:
            surveys.keep_answers(
                strand=story.survey, given=_given(asked, words, story.count), channel=channel, language=language,
                by=None if channel == "web" else story.cast["olu"], at=at, entry_key=f"sample-{story.count}",
                may_quote=story.count % 3 != 0, reply_to=reply[number : number + 1], monitoring=about(story.count),
            )  # fmt: skip


def about(number: int) -> dict[str, str]:
    """What an invented person says about themselves: everyone something else, one in seven nothing."""
    if number % 7 == 0:
        return {}
    return {
        "age": ("35-44", "65-74", "65-74", "75-over")[number % 4], "ethnic-group": "asian" if number % 3 else "white",
        "disability": "no" if number % 2 else "a-little", "first-time": "yes" if number % 5 else "no",
        "ward": "foleshill" if number % 5 else "longford",
    }  # fmt: skip


def _given(asked: Any, words: str, number: int) -> tuple[Given, ...]:
    given, texts = [], [words]
    for question in asked.questions:
        if question.kind == "text":
            if texts:
                given.append(Given(question, words=texts.pop()))
            continue
        values = [choice.value for choice in question.choices]
        given.append(Given(question, values=(values[number * 7 % len(values)],)))
    return tuple(given)


def meet(story: Story, number: int, said: Sequence[str], attended: int, *, session: Session | None = None) -> None:
    """A session takes place and is written up the next day."""
    with story.on(number) as at:
        held = session or arrange(story, f"Kitchen table no. {number % 97}", story.day(number), story.cast["olu"], at)
    with story.on(number + 1) as at:
        gatherings.enter_note(
            session=held, attended=attended, spoke=min(attended, len(said)), confidence="noted", summary="",
            quotes=[gatherings.Quote(words, prompt="What should change first?", may_quote=n % 2 == 0)
                    for n, words in enumerate(said)],
            attendance={}, promises=[gatherings.Promise("Send everyone who asked the bus map", "Bilal Hussain")],
            by=story.cast["bilal"], at=at,
        )  # fmt: skip
        if len(said) * 3 < attended:
            words = "Cards to write on before anybody speaks, and a call to whoever would rather talk alone."
            gatherings.plan_for_quiet_voices(session=held, follow_up=words, by=story.cast["bilal"], at=at)


def decide(
    story: Story, number: int, option: str, reasons: str, answers: Sequence[tuple[str, str]],
    promises: Sequence[tuple[int, str, str, int]],
) -> list[Commitment]:  # fmt: skip
    """The evidence is frozen and opened, the decision recorded, every finding answered, promises made."""
    grace, olu = story.cast["grace"], story.cast["olu"]
    with story.on(number) as at:
        pack = deciding.freeze_pack(activity=story.activity, by=olu, at=at)
        deciding.open_pack(pack=pack, by=grace, at=at)
        made = deciding.record_decision(
            activity=story.activity, maker=story.activity.plan.decision_maker, made_on=story.day(number),
            option=option, reasons=reasons, alternatives=story.activity.plan.rejected_alternatives,
            conflicts="None declared.", source="Sample minute 7", by=grace, at=at,
        )  # fmt: skip
        given: list[Answer] = [
            deciding.answer_finding(
                finding=one,
                kind=kind,
                reason=reason,
                by=grace,
                at=at,
                referred_to="Sample Buses Ltd" if kind == "outside_power" else "",
            )
            for one, (kind, reason) in zip(story.findings, answers, strict=True)
        ]
        kept = [
            deciding.make_commitment(
                decision=made, words=words, owner=owner, due_on=story.day(due), answers=[given[index]], by=olu, at=at
            )
            for index, words, owner, due in promises
        ]
    story.go(number + 1, "decided", "grace")
    return kept


def tell(story: Story, number: int, summary: str, not_heard: str) -> None:
    """Everyone is told, by every channel they used, and the activity moves on."""
    olu, activity = story.cast["olu"], story.activity
    with story.on(number) as at:
        deciding.compose_feedback(activity=activity, summary=summary, not_heard=not_heard, by=olu, at=at)
        deciding.start_telling(activity=activity, by=olu, at=at)
        if Delivery.objects.filter(activity=activity, kind="letter", state="owed").exists():
            batch = deciding.print_letters(activity=activity, by=olu, at=at)
            deciding.post_letters(batch=batch, posted_on=story.day(number), by=olu, at=at)
        # Invented addresses get no mail: the sample city only notes that they were told.
        for delivery in Delivery.objects.filter(activity=activity, kind__in=["phone", "email"], state="owed"):
            deciding.note_delivery(delivery=delivery, sent=True, by=olu, at=at)
        for channel in owed_channels(activity):
            deciding.tell_channel(
                activity=activity, channel=channel, how=HOW[channel], given_on=story.day(number), by=olu, at=at
            )
    story.go(number + 1, "told")


HOW = {
    "web": "The page “What was decided”, and an e-mail to everyone who left an address.",
    "paper": "Posters where the forms were handed out, and a letter to everyone who left an address.",
    "phone": "A call to everyone who left a number.",
    "in_person": "Read out at the next tea and talk, and on the cards handed out there.",
}
