"""Sixty people on paper and twenty by phone, from the printer to the signed count, by keyboard (UP-e, I-5, I-18)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.browser import Browsers, Visitor, faults, picture, send
from tests.factories import an_account
from tests.methods.survey.surveys import a_survey, ann_of
from tests.methods.survey.test_batches import key

from heard.activities.models import Contribution, Strand
from heard.ground import clock
from heard.methods.survey import jobs
from heard.methods.survey.actions import keep_answers
from heard.methods.survey.models import Import, PaperBatch, PaperForm
from heard.methods.survey.queries import Given, outcome_of, questionnaire
from heard.methods.survey.queries.paper import form_by_number, paper_owed, to_key_twice
from heard.people.models import Account

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAPER, KEYED_CALLS, FILED_CALLS = 60, 10, 10
BY_HAND = 5  # of each, by keyboard
OFTEN = ("Every week", "Every month", "Less often", "Never")


def page_of(name: str, strand: Strand, *more: Any) -> str:
    return reverse(f"survey:{name}", args=[strand.public_id, *more])


def key_one(at: Visitor, number: int, channel: str, serial: str = "") -> None:
    """One response with the keyboard alone; Enter keeps it and opens the next."""
    page = at.page
    chosen = page.locator(f'[name="channel"][value="{channel}"]')
    if not chosen.is_checked():
        chosen.focus()
        page.keyboard.press("Space")
        page.get_by_label("Received on").fill(clock.today().isoformat())
    page.get_by_label("Every week").focus()
    page.keyboard.press("Space")
    for _down in range(number % 4):
        page.keyboard.press("ArrowDown")
    page.get_by_label("What should change first").fill(f"{channel} {number}: open later")
    page.get_by_label("Serial number").fill(serial)
    send(page)
    assert page.url.endswith("next=1"), page.locator("main").inner_text()


def answers_of(strand: Strand, channel: str, number: int) -> tuple[Given, ...]:
    """What `key_one` keys, for the same action without a browser: ten by keyboard prove the desk, not seventy."""
    asked = questionnaire(strand).questions
    often = next(each for each in asked if [choice.words for choice in each.choices] == list(OFTEN))
    change = next(each for each in asked if each.words.startswith("What should change first"))
    said = Given(change, words=f"{channel} {number}: open later")
    return Given(often, values=(often.choices[number % 4].value,)), said


def in_order(at: Visitor) -> None:
    assert faults(at.page) == [], at.page.url


def test_sixty_on_paper_and_twenty_by_phone_all_count_and_two_people_sign(people: Browsers) -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), an_account("Bilal Example", "officer", partner=strand.activity.lead)
    dora = an_account("Dora Example", "officer", partner=strand.activity.lead)
    desk = people.open(ann)
    batch = print_and_give_out(desk, strand)
    desk.go(page_of("key_in", strand))
    in_order(desk)
    for number in range(1, BY_HAND + 1):
        key_one(desk, number, "paper", batch.serial(number))
    for number in range(BY_HAND + 1, PAPER + 1):
        key(batch, number, ann, answers=answers_of(strand, "paper", number))
    picture(desk.page, "keying")
    again_is_refused(people.open(bilal), strand, batch)
    desk.go(page_of("key_in", strand))
    for number in range(1, BY_HAND + 1):
        key_one(desk, number, "phone")
    for number in range(BY_HAND + 1, KEYED_CALLS + 1):
        given = answers_of(strand, "phone", number)
        keep_answers(strand=strand, given=given, channel="phone", by=ann, at=clock.now(), entry_key=f"call {number}")
    file_calls(desk, strand)
    assert Counter(Contribution.objects.values_list("channel", flat=True)) == {"paper": 60, "phone": 20}
    two_readings(people, strand, batch, bilal, dora)
    signed_by_two(desk, people.open(bilal), strand, batch)
    found = outcome_of(strand).found
    assert (found["base"], found["channels"]) == (80, {"paper": 60, "phone": 20})
    keyed = Counter(OFTEN[number % 4] for number in [*range(1, 61), *range(1, 11)])
    counted = {answer["words"]: answer["count"] for answer in found["questions"][0]["answers"]}
    assert counted == {words: keyed[words] + (10 if words == "Never" else 0) for words in OFTEN}
    everyone_sees(people.open(), strand)


def print_and_give_out(desk: Visitor, strand: Strand) -> PaperBatch:
    desk.go(reverse("survey:parity", args=[strand.activity.slug])).sees("No way is worse off than another")
    in_order(desk)
    desk.go(page_of("telephone", strand)).sees("What should change first")
    in_order(desk)
    desk.go(page_of("paper", strand)).press("Make the batch")
    expect(desk.page.get_by_role("alert").first).to_be_visible()
    in_order(desk)
    desk.write(size=80, second_percent=5, second_least=1).press("Make the batch")
    batch = PaperBatch.objects.get()
    in_order(desk)
    desk.write(**{"issue-place": "Foleshill Library", "issue-count": 75}).press("Note where they went")
    desk.write(**{"back-place": "Foleshill Library", "back-count": 62}).press("Keep this count")
    desk.write(**{"spoil-serial": batch.serial(74), "spoil-because": "empty"}).press("Set it aside")
    desk.write(**{"spoil-serial": batch.serial(75), "spoil-because": "torn"}).press("Set it aside")
    picture(desk.page, "batch")
    return batch


def again_is_refused(other: Visitor, strand: Strand, batch: PaperBatch) -> None:
    other.go(page_of("key_in", strand))
    page = other.page
    page.get_by_label("On paper").check()
    other.write(received_on=clock.today().isoformat(), serial=batch.serial(7))
    page.get_by_label("Every week").check()
    other.press("Keep and key in the next").sees("was keyed by Ann Example on")
    in_order(other)


def file_calls(desk: Visitor, strand: Strand) -> None:
    """The contact centre's own file: ten callers, all of whom never use the baths."""
    rows = "".join(f"Never,Caller {number} cannot get there\n" for number in range(1, FILED_CALLS + 1))
    body = f"How often do you use the baths,What should change first?\n{rows}".encode()
    desk.go(page_of("imports", strand))
    desk.page.get_by_label("File with the responses").set_input_files(
        {"name": "calls.csv", "mimeType": "text/csv", "buffer": body}
    )
    desk.press("Read this file")
    desk.page.get_by_label("How did they come?").select_option("phone")
    desk.page.get_by_label("Received on").fill(clock.today().isoformat())
    desk.press("Try it without keeping anything")
    batch = Import.objects.get()
    jobs.try_import(batch.pk)
    desk.go(page_of("import", strand, batch.public_id))
    desk.page.get_by_role("button", name="Take").first.click()
    desk.page.wait_for_load_state()
    jobs.run_import(batch.pk)
    batch.refresh_from_db()
    assert batch.rows_taken == FILED_CALLS


def two_readings(people: Browsers, strand: Strand, batch: PaperBatch, bilal: Account, dora: Account) -> None:
    """Three of sixty forms are keyed blind by Bilal; he misreads one, and Dora settles it."""
    drawn = [form.number for form in to_key_twice(batch)]
    assert len(drawn) == 3
    second = people.open(bilal).go(page_of("paper_second", strand, batch.public_id))
    in_order(second)
    for place, number in enumerate(drawn):
        second.sees(batch.serial(number)).misses(f"paper {number}: open later")
        read = (number + (place == 0)) % 4
        second.page.get_by_label(OFTEN[read]).check()
        second.page.get_by_label("What should change first").fill(f"Paper {number}: open later.")
        second.press("Keep and go on")
    second.sees("No form waits for you")
    third = people.open(dora).go(page_of("paper_settle", strand, batch.public_id, drawn[0]))
    in_order(third)
    picture(third.page, "settle")
    third.page.get_by_role("group", name="How often do you use").get_by_label(OFTEN[drawn[0] % 4]).check()
    third.press("Settle it").sees("Settled.")
    assert form_by_number(batch, drawn[0]).settled_at is not None


def signed_by_two(desk: Visitor, other: Visitor, strand: Strand, batch: PaperBatch) -> None:
    address = page_of("paper_batch", strand, batch.public_id)
    desk.go(address).sees("75 given out = 60 keyed + 2 spoilt + 13 not returned")
    desk.press("I have counted: sign").press("I have counted: sign").sees("You signed this count already.")
    in_order(desk)
    assert paper_owed(strand) != []
    other.go(address).press("I have counted: sign").sees("Signed off")
    assert paper_owed(strand) == []
    assert Counter(PaperForm.objects.values_list("state", flat=True)) == {
        "keyed": 60, "spoilt": 2, "unreturned": 13, "printed": 5,
    }  # fmt: skip


def everyone_sees(resident: Visitor, strand: Strand) -> None:
    resident.go(reverse("survey:every_way", args=[strand.activity.slug]))
    resident.sees("80 of 80 contributions so far came without the internet (100%)")
    resident.sees("75 given out = 60 counted + 2 spoilt + 13 not returned.", "Signed by Ann Example, Bilal Example.")
    resident.sees("3 forms were keyed by two people who could not see each other's work: 0 of 12 answers were wrong")
    expect(resident.page.get_by_role("heading", name="Is every paper form accounted for?")).to_be_visible()
    resident.page.set_viewport_size({"width": 360, "height": 740})
    in_order(resident)
    picture(resident.page, "every-way")
