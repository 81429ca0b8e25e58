"""In a real browser: a resident on a small phone without scripts, a room screen, a moderator's and officers' pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser import DESK, PHONE, PLAIN, Browsers, browsers, faults, hanging, picture, send
from tests.methods.opinions.scene import a_strand_of_statements, ann_of, conclude, crowd, first, url, votes
from tests.methods.opinions.test_languages import ARABIC, QUESTION, published

from heard.ground import clock
from heard.methods.opinions import actions
from heard.methods.opinions.models import Statement, Vote

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
pytestmark = pytest.mark.django_db(transaction=True)
PROJECTOR: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}, "java_script_enabled": False}


@pytest.fixture
def city(browser: Browser, live_server: Any) -> Iterator[Browsers]:
    with browsers(browser, live_server.url) as opened:
        yield opened


CUT = """() => [...document.querySelectorAll('.vote')].filter(one => {
  const room = one.closest('.card').getBoundingClientRect(), {left, right} = one.getBoundingClientRect();
  return left < room.left || right > room.right || one.scrollWidth > one.clientWidth;
}).length"""


def test_a_resident_on_a_small_phone_without_scripts_votes_adds_a_statement_and_reads_the_result(
    city: Browsers,
) -> None:
    strand = a_strand_of_statements()
    start = f"/activities/{strand.activity.slug}/take-part/{strand.public_id}/"
    nur = city.open(**PLAIN).go(start).sees("10 statements", "No account, no name")
    picture(nur.page, "op-1-start")
    nur.follow("Start").sees("You have voted on 0 of the 10 statements")
    picture(nur.page, "op-2-card")
    nur.press("Agree").sees("You agreed.", "You have voted on 1 of the 10")
    nur.press("Disagree").sees("You disagreed.", "You have voted on 2 of the 10")
    picture(nur.page, "op-3-card")
    nur.press("Undo").sees("You have voted on 1 of the 10")
    nur.press("Pass").sees("You passed.")
    for number in range(3, 11):
        nur.press("Agree").sees("everything there is" if number == 10 else f"You have voted on {number} of the 10")
    picture(nur.page, "op-4-all")
    nur.follow("Add a statement of your own").write(words="Lockers should not need a coin.")
    picture(nur.page, "op-5-add")
    nur.press("Send my statement").sees("Here is your receipt", "Your statement stands there now")
    picture(nur.page, "op-6-receipt")
    assert Statement.objects.filter(contribution__isnull=False).count() == 1
    assert Vote.objects.count() == 10
    nur.follow("Your votes").sees("10 statements of 11")
    nur.page.get_by_role("link", name="Change").first.click()
    nur.sees("Choose again to change your vote")
    crowd(strand, 60)
    nur.go(url("yours", strand)).sees("Where you stand", "You vote most like")
    picture(nur.page, "op-7-yours")
    nur.go(url("picture", strand)).sees("What people think so far", "groups of opinion", "What defines each group")
    picture(nur.page, "op-8-picture")
    conclude(strand)
    nur.go(start).sees("What people think", "Every statement", "How we know").misses("What people think so far")
    picture(nur.page, "op-9-result")
    nur.follow("How this picture is made").sees("A dot in the picture stands for three people or more")


def test_a_room_screen_shows_each_vote_by_itself(city: Browsers) -> None:
    strand = a_strand_of_statements()
    screen = city.open(**PROJECTOR).go(url("room", strand)).sees("How should the example baths be run?", "0 people")
    picture(screen.page, "op-room-empty")
    votes(strand, "A" * 43)
    screen.sees("1 person has voted")
    crowd(strand, 60)
    screen.sees("61 people have voted")
    picture(screen.page, "op-room")
    votes(strand, "B" * 43)
    screen.sees("62 people have voted")


def test_keys_vote_and_can_be_turned_off(city: Browsers) -> None:
    strand = a_strand_of_statements()
    ola = city.open(**DESK).go(url("statements", strand)).sees("Keys: A agree, D disagree, P pass.")
    send(ola.page, "a")
    ola.sees("You agreed.")
    send(ola.page, "d")
    ola.sees("You disagreed.")
    send(ola.page, "p")
    ola.sees("You passed.", "You have voted on 3 of the 10")
    ola.page.get_by_role("button", name="Switch single keys off").click()
    expect(ola.page.get_by_role("button", name="Switch single keys on")).to_be_visible()
    ola.page.keyboard.press("a")
    ola.sees("You have voted on 3 of the 10")
    assert Vote.objects.count() == 3


def test_residents_pages_are_in_order_also_when_something_is_wrong(city: Browsers) -> None:
    strand = a_strand_of_statements()
    crowd(strand, 60)
    visitor = city.open(**PHONE).go(url("statements", strand)).press("Agree").sees("You agreed.")
    found = faults(visitor.page)
    visitor.go(url("add", strand)).write(words=first(strand).words).press("Send my statement").sees("said this already")
    found += faults(visitor.page)
    for name in ("receipt", "yours", "picture", "how"):
        found += faults(visitor.go(url(name, strand)).page)
    visitor.go(url("receipt", strand)).write(way="email", email="nowhere").press("Give me a receipt")
    found += faults(visitor.sees("That does not look like an e-mail address").page)
    found += faults(city.open(**DESK).go(url("room", strand) + "?hold=1").sees("Let it go on").page)
    assert found == []


def test_officers_pages_are_in_order_also_when_something_is_wrong(city: Browsers) -> None:
    from heard.activities.models import Stage

    planned = a_strand_of_statements(Stage.PLANNED)
    ann = city.open(planned.ann, **DESK)  # type: ignore[attr-defined]
    staff = f"/staff/strands/{planned.public_id}"
    found = faults(ann.go(f"{staff}/statements/").sees("Add a first statement").page)
    picture(ann.page, "op-staff-planned")
    ann.press("Add it").sees("Please fill this in.")
    found += faults(ann.page)
    strand = a_strand_of_statements()
    ann = city.open(strand.ann, **DESK)  # type: ignore[attr-defined]
    staff = f"/staff/strands/{strand.public_id}"
    for page in ("statements", "statements/enter", "rooms", "rooms/new", "odd-votes", "authors"):
        found += faults(ann.go(f"{staff}/{page}/").page)
    ann.go(f"{staff}/rooms/new/").press("Keep the count")
    found += faults(ann.page)
    picture(ann.page, "op-staff-room-wrong")
    one = first(strand)
    ann.go(f"{staff}/rooms/new/").write(kind="hands", title="The library", people=20).write(**{f"agree_{one.pk}": 12})
    ann.press("Keep the count").sees("It stands beside the map")
    found += faults(ann.page)
    picture(ann.page, "op-staff-room")
    assert found == []


def test_an_author_reads_both_wordings_and_has_their_own_back(city: Browsers) -> None:
    strand = a_strand_of_statements()
    nur = city.open(**PHONE).go(url("add", strand)).write(words="The pool and the café are both too dear.")
    nur.press("Send my statement").sees("Here is your receipt")
    given = Statement.objects.get(contribution__isnull=False)
    actions.reword_statement(
        statement=given, words="The pool costs too much.", because="It said two things.", by=ann_of(strand),
        at=clock.now(),
    )  # fmt: skip
    found = faults(nur.go(url("receipt", strand)).sees("By text message", "It says now:").page)
    picture(nur.page, "op-receipt-reworded-360")
    nur.press("Have my own words back").sees("What happens if your words come back?")
    picture(nur.page, "op-own-words-360")
    found += faults(nur.page)
    nur.page.set_viewport_size(DESK["viewport"])
    picture(nur.page, "op-own-words-1280")
    nur.press("Let people vote on my own words again").sees("Your own words stand there again")
    picture(nur.page, "op-own-words-done")
    wrong = city.open(**PHONE).go(url("own_words", strand)).write(code="nothing", secret="nothing")
    found += faults(wrong.press("Show me both").sees("do not belong together here").page)
    picture(wrong.page, "op-own-words-wrong")
    assert found == []
    assert Statement.objects.get(pk=given.pk).is_brought_back


def test_cards_in_another_language_are_in_order_at_four_times_the_size_after_every_step(city: Browsers) -> None:
    strand = a_strand_of_statements()
    published(strand)
    crowd(strand, 60)
    start = f"/activities/{strand.activity.slug}/take-part/{strand.public_id}/"
    nur = city.open(viewport={"width": 320, "height": 256}).go(start).follow("العربية").sees(QUESTION)
    found = faults(nur.page)
    picture(nur.page, "op-ar-start-320")
    nur.go(url("card", strand, first(strand).public_id)).sees(ARABIC)
    found += faults(nur.page)
    nur.page.set_viewport_size(PHONE["viewport"])
    picture(nur.page, "op-ar-card-360")
    nur.page.set_viewport_size(DESK["viewport"])
    picture(nur.page, "op-ar-card-1280")
    nur.page.set_viewport_size({"width": 320, "height": 256})
    nur.page.get_by_role("button", name="أوافق", exact=True).focus()
    send(nur.page)
    found += faults(nur.sees("You agreed.").page)
    send(nur.page, "p")
    found += faults(nur.sees("You passed.").page)
    found += faults(nur.press("Undo").sees("You have voted on 1 of the 10").page)
    found += faults(nur.go(url("picture", strand)).sees("What people think so far").page)
    nur.page.set_viewport_size(PHONE["viewport"])
    picture(nur.page, "op-ar-picture-360")
    screen = city.open(**PROJECTOR).go(url("room", strand) + "?in=ar&hold=1").sees(QUESTION)
    picture(screen.page, "op-ar-room")
    ann = city.open(strand.ann, **DESK).go(f"/staff/strands/{strand.public_id}/statements/languages/")  # type: ignore[attr-defined]
    found += faults(ann.sees("Published").page)
    picture(ann.page, "op-languages-1280")
    ann.press("Begin").sees("English in the standard format")
    found += faults(ann.page)
    found += faults(ann.follow("Arabic").sees("12 of 12 phrases have words").page)
    ann.page.set_viewport_size(PHONE["viewport"])
    found += hanging(ann.page)
    picture(ann.page, "op-language-360")
    assert found == []


def test_answers_in_longer_words_stay_on_the_card(city: Browsers) -> None:
    strand = a_strand_of_statements()
    page = city.open(**PHONE).go(url("card", strand, first(strand).public_id)).sees("Agree").page
    for width in (320, 360, 600, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        for words in ("Agree", "Nie zgadzam się", "Nieprzekonujące", "لا أوافق"):
            page.evaluate(
                "words => document.querySelectorAll('.vote span').forEach(one => one.textContent = words)", words
            )
            picture(page, f"op-long-{width}-{len(words)}")
            assert (width, words, page.evaluate(CUT)) == (width, words, 0)
