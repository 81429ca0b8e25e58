"""Whatever becomes of the reader, the terminal or the disk, a command says one line and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from heard.rules.plan_template import TEMPLATE

PB = """\
META
key;value
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name
1;60;Łódź’s bench
2;50;A pond
VOTES
voter_id;vote
1;1,2
2;1
"""
VOTES = "timestamp,comment-id,voter-id,vote\n" + "".join(
    f"{who}{what},{what},{who},{1 if (who + what) % 3 else -1}\n" for who in range(8) for what in range(8)
)
POOL = "name,gender\n" + "".join(f"Zoë {n},{'f' if n % 2 else 'm'}\n" for n in range(12))
TARGETS = "feature,value,min,max\ngender,f,2,2\ngender,m,2,2\n"

COMMANDS = {
    "check": ["check", "plan.toml", "--on", "2027-01-18"],
    "check-json": ["check", "plan.toml", "--on", "2027-01-18", "--json"],
    "template": ["check", "--template"],
    "count": ["count", "budget.pb"],
    "count-json": ["count", "budget.pb", "--json", "-"],
    "opinions": ["opinions", "votes.csv"],
    "opinions-html": ["opinions", "votes.csv", "--html", "-"],
    "draw": ["draw", "pool.csv", "targets.csv", "--size", "4", "--id", "name", "--seed", "1"],
}
EVERY = pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with one file of each kind."""
    for name, text in {
        "plan.toml": TEMPLATE, "budget.pb": PB, "votes.csv": VOTES, "pool.csv": POOL, "targets.csv": TARGETS,
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(desk: Path, words: list[str], stdout: int | None = subprocess.PIPE, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "heard", *words], cwd=desk, env=os.environ | more, stdin=subprocess.DEVNULL,
        stdout=stdout, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


@EVERY
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this machine has no full disk to try")
def test_a_full_disk_is_one_line(desk: Path, words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        code, said = run(desk, words, full.fileno())
    assert (code, said) == (2, f"heard {words[0]}: The result cannot be written: No space left on device.\n")


@EVERY
def test_a_reader_who_leaves_is_no_accident(desk: Path, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    found = run(desk, words, writing)
    os.close(writing)
    assert found == (0, "")


@EVERY
def test_a_terminal_that_lacks_a_letter_gets_a_question_mark(desk: Path, words: list[str]) -> None:
    assert run(desk, words, PYTHONIOENCODING="ascii") == (0, "")


@pytest.mark.parametrize("verb, option", [("count", "--json"), ("opinions", "--html"), ("draw", "--json")])
def test_a_file_that_cannot_be_written_is_named(desk: Path, verb: str, option: str) -> None:
    code, said = run(desk, [*COMMANDS[verb], option, "no/such/folder.out"])
    assert (code, said) == (2, f"heard {verb}: “no/such/folder.out” cannot be written: No such file or directory.\n")


def test_the_page_of_a_count_may_go_to_standard_output_like_the_others(desk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "heard", "count", "budget.pb", "--html", "-"], cwd=desk, capture_output=True, check=True
    )
    assert done.stdout.startswith(b"<!doctype html>")
    assert done.stdout.rstrip().endswith(b"</html>")
    assert not (desk / "-").exists()


EVIL = "\x1b[2J\u202e"


@pytest.mark.parametrize(
    "name, text, words",
    [
        ("plan.toml", '"odd\\u001b[2J\\u202e" = 1\n', COMMANDS["check"]),
        ("budget.pb", PB.replace("budget;100", f"budget;{EVIL}"), COMMANDS["count"]),
        ("budget.pb", PB.replace("A pond", f"A {EVIL}pond"), COMMANDS["count"]),
        ("votes.csv", VOTES + f"1,1,1,{EVIL}\n", COMMANDS["opinions"]),
        ("votes.csv", VOTES + f"1,{EVIL},1,1\n", COMMANDS["opinions"]),
        ("pool.csv", POOL + f"Ann,{EVIL}\n", COMMANDS["draw"]),
        ("pool.csv", "".join(f"{EVIL}{row}" for row in POOL.splitlines(True)).removeprefix(EVIL), COMMANDS["draw"]),
    ],
    ids=["plan", "pot", "project", "vote", "statement", "answer", "person"],
)
def test_nothing_in_a_file_moves_the_cursor(desk: Path, name: str, text: str, words: list[str]) -> None:
    (desk / name).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "heard", *words], cwd=desk, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode in (0, 2)
    assert "[2J" in said or name == "votes.csv"
    assert not set(said) & {"\x1b", "\u202e"}


def test_what_never_ends_is_no_plan(desk: Path) -> None:
    code, said = run(desk, ["check", "/dev/zero"])
    assert code == 2
    assert said == "heard check: /dev/zero: The file has more than 1,000,000 characters: this is no plan.\n"


def test_a_plan_may_come_through_a_pipe_with_a_name(desk: Path) -> None:
    os.mkfifo(desk / "pipe.toml")
    with subprocess.Popen(["cp", "plan.toml", "pipe.toml"], cwd=desk):
        assert run(desk, ["check", "pipe.toml", "--on", "2027-01-18"]) == (0, "")


def test_stopping_it_at_the_keyboard_leaves_with_130_and_no_words(desk: Path) -> None:
    os.mkfifo(desk / "pipe.pb")
    heeding = (  # a job in the background would not, as its shell told it to
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from heard.config.command import main; raise SystemExit(main())"
    )
    waiting = subprocess.Popen(
        [sys.executable, "-c", heeding, "count", "pipe.pb"], cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with (desk / "pipe.pb").open("wb"):  # opens once the command reads
        waiting.send_signal(signal.SIGINT)
        _, said = waiting.communicate(timeout=60)
    assert (waiting.returncode, said) == (130, b"")
