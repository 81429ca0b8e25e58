"""`heard opinions` as a person runs it: a table, JSON, a page; refusals in words; nothing but numpy is read."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.rules.test_opinions import city

from heard.config.command import main

HEAD = "timestamp,datetime,comment-id,voter-id,vote\n"


def lines(people: int = 60) -> list[str]:
    return [f"{at},,{what[1:]},{who[1:]},{vote}\n" for at, who, what, vote in city(people)]


@pytest.fixture
def votes(tmp_path: Path) -> Path:
    file = tmp_path / "votes.csv"
    file.write_text(HEAD + "".join(lines()))
    return file


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    file = tmp_path / "comments.csv"
    rows = [f'{i},1,"What <b>{i}</b> says"\n' for i in range(1, 20)]
    file.write_text("comment-id,moderated,comment-body\n0,-1,Declined\n" + "".join(rows))
    return file


def test_the_map_is_told_in_words(votes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["opinions", str(votes)]) == 0
    said = capsys.readouterr().out
    assert "60 people gave" in said
    assert re.search(r"^Group A: \d+ people$", said, re.M)
    assert re.search(r"^Digest [0-9a-f]{64}$", said, re.M)


def test_one_person_alone_is_not_called_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.csv").write_text(HEAD + "1,,1,1,1\n")
    assert main(["opinions", str(tmp_path / "one.csv")]) == 0
    assert "\nGroup A: 1 person\n" in capsys.readouterr().out


def test_the_json_is_as_it_is_promised(votes: Path, comments: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.json"
    assert main(["opinions", str(votes), "--comments", str(comments), "--json", str(out), "--seed", "5"]) == 0
    document = json.loads(out.read_text())
    assert {"participants", "groups", "consensus", "statements", "rule", "digest"} <= document.keys()
    assert document["participants"][0].keys() == {"id", "x", "y", "group"}
    group = document["groups"][0]
    assert {"id", "size", "representative"} <= group.keys()
    assert {"statement", "agree", "n", "score"} <= group["representative"][0].keys()
    assert sum(each["size"] for each in document["groups"]) == len(document["participants"])
    assert set(document["consensus"]) == {"agree", "disagree"}
    left = {each["id"] for each in document["statements"] if each["left_out"]}
    assert (left, document["terms"]["left_out"], document["terms"]["seed"]) == ({"0"}, ["0"], 5)


def test_any_order_of_the_file_gives_the_same_file(votes: Path, tmp_path: Path) -> None:
    mixed = lines()
    random.Random(3).shuffle(mixed)
    other, outs = tmp_path / "other.csv", [tmp_path / "1.json", tmp_path / "2.json"]
    other.write_text(HEAD + "".join(mixed))
    for file, out in zip((votes, other), outs, strict=True):
        assert main(["opinions", str(file), "--json", str(out)]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_the_digest_is_that_of_one_thread_or_many(votes: Path) -> None:
    script = "import sys; from heard.config.command import main; sys.exit(main(sys.argv[1:]))"
    digests = set()
    for threads in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script, "opinions", str(votes), "--json", "-"],
            capture_output=True, text=True, check=True, env={"OPENBLAS_NUM_THREADS": threads},
        )  # fmt: skip
        digests.add(json.loads(done.stdout)["digest"])
    assert len(digests) == 1


def test_the_page_needs_nothing_else_and_names_nobody(votes: Path, comments: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    assert main(["opinions", str(votes), "--comments", str(comments), "--html", str(out)]) == 0
    page = out.read_text()
    assert "What &lt;b&gt;" in page
    assert "<b>" not in page
    assert not re.search(r"<script|<link|src=|href=|style=", page)
    for heading in ("Where people stand", "What all groups agree on", "Where they part", "What defines each group"):
        assert heading in page
    assert page.count("<svg") == page.count("</svg>") >= 3


def test_what_looks_odd_is_told_if_it_is_asked_for(
    votes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["opinions", str(votes), "--odd"]) == 0
    assert "Nothing looks odd" in capsys.readouterr().out
    alike = [
        f"{9_000 + copy},,{what},{900 + copy},{1 if what % 2 else -1}\n" for copy in range(4) for what in range(20)
    ]
    votes.write_text(HEAD + "".join([*lines(), *alike]))
    out = tmp_path / "map.json"
    assert main(["opinions", str(votes), "--odd", "--json", str(out)]) == 0
    assert "To look at (copies): 4 people gave all their 20 votes" in capsys.readouterr().out
    (odd,) = json.loads(out.read_text())["odd"]
    assert (odd["kind"], sorted(odd["people"])) == ("copies", ["900", "901", "902", "903"])
    assert sum(odd["groups_without"]) == 60


def test_a_flood_is_found_whether_times_are_milliseconds_or_seconds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sixty people over a month, and forty of one mind within five minutes. As milliseconds, seconds are one day."""
    begins = [1_600_000_000 + 43_200 * each for each in range(60)] + [1_601_000_000 + 4 * each for each in range(40)]
    ways = [[(-1) ** (what + who * (who < 60)) for what in range(12)] for who in range(100)]
    told = []
    for second in (1, 1000):
        rows = [
            f"{second * begun + what},,{what},{who},{ways[who][what] if what > who % 5 else 0}\n"
            for who, begun in enumerate(begins) for what in range(12)
        ]  # fmt: skip
        (tmp_path / "votes.csv").write_text(HEAD + "".join(rows))
        assert main(["opinions", str(tmp_path / "votes.csv"), "--odd"]) == 0
        told.append([line for line in capsys.readouterr().out.splitlines() if line.startswith("To look at (flood)")])
    assert len(told[0]) == 1
    assert told[0] == told[1]


def test_one_vote_is_a_map_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "votes.csv").write_text(HEAD + "1,,1,1,1\n")
    assert main(["opinions", str(tmp_path / "votes.csv")]) == 0
    assert capsys.readouterr().out.startswith("1 person gave 1 vote on 1 statement; ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["missing.csv"], "There is no file “missing.csv”."),
        (["."], "“.” is a folder, not a file."),
        (["a\0b"], "cannot be read"),
        (["{votes}", "--comments", "missing.csv"], "There is no file “missing.csv”."),
        (["{votes}", "--json", "/no/such/folder/x.json"], "cannot be written"),
        (["{bad}"], "line 2, column “vote”: “7” is not 1 (agree), 0 (pass) or -1 (disagree)."),
        (["{votes}", "--comments", "{bad}"], "line 1, column “comment-body”: there is no such column."),
    ],
)
def test_what_cannot_be_used_is_said_in_words(
    words: list[str], said: str, votes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(HEAD + "1,,1,1,7\n")
    assert main(["opinions", *(word.format(votes=votes, bad=bad) for word in words)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.startswith("heard opinions: ")
    assert told.out == ""


def test_a_seed_is_a_whole_number(votes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in ("-1", "x", "1.5", "9" * 30):
        with pytest.raises(SystemExit) as ended:
            main(["opinions", str(votes), "--seed", seed])
        assert ended.value.code == 2
    assert "is not a whole number" in capsys.readouterr().err


def test_neither_django_nor_a_database_is_asked(votes: Path) -> None:
    script = (
        "import sys; from heard.config.command import main; code = main(sys.argv[1:]); "
        "assert not [name for name in sys.modules if name.startswith(('django', 'psycopg', 'highspy'))]; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script, "opinions", str(votes)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
