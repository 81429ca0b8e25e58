"""A form sent twice as a double click sends it: the same fields with the key that its page was drawn with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client

KEY = re.compile(r'name="((?:[\w]+-)?entry_key)" value="([\w-]{20,64})"')


def key_on(page: str, prefix: str = "") -> dict[str, str]:
    """The key of a page's form, as the form sends it. Fails where the page has none, or more than one.

    `prefix` tells the form from others of the page: "issue" for ``issue-entry_key``.
    """
    found = [(name, key) for name, key in KEY.findall(page) if not prefix or name == f"{prefix}-entry_key"]
    assert len(found) == 1, f"one form with a key is drawn, not {len(found)}"
    return dict(found)


def sent_twice(
    client: Client, page: str, said: Mapping[str, Any], to: str = "", prefix: str = ""
) -> list[HttpResponse]:
    """Both answers to one form of `page`, sent (to `to`, or where it stands) as it was drawn, with these words."""
    given = {**said, **key_on(client.get(page).content.decode(), prefix)}
    return [client.post(to or page, given) for _time in range(2)]  # type: ignore[misc]
