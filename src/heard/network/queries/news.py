"""What is news to a follower, and the words in which it is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.ground import clock
from heard.network.models import Announcement, Follow, Follower, SheetBatch
from heard.network.queries.followers import kinds_followed, post_followers, secret_of
from heard.rules.calendar import in_words
from heard.ui.letters import letters_file

AT_ONCE = 60  # pieces of news in one e-mail; the rest waits for the next
WIDELY = ("noticed", "open", "longer", "withdrawn", "decided")  # to those who do not follow the activity itself


WITH_DAYS = ("noticed", "open", "longer")


def newest_number() -> int:
    """The number of the newest announcement; 0 before the first."""
    return Announcement.objects.aggregate(newest=Max("pk"))["newest"] or 0


def concerns(announcement: Announcement, follows: Sequence[Follow]) -> bool:
    """Whether any of these follows is about it. What is asked in the whole city concerns every place.

    Whoever follows the activity itself hears every step; the others that something is coming and what was decided.
    """
    if any(one.kind == Follow.Kind.ACTIVITY and one.reference == announcement.activity_ref for one in follows):
        return True
    topics = {topic.casefold() for topic in announcement.topics}
    return announcement.what in WIDELY and any(
        one.kind == Follow.Kind.EVERYTHING
        or (one.kind == Follow.Kind.TOPIC and one.reference.casefold() in topics)
        or (one.kind == Follow.Kind.PLACE and (announcement.city_wide or one.reference in announcement.places))
        or (one.kind == Follow.Kind.PARTNER and one.reference in announcement.partners)
        for one in follows
    )


def news_for(follower: Follower) -> tuple[list[Announcement], int]:
    """What there is to tell, the oldest first, and the number of the last announcement that was looked at.

    Two queries. Of several pieces of news about one activity only the newest is told, but every promise and every
    concern.
    """
    follows = kinds_followed(follower)
    waiting = Announcement.objects.filter(pk__gt=follower.told_to).order_by("pk")
    if follower.telling_to > follower.told_to:
        waiting = waiting.filter(pk__lte=follower.telling_to)
    rows = list(waiting[: AT_ONCE * 5])
    found = {_about(row): row for row in rows if concerns(row, follows)}
    told = sorted(found.values(), key=lambda row: row.pk)[:AT_ONCE]
    left = len(found) > AT_ONCE
    return told, (told[-1].pk if left else rows[-1].pk) if rows else follower.told_to


def _about(row: Announcement) -> tuple[str, str]:
    """What newer news takes the place of: that of the same activity, the same promise, the same concern."""
    apart = row.what in (Announcement.What.PROMISE, Announcement.What.CONCERN)
    return row.activity_ref, row.key.partition(":")[0] if apart else ""


def news_email(follower: Follower, news: Sequence[Announcement]) -> tuple[str, str, str, str]:
    """Subject, plain text, HTML, and the address that ends it all with one press."""
    link = settings.SITE_URL + reverse("network:following", args=[follower.public_id, secret_of(follower)])
    greeting = _("Dear %(name)s,") % {"name": follower.name} if follower.name else _("Hello,")
    parts = [
        greeting,
        ngettext(
            "There is news that you asked to hear early.", "There is news that you asked to hear early.", len(news)
        ),
        *("\n".join(_lines(one)) for one in news),
        _("Change what you follow, or stop: %(url)s") % {"url": link},
    ]
    first = " ".join(news[0].title.split())
    more = len(news) - 1
    subject = first if not more else _("%(title)s, and %(n)d more") % {"title": first[:120], "n": more}
    stop = settings.SITE_URL + reverse("network:stop", args=[follower.public_id, secret_of(follower)])
    said = {"greeting": greeting, "opening": parts[1], "news": [_told(one) for one in news], "link": link, "stop": stop}
    return subject, "\n\n".join(parts), render_to_string("network/mail/news.html", said), stop


def _told(one: Announcement) -> dict[str, Any]:
    """The same news for the HTML part: what, title, sentences, address."""
    _first, *rest, address = _lines(one)
    return {"what": one.get_what_display(), "title": one.title, "words": rest, "address": address}


def _lines(one: Announcement) -> list[str]:
    said = [f"{one.get_what_display()}: {' '.join(one.title.split())}", _("Asked by %(who)s") % {"who": one.asked_by}]
    if one.summary:
        said.append(" ".join(one.summary.split()))
    if one.opens_on and one.closes_on and one.what in WITH_DAYS:
        said.append(
            _("Open from %(opens)s to the end of %(closes)s")
            % {"opens": in_words(one.opens_on), "closes": in_words(one.closes_on)}
        )
    return [*said, settings.SITE_URL + one.path]


def sheet_letters(batch: SheetBatch, blocks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Plain values for `ui/letters.typ`: the same sheet for everyone whom the partner posts it to."""
    partner = batch.partner
    letters = [
        {
            "to": [line for line in [str(one.name or ""), *str(one.address).splitlines()] if line.strip()],
            "from": [line for line in [partner.name, *partner.postal_address.splitlines()] if line.strip()],
            "date": in_words(clock.day_of(batch.printed_at)),
            "greeting": _("Dear %(name)s,") % {"name": one.name} if one.name else _("Hello,"),
            "title": _("What the city will ask you next"),
            "blocks": [*blocks, {"kind": "small", "words": _how_to_stop(batch)}],
            "close": partner.name,
        }
        for one in post_followers(partner).filter(confirmed_at__lte=batch.printed_at).order_by("pk")
    ]
    return letters_file(_("What the city will ask you next"), letters)


def _how_to_stop(batch: SheetBatch) -> str:
    said = _("You get this because you asked for it. To stop, tell us in any way you like.")
    phone = batch.partner.phone
    return f"{said} {_('Our number is %(number)s.') % {'number': phone}}" if phone else said
