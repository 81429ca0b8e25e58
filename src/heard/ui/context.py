"""What the frame of every page needs: the city's name and the menus. Settings name the rooms, this room does not.

Settings read here, all optional: `UI_CITY` ("Coventry"), `UI_HOME` (a URL name), and four menus, each a list
of (URL name, label): `UI_NAV`, `UI_STAFF_NAV`, `UI_ACCOUNT_NAV` (sign in, sign out) and `UI_FOOTER`, whose
first entry is shown large. An entry whose page does not exist is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu; `current` says that the visitor is on that page or below it."""

    label: Any
    href: str
    current: bool = False


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `city`, `home`, `nav`, `staff_nav`, `account_nav`, `footer`."""
    home = _address(getattr(settings, "UI_HOME", "")) or "/"
    menus = {
        name: _menu(request, getattr(settings, f"UI_{name.upper()}", ()))
        for name in ("nav", "staff_nav", "account_nav", "footer")
    }
    return {"city": getattr(settings, "UI_CITY", ""), "home": home, **menus}


def _menu(request: HttpRequest, entries: Iterable[tuple[str, Any]]) -> list[Entry]:
    found = [(label, _address(name)) for name, label in entries]
    inside = [href for _, href in found if href and href != "/" and request.path.startswith(href)]
    here = max(inside, key=len, default=request.path)
    return [Entry(label, href, href == here) for label, href in found if href]


def _address(name: str) -> str:
    if name.startswith(("/", "https://")):
        return name
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
