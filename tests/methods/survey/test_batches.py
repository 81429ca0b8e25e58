"""Paper batches: every form that was given out is accounted for, once, and two people sign it (I-18, scenario 18)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.factories import a_partner, an_account
from tests.methods.survey.surveys import a_survey, ann_of, put_into

from heard.activities.methods import method_of
from heard.activities.models import Contribution, Layer, Stage, Strand
from heard.activities.queries import find_by_receipt
from heard.ground import clock
from heard.ground.asking import ask
from heard.ground.refusal import Conflict, Refused
from heard.methods.survey import sample
from heard.methods.survey.actions import keep_answers
from heard.methods.survey.actions import paper as actions
from heard.methods.survey.actions.twice import key_second, settle_form
from heard.methods.survey.models import PaperBatch, PaperForm, PaperMark
from heard.methods.survey.queries import Given, outcome_of, questionnaire
from heard.methods.survey.queries import paper as queries
from heard.methods.survey.views.paper import batch_pdf, paper_pdf
from heard.people.models import Account

pytestmark = pytest.mark.django_db
State = PaperForm.State


def bilal_of(strand: Strand) -> Account:
    return an_account("Bilal Example", "officer", partner=strand.activity.lead)


def a_batch(strand: Strand, ann: Account, size: int = 5, issued: int | None = None, **more: Any) -> PaperBatch:
    more.setdefault("second_percent", 0)
    batch = actions.make_batch(strand=strand, size=size, by=ann, at=clock.now(), **more)
    if issued or issued is None:
        give_out(batch, ann, issued or size)
    return batch


def give_out(batch: PaperBatch, by: Account, count: int, place: str = "Foleshill Library") -> None:
    actions.issue_forms(batch=batch, place=place, count=count, issued_on=clock.today(), by=by, at=clock.now())


def came_back(batch: PaperBatch, by: Account, count: int) -> None:
    actions.count_returned(
        batch=batch, place="Foleshill Library", count=count, returned_on=clock.today(), by=by, at=clock.now()
    )


def key(batch: PaperBatch, number: int, by: Account, token: str = "", answers: tuple[Given, ...] = ()) -> Contribution:
    strand = batch.strand
    asked = questionnaire(strand)

    def keep(entry_key: str, provenance: str) -> Any:
        return keep_answers(
            strand=strand, given=answers or sample.answers(asked, number), channel="paper", by=by, at=clock.now(),
            entry_key=entry_key, provenance=provenance,
        )  # fmt: skip

    received = actions.key_form(
        strand=strand, serial=batch.serial(number), token=token or f"t{number}", by=by, at=clock.now(), keep=keep
    )
    return received.contribution


def spoil(batch: PaperBatch, number: int, by: Account) -> None:
    form = queries.form_by_number(batch, number)
    actions.spoil_form(form=form, because="torn", by=by, at=clock.now())


def sign(batch: PaperBatch, by: Account) -> PaperMark:
    return actions.sign_batch(batch=batch, by=by, at=clock.now())


def test_each_form_has_a_serial_a_barcode_and_the_receipt_that_it_will_have() -> None:
    strand = a_survey()
    ann = ann_of(strand)
    batch = a_batch(strand, ann, size=3)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(batch_pdf(batch, [1, 2]))).pages]
    whole = "\n".join(pages)
    one = key(batch, 1, ann)
    assert whole.count(batch.serial(1)) >= 3
    assert batch.serial(3) not in whole
    from heard.activities.actions import codes_for

    code, secret = codes_for(strand, actions.entry_key_of(batch, 1))
    assert code in whole
    assert secret in whole
    found = find_by_receipt(code)
    assert found is not None
    assert found.voice_id == one.voice_id
    assert one.provenance == f"form:{batch.serial(1)}"


def test_scenario_18_200_issued_163_returned_4_spoilt() -> None:
    """Scenario 18, I-18: 200 = 159 + 4 + 37, or nobody can sign it and the activity cannot conclude."""
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann, size=220, issued=200)
    came_back(batch, ann, 100)
    came_back(batch, ann, 63)
    for number in range(1, 5):
        spoil(batch, number, ann)
    keyed = batch.forms.filter(number__gt=4, number__lte=162)
    assert keyed.update(state=State.KEYED, keyed_by=ann, keyed_at=clock.now()) == 158
    with pytest.raises(Conflict, match="163 came back; 158 are keyed and 4 spoilt, so 1 is missing"):
        sign(batch, ann)
    assert any("not signed off" in owed for owed in queries.paper_owed(strand))
    key(batch, 163, ann)
    assert queries.figures_of(batch).sentence == "200 issued = 159 keyed + 4 spoilt + 37 not returned"
    sign(batch, ann)
    with pytest.raises(Conflict, match="You signed this count already"):
        sign(batch, ann)
    assert queries.paper_owed(strand) != []
    sign(batch, bilal)
    assert queries.paper_owed(strand) == []
    assert batch.forms.filter(state=State.UNRETURNED).count() == 37
    assert batch.forms.filter(state=State.PRINTED).count() == 20


def test_a_serial_keyed_twice_is_refused_with_who_keyed_it_first_and_when() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann)
    key(batch, 2, ann, token="one")
    assert key(batch, 2, ann, token="one").pk == Contribution.objects.get().pk  # the same page sent twice
    with pytest.raises(Conflict, match=rf"{batch.serial(2)} was keyed by Ann Example on .*, so it counts already"):
        key(batch, 2, bilal, token="one")
    with pytest.raises(Conflict, match="was keyed by Ann Example"):
        key(batch, 2, ann, token="two")
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "QXAM-0001-0", "nonsense"])
def test_a_serial_of_no_form_here_is_refused(typed: str) -> None:
    strand = a_survey()
    ann = ann_of(strand)
    a_batch(strand, ann)
    with pytest.raises(Conflict, match="No form of this survey"):
        actions.key_form(
            strand=strand, serial=typed, token="t", by=ann, at=clock.now(), keep=lambda key, source: None  # type: ignore[arg-type,return-value]
        )  # fmt: skip


def test_a_form_that_was_not_given_out_or_was_set_aside_is_not_keyed() -> None:
    strand = a_survey()
    ann = ann_of(strand)
    batch = a_batch(strand, ann, size=5, issued=2)
    with pytest.raises(Conflict, match="never given out"):
        key(batch, 3, ann)
    spoil(batch, 1, ann)
    with pytest.raises(Conflict, match="set aside as spoilt"):
        key(batch, 1, ann)
    actions.unspoil_form(form=queries.form_by_number(batch, 1), by=ann, at=clock.now())
    key(batch, 1, ann)


def test_nothing_is_given_out_before_opening_and_no_more_than_were_printed() -> None:
    strand = a_survey(stage=Stage.NOTICED)
    ann = ann_of(strand)
    batch = a_batch(strand, ann, size=10, issued=0)
    with pytest.raises(Refused, match="given out when this opens"):
        give_out(batch, ann, 5)
    put_into(strand.activity, Stage.OPEN)
    batch.strand.activity.refresh_from_db()
    give_out(batch, ann, 6)
    with pytest.raises(Conflict, match="4 forms of this batch are left"):
        give_out(batch, ann, 5)
    give_out(batch, ann, 4, place="Ward forum")
    assert [(row.first, row.last) for row in queries.issues_of(batch)] == [(1, 6), (7, 10)]
    with pytest.raises(Conflict, match="10 forms were given out"):
        came_back(batch, ann, 11)


def test_nothing_is_given_out_after_closing_but_where_forms_went_before_may_still_be_written_down() -> None:
    strand = a_survey()
    ann = ann_of(strand)
    batch = a_batch(strand, ann, issued=0)
    put_into(strand.activity, Stage.CLOSED)
    batch = PaperBatch.objects.select_related("strand__activity").get()
    closing = batch.strand.activity.closes_on
    assert closing is not None
    with pytest.raises(Conflict, match="a form printed now could not count"):
        actions.make_batch(strand=batch.strand, size=5, by=ann, at=clock.midday(closing + timedelta(days=1)))
    row = {"batch": batch, "place": "Library", "count": 2, "by": ann, "at": clock.midday(closing + timedelta(days=3))}
    with pytest.raises(Conflict, match="a form given out later could not count"):
        actions.issue_forms(issued_on=closing + timedelta(days=1), **row)
    given_out = actions.issue_forms(issued_on=closing, **row)
    assert (given_out.first, given_out.last) == (1, 2)


def test_a_first_signature_lapses_when_a_figure_changes_after_it() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann, size=3)
    came_back(batch, ann, 1)
    key(batch, 1, ann)
    sign(batch, ann)
    came_back(batch, ann, 1)
    key(batch, 2, ann)
    sign(batch, bilal)
    batch.refresh_from_db()
    assert batch.reconciled_at is None
    sign(batch, ann)
    batch.refresh_from_db()
    assert batch.reconciled_at is not None


def test_a_form_found_late_opens_the_batch_again_with_its_history_kept() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann, size=3)
    came_back(batch, ann, 1)
    key(batch, 1, ann)
    sign(batch, ann)
    sign(batch, bilal)
    with pytest.raises(Conflict, match="signed off"):
        key(batch, 2, ann)
    with pytest.raises(Conflict, match="Say what turned up"):
        actions.reopen_batch(batch=batch, reason=" ", by=ann, at=clock.now())
    actions.reopen_batch(batch=batch, reason="Behind the counter at the library", by=ann, at=clock.now())
    came_back(batch, ann, 1)
    key(batch, 2, ann)
    sign(batch, bilal)
    sign(batch, ann)
    kinds = [mark.kind for mark in queries.signatures_of(batch)]
    assert kinds == ["signed", "signed", "reopened", "signed", "signed"]
    assert ask(queries.paper_notes_asked(strand.activity))[0].reopened == 1
    Strand.objects.filter(pk=strand.pk).update(concluded_at=clock.now())
    with pytest.raises(Conflict, match="have been counted"):
        actions.reopen_batch(batch=batch, reason="Another", by=ann, at=clock.now())


def test_an_unsigned_batch_is_capture_owed() -> None:
    strand = a_survey()
    ann = ann_of(strand)
    assert method_of(strand).facts(strand).capture_owed == ()
    a_batch(strand, ann, size=2, issued=0)
    assert method_of(strand).facts(strand).capture_owed == ()
    a_batch(strand, ann, size=2)
    assert method_of(strand).facts(strand).capture_owed == (
        "Paper batch 2 is not signed off: 2 issued = 0 keyed + 0 spoilt + 2 not returned.",
    )


def test_the_last_form_is_undone_by_who_keyed_it_and_can_be_keyed_again() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann)
    first = key(batch, 1, ann)
    form = queries.form_by_number(batch, 1)
    with pytest.raises(Conflict, match="Somebody else"):
        actions.undo_form(form=form, by=bilal, at=clock.now())
    actions.undo_form(form=form, by=ann, at=clock.now())
    assert Contribution.objects.count() == 0
    assert outcome_of(strand).found["base"] == 0
    again = key(batch, 1, ann, token="new")
    assert again.pk != first.pk
    assert Contribution.objects.count() == 1


def test_two_who_read_the_same_need_no_third_look() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann, second_percent=100, second_least=0)
    key(batch, 1, ann)
    form = queries.to_key_twice(batch)[0]
    with pytest.raises(Conflict, match="You keyed this form first"):
        key_second(form=form, given=sample.answers(questionnaire(strand), 1), by=ann, at=clock.now())
    key_second(form=form, given=sample.answers(questionnaire(strand), 1), by=bilal, at=clock.now())
    form.refresh_from_db()
    assert form.settled_at is not None
    assert list(queries.to_key_twice(batch)) == []
    assert queries.error_rate(batch).per_thousand == 0


def test_what_two_read_differently_is_settled_by_a_third_and_both_are_kept() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    dora = an_account("Dora Example", "officer", partner=strand.activity.lead)
    batch = a_batch(strand, ann, second_percent=100, second_least=0)
    asked = questionnaire(strand)
    choice, words = asked.questions[0], asked.questions[3]
    one = key(
        batch, 1, ann, answers=(Given(choice, values=(choice.choices[0].value,)), Given(words, words="Clean the bath"))
    )
    form = queries.form_by_number(batch, 1)
    second = (Given(choice, values=(choice.choices[1].value,)), Given(words, words="Close the baths"))
    key_second(form=form, given=second, by=bilal, at=clock.now())
    assert [f.pk for f in queries.to_settle(batch)] == [form.pk]
    came_back(batch, ann, 1)
    with pytest.raises(Conflict, match="not settled"):
        sign(batch, ann)
    right = {choice.ref: "second", words.ref: "other"}
    with pytest.raises(Conflict, match="You keyed this form"):
        settle_form(form=form, right=right, says=[Given(words, words="Clean the baths")], by=bilal, at=clock.now())
    with pytest.raises(Conflict, match="every difference"):
        settle_form(form=form, right={choice.ref: "second"}, by=dora, at=clock.now())
    made = settle_form(form=form, right=right, says=[Given(words, words="Clean the baths")], by=dora, at=clock.now())
    assert (made.wrong, made.only_two) == (2, False)
    found = outcome_of(strand).found["questions"]
    assert (found[0]["answered"], found[3]["answered"]) == (1, 1)
    now = queries.plain_answers(one, asked)
    assert now[choice.ref]["chosen"] == [[choice.choices[1].value, None]]
    assert now[words.ref]["words"] == "Clean the baths"
    passage = one.passages.get()
    assert passage.words == "Clean the bath"
    assert Layer.objects.get(passage=passage).words == "Clean the baths"
    kept = queries.entries_of(form)
    assert kept[1].answers[words.ref]["words"] == "Clean the bath"
    assert kept[2].answers[words.ref]["words"] == "Close the baths"
    assert queries.error_rate(batch).wrong == 2


def test_where_only_two_may_key_one_of_them_settles_and_that_is_published() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    ann.roles.exclude(pk=ann.roles.first().pk).delete()
    batch = a_batch(strand, ann, size=1, second_percent=100, second_least=0)
    asked = questionnaire(strand)
    choice = asked.questions[0]
    key(batch, 1, ann, answers=(Given(choice, values=(choice.choices[0].value,)),))
    form = queries.form_by_number(batch, 1)
    key_second(form=form, given=(Given(choice, values=(choice.choices[1].value,)),), by=bilal, at=clock.now())
    others = queries.may_key_staff(strand)
    if others > 2:  # the survey's own Ann was made beside this one
        from heard.people.models import Role

        Role.objects.exclude(account__in=[ann, bilal]).update(ended_at=clock.now(), ended_by=ann)
    made = settle_form(form=form, right={choice.ref: "first"}, by=bilal, at=clock.now())
    assert (made.only_two, made.wrong) == (True, 0)
    came_back(batch, ann, 1)
    sign(batch, ann)
    sign(batch, bilal)
    assert ask(queries.paper_notes_asked(strand.activity))[0].only_two is True


def test_no_answer_where_the_form_has_none_is_settled_and_no_longer_counted() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    dora = an_account("Dora Example", "officer", partner=strand.activity.lead)
    batch = a_batch(strand, ann, size=1, second_percent=100, second_least=0)
    asked = questionnaire(strand)
    choice, words = asked.questions[0], asked.questions[3]
    key(batch, 1, ann, answers=(Given(words, words="On the wrong line"),))
    form = queries.form_by_number(batch, 1)
    key_second(form=form, given=(Given(choice, values=(choice.choices[1].value,)),), by=bilal, at=clock.now())
    settle_form(form=form, right={choice.ref: "second", words.ref: "second"}, by=dora, at=clock.now())
    found = outcome_of(strand).found["questions"]
    assert (found[0]["answered"], found[3]["answered"]) == (1, 0)


@pytest.mark.parametrize(
    ("role", "may"), [("officer", True), ("facilitator", True), ("elected_member", False), ("", False)]
)
def test_those_who_key_make_batches_and_strangers_do_not(role: str, may: bool) -> None:
    strand = a_survey()
    elsewhere = an_account("Cass Example", "officer", partner=a_partner())
    someone = an_account("Somebody", *([role] if role else []), partner=strand.activity.lead)
    for who, allowed in ((someone, may), (elsewhere, False)):
        if allowed:
            actions.make_batch(strand=strand, size=1, by=who, at=clock.now())
        else:
            with pytest.raises(Refused):
                actions.make_batch(strand=strand, size=1, by=who, at=clock.now())


def test_large_print_is_18_point_and_asks_the_same() -> None:
    strand = a_survey()
    standard, large = (PdfReader(io.BytesIO(paper_pdf(strand, "en", f))) for f in ("standard", "large_print"))
    assert len(large.pages) > len(standard.pages)
    text = "".join(page.extract_text() for page in large.pages).replace("\n", " ")
    for question in questionnaire(strand).questions:
        assert "".join(question.words.split()) in "".join(text.split())


actions_on_a_batch = st.lists(
    st.tuples(
        st.sampled_from(["issue", "return", "key", "spoil", "undo", "sign", "cosign", "reopen"]), st.integers(1, 6)
    ),
    max_size=14,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=actions_on_a_batch)
def test_whatever_is_tried_a_signed_batch_always_comes_out(done: list[tuple[str, int]]) -> None:
    """I-18 as a property: refused or not, issued = keyed + spoilt + unreturned wherever two signatures stand."""
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann, size=6, issued=0)
    for what, number in done:
        form = queries.form_by_number(batch, number)
        try:
            match what:
                case "issue":
                    give_out(batch, ann, number)
                case "return":
                    came_back(batch, ann, number)
                case "key":
                    key(batch, number, ann)
                case "spoil":
                    spoil(batch, number, ann)
                case "undo":
                    actions.undo_form(form=form, by=ann, at=clock.now())
                case "sign":
                    sign(batch, ann)
                case "cosign":
                    sign(batch, bilal)
                case _:
                    actions.reopen_batch(batch=batch, reason="Found", by=ann, at=clock.now())
        except Conflict:
            continue
        counts = {state: batch.forms.filter(state=state).count() for state in State.values}
        batch.refresh_from_db()
        if batch.reconciled_at:
            signed = queries.signatures_of(batch)[-1].figures
            assert signed["issued"] == signed["keyed"] + signed["spoilt"] + signed["unreturned"]
            assert counts["keyed"] == signed["keyed"] == strand.contributions.count()
            assert counts["unreturned"] == signed["unreturned"]
            assert counts["issued"] == counts["returned"] == 0


def test_a_batch_made_before_a_question_was_added_is_replaced_not_given_out() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    ann = ann_of(strand)
    batch = a_batch(strand, ann, issued=0)
    actions.replace_batch(batch=batch, by=ann, at=clock.now())
    put_into(strand.activity, Stage.OPEN)
    with pytest.raises(Conflict, match="was replaced"):
        give_out(PaperBatch.objects.get(), ann, 1)
