"""Followers, by the link they were sent, and in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.module_loading import import_string

from heard.network.models import Follow, Follower, SheetBatch
from heard.people.models import Partner


def hash_of_address(address: str) -> str:
    """The keyed hash under which an address is found again (HMAC-SHA256, hex; keyed with settings.SECRET_KEY)."""
    return salted_hmac("heard.network.follower", " ".join(address.split()).lower(), algorithm="sha256").hexdigest()


def secret_of(follower: Follower) -> str:
    """The secret of a follower's link: made again from settings.SECRET_KEY, so no job and no table carries it.

    It changes with the moment somebody asked, so that a link of an address that stopped and asked again is a new one.
    """
    value = f"{follower.public_id}:{follower.address_hash}"
    return salted_hmac("heard.network.link", value, algorithm="sha256").hexdigest()[:40]


def by_secret(public_id: str, secret: str) -> Follower | None:
    """The follower to whom this link was sent; None for any other link."""
    found = Follower.objects.filter(public_id=public_id).first()
    if found is None or not constant_time_compare(secret_of(found), secret):
        return None
    return found


def followed_choices(follower: Follower) -> list[str]:
    """What this follower follows or asked to, as the values of the form: ``kind:reference``."""
    return [f"{one.kind}:{one.reference}" for one in follower.follows.all()]


def post_followers(partner: Partner) -> QuerySet[Follower]:
    """Whom one partner posts the sheet to, the newest first. Only the page behind `may_keep_followers` may ask."""
    rows = Follower.objects.filter(partner=partner, channel=Follower.Channel.LETTER)
    return rows.prefetch_related("follows").order_by("-id")


def sheet_batches(partner: Partner) -> QuerySet[SheetBatch]:
    """The batches that one partner printed, the newest first."""
    return SheetBatch.objects.filter(partner=partner).order_by("-printed_at", "-id")


def followers_in_numbers() -> dict[str, int]:
    """How many confirmed followers there are by channel: ``email`` and ``letter``. No names, one query."""
    rows = Follower.objects.exclude(confirmed_at=None).values("channel").annotate(n=Count("pk")).order_by()
    return {"email": 0, "letter": 0, **{row["channel"]: row["n"] for row in rows}}


def kinds_followed(follower: Follower) -> list[Follow]:
    """What counts: the things whose following was confirmed."""
    return [one for one in follower.follows.all() if one.confirmed_at is not None]


def titles_of(refs: Sequence[str]) -> dict[str, str]:
    """Titles of those activities of these (public ids) that everyone may see: settings.ACTIVITIES_TITLED. One query."""
    wanted = [ref for ref in dict.fromkeys(refs) if ref.isascii() and ref.isalnum()]
    return import_string(settings.ACTIVITIES_TITLED)(wanted) if wanted else {}


def known_topics() -> list[str]:
    """Topics of what was ever announced, in order, without regard to capitals; at most 200. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unnest(topics) AS topic FROM network_announcement ORDER BY topic LIMIT 200")
        rows = [row[0] for row in cursor.fetchall()]
    return sorted({topic.casefold(): topic for topic in reversed(rows)}.values(), key=str.casefold)
