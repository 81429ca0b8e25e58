"""`{% load activities %}`: tabs, officers' sub-navigation and banners of one activity.

Links to rooms that are not there are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from heard.activities.models import Activity, DateChange, Passage
from heard.activities.queries.contributions import shown_words
from heard.activities.queries.layers import Laid, laid_over
from heard.activities.queries.now import now_at
from heard.ground import clock
from heard.people.access import look_up_roles
from heard.rules.languages import name_of
from heard.rules.money import pounds
from heard.ui.parts import Link

register = template.Library()


@register.simple_tag(takes_context=True)
def activity_tabs(context: Context, activity: Activity) -> list[Link]:
    """The five pages of an activity, the page of its record that is open, and the way down to its record."""
    here = context["request"].path if "request" in context else ""
    record = activity_record(activity)
    way_down = [Link(_("On record"), "#record")] if record else []
    return [*_links(settings.ACTIVITY_TABS, activity.slug), *(each for each in record if each.href == here), *way_down]


@register.simple_tag
def activity_record(activity: Activity) -> list[Link]:
    """The pages on which anyone can check how an activity went, as far as they exist."""
    return _links(settings.ACTIVITY_MORE, activity.slug)


@register.simple_tag(takes_context=True)
def activity_staff_pages(context: Context, activity: Activity) -> list[tuple[str, list[Link]]]:
    """The officers' pages of an activity by what they are for: those that exist, and that the reader may open."""
    shut = shut_to(context["request"].user, activity)
    return [
        (_(str(group)), _links([page for page in pages if page[0] not in shut], activity.slug))
        for group, pages in settings.ACTIVITY_STAFF_PAGES
    ]


def shut_to(account: Any, activity: Activity) -> frozenset[str]:
    """The officers' pages of an activity that this account may not open; its roles here are looked up once."""
    known: dict[str, frozenset[str]] = getattr(account, "shut_known", {})
    if activity.public_id not in known:
        pages = settings.ACTIVITY_STAFF_MAY
        if (activity.lead_id, activity.public_id) not in getattr(account, "roles_known", {}):
            look_up_roles(account, partner=activity.lead_id, activity_ref=activity.public_id)
        may = {path: import_string(path)(account, activity) for path in set(pages.values())}
        known[activity.public_id] = frozenset(name for name, path in pages.items() if not may[path])
        account.shut_known = known
    return known[activity.public_id]


@dataclass(frozen=True, slots=True)
class WhatNow:
    """What an officer does now, with links to where it is done."""

    words: str
    links: list[Link]


@register.simple_tag(takes_context=True)
def what_now(context: Context, activity: Activity) -> WhatNow | None:
    """One sentence for the stage an activity is at, and the pages for it; None when nothing is to be done."""
    now = now_at(activity, clock.today())
    if now is None:
        return None
    labels = {name: label for _group, pages in settings.ACTIVITY_STAFF_PAGES for name, label in pages}
    shut = shut_to(context["request"].user, activity)
    places = [(name, labels[name]) for name in now.places if name in labels and name not in shut]
    return WhatNow(now.words, _links(places, activity.slug))


@register.simple_tag
def now_in_words(activity: Activity) -> str:
    """The same sentence alone, for lists; "" when nothing is to be done."""
    now = now_at(activity, clock.today())
    return now.words if now else ""


@register.simple_tag
def address(name: str, *parts: Any) -> str:
    """The address of a page that may not exist (yet): "" then."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


@register.simple_tag
def extension_of(activity: Activity) -> DateChange | None:
    """The newest change of an open activity's closing day, for its banner."""
    if not activity.is_open or activity.closes_on == activity.closes_on_at_opening:
        return None
    return activity.date_changes.order_by("-at", "-id").first()


@register.filter
def in_pounds(pence: int) -> str:
    """Whole pence as people write them: “£12.50”."""
    return pounds(pence)


def _links(pages: Iterable[tuple[str, Any]], slug: str) -> list[Link]:
    found = []
    for name, label in pages:
        try:
            found.append(Link(_(label) if isinstance(label, str) else label, reverse(name, args=[slug])))
        except NoReverseMatch:
            continue
    return found


@register.filter
def laid(row: Any) -> tuple[Laid, ...]:
    """Translations, Easy Read and plain words to stand beside a passage's words."""
    return laid_over(row)


@register.filter
def language_name(code: str) -> str:
    """A language's English name: "Polish"."""
    return name_of(code)


@register.filter
def shown(passage: Passage) -> str:
    """A passage's words as they may be shown: redacted where it was redacted."""
    return shown_words(passage)
