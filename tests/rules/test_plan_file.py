"""Plans read from a file: every fault named by line and key, all at once, and nothing guessed."""

# ruff: noqa: E501  (a row of a table reads best on one line)

from __future__ import annotations

import contextlib
import dataclasses
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.city import GOOD, OPENING

from heard.rules.plan_file import CHOICES, PlanError, read_plan
from heard.rules.plan_template import TEMPLATE, whole
from heard.rules.snapshot import Snapshot
from heard.rules.toml_lines import lines_of


def faults(text: str | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(PlanError) as refused:
        read_plan(text)
    return [(fault.line, fault.key, fault.why) for fault in refused.value.faults]


def test_an_empty_file_is_a_plan_with_nothing_set() -> None:
    assert read_plan("") == Snapshot()


def test_the_day_of_judging_comes_from_outside() -> None:
    assert read_plan("", OPENING).today == OPENING
    assert faults("today = 2027-01-18\n") == [
        (1, "today", "unknown key (the day on which a plan is judged is given by --on)")
    ]


def test_the_example_names_every_field_of_the_plan() -> None:
    """Whatever the web can hold, the file can; the example shows each key once."""
    data = tomllib.loads(whole())
    assert set(data) == {field.name for field in dataclasses.fields(Snapshot)} - {"today", "overrides"}
    assert "# [[overrides]]" in TEMPLATE
    for name in ("groups", "strands", "stakeholders", "counts", "themes", "findings", "commitments"):
        part = getattr(read_plan(whole()), name)[0]
        assert set(data[name][0]) == {field.name for field in dataclasses.fields(part)}, name
    for name in ("declaration", "access", "privacy", "decision", "feedback", "evaluation"):
        part = getattr(read_plan(whole()), name)
        assert set(data[name]) == {field.name for field in dataclasses.fields(part)}, name


@pytest.mark.parametrize(
    "text, expected",
    [
        ('title = "A"\nlevle = "consult"\n', (2, "levle", "unknown key (did you mean “level”?)")),
        ('\n\nzebra = 1\n', (3, "zebra", "unknown key")),
        ("title = 3\n", (1, "title", "must be a text in quotes, not a number")),
        ("general_public = 1\n", (1, "general_public", "must be true or false, not a number")),
        ("lead_feedback_overdue = true\n", (1, "lead_feedback_overdue", "must be a whole number, not true or false")),
        ("lead_feedback_overdue = -1\n", (1, "lead_feedback_overdue", "must be a count: 0 or more")),
        ("at_stake_pence = 1_000_000_001\n", (1, "at_stake_pence", "must be 1,000,000,000 at most: a slip of the keys?")),
        ("lead_feedback_overdue = 1.5\n", (1, "lead_feedback_overdue", "must be a whole number, not a number with a point")),
        ('opens_on = "2027-02-30"\n', (1, "opens_on", "“2027-02-30” is not a day of the calendar, written like 2027-01-18")),
        ('opens_on = "18/1/2027"\n', (1, "opens_on", "“18/1/2027” is not a day of the calendar, written like 2027-01-18")),
        ("opens_on = 2027-01-18T09:00:00\n", (1, "opens_on", "must be a day like 2027-01-18, not a moment")),
        ("opens_on = 9999-12-31\n", (1, "opens_on", "lies in the year 9999: a slip of the keys?")),
        ('opens_on = "0027-01-18"\n', (1, "opens_on", "lies in the year 27: a slip of the keys?")),
        ("opens_on = 20270118\n", (1, "opens_on", "must be a day like 2027-01-18, not a number")),
        ('open_matters = "buses"\n', (1, "open_matters", 'must be a list like ["a", "b"]')),
        ('open_matters = ["a",\n  2]\n', (2, "open_matters[1]", "must be a text in quotes, not a number")),
        ('level = "consulting"\n', (1, "level", "“consulting” is not known; choose from inform, consult, involve, coproduce, devolve (did you mean “consult”?)")),
        ('schema = 2\n', (1, "schema", "must be 1")),
        ('[declaration]\nsigned = "me"\n', (2, "declaration.signed", "unknown key (did you mean “signed_on”?)")),
        ('declaration = "signed"\n', (1, "declaration", "must be a table, written [declaration]")),
        ('[groups]\nname = "a"\n', (1, "groups", "must be [[groups]] tables")),
        ('[[groups]]\nname = "a"\n[[groups]]\nmost_affectd = true\n', (4, "groups[1].most_affectd", "unknown key (did you mean “most_affected”?)")),
        ('[[strands]]\nmethod = "telepathy"\n', (2, "strands[0].method", "“telepathy” is not known; choose from survey, gathering, conversation, opinions, document, budget, assets, inquiry, correspondence")),
        ('[[strands]]\nchannels = ["web", "fax"]\n', (2, "strands[0].channels[1]", "“fax” is not known; choose from web, paper, phone, in_person, text_message, letter, email")),
        ('[[strands]]\n[[strands.terms]]\nchannel = "web"\n[[strands.terms]]\nquestion = 3\n', (5, "strands[0].terms[1].question", "unknown key (did you mean “questions”?)")),
        ('[[strands]]\nterms = [\n  { channel = "web" },\n  { channel = "paper", asks = 3 },\n]\n', (4, "strands[0].terms[1].asks", "unknown key (did you mean “lacks”?)")),
        ('title = "a\\u0000b"\n', (1, "title", "holds a NUL character; take it out")),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_line_key_and_reason(text: str, expected: tuple[int, str, str]) -> None:
    assert faults(text) == [expected]


def test_all_faults_are_named_at_once_in_the_order_of_their_lines() -> None:
    text = 'levle = "x"\ntitle = 3\n[access]\nformat = "large"\n'
    assert [(line, key) for line, key, _ in faults(text)] == [(1, "levle"), (2, "title"), (4, "access.format")]


@pytest.mark.parametrize(
    "text, line, key, says",
    [
        ("title = A plan\n", 1, "title", "not readable TOML: Invalid value"),
        ('a = 1\ntitle = "x\n', 2, "title", "not readable TOML"),
        ("opens_on = 2027-02-30\n", 1, "opens_on", "not readable TOML: Invalid date or datetime"),
        ('title = "a"\ntitle = "b"\n', 2, "title", "is written twice"),
        ("title = \n", 1, "title", "Invalid value"),
    ],
)
def test_what_is_not_toml_is_named_by_line(text: str, line: int, key: str, says: str) -> None:
    ((found_line, found_key, why),) = faults(text)
    assert (found_line, found_key) == (line, key)
    assert says in why


@pytest.mark.parametrize(
    "raw, line, why",
    [
        (b'title = "caf\xe9"\n', 1, "A letter here is not UTF-8. Save the file as UTF-8."),
        (b'a = 1\ntitle = "x\x00y"\n', 2, "There is a NUL character here. Take it out."),
        ('title = "x"'.encode("utf-16"), 0, "The file is UTF-16. Save it as UTF-8."),
        (b"#" * 1_000_001, 0, "The file has more than 1,000,000 characters: this is no plan."),
        (b"topics = " + b"[" * 5000 + b"]" * 5000, 0, "Lists stand too deep inside one another."),
    ],
)
def test_odd_files_are_refused_with_a_reason(raw: bytes, line: int, why: str) -> None:
    assert faults(raw) == [(line, "", why)]


def test_windows_line_ends_and_a_byte_order_mark_are_read() -> None:
    windows = TEMPLATE.replace("\n", "\r\n").encode("utf-8-sig")
    assert read_plan(windows, OPENING) == GOOD


def test_line_numbers_are_right_after_windows_line_ends() -> None:
    assert faults(b'title = "a"\r\nodd = 1\r\n') == [(2, "odd", "unknown key")]


def test_days_may_stand_in_quotes_and_an_empty_text_unsets_one() -> None:
    plan = read_plan('opens_on = "2027-01-18"\ncloses_on = ""\n')
    assert (plan.opens_on, plan.closes_on) == (date(2027, 1, 18), None)


def test_every_key_with_a_choice_refuses_a_word_that_is_not_among_them() -> None:
    text = whole().replace('state = "done"', 'state = "finished"').replace('stake = "authority"', 'stake = "boss"')
    assert [key for _, key, _ in faults(text)] == ["stakeholders[0].stake", "commitments[0].state"]
    assert set(CHOICES) >= {"level", "tier", "method", "channels", "stake", "sector", "answer", "state"}


# --- lines -----------------------------------------------------------------------------------------------------------


def test_lines_are_found_through_long_strings_arrays_and_inline_tables() -> None:
    text = (
        'a = """\nb = 1 ] } # not a key\n""" # comment\n'
        "'quoted key' = '''x\n'''\n"
        'c.d = [1, # [\n  {e = 2, f = "}"}, \n]\n'
        "[g . h]\ni = 2027-01-18\n[[j]]\n[[j]]\nk = 1\n[j.l]\nm = 1_000.5e3\n"
    )
    tomllib.loads(text)
    found = lines_of(text)
    assert found[("a",)] == 1
    assert found[("quoted key",)] == 4
    assert found[("c", "d", 1, "e")] == 7
    assert found[("c", "d", 1, "f")] == 7
    assert found[("g", "h", "i")] == 10
    assert found[("j", 1)] == 12
    assert found[("j", 1, "k")] == 13
    assert found[("j", 1, "l", "m")] == 15


values = st.recursive(
    st.one_of(
        st.integers(-5, 5).map(str),
        st.sampled_from(["true", "2027-01-18", "1.5", "'x # [y'", '"a\\"b"', '"""\nlong ] """', "'''\n it's '''"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda each: "[ " + ",\n ".join(each) + " ]"),
        st.lists(inner.filter(lambda text: "\n" not in text), max_size=2).map(
            lambda each: "{" + ", ".join(f"k{n} = {text}" for n, text in enumerate(each)) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(st.booleans(), values), max_size=6))
def test_the_line_of_every_key_is_where_it_was_written(rows: list[tuple[bool, str]]) -> None:
    text, expected, base = "", {}, ()
    for number, (opens_a_table, value) in enumerate(rows):
        if opens_a_table:
            text += f"# words\n[table{number}]\n"
            base = (f"table{number}",)
        expected[*base, f"key{number}"] = text.count("\n") + 1
        text += f"key{number} = {value}\n"
    tomllib.loads(text)
    found = lines_of(text)
    assert {path: found[path] for path in expected} == expected


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    with contextlib.suppress(PlanError):
        read_plan(text)


@given(st.integers(0, len(TEMPLATE)), st.text(max_size=3))
def test_the_example_with_anything_put_in_is_read_or_refused(place: int, added: str) -> None:
    with contextlib.suppress(PlanError):
        read_plan(TEMPLATE[:place] + added + TEMPLATE[place:])
