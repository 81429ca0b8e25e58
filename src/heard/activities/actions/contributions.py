"""Contributions come in, once each, on any channel, and every one gets its receipt."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.models import Activity, Contribution, Passage, Receipt, Stage, Strand
from heard.audit.actions import record, record_beside
from heard.ground import clock
from heard.ground.inserting import copy_in, copy_values, insert_together, next_key, reserve
from heard.ground.planned import fetch_planned
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.actions import hold_voice, keep_address, keep_monitoring
from heard.people.models import Account, Voice
from heard.rules.outcome import digest
from heard.rules.receipt import derived, hashed, sayable, write

SAID_COLUMNS = ("contribution_id", "ordinal", "prompt", "prompt_ref", "words", "language", "original")
HELD_OPEN = f"""
SELECT a.stage, coalesce(t.opens_on, a.opens_on), coalesce(t.closes_on, a.closes_on), s.concluded_at,
  {next_key(Contribution)}, (SELECT id FROM activities_contribution WHERE entry_key = %s)
FROM activities_strand s JOIN activities_activity a ON a.id = s.activity_id
LEFT JOIN activities_channelterms t ON t.strand_id = s.id AND t.channel = %s
WHERE s.id = %s FOR KEY SHARE OF a"""  # noqa: S608 (no outside text)
SLIP_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Said:
    """One passage as it came in: the words, the prompt they answer (as text and by its method's reference)."""

    words: str
    prompt: str = ""
    prompt_ref: str = ""
    language: str = "en"
    original: str = "written"


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """Where someone asked to be told what happened. `kind`: ``email``, ``letter``, ``phone`` or ``text``."""

    kind: str
    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one arrival. `code` and `secret` are shown once and kept nowhere but hashed."""

    contribution: Contribution
    code: str
    secret: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row of a batch. `key` makes a second try of the same row count once."""

    key: str
    channel: str
    received_at: datetime
    passages: Sequence[Said] = ()
    may_quote: bool = False
    on_behalf_of: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def receive_contribution(
    *,
    strand: Strand,
    channel: str,
    passages: Sequence[Said],
    by: Account | None,
    at: datetime,
    received_at: datetime | None = None,
    voice: Voice | None = None,
    may_quote: bool = False,
    on_behalf_of: str = "",
    provenance: str = "",
    entry_key: str = "",
    reply_to: Sequence[ReplyTo] = (),
    monitoring: Mapping[str, str] | None = None,
    receipt: bool = True,
    beside: Callable[[Contribution], Iterable[Model]] | None = None,
) -> Received:
    """Keep what one voice gave, and answer with its receipt.

    `by` is None for a resident who answers themselves, else the member of staff who keys it in.
    Consequences: contribution, passages, receipt, address and monitoring answers are stored together or not
    at all; the same `entry_key` again answers with the same contribution and the same receipt code.
    `receipt=False` where the voice has one card for all it says (a session). `beside` gives the rows that the
    method keeps with a new contribution, in the same transaction. Rows go in by one statement: this is the busiest
    write of a launch day (tests/bench/test_stored_answers.py).
    Refused when the strand is not open on that channel on the day it was received.
    """
    ask(access.may_contribute(by, strand))
    _refuse_nul(said.words for said in passages)
    received_at = received_at or at
    key_hash = _key_hash(strand, entry_key)
    code, secret = _codes(strand, entry_key)
    try:
        with transaction.atomic():
            number, known_as = _hold_open(strand, channel, clock.day_of(received_at), by is not None, at, key_hash)
            if known_as is not None:
                return Received(Contribution.objects.get(pk=known_as), code, secret, is_new=False)
            if voice is not None:
                hold_voice(voice)
            who = voice or Voice(created_on=clock.day_of(at))
            contribution = Contribution(
                pk=number,
                strand=strand,
                voice=who,
                channel=channel,
                received_at=received_at,
                entered_at=at,
                entered_by=by,
                provenance=provenance,
                on_behalf_of=on_behalf_of,
                may_quote=may_quote,
                entry_key=key_hash,
            )
            new = [] if voice else [who, *([_receipt(strand, who, code, secret, at)] if receipt else [])]
            more = beside(contribution) if beside else ()
            entry = record_beside(
                what="contribution.received",
                about=f"contribution:{contribution.trace_id}",
                by=by or "resident",
                at=at,
                public={"activity": strand.activity.public_id, "strand": strand.public_id, "channel": channel},
            )
            insert_together([*new, contribution, *_passages(contribution, passages), *more, entry])
            if (
                voice and not (receipt and give_receipt(strand=strand, voice=who, code=code, secret=secret, at=at))
            ) or not receipt:
                code, secret = "", ""
            for way in reply_to:
                keep_address(voice=who, kind=way.kind, address=way.address, name=way.name, wants_reply=True)
            if reply_to:
                import_string(settings.REPLY_ASKED)(activity=strand.activity, voice=who, at=at)
            if monitoring:
                keep_monitoring(
                    activity_ref=strand.activity.public_id, contribution_ref=contribution.trace_id, answers=monitoring
                )
    except IntegrityError:
        known = _known(key_hash)
        if known is None and _is_given(code):
            raise Conflict(
                _("This was sent before and has been erased since, so it is not kept again."),
                _("Open the page anew if you want to say something else."),
            ) from None
        if known is None:
            raise
        return Received(known, code, secret, is_new=False)
    return Received(contribution, code if receipt else "", secret if receipt else "", is_new=True)


def receive_batch(
    *, strand: Strand, arrivals: Sequence[Arrival], by: Account, at: datetime, provenance: str, audited: bool = True
) -> list[tuple[Arrival, Contribution]]:
    """Keep many arrivals in one transaction with one audit entry; rows that are already there are passed over.

    Answers with the pairs that are new, in order. No receipts: the people behind them are not at hand. A caller that
    takes a file in many batches and records it once, with its own digest, says `audited=False`.
    """
    ask(access.may_contribute(by, strand))
    _refuse_nul(said.words for row in arrivals for said in row.passages)
    with transaction.atomic():
        for channel, day in _first_and_last({(row.channel, clock.day_of(row.received_at)) for row in arrivals}):
            _hold_open(strand, channel, day, True, at)
        keys = {_key_hash(strand, row.key): row for row in arrivals}
        there = set(Contribution.objects.filter(entry_key__in=keys).values_list("entry_key", flat=True))
        fresh = {key: row for key, row in keys.items() if key not in there}
        voices = [uuid4() for _key in fresh]
        contributions = [
            Contribution(
                pk=number,
                strand=strand,
                voice_id=voice,
                channel=row.channel,
                received_at=row.received_at,
                entered_at=at,
                entered_by=by,
                provenance=provenance,
                on_behalf_of=row.on_behalf_of,
                may_quote=row.may_quote,
                entry_key=key,
            )
            for number, voice, (key, row) in zip(reserve(Contribution, len(fresh)), voices, fresh.items(), strict=True)
        ]
        pairs = list(zip(fresh.values(), contributions, strict=True))
        copy_values(Voice, ("id", "created_on"), ((voice, clock.day_of(at)) for voice in voices))
        copy_in(contributions)
        copy_values(Passage, SAID_COLUMNS, _said_values(pairs))
        if audited:
            record(
                what="contribution.batch",
                about=f"strand:{strand.public_id}",
                by=by,
                at=at,
                public={
                    "activity": strand.activity.public_id,
                    "provenance": provenance,
                    "received": len(pairs),
                    "digest": digest([[kept.trace_id, row.key] for row, kept in pairs]),
                },
            )
    return pairs


def _said_values(pairs: Sequence[tuple[Arrival, Contribution]]) -> Iterator[tuple[Any, ...]]:
    for row, kept in pairs:
        for number, said in enumerate(row.passages, start=1):
            yield kept.pk, number, said.prompt, said.prompt_ref, said.words, said.language, said.original


def _first_and_last(arrived: set[tuple[str, date]]) -> set[tuple[str, date]]:
    """The first and last day of each channel: if these are good, so are all between."""
    days: dict[str, list[date]] = {}
    for channel, day in arrived:
        days.setdefault(channel, []).append(day)
    return {(channel, end) for channel, each in days.items() for end in (min(each), max(each))}


def kept_key(strand: Strand, entry_key: str) -> str:
    """What `Contribution.entry_key` holds for an entry key of this strand."""
    return _key_hash(strand, entry_key) or ""


def give_receipt(*, strand: Strand, voice: Voice, code: str, secret: str, at: datetime) -> bool:
    """Give a voice its one receipt for a strand. False if it already has one (whose code only the voice knows)."""
    if Receipt.objects.filter(strand=strand, voice=voice).exists():
        return False
    try:
        with transaction.atomic():
            _receipt(strand, voice, code, secret, at).save()
    except IntegrityError:
        return False
    return True


def _is_given(code: str) -> bool:
    """Whether a receipt has this code, also one that was erased."""
    return Receipt.objects.filter(code_hash=hashed(code, settings.HEARD_RECEIPT_KEY)).exists() if code else False


def _receipt(strand: Strand, voice: Voice, code: str, secret: str, at: datetime) -> Receipt:
    return Receipt(
        strand=strand,
        voice=voice,
        code_hash=hashed(code, settings.HEARD_RECEIPT_KEY),
        secret_hash=hashed(secret, settings.HEARD_RECEIPT_KEY),
        given_on=clock.day_of(at),
    )


def codes_for(strand: Strand, entry_key: str) -> tuple[str, str]:
    """The receipt code and slip secret that belong to an entry key: a session's cards can be printed again."""
    return _codes(strand, entry_key)


def _codes(strand: Strand, entry_key: str) -> tuple[str, str]:
    if not entry_key:
        return write(sayable(secrets.randbits(50))), "".join(secrets.choice(SLIP_LETTERS) for _ in range(8))
    seed = hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), f"{strand.pk}:{entry_key}".encode(), "sha256")
    secret = "".join(SLIP_LETTERS[byte % len(SLIP_LETTERS)] for byte in seed[16:24])
    return derived(seed), secret


def _refuse_nul(texts: Iterable[str]) -> None:
    if any("\x00" in text for text in texts):
        raise Refused(
            _("This text holds a NUL character, which cannot be stored. Nothing was saved."),
            _("Remove it (it is invisible: type the text again, or paste it as plain text) and send it once more."),
        )


def _key_hash(strand: Strand, entry_key: str) -> str | None:
    return hashlib.sha256(f"{strand.pk}:{entry_key}".encode()).hexdigest() if entry_key else None


def _known(key_hash: str | None) -> Contribution | None:
    return Contribution.objects.filter(entry_key=key_hash).first() if key_hash else None


def _passages(contribution: Contribution, passages: Sequence[Said]) -> list[Passage]:
    return [
        Passage(
            contribution=contribution,
            ordinal=number,
            prompt=said.prompt,
            prompt_ref=said.prompt_ref,
            words=said.words,
            language=said.language,
            original=said.original,
        )
        for number, said in enumerate(passages, start=1)
    ]


def _hold_open(
    strand: Strand, channel: str, day: date, keyed: bool, at: datetime, key_hash: str | None = None
) -> tuple[int, int | None]:
    """Hold the activity in its stage until this transaction ends, and refuse what came outside its days.

    FOR KEY SHARE lets any number of answers in at once and makes a move (FOR UPDATE) wait for them. Answers with the
    number that the contribution is to have, and the number of the one that is known by this key already, if one is.
    """
    held = fetch_planned(HELD_OPEN, [key_hash, channel, strand.pk])
    stage, opens_on, closes_on, concluded_at, number, known_as = held[0]
    if known_as is not None:
        return number, known_as
    if channel not in strand.channels:
        raise Conflict(_("This part of the activity does not take answers that way."), _ways(strand))
    if stage != Stage.OPEN and not (keyed and stage == Stage.CLOSED and concluded_at is None):
        raise Conflict(*_why_not_open(strand.activity, stage))
    if opens_on is None or day < opens_on:
        raise Conflict(_("It was received before the activity opened."), _("Check the date it was received."))
    if closes_on is not None and day > closes_on:
        raise Conflict(
            _("It was received on %(day)s, after closing on %(closed)s.") % {"day": day, "closed": closes_on},
            _("The late-response policy on “What you can influence” says what happens to late answers."),
        )
    if day > clock.day_of(at):
        raise Conflict(_("It cannot have been received in the future."), _("Check the date it was received."))
    return number, None


def _ways(strand: Strand) -> str:
    return _("Go back to “Take part” to see the ways that are open.")


def _why_not_open(activity: Activity, stage: str) -> tuple[str, str]:
    if stage in {Stage.IDEA, Stage.PLANNED, Stage.NOTICED}:
        return (_("This is not open yet."), _("The page “Take part” says when it opens."))
    return (
        _("This has closed, so nothing more can be added."),
        _("“What we heard” and “What was decided” say what happens with the answers that were given."),
    )
