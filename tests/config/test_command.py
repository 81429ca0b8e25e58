"""The `heard` command: what it says, what it answers, what it refuses, and that it serves."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.processes import kept_alive, kill

HEARD = [sys.executable, "-m", "heard"]


TESTS_ONLY = {"DATABASE_URL", "HEARD_DEMO", "HEARD_TESTING", "DJANGO_SETTINGS_MODULE"}


def environment(**more: str) -> dict[str, str]:
    """What somebody at a keyboard has, without what the tests set for themselves."""
    return {name: value for name, value in os.environ.items() if name not in TESTS_ONLY} | more


def heard(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HEARD, *words], env=environment(**more), capture_output=True, text=True, timeout=600, check=False
    )


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_help_names_every_verb_and_fits_a_screen(words: tuple[str, ...]) -> None:
    done = heard(*words)
    assert done.returncode == 0
    for verb in ("demo", "check", "serve", "migrate", "verify", "stop", "DATABASE_URL", "HEARD_HOME"):
        assert verb in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 100
    assert len(done.stdout.splitlines()) <= 30


@pytest.mark.parametrize("verb", ["serve", "demo", "verify", "stop", "migrate"])
def test_every_verb_explains_itself_without_starting_anything(verb: str, tmp_path: Path) -> None:
    done = heard(verb, "--help", HEARD_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "usage: heard " + verb in done.stdout
    assert not list(tmp_path.glob("pg*"))


def test_an_unknown_verb_is_refused_by_name(tmp_path: Path) -> None:
    done = heard("serv", HEARD_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == "heard: there is no command “serv”. Did you mean “serve”? `heard --help` names them.\n"
    assert not list(tmp_path.glob("pg*"))  # no database is made for it


@pytest.mark.parametrize("port", ["0", "70000", "eight"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    done = heard("serve", "--port", port)
    assert done.returncode == 2
    assert "give a number from 1 to 65535" in done.stderr


@pytest.mark.parametrize("head", ["zzz", "0" * 63, "0" * 65, "a" * 63 + "g"], ids=["a word", "short", "long", "a g"])
def test_a_mistyped_head_is_no_proof_of_a_broken_chain(head: str, tmp_path: Path) -> None:
    done = heard("verify", "--head", head, HEARD_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"“{head}” is no head: one has 64 figures and letters from a to f" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_demo_refuses_a_citys_database_in_a_sentence(tmp_path: Path) -> None:
    done = heard("demo", DATABASE_URL="postgres://heard:secret@db.city.example/heard", HEARD_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "never touches a city's database" in done.stderr
    assert "Unset DATABASE_URL" in done.stderr
    assert "secret" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_demo_is_never_served_to_a_network_or_from_a_citys_database(tmp_path: Path) -> None:
    wide = heard("serve", "--host", "0.0.0.0", HEARD_DEMO="1", HEARD_HOME=str(tmp_path))  # noqa: S104
    assert (wide.returncode, "for this machine only" in wide.stderr) == (1, True)
    other = heard("serve", HEARD_DEMO="1", HEARD_HOME=str(tmp_path), DATABASE_URL="postgres://db/heard")
    assert (other.returncode, "Unset DATABASE_URL" in other.stderr) == (1, True)


def test_an_address_of_another_kind_of_database_is_one_sentence_not_a_traceback() -> None:
    done = heard("migrate", DATABASE_URL="mysql://db/heard")
    assert done.returncode == 1
    assert done.stderr.strip().startswith("heard: DATABASE_URL begins with “mysql:”.")
    assert "Traceback" not in done.stderr


def test_checking_a_plan_imports_neither_django_nor_a_database() -> None:
    script = (
        "import sys; from heard.config.command import main\n"
        "code = main(['check', '--template'])\n"
        "print(code, [m for m in ('django', 'psycopg', 'heard.config.settings') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "0 []"
    assert "closes_on" in done.stdout


def test_the_exit_code_of_a_check_is_the_commands_own(tmp_path: Path) -> None:
    plan, broken = tmp_path / "plan.toml", tmp_path / "broken.toml"
    plan.write_text(heard("check", "--template").stdout)
    broken.write_text("titel = 'Parks'\n")
    opens = tomllib.loads(plan.read_text())["opens_on"]
    assert heard("check", str(plan), "--move", "open", "--on", str(opens)).returncode == 0
    assert heard("check", str(broken)).returncode == 2


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The private folder of a migrated city."""
    folder = str(tmp_path_factory.mktemp("city"))
    assert heard("migrate", "-v", "0", HEARD_HOME=folder).returncode == 0
    return folder


@pytest.fixture
def city(home: str) -> Iterator[dict[str, str]]:
    """Its environment and a free port. Whatever serves from it is stopped afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environ = {"HEARD_HOME": home, "PORT": port}
    yield environ
    assert heard("stop", **environ).returncode == 0


@pytest.mark.slow
def test_verify_answers_for_the_chain_with_its_exit_code(city: dict[str, str]) -> None:
    whole = heard("verify", **city)
    assert (whole.returncode, "The chain holds: 0 sealed entries" in whole.stdout) == (0, True)
    foreign = heard("verify", "--head", "0" * 63 + "1", **city)
    assert (foreign.returncode, "BROKEN" in foreign.stdout) == (1, True)


@pytest.mark.slow
def test_serving_an_empty_database_says_to_migrate_first(tmp_path: Path) -> None:
    done = heard("serve", "--port", "1", HEARD_HOME=str(tmp_path))
    assert (done.returncode, "Run `heard migrate` first" in done.stderr) == (1, True)
    assert heard("stop", HEARD_HOME=str(tmp_path)).returncode == 0


@pytest.mark.slow
def test_serving_restarts_what_dies_and_stops_cleanly(city: dict[str, str]) -> None:
    given = environment(**city)
    log = Path(city["HEARD_HOME"]) / "log"
    with log.open("wb") as out:
        parent = subprocess.Popen([*HEARD, "serve", "--port", city["PORT"]], env=given, stdout=out, stderr=out)
    try:
        until(lambda: f"Heard is at http://localhost:{city['PORT']}" in log.read_text())
        assert answers_http(city["PORT"])
        assert "already being served" in heard("serve", "--port", city["PORT"], **city).stderr
        assert "already running" in heard("demo", "--port", city["PORT"], **city).stdout
        before = kept_alive(parent.pid)
        assert len(before) == 2
        kill(*before)
        until(lambda: len(set(kept_alive(parent.pid)) - set(before)) == 2)
        until(lambda: answers_http(city["PORT"]))
    finally:
        parent.send_signal(signal.SIGTERM)
        code = parent.wait(timeout=120)
    assert code == 0
    assert len(re.findall(r"starting it again", log.read_text())) >= 2
    until(lambda: not answers_http(city["PORT"]))


@pytest.mark.slow
def test_stop_ends_what_serves_and_the_private_database(city: dict[str, str]) -> None:
    parent = subprocess.Popen([*HEARD, "serve", "--port", city["PORT"]], env=environment(**city))
    until(lambda: answers_http(city["PORT"]))
    done = heard("stop", **city)
    assert done.returncode == 0
    assert "The private database is stopped." in done.stdout
    assert parent.wait(timeout=60) == 0
    assert not list(Path(city["HEARD_HOME"]).glob("pg*/postmaster.pid"))


@pytest.mark.slow
def test_children_die_with_a_parent_that_was_killed(city: dict[str, str]) -> None:
    parent = subprocess.Popen([*HEARD, "serve", "--port", city["PORT"]], env=environment(**city))
    until(lambda: answers_http(city["PORT"]))
    parent.kill()
    parent.wait()
    until(lambda: not answers_http(city["PORT"]))


def answers_http(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10):
            return True
    except urllib.error.HTTPError as error:
        return error.code == 404  # before the front page stands
    except OSError:
        return False


def until(ready: object, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
