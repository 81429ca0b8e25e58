"""The calendar of all partners: a page, a feed for calendars, a feed for readers, a sheet to print."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar
from icalendar import Event as Entry

from heard.front.forms import CalendarForm
from heard.front.queries import calendar as asked
from heard.front.views.lists import chosen_links
from heard.ground import clock
from heard.network.models import Announcement
from heard.rules.calendar import in_words
from heard.ui.files import file_answer, pdf_answer
from heard.ui.parts import Link, address_with

MONTHS = 4
AHEAD = timedelta(days=366)
EARLY = gettext_lazy("Decision recorded before close")  # on everything that tells of the activity, for ever (UP-d)


def calendar(request: HttpRequest) -> HttpResponse:
    """Four months of everything that all partners announced."""
    form, chosen = _chosen(request)
    first = _first_month(request)
    last = asked.months_later(first, MONTHS) - timedelta(days=1)
    activities = asked.in_calendar(first, last, chosen)
    context = {
        "form": form, "chosen": chosen_links(request, form),
        "months": _by_month(asked.events_of(activities, first, last), first),
        "earlier": _link(request, asked.months_later(first, -MONTHS)),
        "later": _link(request, asked.months_later(first, MONTHS)),
        "query": _query(request), "first": first, "last": last,
    }  # fmt: skip
    return render(request, "front/calendar.html", context, status=200 if form.is_valid() else 422)


def calendar_ics(request: HttpRequest) -> HttpResponse:
    """The same for the next year, to subscribe to (iCalendar, RFC 5545). The same choices as the page."""
    _form, chosen = _chosen(request)
    first, last = clock.today() - timedelta(days=31), clock.today() + AHEAD
    feed = Calendar()
    feed.add("prodid", "-//Heard//heard//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("What %(city)s asks") % {"city": settings.CITY})
    host = settings.SITE_URL.split("//")[-1]
    for event in asked.events_of(asked.in_calendar(first, last, chosen), first, last):
        feed.add_component(_entry(event, host))
    return file_answer(feed.to_ical(), "heard.ics", opens=True)


def calendar_atom(request: HttpRequest) -> HttpResponse:
    """The newest announcements for feed readers (Atom, RFC 4287), for one partner, place or topic if asked."""
    _form, chosen = _chosen(request)
    rows = Announcement.objects.order_by("-at", "-id")
    if partner := chosen.get("partner"):
        rows = rows.filter(partners__contains=[partner])
    if place := chosen.get("place"):
        rows = rows.filter(places__contains=[place]) | rows.filter(city_wide=True)
    if topic := chosen.get("topic"):
        rows = rows.filter(topics__contains=[topic])
    home = settings.SITE_URL + reverse("front:calendar")
    feed = Atom1Feed(
        title=_("What %(city)s asks") % {"city": settings.CITY}, link=home, description="", language="en",
        feed_url=settings.SITE_URL + request.get_full_path(),
    )  # fmt: skip
    newest = list(rows[:50])
    early = asked.decided_early(one.activity_ref for one in newest)
    for one in newest:
        said = f"{EARLY}. {one.summary}" if one.activity_ref in early else one.summary
        feed.add_item(
            title=f"{one.get_what_display()}: {one.title}", link=settings.SITE_URL + one.path,
            description=said, unique_id=f"{settings.SITE_URL}/announcements/{one.pk}",
            pubdate=one.at, updateddate=one.at, author_name=one.asked_by,
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def calendar_sheet(request: HttpRequest) -> HttpResponse:
    """A quarter on paper, to hang up in a library: tagged PDF."""
    first, last = asked.quarter_of(_first_month(request))
    blocks = sheet_blocks(first, last)
    data = {
        "title": _("What the city will ask you next"), "eyebrow": quarter_in_words(first), "lang": "en", "region": "GB",
        "footer": settings.SITE_URL, "blocks": blocks,
    }  # fmt: skip
    return pdf_answer("paper.typ", data, f"calendar-{first:%Y-%m}.pdf", opens=True)


def sheet_blocks(first: date, last: date) -> list[dict[str, Any]]:
    """The sheet as blocks of print: an activity a paragraph, with its days, and how to take part without a computer."""
    activities = asked.in_calendar(first, last, {})
    by_activity: dict[str, list[Any]] = {}
    for event in asked.events_of(activities, first, last):
        by_activity.setdefault(event.ref, []).append(event)
    blocks: list[dict[str, Any]] = [
        {"kind": "lead", "words": _("Everything that the public bodies of %(city)s ask, from %(first)s to %(last)s.")
         % {"city": settings.CITY, "first": in_words(first), "last": in_words(last)}},
    ]  # fmt: skip
    for activity in activities:
        if activity.public_id not in by_activity:
            continue
        lines = [_line(event) for event in by_activity[activity.public_id]]
        phone = activity.lead.phone
        told = _("Asked by %(who)s.") % {"who": activity.led_by}
        if phone:
            told += " " + _("To take part by phone or on paper, ring %(number)s.") % {"number": phone}
        blocks += [
            {"kind": "heading", "words": activity.title, "level": 2},
            *([{"kind": "notice", "words": f"{EARLY}."}] if activity.pre_decided else []),
            {"kind": "text", "words": activity.plan.purpose or told},
            {"kind": "list", "items": lines},
            {"kind": "small", "words": told},
        ]
    if len(blocks) == 1:
        blocks.append({"kind": "text", "words": _("Nothing has been announced for these months yet.")})
    return blocks


def quarter_in_words(first: date) -> str:
    """“January to March 2027”."""
    last = asked.months_later(first, 2)
    return _("%(first)s to %(last)s") % {"first": f"{first:%B}", "last": f"{last:%B %Y}"}


def _line(event: asked.Event) -> str:
    said = f"{in_words(event.on)}: {event.words}"
    if event.at:
        said = f"{in_words(event.on)}, {event.at:%H:%M}: {event.words}"
    return f"{said}, {event.where}" if event.where else said


def _entry(event: asked.Event, host: str) -> Entry:
    entry = Entry()
    entry.add("uid", f"{event.uid}@{host}")
    entry.add("dtstamp", clock.start_of(event.on))
    entry.add("summary", f"{event.words}: {event.title}")
    asked_by = _("Asked by %(who)s") % {"who": event.who}
    entry.add("description", f"{EARLY}. {asked_by}" if event.is_early else asked_by)
    entry.add("url", settings.SITE_URL + event.href)
    if event.at:
        entry.add("dtstart", event.at)
        entry.add("duration", timedelta(hours=2))
    else:
        entry.add("dtstart", event.on)
        entry.add("transp", "TRANSPARENT")
    if event.where:
        entry.add("location", event.where)
    return entry


def _chosen(request: HttpRequest) -> tuple[CalendarForm, dict[str, str]]:
    form = CalendarForm(request.GET)
    form.is_valid()
    return form, {name: value for name, value in form.cleaned_data.items() if value}


def _first_month(request: HttpRequest) -> date:
    """The month asked for as ``2027-03``; this one if none or none that exists."""
    words = request.GET.get("from", "")
    try:
        year, month = (int(part) for part in words.split("-"))
        return date(year, month, 1) if 2000 <= year <= 2100 else asked.month_of(clock.today())
    except ValueError:
        return asked.month_of(clock.today())


def _by_month(events: list[asked.Event], first: date) -> list[tuple[date, list[asked.Event]]]:
    months = [asked.months_later(first, number) for number in range(MONTHS)]
    return [(month, [one for one in events if asked.month_of(one.on) == month]) for month in months]


def _link(request: HttpRequest, month: date) -> Link:
    ends = asked.months_later(month, MONTHS - 1)
    words = _("%(first)s to %(last)s") % {"first": f"{month:%B %Y}", "last": f"{ends:%B %Y}"}
    return Link(words, address_with(request.GET, **{"from": f"{month:%Y-%m}"}))


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("from", None)
    return kept.urlencode()
