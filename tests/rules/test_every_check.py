"""Each check of the Compact as a stranger meets it: one plan file that passes, and one that fails just so."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.rules.city import PACK

from heard.config.check import main
from heard.rules.plan_template import whole

PAIRS = tomllib.loads(Path(__file__).with_name("plan_pairs.toml").read_text("utf-8"))["pair"]
TERMS = {terms.id: terms for terms in PACK.checks}
ON = {
    "planned": "2027-01-18", "noticed": "2027-01-18", "open": "2027-01-18", "closed": "2027-04-20",
    "reopened": "2027-04-22", "found": "2027-05-04", "decided": "2027-06-15", "told": "2027-06-28",
    "evaluated": "2027-09-01", "archived": "2027-10-01",
}  # fmt: skip
FORM = re.compile(r"[A-Z0-9]+-[a-z0-9]+\.\d+ (pass|advise|warn|override|refused) — \S.*")
OVERRIDE = '\n[[overrides]]\ncheck = "{}"\nreason = "The bridge closes on Monday."\nby = "Bilal Hussain, senior lead"\n'


def changed(text: str, change: str) -> str:
    """One change to a plan file, as plan_pairs.toml writes it."""
    if change.startswith("- [["):
        tables = re.split(r"(?m)^(?=\[)", text)
        return "".join(each for each in tables if not each.startswith(change[2:]))
    words, given, value = change.removeprefix("- ").partition(" = ")
    key, _, number = words.partition(" #")
    rows = list(re.finditer(rf"(?m)^{key} = .*\n", text))
    row = rows[int(number or 1) - 1]
    return text[: row.start()] + (f"{key} = {value}\n" if given else "") + text[row.end() :]


class Desk:
    """Where plans are checked as at a keyboard."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.plan, self.captured = folder / "plan.toml", captured

    def check(self, changes: list[str], move: str, more: str = "") -> dict[str, str]:
        """What each check says; the exit code and the form of every line are asserted."""
        text = whole()
        for change in changes:
            text = changed(text, change)
        self.plan.write_text(text + more, "utf-8")
        code = main([str(self.plan), "--move", move, "--on", ON[move]])
        printed = self.captured.readouterr()
        rows = printed.out.splitlines()
        assert all(FORM.fullmatch(row) for row in rows), printed
        said = dict(row.split(" ", 1) for row in rows)
        assert code == any(each.startswith("refused ") for each in said.values())
        return said

    def as_json(self, move: str) -> Any:
        main([str(self.plan), "--move", move, "--on", ON[move], "--json"])
        return json.loads(self.captured.readouterr().out)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_every_check_of_the_pack_has_its_pair_in_the_order_of_the_pack() -> None:
    assert [pair["check"] for pair in PAIRS] == list(TERMS)
    assert all(pair["move"] in TERMS[pair["check"]].before for pair in PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["check"] for pair in PAIRS])
def test_one_plan_passes_and_one_fails_just_so(pair: dict[str, Any], desk: Desk) -> None:
    check, move = pair["check"], pair["move"]
    assert desk.check(pair.get("passes", []), move)[check].startswith("pass — ")
    assert desk.check(pair["fails"], move)[check] == pair["says"]

    (row,) = [each for each in desk.as_json(move)["checks"] if each["id"] == check]
    where = f" [{row['field']}]" if row["field"] else ""
    assert f"{row['result']} — {row['why']}{where}" == pair["says"]
    assert row["severity"] == TERMS[check].severity


REFUSED = [pair for pair in PAIRS if pair["says"].startswith("refused ")]


@pytest.mark.parametrize("pair", REFUSED, ids=[pair["check"] for pair in REFUSED])
def test_a_published_reason_helps_where_the_compact_lets_it_and_nowhere_else(pair: dict[str, Any], desk: Desk) -> None:
    check, says = pair["check"], pair["says"]
    overridden = desk.check(pair["fails"], pair["move"], OVERRIDE.format(check))[check]
    helps = TERMS[check].severity == "override"
    assert overridden == (says.replace("refused", "override", 1) if helps else says)
