"""Whatever a file holds, a row is either taken whole or refused with a reason; nothing else happens."""

from __future__ import annotations

import csv
import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as some

from heard.ground.sheets import harmless, unguarded
from heard.methods.survey.actions import Incoming, NotTaken
from heard.methods.survey.forms.matching import (
    IGNORE,
    WORDS,
    Matching,
    Unmatched,
    check,
    column_names,
    guess,
    read_mapping,
)
from heard.methods.survey.forms.rows import MOST_FAULTS, MOST_IN_FILE, RowReader
from heard.methods.survey.forms.sheets import Sheet, Unreadable, read_sheet
from heard.methods.survey.queries import LONGEST, Asked, Choice, Questionnaire

QUESTIONS = (
    Asked(1, "aaa", 1, "choice", "Which?", choices=(Choice(11, "A"), Choice(12, "B; and C"))),
    Asked(2, "bbb", 2, "multi", "Any?", choices=(Choice(21, "X"), Choice(22, "Y"))),
    Asked(3, "ccc", 3, "scale", "Rate", choices=tuple(Choice(n, str(n)) for n in range(1, 6))),
    Asked(4, "ddd", 4, "text", "Why?"),
)
ASKED = Questionnaire(questions=QUESTIONS, by_ref={question.ref: question for question in QUESTIONS})
TODAY = date(2026, 6, 1)
DAYS = {"paper": (date(2026, 3, 1), date(2026, 6, 30)), "web": (date(2026, 3, 1), date(2026, 6, 30))}
TARGETS = some.sampled_from([*ASKED.by_ref, *WORDS])
LIKELY = ["A", "b; AND c", "x;Y", "5", "5.0", "2026-05-01", "1/5/2026", "paper", "yes", "", "id-1", "=1+1", "\x00"]
CELLS = some.one_of(some.sampled_from(LIKELY), some.text(max_size=60))


def reader_of(rows: list[list[str]], targets: list[str], **more: object) -> RowReader:
    return RowReader(
        sheet=Sheet("csv", tuple(f"c{n}" for n in range(len(targets))), b"", "utf-8", ","),
        matching=Matching(columns=tuple(targets), channel="paper", received_on=date(2026, 5, 1), **more),  # type: ignore[arg-type]
        asked=ASKED,
        days=DAYS,
        today=TODAY,
        file_digest="0" * 64,
    )


@settings(deadline=None, max_examples=300)
@given(some.lists(TARGETS, min_size=1, max_size=8), some.data())
def test_every_row_is_taken_whole_or_refused_with_a_reason(targets: list[str], data: some.DataObject) -> None:
    rows = data.draw(some.lists(some.lists(CELLS, min_size=0, max_size=len(targets) + 1), max_size=6))
    reader = reader_of(rows, targets)
    for number, cells in enumerate(rows, start=2):
        read = reader.read_row(number, cells)
        assert read.number == number
        if isinstance(read, NotTaken):
            assert read.faults
            assert all(why and len(why) <= 300 for _column, why in read.faults)
            continue
        assert isinstance(read, Incoming)
        assert read.given
        for answer in read.given:
            assert bool(answer.words) != bool(answer.values)
            assert len(answer.words) <= LONGEST
            assert "\x00" not in answer.words
            assert set(answer.values) <= {choice.value for choice in answer.question.choices}
            assert len(set(answer.values)) == len(answer.values)
        assert read.channel in DAYS
        assert date(2026, 3, 1) <= read.received_at.date() <= TODAY


def test_a_file_matched_wrongly_throughout_keeps_a_bounded_list_of_faults() -> None:
    """A hundred thousand rows with a score of faults each would be millions to keep, to group and to show."""
    reader = reader_of([], ["bbb"])
    cells = [";".join(f"no{number}" for number in range(MOST_FAULTS + 5))]
    rows = [reader.read_row(number, cells) for number in range(2, 4002)]
    faults = [len(row.faults) for row in rows if isinstance(row, NotTaken)]
    assert (len(faults), faults[0], faults[-1]) == (4000, MOST_FAULTS + 1, 2)
    assert sum(faults) - 2 * len(faults) < MOST_IN_FILE + MOST_FAULTS
    assert rows[-1].faults[1] == ("", "It has 24 more faults.")  # type: ignore[union-attr]


@given(some.lists(CELLS, min_size=4, max_size=4))
def test_the_same_row_of_the_same_file_always_has_the_same_key(cells: list[str]) -> None:
    first, again = (reader_of([], ["aaa", "bbb", "ccc", "ddd"]).read_row(7, cells) for _ in range(2))
    assert first == again


@given(some.lists(some.sampled_from(["r1", "r2", "r3"]), max_size=12))
def test_a_response_id_is_taken_once_however_the_rows_are_ordered(ids: list[str]) -> None:
    reader = reader_of([], ["id", "ddd"])
    taken = [
        row for row in (reader.read_row(n, [one, "words"]) for n, one in enumerate(ids)) if isinstance(row, Incoming)
    ]
    assert len(taken) == len(set(ids)) == len({row.key for row in taken})


@given(some.binary(max_size=400), some.sampled_from(["a.csv", "a.xlsx", "a.toml", "a"]))
def test_any_bytes_are_a_sheet_or_are_refused_with_a_sentence(content: bytes, name: str) -> None:
    try:
        sheet = read_sheet(content, name)
        rows = list(sheet.rows())
    except Unreadable as refusal:
        why = str(refusal)
    else:
        why = ""
        assert sheet.columns
        assert all(any(cell.strip() for cell in cells) for _number, cells in rows)
    assert why == "" or why.endswith(".")


@given(some.binary(max_size=300) | some.text(max_size=300).map(str.encode), some.sampled_from(["m.json", "m.toml"]))
def test_any_mapping_file_is_read_or_refused_with_a_sentence(content: bytes, name: str) -> None:
    try:
        matching = read_mapping(content, name, ("Which?", "Why?"), ASKED)
    except Unmatched:
        return
    assert check(matching, ("Which?", "Why?"), ASKED) == matching


@given(some.lists(some.text(max_size=20), min_size=1, max_size=12))
def test_a_guess_never_uses_a_question_twice_and_names_tell_columns_apart(columns: list[str]) -> None:
    found = [target for target in guess(column_names(columns), ASKED) if target != IGNORE]
    assert len(found) == len(set(found))
    assert len(guess(columns, ASKED)) == len(columns)


@given(some.lists(TARGETS, min_size=1, max_size=6))
def test_a_matching_that_passes_the_check_survives_being_kept(targets: list[str]) -> None:
    matching = Matching(columns=tuple(targets))
    try:
        check(matching, [f"c{n}" for n in range(len(targets))], ASKED)
    except Unmatched:
        return
    assert Matching.from_json(matching.as_json()) == matching


WORDS_WITHOUT_BREAKS = some.text(some.characters(exclude_characters="\x00\r\n", exclude_categories=["Cs"]), max_size=30)


@given(some.lists(WORDS_WITHOUT_BREAKS, min_size=2, max_size=5))
def test_no_cell_of_a_csv_runs_as_a_formula_and_words_come_back_as_they_were(cells: list[str]) -> None:
    cells = [cell for cell in cells if unguarded(cell) == cell]
    guarded = [harmless(cell) for cell in cells]
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@", "|", "%")) for cell in guarded)
    page = io.StringIO()
    csv.writer(page).writerows([["head"] * len(cells), guarded])
    sheet = Sheet("csv", ("head",) * len(cells), page.getvalue().encode(), "utf-8", ",")
    if any(cell.strip() for cell in cells):
        assert list(sheet.rows()) == [(2, cells)]
