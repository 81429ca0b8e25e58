"""`heard check`: what it prints, and the code with which it leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.rules.city import OPENING, PACK

from heard.config.check import main
from heard.ground import clock
from heard.rules.plan_template import TEMPLATE, whole

ON = OPENING.isoformat()
LINE = re.compile(r"(?P<id>[A-Z0-9]+-[a-z0-9]+\.\d+) (?P<result>pass|advise|warn|override|refused) — (?P<why>.+)")


def edited(**lines: str) -> str:
    """The example with the first line of each key replaced by ``key = value``; "" takes the line out."""
    text = TEMPLATE
    for key, value in lines.items():
        text, times = re.subn(rf"(?m)^{key} = .*\n", f"{key} = {value}\n" if value else "", text, count=1)
        assert times == 1, key
    return text


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(TEMPLATE, "utf-8")
    return path


def run(plan: Path, text: str, *words: str) -> int:
    plan.write_text(text, "utf-8")
    return main([str(plan), *(words or ("--on", ON))])


def results(printed: str) -> dict[str, str]:
    rows = [LINE.fullmatch(row) for row in printed.splitlines()]
    assert all(rows), printed
    return {row["id"]: row["result"] for row in rows if row}


def test_the_example_that_it_prints_passes_on_its_own_opening_day(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--template"]) == 0
    printed = capsys.readouterr().out
    opens_on = re.search(r"(?m)^opens_on = (\S+)", printed)
    assert opens_on
    assert run(plan, printed, "--on", opens_on[1]) == 0
    assert set(results(capsys.readouterr().out).values()) == {"pass"}
    assert run(plan, printed, "--move", "open", "--on", opens_on[1]) == 0


def test_without_a_move_every_check_up_to_opening_is_printed_once(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(plan, TEMPLATE)
    printed = capsys.readouterr().out
    asked = {terms.id for guard in ("planned", "noticed", "open") for terms in PACK.guarding(guard, "standard")}
    assert set(results(printed)) == asked
    assert len(printed.splitlines()) == len(asked)


def test_a_move_may_be_named_by_its_verb_or_by_the_stage_it_reaches(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(plan, TEMPLATE, "--move", "notice", "--on", ON)
    by_verb = capsys.readouterr().out
    run(plan, TEMPLATE, "--move", "noticed", "--on", ON)
    assert capsys.readouterr().out == by_verb
    assert "GP-h.1" not in results(by_verb)


@pytest.mark.parametrize(
    "stage, carried_by",
    [
        ("checking", "planned"), ("analysing", "found"), ("findings_published", "found"), ("deciding", "decided"),
        ("feedback_given", "told"), ("following_through", "evaluated"),
    ],
)  # fmt: skip
def test_a_stage_of_the_handbook_is_judged_by_the_stage_that_carries_its_guards(
    stage: str, carried_by: str, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(plan, TEMPLATE, "--move", carried_by, "--on", ON)
    ours = capsys.readouterr().out
    run(plan, TEMPLATE, "--move", stage, "--on", ON)
    assert capsys.readouterr().out == ours


def test_a_move_that_nothing_guards_says_so(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(plan, TEMPLATE, "--move", "withdraw", "--on", ON) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "Nothing in the Compact guards this move.\n"


DROPPED = [
    ("title", "GP-a.1", 1), ("purpose", "GP-a.1", 1), ("audience", "GP-a.2", 1), ("level", "P-8.1", 1),
    ("open_matters", "P-1.1", 1), ("influence_statement", "P-9.1", 1), ("other_inputs", "P-9.1", 1),
    ("decision_maker", "P-9.1", 1), ("decides_on", "P-9.1", 1), ("rejected_alternatives", "UP-d.4", 0),
    ("noticed_on", "GP-m.2", 1), ("opens_on", "GP-n.3", 1), ("closes_on", "GP-n.3", 1),
    ("publicity_channels", "GP-c.1", 1), ("feedback_channels", "GP-c.1", 1), ("feedback_due_on", "GP-c.3", 0),
    ("information_pack", "GP-a.5", 1), ("late_response_policy", "UP-f.5", 1), ("approved_by", "GP-f.2", 1),
    ("lead_partner", "A-1.1", 0), ("reached_by", "P-10.1", 1), ("accepted_on", "P-11.1", 1),
    ("nothing_decided", "UP-d.2", 1), ("signed_by", "UP-d.2", 1), ("signed_on", "GP-f.1", 1),
    ("would_change_my_mind", "GP-f.1", 1), ("what_is_fixed", "GP-f.1", 1), ("equality_analysis", "GP-g.1", 1),
    ("formats", "GP-g.2", 1), ("languages", "GP-g.3", 0), ("venue_check", "GP-g.4", 0), ("why", "P-10.2", 0),
    ("support_offered", "GP-g.4", 0), ("lawful_basis", "B0-c.1", 1), ("controller", "B0-c.1", 1),
    ("retention", "B0-c.1", 1), ("remedy", "P-10.3", 0), ("seldom_heard", "P-7.1", 1),
]  # fmt: skip


@pytest.mark.parametrize("key, check_id, code", DROPPED)
def test_taking_a_key_out_of_the_example_is_noticed_by_its_check(
    key: str, check_id: str, code: int, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(plan, edited(**{key: ""})) == code
    found = results(capsys.readouterr().out)[check_id]
    assert found == "refused" if code else found in ("warn", "advise")


CHANGED = [
    ({"level": '"inform"'}, "P-8.3", "warn", 0),
    ({"topics": '["economy"]'}, "P-1.2", "advise", 0),
    ({"options": '["One"]', "something_else_welcome": "false"}, "UP-d.3", "warn", 0),
    ({"decision_made_on": "2027-02-01"}, "UP-d.1", "refused", 1),
    ({"noticed_on": "2027-01-08"}, "GP-m.1", "warn", 0),
    ({"noticed_on": "2027-01-18"}, "GP-m.2", "refused", 1),
    ({"closes_on": "2027-03-15"}, "GP-n.1", "refused", 1),
    ({"closes_on": "2027-03-15", "duration_rationale": '"Frost."'}, "GP-n.1", "warn", 0),
    ({"statutory_minimum_days": "120"}, "GP-n.5", "refused", 1),
    ({"closes_on": "2027-04-19\ncloses_on_at_opening = 2027-05-01"}, "GP-n.4", "refused", 1),
    ({"lead_is_signatory": "false"}, "A-1.1", "warn", 0),
    ({"lead_feedback_overdue": "3"}, "UP-a.3", "warn", 0),
    ({"tier": '"light"'}, "P-8.4", "refused", 1),
    ({"nothing_decided": "false"}, "UP-d.2", "refused", 1),
    ({"questions": "9"}, "UP-e.3", "refused", 1),
    ({"feedback_channels": '["web"]'}, "GP-c.2", "warn", 0),
]


@pytest.mark.parametrize("changes, check_id, expected, code", CHANGED)
def test_changing_a_line_of_the_example_is_noticed_by_its_check(
    changes: dict[str, str], check_id: str, expected: str, code: int, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(plan, edited(**changes)) == code
    assert results(capsys.readouterr().out)[check_id] == expected


def test_connecting_communities_phase_1_and_2_as_a_stranger_would_type_them(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    phase_1 = {"noticed_on": "2015-11-09", "opens_on": "2015-12-07", "closes_on": "2016-02-01"}
    assert run(plan, edited(**phase_1), "--move", "open", "--on", "2015-12-07") == 1
    found = capsys.readouterr()
    assert results(found.out)["GP-n.1"] == "refused"
    assert [each for each, said in results(found.out).items() if said == "refused"] == ["GP-n.1"]
    assert "[duration_rationale]" in found.out
    assert found.err == f"Refused: 1 of {len(PACK.guarding('open', 'standard'))} checks stand in the way.\n"

    assert run(plan, edited(**phase_1, duration_rationale='"Budget day."'), "--on", "2015-12-07") == 0
    found_with_reason = results(capsys.readouterr().out)
    assert (found_with_reason["GP-n.1"], found_with_reason["GP-n.2"]) == ("warn", "warn")

    phase_2 = {"noticed_on": "2016-08-01", "opens_on": "2016-09-12", "closes_on": "2016-12-12"}
    assert run(plan, edited(**phase_2), "--on", "2016-09-12") == 0
    found_2 = results(capsys.readouterr().out)
    assert (found_2["GP-n.1"], found_2["GP-n.2"]) == ("pass", "pass")


def test_without_a_day_a_plan_whose_days_are_over_is_refused_and_the_way_to_judge_it_is_said(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = edited(noticed_on="2016-08-01", opens_on="2016-09-12", closes_on="2016-12-12")
    with clock.stopped(date(2026, 11, 23)):
        assert run(plan, text, "--move", "open") == 1
    printed = capsys.readouterr()
    assert [each for each, said in results(printed.out).items() if said == "refused"] == ["GP-n.6"]
    assert printed.err.splitlines()[1] == "Its days are over. As of its opening: --on 2016-09-12"
    assert run(plan, text, "--on", "2016-09-12") == 0
    assert "--on" not in capsys.readouterr().err


def test_an_override_needs_its_reason_and_its_name(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = edited(noticed_on=ON)
    over = '\n[[overrides]]\ncheck = "GP-m.2"\nreason = "{}"\nby = "{}"\non = 2027-01-17\n'
    assert run(plan, text + over.format("The bridge closes.", "Bilal Hussain, senior lead")) == 0
    assert results(capsys.readouterr().out)["GP-m.2"] == "override"
    assert run(plan, text + over.format("", "Bilal Hussain, senior lead")) == 1
    assert run(plan, text + over.format("The bridge closes.", "")) == 1


def test_a_web_survey_alone_is_refused_with_the_figures(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Scenario 6."""
    text = re.sub(r"(?m)^channels = .*$", 'channels = ["web"]', TEMPLATE)
    assert run(plan, text, "--move", "noticed", "--on", ON) == 1
    (row,) = [row for row in capsys.readouterr().out.splitlines() if row.startswith("UP-e.1 ")]
    assert row == (
        "UP-e.1 refused — Every way in is digital (the web). About 3% are offline and 30% have only basic use. "
        "Add paper, phone or face to face. [strands[0].channels]"
    )


@pytest.mark.parametrize("days, code", [(-1, 1), (0, 0), (1, 0), (92, 1)])
def test_it_opens_neither_before_its_day_nor_after_it_has_closed(days: int, code: int, plan: Path) -> None:
    on = (OPENING + timedelta(days=days)).isoformat()
    assert run(plan, TEMPLATE, "--move", "open", "--on", on) == code


@pytest.mark.parametrize(
    "move, on",
    [
        ("close", "2027-04-20"), ("found", "2027-04-26"), ("decided", "2027-06-15"), ("told", "2027-06-28"),
        ("evaluated", "2027-09-01"), ("archived", "2027-10-01"),
    ],
)  # fmt: skip
def test_the_whole_example_passes_every_later_move(move: str, on: str, plan: Path) -> None:
    assert run(plan, whole(), "--move", move, "--on", on) == 0


def test_an_unknown_key_is_malformed_and_named_with_its_line(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(plan, edited(audience='"All"\naudiance = "All"')) == 2
    printed = capsys.readouterr()
    line = next(n for n, row in enumerate(plan.read_text().splitlines(), 1) if row.startswith("audiance"))
    assert printed.out == ""
    assert printed.err == f"heard check: {plan}: line {line}: audiance: unknown key (did you mean “audience”?)\n"


@pytest.mark.parametrize(
    "words, says",
    [
        ([], "required"),
        (["a.toml", "b.toml"], "unrecognized arguments"),
        (["plan.toml", "--on", "tomorrow"], "“tomorrow” is not a day"),
        (["plan.toml", "--on", "9999-12-31"], "“9999-12-31” lies in the year 9999: a slip of the keys?"),
        (["plan.toml", "--on", "0001-01-01"], "“0001-01-01” lies in the year 1: a slip of the keys?"),
        (["plan.toml", "--on", "2027-W03-1"], "“2027-W03-1” is not a day, written like 2027-01-18"),
        (["plan.toml", "--fast"], "unrecognized arguments"),
        (["nowhere.toml"], "There is no file “nowhere.toml”."),
        (["."], "“.” is a folder, not a plan."),
    ],
)
def test_bad_usage_leaves_with_two(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    printed = capsys.readouterr()
    assert says in printed.err
    assert printed.out == ""


def test_no_word_of_a_plan_moves_the_cursor_or_begins_another_line(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = TEMPLATE.replace('name = "People over 75"', 'name = "People\\u001b[2J\\nA-1.1 pass — \\u202e75"')
    text = text.replace(
        'reached_by = ["Questions about your journey", "Tea and talk at the library"]', "reached_by = []"
    )
    assert run(plan, text) == 1
    printed = capsys.readouterr().out
    assert results(printed)["P-10.1"] == "refused"
    assert "reaches People [2J A-1.1 pass" in printed
    assert not set(printed) & {"\x1b", "\u202e"}
    assert run(plan, '"odd\\nkey" = 1\n') == 2
    assert capsys.readouterr().err == f"heard check: {plan}: line 1: odd key: unknown key\n"


def test_of_very_many_faults_the_first_are_shown_and_the_others_counted(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(plan, "".join(f"odd{n} = 1\n" for n in range(1203))) == 2
    rows = capsys.readouterr().err.splitlines()
    assert rows[0].endswith("line 1: odd0: unknown key")
    assert rows[200:] == ["heard check: … and 1,003 more."]


def test_an_unknown_move_is_named(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(plan, TEMPLATE, "--move", "launch") == 2
    assert "There is no move “launch”. Moves: planned, noticed, open," in capsys.readouterr().err
    assert run(plan, edited(level='"inform"'), "--move", "found") == 2
    assert "passes over “found”" in capsys.readouterr().err


def test_json_holds_every_check_with_its_evidence(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(plan, edited(closes_on="2027-03-15"), "--json", "--on", ON) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["allowed"], said["on"], said["pack"]) == (False, ON, PACK.version)
    assert said["moves"] == [
        {"move": "planned", "allowed": True},
        {"move": "noticed", "allowed": False},
        {"move": "open", "allowed": False},
    ]
    (check,) = [each for each in said["checks"] if each["id"] == "GP-n.1"]
    assert (check["result"], check["field"], check["severity"]) == ("refused", "duration_rationale", "block")
    assert check["evidence"] == {"days": 56, "usual": 84, "opens_on": ON, "closes_on": "2027-03-15"}
    assert check["moves"] == ["noticed", "open"]


def test_the_shape_of_the_json_is_as_the_guide_says(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(plan, TEMPLATE, "--json", "--on", ON)
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"title", "on", "pack", "allowed", "moves", "checks"}
    assert {frozenset(each) for each in said["moves"]} == {frozenset({"move", "allowed"})}
    keys = frozenset({"id", "clause", "result", "severity", "why", "field", "evidence", "moves"})
    assert {frozenset(each) for each in said["checks"]} == {keys}
    ids = [each["id"] for each in said["checks"]]
    assert ids == [terms.id for terms in PACK.checks if terms.id in ids]
    guide = (Path(__file__).parents[2] / "docs/guides/compact.md").read_text("utf-8")
    assert all(f"`{key}`" in guide for key in {*said, *keys, "line", "key", "errors"})


def test_json_of_a_file_that_is_not_there_has_the_same_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere.toml", "--json"]) == 2
    why = "There is no file “nowhere.toml”."
    assert json.loads(capsys.readouterr().out) == {"allowed": False, "errors": [{"line": 0, "key": "", "why": why}]}


def test_json_of_a_malformed_file_lists_the_faults(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(plan, "odd = 1\n", "--json") == 2
    said = json.loads(capsys.readouterr().out)
    assert said == {"allowed": False, "errors": [{"line": 1, "key": "odd", "why": "unknown key"}]}


def test_a_city_may_bring_its_own_rules(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.rules.city import PACK_TEXT

    (tmp_path / "compact.toml").write_text(PACK_TEXT.replace("days = 84", "days = 28"), "utf-8")
    monkeypatch.setenv("HEARD_POLICY", str(tmp_path))
    assert run(plan, edited(closes_on="2027-03-15")) == 0
    (tmp_path / "compact.toml").write_text("name = 3", "utf-8")
    assert run(plan, TEMPLATE) == 2
    assert "pack: " in capsys.readouterr().err


def test_it_needs_neither_django_nor_a_database(plan: Path) -> None:
    words = "import sys; from heard.config.check import main; code = main(sys.argv[1:]); "
    words += "assert not {'django', 'psycopg'} & set(sys.modules), 'Django was loaded'; sys.exit(code)"
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", words, str(plan), "--on", ON], env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_nobody_reading_to_the_end_is_no_accident(plan: Path) -> None:
    words = "import sys; from heard.config.check import main; sys.exit(main(sys.argv[1:]))"
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "ascii"}
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", words, str(plan), "--on", ON],
        env=clean, stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_plan_for_a_day_to_come_is_judged_on_its_own_days_unless_told_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody opens today what opens next spring: without --on that is no reason to refuse it."""
    plan = tmp_path / "plan.toml"
    plan.write_text(TEMPLATE, "utf-8")
    with clock.stopped(date(2026, 11, 1)):
        assert main([str(plan)]) == 0
        assert "refused" not in capsys.readouterr().out
        assert main([str(plan), "--move", "open", "--on", "2026-11-01"]) == 1
        assert "GP-n.6 refused" in capsys.readouterr().out
