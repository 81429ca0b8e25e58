"""What every page is given: the city, the ways in. Only `config` may name every room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


def site(request: HttpRequest) -> dict[str, Any]:
    """City name, navigation and footer links; only pages that exist are listed."""
    return {
        "city": settings.CITY,
        "is_demo": settings.DEMO,
        "nav": _links(
            ("front:whats_on", _("What’s on")),
            ("front:coming_up", _("Coming up")),
            ("front:calendar", _("Calendar")),
            ("front:what_happened", _("What happened next")),
            ("gathering:register", _("Conversations")),
            ("compact:pack", _("The Compact")),
            ("front:search", _("Search")),
        ),
        "footer": [
            *_links(
                ("activities:receipt", _("Follow your receipt")),
                ("network:follow", _("Hear early what the city asks")),
            ),
            *_links(
                ("decisions:tracker", _("Promises and what became of them")),
                ("evaluation:headline", _("Do people feel able to influence decisions?")),
                ("evaluation:lessons", _("Lessons that partners share")),
                group=_("See what came of it"),
            ),
            *_links(
                ("front:checks", _("How anyone can check us")),
                ("people:exclusions", _("Who was left out, and why")),
                ("moderation:policy", _("What we remove and why")),
                ("moderation:concerns", _("Concerns, and what came of them")),
                group=_("Check that it was fair"),
            ),
            *_links(
                ("front:accessibility", _("Accessibility")),
                ("front:privacy", _("Privacy")),
                ("account_login", _("Staff sign-in")),
                group=_("About this site"),
            ),
        ],
        "staff_nav": _staff(request),
    }


def _staff(request: HttpRequest) -> list[dict[str, str]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return _links(
        ("front:owed", _("What is owed")),
        ("activities:staff_list", _("Activities")),
        ("front:staff_calendar", _("Calendar")),
        ("moderation:queue", _("Moderation")),
        ("people:staff_people", _("People and roles")),
        ("people:staff_exclusions", _("Exclusions")),
        ("moderation:staff_concerns", _("Concerns")),
        ("account_logout", _("Sign out")),
    )


def _links(*pairs: tuple[str, str], group: str = "") -> list[dict[str, str]]:
    found = []
    for name, label in pairs:
        try:
            found.append({"href": reverse(name), "label": label, "group": group})
        except NoReverseMatch:
            continue
    return found
