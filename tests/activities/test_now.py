"""“Now:” on every officers' page of an activity says what is to be done, and leads there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.activities.conftest import Town

from heard.activities.models import Activity, Stage
from heard.activities.queries.now import ANSWERS_ONLY, OWED, PLACES, now_at

TODAY = date(2027, 3, 1)


def at(stage: str, **fields: Any) -> Activity:
    return Activity(stage=stage, level="consult", **fields)


@pytest.mark.parametrize("stage", Stage.values)
def test_every_stage_but_the_last_says_what_is_to_be_done_and_where(stage: str) -> None:
    now = now_at(at(stage), TODAY)
    assert (now is None) == (stage in ("archived", "withdrawn"))
    if now is not None:
        assert now.words.endswith(".")
        assert now.places == PLACES[Stage(stage)]


def test_every_place_it_leads_to_is_a_page_of_the_officers_navigation() -> None:
    known = {name for _group, pages in settings.ACTIVITY_STAFF_PAGES for name, _label in pages}
    assert {name for places in (*PLACES.values(), ANSWERS_ONLY, OWED) for name in places} <= known


@pytest.mark.parametrize(
    "days, says",
    [
        (2, "it opens on 3 March 2027, in 2 days."),
        (1, "it opens on 2 March 2027, in 1 day."),
        (0, "Open it: people were told 1 March 2027."),
        (-3, "Open it: people were told 26 February 2027."),
    ],
)
def test_what_was_announced_counts_the_days_to_its_opening(days: int, says: str) -> None:
    now = now_at(at("noticed", opens_on=TODAY + timedelta(days=days)), TODAY)
    assert now is not None
    assert now.words.endswith(says)


@pytest.mark.parametrize(
    "days, says",
    [
        (2, "open until 3 March 2027, 2 more days."),
        (1, "open until 2 March 2027, 1 more day."),
        (0, "today is the last day."),
        (-1, "The last day was 28 February 2027: close it."),
    ],
)
def test_what_is_open_counts_the_days_that_are_left(days: int, says: str) -> None:
    now = now_at(at("open", closes_on=TODAY + timedelta(days=days)), TODAY)
    assert now is not None
    assert now.words.endswith(says)


def test_what_only_informs_goes_from_closing_to_answering() -> None:
    informs = Activity(stage="closed", level="inform")
    now = now_at(informs, TODAY)
    assert now is not None
    assert now.places == ANSWERS_ONLY


def test_what_was_withdrawn_still_owes_those_who_took_part() -> None:
    owes = at("withdrawn", feedback_due_on=TODAY)
    now = now_at(owes, TODAY)
    assert now is not None
    assert now.places == OWED
    assert now_at(at("withdrawn", feedback_due_on=TODAY, feedback_given_on=TODAY), TODAY) is None


@pytest.mark.django_db
def test_the_sentence_and_its_links_stand_on_the_plan(town: Town, client: Client) -> None:
    activity = town.activity(stage="found")
    client.force_login(town.ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("activities:plan", args=[activity.slug])).content.decode()
    now = page.partition('<p class="now">')[2].partition("</p>")[0]
    assert "Freeze the evidence; whoever decides reads it, and answers every finding." in now
    assert f'href="{reverse("decisions:staff_decision", args=[activity.slug])}"' in now
    assert f'href="{reverse("compact:gates", args=[activity.slug])}"' in now


@pytest.mark.django_db
def test_the_list_is_narrowed_by_words_of_the_question_in_any_order(town: Town, client: Client) -> None:
    town.activity(title="Which mornings should the Example Baths open?")
    town.activity(title="What should the baths cost?")
    client.force_login(town.ann, backend="allauth.account.auth_backends.AuthenticationBackend")

    def found(words: str) -> str:
        return client.get(reverse("activities:staff_list"), {"words": words}).content.decode()

    assert "Which mornings" in found("baths MORNINGS")
    assert "What should" not in found("baths MORNINGS")
    assert "What should" in found("baths")
    assert "No activity fits." in found("100%")
    assert "“baths”" in found("baths"), "it can be taken away again"
