"""Responses from a file: tried first, taken in once, refused with a reason."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
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
from tests.methods.survey.workbooks import a_real_workbook

from heard.activities.actions import codes_for, give_receipt
from heard.activities.models import Contribution, Passage, Strand
from heard.audit.models import Entry
from heard.findings.models import Coding, Theme
from heard.findings.queries import reconcile
from heard.ground import clock
from heard.methods.survey import jobs
from heard.methods.survey.models import Chosen, Import, RefusedRow, Response
from heard.methods.survey.queries import outcome_of, questionnaire

pytestmark = pytest.mark.django_db

TODAY = clock.today().isoformat()


def a_csv(
    *rows: list[str], head: tuple[str, ...] = ("Id", "Date received", "How", "Which?", "Any?", "Rate", "Why?")
) -> bytes:
    page = io.StringIO()
    csv.writer(page).writerows([head, *rows])
    return page.getvalue().encode()


def a_row(number: int = 1, **cells: str) -> list[str]:
    usual = {
        "id": f"R{number}",
        "on": TODAY,
        "how": "paper",
        "which": "A",
        "any": "X; Y",
        "rate": "4",
        "why": "Because",
    }
    return list({**usual, **cells}.values())


def a_file_survey() -> Strand:
    return a_plain_survey(
        ("choice", "Which?", ("A", "B")), ("multi", "Any?", ("X", "Y", "Z")),
        ("scale", "Rate", (), {"scale_low": "bad", "scale_high": "good"}), ("text", "Why?"),
    )  # fmt: skip


def mapping_file(**more: Any) -> bytes:
    columns = {
        "Id": "id",
        "Date received": "received",
        "How": "channel",
        "Which?": "Q1",
        "Any?": "Any?",
        "Rate": "q3",
        "Why?": "Why?",
    }
    return json.dumps({"columns": columns, **more}).encode()


def upload(client: Client, strand: Strand, content: bytes, name: str = "r.csv", mapping: bytes | None = None) -> Any:
    files = {"file": SimpleUploadedFile(name, content)}
    if mapping is not None:
        files["mapping"] = SimpleUploadedFile("m.json", mapping)
    return client.post(reverse("survey:imports", args=[strand.public_id]), files)


def tried(strand: Strand, content: bytes, name: str = "r.csv", mapping: bytes | None = None) -> tuple[Client, Import]:
    """A file sent with a mapping and tried."""
    client = signed_in(ann_of(strand))
    answer = upload(client, strand, content, name, mapping or mapping_file())
    assert answer.status_code == 302, answer.content.decode()
    batch = Import.objects.latest("pk")
    jobs.try_import(batch.pk)
    batch.refresh_from_db()
    return client, batch


def taken(strand: Strand, content: bytes, name: str = "r.csv", mapping: bytes | None = None) -> Import:
    client, batch = tried(strand, content, name, mapping)
    assert client.post(reverse("survey:run", args=[strand.public_id, batch.public_id])).status_code == 302
    jobs.run_import(batch.pk)
    batch.refresh_from_db()
    return batch


def reasons(batch: Import) -> list[tuple[int, str, str]]:
    return list(RefusedRow.objects.filter(batch=batch).values_list("row", "column", "why"))


def test_a_dry_run_keeps_nothing_and_says_what_would_happen() -> None:
    strand = a_file_survey()
    client, batch = tried(strand, a_csv(a_row(1), a_row(2, which="C")))
    assert (batch.state, batch.rows_taken, batch.rows_refused) == ("tried", 1, 1)
    assert Contribution.objects.count() == Response.objects.count() == 0
    page = client.get(reverse("survey:import", args=[strand.public_id, batch.public_id])).content.decode()
    assert "One row can be taken in." in page
    assert "“C” is not among the answers: A; B" in page


def test_good_rows_become_contributions_with_words_choices_channel_and_day() -> None:
    strand = a_file_survey()
    day = (clock.today() - timedelta(days=3)).strftime("%d/%m/%Y")
    batch = taken(
        strand, a_csv(a_row(1, on=day, how="By Post", which=" b ", any="z", rate="5 – good", why="Line one\nline two"))
    )
    assert (batch.state, batch.rows_taken, batch.rows_refused, batch.content) == ("done", 1, 0, None)
    contribution = Contribution.objects.get()
    assert (contribution.channel, clock.day_of(contribution.received_at)) == (
        "letter",
        clock.today() - timedelta(days=3),
    )
    assert contribution.provenance == f"import:{batch.public_id}"
    assert Passage.objects.get().words == "Line one\nline two"
    assert {(row.question.words, row.option.words if row.option else row.point) for row in Chosen.objects.all()} == {
        ("Which?", "B"), ("Any?", "Z"), ("Rate", 5),
    }  # fmt: skip


REFUSALS = [
    ({"which": "C"}, "Which?", "“C” is not among the answers: A; B"),
    ({"any": "X; Q"}, "Any?", "“Q” is not among the answers: X; Y; Z"),
    ({"rate": "9"}, "Rate", "“9” is not among the answers"),
    ({"on": "soon"}, "Date received", "“soon” is no date"),
    ({"on": "2035-01-01"}, "Date received", "received on 1 January 2035, which has not come yet"),
    ({"on": "2001-01-01"}, "Date received", "before opening"),
    ({"how": "pigeon"}, "How", "“pigeon” is no channel"),
    ({"how": "e-mail"}, "How", "does not take answers by this channel: email"),
    ({"id": ""}, "Id", "It has no response id."),
    ({"which": "", "any": "", "rate": "", "why": ""}, "", "No question is answered in this row."),
    ({"why": "x" * 10_001}, "Why?", "10001 characters long"),
    ({"why": "nul\x00here"}, "Why?", "NUL"),
]


@pytest.mark.parametrize(("cells", "column", "why"), REFUSALS, ids=[why[:20] for _cells, _column, why in REFUSALS])
def test_a_row_that_cannot_be_taken_is_refused_with_its_number_column_and_reason(
    cells: dict[str, str], column: str, why: str
) -> None:
    batch = taken(a_file_survey(), a_csv(a_row(1), a_row(2, **cells), a_row(3)))
    assert (batch.rows_taken, batch.rows_refused) == (2, 1)
    [(row, where, reason)] = reasons(batch)
    assert (row, where) == (3, column)
    assert why in reason
    assert Contribution.objects.count() == 2


def test_every_fault_of_a_row_is_told_on_the_page_and_in_the_list_to_mend() -> None:
    strand = a_file_survey()
    wrong = a_row(2, on="never", how="by pigeon", which="C", any="P; Q; X")
    client, batch = tried(strand, a_csv(a_row(1), wrong))
    assert (batch.rows_taken, batch.rows_refused) == (1, 1)
    assert [(row, column) for row, column, _why in reasons(batch)] == [
        (3, "Date received"), (3, "How"), (3, "Which?"), (3, "Any?"), (3, "Any?"),
    ]  # fmt: skip
    page = client.get(reverse("survey:import", args=[strand.public_id, batch.public_id])).content.decode()
    assert "One row would be refused." in page
    for fault in ("“never” is no date", "“by pigeon” is no channel", "“C” is not among", "“P” is not among", "“Q” is"):
        assert page.count(fault) == 2, fault  # counted among the reasons, listed with its row
    download = client.get(reverse("survey:refused", args=[strand.public_id, batch.public_id]))
    text = b"".join(download.streaming_content).decode("utf-8-sig")
    _head, row = list(csv.reader(io.StringIO(text)))
    assert row[:2] == ["3", "Date received; How; Which?; Any?"]
    named = [part.partition(":")[0] for part in row[2].split(" | ")]
    assert named == ["Date received", "How", "Which?", "Any?", "Any?"]
    assert row[3:6] == ["R2", "never", "by pigeon"]


def test_a_row_that_answers_nothing_and_came_too_late_says_both() -> None:
    batch = taken(a_file_survey(), a_csv(a_row(1), a_row(2, on="2099-01-01", which="", any="", rate="", why="")))
    assert [why.partition(",")[0] for _row, _column, why in reasons(batch)] == [
        "No question is answered in this row.", "It says that it was received on 1 January 2099",
    ]  # fmt: skip


def test_the_same_response_id_twice_in_a_file_is_taken_once() -> None:
    batch = taken(a_file_survey(), a_csv(a_row(1), a_row(1)))
    assert reasons(batch) == [(3, "Id", "Row 2 has the same response id.")]
    assert Contribution.objects.count() == 1


def test_a_later_export_brings_in_only_the_responses_that_are_new() -> None:
    strand = a_file_survey()
    taken(strand, a_csv(a_row(1)))
    batch = taken(strand, a_csv(a_row(1), a_row(2)))
    assert (batch.rows_taken, batch.rows_refused) == (1, 1)
    assert "there already, from another import" in reasons(batch)[0][2]
    assert Contribution.objects.count() == 2


def test_the_same_file_again_is_refused() -> None:
    strand = a_file_survey()
    taken(strand, a_csv(a_row(1)))
    again = upload(signed_in(ann_of(strand)), strand, a_csv(a_row(1)))
    assert again.status_code == 422
    assert "This very file was imported" in again.content.decode()


def test_two_people_who_gave_the_same_answers_both_count() -> None:
    mapping = mapping_file()
    same = a_row(1)[1:]
    content = a_csv(same, same, head=("Date received", "How", "Which?", "Any?", "Rate", "Why?"))
    columns = {name: target for name, target in json.loads(mapping)["columns"].items() if name != "Id"}
    batch = taken(a_file_survey(), content, mapping=json.dumps({"columns": columns}).encode())
    assert (batch.rows_taken, Contribution.objects.count()) == (2, 2)


def test_an_import_that_crashed_is_begun_again_and_nothing_is_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    strand = a_file_survey()
    client, batch = tried(strand, a_csv(*[a_row(n, which="A" if n % 5 else "C") for n in range(1, 26)]))
    client.post(reverse("survey:run", args=[strand.public_id, batch.public_id]))
    monkeypatch.setattr(jobs, "CHUNK", 10)
    whole, calls = jobs.take_rows, []

    def dies_on_the_second(**slots: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        whole(**slots)

    monkeypatch.setattr(jobs, "take_rows", dies_on_the_second)
    with pytest.raises(RuntimeError):
        jobs.run_import(batch.pk)
    assert 0 < Contribution.objects.count() < 20
    monkeypatch.setattr(jobs, "take_rows", whole)
    jobs.run_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_taken, batch.rows_refused) == ("done", 20, 5)
    assert Contribution.objects.count() == Response.objects.count() == Passage.objects.count() == 20
    assert RefusedRow.objects.count() == 5


def test_an_import_is_one_audit_entry_with_a_digest_over_what_came_in() -> None:
    batch = taken(a_file_survey(), a_csv(a_row(1), a_row(2)))
    done = Entry.objects.get(what="import.done")
    assert (done.header["received"], done.header["file"]) == (2, batch.file_digest)
    assert len(done.header["digest"]) == 64
    assert not Entry.objects.filter(what__in=["contribution.batch", "contribution.received"]).exists()


def test_refused_rows_come_back_as_a_csv_that_runs_no_formula_and_can_be_mended_and_imported() -> None:
    strand = a_file_survey()
    batch = taken(strand, a_csv(a_row(1, why="=HYPERLINK(1)", which="C"), a_row(2)))
    client = signed_in(ann_of(strand))
    download = client.get(reverse("survey:refused", args=[strand.public_id, batch.public_id]))
    text = b"".join(download.streaming_content).decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(text)))
    assert head[3:] == ["Id", "Date received", "How", "Which?", "Any?", "Rate", "Why?"]
    assert row[-1] == "'=HYPERLINK(1)"
    taken(strand, text.replace(",C,", ",A,").encode("utf-8-sig"))
    assert Passage.objects.latest("pk").words == "=HYPERLINK(1)"


def test_no_head_of_the_refused_rows_runs_as_a_formula() -> None:
    strand = a_file_survey()
    batch = taken(strand, a_csv(a_row(1, which="C"), a_row(2)))
    batch.reading = batch.reading | {"columns": ["=HYPERLINK(1)", "Id"]}
    batch.save(update_fields=["reading"])
    download = signed_in(ann_of(strand)).get(reverse("survey:refused", args=[strand.public_id, batch.public_id]))
    text = b"".join(download.streaming_content).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text)))[3:] == ["'=HYPERLINK(1)", "Id"]


def test_an_excel_workbook_is_read_with_its_dates_and_numbers_and_no_formula_runs() -> None:
    head = ["Id", "Date received", "How", "Which?", "Any?", "Rate", "Why?"]
    rows = [head, [1, date.today(), "phone", "A", "X;Z", 3.0, "Said"], [2, date.today(), "paper", "B", "", 5, "=1+1"]]
    batch = taken(a_file_survey(), a_real_workbook(rows), "r.xlsx")
    assert (batch.rows_taken, reasons(batch)) == (2, [])
    assert {row.point for row in Chosen.objects.exclude(point=None)} == {3, 5}
    assert set(Passage.objects.values_list("words", flat=True)) == {"Said", "0"}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8,"), ("utf-8-sig", "byte-order mark"), ("cp1252", "Windows-1252")],
)  # fmt: skip
def test_the_encoding_is_found_and_said(encoding: str, said: str) -> None:
    strand = a_file_survey()
    content = a_csv(a_row(1, why="café – £5")).decode().encode(encoding)
    batch = taken(strand, content)
    assert said in batch.reading["said"]
    assert Passage.objects.get().words == "café – £5"


def test_semicolons_and_tabs_are_found_as_separators() -> None:
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        page = io.StringIO()
        csv.writer(page, delimiter=mark).writerows(
            [["Id", "Date received", "How", "Which?", "Any?", "Rate", "Why?"], a_row(1, any="X")]
        )
        batch = taken(a_file_survey(), page.getvalue().encode())
        assert word in batch.reading["said"]
        assert batch.rows_taken == 1


def test_the_matching_page_guesses_from_the_names_and_can_be_corrected() -> None:
    strand = a_file_survey()
    client = signed_in(ann_of(strand))
    answer = upload(
        client, strand, a_csv(a_row(1), head=("Response ID", "Date", "Channel", "Which", "any", "Rate?", "1. Why"))
    )
    page = client.get(answer["Location"])
    form = page.context["form"]
    refs = [question.ref for question in questionnaire(strand).questions]
    assert [form.initial[f"column_{n}"] for n in range(7)] == [
        "id",
        "received",
        "channel",
        refs[0],
        refs[1],
        refs[2],
        refs[3],
    ]
    data = {f"column_{n}": "ignore" for n in range(7)} | {"column_6": refs[3], "separator": ";", "day_first": "1"}
    wanting = client.post(answer["Location"], data)
    assert "Say how they came" in wanting.content.decode()
    assert "Say when they were received" in wanting.content.decode()
    good = client.post(answer["Location"], {**data, "channel": "paper", "received_on": TODAY})
    assert good.status_code == 302
    batch = Import.objects.get()
    jobs.try_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_taken) == ("tried", 1)


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        (b"{", "cannot be read"),
        (b"[1]", "needs a table [columns]"),
        (b'{"columns": {"Nope": "id"}}', "names columns that this file has not: Nope"),
        (b'{"columns": {"Id": "What is this?"}}', "is no question of this survey"),
        (b'{"columns": {"Id": "id"}}', "No column is matched to a question"),
        (b'{"columns": {"Which?": "Q1", "Why?": "Q1"}}', "matched to more than one column"),
        (b'{"columns": {"Which?": "Q1"}, "colour": "red"}', "a key that is not known: colour"),
        (b'{"columns": {"Which?": "Q1"}, "received_on": "soon"}', "is no date like"),
        (b'{"columns": {"Which?": "Q1"}, "date_order": "ymd"}', "“dmy” or “mdy”"),
        (b"x" * 100_001, "too large"),
    ],
)
def test_a_mapping_file_that_does_not_fit_is_refused_and_says_what_to_mend(mapping: bytes, why: str) -> None:
    strand = a_file_survey()
    refused = upload(signed_in(ann_of(strand)), strand, a_csv(a_row(1)), mapping=mapping)
    assert refused.status_code == 422
    import html

    assert why in html.unescape(refused.content.decode())


def test_a_toml_mapping_file_says_what_holds_for_every_row() -> None:
    strand = a_file_survey()
    client = signed_in(ann_of(strand))
    mapping = f'channel = "paper"\nreceived_on = {TODAY}\n[columns]\n"Why?" = "Why?"\n'.encode()
    files = {
        "file": SimpleUploadedFile("r.csv", b"Why?,Name\nBecause,Zed\n"),
        "mapping": SimpleUploadedFile("m.toml", mapping),
    }
    assert client.post(reverse("survey:imports", args=[strand.public_id]), files).status_code == 302
    batch = Import.objects.get()
    jobs.try_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_taken) == ("tried", 1)


def test_only_those_with_the_role_may_import() -> None:
    strand = a_survey()
    bilal = an_account("Bilal", "facilitator", activity=strand.activity)
    cass = an_account("Cass", "officer", partner=a_partner())
    for account in (bilal, cass):
        assert upload(signed_in(account), strand, a_csv(a_row(1))).status_code == 403
    assert Import.objects.count() == 0


def test_progress_is_a_fragment_that_asks_again_and_a_page_that_refreshes_without_script() -> None:
    strand = a_file_survey()
    client = signed_in(ann_of(strand))
    upload(client, strand, a_csv(a_row(1)), mapping=mapping_file())
    batch = Import.objects.get()
    address = reverse("survey:import", args=[strand.public_id, batch.public_id])
    page = client.get(address).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    fragment = client.get(address, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 2s"' in fragment.content.decode()
    jobs.try_import(batch.pk)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    batch = taken(a_file_survey(), a_csv(a_row(1), [*a_row(2), "stray"]))
    assert "more cells than the file has columns" in reasons(batch)[0][2]


def undo(strand: Strand, batch: Import, reason: str = "The wrong file") -> Any:
    address = reverse("survey:undo", args=[strand.public_id, batch.public_id])
    return signed_in(ann_of(strand)).post(address, {"reason": reason})


def test_a_mistaken_import_is_taken_out_whole_with_its_reason_and_may_come_in_again() -> None:
    strand = a_file_survey()
    batch = taken(strand, a_csv(a_row(1), a_row(2)))
    assert undo(strand, batch, " ").status_code == 403
    assert undo(strand, batch).status_code == 302
    assert list(Contribution.objects.values_list("state", flat=True)) == ["withdrawn"] * 2
    entry = Entry.objects.get(what="contribution.batch_withdrawn").header
    assert (entry["because"], entry["withdrawn"]) == ("The wrong file", 2)
    batch.refresh_from_db()
    assert batch.undone_by is not None
    assert (batch.state, batch.undone_because, batch.undone_by.name) == ("undone", "The wrong file", "Ann Example")
    page = signed_in(ann_of(strand)).get(reverse("survey:import", args=[strand.public_id, batch.public_id]))
    assert "The wrong file" in page.content.decode()
    assert taken(strand, a_csv(a_row(1), a_row(2))).rows_taken == 2
    assert Contribution.objects.filter(state="received").count() == 2


def test_what_is_undone_stands_in_the_totals_as_withdrawn_and_counts_no_more() -> None:
    strand = a_file_survey()
    batch = taken(strand, a_csv(a_row(1), a_row(2)))
    before = outcome_of(strand).found["base"]
    undo(strand, batch)
    assert (before, outcome_of(strand).found["base"]) == (2, 0)
    (count,) = [row for row in reconcile(strand.activity) if row.received]
    assert (count.received, count.withdrawn, count.analysed, count.excluded) == (2, 2, 0, 0)
    ann = ann_of(strand)
    listed = signed_in(ann).get(reverse("activities:contributions", args=[strand.activity.slug])).text
    assert listed.count("Withdrawn with an import that was undone") == 2
    trace = Contribution.objects.values_list("trace_id", flat=True)[0]
    assert "Withdrawn with an import that was undone" in signed_in(ann).get(f"/staff/contributions/{trace}/").text


def test_the_receipt_and_the_public_thread_of_an_undone_row_say_that_it_was_our_mistake() -> None:
    strand = a_file_survey()
    batch = taken(strand, a_csv(a_row(1)))
    contribution = Contribution.objects.get()
    code, secret = codes_for(strand, "a-card")
    give_receipt(strand=strand, voice=contribution.voice, code=code, secret=secret, at=clock.now())
    undo(strand, batch)
    trace = Client().get(reverse("front:trace", args=[contribution.trace_id])).content.decode()
    assert "an import that was made by mistake" in trace
    opened = Client().post(reverse("front:receipt_thread", args=[code]), {"secret": secret}).content.decode()
    assert "withdrawn by us, with an import made by mistake" in opened


def test_an_undone_import_cannot_be_undone_again_nor_by_a_stranger() -> None:
    strand = a_file_survey()
    batch = taken(strand, a_csv(a_row(1)))
    cass = an_account("Cass", "engagement_lead", partner=a_partner())
    address = reverse("survey:undo", args=[strand.public_id, batch.public_id])
    assert signed_in(cass).post(address, {"reason": "no"}).status_code == 403
    assert undo(strand, batch).status_code == 302
    assert undo(strand, batch).status_code == 409


def test_an_import_that_was_read_already_is_withdrawn_with_what_was_read_into_it() -> None:
    strand = a_file_survey()
    batch = taken(strand, a_csv(a_row(1)))
    ann = ann_of(strand)
    theme = Theme.objects.create(activity=strand.activity, name="Buses", made_by=ann)
    Coding.objects.create(passage=Passage.objects.get(), theme=theme, by=ann)
    assert undo(strand, batch).status_code == 302
    assert (Contribution.objects.get().state, Coding.objects.count()) == ("withdrawn", 1)


def test_nothing_is_taken_out_once_the_answers_are_counted() -> None:
    strand = a_file_survey()
    batch = taken(strand, a_csv(a_row(1)))
    put_into(strand.activity, "found")
    assert undo(strand, batch).status_code == 403
    assert Contribution.objects.count() == 1
