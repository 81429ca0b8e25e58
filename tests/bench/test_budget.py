"""Counting a budget: us and pabutools on the same files in the same run. Prints ratios of time and of peak memory.

The peer runs in an environment of its own (.venv-bench, made by `make bench`), as its own process; ours as well for the
whole command. Medians of its three runs (one where it needs more than half a minute), of our nine, of five commands.
Seconds are of the processor, not of the clock: whatever else the machine does weighs on both sides alike.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.rules.budget_peer import CASES, Case

from heard.rules.budget import Terms, count, read_pb

REPOSITORY = Path(__file__).resolve().parents[2]
PEER = REPOSITORY / ".venv-bench" / "bin" / "python"
FILES = ["Poland_Wieliczka_2023_Green_Budget", "Poland_Swiecie_2023", "Netherlands_Assen_2024", "Poland_Wroclaw_2017"]
RULES = {"greedy": Terms("greedy"), "mes": Terms("equal-shares"), "add1": Terms("equal-shares", "add1")}
PEERS_PART = """
import json, sys, time
from pabutools.election import Additive_Borda_Sat, Cost_Sat, OrdinalProfile, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
began = time.process_time()
instance, profile = parse_pabulib(sys.argv[1])
read = time.process_time() - began
began = time.process_time()
worth = Additive_Borda_Sat if isinstance(profile, OrdinalProfile) else Cost_Sat
if sys.argv[2] == "greedy":
    found = greedy_utilitarian_welfare(instance, profile, sat_class=worth)
elif sys.argv[2] == "phragmen":
    found = sequential_phragmen(instance, profile)
else:
    more = {"voter_budget_increment": 1} if sys.argv[2] == "add1" else {}
    found = method_of_equal_shares(instance, profile, sat_class=worth, **more)
counted = time.process_time() - began
memory = next(int(one.split()[1]) for one in open('/proc/self/status') if one.startswith('VmHWM'))
print(json.dumps({"read": read, "count": counted, "memory": memory, "selected": sorted(p.name for p in found)}))
"""


def peer(path: Path, rule: str) -> dict[str, Any]:
    if not PEER.exists():
        pytest.skip("pabutools is not installed: `make bench` installs it in .venv-bench")
    began = spent()
    found = subprocess.run([PEER, "-c", PEERS_PART, path, rule], capture_output=True, text=True, check=True)
    return {**json.loads(found.stdout.splitlines()[-1]), "command": spent() - began}


def spent() -> float:
    """Seconds of the processor that processes started from here have used, those that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median_of(action: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _each in range(times):
        began = time.process_time()
        action()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


OUR_PART = """
import sys
from heard.config.command import main
assert main(sys.argv[1:]) == 0
print(next(one.split()[1] for one in open("/proc/self/status") if one.startswith("VmHWM")))
"""


def command(path: Path, *terms: str) -> tuple[float, int]:
    """Seconds and peak kilobytes of the whole `heard count`."""
    words = [sys.executable, "-c", OUR_PART, "count", str(path), "--rule", *terms]
    environ = os.environ | {"PYTHONPATH": str(REPOSITORY / "src")}
    began = spent()
    found = subprocess.run(words, capture_output=True, text=True, check=True, env=environ)
    return spent() - began, int(found.stdout.split()[-1])


COMMANDS = {"greedy": ["greedy"], "mes": ["equal-shares"], "add1": ["equal-shares", "--completion", "add1"]}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("rule", RULES)
def test_counting_beside_pabutools(name: str, rule: str, shared: Path, capsys: Any) -> None:
    path = shared / "data" / "pb" / f"{name}.pb"
    content = path.read_bytes()
    first = peer(path, rule)
    file = read_pb(content)
    count(file, RULES[rule])
    ours_read = median_of(lambda: read_pb(content), 9)
    ours_count = median_of(lambda: count(file, RULES[rule]), 9)
    ours = [command(path, *COMMANDS[rule]) for _each in range(5)]
    whole, memory = (statistics.median(each) for each in zip(*ours, strict=True))
    theirs = [first] + ([peer(path, rule) for _each in range(2)] if first["command"] < 30 else [])
    middle = {key: statistics.median(one[key] for one in theirs) for key in ("read", "count", "command", "memory")}
    same = sorted(count(file, RULES[rule]).selected) == first["selected"]
    with capsys.disabled():
        print(
            f"\n{name} {rule}: read {middle['read']:.4f} s / {ours_read:.5f} s = {middle['read'] / ours_read:.0f}x · "
            f"count {middle['count']:.4f} s / {ours_count * 1000:.3f} ms = {middle['count'] / ours_count:,.0f}x · "
            f"command {middle['command']:.2f} s / {whole:.3f} s = {middle['command'] / whole:.0f}x · "
            f"memory {middle['memory'] / 1024:.0f} MB / {memory / 1024:.0f} MB = {middle['memory'] / memory:.1f}x · "
            f"{'the same projects' if same else 'not the same projects (tests/rules/test_budget_peer.py says why)'}"
        )
    assert same or (name, rule) == ("Poland_Wieliczka_2023_Green_Budget", "add1")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_pinned_as_the_peers_answer_is_what_it_answers(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.pb"
    path.write_bytes(case.content)
    assert peer(path, case.rule)["selected"] == case.theirs


def test_ten_million_votes_are_counted_in_bounded_memory(tmp_path: Path, capsys: Any) -> None:
    """Written on the fly, 250 MB; the same with four bad lines at the end, which are named."""
    path = tmp_path / "many.pb"
    dice = random.Random(1)
    votes = [",".join(f"P{one}" for one in dice.sample(range(100), dice.randint(1, 6))) for _each in range(100_000)]
    with path.open("w", encoding="utf-8") as out:
        out.write("META\nkey;value\nbudget;1000000\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost\n")
        out.writelines(f"P{one};{dice.randint(1_000, 90_000)}\n" for one in range(100))
        out.write("VOTES\nvoter_id;vote\n")
        for start in range(0, 10_000_000, 100_000):
            out.write("".join([f"voter{start + number};{vote}\n" for number, vote in enumerate(votes)]))
    size = path.stat().st_size / 1024
    for terms in (["greedy"], ["equal-shares", "--completion", "add1"]):
        seconds, memory = command(path, *terms)
        with capsys.disabled():
            print(
                f"\n10,000,000 votes, {size / 1024:.0f} MB, {' '.join(terms)}: {seconds:.1f} s, {memory / 1024:.0f} MB"
            )
        assert memory < 3 * size
    with path.open("a", encoding="utf-8") as out:
        out.write("voter5;P1\nx;P1,Q\ny;P1;4\nvoter77;P1\n")
    began = spent()
    found = subprocess.run(
        [sys.executable, "-m", "heard", "count", path], capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "src")},
    )  # fmt: skip
    with capsys.disabled():
        print(f"the same with four bad lines: {spent() - began:.1f} s")
    assert found.returncode == 2
    assert found.stderr.splitlines()[1:] == [
        "line 10000110, voter_id: “voter5” stands in line 115 as well",
        "line 10000111, vote: no project has the id “Q”",
        "line 10000112: it has 3 fields; the header has 2",
        "line 10000113, voter_id: “voter77” stands in line 187 as well",
    ]
