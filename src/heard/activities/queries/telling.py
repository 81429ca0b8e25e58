"""Who is told that people have longer, how far that has come, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Contribution, DateChange, DateNotice, NoticeBatch, Stakeholder
from heard.ground import clock
from heard.people.models import VoiceAddress
from heard.people.queries import mobile_of, voices_taking_texts, voices_with_an_address
from heard.rules.calendar import in_words
from heard.rules.short_message import compose
from heard.ui.letters import letters_file

CHANNEL_OF = {"text": "text_message"}  # what a way of telling is called on a page
MOST_OF_A_TEXT = 110  # letters that an address may take of a message of 160


def voices_to_tell(activity: Activity) -> dict[UUID, list[str]]:
    """Every voice that took part, did not withdraw and left an address: with the kinds of address it left."""
    voices = Contribution.objects.filter(strand__activity=activity).exclude(state="withdrawn").order_by()
    return voices_with_an_address(list(voices.values_list("voice_id", flat=True).distinct()))


def ways_to_say_longer(activity: Activity) -> dict[UUID, list[str]]:
    """The same with ``text`` for ``phone`` where somebody asked for text messages and one arrives there."""
    left = voices_to_tell(activity)
    texts = voices_taking_texts(left)
    return {
        voice: ["text" if kind == "phone" and voice in texts else kind for kind in kinds]
        for voice, kinds in left.items()
    }


def bodies_to_tell(activity: Activity) -> QuerySet[Stakeholder]:
    """Bodies and people with a stake and an e-mail address, who neither said no nor were removed."""
    return activity.stakeholders.filter(removed_at=None, declined_at=None).exclude(email="")


def notices_in_numbers(activity: Activity) -> list[dict[str, Any]]:
    """How many were told, wait, failed or were overtaken: a row for each channel that anyone is told by."""
    rows = DateNotice.objects.filter(change__activity=activity).order_by()
    found: dict[str, dict[str, int]] = {}
    for row in rows.values("kind", "state").annotate(n=Count("pk")):
        found.setdefault(row["kind"], {})[row["state"]] = row["n"]
    none = dict.fromkeys(DateNotice.State.values, 0)
    return [{"kind": CHANNEL_OF.get(kind, kind), **none, **states} for kind, states in sorted(found.items())]


def letters_waiting(activity: Activity) -> dict[str, int]:
    """How many letters wait to be printed, and text messages to be put into a file: ``{"letter": 2, "text": 0}``."""
    rows = DateNotice.objects.filter(change__activity=activity, state="owed", batch__isnull=True)
    return rows.aggregate(letter=Count("pk", filter=Q(kind="letter")), text=Count("pk", filter=Q(kind="text")))


def longer_texts(batch: NoticeBatch) -> list[list[str]]:
    """The provider's file: a number and the words in each row; a number that is gone leaves its row out."""
    notices = list(batch.notices.select_related("change").order_by("id"))
    said = {one.change_id: longer_message(one.change, batch.activity) for one in notices}
    return [[to, said[one.change_id]] for one, kept in numbers_to_ring(notices) if (to := mobile_of(kept))]


def longer_message(change: DateChange, activity: Activity) -> str:
    """The news as one text message. Where the address of the page is too long for it, the city's own stands there."""
    words = _("You have longer, to %(day)s: %(title)s") % {"day": in_words(change.became), "title": activity.title}
    address = settings.SITE_URL + reverse("activities:take_part", args=[activity.slug])
    return compose(words, [address if len(address) <= MOST_OF_A_TEXT else settings.SITE_URL])


def notice_batches(activity: Activity) -> QuerySet[NoticeBatch]:
    """The batches of letters and text messages made so far, the newest first."""
    return NoticeBatch.objects.filter(activity=activity).order_by("-printed_at", "-id")


def calls_waiting(activity: Activity) -> QuerySet[DateNotice]:
    """Who is still to be rung."""
    return DateNotice.objects.filter(change__activity=activity, kind="phone", state="owed").order_by("id")


def numbers_to_ring(notices: Sequence[DateNotice]) -> list[tuple[DateNotice, VoiceAddress | None]]:
    """The same notices, each with the number that is kept. Only the page behind `print_letters` may ask. One query."""
    return _addresses(notices, "phone")


def _addresses(notices: Sequence[DateNotice], kind: str) -> list[tuple[DateNotice, VoiceAddress | None]]:
    rows = VoiceAddress.objects.filter(voice__in=[one.voice_id for one in notices], kind=kind)
    kept: dict[UUID | None, VoiceAddress] = {each.voice_id: each for each in rows}
    return [(one, kept.get(one.voice_id)) for one in notices]


def notices_failed(activity: Activity) -> list[tuple[str, str]]:
    """By which channel somebody could not be told, and why; never who it was. The newest fifty."""
    rows = DateNotice.objects.filter(change__activity=activity, state="failed").order_by("-id")[:50]
    return [(CHANNEL_OF.get(row.kind, row.kind), row.why_failed) for row in rows]


def told_longer(change: DateChange) -> list[str]:
    """The news in three sentences, the same in an e-mail, a letter and a call."""
    activity = change.activity
    return [
        _("You took part in “%(title)s”, or were told of it.") % {"title": activity.title},
        _("It was to close on %(was)s. It is now open to the end of %(became)s, because: %(reason)s")
        % {"was": in_words(change.was), "became": in_words(change.became), "reason": change.reason},
        _("If you have answered already, you need do nothing: it counts. If you know somebody who has not, tell them."),
    ]


def longer_email(change: DateChange, name: str) -> tuple[str, str]:
    """Subject and plain text of one e-mail."""
    activity = change.activity
    address = settings.SITE_URL + reverse("activities:take_part", args=[activity.slug])
    greeting = _("Dear %(name)s,") % {"name": name} if name else _("Hello,")
    parts = [greeting, *told_longer(change), _("Take part here: %(url)s") % {"url": address}, activity.lead.name]
    title = " ".join(activity.title.split())
    return _("You have longer: “%(title)s”") % {"title": title}, "\n\n".join(parts)


def longer_letters(batch: NoticeBatch) -> dict[str, Any]:
    """Plain values for `ui/letters.typ`: one letter a notice whose address is still kept. Three queries."""
    activity = batch.activity
    notices = list(batch.notices.select_related("change").order_by("id"))
    letters = []
    for notice, address in _addresses(notices, "letter"):
        notice.change.activity = activity
        if address is not None:
            title, blocks = _("You have longer: “%(title)s”") % {"title": activity.title}, _blocks(notice.change)
            letters.append(letter_to(address, activity, title=title, blocks=blocks, at=batch.printed_at))
    return letters_file(activity.title, letters)


def _blocks(change: DateChange) -> list[dict[str, Any]]:
    first, news, last = told_longer(change)
    address = settings.SITE_URL + reverse("activities:take_part", args=[change.activity.slug])
    where = _("Take part here: %(url)s") % {"url": address}
    if change.activity.lead.phone:
        where += " " + _("Or ring %(number)s.") % {"number": change.activity.lead.phone}
    return [
        {"kind": "text", "words": first},
        {"kind": "notice", "words": news},
        {"kind": "text", "words": last},
        {"kind": "text", "words": where},
    ]


def letter_to(
    kept: VoiceAddress, activity: Activity, *, title: str, blocks: Sequence[dict[str, Any]], at: Any
) -> dict[str, Any]:
    """One letter for `ui/letters.typ`: from the lead partner, to where a voice asked to be told."""
    lead = activity.lead
    return {
        "to": [line for line in [str(kept.name or ""), *str(kept.address).splitlines()] if line.strip()],
        "from": [line for line in [lead.name, *lead.postal_address.splitlines()] if line.strip()],
        "date": in_words(clock.day_of(at)),
        "greeting": _("Dear %(name)s,") % {"name": kept.name} if kept.name else _("Hello,"),
        "title": title,
        "blocks": list(blocks),
        "close": _("Yours sincerely,") + f"\n\n{lead.name}",
    }
