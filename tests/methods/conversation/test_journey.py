"""A resident at a bus stop, without JavaScript; an officer with a keyboard; every page looked at by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from tests.browser import DESK, PHONE, PLAIN, Browsers, browsers, faults, picture, send
from tests.methods.conversation.talks import a_talk, ann_of, home, says, url

from heard.ground import clock
from heard.methods.conversation import actions, jobs
from heard.people.actions import keep_address

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(browser: Browser, live_server: Any) -> Iterator[Browsers]:
    with browsers(browser, live_server.url) as opened:
        yield opened


def test_a_resident_on_a_small_phone_without_a_script_starts_answers_gets_a_receipt_reads_and_replies(
    people: Browsers,
) -> None:
    talk = a_talk()
    says(talk, "The last bus, number 20, goes before the late swim ends")
    resident = people.open(**PLAIN)
    resident.go(f"/activities/{talk.strand.activity.slug}/").follow("Have your say")
    resident.sees("What would bring you to the baths more often?", "No account, no name.")
    resident.press("Send it").sees("There is nothing in it yet")
    resident.write(words="The late swim ends after the number 20 bus has gone").press(
        "First see if someone said something close"
    )
    resident.sees("Someone said something close")
    resident.press("Send it").sees("Everyone can read it now", "Keep this code", "You need not")
    picture(resident.page, "talk-receipt-plain")
    resident.write(may_quote=True, way="text").press("Keep this").sees("Write the number we should send the message to")
    resident.write(phone="07700 900001").press("Keep this").sees("Kept, thank you")
    resident.page.get_by_text("Answer the questions about you").click()
    picture(resident.page, "talk-about-plain")
    resident.press("Keep these answers").sees("Kept apart from your words, thank you")
    resident.follow("The last bus, number 20").sees("Nobody has replied yet")
    resident.press("Add my voice").sees("Your voice is added", "1 voice with it")
    resident.write(tone="differs", words="For me it is the price").press("Send my reply")
    resident.sees("Thank you. Everyone can read it now.").follow("See it where it stands")
    resident.sees("For me it is the price", "I see it differently")
    wide, room = resident.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room


def test_every_page_is_in_order_on_a_phone_and_a_desk_also_with_errors(people: Browsers) -> None:
    talk, board = a_talk(), a_talk("board")
    top = says(talk, "Open before work, the way the pool in the next town does, and tell the schools about it")
    reply = says(talk, "I start at six, so yes", parent=top)
    says(talk, "And who pays for the heating?", parent=reply, tone="differs")
    late = says(talk, "Who opens up?")
    for post in (top, late):
        post.conversation = talk
    actions.ask_officer(post=late, at=clock.now())
    by, at = ann_of(talk), clock.now()
    actions.reply_as_officer(post=top, words="We try it in May.", by=by, at=at)
    idea = says(board, "It is dark at six", title="Lights on the canal path")
    idea.conversation = board
    actions.change_status(post=idea, status="looking", because="We ask for a price.", by=ann_of(board), at=at)
    two, three = says(talk, "Warmer showers"), says(talk, "Showers that stay warm")
    two.conversation = three.conversation = talk
    keep_address(voice=top.contribution.voice, kind="phone", address="024 7600 0001", wants_reply=True)
    jobs.tell_reply(top.officer_replies.get().pk)
    actions.join_posts(source=three, target=two, because="Both are about showers.", by=by, at=at)
    count = {"channel": "paper", "where": "The sheet by the door", "said_on": clock.today(), "key": "sheet"}
    actions.count_support(post=top, number=7, **count, by=by, at=at)
    resident, officer = people.open(**PHONE), people.open(ann_of(talk), **DESK)
    for name, address in (
        ("strand", home(talk)),
        ("place", f"{home(talk)}?order=place"),
        ("post", url(talk, "post", top.public_id)),
        ("together", url(talk, "together", three.public_id)),
        ("board", home(board)),
        ("idea", url(board, "post", idea.public_id)),
    ):
        assert faults(resident.go(address).page) == [], name
        picture(resident.page, f"talk-{name}-phone")
    resident.page.set_viewport_size(DESK["viewport"])
    assert faults(resident.go(home(talk)).page) == []
    picture(resident.page, "talk-strand-desk")
    resident.page.set_viewport_size(PHONE["viewport"])
    resident.go(home(talk)).press("Send it").sees("There is nothing in it yet")
    assert faults(resident.page) == []
    resident.write(words="A swim before work would do it").press("Send it").sees("Keep this code")
    resident.page.get_by_text("Answer the questions about you").click()
    resident.page.get_by_label("By letter").check()
    resident.press("Keep this").sees("Write the address we should send the letter to")
    assert faults(resident.page) == []
    picture(resident.page, "talk-said-phone")
    for name in ("desk", "set_up", "key_in", "tell", "summary"):
        officer.go(reverse(f"conversation:{name}", args=[talk.strand.public_id]))
        assert faults(officer.page) == [], name
        picture(officer.page, f"talk-{name}-desk")
    officer.press("Publish it").sees("Write the closing words first.")
    assert faults(officer.page) == []
    officer.go(f"/staff/posts/{top.public_id}/counted/").press("Count them").sees("How many people?")
    assert faults(officer.page) == []
    picture(officer.page, "talk-counted-desk")
    officer.go(f"/staff/posts/{top.public_id}/")
    assert faults(officer.page) == []
    picture(officer.page, "talk-post-staff-desk")


def test_an_officer_goes_to_the_next_question_and_answers_it_by_keyboard_alone(people: Browsers) -> None:
    talk = a_talk()
    for words in ("Who opens up at six?", "Who pays for the heating?"):
        actions.ask_officer(post=says(talk, words), at=clock.now())
    officer = people.open(ann_of(talk), **DESK)
    officer.go(reverse("conversation:desk", args=[talk.strand.public_id])).sees("2 questions wait")
    keyboard = officer.page.keyboard
    keyboard.press("j")
    expect(officer.page.locator("[data-open]").nth(0)).to_be_focused()
    keyboard.press("j")
    expect(officer.page.locator("[data-open]").nth(1)).to_be_focused()
    keyboard.press("k")
    expect(officer.page.locator("[data-open]").nth(0)).to_be_focused()
    send(officer.page)
    officer.sees("Who opens up at six?")
    words = officer.page.locator("form:has([value=reply]) [name=words]")
    words.focus()
    keyboard.type("I do, from May on.")
    keyboard.press("Tab")
    send(officer.page)
    officer.sees("1 question waits").misses("Who opens up at six?")
    officer.page.get_by_role("button", name="Switch single keys off").click()
    expect(officer.page.get_by_role("button", name="Switch single keys on")).to_be_visible()
    keyboard.press("j")
    expect(officer.page.locator("[data-open]").first).not_to_be_focused()
    officer.page.reload()
    expect(officer.page.get_by_role("button", name="Switch single keys on")).to_be_visible()


def test_what_is_close_appears_while_one_writes_and_reading_aloud_is_offered_only_where_it_can_be(
    people: Browsers,
) -> None:
    talk = a_talk()
    says(talk, "The last bus, number 20, goes before the late swim ends")
    resident = people.open(**PHONE)
    resident.go(home(talk)).write(words="The number 20 bus goes before the late swim is over")
    resident.sees("Someone said something close")
    assert faults(resident.page) == []
    speaks = resident.page.evaluate("'speechSynthesis' in window")
    expect(resident.page.get_by_role("button", name="Read aloud")).to_have_count(1 if speaks else 0)
    plain = people.open(**PLAIN)
    plain.go(home(talk)).misses("Read aloud")
    plain.page.get_by_text("Add a place, a picture or your voice, if you like").click()
    expect(plain.page.get_by_label("A picture")).to_be_visible()
    for name in ("Record my voice", "It is where I am standing now"):
        expect(plain.page.get_by_text(name)).to_be_hidden()
