"""Whom a request came from: a proxy is believed only if the city named it."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from heard.ground.slowing import address_of, tries_too_often

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
