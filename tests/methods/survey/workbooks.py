"""Workbooks to test with: real ones, and small ones that would unfold into huge ones."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import xlsxwriter

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOOK = f'<workbook {MAIN} xmlns:r="{RELS}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
LINKS = (
    f'<Relationships {PACKAGE}><Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


def a_workbook(sheet: bytes, strings: bytes = b"", before: bytes = b"") -> bytes:
    """A workbook as small as one can be, with this sheet."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("xl/workbook.xml", BOOK)
        packed.writestr("xl/_rels/workbook.xml.rels", LINKS)
        body = f"<worksheet {MAIN}><sheetData>".encode() + sheet + b"</sheetData></worksheet>"
        packed.writestr("xl/worksheets/sheet1.xml", before + body)
        packed.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>".encode() + strings + b"</sst>")
    return page.getvalue()


def a_real_workbook(rows: list[list[Any]]) -> bytes:
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            sheet.write(y, x, cell)
    book.close()
    return page.getvalue()
