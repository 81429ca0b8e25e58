"""Home, what's on, coming up, what happened next, search."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.front import queries
from heard.front.forms import KINDS, ListForm, SearchForm
from heard.front.queries.lists import narrowed
from heard.ground import clock
from heard.ground.paging import page_of
from heard.places.models import Place
from heard.places.queries import public_places
from heard.search.queries import find
from heard.ui.parts import Link, address_with


def home(request: HttpRequest) -> HttpResponse:
    """One thing to do, what closes soon, what became of it last time."""
    context = {
        "story": queries.latest_story(),
        "soon": queries.closing_soon(),
        "wards": list(public_places(Place.Kind.WARD, on=clock.today()).values_list("slug", "name")[:300]),
        "coming": list(queries.coming_up().order_by("opens_on", "id")[:3]),
        "happened": list(queries.happened().order_by("-stage_at", "-id")[:3]),
        "kept": queries.recent_promises(),
    }  # fmt: skip
    return render(request, "front/home.html", context)


def whats_on(request: HttpRequest) -> HttpResponse:
    """Everything that is open now, the first to close on top."""
    return _list(request, "whats_on", queries.open_now(), ["closes_on", "id"])


def coming_up(request: HttpRequest) -> HttpResponse:
    """Everything that is announced and not open yet."""
    return _list(request, "coming_up", queries.coming_up(), ["opens_on", "id"])


def what_happened(request: HttpRequest) -> HttpResponse:
    """Everything that has closed, the newest step on top."""
    return _list(request, "what_happened", queries.happened(), ["-stage_at", "-id"])


def search(request: HttpRequest) -> HttpResponse:
    """Everything public, by words."""
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["words"] if form.is_bound and form.is_valid() else ""
    kind = form.cleaned_data["kind"] if words else ""
    page = find(words, kind=kind, after=request.GET.get("after", "")) if words else None
    kinds = dict(KINDS)
    found = [(entry, kinds.get(entry.kind, entry.kind)) for entry in page] if page else []
    return render(request, "front/search.html", {"form": form, "page": page, "found": found, "words": words})


def _list(request: HttpRequest, name: str, rows: QuerySet[Activity], order: list[str]) -> HttpResponse:
    form = ListForm(request.GET)
    form.is_valid()  # what nobody could have chosen is left out, and said beside its field
    page = page_of(narrowed(rows, form.cleaned_data), order=order, after=request.GET.get("after", ""))
    return render(request, f"front/{name}.html", {"page": page, "form": form, "chosen": chosen_links(request, form)})


def chosen_links(request: HttpRequest, form: ListForm) -> list[Link]:
    """What was chosen in the filter bar, each with the address that takes it away."""
    chosen: list[Link] = []
    for name in form.fields:
        value = form.cleaned_data.get(name, "")
        field: Any = form.fields[name]
        label = {str(key): words for key, words in field.choices}.get(value)
        if value and label:
            chosen.append(Link(_("%(label)s: take away") % {"label": label}, address_with(request.GET, **{name: ""})))
    return chosen
