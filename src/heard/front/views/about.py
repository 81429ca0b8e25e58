"""Who asks, where, how anyone can check us, and what we promise about access and privacy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from heard.activities.queries import led_by, public_activities
from heard.audit.models import DailyHead
from heard.front.queries.lists import narrowed
from heard.ground import clock
from heard.ground.paging import page_of
from heard.people.models import Partner
from heard.places.models import Place
from heard.places.queries import place_by_slug, profiles_of, public_places

NEWEST = ["-stage_at", "-id"]


def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """One partner: when it signed the Compact, what it asks now and asked before."""
    one = get_object_or_404(Partner, slug=slug)
    rows = public_activities().filter(led_by(one.slug)).select_related("plan")
    page = page_of(rows, order=NEWEST, after=request.GET.get("after", ""))
    return render(request, "front/partner.html", {"partner": one, "page": page})


def places(request: HttpRequest) -> HttpResponse:
    """Every ward and neighbourhood, as a list."""
    rows = public_places(on=clock.today()).exclude(kind=Place.Kind.CITY)[:400]
    wards = [place for place in rows if place.kind == Place.Kind.WARD]
    others = [place for place in rows if place.kind != Place.Kind.WARD]
    return render(request, "front/places.html", {"wards": wards, "others": others})


def place(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: what is asked there, and what is known about it with its sources."""
    one = place_by_slug(slug)
    page = page_of(
        narrowed(public_activities().select_related("plan"), {"place": slug}), order=NEWEST,
        after=request.GET.get("after", ""),
    )  # fmt: skip
    return render(request, "front/place.html", {"place": one, "page": page, "profiles": profiles_of(one)[:40]})


@cache_control(max_age=60)
def checks(request: HttpRequest) -> HttpResponse:
    """How an outsider can check what Heard says: the sealed log's daily heads, open data, replayable gates."""
    return render(request, "front/checks.html", {"heads": DailyHead.objects.all()[:31]})


def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, what does not yet, and whom to tell."""
    return render(request, "front/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, for how long and who may read it."""
    return render(request, "front/privacy.html")
