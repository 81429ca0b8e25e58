"""Readings laid over what was said, and contributions taken back. The original is never overwritten (I-12)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.actions.correcting import forget_corrections
from heard.activities.methods import method_of
from heard.activities.models import Contribution, DateNotice, Group, Layer, Passage, Receipt
from heard.activities.queries import secret_opens, shown_words
from heard.activities.queries.layers import READ
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.notices.actions import forget
from heard.people.models import Account, Voice
from heard.rules.languages import code_of
from heard.rules.revealing import flags_in
from heard.search.actions import drop


def add_layer(
    *, passage: Passage, kind: str, words: str, by: Account, at: datetime, language: str = "", reason: str = ""
) -> Layer:
    """Lay a transcription, translation, redaction or correction over a passage; its author and time are kept.

    Consequences: the newest redaction is what everyone reads from now on. Refused: nothing in it, a redaction without a
    reason, words that were erased.
    """
    contribution = passage.contribution
    ask(access.may_redact(by, contribution.strand.activity))
    if not words.strip():
        raise Conflict(_("Write the words as they may be shown. To cover everything, write […]."))
    if kind == Layer.Kind.REDACTION and not reason.strip():
        raise Conflict(_("Say why something is covered."))
    with transaction.atomic():
        layer = _lay(passage, by, at, kind=kind, words=words, language=language, reason=reason.strip())
        _record("passage.layered", contribution, by, at, kind=kind, passage=passage.ordinal, reason=reason)
    return layer


def lay_reading(
    *,
    passage: Passage,
    kind: str,
    words: str,
    language: str,
    how: str,
    translator: str,
    by: Account,
    at: datetime,
    from_language: str = "",
    looked: bool = False,
) -> Layer:
    """Lay a translation, Easy Read or plain words over a passage, saying who made it and whether a machine did.

    Consequences: it stands beside the words wherever they are shown, never instead. `looked`: somebody has looked at
    what in it could tell who said it. Refused: no maker named, a translation into its own language, the same words
    again, words that were withdrawn, something that could tell who said it and that nobody looked at.
    """
    contribution = passage.contribution
    ask(access.may_redact(by, contribution.strand.activity))
    made = {"how": how, "translator": translator.strip()[:120], "language": code_of(language)}
    source = code_of(from_language) or code_of(passage.language) or passage.language
    _refuse_reading(passage, kind, words, made, source)
    if contribution.may_quote and not looked:
        _refuse_revealing(contribution, words)
    with transaction.atomic():
        if _held(passage).state == Contribution.State.WITHDRAWN:
            raise Conflict(_("The person has taken this back, so it is read no more."))
        layer = _lay(passage, by, at, kind=kind, words=words.strip(), from_language=source, **made)
        _record("passage.layered", contribution, by, at, kind=kind, passage=passage.ordinal, **made)
    return layer


def _refuse_reading(passage: Passage, kind: str, words: str, made: dict[str, str], source: str) -> None:
    if kind not in READ:
        raise Conflict(_("Choose a translation, Easy Read or plain words."))
    if not words.strip():
        raise Conflict(_("Write the words."))
    if made["how"] not in Layer.How.values or not made["translator"]:
        raise Conflict(_("Say who made it: a person, or which machine."))
    if not made["language"]:
        raise Conflict(_("Choose the language it is in."))
    if kind == Layer.Kind.TRANSLATION and made["language"] == source:
        raise Conflict(
            _("A translation is in another language than what was said."),
            _("For simpler words in the same language choose Easy Read or plain words."),
        )
    if words.strip() == shown_words(passage).strip():
        raise Conflict(_("These are the words themselves, unchanged."))


def _refuse_revealing(contribution: Contribution, words: str) -> None:
    groups = Group.objects.filter(activity=contribution.strand.activity_id).values_list("name", flat=True)
    if found := flags_in(words, groups):
        said = ", ".join(dict.fromkeys(f"“{flag.words}”" for flag in found[:5]))
        raise Conflict(
            _("This may be quoted, and could tell who said it: %(words)s.") % {"words": said},
            _("Cover it as […], or tick that you have looked at it."),
        )


def redact_passage(*, passage: Passage, words: str, reason: str, by: Account, at: datetime) -> Layer:
    """Cover somebody's private details: a redaction layer with its reason."""
    return add_layer(passage=passage, kind=Layer.Kind.REDACTION, words=words, reason=reason, by=by, at=at)


def withdraw_contribution(*, contribution: Contribution, how: str, by: Account, at: datetime) -> Contribution:
    """Withdraw a contribution because the person who gave it asked staff to; `how` they asked is kept in private.

    Consequences: it is no longer read or shown; it stays in the totals as withdrawn.
    """
    ask(access.may_withdraw_for(by, contribution.strand.activity))
    if not how.strip():
        raise Conflict(_("Say how the person asked, and how you know that it was theirs."))
    with transaction.atomic():
        return _withdraw(contribution, by, at, how=how)


def withdraw_with_receipt(*, receipt: Receipt, secret: str, at: datetime) -> list[Contribution]:
    """Somebody takes back what they gave to one strand, with the secret on their slip.

    Refused: a secret that does not belong to the receipt.
    """
    if not secret_opens(receipt, secret):
        raise Refused(_("This secret does not belong to this receipt."), _("It stands on your slip, below the code."))
    with transaction.atomic():
        rows = Contribution.objects.filter(strand=receipt.strand, voice=receipt.voice)
        return [_withdraw(one, None, at) for one in rows.exclude(state=Contribution.State.WITHDRAWN)]


def hold_given(voice: Voice) -> None:
    """Hold all that a voice gave, in one order, until the transaction ends. Called first when somebody is erased.

    Whoever lays a reading over it, keeps a page or an address beside it or puts it right meanwhile comes after, and is
    told that it was erased; so nothing is written beside words that are just being blanked.
    """
    list(Contribution.objects.filter(voice=voice).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def erase(voice: Voice) -> None:
    """Blank the words of a voice and every layer over them, and its receipts; the rows stay, so totals stay (I-27).

    Called by `people.erase` in its transaction, which asks, dates and records it.
    """
    mine = Contribution.objects.filter(voice=voice)
    for trace_id in mine.values_list("trace_id", flat=True):
        drop(f"contribution:{trace_id}")
    at = voice.erased_at or clock.now()
    forget_corrections(mine)
    Layer.objects.filter(passage__contribution__in=mine).update(words="", reason=_("Erased"), by=None)
    Passage.objects.filter(contribution__in=mine).update(words="", language="")
    mine.update(erased_at=at, on_behalf_of="", may_quote=False, entry_key=None)
    Receipt.objects.filter(voice=voice).update(erased_at=at, secret_hash="")
    notices = DateNotice.objects.filter(voice=voice)
    forget(keys=[f"longer:{number}" for number in notices.values_list("pk", flat=True)])
    notices.delete()


def _withdraw(contribution: Contribution, by: Account | None, at: datetime, **private: str) -> Contribution:
    held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
    if held.state == Contribution.State.WITHDRAWN:
        raise Conflict(_("It is withdrawn already."))
    held.state = Contribution.State.WITHDRAWN
    held.save(update_fields=["state"])
    drop(f"contribution:{held.trace_id}")
    method_of(contribution.strand).taken_back(held)
    _record("contribution.withdrawn", contribution, by, at, **private)
    return held


def _held(passage: Passage) -> Contribution:
    return Contribution.objects.select_for_update(no_key=True).get(pk=passage.contribution_id)


def _lay(passage: Passage, by: Account, at: datetime, **columns: str) -> Layer:
    if _held(passage).erased_at:
        raise Conflict(_("These words were erased, so there is nothing left to lay a reading over."))
    return Layer.objects.create(passage=passage, by=by, at=at, **columns)


def _record(what: str, contribution: Contribution, by: Account | None, at: datetime, **private: object) -> None:
    record(
        what=what,
        about=f"contribution:{contribution.trace_id}",
        by=by or "resident",
        at=at,
        public={"activity": contribution.strand.activity.public_id, "strand": contribution.strand.public_id},
        private=private,
    )
