"""The follow-up: whom to ask, in which words, and what people answered, small numbers left out."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Stage
from heard.activities.queries import CHANNEL_OF, letter_to
from heard.decisions.queries import ways_to_tell
from heard.evaluation.models import FollowUp, FollowUpAnswer, FollowUpAsk, FollowUpBatch
from heard.ground import clock
from heard.people.models import VoiceAddress
from heard.people.queries import address_of, mobile_of
from heard.people.queries.monitoring import disclosure_policy
from heard.rules.calendar import in_words
from heard.rules.disclosure import suppress_list
from heard.rules.short_message import compose
from heard.ui.letters import letters_file

WORDING = 1  # every year the same three statements; a change of words is a new number, and years are not compared
FIRST_DAY, LAST_DAY = 14, 42  # days after people were told
REMIND_AFTER = 14
STATEMENTS = ("influence", "informed", "told")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What people said to one statement. Counts that are too small are None; `percent` agree of the base shown."""

    name: str
    words: str
    agree: int | None
    neither: int | None
    disagree: int | None
    base: int | None

    @property
    def percent(self) -> int | None:
        """How many in a hundred agree; None where a number is hidden."""
        return round(100 * self.agree / self.base) if self.agree is not None and self.base else None


@dataclass(frozen=True, slots=True)
class Followed:
    """A follow-up in numbers. `asked` and `answered` are counts of what was done, exact."""

    statements: tuple[Agreement, ...]
    asked: int
    answered: int
    smallest: int

    @property
    def response_percent(self) -> int | None:
        """How many in a hundred of those asked answered."""
        return min(100, round(100 * self.answered / self.asked)) if self.asked else None


def statement_words() -> dict[str, str]:
    """The three statements in the standard wording."""
    return {name: str(FollowUpAnswer._meta.get_field(name).verbose_name) for name in STATEMENTS}  # type: ignore[union-attr]


def follow_up_of(activity: Activity) -> FollowUp | None:
    """The activity's follow-up, if it has begun."""
    return FollowUp.objects.filter(activity=activity).first()


def follow_ups_to_start(today: date) -> QuerySet[Activity]:
    """Activities whose people were told two to six weeks ago and have not been asked yet."""
    told = Activity.objects.filter(
        stage__in=[Stage.TOLD, Stage.EVALUATED],
        feedback_given_on__gte=today - timedelta(days=LAST_DAY),
        feedback_given_on__lte=today - timedelta(days=FIRST_DAY),
    )
    return told.exclude(pk__in=FollowUp.objects.values("activity"))


def follow_ups_to_remind(today: date) -> QuerySet[FollowUp]:
    """Follow-ups that began two weeks ago and have not reminded anybody."""
    return FollowUp.objects.filter(
        reminded_at=None, ended_at=None, starts_on__lte=today - timedelta(days=REMIND_AFTER), closes_on__gte=today
    )


def follow_ups_to_end(today: date) -> QuerySet[FollowUp]:
    """Follow-ups whose last day is over."""
    return FollowUp.objects.filter(ended_at=None, closes_on__lt=today)


def voices_to_ask(activity: Activity) -> dict[Any, str]:
    """Each voice that left an address: by which one way it is asked, the way it took part where that can be."""
    return {voice: ways[0] for voice, ways in ways_to_tell(activity).items() if ways}


def secret_for(activity_ref: str, voice: Any) -> str:
    """The secret in one person's link or slip (16 letters and figures): made again by whoever sends it."""
    seed = hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), f"follow-up:{activity_ref}:{voice}".encode(), "sha256")
    return base64.b32encode(seed).decode()[:16].lower()


def hash_of(secret: str) -> str:
    """What is stored instead of the secret. Spaces, hyphens and capitals do not matter."""
    plain = "".join(letter for letter in secret.lower() if letter.isalnum())
    return hashlib.sha256(f"follow-up:{plain}".encode()).hexdigest()


def ask_by_secret(secret: str) -> FollowUpAsk:
    """Whom a link was sent to, with the activity; the same 404 for every link that does not work."""
    rows = FollowUpAsk.objects.select_related("follow_up__activity__lead")
    found = rows.filter(secret_hash=hash_of(secret)).first()
    if found is None:
        raise Http404(_("This link does not work, or its time is over."))
    return found


def waiting_in(follow_up: FollowUp, kind: str, *, reminder: bool) -> QuerySet[FollowUpAsk]:
    """Who waits to be in a batch: of letters or text messages to ask, or to remind.

    A message that reminds goes also to those who were rung and not reached.
    """
    rows = follow_up.asks.filter(answered=False)
    if reminder:
        kinds = ("text", "phone") if kind == "text" else (kind,)
        return rows.filter(kind__in=kinds, reminder=FollowUpAsk.Reminder.OWED, reminder_batch=None)
    return rows.filter(kind=kind, state=FollowUpAsk.State.OWED, batch=None)


def with_mobiles(asks: Iterable[FollowUpAsk]) -> dict[int, str]:
    """The mobile number of each who left one, by the key of the ask: a message to another number does not arrive."""
    rows = list(asks)
    kept = VoiceAddress.objects.filter(voice__in=[ask.voice_id for ask in rows], kind="phone")
    numbers = {each.voice_id: mobile_of(each) for each in kept}
    return {ask.pk: number for ask in rows if (number := numbers.get(ask.voice_id, ""))}


def waiting_for_batches(follow_up: FollowUp) -> list[dict[str, Any]]:
    """How many letters and text messages wait, to ask and to remind: a row for each. One query."""
    first = Q(state="owed", batch=None, answered=False, kind__in=["letter", "text"])
    again = Q(reminder="owed", reminder_batch=None, answered=False, kind__in=["letter", "text", "phone"])
    rows = FollowUpAsk.objects.filter(follow_up=follow_up).order_by("kind")
    counted = rows.values("kind").annotate(first=Count("pk", filter=first), again=Count("pk", filter=again))
    waiting: dict[tuple[str, bool], int] = {}
    for row in counted:
        kind = "letter" if row["kind"] == "letter" else "text"
        for number, reminder in ((row["first"], False), (row["again"], True)):
            waiting[kind, reminder] = waiting.get((kind, reminder), 0) + number
    return [{"kind": kind, "reminder": again, "n": number} for (kind, again), number in waiting.items() if number]


def asks_in_numbers(follow_up: FollowUp) -> list[dict[str, Any]]:
    """How many are to be asked, were asked, could not be asked, answered: a row for each way."""
    rows = FollowUpAsk.objects.filter(follow_up=follow_up).order_by().values("kind")
    counted = rows.annotate(
        owed=Count("pk", filter=Q(state="owed")), sent=Count("pk", filter=Q(state="sent")),
        failed=Count("pk", filter=Q(state="failed")), answered=Count("pk", filter=Q(answered=True)),
        reminded=Count("pk", filter=Q(reminder="sent")),
    )  # fmt: skip
    return [{**row, "kind": CHANNEL_OF.get(row["kind"], row["kind"])} for row in counted.order_by("kind")]


def calls_to_make(follow_up: FollowUp) -> list[tuple[FollowUpAsk, VoiceAddress | None]]:
    """Who is still to be rung, with the number that is kept. Only the page behind `print_letters` may ask."""
    asks = list(FollowUpAsk.objects.filter(follow_up=follow_up, kind="phone", state="owed").order_by("id")[:100])
    rows = VoiceAddress.objects.filter(voice__in=[ask.voice_id for ask in asks], kind="phone")
    kept = {each.voice_id: each for each in rows}
    return [(ask, kept.get(ask.voice_id)) for ask in asks]


def followed(follow_up: FollowUp | None) -> Followed | None:
    """What people answered, as everyone may read it: one query for the counts, one for the base."""
    if follow_up is None:
        return None
    counts = FollowUpAnswer.objects.filter(follow_up=follow_up).aggregate(
        all=Count("pk"),
        **{f"{name}_agree": Count("pk", filter=Q(**{f"{name}__gte": 4})) for name in STATEMENTS},
        **{f"{name}_neither": Count("pk", filter=Q(**{name: 3})) for name in STATEMENTS},
        **{f"{name}_disagree": Count("pk", filter=Q(**{f"{name}__lte": 2})) for name in STATEMENTS},
    )
    asked = FollowUpAsk.objects.filter(follow_up=follow_up, state="sent").count() + follow_up.cards
    return in_numbers(counts, asked)


def in_numbers(counts: dict[str, int], asked: int) -> Followed:
    """Counts of one follow-up as they may be published."""
    terms, words = disclosure_policy().ordinary, statement_words()
    said = []
    for name in STATEMENTS:
        shown = suppress_list([counts[f"{name}_{side}"] for side in ("agree", "neither", "disagree")], terms)
        said.append(Agreement(name, words[name], *shown.counts, base=shown.total))  # type: ignore[misc]
    return Followed(tuple(said), asked, counts["all"], terms.smallest)


def words_said(follow_up: FollowUp) -> list[str]:
    """What people added in their own words, in no order of time: for officers of the activity."""
    rows = FollowUpAnswer.objects.filter(follow_up=follow_up).exclude(words="").order_by("id")
    return list(rows.values_list("words", flat=True)[:200])


def batch_of(activity: Activity, public_id: str) -> FollowUpBatch:
    """One batch of letters, or 404 with a sentence."""
    found = FollowUpBatch.objects.select_related("follow_up__activity__lead").filter(
        public_id=public_id, follow_up__activity=activity
    )
    if (batch := found.first()) is None:
        raise Http404(_("There is no such batch of letters."))
    return batch


def asked_in(activity: Activity, secret: str, *, reminder: bool = False) -> tuple[str, list[str]]:
    """Subject and paragraphs of a message: the same in an e-mail and a letter."""
    title = " ".join(activity.title.split())
    opening = (
        _("We asked you two weeks ago how it was to take part in “%(title)s”. If you have answered, thank you.")
        if reminder
        else _("You took part in “%(title)s”, and you were told what became of it. How was it for you?")
    )
    return (
        (_("A reminder: how was it? “%(title)s”") if reminder else _("How was it? “%(title)s”")) % {"title": title},
        [
            opening % {"title": title},
            _("Three short questions. Your answers go with no name and are not laid beside what you said before."),
            _("Answer here, without an account: %(url)s") % {"url": page_of(secret)},
        ],
    )


def page_of(secret: str) -> str:
    """Where one person answers."""
    return settings.SITE_URL + reverse("evaluation:follow_up", args=[secret])


def email_to(ask: FollowUpAsk, name: str, *, reminder: bool) -> tuple[str, str]:
    """Subject and plain text of one e-mail."""
    activity = ask.follow_up.activity
    subject, parts = asked_in(activity, secret_for(activity.public_id, ask.voice_id), reminder=reminder)
    until = _("You can answer until %(day)s.") % {"day": in_words(ask.follow_up.closes_on)}
    greeting = _("Dear %(name)s,") % {"name": name} if name else _("Hello,")
    return subject, "\n\n".join([greeting, *parts, until, activity.lead.name])


def slip_blocks(secret: str = "") -> list[dict[str, Any]]:
    """The three questions as they are printed, with room for words; a slip carries a code, a card does not."""
    scale = answers_in_words()
    blocks: list[dict[str, Any]] = [{"kind": "heading", "words": _("Your answers"), "level": 2}]
    blocks += [
        {"kind": "question", "number": number, "words": words, "answer": "choice", "options": scale}
        for number, words in enumerate(statement_words().values(), start=1)
    ]
    blocks.append(
        {
            "kind": "question",
            "number": 4,
            "words": _("Is there anything you want to add?"),
            "answer": "text",
            "lines": 3,
        }
    )
    if secret:
        blocks.append({"kind": "code", "words": "-".join([secret[:4], secret[4:8], secret[8:12], secret[12:]]).upper()})
    return blocks


def answers_in_words() -> list[str]:
    """The five answers, from 5 to 1, as they are printed and read out."""
    return [_("Strongly agree"), _("Agree"), _("Neither"), _("Disagree"), _("Strongly disagree")]


def letters_of(batch: FollowUpBatch) -> dict[str, Any]:
    """Plain values for `letters.typ`: each letter with its slip."""
    activity, letters = batch.follow_up.activity, []
    for ask in asks_of(batch):
        kept = address_of(ask.voice_id, "letter")
        if kept is None:
            continue
        secret = secret_for(activity.public_id, ask.voice_id)
        subject, parts = asked_in(activity, secret, reminder=batch.is_reminder)
        back = _("Tick, tear off and send it back to %(lead)s by %(day)s, or answer on the web.") % {
            "lead": activity.lead.name, "day": in_words(batch.follow_up.closes_on),
        }  # fmt: skip
        blocks = [*({"kind": "text", "words": each} for each in [*parts, back]), *slip_blocks(secret)]
        letters.append(letter_to(kept, activity, title=subject, blocks=blocks, at=batch.printed_at))
    return letters_file(activity.title, letters)


def asks_of(batch: FollowUpBatch) -> QuerySet[FollowUpAsk]:
    """Whom a batch goes to, in its order. A reminder leaves out who answered since it was made."""
    return batch.reminders.filter(answered=False).order_by("id") if batch.is_reminder else batch.asks.order_by("id")


def texts_of(batch: FollowUpBatch) -> list[list[str]]:
    """The provider's file: a number and the words in each row; a number that is gone leaves its row out."""
    activity, asks = batch.follow_up.activity, list(asks_of(batch))
    title = " ".join(activity.title.split())
    rung = _("We tried to ring you. How was it to take part in “%(title)s”?") % {"title": title}
    asked = _("How was it to take part in “%(title)s”?") % {"title": title}
    said = {"phone": rung, "text": _("Once more: %(words)s") % {"words": asked} if batch.is_reminder else asked}
    numbers = with_mobiles(asks)
    return [
        [numbers[ask.pk], compose(said[ask.kind], [page_of(secret_for(activity.public_id, ask.voice_id))])]
        for ask in asks
        if ask.pk in numbers
    ]


def card_of(activity: Activity) -> dict[str, Any]:
    """The card that a host hands out where people met: the same questions, nobody's name."""
    intro = _("You took part in “%(title)s”. Hand this back to your host; it has nobody's name.") % {
        "title": activity.title
    }
    return {
        "title": _("How was it?"), "eyebrow": activity.lead.name, "lang": "en", "region": "GB", "size": 14,
        "footer": activity.title, "blocks": [{"kind": "lead", "words": intro}, *slip_blocks()],
    }  # fmt: skip


def headline(year: int) -> dict[str, Any]:
    """The city's headline: of those who took part, how many feel able to influence decisions. Finished follow-ups only.

    Summed over the activities whose own numbers may be shown, so that the sum tells of no other. ``rows``: by activity.
    """
    done = FollowUp.objects.filter(ended_at__year=year, wording=WORDING, activity__announced_on__isnull=False)
    done = done.select_related("activity__lead").order_by("-ended_at", "activity")[:500]
    rows = _answered(list(done))
    shown = [row for row in rows if row["said"].percent is not None]
    agree, base = sum(row["said"].agree for row in shown), sum(row["said"].base for row in shown)
    return {
        "year": year, "rows": rows, "activities": len(shown), "left_out": len(rows) - len(shown),
        "agree": agree, "base": base, "percent": round(100 * agree / base) if base else None,
        "words": statement_words()["influence"],
    }  # fmt: skip


def _answered(follow_ups: Sequence[FollowUp]) -> list[dict[str, Any]]:
    """“I could influence the decision” of several follow-ups: one query."""
    counted = FollowUpAnswer.objects.filter(follow_up__in=follow_ups).order_by().values("follow_up").annotate(
        agree=Count("pk", filter=Q(influence__gte=4)), neither=Count("pk", filter=Q(influence=3)),
        disagree=Count("pk", filter=Q(influence__lte=2)),
    )  # fmt: skip
    found = {row["follow_up"]: row for row in counted}
    none = {"agree": 0, "neither": 0, "disagree": 0}
    words, terms, rows = statement_words()["influence"], disclosure_policy().ordinary, []
    for each in follow_ups:
        row = found.get(each.pk, none)
        shown = suppress_list([row["agree"], row["neither"], row["disagree"]], terms)
        said = Agreement("influence", words, *shown.counts, base=shown.total)  # type: ignore[misc]
        rows.append({"activity": each.activity, "said": said, "ended_on": clock.day_of(each.ended_at)})  # type: ignore[arg-type]
    return rows


def years_with_answers() -> list[int]:
    """The years in which a follow-up ended, the newest first."""
    return [day.year for day in FollowUp.objects.filter(ended_at__isnull=False).dates("ended_at", "year", order="DESC")]
