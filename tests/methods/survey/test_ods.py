"""OpenDocument spreadsheets: read like the others, weighed before they are opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from tests.factories import signed_in
from tests.methods.survey.surveys import ann_of
from tests.methods.survey.test_imports import TODAY, a_file_survey, a_row, taken, upload
from tests.methods.survey.workbooks import an_ods, ods_row

from heard.activities.models import Passage
from heard.methods.survey.forms.sheets import LARGEST_FILE, Unreadable, read_sheet
from heard.methods.survey.models import Chosen, Import

pytestmark = pytest.mark.django_db
HEAD = ods_row("Id", "Date received", "How", "Which?", "Any?", "Rate", "Why?")
EMPTY = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'  # fmt: skip # noqa: E501


def test_an_ods_is_taken_in_like_any_other_file() -> None:
    said = "שלום 🏊 مرحبا \u202eright to left\u202c"
    batch = taken(a_file_survey(), an_ods(HEAD + ods_row(*a_row(1, why=said)) + ods_row(*a_row(2)) + EMPTY), "r.ods")
    assert (batch.rows_taken, batch.rows_refused) == (2, 0)
    assert "OpenDocument spreadsheet" in batch.reading["said"]
    assert Passage.objects.filter(words=said).count() == 1
    assert Chosen.objects.count() == 8


def test_dates_and_numbers_of_an_ods_are_read_as_they_are_meant() -> None:
    dated = (
        f'<table:table-cell office:value-type="date" office:date-value="{TODAY}"><text:p>x</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="4"><text:p>4</text:p></table:table-cell>'
    )
    sheet = read_sheet(an_ods(ods_row("Day", "Rate") + f"<table:table-row>{dated}</table:table-row>"), "r.ods")
    assert [cells for _number, cells in sheet.rows()] == [[TODAY, "4"]]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (ods_row("a", again=30_000_000), "reaches to column 1 and row"),
        (ods_row(*["a"] * 100, again=60_000), "more text than can be read"),
        (ods_row("x" * 200_000, again=5_000), "more text than can be read"),
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="90000"><text:p>a</text:p>'
            "</table:table-cell></table:table-row>",
            "reaches to column 90000",
        ),
        (
            '<table:table-row><table:table-cell><text:p><text:s text:c="900000000"/>a</text:p></table:table-cell>'
            "</table:table-row>",
            "more text than can be read",
        ),
        (
            '<table:table-row table:number-rows-repeated="900000000"><table:table-cell/></table:table-row>'
            + ods_row("a", "b"),
            "reaches to column 2 and row 900000001",
        ),
        (ods_row("a", again="9" * 14), "reaches to column 1 and row"),
        (ods_row("a", again="+30000000"), "reaches to column 1 and row"),
        (ods_row("a", again="0" * 12 + "30000000"), "reaches to column 1 and row"),
    ],
    ids=[
        "one row often",
        "many cells",
        "much text",
        "one cell often",
        "spaces",
        "an empty gap",
        "more than eleven digits",
        "a sign",
        "noughts before it",
    ],
)
def test_a_small_ods_that_unfolds_into_a_huge_one_is_refused_before_it_is_read(rows: str, why: str) -> None:
    strand = a_file_survey()
    refused = upload(signed_in(ann_of(strand)), strand, an_ods(rows), "r.ods")
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (an_ods("", before='<!DOCTYPE a [<!ENTITY b "bb">]>'), "document type"),
        (an_ods("").replace(b"PK\x05\x06", b"PK\x05\x07"), "another kind of file"),
        (b"a,b\n1,2\n", "another kind of file"),
        (an_ods("<oops"), "damaged"),
    ],
    ids=["entities", "torn", "a csv", "no xml"],
)
def test_what_is_no_sound_ods_is_refused_with_a_reason(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_sheet(content, "r.ods")


@pytest.mark.parametrize("nul", ["\x00", "&#0;", "&#x0;"], ids=["itself", "as a number", "in hexadecimal"])
@pytest.mark.parametrize("where", ["in a cell", "in a head"])
def test_a_nul_in_an_ods_is_refused_with_a_reason(nul: str, where: str) -> None:
    strand = a_file_survey()
    rows = HEAD + ods_row(*a_row(1, why=f"a{nul}b")) if where == "in a cell" else HEAD.replace("Why?", f"Wh{nul}y?")
    content = an_ods(rows.replace("&amp;#", "&#"))
    refused = upload(signed_in(ann_of(strand)), strand, content, "r.ods")
    assert refused.status_code == 422
    assert "damaged" in refused.content.decode()
    assert Import.objects.count() == 0


def test_an_ods_of_more_than_ten_megabytes_is_refused_before_it_is_opened() -> None:
    strand = a_file_survey()
    content = an_ods(HEAD)
    refused = upload(signed_in(ann_of(strand)), strand, content + b"x" * (LARGEST_FILE + 1 - len(content)), "r.ods")
    assert refused.status_code == 422
    assert "10 MB" in refused.content.decode()
    assert Import.objects.count() == 0


def packed_beside(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same file with further parts in it, each squeezed as far as it goes."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: an_ods("<!--" + "x" * 210_000_000 + "-->"),
        lambda: packed_beside(an_ods(HEAD), {"Pictures/one.png": b"\0" * 210_000_000}),
        lambda: packed_beside(an_ods(HEAD), {f"Pictures/{n}": b"" for n in range(2001)}),
    ],
    ids=["a remark of 210 MB", "a picture of 210 MB", "two thousand parts"],
)
def test_an_ods_that_unpacks_to_more_than_a_machine_should_hold_is_refused(bomb: Callable[[], bytes]) -> None:
    content = bomb()
    assert len(content) < LARGEST_FILE
    with pytest.raises(Unreadable, match="more than 200 MB"):
        read_sheet(content, "r.ods")


@pytest.mark.parametrize(
    "rows",
    ["<!--" + "x" * 60_000_000 + "-->", f'<table:table-row table:style-name="{"x" * 60_000_000}"/>'],
    ids=["a remark", "an attribute"],
)
def test_a_single_piece_that_would_be_read_again_and_again_is_refused_at_once(rows: str) -> None:
    """Expat reads an unfinished piece anew with every block: 60 MB of one took minutes, from a file of 60 KB."""
    content = an_ods(rows)
    assert len(content) < 300_000
    with pytest.raises(Unreadable, match="a single piece of more than 1 MB"):
        read_sheet(content, "r.ods")


def test_a_part_that_lies_about_its_size_is_not_unpacked() -> None:
    """The table of contents says 10 bytes, and the part holds 30 million: reading stops at what was said."""
    content = packed_beside(an_ods(HEAD), {})
    honest = an_ods(ods_row("x" * 30_000_000))
    with zipfile.ZipFile(io.BytesIO(honest)) as packed:
        true = packed.getinfo("content.xml").file_size
    lying = honest.replace(true.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(Unreadable, match=r"another kind of file|damaged"):
        read_sheet(lying, "r.ods")
    assert read_sheet(content, "r.ods").columns[0] == "Id"
