"""A folder, a port or a database that cannot be used is one line to whoever runs a command, never a traceback."""

from __future__ import annotations

import errno
import re
import socket
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError
from tests.config.test_command import heard

from heard.config.serve import in_address
from heard.config.supervisor import DatabaseUnavailable
from heard.config.unavailable import why

NOWHERE = "postgres://heard:geheim@127.0.0.1:1/heard"


@pytest.mark.parametrize("verb", ["migrate", "verify", "serve", "createsuperuser"])
def test_a_database_that_does_not_answer_is_one_line_without_its_password(verb: str, tmp_path: Path) -> None:
    done = heard(verb, DATABASE_URL=NOWHERE, HEARD_HOME=str(tmp_path))
    (said,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert said.startswith("heard: the database that DATABASE_URL names cannot be used: connection failed")
    assert "geheim" not in said


@pytest.mark.parametrize("verb", ["migrate", "verify", "serve", "demo"])
def test_a_home_that_is_no_folder_is_one_line(verb: str, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    done = heard(verb, HEARD_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert re.fullmatch(
        r"heard: “\S+/home\S*” cannot be used: (Not a directory|File exists)\. "
        r"HEARD_HOME names the folder of what Heard keeps\.\n",
        done.stderr,
    )


def test_a_home_that_is_no_folder_is_one_line_beside_a_citys_database_too(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    done = heard("migrate", DATABASE_URL=NOWHERE, HEARD_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert re.fullmatch(r"heard: “\S+/home” cannot be used: File exists\. HEARD_HOME names .+\n", done.stderr)


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("HEARD_SMTP_PORT", "smtp", "HEARD_SMTP_PORT cannot be read: invalid literal"),
        ("HEARD_PROXIES", "10.0.0.0/8,here", "HEARD_PROXIES cannot be read: 'here' does not appear to be"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(name: str, value: str, said: str, tmp_path: Path) -> None:
    done = heard("migrate", **{"DATABASE_URL": NOWHERE, "HEARD_HOME": str(tmp_path), name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"heard: {said}")
    assert len(done.stderr.splitlines()) == 1


def test_an_empty_home_in_the_environment_is_an_unset_one(tmp_path: Path) -> None:
    script = "from heard.config import settings; print(settings.HOME == settings.ROOT / 'var', settings.POLICY.name)"
    done = heard("shell", "-v", "0", "-c", script, DATABASE_URL=NOWHERE, HEARD_HOME="", HEARD_POLICY="")
    assert (done.stdout.splitlines()[-1:], done.stderr) == (["True policy"], "")


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "x" * 80])
def test_an_address_that_is_not_ours_is_refused_before_anything_starts(host: str, tmp_path: Path) -> None:
    done = heard("serve", "--host", host, HEARD_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith(f"heard: it cannot be served at “{host}”, port 8000: ")
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("pg*"))


def test_a_port_that_another_program_holds_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = heard("serve", "--port", port, HEARD_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == f"heard: something else listens on port {port}. Choose another with --port.\n"
    assert not list(tmp_path.glob("pg*"))


def lost(state: str | None) -> OperationalError:
    cause = psycopg.OperationalError("x") if state is None else psycopg.errors.lookup(state)("x")
    error = OperationalError("no room\n\tleft")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error, said",
    [
        (DatabaseUnavailable("No PostgreSQL was found."), "No PostgreSQL was found."),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device."),
        (ImproperlyConfigured("HEARD_X cannot be read."), "HEARD_X cannot be read."),
        (lost(None), "the database cannot be used: no room left"),
        (lost("53100"), "the database cannot be used: no room left"),
        (lost("57P01"), "the database cannot be used: no room left"),
        (lost("40P01"), ""),
        (ValueError("a mistake of ours"), ""),
    ],
    ids=["programs", "disk", "setting", "connection", "disk-full", "shutdown", "deadlock", "mistake"],
)
def test_what_lies_in_the_place_is_said_and_our_own_mistakes_are_not_hidden(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert why(error) == said


@pytest.mark.parametrize(
    "host, written", [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("city.example", "city.example")]
)
def test_a_host_stands_in_an_address_as_it_must(host: str, written: str) -> None:
    assert in_address(host) == written
