"""The paper desk's pages: batches, keying by serial, a second reading, settling, scans, corrections, parity."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import (
    a_partner,
    an_account,
    signed_in,
)
from tests.methods.survey.surveys import a_plain_survey, a_survey, ann_of, put_into
from tests.methods.survey.test_batches import a_batch, bilal_of, came_back, key, sign
from tests.methods.survey.test_keying import (
    a_response,
    keying,
)
from tests.sending import sent_twice

from heard.activities.models import Contribution, Correction, Stage, Strand
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.asking import ask
from heard.ground.fields import unseal_bytes
from heard.methods.survey.actions import erase
from heard.methods.survey.actions.paper import undo_form
from heard.methods.survey.actions.rendering import keep_renderings
from heard.methods.survey.actions.twice import key_second
from heard.methods.survey.models import PaperBatch, PaperEntry, PaperForm, Rendered, Scan
from heard.methods.survey.queries import Given, outcome_of, questionnaire
from heard.methods.survey.queries.paper import form_by_number, plain_answers
from heard.methods.survey.queries.parity import ways_asked

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"a page" * 20


def at(name: str, strand: Strand, *more: Any) -> str:
    return reverse(f"survey:{name}", args=[strand.public_id, *more])


def test_an_officer_makes_prints_gives_out_counts_and_two_sign(django_assert_max_num_queries: Any) -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    client, other = signed_in(ann), signed_in(bilal)
    said = {"version": "en/large_print", "size": "2", "second_percent": "0", "second_least": "0"}
    made = client.post(at("paper", strand), said)
    assert made.status_code == 302
    batch = PaperBatch.objects.get()
    page = at("paper_batch", strand, batch.public_id)
    assert made["Location"] == page
    pdf = client.get(at("paper_print", strand, batch.public_id) + "?from=1&to=2")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "no-store" in pdf["Cache-Control"]
    today = clock.today().isoformat()
    assert (
        client.post(
            page, {"do": "issue", "issue-place": "Library", "issue-count": "3", "issue-issued_on": today}
        ).status_code
        == 422
    )
    assert (
        client.post(
            page, {"do": "issue", "issue-place": "Library", "issue-count": "2", "issue-issued_on": today}
        ).status_code
        == 302
    )
    back = {
        "do": "back",
        "back-place": "Library",
        "back-count": "1",
        "back-returned_on": today,
        "back-scanned": batch.serial(2),
    }
    assert client.post(page, back).status_code == 302
    refused = client.post(page, {"do": "sign"})
    assert refused.status_code == 422
    assert "1 is missing" in refused.content.decode()
    assert "2 given out: so far 0 keyed, 0 spoilt, 1 not returned" in refused.content.decode(), "no sum that is not one"
    spoilt = {"do": "spoil", "spoil-serial": batch.serial(2).lower(), "spoil-because": "torn"}
    assert client.post(page, spoilt).status_code == 302
    assert "It takes a second person" in client.post(page, {"do": "sign"}, follow=True).content.decode()
    assert other.post(page, {"do": "sign"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "2 given out = 0 keyed + 1 spoilt + 1 not returned" in shown
    assert client.post(page, {"do": "reopen", "reopen-reason": ""}).status_code == 422
    public = Client().get(reverse("survey:every_way", args=[strand.activity.slug])).content.decode()
    assert "2 given out = 0 counted + 1 spoilt + 1 not returned." in public
    assert "Signed by Ann Example, Bilal Example." in public


def test_the_pages_of_the_desk_ask_as_many_queries_for_three_batches_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    strand = a_survey()
    ann = ann_of(strand)
    client = signed_in(ann)
    first = a_batch(strand, ann)
    given = key(first, 1, ann)
    pages = [
        at("response", strand, given.trace_id),
        at("paper", strand),
        at("paper_batch", strand, first.public_id),
        at("paper_forms", strand, first.public_id),
    ]
    pages += [reverse("survey:every_way", args=[strand.activity.slug]), at("telephone", strand), keying(strand)]
    pages += [reverse("survey:parity", args=[strand.activity.slug]), at("paper_second", strand, first.public_id)]
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as kept:
            assert client.get(address).status_code == 200, address
        return len([one for one in kept if "django_session" not in one["sql"]])

    for address in pages:
        asked(address)
    one = [asked(address) for address in pages]
    for _more in range(2):
        a_batch(strand, ann)
    three = [asked(address) for address in pages]
    assert three == one
    assert max(one) < 15, list(zip(pages, one, strict=True))


def test_a_form_is_keyed_by_its_serial_once_and_the_second_time_says_by_whom() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann)
    data = a_response(strand, channel="paper", serial=batch.serial(3).lower(), go="next")
    for _again in range(2):
        assert signed_in(ann).post(keying(strand), data).status_code == 302
    assert Contribution.objects.get().provenance == f"form:{batch.serial(3)}"
    again = signed_in(bilal).post(keying(strand), {**data, "entry_key": "another"})
    assert again.status_code == 422
    assert "was keyed by Ann Example on" in again.content.decode()
    wrong = signed_in(bilal).post(keying(strand), {**data, "entry_key": "x", "serial": "QXAM-0001-1"})
    assert "a sign is wrong or missing" in wrong.content.decode()
    assert Contribution.objects.count() == 1
    batch_page = signed_in(bilal).get(at("paper_batch", strand, batch.public_id)).content.decode()
    assert f'href="{keying(strand)}?channel=paper"' in batch_page
    fresh = signed_in(bilal).get(keying(strand) + "?channel=paper").context["came"]
    assert fresh["channel"].value() == "paper", "from a batch nobody has to say that it came on paper"


def test_the_last_one_is_undone_from_the_desk() -> None:
    strand = a_survey()
    ann = ann_of(strand)
    client = signed_in(ann)
    batch = a_batch(strand, ann)
    client.post(keying(strand), a_response(strand, channel="paper", serial=batch.serial(1), go="next"))
    client.post(at("undo_last", strand))
    assert (Contribution.objects.count(), form_by_number(batch, 1).state) == (0, "returned")
    client.post(keying(strand), a_response(strand, go="next", entry_key="by-phone", way="phone", phone="024 7600 0123"))
    client.post(at("undo_last", strand))
    assert Contribution.objects.count() == 0
    assert client.post(at("undo_last", strand)).status_code == 403


def test_a_required_answer_left_out_on_paper_is_noted_and_never_refused() -> None:
    strand = a_survey(stage=Stage.PLANNED)
    from heard.methods.survey.models import Question

    Question.objects.filter(public_id=questionnaire(strand).questions[2].ref).update(required=True)
    put_into(strand.activity, Stage.OPEN)
    client = signed_in(ann_of(strand))
    kept = client.post(keying(strand), a_response(strand, channel="paper", go="next"))
    assert kept.status_code == 302
    assert "left empty here: 3." in client.get(kept["Location"]).content.decode().replace("\n", " ")


def test_a_second_person_keys_blind_and_a_third_settles() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    dora = an_account("Dora Example", "officer", partner=strand.activity.lead)
    batch = a_batch(strand, ann, size=1, second_percent=100, second_least=0)
    key(batch, 1, ann)
    asked = questionnaire(strand)
    words = asked.questions[3]
    page = signed_in(bilal).get(at("paper_second", strand, batch.public_id)).content.decode()
    assert batch.serial(1) in page
    first = Contribution.objects.get().passages.get().words
    assert first not in page
    mine = {
        "number": "1",
        asked.questions[0].name: str(asked.questions[0].choices[0].value),
        words.name: "Something else",
    }
    assert signed_in(bilal).post(at("paper_second", strand, batch.public_id), mine).status_code == 302
    settling = at("paper_settle", strand, batch.public_id, 1)
    shown = signed_in(dora).get(settling).content.decode()
    assert first in shown
    assert "Something else" in shown
    assert signed_in(dora).post(settling, {}).status_code == 422
    entries = {entry.ordinal: entry.answers for entry in PaperEntry.objects.all()}
    from heard.rules.paper import differing

    right = {f"right_{ref}": "first" for ref in differing(entries[1], entries[2])}
    assert "Settle it" not in signed_in(bilal).get(settling).content.decode(), "who keyed it is not asked to settle it"
    assert signed_in(bilal).post(settling, right).status_code == 422
    assert signed_in(dora).post(settling, right).status_code == 302
    assert PaperForm.objects.get().settled_at is not None


def test_where_both_misread_every_kind_of_question_takes_what_the_form_says() -> None:
    strand = a_plain_survey(
        ("choice", "Which?", ("A", "B", "C")), ("multi", "Any?", ("X", "Y", "Z")), ("rank", "Order", ("P", "Q")),
        ("text", "Why?"),
    )  # fmt: skip
    ann, bilal = ann_of(strand), bilal_of(strand)
    dora = an_account("Dora Example", "officer", partner=strand.activity.lead)
    batch = a_batch(strand, ann, size=1, second_percent=100, second_least=0)
    which, many, order, why = questionnaire(strand).questions
    a, b, c = (choice.value for choice in which.choices)
    x, y, z = (choice.value for choice in many.choices)
    p, q = (choice.value for choice in order.choices)
    first = (Given(which, values=(a,)), Given(many, values=(x,)), Given(order, values=(p,)), Given(why, words="Warm"))
    second = [Given(which, values=(b,)), Given(many, values=(y,)), Given(order, values=(q,))]
    form = PaperForm.objects.get(batch=batch, number=1)
    key(batch, 1, ann, answers=first)
    form.refresh_from_db()
    key_second(form=form, given=second, by=bilal, at=clock.now())
    settling, desk = at("paper_settle", strand, batch.public_id, 1), signed_in(dora)
    page = desk.get(settling).content.decode()
    assert page.count("Neither: what the form says is…") == 4
    neither = {f"right_{each.ref}": "other" for each in (which, many, order, why)}
    says = {f"says_{which.ref}": str(c), f"says_{many.ref}": [str(x), str(z)], f"says_{order.ref}_{q}": "1",
            f"says_{order.ref}_{p}": "1"}  # fmt: skip
    tied = desk.post(settling, neither | says)
    assert tied.status_code == 422
    assert "checked" in tied.content.decode(), "what was chosen stays"
    assert desk.post(settling, neither | says | {f"says_{order.ref}_{p}": "2"}).status_code == 302
    kept = plain_answers(Contribution.objects.get(), questionnaire(strand))
    assert kept[which.ref]["chosen"] == [[c, None]]
    assert kept[many.ref]["chosen"] == [[x, None], [z, None]]
    assert [option for option, _place in sorted(kept[order.ref]["chosen"], key=lambda each: each[1])] == [q, p]
    assert why.ref not in kept, "neither, and nothing beside it: the form says nothing there"
    assert PaperEntry.objects.get(ordinal=3).wrong == 4


def test_a_picture_of_a_page_is_kept_encrypted_and_only_those_who_key_or_code_open_it() -> None:
    strand = a_survey()
    ann = ann_of(strand)
    batch = a_batch(strand, ann)
    one = key(batch, 1, ann)
    client = signed_in(ann)
    kept = client.post(at("scans", strand, one.trace_id), {"file": SimpleUploadedFile("page.png", PNG)})
    assert kept.status_code == 302, kept.content.decode()[:2000]
    scan = Scan.objects.get()
    assert PNG not in bytes(scan.content)
    assert unseal_bytes(bytes(scan.content)) == PNG
    opened = client.get(at("scan", strand, scan.public_id))
    assert opened.content == PNG
    assert opened["Content-Disposition"].startswith("attachment;")
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.filter(what="scan.opened").count() == 1
    bilal = an_account("Bilal Example", "analyst", partner=strand.activity.lead)
    assert signed_in(bilal).get(at("scan", strand, scan.public_id)).status_code == 200
    for someone in (
        an_account("Member", "elected_member", partner=strand.activity.lead),
        an_account("Cass Example", "officer", partner=a_partner()),
    ):
        assert signed_in(someone).get(at("scan", strand, scan.public_id)).status_code in (403, 422)
    assert Client().get(at("scan", strand, scan.public_id)).status_code == 302
    erase(one.voice)
    assert Scan.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 40, "HEIC"),
        (b"<html><script>alert(1)</script>", "no picture and no PDF"),
        (b"GIF89a", "no picture and no PDF"),
        (b"\xff\xd8\xff" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_what_is_no_scan_is_refused_kindly(content: bytes, why: str) -> None:
    strand = a_survey()
    ann = ann_of(strand)
    one = key(a_batch(strand, ann), 1, ann)
    refused = signed_in(ann).post(at("scans", strand, one.trace_id), {"file": SimpleUploadedFile("page.jpg", content)})
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert Scan.objects.count() == 0


def test_an_answer_keyed_wrong_is_put_right_at_the_desk_and_the_totals_count_anew() -> None:
    strand = a_survey()
    ann = ann_of(strand)
    one = key(a_batch(strand, ann), 1, ann)
    client, page = signed_in(ann), at("response", strand, one.trace_id)
    asked = questionnaire(strand)
    before = outcome_of(strand).found["questions"][0]["answered"]
    shown = client.get(page)
    form = shown.context["answers"]
    data = {f.html_name: f.value() for f in form if f.value() not in (None, "")}
    data[asked.questions[3].name] = "What the form says"
    assert client.post(page, data).status_code == 422
    assert client.post(page, {**data, "reason": "Looked at the scan"}).status_code == 302
    assert Correction.objects.get().what == "answer"
    passage = one.passages.get()
    assert passage.words != "What the form says"
    assert passage.layers.get().words == "What the form says"
    assert outcome_of(strand).found["questions"][0]["answered"] == before


def test_each_way_is_compared_in_public_and_officers_mend_what_differs() -> None:
    """Scenario 7: a paper form that lacks two questions."""
    strand = a_survey(stage=Stage.PLANNED)
    ann = ann_of(strand)
    batch = a_batch(strand, ann, issued=0)
    assert ask(ways_asked([strand]))[0].questions == tuple(batch.asked)
    PaperBatch.objects.update(asked=batch.asked[:2])
    page = signed_in(ann).get(reverse("survey:parity", args=[strand.activity.slug])).content.decode()
    assert "leaves out 2 questions" in page
    assert at("paper", strand) in page
    from heard.activities.methods import method_of

    terms = {one.channel: one for one in method_of(strand).facts(strand).terms}
    assert (terms["paper"].questions, terms["web"].questions) == (2, 4)
    assert terms["paper"].lacks == ("Paper batch 1 (English, Standard, 12 point) lacks questions 3, 4.",)


def test_what_each_way_shows_is_kept_once_for_each_wording() -> None:
    """GP-h."""
    strand = a_survey()
    assert keep_renderings(activity=strand.activity, at=clock.now()) == 4
    assert keep_renderings(activity=strand.activity, at=clock.now()) == 0
    kinds = [(row.kind, row.format) for row in Rendered.objects.order_by("id")]
    assert kinds == [("web", "standard"), ("paper", "standard"), ("paper", "large_print"), ("phone", "standard")]
    assert {row.influence for row in Rendered.objects.all()} == {strand.activity.plan.influence_statement}
    public = Client().get(reverse("survey:every_way", args=[strand.activity.slug])).content.decode()
    assert "Telephone script" in public


def test_the_telephone_script_asks_what_the_web_asks_in_its_order() -> None:
    strand = a_survey()
    page = signed_in(ann_of(strand)).get(at("telephone", strand)).content.decode()
    places = [page.find(question.words) for question in questionnaire(strand).questions]
    assert places == sorted(places)
    assert -1 not in places
    assert strand.activity.plan.influence_statement in page


@pytest.mark.parametrize("name", ["paper", "telephone", "key_in"])
def test_strangers_do_not_see_the_paper_desk(name: str) -> None:
    strand = a_survey()
    cass = an_account("Cass Example", "officer", partner=a_partner())
    assert signed_in(cass).get(at(name, strand)).status_code in (403, 422)
    assert signed_in(bilal_of(strand)).get(at(name, strand)).status_code == 200


def test_erasing_somebody_empties_what_was_keyed_twice_and_the_count_still_comes_out() -> None:
    strand = a_survey()
    ann, bilal = ann_of(strand), bilal_of(strand)
    batch = a_batch(strand, ann, size=1, second_percent=100, second_least=0)
    one = key(batch, 1, ann)
    from heard.methods.survey import sample
    from heard.methods.survey.actions.twice import key_second

    key_second(form=form_by_number(batch, 1), given=sample.answers(questionnaire(strand), 1), by=bilal, at=clock.now())
    erase(one.voice)
    assert [entry.answers for entry in PaperEntry.objects.all()] == [{}, {}]
    came_back(batch, ann, 1)
    sign(batch, ann)
    sign(batch, bilal)
    with pytest.raises(Exception, match="signed off"):
        undo_form(form=form_by_number(batch, 1), by=ann, at=clock.now())


def test_forms_given_out_and_counted_by_a_double_click_are_counted_once() -> None:
    strand = a_survey()
    batch = a_batch(strand, ann_of(strand), size=9, issued=0)
    client, today = signed_in(ann_of(strand)), clock.today().isoformat()
    page = at("paper_batch", strand, batch.public_id)
    given = {"do": "issue", "issue-place": "Library", "issue-count": "4", "issue-issued_on": today}
    back = {"do": "back", "back-place": "Library", "back-count": "2", "back-returned_on": today}
    for said, prefix in ((given, "issue"), (back, "back")):
        assert [each.status_code for each in sent_twice(client, page, said, prefix=prefix)] == [302, 302]
    assert [(row.first, row.last) for row in batch.issues.all()] == [(1, 4)]
    assert [row.count for row in batch.returns.all()] == [2]
    sent_twice(client, page, back, prefix="back")
    assert [row.count for row in batch.returns.all()] == [2, 2], "two more that came back later"
