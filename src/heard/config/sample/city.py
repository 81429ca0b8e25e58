"""Seven sample activities, one at each turn of the road. Everything is made on first use and kept afterwards."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from heard.activities.actions import ReplyTo, plan_activity
from heard.audit.actions import seal_entries
from heard.compact.actions import approve, review_rationale
from heard.config.sample import cast as people
from heard.config.sample import concerning, moderating, owing, talking, voting, words, written
from heard.config.sample.hearing import found, read
from heard.config.sample.learning import ask_how_it_was, learn, reach_out
from heard.config.sample.standing import trained
from heard.config.sample.telling import (
    Plot,
    Story,
    announce,
    answer,
    arrange,
    begin,
    decide,
    look_before_asking,
    meet,
    tell,
)
from heard.config.sample.together import lead_together, read_together, trust_replies, warm_rooms
from heard.decisions import actions as deciding
from heard.decisions.models import Commitment
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.gathering.models import Session
from heard.people.access import role_pack
from heard.people.models import Partner
from heard.places.actions import load_city


def load() -> bool:
    """Make the sample city, whole or not at all. False if it is there already."""
    if Partner.objects.filter(is_sample=True).exists():
        return False
    today = clock.today()
    with transaction.atomic():
        load_city()
        with clock.stopped(today - timedelta(days=400)):
            cast = people.call(clock.today() - timedelta(days=200))
        trained(cast, today)
        warm_rooms(cast)
        for story in (baths, library, market, park, centre, grants, crossing):
            story(cast)
        moderating.look_after(cast)
        owing.ask_about_data(cast)
        concerning.raise_concerns(cast)
        written.follow_by_post(cast)
        written.write_it_up()
    seal_entries()
    return True


def sign_ins() -> str:
    """Who can sign in to the demo, as text."""
    return people.listed(role_pack())


def baths(cast: people.Cast) -> Story:
    """The whole thread: paper and rooms outnumber the web, everything answered, promises kept, one late."""
    story = begin(
        cast,
        Plot(
            title="How should Example Baths be run?",
            purpose="The baths need repair. We want to know what matters most, so that the money does the most good.",
            audience="Everyone who swims at Example Baths, used to, or would like to.",
            open_matters=["Opening hours", "Prices", "What is repaired first"],
            closed_matters=["The baths stay open: that was settled last year", "The total budget"],
            influence="You can change the hours, the prices and the order of repairs. You cannot change the total budget.",
            options=["Later evenings", "Lower family prices", "Warmth and access first"],
            topics=["leisure", "health"],
            wards=["Foleshill", "Longford"],
            opens=-300,
            closes=-209,
        ),
        clock.today(),
    )
    lead_together(story, -345)
    announce(story, -335)
    story.go(-300, "open")
    mail = [
        ReplyTo("email", "rosa@sample.example", "Rosa Sample"),
        ReplyTo("email", "idris@sample.example", "Idris Sample"),
    ]
    post = [
        ReplyTo("letter", f"{number} Example Street\nCoventry", f"Sample Person {number}") for number in range(1, 6)
    ]
    answer(story, "web", words.BATHS[:9], range(-298, -215), mail)
    answer(story, "paper", words.BATHS + words.BATHS[:5], range(-290, -212), post)
    answer(story, "phone", words.BATHS[3:10], range(-280, -215), [ReplyTo("phone", "024 7600 0999", "Mrs Sample")])
    meet(story, -285, words.BATHS[:8], 21)
    meet(story, -262, words.BATHS[5:14], 16)
    meet(story, -240, words.BATHS[9:], 30)
    _write_up_first(story, -289)
    story.go(-208, "closed")
    read(
        story,
        -195,
        {
            "Open later": ("later", "until nine", "evening"),
            "Warmth": ("cold", "warm"),
            "The hoist": ("hoist",),
            "Prices": ("price", "pound"),
            "The bus": ("bus",),
            "Leave it be": ("nothing", "as it is"),
        },
    )
    found(
        story,
        -188,
        [
            ("People who work in the day want a swim after seven.", "Open later",
             "Most are for it. Some would not give up Sundays, and neighbours of the baths fear the noise."),
            ("It is too cold to get dressed, and the teaching pool is too cold for old and very young bodies.", "Warmth",
             "Nobody spoke against warmth; a few would rather have hours."),
            ("The hoist does not work, so some people cannot swim at all.", "The hoist",
             "Few raised it, all of them people who need it. It may not be weighed by number."),
            ("Prices keep large families away, while others would gladly pay more.", "Prices",
             "Views differ: lower for all, lower for children, or higher for those who can."),
            ("Without a later bus, later opening is for people with cars.", "The bus",
             "Raised mostly by people who came in person or rang."),
        ],
        {"Leave it be": "Heard, and answered by the decision as a whole: repairs change nothing that people asked to keep."},
    )  # fmt: skip
    read_together(story, -186)
    promises = decide(
        story,
        -160,
        "Open until nine on Tuesdays and Thursdays from spring; mend the hoist and the heating first.",
        "The hoist keeps people out altogether, so it comes first. Two late evenings fit the budget; five do not.",
        [
            ("partly", "Two evenings rather than five: that is what the budget carries. Sundays stay."),
            ("adopted", ""),
            ("adopted", ""),
            ("not_adopted", "A price for children of a pound would cost two late evenings. We chose the evenings."),
            ("outside_power", "Buses are run by a company. We have written to it and publish its answer."),
        ],
        [
            (0, "Open until nine on Tuesdays and Thursdays", "Head of Sample Leisure", -60),
            (1, "Warm the changing rooms and the teaching pool", "Head of Sample Buildings", -40),
            (2, "Mend the hoist", "Head of Sample Buildings", -130),
            (4, "Publish the bus company’s answer", "Olu Adeyemi", -20),
        ],
    )
    tell(
        story,
        -140,
        "You asked for later hours, warmth and a hoist that works. You get two late evenings, warm rooms and the hoist."
        " Prices stay. The bus is not ours to run, but we have asked.",
        "We heard little from people under 18 and from people who do not speak English at home.",
    )
    _keep(story, promises[2], -128, "Mended and tested with two people who use it; certificate at the desk.")
    _keep(story, promises[0], -58, "The new hours hang at the door and stand on the web page.")
    _keep(
        story, promises[1], -38, "Measured every day in March: 24 °C in the changing rooms, 31 °C in the teaching pool."
    )
    ask_how_it_was(story, -125)
    owing.hang(story, -139)
    owing.contradict(story, promises[1], -30)
    learn(story, -90)
    return story


def library(cast: people.Cast) -> Story:
    """Open now: answers coming in on every channel, one session still to be written up."""
    story = begin(
        cast,
        Plot(
            title="What would make Example Library worth a visit?",
            purpose="The library has money for one big change. We want to know which would bring more people in.",
            audience="Everyone who uses Example Library, or walks past it.",
            open_matters=["Opening hours", "What the ground floor is for", "How people get in"],
            closed_matters=["The building: it stays where it is", "The number of staff"],
            influence="You can change the hours, the ground floor and the entrance. You cannot change the number of staff.",
            options=["Later evenings", "A new ground floor", "Access first"],
            topics=["libraries"],
            wards=["Foleshill"],
            opens=-35,
            closes=42,
            plan={
                "duration_rationale": "The grant must be spent by spring. Who comes to the library once a month loses out: "
                "we ring every home-library reader and sit in both sheltered houses for an afternoon."
            },
        ),
        clock.today(),
    )
    statements = voting.ask_for_opinions(story, -80)
    talk = talking.ask_the_library(story, -79)
    announce(story, -70)
    story.go(-35, "open")
    voting.vote(story, statements, -20)
    talking.talk_at_the_library(story, talk)
    answer(story, "web", words.LIBRARY, range(-34, -1))
    answer(story, "paper", words.LIBRARY[2:13], range(-30, -2))
    answer(story, "phone", words.LIBRARY[:5], range(-28, -3))
    _write_up_first(story, -25)
    with story.on(-20) as at:
        arrange(story, "Tea and talk for carers", story.day(-9), cast["olu"], at)
        arrange(story, "Drop-in for families", story.day(12), cast["olu"], at)
    with story.on(-18) as at:
        review_rationale(
            activity=story.activity, adequate=True,
            why="It says who loses out, and ringing the home-library readers reaches most of them.",
            by=cast["hannah"], at=at,
        )  # fmt: skip
    reach_out(story, -2)
    return story


def market(cast: people.Cast) -> Story:
    """Decided before it closed: flagged for ever, everywhere."""
    story = begin(
        cast,
        Plot(
            title="Where should the Example Market stand?",
            purpose="The market square will be dug up for pipes. We want to know where the stalls should stand meanwhile.",
            audience="Traders, shoppers, and people who live round the square.",
            open_matters=["Where the stalls stand", "On which days"],
            closed_matters=["The pipes must be mended this year"],
            influence="You can change where the market stands and on which days, until the square is back.",
            options=["The station forecourt", "The school yard on Saturdays"],
            topics=["economy", "centre"],
            wards=["St Michael's"],
            opens=-140,
            closes=-49,
            rejected="Closing the market for a year was set aside: traders could not live through it.",
        ),
        clock.today(),
    )
    announce(story, -175)
    story.go(-140, "open")
    answer(
        story,
        "web",
        ["The station. Everyone passes it.", "The school yard, then my mother can walk there."],
        range(-130, -90),
    )
    answer(story, "paper", ["Anywhere with a roof.", "The station is all wind."], range(-120, -80))
    _write_up_first(story, -128)
    story.go(-48, "closed")
    with story.on(-40) as at:
        deciding.record_decision(
            activity=story.activity, maker="Grace Okafor, Cabinet Member for Sample Services", made_on=story.day(-70),
            option="The market moves to the station forecourt.", reasons="The lease was on offer and would have gone.",
            alternatives="The school yard on Saturdays.", source="Sample contract register, entry 12",
            by=cast["grace"], at=at,
        )  # fmt: skip
    return story


def park(cast: people.Cast) -> Story:
    """Found, and then silence: feedback is overdue, and everyone can see it."""
    story = begin(
        cast,
        Plot(
            title="How can Example Park feel safe after dark?",
            purpose="People tell us they avoid the park in the evening. We want to know what would change that.",
            audience="Everyone who walks, runs or wheels through Example Park.",
            open_matters=["Lighting", "Planting", "Who is about in the evening"],
            closed_matters=["The park is not fenced"],
            influence="You can change the lights, the planting and the wardens’ hours, within this year’s money.",
            options=["Lights on the main path", "Wardens until nine"],
            topics=["parks", "safety"],
            wards=["Radford"],
            opens=-260,
            closes=-169,
        ),
        clock.today(),
    )
    story.talk = talking.ask_the_park(story, -300)
    announce(story, -295)
    story.go(-260, "open")
    talking.talk_about_the_park(story, story.talk)
    answer(story, "web", words.PARK[:4], range(-255, -180))
    answer(story, "paper", words.PARK[2:], range(-250, -175))
    _write_up_first(story, -248)
    story.go(-168, "closed")
    talking.answer_the_park(story, story.talk)
    read(
        story, -150, {"Light the path": ("light",), "Someone about": ("warden", "somebody"), "Keep it dark": ("bats",)}
    )
    found(
        story,
        -145,
        [
            (
                "People want the path from the school to the bus lit.",
                "Light the path",
                "Most for; a few fear for bats.",
            ),
            ("People want somebody about in the evening more than cameras.", "Someone about", "Said by a few, firmly."),
        ],
        {"Keep it dark": "Taken up with the first finding: lights that turn down protect the bats."},
    )
    owing.wait(story)
    return story


def centre(cast: people.Cast) -> Story:
    """Coming up: early notice of something that residents asked for."""
    story = begin(
        cast,
        Plot(
            title="What is the city centre for?",
            purpose="Residents asked for a conversation about what the city centre should be in ten years.",
            audience="Everyone who lives, works, studies or shops in the city.",
            origin="Asked for by residents at an earlier sample panel.",
            level="involve",
            open_matters=["What the centre is for", "Which streets are for whom", "What comes first"],
            closed_matters=["The ring road"],
            influence="You write the first draft of the vision with us. The council decides on the last one.",
            options=["A place to live", "A place to meet", "A place to work"],
            topics=["centre", "economy"],
            wards=["St Michael's"],
            opens=30,
            closes=121,
        ),
        clock.today(),
        planned=-60,
    )
    announce(story, -3)
    return story


def grants(cast: people.Cast) -> Story:
    """Refused: eight weeks over Christmas, and no reason given."""
    today = clock.today()
    start = today.replace(month=12, day=7)
    if start < today + timedelta(days=10):
        start = start.replace(year=start.year + 1)
    end = start.replace(year=start.year + 1, month=2, day=1)
    story = begin(
        cast,
        Plot(
            title="Who should get the winter grants?",
            purpose="There is a small fund for warm rooms. We want to know who should get it.",
            audience="Groups that run warm rooms, and people who sit in them.",
            open_matters=["Who can apply", "How it is shared out"],
            closed_matters=["The size of the fund"],
            influence="You can change who may apply and how the money is shared.",
            options=["Equal shares", "By need"],
            topics=["grants"],
            opens=(start - today).days,
            closes=(end - today).days,
        ),
        today,
        planned=-20,
    )
    with story.on(-19) as at:
        look_before_asking(story, at)
    trust_replies(story, -14)
    story.go(-10, "planned", "olu")
    for short in ("priya", "margaret"):
        with story.on(-6) as at:
            approve(activity=story.activity, by=cast[short], at=at)
    try:
        story.go(-5, "noticed")
    except Refused:
        return story
    raise AssertionError("Eight weeks over Christmas without a reason must be refused (GP-n).")


def crossing(cast: people.Cast) -> Story:
    """An idea, barely begun: the plan's pages are there to be filled."""
    with clock.stopped(clock.today() - timedelta(days=2)):
        activity = plan_activity(
            title="Where is a crossing needed on Example Road?", lead=cast.partners[people.COUNCIL], by=cast["olu"],
            at=clock.now(), is_sample=True,
        )  # fmt: skip
    return Story(cast, clock.today(), activity)


def _write_up_first(story: Story, number: int) -> None:
    """The session that every plan arranges is held and written up."""
    assert story.gathering is not None
    first = Session.objects.filter(gathering__strand=story.gathering).order_by("starts_at").first()
    meet(story, number, ["More of this. Nobody asked us before.", "The bus, the bus, the bus."], 12, session=first)


def _keep(story: Story, promise: Commitment, number: int, evidence: str) -> None:
    with story.on(number) as at:
        deciding.settle_commitment(
            commitment=promise,
            state="done",
            evidence=evidence,
            by=story.cast["olu"],
            at=at,
        )
