"""Two desks at one batch of forms, or one file brought twice in one moment."""

from __future__ import annotations

import pytest
from tests.factories import an_account
from tests.methods.survey.surveys import a_plain_survey, a_survey, ann_of
from tests.methods.survey.test_batches import State, a_batch, bilal_of, came_back, key, sign
from tests.queueing import queued

from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.survey import actions, sample
from heard.methods.survey.actions import paper
from heard.methods.survey.actions.twice import key_second
from heard.methods.survey.models import Import, PaperBatch, PaperEntry, PaperForm
from heard.methods.survey.queries import paper as queries
from heard.methods.survey.queries import questionnaire
from heard.people.actions import erase
from heard.people.models import Voice

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_form_is_not_keyed_a_second_time_under_the_signature_that_closes_its_batch() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann, second_percent=0, second_least=0)
    key(batch, 1, ann)
    came_back(batch, ann, 1)
    sign(batch, ann)
    form, read = queries.form_by_number(batch, 1), sample.answers(questionnaire(strand), 2)
    signed, keyed = queued(
        batch, lambda: sign(batch, bilal), lambda: key_second(form=form, given=read, by=bilal, at=clock.now())
    )
    assert signed.by == bilal
    assert isinstance(keyed, Conflict)
    assert PaperBatch.objects.get().reconciled_at is not None
    assert queries.form_by_number(batch, 1).state == State.KEYED


def test_a_form_undone_while_its_person_is_erased_waits_in_no_ring_and_is_undone_once() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    dev = an_account("Dev", "data_protection_officer", partner=strand.activity.lead, team="Legal")
    batch = a_batch(strand, ann, size=1, second_percent=100, second_least=0)
    said = key(batch, 1, ann)
    form = queries.form_by_number(batch, 1)
    key_second(form=form, given=sample.answers(questionnaire(strand), 2), by=bilal, at=clock.now())

    def undo() -> None:
        paper.undo_form(
            form=PaperForm.objects.select_related("batch__strand__activity__lead").get(), by=ann, at=clock.now()
        )

    erased, undone = queued(
        said, lambda: erase(voice=Voice.objects.get(pk=said.voice_id), by=dev, at=clock.now()), undo
    )
    assert (type(erased), undone) == (Voice, None)
    assert not PaperEntry.objects.exists()
    with pytest.raises(Conflict, match="Nothing is keyed"):
        paper.undo_form(form=form, by=ann, at=clock.now())


def test_one_file_brought_twice_is_taken_in_once() -> None:
    strand = a_plain_survey()
    ann, content = ann_of(strand), b"id,received,What matters?\n1,2026-01-01,Longer hours\n"
    batches = [
        actions.take_file(strand=strand, file_name="a.csv", content=content, reading={}, by=ann, at=clock.now())
        for _twice in range(2)
    ]
    Import.objects.update(state=Import.State.TRIED, rows_taken=1)
    one, other = Import.objects.order_by("pk")

    def start(batch: Import) -> None:
        actions.start_import(batch=batch, strand=strand, by=ann, at=clock.now())

    first, second = queued(one, lambda: start(one), lambda: start(other))
    assert first is None
    assert isinstance(second, Refused)
    assert sorted(Import.objects.values_list("state", flat=True)) == ["running", "tried"]
    assert len(batches) == 2
