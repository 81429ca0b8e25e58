"""Whatever stands in an address, the answer is a page: nothing in it may trip the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from tests.factories import a_partner, an_account

pytestmark = pytest.mark.django_db
PART = re.compile(r"<(?:(\w+):)?\w+>")
ODD = {"str": "a%00b", "path": "a%00b", "int": "99999999999999999999", "slug": "zzzzzzzzzzzz", "": "a%00b"}


def addresses(resolver: Any = None, before: str = "") -> Iterator[str]:
    for one in (resolver or get_resolver()).url_patterns:
        pattern = before + str(one.pattern)
        if not isinstance(one, URLPattern):
            yield from addresses(one, pattern)
        elif PART.search(pattern) and "^" not in pattern:
            yield "/" + PART.sub(lambda part: ODD.get(part[1] or "", "x"), pattern)


def answers(client: Client, chosen: list[str]) -> dict[str, int]:
    client.raise_request_exception = False
    return {path: status for path in chosen if (status := client.get(path).status_code) >= 500}


def test_a_nul_or_a_number_without_end_in_an_address_finds_nothing_and_breaks_nothing(client: Client) -> None:
    odd = [path for path in addresses() if "%00" in path or "9999" in path]
    assert len(odd) > 20
    assert answers(client, odd) == {}
    everything = an_account("Alex Example", "administrator", "officer", "data_protection_officer", partner=a_partner())
    client.force_login(everything, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert answers(client, odd) == {}


@pytest.mark.parametrize("path", ["/follow/%00/%00/", "/invitation/a%00b/x/", "/exclusions/x/%00/"])
def test_a_public_address_with_a_nul_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404
