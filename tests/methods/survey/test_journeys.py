"""Answering, keying in and importing in a real browser: on a phone, without script, by keyboard, after mistakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.browser import DESK, PHONE, faults, send
from tests.methods.survey.surveys import a_survey, ann_of
from tests.methods.survey.test_batches import a_batch

from heard.activities.models import Contribution, Passage, Strand
from heard.activities.queries import find_by_receipt
from heard.ground import clock
from heard.methods.survey import jobs
from heard.methods.survey.models import Chosen, Import
from heard.people.models import VoiceAddress

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def way_in(strand: Strand) -> str:
    return reverse("activities:strand", args=[strand.activity.slug, strand.public_id])


def in_order(page: Page) -> None:
    assert (page.url, faults(page)) == (page.url, [])


def code_on(page: Page) -> str:
    return "-".join(page.locator(".receipt .code .half").all_inner_texts())


def test_someone_at_a_bus_stop_answers_on_a_small_phone_makes_mistakes_and_gets_a_receipt(visit: Open) -> None:
    strand = a_survey()
    page = visit(way_in(strand), **PHONE)
    in_order(page)
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_text("Step 1 of 6")).to_be_visible()
    in_order(page)
    page.get_by_label("Every month").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Warmer water").check()
    page.get_by_label("A better bus").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Warmer water")).to_be_checked()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("4", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("textbox").fill("x" * 10_001)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("10001 characters long")
    in_order(page)
    page.get_by_role("textbox").fill("Open until nine, and mend the hoist.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    in_order(page)
    page.get_by_role("link", name="Change 1.").click()
    page.get_by_label("Every week").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Every week")).to_be_visible()
    page.get_by_role("link", name="This is right").click()
    expect(page.get_by_label("E-mail address")).to_be_hidden()
    page.get_by_label("By e-mail").check()
    page.get_by_label("E-mail address").fill("dee at example")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("does not look like an e-mail address")
    in_order(page)
    page.get_by_label("E-mail address").fill("dee@example.org")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you. Your answers have been received.")).to_be_visible()
    in_order(page)
    found = find_by_receipt(code_on(page))
    contribution = Contribution.objects.get()
    assert found is not None
    assert found.voice_id == contribution.voice_id
    assert Passage.objects.get().words == "Open until nine, and mend the hoist."
    assert Chosen.objects.count() == 4
    assert VoiceAddress.objects.get().address == "dee@example.org"


def test_everything_works_with_script_off(visit: Open) -> None:
    """Scenario 41."""
    strand = a_survey()
    page = visit(way_in(strand), java_script_enabled=False, **PHONE)
    page.get_by_role("link", name="See all questions on one page").click()
    page.get_by_label("Never").check()
    page.get_by_label("Lower prices").check()
    page.get_by_label("2", exact=True).check()
    page.get_by_role("textbox").fill("Said without a script")
    page.get_by_role("button", name="Check my answers").click()
    page.get_by_role("link", name="This is right").click()
    page.get_by_label("By letter").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the address")
    page.get_by_label("Postal address").fill("1 Example Road\nCV1 1AA")
    page.get_by_role("button", name="Send my answers").click()
    assert find_by_receipt(code_on(page)) is not None
    assert Passage.objects.get().words == "Said without a script"
    assert Chosen.objects.count() == 3
    page.get_by_role("button", name="I have kept it: put it away").click()
    expect(page.get_by_role("link", name="Start")).to_be_visible()


def test_going_back_with_the_browser_and_sending_again_counts_once(visit: Open) -> None:
    strand = a_survey()
    page = visit(way_in(strand), **PHONE)
    page.get_by_role("link", name="Start").click()
    page.get_by_label("Every month").check()
    page.get_by_role("button", name="Continue").click()
    page.goto(page.url.replace("questions/2/", "send/"))
    page.get_by_role("button", name="Send my answers").click()
    first = code_on(page)
    page.go_back()
    expect(page.locator(".receipt .code")).to_be_visible()
    assert code_on(page) == first
    assert Contribution.objects.count() == 1


def test_an_officer_keys_in_two_forms_with_the_keyboard_alone(visit: Open) -> None:
    strand = a_survey()
    batch = a_batch(strand, ann_of(strand))
    page = visit(reverse("survey:key_in", args=[strand.public_id]), ann_of(strand), **DESK)
    in_order(page)
    today = clock.today().isoformat()
    for number in (1, 2):
        page.get_by_label("On paper").focus()
        page.keyboard.press("Space")
        page.get_by_label("Received on").fill(today)
        page.get_by_label("Every week").focus()
        page.keyboard.press("ArrowDown")
        page.get_by_label("What should change first").fill(f"Form number {number}")
        page.get_by_label("Serial number").fill(batch.serial(number).lower())
        send(page)
        expect(page.get_by_text("Receipt of the last one")).to_be_visible()
    assert page.get_by_label("On paper").is_checked()
    page.get_by_role("button", name="Keep and show the receipt").click()
    expect(page.get_by_role("alert").first).to_contain_text("There is no answer yet.")
    in_order(page)
    assert sorted(Passage.objects.values_list("words", flat=True)) == ["Form number 1", "Form number 2"]
    assert set(Contribution.objects.values_list("channel", "provenance")) == {
        ("paper", f"form:{batch.serial(1)}"),
        ("paper", f"form:{batch.serial(2)}"),
    }
    assert [chosen.option.words for chosen in Chosen.objects.all() if chosen.option] == ["Every month"] * 2


def test_an_officer_builds_questions_and_imports_a_file(visit: Open, tmp_path: Path) -> None:
    strand = a_survey()
    page = visit(reverse("survey:imports", args=[strand.public_id]), ann_of(strand), **DESK)
    in_order(page)
    page.get_by_label("File with the responses").set_input_files(
        {"name": "r.csv", "mimeType": "text/csv", "buffer": b"%PDF"}
    )
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("alert")).to_contain_text("another kind of file")
    in_order(page)
    file = tmp_path / "r.csv"
    file.write_text("What should change first?,How often do you use the baths\nThe bus,every week\nMore,hourly\n")
    page.get_by_label("File with the responses").set_input_files(file)
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("heading", name="What is each column?")).to_be_visible()
    page.get_by_role("button", name="Try it without keeping anything").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how they came")
    in_order(page)
    page.get_by_label("How did they come?").select_option("paper")
    page.get_by_label("Received on").fill(clock.today().isoformat())
    page.get_by_role("button", name="Try it without keeping anything").click()
    expect(page.get_by_text("Being tried")).to_be_visible()
    in_order(page)
    jobs.try_import(Import.objects.get().pk)
    expect(page.get_by_text("One row can be taken in.")).to_be_visible()
    expect(page.get_by_text("is not among the answers").first).to_be_visible()
    in_order(page)
    page.get_by_role("button", name="Take the good rows in").click()
    jobs.run_import(Import.objects.get().pk)
    expect(page.get_by_text("One row was taken in.")).to_be_visible()
    assert Passage.objects.get().words == "The bus"
