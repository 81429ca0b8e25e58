"""Who is still to be told, and how telling goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext as _

from heard.activities.methods import method_of
from heard.activities.models import Activity, Channel, Contribution
from heard.decisions.models import Delivery, Interim, LetterBatch, Poster, StepNews, TextBatch, Translation
from heard.decisions.queries.letters import receipt_address, short_address
from heard.decisions.queries.records import feedback_of
from heard.decisions.queries.steps import newest_line
from heard.decisions.queries.terms import feedback_terms
from heard.decisions.queries.ways import address_kind
from heard.people.models import VoiceAddress
from heard.rules.calendar import in_words
from heard.rules.short_message import compose

STATES = Delivery.State.values


@dataclass(frozen=True, slots=True)
class Going:
    """How telling goes: a row for each way of the final answer, and why some could not be reached (all rounds).

    `waiting`: how many wait to be sent by each way, in any round.
    """

    numbers: list[dict[str, Any]]
    failed: list[dict[str, Any]]
    waiting: Counter[str]


def how_telling_goes(activity: Activity) -> Going:
    """Deliveries in numbers. One query."""
    labels = dict(Delivery.Kind.choices)
    counted: dict[str, dict[str, Any]] = {}
    failed: dict[tuple[str, str], int] = {}
    waiting: Counter[str] = Counter()
    rows = Delivery.objects.filter(activity=activity).order_by("kind", "state", "why_failed")
    for row in rows.values("kind", "state", "why_failed", "interim", "news").annotate(n=Count("pk")):
        if row["interim"] is None and row["news"] is None:
            line = counted.setdefault(row["kind"], {"kind": labels[row["kind"]], **dict.fromkeys(STATES, 0)})
            line[row["state"]] += row["n"]
        if row["state"] == Delivery.State.OWED:
            waiting[row["kind"]] += row["n"]
        if row["state"] == Delivery.State.FAILED:
            key = (row["kind"], row["why_failed"])
            failed[key] = failed.get(key, 0) + row["n"]
    why = [{"kind": labels[kind], "why": words, "n": number} for (kind, words), number in failed.items()]
    return Going(list(counted.values()), why, waiting)


def letter_batches(activity: Activity) -> QuerySet[LetterBatch]:
    """The batches of letters printed so far, the newest first."""
    return (
        LetterBatch.objects.filter(activity=activity).select_related("interim", "news").order_by("-printed_at", "-id")
    )


def text_batches(activity: Activity) -> QuerySet[TextBatch]:
    """The files of text messages made so far, the newest first."""
    return TextBatch.objects.filter(activity=activity).select_related("interim", "news").order_by("-made_at", "-id")


def phone_list(activity: Activity) -> QuerySet[Delivery]:
    """Who is still to be rung: those tried least come first."""
    rows = Delivery.objects.filter(activity=activity, kind="phone", state="owed")
    return rows.select_related("interim", "news").order_by("tries", F("tried_at").asc(nulls_first=True), "id")


def numbers_to_ring(rows: Sequence[Delivery]) -> list[tuple[Delivery, VoiceAddress | None]]:
    """The same deliveries, each with the address kept for it. Only behind `print_letters`. One query."""
    kinds = {address_kind(one.kind) for one in rows}
    kept = VoiceAddress.objects.filter(voice__in=[one.voice_id for one in rows], kind__in=kinds)
    by_voice = {(each.voice_id, each.kind): each for each in kept}
    return [(one, by_voice.get((one.voice_id, address_kind(one.kind)))) for one in rows]


def text_words(activity: Activity, interim: Interim | None, news: StepNews | None = None) -> str:
    """The one text message that everybody gets: never more than one message long."""
    if news is not None:
        words = f"{newest_line(news)[0]}: {activity.title}"
    elif interim is not None:
        words = _("Decision delayed to %(day)s: %(title)s") % {
            "day": in_words(interim.delayed_until), "title": activity.title,
        }  # fmt: skip
    else:
        feedback = feedback_of(activity)
        said = (feedback.headline or feedback.summary) if feedback else ""
        words = _("You took part: %(title)s. %(said)s") % {"title": activity.title, "said": said}
    tail = [short_address(activity), _("Your receipt: %(url)s") % {"url": receipt_address()}]
    return compose(words, tail, limit=feedback_terms().text_characters)


def text_rows(batch: TextBatch) -> list[list[str]]:
    """The provider's file: a number and the words in each row; a number that is gone leaves its row empty."""
    rows = numbers_to_ring(list(batch.deliveries.order_by("pk")))
    return [[str(kept.address) if kept else "", batch.words] for _one, kept in rows]


def still_owed(activity: Activity, channel: str) -> int:
    """How many who took part by this channel are still to be told, by whatever way they are to be reached."""
    voices = Contribution.objects.filter(strand__activity=activity, channel=channel).exclude(state="withdrawn")
    return (
        Delivery.objects.filter(
            activity=activity, interim=None, news=None, state="owed", voice__in=voices.values("voice")
        )
        .order_by()
        .count()
    )


def posters_of(activity: Activity) -> list[Poster]:
    """Where an answer hangs or is to hang; the first hundred."""
    return list(Poster.objects.filter(activity=activity).order_by("place", "language", "id")[:100])


def venues_of(activity: Activity) -> list[str]:
    """The places where people took part off the web, as the ways of taking part name them."""
    found: list[str] = []
    for strand in activity.strands.filter(dropped_because="").prefetch_related("terms"):
        found += [terms.where for terms in strand.terms.all() if terms.channel in (Channel.PAPER, Channel.IN_PERSON)]
        found += method_of(strand).venues(strand)
    return list(dict.fromkeys(place.strip()[:160] for place in found if place.strip()))


def languages_of(activity: Activity) -> list[str]:
    """The languages in which there is a summary, beside English."""
    rows = Translation.objects.filter(feedback__activity=activity)
    return list(rows.order_by("language").values_list("language", flat=True))


def translations_of(activity: Activity) -> list[Translation]:
    """The summaries in other languages."""
    return list(Translation.objects.filter(feedback__activity=activity).order_by("language"))


def poster_of(poster: Poster, paper: str) -> dict[str, Any]:
    """Plain values for `ui/poster.typ`, on `paper` (``a4`` or ``a3``), in the poster's language."""
    activity, feedback = poster.activity, feedback_of(poster.activity)
    other = Translation.objects.filter(feedback=feedback, language=poster.language).first()
    english = {
        "eyebrow": _("You said, we did"),
        "title": (feedback.headline if feedback else "") or activity.title,
        "words": feedback.summary if feedback else "",
        "how": _("Read all of it: %(url)s") % {"url": _bare(short_address(activity))},
        "receipt": _("Do you have a receipt? Type it in at %(url)s and see what became of your own words.")
        % {"url": _bare(receipt_address())},
        "ring": _ring(activity),
        "about": activity.title,
        "lang": "en",
    }
    if other is None:
        return {**english, "paper": paper, "place": poster.place, "lead": activity.lead.name}
    return {
        **english, "eyebrow": "", "title": other.title, "words": other.summary,
        "how": other.where or _bare(short_address(activity)), "receipt": "", "ring": activity.lead.phone,
        "lang": other.language, "paper": paper, "place": poster.place, "lead": activity.lead.name,
    }  # fmt: skip


def _ring(activity: Activity) -> str:
    named = {"lead": activity.lead.name, "number": activity.lead.phone}
    if activity.lead.phone:
        return _("Or ring %(lead)s on %(number)s. Is something here not true? You are answered in public.") % named
    return _("Is something here not true? Tell %(lead)s: you are answered in public.") % named


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")
