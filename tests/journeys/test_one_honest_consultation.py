"""The golden thread, by hand: one consultation from an idea to an archived record, each step by whoever takes it.

An officer plans; a stakeholder accepts; the decision owner signs; two people approve; it is noticed and opened.
Residents answer on a phone without a script, on paper, by telephone and in a room. An analyst codes by keyboard and
writes what was heard; the decision owner reads the evidence, decides and answers every finding. Everyone is told by
e-mail, letter and telephone, and a resident follows the code on a receipt to the promise and back.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader
from tests.browser import DESK, PHONE, PLAIN, Browsers, Visitor, send
from tests.journeys.conftest import Calendar

from heard.activities.actions.stakeholders import secret_of
from heard.activities.models import Activity, Contribution, Strand
from heard.config.sample.cast import Cast, call
from heard.decisions.models import Commitment, Delivery
from heard.findings.models import Coding, FindingContribution, Reconciliation

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NOTICE, OPENS, CLOSES = date(2027, 2, 8), date(2027, 3, 22), date(2027, 6, 28)
TITLE = "Which evenings should Example Library open?"
PROMISE = "Open until eight on Tuesdays and Thursdays"
PLAN: dict[str, dict[str, Any]] = {
    "purpose": {
        "purpose": "To choose the two evenings on which the library opens, because there is money for two.",
        "audience": "Everyone who uses the library or would like to.",
        "general_public": True,
        "topics": "libraries",
    },
    "outcome": {
        "outcome": "More people come in the evening.",
        "outcome_known_by": "We count who comes after six.",
        "outcome_number": "40",
        "outcome_unit": "people an evening",
    },
    "level": {"level": "involve", "formal_consultation": "false"},
    "change": {
        "open_matters": "Which evenings\nWhat happens on them",
        "closed_matters": "The building stays where it is",
        "options": "Tuesday and Thursday\nMonday and Friday",
        "something_else_welcome": "true",
        "rejected_alternatives": "Opening on five evenings was set aside: there is money for two.",
    },
    "options": {
        "options-0-costs": "£9,000 a year",
        "options-0-benefits": "Evenings when most buses run",
        "options-1-costs": "£9,000 a year",
        "options-1-benefits": "Evenings next to the weekend",
    },
    "dates": {
        "noticed_on": NOTICE.isoformat(),
        "opens_on": OPENS.isoformat(),
        "closes_on": CLOSES.isoformat(),
        "holiday_extension": "A week was added for Easter.",
    },
    "decides": {
        "service": "Libraries",
        "decision_goes_to": "The cabinet meeting of August, through the head of libraries",
        "decision_maker": "Grace Okafor, Cabinet Member for Sample Services",
        "decides_on": "2027-08-16",
        "influence_statement": "You can change which evenings. You cannot change that there are two.",
        "other_inputs": "The budget, and when staff can work.",
    },
    "people": {
        "groups-0-name": "People over 75",
        "groups-0-most_affected": True,
        "groups-0-offline_likely": True,
        "groups-0-barrier": "Many do not use the internet",
        "groups-0-remedy": "Paper by post, and a telephone line",
        "groups-1-name": "Young carers",
        "groups-1-seldom_heard": True,
        "groups-1-barrier": "No time in the day",
        "groups-1-remedy": "A drop-in after school",
    },
    "leads": {
        "consultation_lead": "Olu Adeyemi",
        "communications_lead": "Dana Whitfield",
        "comms_approved_on": "2027-01-08",
    },
    "telling": {
        "publicity_channels": ["web", "paper", "in_person"],
        "publicity_plan": "Posters at the doors, the free newspaper.",
        "feedback_channels": ["web", "email", "letter", "phone", "paper", "in_person"],
        "feedback_due_on": "2027-09-20",
    },
    "access": {
        "equality_analysis": "Sample analysis 4: who gains, who loses, what is done about it.",
        "formats": "Large print\nEasy Read",
        "languages": "Polish",
        "languages_spoken": "Polish",
        "venue_check": "Every room was visited: step-free, hearing loop.",
        "support_offered": "Bus fares are paid.",
    },
    "information": {
        "information_pack": "Two pages: who comes when, and what an evening costs.",
        "late_response_policy": "Post counts for three more working days.",
        "lawful_basis": "Public task",
        "controller": "Sample City Council",
        "retention": "Two years, then nobody can be told from it.",
        "impact_assessment": "Done; low risk.",
    },
}

AT_HOME = "7 Example Street\nCoventry"
IN_THE_ROOM = (
    "A homework club would keep my grandson off the street.",
    "Homework, and somebody who knows the sums.",
    "Homework with biscuits.",
    "My daughter has no desk for her homework.",
    "Homework help on Thursdays, when I work late.",
    "Quiet on one evening, for those of us who read.",
)


@dataclass
class Town:
    """Who takes part in the story, and what is in their hands."""

    people: Browsers
    calendar: Calendar
    cast: Cast
    post: list[Any]
    staff: dict[str, Visitor] = field(default_factory=dict)
    worked: set[int] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Visitor:
        """The browser of a member of staff, who signs in with an e-mailed code the first time."""
        if name not in self.staff:
            self.staff[name] = self._signed_in(name)
        return self.staff[name]

    def _signed_in(self, name: str) -> Visitor:
        visitor = self.people.open(**DESK).go("/staff/")
        assert visitor.here.startswith("/accounts/login/"), "the staff pages are closed to strangers"
        visitor.page.locator('input[type="email"]').first.fill(f"{name}@sample.example")
        visitor.press("E-mail me a code")
        text = self.post[-1].get_payload(decode=True).decode()
        assert self.post[-1]["To"] == f"{name}@sample.example"
        visitor.write(code=text.replace("\r", "").split("\n\n")[1].strip()).press("Go on")
        assert visitor.here == "/staff/"
        return visitor

    def work(self) -> None:
        """The jobs that are due, as the jobs worker does them."""
        for job in ProcrastinateJob.objects.filter(status="todo").exclude(pk__in=self.worked).order_by("pk"):
            self.worked.add(job.pk)
            app.tasks[job.task_name].func(**job.args)

    @property
    def activity(self) -> Activity:
        return Activity.objects.select_related("plan").get(title=TITLE)

    def strand(self, method: str) -> Strand:
        return self.activity.strands.get(method=method)

    def at(self, page: str) -> str:
        return f"/staff/activities/{self.activity.slug}/{page}"

    def public(self, page: str) -> str:
        return f"/activities/{self.activity.slug}/{page}"

    def move(self, who: str, button: str, done: str) -> None:
        """Somebody opens the gates, sees that nothing stands in the way, and presses."""
        visitor = self[who].go(self.at("gates/")).sees("Nothing stands in the way.")
        reason = visitor.page.locator('textarea[name$="-reason"]:visible')
        if reason.count():
            reason.first.fill("The warnings were weighed, and the plan says how each is met.")
        visitor.press(button).sees(done)


@pytest.fixture
def town(people: Browsers, calendar: Calendar, smtp: list[Any], transactional_db: None) -> Town:
    town = Town(people, calendar, call(date(2011, 9, 1)), smtp)
    # Procrastinate's tables are not emptied between tests: what an earlier test left is not this town's work.
    town.worked.update(ProcrastinateJob.objects.values_list("pk", flat=True))
    return town


def test_one_honest_consultation_from_an_idea_to_the_archive(town: Town) -> None:
    for step in STEPS:
        step(town)


def an_officer_begins_and_the_gates_lead_to_each_field(town: Town) -> None:
    olu = town["olu"].go("/staff/activities/").follow("Begin an activity")
    olu.press("Begin, and write the plan").sees("There is something to mend")
    olu.write(title=TITLE, origin="A petition by evening workers").press("Begin, and write the plan")
    gates = olu.go(town.at("gates/")).page.get_by_role("main")
    expect(gates.get_by_text("stand in the way", exact=False).first).to_be_visible()
    fields = gates.locator(".gate.refused a[href*='/plan/'], .gate.refused a[href*='#']")
    assert fields.count() > 0, "every refusal leads to its field"
    fields.first.click()
    anchor = olu.page.url.partition("#")[2]
    assert anchor
    assert olu.page.locator(f"[id='{anchor}']").count() == 1


def an_officer_writes_the_plan_page_by_page(town: Town) -> None:
    olu = town["olu"]
    for page, said in PLAN.items():
        olu.go(town.at(f"plan/{page}/")).write(**said)
        olu.page.locator("main form[method=post] button[name=then]").first.click()
        olu.sees("Saved.")


def an_officer_adds_two_ways_to_take_part(town: Town) -> None:
    olu = town["olu"].go(town.at("plan/ways/")).follow("Add a way to take part")
    olu.write(title="Three questions, at home", method="survey", channels=["web", "paper", "phone"])
    olu.write(why="Everyone can answer in five minutes.", generic=True)
    for channel, where in (("paper", "At the library desk, or by post"), ("phone", "024 7600 0100")):
        olu.page.locator("details", has=olu.page.locator(f'[name="where_{channel}"]')).locator("summary").click()
        olu.write(**{f"where_{channel}": where})
    olu.press("Add it")
    olu.go(town.at("plan/ways/")).follow("Add a way to take part")
    olu.write(title="Tea and talk", method="gathering", channels=["in_person"], why="Some would rather talk.")
    olu.page.locator('[name="generic"]').uncheck()
    olu.press("Add it")
    _write_the_questions(town, olu)
    _arrange_a_session(town, olu)
    olu.go(town.at("plan/ways/"))
    for box in olu.page.locator('table input[type="checkbox"]').all():
        box.check()
    olu.press("Save and stay").sees("Saved.")


def _write_the_questions(town: Town, olu: Visitor) -> None:
    address = f"/staff/strands/{town.strand('survey').public_id}/questions/"
    for kind, fields in (
        ("choice", {"words": "Which evenings suit you?", "options": "Tuesday and Thursday\nMonday and Friday\nNone"}),
        ("text", {"words": "What should happen on those evenings?"}),
        ("text", {"words": "What stands in your way?"}),
    ):
        olu.go(address)
        olu.page.locator(f'a[href$="/questions/new/{kind}/"]').click()
        olu.write(**fields)
        olu.page.locator("main form[method=post] button").first.click()
        olu.sees(fields["words"])
    olu.go(address).write(introduction="Three questions.", thanks="Thank you.").press("Keep")


def _arrange_a_session(town: Town, olu: Visitor) -> None:
    olu.go(f"/staff/strands/{town.strand('gathering').public_id}/sessions/").follow("Change the questions")
    olu.write(introduction="Come as you are.", prompts="What should happen in the evening?").press("Save")
    olu.follow("Add a session")
    olu.write(
        title="Tea and talk at the library", kind="drop_in", host="Bilal Hussain", starts_at="2027-04-07T15:00",
        venue_words="The community room", is_public=True, access_facts="Step-free, hearing loop, bus stop at the door.",
    )  # fmt: skip
    olu.page.locator("main form[method=post] button").first.click()
    olu.sees("is on the register")


def a_stakeholder_accepts_by_the_link_in_a_letter(town: Town) -> None:
    olu = town["olu"].go(town.at("plan/stakeholders/"))
    olu.write(name="Friends of Example Library", stake="authority", email="friends@sample.example")
    olu.press("Add and invite").sees("Friends of Example Library")
    town.work()
    letter = town.post[-1].get_payload(decode=True).decode()
    stakeholder = town.activity.stakeholders.get()
    link = re.search(r"/invitations/\S+", letter)
    assert link
    assert secret_of(stakeholder) in link[0]
    friend = town.people.open(**PHONE).go(link[0]).sees(TITLE)
    friend.write(answer="accept", name="Rosa Sample", role="Chair").press("Send my answer").sees("Rosa Sample")


def an_officer_says_how_it_will_be_read_and_locks_it(town: Town) -> None:
    """GP-i.4: before anybody answers, from the page of the activity where its user looks for it."""
    olu = town["olu"].go(town.at("standard/")).follow("Write or change it")
    olu.write(
        how_read="Every answer is read by a person, on paper, by telephone and on the web alike.",
        who="Tomasz reads; Olu reads a tenth again.", frame="Homework\nQuiet",
        campaigns="Counted in full, read once.", late="Read, counted apart, and said so.",
        weighting="None: too few say how old they are.", not_done="We do not say “residents”.",
    )  # fmt: skip
    olu.press("Save").sees("It counts once it is locked.", "not locked yet")
    olu.follow("Write or change it").press("Lock it").sees("Locked.", "locked on 11 January 2027 by Olu Adeyemi")


def the_decision_owner_signs_that_nothing_is_decided(town: Town) -> None:
    grace = town["grace"].go(town.at("plan/declaration/"))
    grace.write(
        nothing_decided="true", would_change_my_mind="If more people need Saturdays.", what_is_fixed="The money.",
        decides_on="2027-08-16", signed_name="Grace Okafor", signed_role="Cabinet Member",
    )  # fmt: skip
    grace.page.locator("main form[method=post] button").first.click()
    grace.go(town.at("plan/declaration/")).sees("Grace Okafor")
    town["olu"].go(town.at("asked-before/")).press("Compare, and ask the partners").sees(
        "Compared. 0 matches to answer."
    )
    town.move("olu", "Put it on the partners’ calendar", "Planned")


def two_people_approve_and_notice_is_given(town: Town) -> None:
    town.calendar.turn_to(NOTICE)
    for name in ("priya", "margaret"):
        town[name].go(town.at("gates/")).press("I approve this plan").sees("You have approved this plan")
    town.move("priya", "Give notice", "Notice given")
    town.people.open(**PLAIN).go("/coming-up/").sees(TITLE)


def it_opens(town: Town) -> None:
    town.calendar.turn_to(OPENS)
    town.move("priya", "Open it", "Opened")


def a_resident_answers_on_a_phone_without_a_script_or_an_account(town: Town) -> None:
    """Scenario 41, I-30."""
    rosa = town.people.open(**PLAIN).go("/").follow(TITLE)
    rosa.follow("Have your say").follow("Start")
    rosa.page.get_by_label("Tuesday and Thursday").check()
    rosa.press("Continue")
    rosa.page.locator("textarea").fill("Homework club with a hot drink. My children have nowhere warm to read.")
    rosa.press("Continue").page.locator("textarea").fill("The last bus is at seven.")
    rosa.press("Continue").sees("Nothing has been sent yet.", "Homework club").follow("This is right: continue")
    rosa.write(may_quote=True, way="email", name="Rosa Sample", email="rosa@sample.example")
    rosa.press("Send my answers").sees("Your answers have been received")
    town.codes["rosa"] = _code_on(rosa)
    town.codes["secret"] = (rosa.page.locator(".slip .secret").text_content() or "").strip()


def _code_on(visitor: Visitor) -> str:
    code = (visitor.page.locator(".receipt .code").text_content() or "").strip()
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z*~$=]", code), "a receipt code"
    return code


def an_officer_keys_in_a_paper_form_and_a_call_each_with_a_receipt(town: Town) -> None:
    """Scenario 9."""
    town.calendar.turn_to(date(2027, 4, 1))
    address = f"/staff/strands/{town.strand('survey').public_id}/key-in/"
    said = {
        "paper": ("Homework club, yes, and help with letters.", "letter", "address", AT_HOME),
        "phone": ("Keep it quiet on one of the two evenings.", "phone", "phone", "024 7600 0999"),
    }  # fmt: skip
    for channel, (words, way, where, address_) in said.items():
        olu = town["olu"].go(address)
        olu.write(channel=channel, received_on="2027-03-30")
        olu.page.get_by_label("Tuesday and Thursday").check()
        olu.page.get_by_label("What should happen on those evenings?").fill(words)
        olu.write(way=way, name=f"Somebody on {channel}", **{where: address_})
        olu.press("Keep and show the receipt").sees("It counts the same as every other response.")
        town.codes[channel] = _code_on(olu)
    olu = town["olu"].go(town.at("contributions/"))
    kept = Contribution.objects.filter(strand__activity=town.activity)
    assert sorted(kept.values_list("channel", flat=True)) == ["paper", "phone", "web"]


def a_facilitator_writes_up_the_session_the_next_day(town: Town) -> None:
    """Scenario 8, I-8."""
    town.calendar.turn_to(date(2027, 4, 8))
    bilal = town["bilal"].go(f"/staff/strands/{town.strand('gathering').public_id}/sessions/").follow("Write it up")
    bilal.write(held_at="2027-04-07T15:00", attended=14, spoke=9, confidence="noted", summary="Warm and loud.")
    said = bilal.page.locator('textarea[name$="-words"]')
    for number, words in enumerate(IN_THE_ROOM):
        said.nth(number).fill(words)
    bilal.page.locator('input[name$="0-may_quote"]').check()
    bilal.press("Save the note").sees("Written up.")
    bilal.sees("14 came, 9 were heard")


def it_closes(town: Town) -> None:
    town.calendar.turn_to(date(2027, 6, 29))
    town.move("olu", "Close it", "Closed")
    town.people.open(**PHONE).go(town.public("")).sees("closed")


def an_analyst_codes_by_keyboard(town: Town) -> None:
    town.calendar.turn_to(date(2027, 7, 1))
    tomasz = town["tomasz"].go(town.at("coding/"))
    for name in ("Homework club", "Quiet", "Buses"):
        tomasz.page.get_by_label("New theme").fill(name)
        tomasz.press("Add it")
    marks = {"omework": "1", "uiet": "2", "bus": "3"}
    for _passage in range(16):
        words = tomasz.page.locator("[data-coding] blockquote")
        if not words.count():
            break
        text = words.inner_text()
        tomasz.page.locator("h1").click()
        for mark, key in marks.items():
            if mark in text:
                tomasz.page.keyboard.press(key)
        send(tomasz.page)
    tomasz.sees("Everything has been read")
    carried = Counter(Coding.objects.values_list("theme__name", flat=True))
    assert carried == {"Buses": 1, "Homework club": 7, "Quiet": 2}


def findings_are_written_and_the_gate_counts_them(town: Town) -> None:
    tomasz = town["tomasz"]
    themes = dict(Coding.objects.values_list("theme__name", "theme__public_id"))
    strands = [strand.public_id for strand in town.activity.strands.all()]
    for name, statement in (
        ("Homework club", "People want a warm place for homework in the evening."),
        ("Quiet", "Some people need one of the evenings to be quiet."),
    ):
        tomasz.go(town.at("findings/")).follow("Write a finding")
        tomasz.write(
            statement=statement, themes=[themes[name]], strands=strands, source="Coded from every answer.",
            range_of_views="Nobody spoke against it; some fear noise.", limits="Few people under 18 answered.",
        )  # fmt: skip
        if tomasz.page.locator(f'[name="themes"]:checked:not([value="{themes[name]}"])').count():
            raise AssertionError("only the theme that was chosen is ticked")
        tomasz.press("Save")
        tomasz.go(town.at("findings/")).page.locator("article.finding", has_text=statement).get_by_role(
            "link", name="Evidence and quotes"
        ).click()
        if tomasz.page.get_by_role("button", name="Quote it").count():
            tomasz.page.locator('[name="checked"]').first.check()
            tomasz.press("Quote it")
        else:
            tomasz.press("Cite it without its words")
    tomasz.go(town.at("gates/")).sees("Buses")
    tomasz.go(town.at(f"coding/themes/{themes['Buses']}/")).write(because="Buses are answered with the first finding.")
    tomasz.press("List it with this reason")


def somebody_independent_signs_how_it_was_read(town: Town) -> None:
    """GP-i.4: the analyst writes what it rests on, somebody of another partner signs it; until then it is held."""
    gate = town["tomasz"].go(town.at("gates/")).page.get_by_role("button", name="Publish what we heard")
    assert gate.is_disabled()
    tomasz = town["tomasz"].go(town.at("standard/quality/"))
    tomasz.write(
        methods="One person read it all, a second a tenth.", limits="Few people under 18 answered.",
        bases="Every number is of contributions, not of residents.",
    ).press("Save the statement")  # fmt: skip
    assert not tomasz.go(town.at("standard/quality/")).page.get_by_role("button", name="Sign it").count()
    hannah = town["hannah"].go(town.at("standard/quality/")).press("Sign it")
    hannah.sees("Signed by Hannah Reeve on 1 July 2027")


def what_was_heard_is_published(town: Town) -> None:
    town.calendar.turn_to(date(2027, 7, 8))
    town.move("tomasz", "Publish what we heard", "published")
    counts = {row.channel: (row.received, row.analysed) for row in Reconciliation.objects.all()}
    assert {channel: counts[channel] for channel in ("web", "paper", "phone")} == dict.fromkeys(
        ("web", "paper", "phone"), (1, 1)
    )
    assert counts["in_person"] == (6, 6)
    town.people.open(**PLAIN).go(town.public("heard/")).sees("a warm place for homework")


def the_decision_owner_is_refused_until_the_evidence_is_opened(town: Town) -> None:
    """Scenario 31."""
    town.calendar.turn_to(date(2027, 8, 16))
    town["olu"].go(town.at("decision/")).press("Freeze the evidence as it stands").sees("The evidence is frozen")
    grace = town["grace"].go(town.at("decision/")).sees("The decision owner has not opened it yet.")
    record = {
        "made_on": "2027-08-16", "option": "Open on Tuesdays and Thursdays.", "reasons": "Most asked for them.",
        "alternatives": "Mondays and Fridays, because fewer could come.", "source": "Sample minute 12",
    }  # fmt: skip
    grace.write(**record).press("Record it").sees("has not opened")
    assert grace.page.locator('[name="option"]').input_value() == record["option"], "nothing typed is lost"
    grace.go(town.at("decision/")).follow("Open the evidence").sees("a warm place for homework")
    grace.press("I have read this evidence").sees("Kept: you have read this evidence.")
    grace.write(**record).press("Record it").sees("Recorded.")


def every_finding_is_answered_and_something_is_promised(town: Town) -> None:
    """Scenario 30: the decision is not published while a finding has no answer."""
    grace = town["grace"].go(town.at("decision/")).follow("Answer it")
    grace.write(kind="adopted").press("Keep this answer")
    grace.go(town.at("gates/"))
    assert grace.page.get_by_role("button", name="Publish the decision").is_disabled()
    grace.go(town.at("decision/")).follow("Answer it")
    grace.write(kind="partly", reason="Thursdays are quiet after six.").press("Keep this answer")
    grace.go(town.at("decision/")).follow("Promise something for it")
    grace.write(words=PROMISE, owner="Head of Sample Libraries", due_on="2027-10-04").press("Promise it")
    grace.sees(PROMISE)
    town.move("grace", "Publish the decision", "published")


def everyone_is_told_by_the_way_they_asked_for(town: Town) -> None:
    """Scenario 9: by phone or post too. Scenario 5's letter list."""
    town.calendar.turn_to(date(2027, 8, 23))
    olu = town["olu"].go(town.at("feedback/"))
    olu.write(summary="You asked for warm evenings. You get two.", not_heard="People under 18.").press("Save")
    olu.press("Publish and start telling").sees("E-mails leave by themselves")
    town.work()
    rosa = next(one for one in town.post if one["To"] and "rosa@sample.example" in one["To"])
    letter = rosa.get_payload(decode=True)
    text = (letter or rosa.get_payload()[0].get_payload(decode=True)).decode()
    assert "You asked for warm evenings" in text
    _letters(town, olu)
    _calls(town, olu)
    for _channel in range(5):
        olu.go(town.at("feedback/"))
        waiting = olu.page.get_by_role("button", name="They have been told")
        if not waiting.count():
            break
        panel = olu.page.locator(".panel", has=waiting.first).last
        panel.locator('[name="how"]').fill("Read out at the library, and on posters.")
        panel.get_by_role("button", name="They have been told").click()
    assert not Delivery.objects.exclude(state="sent").exists()
    town.move("olu", "Publish “you said, we did”", "published")


def _letters(town: Town, olu: Visitor) -> None:
    olu.go(town.at("feedback/")).press("Put waiting letters into one file").sees("1 letter, ")
    with olu.page.expect_download() as waiting:
        olu.page.get_by_role("link", name="PDF to print").click()
    pages = PdfReader(io.BytesIO(waiting.value.path().read_bytes())).pages
    text = " ".join("\n".join(page.extract_text() for page in pages).split())
    assert "7 Example Street" in text
    assert "You asked for warm evenings" in text
    olu.press("They are posted").sees("these letters count as sent")


def _calls(town: Town, olu: Visitor) -> None:
    olu.go(town.at("feedback/")).follow("Who is to be rung").sees("024 7600 0999", "You asked for warm evenings")
    olu.press("Told").sees("Nobody is waiting for a call.")


def a_resident_follows_the_receipt_to_the_promise_and_back(town: Town) -> None:
    """Scenario 33, on the same phone without a script; every receipt is known, whichever way it came."""
    rosa = town.people.open(**PLAIN)
    for name in ("paper", "phone", "rosa"):
        rosa.go("/receipt/").write(code=town.codes[name].lower().replace("-", " ")).press("Show me").sees(TITLE)
    rosa.misses("rosa@sample.example", "Rosa Sample", "nowhere warm to read")
    rosa.write(secret=town.codes["secret"]).press("Show my words").sees("nowhere warm to read")
    rosa.follow("People want a warm place for homework").sees("Rests on 7 contributions")
    rosa.follow("How it was answered").sees("Adopted")
    rosa.follow(PROMISE).sees("Head of Sample Libraries")
    rosa.follow("People want a warm place for homework")
    mine = Contribution.objects.get(strand__activity=town.activity, channel="web")
    rosa.follow(mine.trace_id).sees("What became of one contribution?", PROMISE)
    assert FindingContribution.objects.filter(contribution=mine).exists()


def what_was_found_is_shared_with_every_partner(town: Town) -> None:
    """GP-l.2: it reaches the lead of each other partner by e-mail, and is logged."""
    olu = town["olu"].go(town.at("sharing/")).write(lessons="Ask at the school gate.").press("Share with all partners")
    olu.sees("Sample Health Trust: Wen Li")
    town.work()
    assert "wen@sample.example" in {one["To"] for one in town.post}
    olu.go(town.at("sharing/")).sees("Wen Li, sent 8 July 2027")


def it_is_evaluated(town: Town) -> None:
    town.calendar.turn_to(date(2027, 9, 20))
    olu = town["olu"].go(town.at("evaluation/"))
    olu.write(
        learned="That warmth matters more than books after six.", representative="Young people were few.",
        how_many=17, what_changed="Two evenings, one of them quiet.", follow_up_sent_on="2027-09-06",
        better_informed_or_able="People know who decides.",
    )  # fmt: skip
    olu.press("Save")
    olu.write(words="Ask at the school gate.").press("Keep the lesson").sees("Ask at the school gate.")
    town.move("olu", "Publish the evaluation", "published")


def it_is_archived_only_when_promises_are_settled(town: Town) -> None:
    """Scenario 28's sister, UP-b."""
    olu = town["olu"].go(town.at("gates/"))
    assert olu.page.get_by_role("button", name="Archive it").is_disabled()
    olu.sees("Not yet kept, nor changed or dropped with a reason: “Open until eight on")
    town.calendar.turn_to(date(2027, 10, 4))
    grace = town["grace"].go(town.at("decision/")).follow("What became of it?")
    grace.write(state="done").press("Keep it").sees("needs evidence")
    grace.write(evidence="The hours hang at the door.").press("Keep it").sees("Kept, and public.")
    assert Commitment.objects.get().state == "done"
    town.move("olu", "Archive it", "come to the end")
    town.people.open(**PLAIN).go("/commitments/").sees(PROMISE)


STEPS: tuple[Callable[[Town], None], ...] = (
    an_officer_begins_and_the_gates_lead_to_each_field,
    an_officer_writes_the_plan_page_by_page,
    an_officer_adds_two_ways_to_take_part,
    a_stakeholder_accepts_by_the_link_in_a_letter,
    an_officer_says_how_it_will_be_read_and_locks_it,
    the_decision_owner_signs_that_nothing_is_decided,
    two_people_approve_and_notice_is_given,
    it_opens,
    a_resident_answers_on_a_phone_without_a_script_or_an_account,
    an_officer_keys_in_a_paper_form_and_a_call_each_with_a_receipt,
    a_facilitator_writes_up_the_session_the_next_day,
    it_closes,
    an_analyst_codes_by_keyboard,
    findings_are_written_and_the_gate_counts_them,
    somebody_independent_signs_how_it_was_read,
    what_was_heard_is_published,
    what_was_found_is_shared_with_every_partner,
    the_decision_owner_is_refused_until_the_evidence_is_opened,
    every_finding_is_answered_and_something_is_promised,
    everyone_is_told_by_the_way_they_asked_for,
    a_resident_follows_the_receipt_to_the_promise_and_back,
    it_is_evaluated,
    it_is_archived_only_when_promises_are_settled,
)
