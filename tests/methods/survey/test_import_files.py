"""Files that are no spreadsheet, or that would do harm, are refused before they are read."""

from __future__ import annotations

from typing import Any

import pytest
from tests.factories import signed_in
from tests.methods.survey.surveys import ann_of
from tests.methods.survey.test_imports import a_file_survey, upload
from tests.methods.survey.workbooks import a_workbook

from heard.methods.survey.forms.sheets import LARGEST_FILE
from heard.methods.survey.models import Import

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "r.csv", "empty"),
        (b"%PDF-1.7 something", "r.csv", "another kind of file"),
        (b"PK\x03\x04" + b"x" * 50, "r.csv", "another kind of file"),
        (b"a,b\n1,2\n", "r.xlsx", "another kind of file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "r.xls", "Only .csv, .xlsx and .ods"),
        (b"a;b", "r.exe", "Only .csv, .xlsx and .ods"),
        ("Why?\nja".encode("utf-16"), "r.csv", "UTF-16"),
        (b"a,b\x00c\n", "r.csv", "NUL"),
        (b"Why?\n\x81\x8d", "r.csv", "neither UTF-8 nor Windows-1252"),
        (b"\n\n", "r.csv", "Nothing stands in this file"),
        (b"x" * (LARGEST_FILE + 1), "r.csv", "at most 10 MB"),
        (",".join(f"c{n}" for n in range(300)).encode(), "r.csv", "300 columns"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_spreadsheet_is_refused_with_a_reason(content: bytes, name: str, why: str) -> None:
    strand = a_file_survey()
    refused = upload(signed_in(ann_of(strand)), strand, content, name)
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert Import.objects.count() == 0


FAR = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
MANY = b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 20_000 + b"</row>"
LONG = b"<si><t>" + b"x" * 100_000 + b"</t></si>"


def unpacking() -> bytes:
    return a_workbook(b'<row r="1"><c t="inlineStr"><is><t>' + b"x" * 210_000_000 + b"</t></is></c></row>")


def torn() -> bytes:
    return a_workbook(b"").replace(b"PK\x05\x06", b"PK\x05\x07")


BOMBS = [
    (lambda: a_workbook(FAR), "reaches to column"),
    (lambda: a_workbook(MANY, LONG), "more text than can be read"),
    (unpacking, "more than 200 MB"),
    (torn, "another kind of file"),
]


@pytest.mark.parametrize(
    ("bomb", "why"), BOMBS, ids=["sprawl", "one long text many times", "unpacks to 210 MB", "torn"]
)
def test_a_small_workbook_that_unfolds_into_a_huge_one_is_refused_before_it_is_read(bomb: Any, why: str) -> None:
    strand = a_file_survey()
    refused = upload(signed_in(ann_of(strand)), strand, bomb(), "r.xlsx")
    assert refused.status_code == 422
    assert why in refused.content.decode()


def test_a_workbook_that_declares_entities_is_refused() -> None:
    strand = a_file_survey()
    declared = a_workbook(b"", before=b'<!DOCTYPE a [<!ENTITY b "bb">]>')
    refused = upload(signed_in(ann_of(strand)), strand, declared, "r.xlsx")
    assert "document type" in refused.content.decode()
