"""What every page of a strand's statements begins with: the strand, and the key that this browser alone holds."""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heard.activities.models import Activity, Channel, Strand
from heard.activities.queries.days import is_open_on
from heard.ground import clock
from heard.ground.slowing import address_of
from heard.methods.opinions.queries.reading import Reading, readings_of
from heard.rules.languages import ENGLISH

DAYS = 400
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def key_of(request: HttpRequest, strand: Strand) -> str:
    """The key of this browser for this strand; "" if it has none."""
    found = request.COOKIES.get(_name(strand), "")
    return found if _KEY.fullmatch(found) else ""


def give_key(answer: HttpResponse, strand: Strand, key: str) -> None:
    """Put a key into the browser, for the pages of this strand only. No script can read it."""
    answer.set_cookie(
        _name(strand), key, max_age=DAYS * 86_400, path=_path(strand), httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


def take_key(answer: HttpResponse, strand: Strand) -> None:
    """Take the key out of the browser."""
    answer.delete_cookie(_name(strand), path=_path(strand), samesite="Lax")


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(32)


def source_of(request: HttpRequest, strand: Strand) -> str:
    """A keyed hash of the network address, other in every strand: tells one place from another, and nothing else."""
    address = address_of(request)
    return hmac.digest(settings.SECRET_KEY.encode(), f"{strand.public_id}:{address}".encode(), "sha256").hex()[:16]


def is_open_here(strand: Strand) -> bool:
    """Whether people can vote on the web today."""
    return is_open_on(strand, Channel.WEB, clock.today())


def url(name: str, strand: Strand, *more: Any) -> str:
    """The address of one of these pages."""
    return reverse(f"opinions:{name}", args=[strand.activity.slug, strand.public_id, *more])


def start(strand: Strand) -> str:
    """The strand's own page."""
    return reverse("activities:strand", args=[strand.activity.slug, strand.public_id])


def tab(activity: Activity) -> str:
    """The tab under which these pages stand."""
    return reverse("activities:take_part", args=[activity.slug])


def reading_of(request: HttpRequest, strand: Strand) -> Reading:
    """In which language and format this browser reads: what the address asks for (`?in=ar`), else what it chose."""
    offers = _offers(request, strand)
    code = request.GET.get("in", "") or request.COOKIES.get(_chosen(strand), "")
    return offers.get(code) or offers[ENGLISH]


def shown(request: HttpRequest, page: str, strand: Strand, *, status: int = 200, **slots: Any) -> HttpResponse:
    """One of the pages around the statements, in the language that was chosen; which, the browser keeps for them."""
    activity, reading = strand.activity, reading_of(request, strand)
    about = {"activity": activity, "plan": activity.plan, "strand": strand, "start_url": start(strand)}
    about |= {"asked": reading, "offers": [one.offer for one in _offers(request, strand).values()]}
    if opinions := slots.get("opinions"):
        reading.of(opinions)
    answer = render(
        request, f"opinions/{page}.html", {**about, "current_tab": tab(activity), **slots}, status=status
    )  # fmt: skip
    if request.GET.get("in") == reading.offer.code:
        answer.set_cookie(
            _chosen(strand), reading.offer.code, max_age=DAYS * 86_400, path=_path(strand), httponly=True,
            samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE),
        )  # fmt: skip
    return answer


def kept_private(answer: HttpResponse) -> HttpResponse:
    """An answer that is for this browser alone."""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _offers(request: HttpRequest, strand: Strand) -> dict[str, Reading]:
    """The readings of a strand, asked for once in a request."""
    known: dict[int, dict[str, Reading]] = request.__dict__.setdefault("opinions_readings", {})
    if strand.pk not in known:
        known[strand.pk] = readings_of(strand)
    return known[strand.pk]


def _chosen(strand: Strand) -> str:
    return f"{_name(strand)}-in"


def _name(strand: Strand) -> str:
    return f"opinions-{strand.public_id}"


def _path(strand: Strand) -> str:
    return start(strand)
