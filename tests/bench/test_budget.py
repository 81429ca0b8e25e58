"""Counting a budget: us and pabutools on the same files in the same run. Prints ratios of time and of peak memory.

The peer runs in an environment of its own (.venv-bench, made by `make bench`), as its own process; ours as well for the
whole command. Medians of three, of one where the peer needs longer than half a minute.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heard.rules.budget import Terms, count, read_pb

REPOSITORY = Path(__file__).resolve().parents[2]
PEER = REPOSITORY / ".venv-bench" / "bin" / "python"
FILES = ["Poland_Wieliczka_2023_Green_Budget", "Poland_Swiecie_2023", "Netherlands_Assen_2024", "Poland_Wroclaw_2017"]
RULES = {"greedy": Terms("greedy"), "mes": Terms("equal-shares"), "add1": Terms("equal-shares", "add1")}
PEERS_PART = """
import json, sys, time
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
began = time.perf_counter()
instance, profile = parse_pabulib(sys.argv[1])
read = time.perf_counter() - began
began = time.perf_counter()
if sys.argv[2] == "greedy":
    found = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
else:
    more = {"voter_budget_increment": 1} if sys.argv[2] == "add1" else {}
    found = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, **more)
counted = time.perf_counter() - began
memory = next(int(one.split()[1]) for one in open('/proc/self/status') if one.startswith('VmHWM'))
print(json.dumps({"read": read, "count": counted, "memory": memory, "selected": sorted(p.name for p in found)}))
"""


def peer(path: Path, rule: str) -> dict[str, Any]:
    began = time.perf_counter()
    found = subprocess.run([PEER, "-c", PEERS_PART, path, rule], capture_output=True, text=True, check=True)
    return {**json.loads(found.stdout.splitlines()[-1]), "command": time.perf_counter() - began}


def median_of(action: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _each in range(times):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


OUR_PART = """
import sys
from heard.config.command import main
assert main(sys.argv[1:]) == 0
print(next(one.split()[1] for one in open("/proc/self/status") if one.startswith("VmHWM")))
"""


def command(path: Path, rule: str) -> tuple[float, int]:
    """Seconds and peak kilobytes of the whole `heard count`."""
    terms = {"greedy": ["greedy"], "mes": ["equal-shares"], "add1": ["equal-shares", "--completion", "add1"]}[rule]
    words = [sys.executable, "-c", OUR_PART, "count", str(path), "--rule", *terms]
    environ = os.environ | {"PYTHONPATH": str(REPOSITORY / "src")}
    began = time.perf_counter()
    found = subprocess.run(words, capture_output=True, text=True, check=True, env=environ)
    return time.perf_counter() - began, int(found.stdout.split()[-1])


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("rule", RULES)
def test_counting_beside_pabutools(name: str, rule: str, shared: Path, capsys: Any) -> None:
    if not PEER.exists():
        pytest.skip("pabutools is not installed: `make bench` installs it in .venv-bench")
    path = shared / "data" / "pb" / f"{name}.pb"
    content = path.read_bytes()
    first = peer(path, rule)
    theirs = [first] + ([peer(path, rule) for _each in range(2)] if first["command"] < 30 else [])
    file = read_pb(content)
    ours_read = median_of(lambda: read_pb(content))
    count(file, RULES[rule])
    ours_count = median_of(lambda: count(file, RULES[rule]))
    whole, memory = min(command(path, rule) for _each in range(3))
    middle = {key: statistics.median(one[key] for one in theirs) for key in ("read", "count", "command", "memory")}
    same = sorted(count(file, RULES[rule]).selected) == first["selected"]
    with capsys.disabled():
        print(
            f"\n{name} {rule}: read {middle['read']:.3f} s / {ours_read:.4f} s = {middle['read'] / ours_read:.0f}x · "
            f"count {middle['count']:.3f} s / {ours_count * 1000:.2f} ms = {middle['count'] / ours_count:,.0f}x · "
            f"command {middle['command']:.2f} s / {whole:.2f} s = {middle['command'] / whole:.0f}x · "
            f"memory {middle['memory'] / 1024:.0f} MB / {memory / 1024:.0f} MB · "
            f"{'the same projects' if same else 'not the same projects (see tests/rules/test_budget.py)'}"
        )
    assert count(file, RULES[rule]).selected
