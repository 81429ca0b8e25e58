"""What may happen to sessions: arranged, cancelled, written up. Every write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import Said as Words
from heard.activities.actions import codes_for, give_receipt, receive_contribution
from heard.activities.models import Contribution, Group, Strand
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.methods.gathering import access
from heard.methods.gathering.models import Attendance, Gathering, PromiseMade, Said, Session
from heard.people.actions import hold_voice
from heard.people.models import Account, Voice

ARRANGED = (
    "kind", "title", "host", "starts_at", "venue", "venue_words", "place", "is_public", "access_facts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """One thing somebody said: the words, the prompt they answered, the group they spoke from, consent to be quoted."""

    words: str
    prompt: str = ""
    group: Group | None = None
    may_quote: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the host promised on the spot."""

    words: str
    by_whom: str
    due_on: date | None = None


def set_prompts(*, strand: Strand, prompts: Sequence[str], introduction: str, by: Account, at: datetime) -> Gathering:
    """Say what is asked in every room. Consequence: the facilitator's sheet and the public page ask the same."""
    ask(access.may_change_prompts(by, strand))
    with transaction.atomic():
        gathering, _made = Gathering.objects.update_or_create(
            strand=strand, defaults={"prompts": [text for text in prompts if text], "introduction": introduction}
        )
        _note("gathering.prompts_set", strand, by, at, prompts=len(gathering.prompts))
    return gathering


def arrange_session(*, strand: Strand, by: Account, at: datetime, entry_key: str = "", **terms: Any) -> Session:
    """Put a session on the register. Consequence: from notice on it is public, if anyone may come.

    The same terms with the same `entry_key` again are one session.
    """
    ask(access.may_arrange(by, strand.activity))
    public_id = name_of(entry_key, strand.pk, by.pk, *sorted(_known(terms).items()))
    with transaction.atomic():
        if known := made_before(Session, public_id):
            return known
        gathering, _made = Gathering.objects.get_or_create(strand=strand)
        session = Session.objects.create(public_id=public_id, gathering=gathering, **_known(terms))
        session.voice = Voice.objects.create(created_on=clock.day_of(at))
        session.save(update_fields=["voice"])
        _note("session.arranged", strand, by, at, session=session.public_id)
    return session


def change_session(*, session: Session, by: Account, at: datetime, **terms: Any) -> Session:
    """Change where or when, until it is written up."""
    terms = _known(terms)
    ask(access.may_arrange(by, session.gathering.strand.activity))
    with transaction.atomic():
        if Session.objects.select_for_update(no_key=True).get(pk=session.pk).note_entered_at:
            raise Conflict(_("This session has been written up, so when and where it was stays as it is."))
        for name, value in terms.items():
            setattr(session, name, value)
        session.save(update_fields=list(terms))
        _note("session.changed", session.gathering.strand, by, at, session=session.public_id, fields=sorted(terms))
    return session


def cancel_session(*, session: Session, because: str, by: Account, at: datetime) -> Session:
    """Call a session off, with the reason people will read."""
    ask(access.may_arrange(by, session.gathering.strand.activity))
    with transaction.atomic():
        if Session.objects.select_for_update(no_key=True).get(pk=session.pk).note_entered_at:
            raise Conflict(_("This session has taken place and been written up."))
        session.cancelled_because = because
        session.save(update_fields=["cancelled_because"])
        _note("session.cancelled", session.gathering.strand, by, at, session=session.public_id)
    return session


def enter_note(
    *,
    session: Session,
    attended: int,
    spoke: int,
    confidence: str,
    summary: str,
    quotes: Sequence[Quote],
    attendance: Mapping[Group, int],
    promises: Sequence[Promise],
    by: Account,
    at: datetime,
    held_at: datetime | None = None,
) -> Session:
    """Write up a session once: who came, who was heard, what was said, what was promised.

    Consequences: everything said becomes a contribution of the session's one voice, on the channel “in person”,
    received on the day it was said, with the same totals, trace and receipt as an answer on the web.
    """
    ask(access.may_enter_note(by, session))
    with transaction.atomic():
        if session.voice is not None:
            hold_voice(session.voice)
        held = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
        if held.note_entered_at:
            raise Conflict(
                _("This session has been written up already; nothing was entered twice."),
                _("Use “Add something that was said” for what is missing."),
            )
        if held.voice is None:
            held.voice = Voice.objects.create(created_on=clock.day_of(at))
        held.starts_at = held_at or held.starts_at or at
        if held.starts_at > at:
            raise Conflict(_("This session has not taken place yet."), _("Check its date."))
        held.attended, held.spoke, held.confidence, held.summary = attended, spoke, confidence, summary
        held.note_entered_by, held.note_entered_at = by, at
        held.save()
        for quote in quotes:
            _receive(held, quote, by, at)
        Attendance.objects.bulk_create(
            Attendance(session=held, group=group, count=count) for group, count in attendance.items() if count
        )
        PromiseMade.objects.bulk_create(
            PromiseMade(session=held, words=made.words, by_whom=made.by_whom, due_on=made.due_on) for made in promises
        )
        _card(held, at)
        _note(
            "session.noted", held.gathering.strand, by, at, session=held.public_id, attended=attended, spoke=spoke,
            said=len(quotes), promises=len(promises),
        )  # fmt: skip
    return held


def add_said(*, session: Session, quote: Quote, entry_key: str = "", by: Account, at: datetime) -> Contribution:
    """Add something that was left out of the note. The same words with the same `entry_key` again are one thing."""
    ask(access.may_enter_note(by, session))
    if not session.note_entered_at:
        raise Conflict(_("Write up the session first."))
    name = name_of(entry_key, session.pk, quote.words, quote.prompt, quote.group and quote.group.pk,
                   quote.may_quote, by.pk)  # fmt: skip
    with transaction.atomic():
        contribution, is_new = _receive(session, quote, by, at, entry_key=f"said:{name}")
        if is_new:
            _note("session.said_added", session.gathering.strand, by, at, session=session.public_id)
    return contribution


def plan_for_quiet_voices(*, session: Session, follow_up: str, by: Account, at: datetime) -> Session:
    """Say how those who came and did not speak will be heard (B1-b)."""
    ask(access.may_arrange(by, session.gathering.strand.activity))
    with transaction.atomic():
        session.quiet_voices_follow_up = follow_up
        session.save(update_fields=["quiet_voices_follow_up"])
        _note("session.quiet_voices", session.gathering.strand, by, at, session=session.public_id)
    return session


def card_codes(session: Session) -> tuple[str, str]:
    """The receipt code and slip secret on the cards of a session; the same each time they are printed."""
    return codes_for(session.gathering.strand, f"session:{session.public_id}")


def erase(voice: Voice) -> None:
    """Remove what this room keeps of a voice's session: its summary. The words themselves are erased by activities."""
    Session.objects.filter(voice=voice).update(summary="")


def _receive(
    session: Session, quote: Quote, by: Account, at: datetime, entry_key: str = ""
) -> tuple[Contribution, bool]:
    """What was said, as it is kept, and whether it is new."""
    received = receive_contribution(
        strand=session.gathering.strand,
        channel="in_person",
        passages=[Words(quote.words, prompt=quote.prompt, original="spoken")],
        by=by,
        at=at,
        received_at=session.starts_at,
        voice=session.voice,
        may_quote=quote.may_quote,
        provenance=f"session:{session.public_id}",
        entry_key=entry_key,
        receipt=False,
        beside=lambda kept: [Said(contribution=kept, session=session, group=quote.group)],
    )
    return received.contribution, received.is_new


def _card(session: Session, at: datetime) -> None:
    code, secret = card_codes(session)
    if session.voice is not None:
        give_receipt(strand=session.gathering.strand, voice=session.voice, code=code, secret=secret, at=at)


def _known(terms: Mapping[str, Any]) -> dict[str, Any]:
    return {name: terms[name] for name in ARRANGED if name in terms}


def _note(what: str, strand: Strand, by: Account, at: datetime, **public: Any) -> None:
    record(what=what, about=f"activity:{strand.activity.public_id}", by=by, at=at,
           public={"strand": strand.public_id, **public})  # fmt: skip
