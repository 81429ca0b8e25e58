"""Forms on paper: printed with serials, given out, counted when they come back, keyed once each, signed for by two.

Every action holds its batch, so that two desks never count the same form twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import Received, take_out_entry
from heard.activities.models import Contribution, Strand
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.methods.survey import access
from heard.methods.survey.actions.paper_held import KEYABLE, held_batch, note, refuse_signed, refuse_unkeyable
from heard.methods.survey.models import (
    Chosen,
    PaperBatch,
    PaperForm,
    PaperFormat,
    PaperIssue,
    PaperMark,
    PaperReturn,
    Response,
    Scan,
)
from heard.methods.survey.queries.asking import questions_in
from heard.methods.survey.queries.paper import (
    error_rate,
    figures_of,
    form_by_serial,
    printed_refs,
    version_format,
    waits_for,
)
from heard.people.models import Account
from heard.rules.paper import CODE_LENGTH, CODE_LETTERS

State = PaperForm.State
MOST = 2000


def make_batch(
    *,
    strand: Strand,
    size: int,
    by: Account,
    at: datetime,
    language: str = "en",
    format: str = PaperFormat.STANDARD,
    second_percent: int = 10,
    second_least: int = 30,
) -> PaperBatch:
    """Number `size` forms in one language and format, each with its serial and its place in the draw.

    Refused: no role for keying, no question in that version yet, more than 2,000 forms at once, after closing.
    Consequence: what was asked when it was printed is kept, so that a question added later shows as missing (UP-e).
    """
    ask(access.may_key_in(by, strand))
    _refuse_printing_late(strand, clock.day_of(at))
    if not 1 <= size <= MOST:
        raise Conflict(_("A batch has from 1 to %(most)d forms.") % {"most": MOST}, _("Make another batch for more."))
    asked = questions_in(strand, language, version_format(format))
    if not asked.questions:
        raise Conflict(_("There is no question to print yet."), _("Write the questions first."))
    with transaction.atomic():
        Strand.objects.select_for_update(no_key=True).get(pk=strand.pk)
        last = PaperBatch.objects.filter(strand=strand).order_by("-number").values_list("number", flat=True).first()
        batch = PaperBatch.objects.create(
            strand=strand,
            number=(last or 0) + 1,
            code=_free_code(),
            language=language,
            format=format,
            size=size,
            asked=printed_refs(asked),
            second_percent=second_percent,
            second_least=second_least,
            by=by,
            at=at,
        )
        PaperForm.objects.bulk_create(
            PaperForm(batch=batch, number=number, draw=secrets.randbits(31)) for number in range(1, size + 1)
        )
        note(batch, "paper.batch_made", by, at, forms=size, language=language, format=format)
        app.configure_task("survey.keep_renderings").defer(activity_id=strand.activity_id)
    return batch


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        if not PaperBatch.objects.filter(code=code).exists():
            return code


def replace_batch(*, batch: PaperBatch, by: Account, at: datetime) -> PaperBatch:
    """Say that a batch is pulped and another printed instead. Refused once any form of it was given out."""
    ask(access.may_key_in(by, batch.strand))
    with held_batch(batch) as held:
        if held.issues.exists():
            raise Conflict(_("Forms of this batch were given out, so it must be accounted for."))
        held.replaced_at = at
        held.save(update_fields=["replaced_at"])
        note(held, "paper.batch_replaced", by, at)
    return held


def issue_forms(
    *, batch: PaperBatch, place: str, count: int, issued_on: date, by: Account, at: datetime, entry_key: str = ""
) -> PaperIssue:
    """Give the next forms of a batch to a place or a person. The row says from which serial to which.

    The same with the same `entry_key` again is given out once.
    Refused: not open yet, more than are left, a day to come or after closing, a batch that is signed or replaced.
    """
    ask(access.may_give_out(by, batch.strand))
    public_id = name_of(entry_key, "issue", batch.pk, place, count, issued_on, by.pk)
    with held_batch(batch) as held:
        if known := made_before(PaperIssue, public_id):
            return known
        refuse_signed(held)
        if held.replaced_at:
            raise Conflict(_("This batch was replaced: give out the newer one."))
        if issued_on > clock.day_of(at):
            raise Conflict(_("That day has not come yet."))
        _refuse_after_closing(held.strand, issued_on)
        first = sum(row.count for row in held.issues.all()) + 1
        if not 1 <= count <= held.size - first + 1:
            raise Conflict(
                _("%(left)d forms of this batch are left.") % {"left": held.size - first + 1},
                _("Give out that many, or print another batch."),
            )
        made = PaperIssue.objects.create(
            public_id=public_id, batch=held, place=place.strip(), first=first, last=first + count - 1,
            issued_on=issued_on, by=by, at=at,
        )  # fmt: skip
        held.forms.filter(number__gte=made.first, number__lte=made.last).update(state=State.ISSUED)
        note(held, "paper.issued", by, at, forms=count)
    return made


def _refuse_printing_late(strand: Strand, today: date) -> None:
    closes_on = strand.activity.closes_on
    if closes_on and today > closes_on:
        raise Conflict(
            _("This closed on %(day)s: a form printed now could not count.") % {"day": date_format(closes_on, "j F Y")},
            _("Forms that were given out while it was open are keyed from the batches you have."),
        )


def _refuse_after_closing(strand: Strand, issued_on: date) -> None:
    closes_on = strand.activity.closes_on
    if closes_on and issued_on > closes_on:
        raise Conflict(
            _("This closed on %(day)s: a form given out later could not count.")
            % {"day": date_format(closes_on, "j F Y")},
            _("If these were given out while it was open, write the day on which that was."),
        )


def count_returned(
    *,
    batch: PaperBatch,
    place: str,
    count: int,
    returned_on: date,
    by: Account,
    at: datetime,
    serials: Sequence[int] = (),
    entry_key: str = "",
) -> PaperReturn:
    """Count what came back, before any of it is keyed; below nought puts an earlier count right.

    The same with the same `entry_key` again is counted once.
    `serials` are the numbers of forms that were scanned on the way in. Refused: a signed batch, a count below nought
    in all, serials that are not as many as were counted.
    """
    ask(access.may_key_in(by, batch.strand))
    public_id = name_of(entry_key, "return", batch.pk, place, count, returned_on, list(serials), by.pk)
    with held_batch(batch) as held:
        if known := made_before(PaperReturn, public_id):
            return known
        refuse_signed(held)
        figures = figures_of(held)
        if count == 0 or figures.returned + count < 0:
            raise Conflict(_("Count at least one form; fewer than nought cannot have come back."))
        if figures.returned + count > figures.issued:
            raise Conflict(
                _("%(issued)d forms were given out, so %(count)d cannot have come back.")
                % {"issued": figures.issued, "count": figures.returned + count},
                _("Count again, or enter first what else was given out."),
            )
        if returned_on > clock.day_of(at):
            raise Conflict(_("That day has not come yet."))
        if serials and len(set(serials)) != count:
            raise Conflict(
                _("%(n)d serials were scanned and %(count)d forms counted.") % {"n": len(set(serials)), "count": count},
                _("Count again, or leave the serials out."),
            )
        held.forms.filter(number__in=serials, state=State.ISSUED).update(state=State.RETURNED)
        made = PaperReturn.objects.create(
            public_id=public_id, batch=held, place=place.strip(), count=count, returned_on=returned_on, by=by, at=at
        )
        note(held, "paper.returned", by, at, forms=count)
    return made


def spoil_form(*, form: PaperForm, because: str, by: Account, at: datetime) -> PaperForm:
    """Set a form that came back aside, with a listed reason: it is counted, and its answers are not.

    Refused: keyed already, never given out, a signed batch.
    """
    ask(access.may_key_in(by, form.batch.strand))
    if because not in PaperForm.Spoilt.values:
        raise Conflict(_("Choose why the form cannot be keyed."))
    with held_batch(form.batch) as held:
        refuse_signed(held)
        locked = refuse_unkeyable(form)
        locked.state, locked.spoilt_because = State.SPOILT, because
        locked.keyed_by, locked.keyed_at = by, at
        locked.save(update_fields=["state", "spoilt_because", "keyed_by", "keyed_at"])
        note(held, "paper.spoilt", by, at, reason=because)
    return locked


def unspoil_form(*, form: PaperForm, by: Account, at: datetime) -> PaperForm:
    """A form was set aside by mistake: it can be keyed again."""
    ask(access.may_key_in(by, form.batch.strand))
    with held_batch(form.batch) as held:
        refuse_signed(held)
        locked = PaperForm.objects.select_for_update(no_key=True).get(pk=form.pk)
        if locked.state != State.SPOILT:
            raise Conflict(_("This form is not set aside."))
        locked.state, locked.spoilt_because, locked.keyed_by, locked.keyed_at = State.RETURNED, "", None, None
        locked.save(update_fields=["state", "spoilt_because", "keyed_by", "keyed_at"])
        note(held, "paper.unspoilt", by, at)
    return locked


def key_form(
    *,
    strand: Strand,
    serial: str,
    token: str,
    by: Account,
    at: datetime,
    keep: Callable[[str, str], Received],
) -> Received:
    """Keep the answers of one form. `keep` is given the entry key and the provenance, and keeps them.

    The entry key is the form's own, so the receipt is the one printed on its slip. The same page sent twice answers
    with the same receipt. Refused: a serial that is none of this survey's, one that was keyed already (by whom and
    when), never given out, set aside, or of a signed batch.
    """
    ask(access.may_key_in(by, strand))
    form = form_by_serial(strand, serial)
    if form is None:
        raise Conflict(
            _("No form of this survey has the serial %(serial)s.") % {"serial": serial[:40]},
            _("Check it sign by sign. Leave it empty for a form that was printed at home."),
        )
    with held_batch(form.batch) as held:
        locked = PaperForm.objects.select_for_update(no_key=True).get(pk=form.pk)
        name = held.serial(locked.number)
        if not (locked.state == State.KEYED and locked.token == token and locked.keyed_by_id == by.pk):
            refuse_signed(held)
            locked = refuse_unkeyable(form)
        received = keep(entry_key_of(held, locked.number), f"form:{name}")
        if locked.state != State.KEYED:
            locked.state, locked.contribution, locked.token = State.KEYED, received.contribution, token
            locked.keyed_by, locked.keyed_at = by, at
            locked.save(update_fields=["state", "contribution", "token", "keyed_by", "keyed_at"])
    return received


def entry_key_of(batch: PaperBatch, number: int) -> str:
    """The entry key of a form: its receipt and secret are worked out from it, for the slip and for the desk."""
    return f"paper:{batch.public_id}:{number}"


def undo_form(*, form: PaperForm, by: Account, at: datetime) -> None:
    """Take out again what was just keyed from a form, as if it had not been: only by who keyed it."""
    with held_batch(form.batch) as held:
        refuse_signed(held)
        locked = PaperForm.objects.select_for_update(no_key=True).get(pk=form.pk)
        if locked.contribution_id is None:
            raise Conflict(_("Nothing is keyed from this form."))
        rows = Contribution.objects.select_for_update(of=("self",), no_key=True).select_related("strand__activity")
        one = rows.get(pk=locked.contribution_id)  # held before what was keyed twice from it, as whoever erases does
        locked.entries.all().delete()
        locked.state, locked.contribution, locked.token = State.RETURNED, None, ""
        locked.keyed_by, locked.keyed_at, locked.settled_at = None, None, None
        locked.save()
        undo_entry(contribution=one, by=by, at=at)


def undo_entry(*, contribution: Contribution, by: Account, at: datetime) -> None:
    """Take out again one response that this officer has just keyed in, closed answers and all."""
    take_out_entry(contribution=contribution, by=by, at=at, first=_forget_closed)


def _forget_closed(contribution: Contribution) -> None:
    Chosen.objects.filter(response_id=contribution.pk)._raw_delete("default")
    Response.objects.filter(pk=contribution.pk)._raw_delete("default")
    Scan.objects.filter(contribution=contribution).delete()


def sign_batch(*, batch: PaperBatch, by: Account, at: datetime) -> PaperMark:
    """Sign that every form is accounted for. The second signature, by somebody else, closes the batch (I-18).

    Refused unless issued = keyed + spoilt + unreturned, every drawn form is keyed twice and every difference settled.
    A first signature lapses when a figure changes after it. Consequence: what did not come back is “not returned”.
    """
    ask(access.may_key_in(by, batch.strand))
    with held_batch(batch) as held:
        refuse_signed(held)
        figures = figures_of(held)
        problems = [*figures.problems(), *waits_for(held)]
        if problems:
            raise Conflict(
                _("The count does not come out, so nobody can sign it: %(why)s") % {"why": " ".join(problems)},
                _("Find the forms, or put right what was counted."),
            )
        said = {
            "issued": figures.issued,
            "returned": figures.returned,
            "keyed": figures.keyed,
            "spoilt": figures.spoilt,
            "unreturned": figures.unreturned,
        }
        before = _standing(held, said)
        if before and before.by_id == by.pk:
            raise Conflict(_("You signed this count already."), _("It takes a second person."))
        rate = error_rate(held)
        made = PaperMark.objects.create(
            batch=held,
            kind=PaperMark.Kind.SIGNED,
            figures={
                **said,
                "twice": rate.forms,
                "fields": rate.fields,
                "differed": rate.differed,
                "wrong": rate.wrong,
            },
            by=by,
            at=at,
        )
        if before:
            held.forms.filter(state__in=KEYABLE).update(state=State.UNRETURNED)
            held.reconciled_at = at
            held.save(update_fields=["reconciled_at"])
        note(held, "paper.reconciled" if before else "paper.signed", by, at, **said)
    return made


def _standing(batch: PaperBatch, figures: dict[str, int]) -> PaperMark | None:
    """The newest signature, if nothing was counted anew since."""
    newest = batch.marks.order_by("-at", "-id").first()
    if newest is None or newest.kind != PaperMark.Kind.SIGNED:
        return None
    return newest if {name: newest.figures.get(name) for name in figures} == figures else None


def reopen_batch(*, batch: PaperBatch, reason: str, by: Account, at: datetime) -> PaperMark:
    """A form turned up after the count was signed: open the batch again. Both signatures stay in its history.

    Refused: no reason, a batch that is not signed, answers that have been counted already.
    """
    ask(access.may_key_in(by, batch.strand))
    if not reason.strip():
        raise Conflict(_("Say what turned up, where and when."))
    with held_batch(batch) as held:
        if held.reconciled_at is None:
            raise Conflict(_("This batch is open already."))
        if Strand.objects.get(pk=held.strand_id).concluded_at:
            raise Conflict(
                _("The answers have been counted, so no form can be added."),
                _("Ask an engagement lead to reopen the activity."),
            )
        held.reconciled_at = None
        held.save(update_fields=["reconciled_at"])
        held.forms.filter(state=State.UNRETURNED).update(state=State.ISSUED)
        made = PaperMark.objects.create(
            batch=held, kind=PaperMark.Kind.REOPENED, reason=reason.strip()[:300], by=by, at=at
        )
        note(held, "paper.reopened", by, at, reason=made.reason)
    return made
