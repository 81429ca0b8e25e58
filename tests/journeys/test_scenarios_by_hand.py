"""Handbook scenarios where a person acts, acted: officers at the gates, and an auditor who has no account."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from tests.browser import DESK, PLAIN, Browsers, Visitor
from tests.journeys.conftest import Calendar

from heard.activities.models import Strand
from heard.audit.actions import publish_head, seal_entries
from heard.compact.actions import approve, override
from heard.compact.models import Move
from heard.config.sample.cast import Cast, call
from heard.config.sample.telling import Plot, Story, begin
from heard.ground import clock

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PLOT: dict[str, Any] = {
    "title": "How should Example Baths be run?",
    "purpose": "To choose which hours the baths open.",
    "audience": "Everyone who swims.",
    "open_matters": ["Opening hours"],
    "closed_matters": ["The baths stay open"],
    "influence": "You can change the hours.",
    "options": ["Mornings", "Evenings"],
    "topics": ["leisure"],
}
EASY_READ = "Easy Read comes two weeks later, and its readers get two weeks longer."
RATIONALE = "The grant ends in March. Whoever is away at Christmas loses out, so two more sessions are held."


def a_story(calendar: Calendar, opens: date, closes: date, **plan: Any) -> Story:
    """A whole plan, approved by nobody yet, on a day five weeks before it opens."""
    calendar.moment = clock.midday(date(2011, 9, 1))
    cast: Cast = call(calendar.day)
    calendar.turn_to(date.fromordinal(opens.toordinal() - 40))
    story = begin(cast, Plot(**PLOT, opens=0, closes=(closes - opens).days, plan=plan), opens)
    story.go(-39, "planned", "olu")
    return story


def gates(story: Story) -> str:
    return f"/staff/activities/{story.activity.slug}/gates/"


def test_scenario_3_short_over_christmas_is_refused_until_its_reason_is_written_and_published(
    people: Browsers, calendar: Calendar
) -> None:
    story = a_story(calendar, date(2015, 12, 7), date(2016, 2, 1), holiday_extension="")
    lead = people.open(story.cast["priya"], **DESK).go(gates(story))
    lead.sees("GP-n.1", "56")
    assert lead.page.get_by_role("button", name="Give notice").is_disabled()
    refusal = lead.page.locator(".gate.refused", has_text="GP-n.1")
    refusal.get_by_role("link", name="Mend this").click()
    lead.page.wait_for_url("**/plan/dates/#*")
    lead.write(duration_rationale=RATIONALE)
    lead.page.locator("main form[method=post] button[name=then]").first.click()
    for name in ("priya", "margaret"):
        people.open(story.cast[name], **DESK).go(gates(story)).press("I approve this plan")
    lead.go(gates(story)).sees("GP-n.2")
    lead.page.locator("textarea:visible").first.fill("The holiday was weighed.")
    lead.press("Give notice").sees("Notice given")
    calendar.turn_to(date(2015, 12, 7))
    lead.go(gates(story))
    lead.page.locator("textarea:visible").first.fill("The holiday was weighed.")
    lead.press("Open it").sees("Opened")
    people.open(**PLAIN).go(f"/activities/{story.activity.slug}/").sees(RATIONALE)


def test_scenario_4_thirteen_weeks_open_without_a_word_about_length(people: Browsers, calendar: Calendar) -> None:
    story = a_story(calendar, date(2016, 9, 12), date(2016, 12, 12))
    for name in ("priya", "margaret"):
        people.open(story.cast[name], **DESK).go(gates(story)).press("I approve this plan")
    lead = people.open(story.cast["priya"], **DESK)
    for button, day in (("Give notice", date(2016, 8, 8)), ("Open it", date(2016, 9, 12))):
        calendar.turn_to(day)
        lead.go(gates(story)).sees("Nothing stands in the way.")
        if (reason := lead.page.locator('textarea[name$="-reason"]:visible')).count():
            reason.first.fill("The other warnings were weighed.")
        lead.press(button)
    story.activity.refresh_from_db()
    assert story.activity.stage == "open"
    kept = Move.objects.get(activity=story.activity, to_stage="open", allowed=True).checks
    assert kept.get(check_id="GP-n.1").result == "pass"
    page = people.open(**PLAIN).go(f"/activities/{story.activity.slug}/")
    assert page.page.locator(".notice", has_text="weeks").count() == 0


def test_scenario_6_a_web_survey_alone_is_refused_with_who_it_leaves_out(people: Browsers, calendar: Calendar) -> None:
    story = a_story(calendar, date(2016, 9, 12), date(2016, 12, 12))
    Strand.objects.filter(pk=story.survey.pk).update(channels=["web"])  # type: ignore[union-attr]
    story.gathering.delete()  # type: ignore[union-attr]
    lead = people.open(story.cast["priya"], **DESK).go(gates(story))
    refusal = lead.page.locator(".gate.refused", has_text="UP-e")
    said = " ".join(refusal.all_inner_texts())
    assert "3 %" in said or "3%" in said, said
    assert "30 %" in said or "30%" in said, said
    assert lead.page.get_by_role("button", name="Give notice").is_disabled()


def test_scenario_46_an_auditor_without_an_account_checks_everything(people: Browsers, calendar: Calendar) -> None:
    """Timeline, overrides, exclusions' count, the data, and the chain, from public pages and files alone."""
    plan = {"duration_rationale": RATIONALE, "includes_learning_disabled": True, "formats": ["Large print"]}
    story = a_story(calendar, date(2015, 12, 7), date(2016, 2, 1), **plan)
    margaret = story.cast["margaret"]
    with story.on(-38) as at:
        override(activity=story.activity, check_id="GP-g.2", reason=EASY_READ, by=margaret, at=at)
        for name in ("priya", "margaret"):
            approve(activity=story.activity, by=story.cast[name], at=at)
    story.go(-37, "noticed", reason="The holiday was weighed.")
    calendar.turn_to(date(2015, 12, 1))
    seal_entries()
    publish_head()

    auditor = people.open(**PLAIN).go("/").follow("check us yourself").sees("How can anyone check us?")
    published = auditor.page.locator("main table code").first.inner_text()
    auditor.follow("Fetch the whole log")
    assert chain_holds(saved(auditor, "chain.jsonl").splitlines()) == published
    auditor.go("/coming-up/").follow(PLOT["title"]).follow("How this was run")
    auditor.sees("Notice given", "Which rules were set aside, and why?", EASY_READ, "Margaret Doyle")
    auditor.sees("Judged again just now: the same", "No. Nobody and nothing has been excluded.")
    judged = json.loads(saved(auditor, "Download what was judged (JSON)"))
    assert RATIONALE in json.dumps(judged)
    auditor.go("/exclusions/").sees("So far nobody and nothing has been left out.")


def saved(visitor: Visitor, link: str) -> str:
    """A file as it comes through a link, without the browser opening it."""
    address = visitor.page.get_by_role("link", name=link).first.get_attribute("href")
    answer = visitor.page.request.get(visitor.root + str(address))
    assert answer.ok
    return answer.text()


def chain_holds(lines: list[str]) -> str:
    """The dozen lines that the page publishes: the head, if every entry fits the one before."""
    before = "0" * 64
    for line in lines:
        entry = json.loads(line)
        header = json.dumps(entry["header"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        text = "\n".join(["heard-seal/1", before, header, entry["payload"]])
        before = hashlib.sha256(text.encode()).hexdigest()
        assert before == entry["hash"], entry["header"]
    return before
