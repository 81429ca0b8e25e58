"""Required binds on the web only: a file's row that leaves such a question out is taken in, and the report says so."""

from __future__ import annotations

import pytest
from tests.methods.survey.surveys import a_plain_survey

from heard.activities.queries.days import days_open
from heard.ground import clock
from heard.methods.survey.forms.matching import Matching
from heard.methods.survey.forms.rows import RowReader
from heard.methods.survey.forms.sheets import read_sheet
from heard.methods.survey.queries import questionnaire

pytestmark = pytest.mark.django_db


def test_a_row_without_a_required_answer_is_taken_in_and_remarked_on() -> None:
    strand = a_plain_survey(("text", "Why?", (), {"required": True}), ("text", "What else?"))
    asked = questionnaire(strand)
    reader = RowReader(
        sheet=read_sheet(b"Why?,What else?\n,More buses\nBecause,\n", "r.csv"),
        matching=Matching(
            columns=tuple(question.ref for question in asked.questions), channel="paper", received_on=clock.today()
        ),
        asked=asked,
        days=days_open(strand),
        today=clock.today(),
        file_digest="d",
    )
    first, second = reader.read()
    assert first.remarks == (
        ("Why?", "Question 1, which the web asks of everyone, is left out. The row counts all the same."),
    )  # fmt: skip
    assert second.remarks == ()
