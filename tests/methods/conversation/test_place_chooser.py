"""The ward of a post is chosen in the diagram of the city: by finger, by keyboard, without a script, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect
from tests.browser import DESK, PHONE, PLAIN, Browsers, Visitor, browsers, faults, picture
from tests.methods.conversation.talks import a_talk, hears, home

from heard.methods.conversation.models import Conversation, Post
from heard.places.actions import load_city
from heard.places.models import Place

pytestmark = pytest.mark.django_db(transaction=True)
MORE = "Add a place, a picture or your voice, if you like"


@pytest.fixture
def people(browser: Any, live_server: Any) -> Any:
    with browsers(browser, live_server.url) as opened:
        yield opened


def unfolded(people: Browsers, talk: Conversation, **kind: Any) -> Visitor:
    resident = people.open(**kind).go(home(talk))
    resident.page.get_by_text(MORE).click()
    expect(resident.page.get_by_role("group", name="Which ward is it about?")).to_be_visible()
    return resident


@pytest.mark.journey
def test_on_a_small_phone_without_a_script_the_wards_are_a_list_and_one_is_chosen(people: Browsers) -> None:
    load_city()
    talk = a_talk()
    resident = unfolded(people, talk, **PLAIN)
    wards = resident.page.get_by_role("group", name="Which ward is it about?").get_by_role("radio")
    expect(wards).to_have_count(19)
    lefts = wards.evaluate_all("all => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().left)))]")
    assert len(lefts) == 1, "a list below each other"
    wide, room = resident.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room
    expect(resident.page.get_by_role("radio", name="The whole city, or no place")).to_be_checked()
    resident.page.get_by_text("Foleshill", exact=True).click()
    picture(resident.page, "talk-wards-phone")
    resident.write(words="The lamp by the canal is out", place_words="By the lock").press("Send it")
    resident.sees("Keep this code").follow("See it where it stands").sees("Foleshill, By the lock")


@pytest.mark.journey
def test_on_a_phone_and_a_desk_arrow_keys_move_through_the_wards_and_the_page_is_in_order(people: Browsers) -> None:
    load_city()
    talk = a_talk()
    phone = unfolded(people, talk, **PHONE)
    phone.page.get_by_role("radio", name="The whole city, or no place").focus()
    phone.page.keyboard.press("ArrowDown")
    first = Place.objects.filter(kind="ward").order_by("name")[0].name
    expect(phone.page.get_by_role("radio", name=first, exact=True)).to_be_checked()
    phone.page.keyboard.press("ArrowDown")
    expect(phone.page.get_by_role("radio", name=first, exact=True)).not_to_be_checked()
    assert faults(phone.page) == []
    desk = unfolded(people, talk, **DESK)
    expect(desk.page.get_by_text("It shows no boundaries.")).to_be_visible()
    boxes = desk.page.locator(".tile-grid .tile").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.top].map(Math.round).join())"
    )
    assert len(set(boxes)) == 18, "each ward lies at a place of its own"
    assert faults(desk.page) == []
    picture(desk.page, "talk-wards-desk")


def test_a_ward_that_is_none_is_refused_and_what_was_chosen_stays_chosen(client: Client) -> None:
    load_city()
    talk = a_talk()
    wrong = hears(talk, client, "The lamp is out", place="999999")
    assert wrong.status_code == 422
    assert 'href="#id_place_0"' in wrong.text
    assert 'id="id_place_0"' in wrong.text
    ward = Place.objects.get(kind="ward", name="Foleshill")
    again = hears(talk, client, "", place=ward.pk).text
    assert f'value="{ward.pk}" id="id_place_0_{ward.pk}" checked' in again
    assert Post.objects.count() == 0


def test_where_the_wards_are_not_in_the_diagram_they_are_a_list_to_choose_from(client: Client) -> None:
    for name in ("Upper Example", "Lower Example"):
        Place.objects.create(kind="ward", name=name, slug=name.lower().replace(" ", "-"), version="1")
    talk = a_talk()
    page = client.get(home(talk)).text
    assert '<select name="place"' in page
    assert "tile-choice" not in page
    ward = Place.objects.get(name="Upper Example")
    hears(talk, client, "The lamp is out", place=ward.pk)
    assert Post.objects.get().place == ward
