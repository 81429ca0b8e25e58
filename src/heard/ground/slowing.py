"""Slowing down whoever tries too often from one address: wrong codes by the clock, requests from the first one on."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from heard.ground import clock

MISSES, MINUTES = 30, 10  # a library's shared computer may well send twenty


def address_of(request: HttpRequest) -> str:
    """The network address that a request came from; "" if that is unknown.

    What `X-Forwarded-For` says is believed only as far as it was written by a proxy of settings.TRUSTED_PROXIES: each
    adds whom it heard from at the right, so the first from there that is no proxy of ours is the visitor. What stands
    further left the visitor wrote, and may have invented.
    """
    near = str(request.META.get("REMOTE_ADDR", ""))
    heard_from = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    while heard_from and _is_ours(near):
        last = _read(heard_from.pop())
        if last is None:
            return near
        near = str(last)
    return near


def _is_ours(address: str) -> bool:
    read = _read(address)
    return read is not None and any(read in network for network in settings.TRUSTED_PROXIES)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        read = ip_address(address)
    except ValueError:
        return None
    return getattr(read, "ipv4_mapped", None) or read


def must_wait(request: HttpRequest, what: str, *, most: int = MISSES) -> bool:
    """Whether this address has missed `most` times in the last ten minutes, at whatever page counts under `what`.

    Who types theirs right is never counted.
    """
    return _counted(_key(request, f"misses:{what}"), MINUTES * 60)[0] >= most


def count_miss(request: HttpRequest, what: str) -> None:
    """One more wrong code from this address."""
    tries(request, f"misses:{what}", seconds=MINUTES * 60)


def tries_too_often(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count this try of `what`; whether it is beyond `most` since the first one that is still counted."""
    return tries(request, what, seconds=seconds) > most


def tries(request: HttpRequest, what: str, *, seconds: int) -> int:
    """Count this try of `what`; how many there are from this address since the first one that is still counted.

    The first is forgotten after `seconds`, and those after it with it, however many came meanwhile.
    """
    key = _key(request, what)
    before, since = _counted(key, seconds)
    cache.set(key, (before + 1, since), seconds)
    return before + 1


def _counted(key: str, seconds: int) -> tuple[int, float]:
    """How many are counted, and the moment of the first; none, and now, where the first is too long ago."""
    now = clock.now().timestamp()
    count, since = cache.get(key) or (0, now)
    return (count, since) if 0 <= now - since < seconds else (0, now)


def _key(request: HttpRequest, what: str) -> str:
    return f"slow:{what}:{address_of(request)}"
