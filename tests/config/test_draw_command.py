"""`heard draw`: what it says, what it writes, what it refuses, and how soon it starts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from heard.config.draw import main
from heard.rules.lottery.checking import digest_of

POOL = "id,gender,age,street\n" + "".join(
    f"{i},{'fm'[i % 2]},{'young' if i % 5 == 0 else 'old'},Street {i // 2}\n" for i in range(1, 41)
)
TARGETS = "feature,value,min,max\ngender,f,4,4\ngender,m,4,4\nage,young,3,4\nage,old,4,5\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pool.csv").write_text(POOL)
    (tmp_path / "targets.csv").write_text(TARGETS)
    return tmp_path


def drawn(*words: str) -> int:
    return main(["pool.csv", "targets.csv", "--size", "8", "--seed", "4", *words])


def read(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_text())
    return found


def test_a_draw_prints_a_table_and_its_reasons(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn() == 0
    said = capsys.readouterr().out
    assert "gender: f" in said
    assert "The lottery is 1,000 panels" in said
    assert "Digest " in said


def test_json_holds_what_is_published(files: Path) -> None:
    assert drawn("--json", "out.json") == 0
    document = read(files / "out.json")
    assert set(document) >= {
        "selected", "chances", "floor", "panels", "pool_hash", "seed", "rule", "certificate", "because", "digest",
    }  # fmt: skip
    assert len(document["selected"]) == 8  # type: ignore[arg-type]
    assert document["seed"] == 4


def test_the_same_seed_draws_the_same_panel_and_no_seed_any(files: Path) -> None:
    assert drawn("--json", "a.json") == drawn("--json", "b.json") == 0
    assert (files / "a.json").read_bytes() == (files / "b.json").read_bytes()
    assert main(["pool.csv", "targets.csv", "--size", "8", "--json", "c.json"]) == 0
    assert read(files / "c.json")["panels"] == read(files / "a.json")["panels"]


@pytest.mark.parametrize("method", ["leximin", "maximin", "nash", "stratified"])
def test_every_method_writes_a_draw_that_verifies(files: Path, method: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn("--method", method, "--same-address", "street", "--json", "out.json") == 0
    assert main(["--verify", "out.json", "pool.csv", "targets.csv"]) == 0
    assert "is what it says" in capsys.readouterr().out


TIED = "id,f0,f1,f2\n1,x,x,o\n2,x,o,x\n3,o,x,x\n4,o,o,o\n5,o,o,o\n"
AT_MOST_ONE = "feature,value,min,max\n" + "".join(f"f{i},x,0,1\nf{i},o,0,3\n" for i in range(3))


def test_a_search_out_of_time_says_so_and_still_verifies(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "pool.csv").write_text(TIED)
    (files / "targets.csv").write_text(AT_MOST_ONE)
    words = ["pool.csv", "targets.csv", "--size", "3", "--seed", "1", "--json", "out.json"]
    assert main([*words, "--seconds", "0"]) == 0
    said = capsys.readouterr().out
    assert "The time that was given ran out: this draw cannot be made again exactly." in said
    assert "Leximin did not come to its end." in said
    assert main(["--verify", "out.json"]) == 0
    assert "Its search was cut short" in capsys.readouterr().out
    assert main([*words, "--seconds", "600"]) == 0
    assert "ran out" not in capsys.readouterr().out


def test_a_changed_draw_does_not_verify(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn("--json", "out.json")
    document = read(files / "out.json")
    document["selected"] = list(reversed(document["selected"]))  # type: ignore[call-overload]
    (files / "out.json").write_text(json.dumps(document))
    assert main(["--verify", "out.json", "pool.csv", "targets.csv"]) == 1
    assert "The digest is not that of this draw" in capsys.readouterr().err


@pytest.mark.parametrize(
    "part, value",
    [
        (("terms", "same_address"), True),
        (("terms", "same_address"), [["street"]]),
        (("terms", "id_column"), ["id"]),
        (("terms", "left"), [{}]),
        (("selected", 0), {}),
        (("selected", 0), ["1"]),
    ],
    ids=["address-true", "address-list", "id-list", "left-table", "selected-table", "selected-list"],
)
@pytest.mark.parametrize("words", [["--verify", "out.json"], ["--replace", "out.json", "--leaving", "1"]])
def test_a_draw_forged_with_its_digest_is_refused_in_words(
    files: Path, part: tuple[str, str | int], value: object, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    drawn("--json", "out.json")
    document = read(files / "out.json")
    document[part[0]][part[1]] = value  # type: ignore[index]
    document["digest"] = digest_of(document)
    (files / "out.json").write_text(json.dumps(document))
    assert main(words) == 1
    assert capsys.readouterr().err.startswith("heard draw: ")


def test_leavers_are_replaced_from_the_files_that_the_draw_names(files: Path) -> None:
    drawn("--json", "out.json")
    before = read(files / "out.json")["selected"]
    assert isinstance(before, list)
    assert main(["--replace", "out.json", "--leaving", *before[:2], "--seed", "1", "--json", "next.json"]) == 0
    after = read(files / "next.json")["selected"]
    assert isinstance(after, list)
    assert set(before[2:]) < set(after)
    assert not set(before[:2]) & set(after)
    assert main(["--verify", "next.json"]) == 0
    assert main(["--replace", "next.json", "--leaving", before[0]]) == 1
    assert main(["--replace", "next.json", "--leaving", before[0], "nobody"]) == 1


def test_everybody_may_leave_and_be_replaced(files: Path) -> None:
    drawn("--json", "out.json")
    before = read(files / "out.json")["selected"]
    assert isinstance(before, list)
    assert main(["--replace", "out.json", "--leaving", *before, "--seed", "1", "--json", "next.json"]) == 0
    after = read(files / "next.json")["selected"]
    assert isinstance(after, list)
    assert (len(after), set(after) & set(before)) == (len(before), set())
    assert main(["--verify", "next.json"]) == 0


def test_a_page_needs_nothing_but_itself(files: Path) -> None:
    assert drawn("--html", "out.html") == 0
    page = (files / "out.html").read_text()
    assert page.count("<svg") == 2
    assert page.count("<table") == 2
    assert not any(word in page for word in ("<script", "<link", "src=", "href=", "url("))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["pool.csv", "targets.csv"], 2, "Give --size N"),
        (["none.csv", "targets.csv", "--size", "8"], 2, "There is no file “none.csv”."),
        (["pool.csv", "targets.csv", "--size", "41"], 1, "at most 40"),
        (["pool.csv", "targets.csv", "--size", "12"], 1, "No panel of 12 keeps every target."),
        (["targets.csv", "pool.csv", "--size", "8"], 2, "the columns should be"),
        (["pool.csv", "targets.csv", "--size", "8", "--id", "card"], 2, "column “card”: there is no such column"),
        (["--verify", "pool.csv"], 2, "this is not a draw in JSON"),
        (["--replace", "none.json", "--leaving", "1"], 2, "There is no file “none.json”."),
        (["--replace", "none.json"], 2, "Who leaves the panel? Give --leaving ID…."),
        (["pool.csv", "targets.csv", "--size", "8", "--leaving", "1"], 2, "give --replace OUT.json."),
    ],
)
def test_what_cannot_be_done_is_said_and_never_a_traceback(
    files: Path, words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--size", "0"], ["--seed", "x"], ["--method", "best"], ["--rounds", "-1"], ["--seconds", "1.5"]]
)
def test_a_word_that_is_not_understood_ends_with_two(files: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["pool.csv", "targets.csv", *words])
    assert left.value.code == 2


def test_help_brings_in_neither_numpy_nor_the_solver_nor_django() -> None:
    look = (
        "import sys\nfrom heard.config.command import main\n"
        "try:\n    main(['draw', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('numpy', 'highspy', 'django') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert "usage: heard draw" in done.stdout
    assert done.stdout.rstrip().endswith("[]")


def test_a_bad_file_is_refused_before_the_solver_is_brought_in(files: Path) -> None:
    (files / "pool.csv").write_text("id,gender\n1,f\n")
    look = (
        "import sys\nfrom heard.config.command import main\n"
        "code = main(['draw', 'pool.csv', 'targets.csv', '--size', '1'])\n"
        "print(code, [name for name in ('numpy', 'highspy', 'django') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=files)
    assert done.stdout.rstrip().endswith("2 []")
    assert "pool.csv: line 1, column “age”: there is no such column" in done.stderr
