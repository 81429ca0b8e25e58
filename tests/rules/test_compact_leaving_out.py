"""What was taken down and left out: what the gates say (UP-c)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from heard.rules.compact import judge, parse_pack
from heard.rules.snapshot import Moderation, Override, Snapshot

PACK = parse_pack((Path(__file__).parents[2] / "policy" / "compact.toml").read_text("utf-8"))


def result(check_id: str, guard: str, *, overrides: tuple[Override, ...] = (), **seen: object) -> tuple[str, str]:
    snapshot = replace(Snapshot(level="consult"), moderation=Moderation(**seen), overrides=overrides)  # type: ignore[arg-type]
    one = next(each for each in judge(snapshot, PACK, guard) if each.id == check_id)
    return one.result, one.why


@pytest.mark.parametrize(
    ("seen", "expected"),
    [({}, "pass"), ({"waiting": 1}, "refused"), ({"held": 3}, "refused"), ({"removed": 4}, "pass")],
)
def test_findings_wait_until_nothing_is_undecided(seen: dict[str, int], expected: str) -> None:
    assert result("UP-c.2", "found", **seen)[0] == expected


@pytest.mark.parametrize("guard", ["found", "decided"])
def test_what_one_team_left_out_or_nobody_was_told_of_stops_it(guard: str) -> None:
    assert result("UP-c.3", guard) == ("pass", "Nobody and nothing was left out.")
    assert result("UP-c.3", guard, removed=2) == ("pass", "2 exclusions, each agreed by two teams and told.")
    assert result("UP-c.3", guard, removed=2, one_team=1)[0] == "refused"
    refused, why = result("UP-c.3", guard, removed=2, untold=1)
    assert refused == "refused"
    assert why == "Of 2 left out, 0 were agreed by one team alone and 1 without telling the person."


def test_an_appeal_is_heard_before_the_decision_or_somebody_explains() -> None:
    assert result("UP-c.4", "decided", appeals=1)[0] == "refused"
    given = Override("UP-c.4", "It came on the morning of the cabinet meeting.", "Margaret, Senior lead")
    assert result("UP-c.4", "decided", appeals=1, overrides=(given,))[0] == "override"
    assert result("UP-c.4", "decided")[0] == "pass"


@pytest.mark.parametrize("guard", ["found", "told"])
def test_a_split_by_stance_warns_everyone_and_stops_nothing(guard: str) -> None:
    split = "5 of 10 critical, 2 of 20 others"
    warned, why = result("UP-c.5", guard, split=split)
    assert warned == "warn"
    assert split in why
    assert result("UP-c.5", guard)[0] == "pass"
