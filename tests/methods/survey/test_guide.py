"""The guide to imports is true: its example is read as it stands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from heard.methods.survey.forms.matching import read_mapping
from heard.methods.survey.queries import Asked, Questionnaire

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "imports.md"


def test_the_mapping_file_of_the_guide_is_accepted() -> None:
    block = re.search(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert block is not None
    questions = tuple(Asked(n, f"ref{n}", n, "text", f"Question {n}?") for n in range(1, 5))
    asked = Questionnaire(questions=questions, by_ref={question.ref: question for question in questions})
    columns = (
        "Comment ID", "Date", "How it came", "May we quote you", "What should change first?", "Staff notes", "Name",
    )  # fmt: skip
    matching = read_mapping(block[1].encode(), "m.toml", columns, asked)
    assert matching.columns == ("id", "received", "channel", "may_quote", "ref4", "ignore", "ignore")
    assert (matching.channel, matching.received_on, matching.separator) == ("paper", date(2016, 10, 3), ";")
    assert matching.notes == ("Name",)
