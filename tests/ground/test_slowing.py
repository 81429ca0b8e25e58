"""Whom a request came from: a proxy is believed only if the city named it."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory

from heard.ground import clock
from heard.ground.slowing import address_of, count_miss, must_wait, tries, tries_too_often

VISITOR, PROXY, INNER = "192.0.2.7", "10.0.0.1", "10.0.0.2"


@pytest.fixture
def _our_proxies(settings: Any) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("::1/128")]


@pytest.mark.usefixtures("_our_proxies")
@pytest.mark.parametrize(
    "near, said, found",
    [
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"{VISITOR}, {INNER}", VISITOR),
        (PROXY, f"203.0.113.9, {VISITOR}", VISITOR),  # the visitor wrote the first one
        ("::ffff:10.0.0.1", VISITOR, VISITOR),
        ("::1", "2001:db8::7", "2001:db8::7"),
        (VISITOR, "203.0.113.9", VISITOR),  # no proxy of ours: anybody can write this header
        (PROXY, "", PROXY),
        (PROXY, "not an address", PROXY),
        (PROXY, INNER, INNER),
        ("", VISITOR, ""),
    ],
)
def test_a_header_is_believed_only_from_a_listed_proxy(near: str, said: str, found: str) -> None:
    given = {"REMOTE_ADDR": near} | ({"HTTP_X_FORWARDED_FOR": said} if said else {})
    assert address_of(RequestFactory().get("/", **given)) == found


def test_without_listed_proxies_no_header_is_believed() -> None:
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=VISITOR)) == PROXY


@pytest.mark.django_db
@pytest.mark.usefixtures("_our_proxies")
def test_two_visitors_behind_one_proxy_are_slowed_down_apart() -> None:
    cache.clear()

    def tried(visitor: str) -> bool:
        request = RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=visitor)
        return tries_too_often(request, "codes", most=2, seconds=600)

    assert [tried(VISITOR) for _try in range(3)] == [False, False, True]
    assert tried("192.0.2.8") is False


def a_request(address: str = VISITOR) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address)


@pytest.mark.django_db
def test_tries_are_forgotten_with_the_first_of_them_however_many_came_meanwhile() -> None:
    cache.clear()
    began = clock.now()

    def tried(seconds: int) -> int:
        with clock.stopped(began + timedelta(seconds=seconds)):
            return tries(a_request(), "looks", seconds=60)

    assert [tried(seconds) for seconds in (0, 20, 40, 59)] == [1, 2, 3, 4]
    assert [tried(seconds) for seconds in (60, 61)] == [1, 2]


@pytest.mark.django_db
def test_an_hours_tries_are_counted_for_the_hour() -> None:
    cache.clear()
    began = clock.now()
    for minutes in range(0, 60, 6):
        with clock.stopped(began + timedelta(minutes=minutes)):
            assert not tries_too_often(a_request(), "posts", most=10, seconds=3600)
    with clock.stopped(began + timedelta(minutes=59)):
        assert tries_too_often(a_request(), "posts", most=10, seconds=3600)
    with clock.stopped(began + timedelta(minutes=60)):
        assert not tries_too_often(a_request(), "posts", most=10, seconds=3600)


@pytest.mark.django_db
def test_a_wrong_code_counts_and_asking_whether_to_wait_does_not() -> None:
    cache.clear()
    for _miss in range(2):
        assert not must_wait(a_request(), "codes", most=2)
        count_miss(a_request(), "codes")
    assert must_wait(a_request(), "codes", most=2)
    assert not must_wait(a_request("192.0.2.8"), "codes", most=2)
    with clock.stopped(clock.now() + timedelta(minutes=10)):
        assert not must_wait(a_request(), "codes", most=2)


@pytest.mark.django_db
def test_many_visitors_push_nobody_out_of_what_is_counted() -> None:
    cache.clear()
    tries(a_request(), "codes", seconds=600)
    for number in range(400):
        tries(a_request(f"2001:db8::{number:x}"), "codes", seconds=600)
    assert tries(a_request(), "codes", seconds=600) == 2
