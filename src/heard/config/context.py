"""What every page is given: the city, the ways in. Only `config` may name every room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.people.access import verbs_held

# Officers' pages, and the verbs of which one opens each; none: any role does. Nobody is led to what is refused.
OFFICERS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("activities:staff_list", gettext_lazy("Activities"), ()),
    ("front:staff_calendar", gettext_lazy("Calendar"), ()),
    ("moderation:queue", gettext_lazy("Moderation"), ("moderate", "approve_exclusion")),
    ("people:staff_people", gettext_lazy("People and roles"), ("invite_staff", "assign_roles")),
    ("people:staff_exclusions", gettext_lazy("Exclusions"), ("propose_exclusion", "approve_exclusion")),
    ("moderation:staff_concerns", gettext_lazy("Concerns"), ()),
    ("people:staff_data", gettext_lazy("Data requests"), ("handle_data",)),
    ("people:staff_data_log", gettext_lazy("Log a data request"), ("log_data_request",)),
    ("people:staff_audit", gettext_lazy("The record"), ("read_audit",)),
)


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
    held = verbs_held(user)
    founds = user.is_superuser and not held
    return _links(
        ("front:owed", _("What is owed")),
        *((name, label) for name, label, verbs in OFFICERS if held & set(verbs or held)),
        *([("people:staff_people", _("People and roles"))] if founds else []),
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
