"""Files that people open in a spreadsheet: no cell runs, numbers stay numbers."""

from __future__ import annotations

import csv
import io

import pytest

from heard.ground.sheets import csv_lines, csv_of, harmless


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "|calc", "%x", " =1", "\t=1", "\rx", "\n-1"])
def test_no_text_that_could_start_a_formula_runs(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Swim", "5 - 2", "a=b", -2, 3.5, None, True])
def test_other_text_and_every_number_stays(cell: object) -> None:
    assert harmless(cell) is cell


def test_the_first_line_alone_has_a_mark_and_every_row_reads_back() -> None:
    rows = [("answer", "count"), ('Longer, "please"', 3), ("two\nlines 😀", -1)]
    lines = list(csv_lines(rows))
    assert [line.startswith("\ufeff") for line in lines] == [True, False, False]
    read = list(csv.reader(io.StringIO("".join(lines).removeprefix("\ufeff"), newline="")))
    assert read == [["answer", "count"], ['Longer, "please"', "3"], ["two\nlines 😀", "-1"]]


def test_records_have_the_keys_of_the_first_as_their_heads() -> None:
    assert csv_of([{"what": "=x", "n": 1}, {"what": "y", "n": 2}]) == "\ufeffwhat,n\r\n'=x,1\r\ny,2\r\n"
