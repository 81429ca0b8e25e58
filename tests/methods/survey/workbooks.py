"""Workbooks to test with: real ones, and small ones that would unfold into huge ones."""

from __future__ import annotations

import io
import zipfile
from html import escape
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


OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def an_ods(rows: str, before: str = "") -> bytes:
    """An OpenDocument spreadsheet as small as one can be, with these rows of content.xml."""
    page = io.BytesIO()
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        packed.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/" m:media-type="{ODS}"/></m:manifest>',
        )
        packed.writestr(
            "content.xml",
            f"{before}<office:document-content {OFFICE}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return page.getvalue()


def ods_row(*cells: str, again: int | str = 1) -> str:
    """A row of text cells, `again` times."""
    said = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{again}">{said}</table:table-row>'
