"""What was written down wrong is put right, and nobody forgets what it said before (I-12).

Until findings are published the totals count anew; afterwards a correction is an erratum: what was published stays,
says that it was corrected, and somebody looks at the findings again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.models import Contribution, Correction, Layer, Passage, Receipt
from heard.activities.queries.corrections import correction_before, is_counted
from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.people.actions import forget_monitoring
from heard.people.models import Account, VoiceAddress
from heard.search.actions import drop

What = Correction.What


def note_correction(
    *,
    contribution: Contribution,
    what: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str,
    by: Account,
    at: datetime,
    about: str = "",
) -> Correction:
    """Keep that something was put right: for the action that puts it right, in its transaction.

    Consequences: the person's receipt says that a correction was made; after findings are published it is an erratum
    and is owed a second look. Refused: no reason, nothing that changes, an erased or withdrawn contribution.
    """
    activity = contribution.strand.activity
    ask(access.may_correct(by, activity))
    if not reason.strip():
        raise Conflict(_("Say how you know that it was written down wrong."))
    if before == after:
        raise Conflict(_("That is what it says already."), _("Change what is wrong, then keep it."))
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    if held.erased_at or held.state == Contribution.State.WITHDRAWN:
        raise Conflict(_("It was withdrawn or erased, so there is nothing left to put right."))
    made = Correction.objects.create(
        contribution=contribution,
        what=what,
        about=about,
        before=before,
        after=after,
        reason=reason.strip()[:300],
        by=by,
        at=at,
        is_erratum=is_counted(contribution.strand),
    )
    record(
        what="contribution.corrected",
        about=f"contribution:{contribution.trace_id}",
        by=by,
        at=at,
        public={
            "activity": activity.public_id,
            "strand": contribution.strand.public_id,
            "kind": what,
            "erratum": made.is_erratum,
        },
        private={"about": about, "before": before, "after": after, "reason": made.reason},
    )
    return made


def correct_words(*, passage: Passage, words: str, reason: str, by: Account, at: datetime) -> Correction:
    """Lay the right words over a passage that was written down wrong. The first ones stay underneath.

    Blank words say that nothing was written there. What is covered for somebody's privacy stays covered.
    """
    with transaction.atomic():
        made = note_correction(
            contribution=passage.contribution,
            what=What.WORDS,
            about=str(passage.ordinal),
            before={"words": correction_before(passage)},
            after={"words": words.strip()},
            reason=reason,
            by=by,
            at=at,
        )
        Layer.objects.create(
            passage=passage, kind=Layer.Kind.CORRECTION, words=words.strip(), reason=made.reason[:200], by=by, at=at
        )
    return made


def lay_words(*, correction: Correction, prompt: str, prompt_ref: str, words: str) -> Layer:
    """Lay the right words over the passage that answers a prompt, for a correction that is being made by its method.

    Where nothing was written down first, the passage under them holds nothing.
    """
    contribution = correction.contribution
    passage = contribution.passages.filter(prompt_ref=prompt_ref).first()
    if passage is None:
        last = contribution.passages.aggregate(last=Max("ordinal"))["last"] or 0
        passage = Passage.objects.create(
            contribution=contribution, ordinal=last + 1, prompt=prompt, prompt_ref=prompt_ref, words=""
        )
    return Layer.objects.create(
        passage=passage,
        kind=Layer.Kind.CORRECTION,
        words=words,
        reason=correction.reason[:200],
        by=correction.by,
        at=correction.at,
    )


def correct_channel(*, contribution: Contribution, channel: str, reason: str, by: Account, at: datetime) -> Correction:
    """It came by another channel than was noted. Consequence: both channels' totals count anew."""
    if channel not in contribution.strand.channels:
        raise Conflict(_("This part of the activity does not take answers that way."))
    return _change(contribution, What.CHANNEL, "channel", channel, reason, by, at)


def correct_on_behalf_of(
    *, contribution: Contribution, on_behalf_of: str, reason: str, by: Account, at: datetime
) -> Correction:
    """Somebody spoke for another, or for themselves, and it was noted otherwise."""
    return _change(contribution, What.ON_BEHALF_OF, "on_behalf_of", on_behalf_of.strip()[:200], reason, by, at)


def _change(
    contribution: Contribution, what: str, column: str, value: str, reason: str, by: Account, at: datetime
) -> Correction:
    with transaction.atomic():
        before = {column: getattr(contribution, column)}
        made = note_correction(
            contribution=contribution, what=what, before=before, after={column: value}, reason=reason, by=by, at=at
        )
        setattr(contribution, column, value)
        contribution.save(update_fields=[column])
    return made


def move_words(*, passage: Passage, to: Contribution, reason: str, by: Account, at: datetime) -> Correction:
    """Words that were put to the wrong contribution go to the right one, with their layers and codings.

    Refused: another strand, the same contribution, one that nothing would be left of (say instead whose it is).
    """
    source = passage.contribution
    _refuse_other(source, to)
    if source.passages.count() < 2:
        raise Conflict(
            _("These are all the words that it holds, so it would be left empty."),
            _("If the whole of it was put to the wrong person, say whose it is."),
        )
    with transaction.atomic():
        _hold_both(source, to)
        made = note_correction(
            contribution=source,
            what=What.MOVED,
            about=str(passage.ordinal),
            before={"contribution": source.trace_id, "ordinal": passage.ordinal},
            after={"contribution": to.trace_id},
            reason=reason,
            by=by,
            at=at,
        )
        passage.contribution, passage.ordinal = to, (to.passages.aggregate(last=Max("ordinal"))["last"] or 0) + 1
        passage.save(update_fields=["contribution", "ordinal"])
    return made


def give_to_person(
    *, contribution: Contribution, like: Contribution, reason: str, by: Account, at: datetime
) -> Correction:
    """The whole of it was said by the person behind another contribution of the strand: it goes to them.

    Consequences: that person's receipt shows it from now on, and the other's no longer does.
    """
    _refuse_other(contribution, like)
    if contribution.voice_id == like.voice_id:
        raise Conflict(_("Both are from the same person already."))
    with transaction.atomic():
        _hold_both(contribution, like)
        made = note_correction(
            contribution=contribution,
            what=What.PERSON,
            before={"voice": str(contribution.voice_id)},
            after={"voice": str(like.voice_id)},
            reason=reason,
            by=by,
            at=at,
        )
        contribution.voice_id = like.voice_id
        contribution.save(update_fields=["voice"])
    return made


def _refuse_other(one: Contribution, other: Contribution) -> None:
    if one.pk == other.pk:
        raise Conflict(_("That is the same contribution."), _("Give the number of the one it belongs to."))
    if one.strand_id != other.strand_id:
        raise Conflict(_("That came in by another way of taking part."), _("Choose one of this way."))
    if other.erased_at or other.state == Contribution.State.WITHDRAWN:
        raise Conflict(_("That one was withdrawn or erased."))


def _hold_both(one: Contribution, other: Contribution) -> None:
    """Both held, in one order, and still as they were judged."""
    rows = Contribution.objects.filter(pk__in=(one.pk, other.pk)).order_by("pk").select_for_update(no_key=True)
    now = {row.pk: row for row in rows}
    _refuse_other(now[one.pk], now[other.pk])


def recheck_erratum(*, correction: Correction, note: str, by: Account, at: datetime) -> Correction:
    """Somebody who writes findings has looked again: whether one changes, and how. It is published with the erratum."""
    activity = correction.contribution.strand.activity
    ask(access.may_recheck(by, activity))
    if not note.strip():
        raise Conflict(_("Say whether a finding changes, and which."))
    with transaction.atomic():
        held = Correction.objects.select_for_update(no_key=True).get(pk=correction.pk)
        if not held.is_erratum or held.rechecked_at:
            raise Conflict(_("Nothing waits to be looked at again here."))
        held.rechecked_by, held.rechecked_at, held.recheck_note = by, at, note.strip()[:300]
        held.save(update_fields=["rechecked_by", "rechecked_at", "recheck_note"])
        record(
            what="findings.rechecked",
            about=f"contribution:{correction.contribution.trace_id}",
            by=by,
            at=at,
            public={"activity": activity.public_id, "note": held.recheck_note},
        )
    return held


def take_out_entry(
    *,
    contribution: Contribution,
    by: Account,
    at: datetime,
    first: Callable[[Contribution], None] | None = None,
) -> None:
    """Take the entry that somebody has just keyed in out again, as if it had never been: a slip of the keys.

    `first` deletes what the method keeps beside it. Refused: keyed in by somebody else, counted already, corrected or
    coded already. Consequences: its receipt, address and answers about the person go too; one audit entry stays.
    """
    strand = contribution.strand
    ask(access.may_contribute(by, strand))
    if contribution.entered_by_id != by.pk:
        raise Conflict(_("Somebody else keyed this in."), _("Put it right instead: “Correct it”."))
    if is_counted(strand):
        raise Conflict(_("The answers have been counted, so none can be taken out."))
    try:
        with transaction.atomic():
            held = Contribution.objects.select_for_update().get(pk=contribution.pk)
            voice, trace = held.voice, held.trace_id
            if first:
                first(held)
            Passage.objects.filter(contribution=held)._raw_delete("default")
            Contribution.objects.filter(pk=held.pk)._raw_delete("default")
            if not Contribution.objects.filter(voice=voice).exists():
                Receipt.objects.filter(voice=voice).delete()
                VoiceAddress.objects.filter(voice=voice).delete()
                voice.delete()
            forget_monitoring(activity_ref=strand.activity.public_id, contribution_refs=[trace])
            drop(f"contribution:{trace}")
            record(
                what="contribution.entry_undone",
                about=f"strand:{strand.public_id}",
                by=by,
                at=at,
                public={"activity": strand.activity.public_id, "channel": held.channel},
                private={"trace": trace},
            )
            connection.check_constraints()
    except IntegrityError as error:
        raise Conflict(
            _("This has been read, corrected or coded already, so it stays."),
            _("Put it right instead: “Correct it”."),
        ) from error


def forget_corrections(contributions: Any) -> None:
    """Blank what corrections of these contributions hold of people's words (erasure)."""
    held = Correction.objects.filter(contribution__in=contributions)
    held.filter(~Q(before={}) | ~Q(after={})).update(before={}, after={}, reason=_("Erased"))
