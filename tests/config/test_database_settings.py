"""DATABASE_URL: any PostgreSQL over TCP in place of the private one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from heard.config.programs import DatabaseUnavailable, readable_programs
from heard.config.supervisor import REPOSITORY, database_settings, ensure_running, limit_statements, parse_url, server

PASSWORD = "p@ss/w:rd%25 #1"


@pytest.mark.parametrize(
    "url, expected",
    [
        (
            "postgres://heard:secret@db.city.example:6432/heard",
            {
                "NAME": "heard", "USER": "heard", "PASSWORD": "secret", "HOST": "db.city.example", "PORT": "6432",
                "OPTIONS": {},
            },
        ),
        (
            "postgresql://a%40b:p%2Fq%3A%25@[::1]/n%20m?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem",
            {
                "NAME": "n m", "USER": "a@b", "PASSWORD": "p/q:%", "HOST": "::1", "PORT": "",
                "OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"},
            },
        ),
        (
            "postgres:///heard?host=/run/postgresql",
            {"NAME": "heard", "USER": "", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": "", "OPTIONS": {}},
        ),
        (
            "postgres://%2Frun%2Fpostgresql/heard",
            {"NAME": "heard", "USER": "", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": "", "OPTIONS": {}},
        ),
        (
            "postgres://pool/heard?prepare_threshold=off",
            {
                "NAME": "heard", "USER": "", "PASSWORD": "", "HOST": "pool", "PORT": "",
                "OPTIONS": {"prepare_threshold": None},
            },
        ),
        (
            "postgres://pool/heard?prepare_threshold=12",
            {
                "NAME": "heard", "USER": "", "PASSWORD": "", "HOST": "pool", "PORT": "",
                "OPTIONS": {"prepare_threshold": 12},
            },
        ),
    ],
)  # fmt: skip
def test_an_address_is_read_in_every_part(url: str, expected: dict[str, object]) -> None:
    assert parse_url(url) == expected


@pytest.mark.parametrize(
    "url, why",
    [
        ("mysql://heard:secret@db/heard", "begins with “mysql:”. Heard needs PostgreSQL 15 or later"),
        ("db.example:5432/heard", "begins with “db.example:”"),
        ("postgres://heard:secret@db", "must name one database"),
        ("postgres://heard:secret@db/a/b", "must name one database"),
        ("postgres://heard:secret@db:notaport/heard", "cannot be read"),
        ("postgres://heard:secret@db/heard?prepare_threshold=-1", "must be a number up to 999, or “off”"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_its_password(url: str, why: str) -> None:
    with pytest.raises(DatabaseUnavailable) as refused:
        parse_url(url)
    assert why in str(refused.value)
    assert "secret" not in str(refused.value)


def test_without_an_address_django_is_pointed_at_the_private_socket(tmp_path: Path) -> None:
    given = {"HEARD_HOME": str(tmp_path), "HEARD_TEST_NAME": "ann"}
    settings = database_settings(given, REPOSITORY)
    assert settings["HOST"] == str(server(given, REPOSITORY).socket)
    assert (settings["NAME"], settings["USER"], settings["TEST"]) == ("heard", "heard", {"NAME": "test_heard_ann"})
    assert list(tmp_path.iterdir()) == []  # nothing is made or started by asking


def test_the_private_folder_defaults_to_var_in_the_repository() -> None:
    assert server({}, REPOSITORY).data.parent == (REPOSITORY / "var").resolve()
    assert database_settings({}, REPOSITORY)["TEST"] == {"NAME": "test_heard"}


def test_a_test_name_that_is_no_name_is_refused() -> None:
    with pytest.raises(DatabaseUnavailable, match="HEARD_TEST_NAME"):
        database_settings({"HEARD_TEST_NAME": "a; drop"}, REPOSITORY)


def test_with_an_address_no_private_server_is_started(tmp_path: Path) -> None:
    ensure_running({"HEARD_HOME": str(tmp_path), "DATABASE_URL": "postgres://db.city.example/heard"})
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def tcp_url() -> Iterator[str]:
    """A second PostgreSQL, on TCP with a password, as a council's own would be."""
    folder = Path(tempfile.mkdtemp(prefix="heard-tcp-"))
    folder.chmod(0o755)
    place = server({"HEARD_HOME": str(folder)}, folder)
    programs = readable_programs(place.programs, place.owner)
    data, secret = folder / "data", folder / "password"
    data.mkdir(mode=0o700)
    secret.write_text(PASSWORD)
    for path in (data, secret):
        os.chown(path, place.owner.pw_uid, place.owner.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    demoted = {"user": place.owner.pw_uid, "group": place.owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}

    def run(*command: object) -> None:
        subprocess.run(
            [str(word) for word in command], cwd=data, env={"PATH": os.defpath}, check=True, timeout=90,
            stdout=subprocess.DEVNULL, **demoted,
        )  # fmt: skip

    run(programs / "initdb", "-D", data, "-U", "council", "-A", "scram-sha-256", "-E", "UTF8", "--no-locale",
        f"--pwfile={secret}")  # fmt: skip
    run(programs / "pg_ctl", "start", "-w", "-D", data, "-l", "server.log",
        "-o", f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port}")  # fmt: skip
    with psycopg.connect(
        host="127.0.0.1", port=port, user="council", password=PASSWORD, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute('CREATE DATABASE "city heard"')
    yield f"postgres://council:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/city%20heard?application_name=heard"
    run(programs / "pg_ctl", "stop", "-m", "fast", "-D", data)
    shutil.rmtree(folder)


@pytest.mark.slow
def test_the_whole_of_heard_stands_on_a_postgresql_over_tcp(tcp_url: str, tmp_path: Path) -> None:
    """Migrations, the cache table, rows in and out, rollback: through Django, over TCP, with a password."""
    script = (
        "from django.core.cache import cache\n"
        "from django.db import connection, transaction\n"
        "from heard.people.models import Account\n"
        "cache.set('a', 'b'); assert cache.get('a') == 'b'\n"
        "Account.objects.create(email='ann@city.example')\n"
        "try:\n"
        "    with transaction.atomic():\n"
        "        Account.objects.create(email='bilal@city.example')\n"
        "        raise RuntimeError\n"
        "except RuntimeError:\n"
        "    pass\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('SELECT inet_server_port() IS NOT NULL, current_user, current_database()')\n"
        "    print(cursor.fetchone(), [a.email for a in Account.objects.all()])\n"
    )
    heard = [sys.executable, "-m", "heard"]
    given = os.environ | {"DATABASE_URL": tcp_url, "HEARD_HOME": str(tmp_path)}
    subprocess.run([*heard, "migrate", "-v", "0"], env=given, check=True, timeout=600)
    done = subprocess.run(
        [*heard, "shell", "-v", "0", "-c", script], env=given, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "(True, 'council', 'city heard') ['ann@city.example']"
    assert not list(tmp_path.glob("pg*"))  # no private server beside it


def test_statements_are_planned_once_unless_the_address_says_otherwise(tmp_path: Path) -> None:
    def after(**environ: str) -> object:
        return database_settings({"HEARD_HOME": str(tmp_path), **environ}, REPOSITORY)["OPTIONS"]["prepare_threshold"]

    assert after() == after(DATABASE_URL="postgres://db/heard?sslmode=require") == 5
    assert after(DATABASE_URL="postgres://db/heard?prepare_threshold=off") is None


def test_a_limit_is_added_to_what_the_address_says_and_one_that_it_sets_is_kept() -> None:
    plain = parse_url("postgres://heard@db/heard?sslmode=require")
    limit_statements(plain, seconds=15)
    assert plain["OPTIONS"] == {"sslmode": "require", "options": "-c statement_timeout=15s"}
    own = parse_url("postgres://heard@db/heard?options=-c%20statement_timeout%3D3s")
    limit_statements(own, seconds=15)
    assert own["OPTIONS"] == {"options": "-c statement_timeout=3s"}
    none = parse_url("postgres://heard@db/heard")
    limit_statements(none, seconds=0)
    assert none["OPTIONS"] == {}


ASK = """
import django
{door}
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print(cursor.fetchone()[0])
"""


@pytest.mark.parametrize("door, limit", [("import heard.config.wsgi", "15s"), ("", "0")])
def test_pages_have_a_limit_and_jobs_and_commands_have_none(door: str, limit: str) -> None:
    environ = os.environ | {"HEARD_TESTING": "1", "DJANGO_SETTINGS_MODULE": "heard.config.settings"}
    environ.pop("HEARD_WEB", None)
    ran = subprocess.run(
        [sys.executable, "-c", ASK.format(door=door)], cwd=REPOSITORY, env=environ, capture_output=True, check=True
    )
    assert ran.stdout.decode().split() == [limit]
