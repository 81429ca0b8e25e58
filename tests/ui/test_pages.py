"""The frame of every page, the pages of errors, and the living page."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from heard.people.models import Account
from heard.ui.middleware import RefusalMiddleware

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.addresses")]


def signed_in(*, staff: bool) -> Client:
    person = Account.objects.create_user(email="ann@example.org", name="Ann Example", is_staff=staff)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_staff_see_every_component_on_one_page() -> None:
    answer = signed_in(staff=True).get("/ui")
    assert answer.status_code == 200
    html = answer.content.decode()
    for part in (
        "weaving",
        "receipt",
        "gate refused",
        "timeline",
        "filters",
        "pager",
        "choices",
        "errors",
        "quote paper",
    ):
        assert f'class="{part}' in html, part


def test_somebody_who_is_not_staff_is_told_why_and_a_stranger_is_asked_to_sign_in() -> None:
    refused = signed_in(staff=False).get("/ui")
    assert refused.status_code == 403
    assert "This page is for people who build Heard." in refused.content.decode()
    assert Client().get("/ui").status_code == 302


def test_the_living_page_can_be_turned_around_and_made_dense() -> None:
    client = signed_in(staff=True)
    assert 'dir="rtl"' in client.get("/ui?dir=rtl").content.decode()
    assert '<body class="officer">' in client.get("/ui?density=officer").content.decode()


def test_a_refusal_says_what_happened_that_nothing_was_lost_and_what_to_do() -> None:
    answer = Client().get("/refuse")
    html = answer.content.decode()
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    for said in ("The baths closed on 24 May.", "Nothing has been changed", "Come on 12 June.", "GP-n.1"):
        assert said in html


def test_a_conflict_is_a_refusal_with_its_own_status() -> None:
    answer = Client().post("/clash")
    assert answer.status_code == 409
    assert "It is open already." in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/bad", 400, "We could not read that request"),
        ("/forbidden", 403, "You cannot open this page"),
        ("/nowhere", 404, "There is nothing here"),
        ("/broken", 500, "Something broke on our side"),
    ],
)
def test_an_error_page_says_what_happened_and_leads_home(address: str, status: int, said: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(address)
    html = answer.content.decode()
    assert answer.status_code == status
    assert said in html
    assert 'href="/"' in html
    assert "Nobody foresaw" not in html


def test_every_page_has_its_landmarks_language_and_title() -> None:
    html = Client().get("/nowhere").content.decode()
    assert '<html lang="en-gb" dir="ltr"' in html
    assert re.search(r"<title>\s*There is nothing here · Heard, Coventry</title>", html)
    assert [html.count(tag) for tag in ("<main ", "<header>", "<footer ")] == [1, 1, 1]
    assert '<a class="skip" href="#main">' in html


def test_pages_keep_to_the_strict_policy() -> None:
    answer = Client().get("/nowhere")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    html = answer.content.decode()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", html) == []


def test_the_frame_asks_the_database_nothing_of_a_visitor(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        Client().get("/nowhere")


def test_a_page_that_takes_too_long_is_stopped_with_a_sentence(rf: RequestFactory) -> None:
    def slow(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10ms'")
            cursor.execute("SELECT pg_sleep(5)")
        return HttpResponse()

    request = rf.get("/")
    with pytest.raises(OperationalError) as stopped, transaction.atomic():
        slow(request)
    answer = RefusalMiddleware(slow).process_exception(request, stopped.value)
    assert answer is not None
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert "This page took too long" in answer.content.decode()


@pytest.mark.parametrize("language", ["ar", "ur,en;q=0.5", "he-IL"])
def test_whoever_reads_from_right_to_left_gets_english_from_left_to_right(language: str) -> None:
    html = signed_in(staff=True).get("/ui", headers={"accept-language": language}).content.decode()
    assert '<html lang="en-gb" dir="ltr"' in html
