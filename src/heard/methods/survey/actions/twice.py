"""A form keyed twice: the second time blind, the differences settled by a third look. What is settled counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import lay_words, note_correction
from heard.activities.models import Contribution, Correction
from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.methods.survey import access
from heard.methods.survey.models import Chosen, PaperBatch, PaperEntry, PaperForm
from heard.methods.survey.queries.asked import Asked, Given
from heard.methods.survey.queries.asking import questionnaire
from heard.methods.survey.queries.paper import keyers_of, may_key_staff, plain_answers, plain_given
from heard.people.models import Account
from heard.rules.paper import differing, same_answer

Answer = Mapping[str, Any]
EMPTY: Answer = {"words": "", "chosen": []}


def key_second(*, form: PaperForm, given: Sequence[Given], by: Account, at: datetime) -> PaperEntry:
    """Keep what a second person read on the form. Both entries are kept; where they differ, a third look is owed.

    Refused: by who keyed it first, a form that is not keyed or was keyed twice already, a signed batch.
    """
    strand = form.batch.strand
    ask(access.may_key_in(by, strand))
    if not given:
        raise Conflict(_("There is no answer yet."), _("Key in what you read on the form."))
    with transaction.atomic():
        held = _held(form)
        first_by = held.keyed_by
        if first_by is None or first_by.pk == by.pk:
            raise Conflict(_("You keyed this form first."), _("The second reading is somebody else's."))
        if held.entries.filter(ordinal=2).exists():
            raise Conflict(_("Two people have keyed this form already."))
        asked = questionnaire(strand)
        first, second = plain_answers(_answers(held), asked), plain_given(given)
        refs = differing(first, second)
        PaperEntry.objects.create(form=held, ordinal=1, answers=first, by=first_by, at=held.keyed_at or at)
        made = PaperEntry.objects.create(
            form=held, ordinal=2, answers=second, differed=len(refs), fields=len(asked.questions), by=by, at=at
        )
        if not refs:
            held.settled_at = at
            held.save(update_fields=["settled_at"])
        _note(held, "paper.keyed_twice", by, at, differed=len(refs))
    return made


def settle_form(
    *, form: PaperForm, right: Mapping[str, str], says: Sequence[Given] = (), by: Account, at: datetime
) -> PaperEntry:
    """Settle what two people read differently, by looking at the form a third time.

    `right` says for each question on which they differ whose reading it is: ``first``, ``second`` or ``other``: then
    `says` holds what the form says, and nothing where it says nothing. What is settled counts from now on; the first
    entry and what it was corrected to are kept. Refused: by one of the two who keyed it, unless only two people may
    key at all, which is then recorded and published; a question left unsettled.
    """
    strand = form.batch.strand
    ask(access.may_key_in(by, strand))
    with transaction.atomic():
        held = _held(form)
        entries = {entry.ordinal: entry for entry in held.entries.all()}
        if held.settled_at or 2 not in entries:
            raise Conflict(_("There is nothing to settle on this form."))
        only_two = by.pk in keyers_of(held)
        if only_two and may_key_staff(strand) > 2:
            raise Conflict(_("You keyed this form."), _("Somebody who did not settles it: a third pair of eyes."))
        first, second = entries[1].answers, entries[2].answers
        refs = differing(first, second)
        read = {"first": first, "second": second, "other": plain_given(says)}
        settled = {**first, **{ref: _chosen(ref, read, right) for ref in refs}}
        wrong = 0
        for ref in refs:
            if not same_answer(first.get(ref, {}), settled[ref]):
                wrong += 1
                change_answer(
                    contribution=_answers(held),
                    question=questionnaire(strand).by_ref[ref],
                    after=settled[ref],
                    reason=_("Keyed twice; settled by a third look at the form."),
                    by=by,
                    at=at,
                )
        made = PaperEntry.objects.create(
            form=held, ordinal=3, answers=settled, differed=len(refs), wrong=wrong, fields=entries[2].fields,
            only_two=only_two, by=by, at=at,
        )  # fmt: skip
        held.settled_at = at
        held.save(update_fields=["settled_at"])
        _note(held, "paper.settled", by, at, differed=len(refs), wrong=wrong, only_two=only_two)
    return made


def _chosen(ref: str, read: Mapping[str, Mapping[str, Answer]], right: Mapping[str, str]) -> Answer:
    """The reading of one question that was said to be right, out of those of the three who looked."""
    if right.get(ref) not in read:
        raise Conflict(_("Say for every difference which reading is right."))
    return read[right[ref]].get(ref, EMPTY)


def change_answer(
    *, contribution: Contribution, question: Asked, after: Answer, reason: str, by: Account, at: datetime
) -> Correction:
    """Put one answer right: what was chosen is chosen anew, words are laid over the first ones (I-12).

    Consequences: those of `note_correction`; the tallies count the new answer. Refused: an option that is not on
    offer, and where `note_correction` refuses.
    """
    after = {"words": str(after.get("words", "")).strip(), "chosen": [list(one) for one in after.get("chosen", [])]}
    with transaction.atomic():
        asked = questionnaire(contribution.strand)
        before = plain_answers(contribution, asked).get(question.ref, dict(EMPTY))
        _refuse_unknown(question, after["chosen"])
        made = note_correction(
            contribution=contribution,
            what=Correction.What.ANSWER,
            about=question.ref,
            before=dict(before),
            after=dict(after),
            reason=reason,
            by=by,
            at=at,
        )
        if before["chosen"] != after["chosen"]:
            Chosen.objects.filter(response_id=contribution.pk, question_id=question.id).delete()
            Chosen.objects.bulk_create(
                Chosen(response_id=contribution.pk, question_id=question.id, option_id=option, point=point)
                for option, point in after["chosen"]
            )
        if before["words"] != after["words"]:
            lay_words(correction=made, prompt=question.words, prompt_ref=question.ref, words=after["words"])
    return made


def _refuse_unknown(question: Asked, chosen: Sequence[Sequence[Any]]) -> None:
    options = {choice.value for choice in (*question.rows, *question.choices)}
    for option, point in chosen:
        if (option is not None and option not in options) or (option is None and point not in options):
            raise Conflict(_("That answer is not on offer."))


def _held(form: PaperForm) -> PaperForm:
    PaperBatch.objects.select_for_update(no_key=True).get(pk=form.batch_id)  # nobody signs for it meanwhile
    rows = PaperForm.objects.select_for_update(of=("self",), no_key=True).select_related(
        "batch__strand__activity", "keyed_by"
    )
    held = rows.get(pk=form.pk)
    if held.state != PaperForm.State.KEYED or held.contribution_id is None:
        raise Conflict(_("This form is not keyed."))
    if held.batch.reconciled_at:
        raise Conflict(_("This batch was signed off."), _("Open it again with the reason."))
    return held


def _answers(form: PaperForm) -> Contribution:
    return Contribution.objects.select_related("strand__activity").get(pk=form.contribution_id or 0)


def _note(form: PaperForm, what: str, by: Account, at: datetime, **public: Any) -> None:
    batch = form.batch
    record(
        what=what,
        about=f"activity:{batch.strand.activity.public_id}",
        by=by,
        at=at,
        public={"strand": batch.strand.public_id, "batch": batch.number, **public},
    )
