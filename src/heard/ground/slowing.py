"""Slowing down whoever tries many wrong codes from one address. Who types theirs right is never counted."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from heard.ground import clock

MISSES, MINUTES = 30, 10  # a library's shared computer may well send twenty


def must_wait(request: HttpRequest, what: str, *, most: int = MISSES) -> bool:
    """Whether this address has missed `most` times in these ten minutes, at whatever page counts under `what`."""
    return int(cache.get(_key(request, what), 0)) >= most


def count_miss(request: HttpRequest, what: str) -> None:
    """One more wrong code from this address."""
    key = _key(request, what)
    if not cache.add(key, 1, MINUTES * 60):
        cache.incr(key)


def _key(request: HttpRequest, what: str) -> str:
    window = int(clock.now().timestamp()) // (MINUTES * 60)
    return f"misses:{what}:{request.META.get('REMOTE_ADDR', '')}:{window}"
