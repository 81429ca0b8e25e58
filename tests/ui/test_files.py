"""What an address answers with as a file says what it is, by its name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from heard.ui.files import file_answer, pdf_answer, streamed_answer


def test_a_file_is_saved_under_its_name_unless_it_is_to_open() -> None:
    saved, opened = file_answer("{}", "a-1.json"), file_answer(b"\x89PNG", "b.2.png", opens=True)
    assert saved["Content-Disposition"] == 'attachment; filename="a-1.json"'
    assert (saved["Content-Type"], saved.content) == ("application/json; charset=utf-8", b"{}")
    assert opened["Content-Disposition"] == 'inline; filename="b.2.png"'
    assert (opened["Content-Type"], opened.content) == ("image/png", b"\x89PNG")


def test_a_long_file_is_sent_line_by_line() -> None:
    sent: list[str] = []

    def lines() -> Iterator[str]:
        for line in ("a\r\n", "é\r\n"):
            sent.append(line)
            yield line

    answer = streamed_answer(lines(), "rows.csv")
    assert (answer["Content-Type"], sent) == ("text/csv; charset=utf-8", [])
    assert answer.getvalue() == "a\r\né\r\n".encode()


def test_print_is_a_pdf() -> None:
    answer = pdf_answer("paper.typ", {"title": "A sheet", "blocks": []}, "sheet.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_name_without_a_known_ending_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        file_answer(b"MZ", "a.exe")
