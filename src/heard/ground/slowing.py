"""Slowing down whoever tries too often from one address: wrong codes by the clock, requests from the first one on."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from heard.ground import clock

MISSES, MINUTES = 30, 10  # a library's shared computer may well send twenty


def must_wait(request: HttpRequest, what: str, *, most: int = MISSES) -> bool:
    """Whether this address has missed `most` times in these ten minutes, at whatever page counts under `what`.

    Who types theirs right is never counted.
    """
    return int(cache.get(_key(request, what), 0)) >= most


def count_miss(request: HttpRequest, what: str) -> None:
    """One more wrong code from this address."""
    key = _key(request, what)
    if not cache.add(key, 1, MINUTES * 60):
        cache.incr(key)


def tries_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count this try of `what`; whether it is beyond `most` since the first one that is still counted."""
    return tries(request, what, seconds=seconds) > most


def tries(request: HttpRequest, what: str, *, seconds: int) -> int:
    """Count this try of `what`; how many there are from this address since the first one that is still counted."""
    key = f"{what}:{request.META.get('REMOTE_ADDR', '')}"
    return 1 if cache.add(key, 1, seconds) else int(cache.incr(key))


def _key(request: HttpRequest, what: str) -> str:
    window = int(clock.now().timestamp()) // (MINUTES * 60)
    return f"misses:{what}:{request.META.get('REMOTE_ADDR', '')}:{window}"
