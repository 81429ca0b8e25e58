"""A migrated database to copy test databases from: migrations run once for each state of theirs, not in every run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connections
from psycopg import sql

REPOSITORY = Path(__file__).resolve().parents[1]
PREFIX = "heard_template_"
LOCK = 7_202_611
KEPT = 6  # other checkouts and other people at work here have migrations of their own


def use() -> None:
    """Point Django's test databases at the template for today's migrations; make it if need be, and drop the oldest."""
    connection = connections["default"]
    name = PREFIX + _digest()
    with psycopg.connect(**_reach("postgres"), autocommit=True) as postgres:
        postgres.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # other workers and other runs wait here
        rows = postgres.execute("SELECT datname FROM pg_database WHERE datname LIKE 'heard_template_%' ORDER BY oid")
        found = [row[0] for row in rows]
        if name not in found:
            for old in found[:-KEPT]:
                _quietly(postgres, "DROP DATABASE IF EXISTS {}", old)
            _make(postgres, name)
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def _make(postgres: psycopg.Connection, name: str) -> None:
    """Migrate under another name first: a run cut short leaves nothing that looks ready."""
    half = f"{name}_half"
    _quietly(postgres, "DROP DATABASE IF EXISTS {}", half)
    postgres.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
    at = _reach(half)
    url = f"postgres://{quote(at['user'])}:{quote(at['password'], safe='')}@/{half}?host={at['host']}&port={at['port']}"
    environ = os.environ | {"DATABASE_URL": url, "HEARD_TESTING": "1", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-m", "heard", "migrate", "-v", "0"], cwd=REPOSITORY, env=environ, check=True)
    postgres.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))


def _quietly(postgres: psycopg.Connection, statement: str, name: str) -> None:
    """Run it unless somebody is using that database."""
    try:
        postgres.execute(sql.SQL(statement).format(sql.Identifier(name)))
    except psycopg.errors.ObjectInUse:
        return


def _reach(database: str) -> dict[str, str]:
    found = connections["default"].settings_dict
    return {
        "host": found["HOST"],
        "port": str(found["PORT"] or 5432),
        "user": found["USER"],
        "password": found["PASSWORD"],
        "dbname": database,
    }


def _digest() -> str:
    """Of everything that migrations are made of."""
    paths = [*REPOSITORY.glob("src/heard/**/migrations/*.py"), REPOSITORY / "requirements/base.txt", Path(__file__)]
    parts = [f"{path.relative_to(REPOSITORY)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]
