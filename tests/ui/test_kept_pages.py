"""Public pages are kept for a few seconds, for those alone to whom they look the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from heard.activities.models import Activity
from tests.factories import an_account, an_activity
from tests.methods.conversation.talks import a_talk, home
from tests.sending import KEY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keeping(settings: Any) -> Any:
    settings.KEEP_PAGES_SECONDS = 30
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def page_of(activity: Activity) -> str:
    return reverse("activities:take_part", args=[activity.slug])


def test_the_second_visitor_costs_the_database_nothing_and_sees_the_same(django_assert_num_queries: Any) -> None:
    address = page_of(an_activity(stage="open"))
    first = Client().get(address)
    with django_assert_num_queries(0):
        second = Client().get(address)
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["X-Frame-Options"] == "DENY"


def test_someone_who_is_signed_in_is_never_shown_a_kept_page_nor_their_own_kept_for_others() -> None:
    activity = an_activity(stage="open")
    ann = an_account("Ann Example", "officer", partner=activity.lead)
    client = Client()
    client.force_login(ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    hers = client.get(page_of(activity)).content.decode()
    others = Client().get(page_of(activity)).content.decode()
    assert "Sign out" in hers
    assert "Sign out" not in others
    assert "Sign out" in client.get(page_of(activity)).content.decode()


def test_a_receipt_is_never_kept(django_assert_max_num_queries: Any) -> None:
    Client().get(reverse("activities:receipt"))
    again = Client().get(reverse("activities:receipt"))
    assert "no-store" in again["Cache-Control"]
    assert not [key for key in caches["pages"]._cache if "page:" in key]  # type: ignore[attr-defined]


def test_a_page_that_sets_a_cookie_or_is_not_found_is_not_kept() -> None:
    Client().get(reverse("account_login"))
    Client().get("/activities/there-is-none/")
    assert not [key for key in caches["pages"]._cache if "page:" in key]  # type: ignore[attr-defined]


def test_two_visitors_are_never_given_the_same_key_of_a_form() -> None:
    """With one key, the same few words of two people would count once, and one be told the other's code."""
    address = home(a_talk())
    visitors = [Client(), Client()]
    for visitor in visitors:
        visitor.get(address)
        assert set(visitor.cookies) == {"csrftoken"}
    keys = [key for visitor in visitors for _again in range(2) for key in KEY.findall(visitor.get(address).text)]
    assert len(keys) == len(set(keys)) >= 4


def test_filters_in_the_address_are_pages_of_their_own() -> None:
    address = reverse("front:whats_on")
    Client().get(address + "?place=foleshill")
    Client().get(address)
    assert len([key for key in caches["pages"]._cache if "page:" in key]) == 2  # type: ignore[attr-defined]
