"""A batch of text messages as the city's provider takes it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from heard.ui.files import file_answer


def texts_file(name: str, rows: Iterable[Sequence[str]]) -> HttpResponse:
    """`name`.csv to download: a number and its message in each row, to the letter, for a machine and no spreadsheet."""
    answer = file_answer("", f"{name}.csv")
    csv.writer(answer).writerows([["number", "message"], *rows])
    return answer
