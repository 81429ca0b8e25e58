"""The city's pack and the example plan, read once for the tests of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from heard.rules.compact import Check, judge, parse_pack
from heard.rules.plan_file import read_plan
from heard.rules.plan_template import TEMPLATE, whole
from heard.rules.snapshot import Snapshot

POLICY = Path(__file__).parents[2] / "policy"
PACK_TEXT = (POLICY / "compact.toml").read_text("utf-8")
PACK = parse_pack(PACK_TEXT)
OPENING = date(2027, 1, 18)
GOOD = read_plan(TEMPLATE, OPENING)
DONE = read_plan(whole(), date(2027, 10, 1))


def with_part(plan: Snapshot, part: str, number: int | None = None, **values: Any) -> Snapshot:
    """A plan with values of one of its parts changed: ``with_part(GOOD, "strands", 0, channels=("web",))``."""
    found = getattr(plan, part)
    if number is None:
        return replace(plan, **{part: replace(found, **values)})
    changed = [*found]
    changed[number] = replace(found[number], **values)
    return replace(plan, **{part: tuple(changed)})


def result(plan: Snapshot, guard: str, check_id: str) -> Check:
    """The result of one check before one move."""
    (found,) = [check for check in judge(plan, PACK, guard) if check.id == check_id]
    return found


def not_passed(plan: Snapshot, guard: str) -> dict[str, str]:
    """Every check before a move that does not pass, with its result."""
    return {check.id: check.result for check in judge(plan, PACK, guard) if check.result != "pass"}
