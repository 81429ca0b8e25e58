"""What everyone sees first: home, lists, the thread, places and partners, how to check us."""

from heard.front.views.about import accessibility, checks, partner, place, places, privacy
from heard.front.views.calendar import calendar, calendar_atom, calendar_ics, calendar_sheet
from heard.front.views.lists import coming_up, home, search, what_happened, whats_on
from heard.front.views.threads import receipt_thread, take_back, thread, trace

__all__ = [
    "accessibility",
    "calendar",
    "calendar_atom",
    "calendar_ics",
    "calendar_sheet",
    "checks",
    "coming_up",
    "home",
    "partner",
    "place",
    "places",
    "privacy",
    "receipt_thread",
    "search",
    "take_back",
    "thread",
    "trace",
    "what_happened",
    "whats_on",
]
