"""A private PostgreSQL for Heard: found, made, started, watched and stopped without an administrator.

Nothing listens on the network: the socket lies in a folder of mode 0700, and `peer` with a map lets in root
and the owner of the data. With `DATABASE_URL` set there is no private server at all.
Reasons: docs/decisions/0001-private-postgresql.md.
"""

from __future__ import annotations

import fcntl
import hashlib
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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from heard.config.programs import (
    DatabaseUnavailable,
    find_owner,
    find_programs,
    make_folders,
    may_enter,
    readable_programs,
)

ROLE = "heard"  # the database role and the database; fixed, whoever starts the server
PORT = 5432  # only the end of the socket's name
SOCKETS = Path("/tmp")  # noqa: S108  a fixed place: TMPDIR may differ between two commands of one city
PREPARE_AFTER = 5  # times a statement of ground/planned.py is sent on a connection before it is planned for good
PATIENCE = 60.0  # seconds; crash recovery of a large city may take a while
REPOSITORY = Path(__file__).resolve().parents[3]


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
        if len(os.fsencode(inside)) <= 100 and may_enter(self.owner, self.data):
            return self.data
        return SOCKETS / f"heard-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"

    @property
    def connection(self) -> dict[str, str]:
        return {"host": str(self.socket), "port": str(PORT), "user": ROLE, "dbname": ROLE}


# What Django is told ---------------------------------------------------------------------------------------


def database_settings(environ: Mapping[str, str], base_dir: Path) -> dict[str, Any]:
    """Django's DATABASES["default"]: what `DATABASE_URL` names, else the private server (not started here).

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
        named = parse_url(url)
        named["OPTIONS"].setdefault("prepare_threshold", PREPARE_AFTER)
        return common | named
    place = server(environ, base_dir).connection
    return common | {
        "NAME": place["dbname"],
        "USER": place["user"],
        "PASSWORD": "",
        "HOST": place["host"],
        "PORT": place["port"],
        "OPTIONS": {"prepare_threshold": PREPARE_AFTER},
    }


def parse_url(url: str) -> dict[str, Any]:
    """`postgres://user:password@host:port/name?sslmode=require` as Django's keys; every part URL-decoded.

    `prepare_threshold` may be a number, or `off` behind a pooler that knows no prepared statements.
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
    options: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    if (after := options.get("prepare_threshold")) is not None:
        if after != "off" and not re.fullmatch(r"[0-9]{1,3}", after):
            raise DatabaseUnavailable("prepare_threshold in DATABASE_URL must be a number up to 999, or “off”.")
        options["prepare_threshold"] = None if after == "off" else int(after)
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


def limit_statements(database: dict[str, Any], *, seconds: int) -> None:
    """Let no statement of these connections run longer; 0 lets them. A limit that `DATABASE_URL` sets is kept."""
    options = str(database["OPTIONS"].get("options", ""))
    if seconds and "statement_timeout" not in options:
        database["OPTIONS"]["options"] = f"{options} -c statement_timeout={seconds}s".strip()


def find_home(environ: Mapping[str, str], base_dir: Path) -> Path:
    """The folder of everything private: `HEARD_HOME`, else `<base_dir>/var`."""
    return Path(environ.get("HEARD_HOME") or base_dir / "var").resolve()


def server(environ: Mapping[str, str], base_dir: Path) -> Server:
    """The private server of this city, started or not: same answer for every command and every user."""
    home = find_home(environ, base_dir)
    try:
        major, programs = find_programs(home)
        data = home / f"pg{major}"
        return Server(data=data, programs=programs, major=major, owner=find_owner(data))
    except PermissionError as error:
        raise DatabaseUnavailable(f"This user may not read {error.filename}: set HEARD_HOME.") from None


# Starting and stopping -------------------------------------------------------------------------------------


def ensure_running(environ: Mapping[str, str] | None = None, base_dir: Path = REPOSITORY) -> None:
    """Start the private server unless it answers already; nothing at all where `DATABASE_URL` is set.

    Raises DatabaseUnavailable with a sentence for the person at the keyboard.
    """
    environ = os.environ if environ is None else environ
    if not environ.get("DATABASE_URL"):
        start(server(environ, base_dir))


def start(place: Server) -> dict[str, str]:
    """Make the data on first use, start the server, wait until it answers; return libpq's parameters.

    Two starts at once take turns and both succeed. What a killed server left behind is cleared first.
    """
    if os.geteuid() not in {0, place.owner.pw_uid}:
        raise DatabaseUnavailable(f"{place.data} belongs to {place.owner.pw_name}: run this as that user.")
    if not answers(place):
        try:
            make_folders(place.data.parent)
            with _turn(place.data.parent):
                _bring_up(place)
        except PermissionError as error:
            raise DatabaseUnavailable(f"This user may not write {error.filename}: set HEARD_HOME.") from None
    return place.connection


def stop(place: Server) -> None:
    """Disconnect everybody and stop; nothing where no server runs."""
    if place.data.exists():
        with _turn(place.data.parent):
            if _postmaster(place):
                _run(place, "pg_ctl", "stop", "-m", "fast", "-w", "-D", _seen(place, place.data))
            if place.socket != place.data:
                with suppress(OSError):
                    place.socket.rmdir()


def answers(place: Server) -> bool:
    """Whether the server takes connections. Its pid proves nothing: a killed one may linger as a zombie."""
    if not place.socket.exists():
        return False
    if place.socket.lstat().st_uid != place.owner.pw_uid:
        return False  # not ours to trust; `_make_socket_folder` says so
    ready = [str(place.programs / "pg_isready"), "-q", "-h", str(place.socket), "-p", str(PORT), "-d", ROLE, "-t", "5"]
    return subprocess.run(ready, env=_environment(), check=False).returncode == 0


def _bring_up(place: Server) -> None:
    deadline, failures, reason = time.monotonic() + PATIENCE, 0, "it is still recovering"
    while not answers(place):
        if time.monotonic() > deadline or failures > 20:
            raise DatabaseUnavailable(f"PostgreSQL did not start: {reason}. Its log is {place.data / 'server.log'}")
        if _postmaster(place):
            time.sleep(0.1)  # starting, recovering or stopping: not ours to disturb
            continue
        if not place.data.exists():
            _initialise(place)
        _clear_remains(place)
        _make_socket_folder(place)
        _admit(place, place.data)
        done = _run(place, "pg_ctl", "start", "-w", "-D", _seen(place, place.data), "-t", str(int(PATIENCE)),
                    "-l", "server.log", "-o", _options(place), check=False)  # fmt: skip
        if done.returncode:
            failures, reason = failures + 1, (done.stderr or done.stdout).strip()
            time.sleep(0.25)


def _options(place: Server) -> str:
    """What no edit of postgresql.conf may change: no network, our socket, nothing acknowledged is lost."""
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{_seen(place, place.socket)}"',
        "unix_socket_permissions": "0700",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
    }
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())


def _initialise(place: Server) -> None:
    """Make the data and the database beside their place, then rename: a start cut short leaves no half."""
    fresh = place.data.with_name(f"{place.data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    os.chown(fresh, place.owner.pw_uid, place.owner.pw_gid)
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if place.major >= 17 else []
    libc = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    _run(place, "initdb", "-D", _seen(place, fresh), "-U", ROLE, "-E", "UTF8", f"--locale={libc}", *builtin,
         "--auth-local=peer", "--auth-host=reject", "--data-checksums", folder=fresh)  # fmt: skip
    _admit(place, fresh)
    _run(place, "postgres", "--single", "-D", _seen(place, fresh), "template1", folder=fresh,
         said=f"CREATE DATABASE {ROLE}\n")  # fmt: skip
    fresh.rename(place.data)


def _admit(place: Server, folder: Path) -> None:
    """Who may connect: root and the owner of the data, over the socket, as the one role."""
    names = dict.fromkeys(["root", place.owner.pw_name])
    _write(place, folder / "pg_hba.conf", f"local all all peer map={ROLE}\n")
    _write(place, folder / "pg_ident.conf", "".join(f'{ROLE} "{name}" {ROLE}\n' for name in names))


def _write(place: Server, path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o600)
    os.chown(path, place.owner.pw_uid, place.owner.pw_gid)


# What a killed server leaves -------------------------------------------------------------------------------


def _postmaster(place: Server) -> int | None:
    """The pid in postmaster.pid, where a living server of this data has it (single-user mode negates it)."""
    try:
        pid = abs(int((place.data / "postmaster.pid").read_text().split()[0]))
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return pid if _serves(place, pid) else None


def _serves(place: Server, pid: int) -> bool:
    """Whether this process is a living PostgreSQL at work in the data. A zombie is not."""
    try:
        if sys.platform != "linux":
            os.kill(pid, 0)
            return True
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        owner = Path(f"/proc/{pid}").stat().st_uid
        if name != "postgres" or rest.split()[0] in "ZX" or owner != place.owner.pw_uid:
            return False
        return Path(f"/proc/{pid}/cwd").readlink() == place.data
    except PermissionError:
        return True  # root without CAP_SYS_PTRACE may not look: a PostgreSQL, perhaps ours
    except OSError:
        return False


def _clear_remains(place: Server) -> None:
    """After a postmaster's death: end its orphans, whose shared memory is void, and forget its lock files.

    PostgreSQL itself refuses to start on memory that a survivor still holds, so this may fail but not harm.
    """
    if sys.platform == "linux":
        for pid in [int(path.name) for path in Path("/proc").glob("[0-9]*")]:
            with suppress(OSError):
                if Path(f"/proc/{pid}/cwd").readlink() == place.data and _serves(place, pid):
                    os.kill(pid, signal.SIGKILL)
        for path in (place.data / "postmaster.pid", place.socket / f".s.PGSQL.{PORT}.lock"):
            path.unlink(missing_ok=True)


# Folders, users and turns ----------------------------------------------------------------------------------


@contextmanager
def _turn(home: Path) -> Iterator[None]:
    """One start or stop at a time. The kernel frees the lock of a killed starter, so none goes stale."""
    handle, deadline = os.open(home, os.O_RDONLY), time.monotonic() + PATIENCE
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable(f"Another start of the database in {home} does not end.") from None
                time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _make_socket_folder(place: Server) -> None:
    folder = place.socket
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {place.owner.pw_uid, os.geteuid()}:
        raise DatabaseUnavailable(f"{folder} belongs to somebody else: ask them, or your administrator, to remove it.")
    os.chown(folder, place.owner.pw_uid, place.owner.pw_gid)
    folder.chmod(0o700)


def _seen(place: Server, folder: Path) -> str:
    """How the server's owner names a folder of their own that lies below one closed to them (root's home)."""
    return str(folder) if may_enter(place.owner, folder) else "/proc/self/cwd"


def _environment() -> dict[str, str]:
    """Nothing of ours reaches the server: no PGPORT to move its socket, no secret to lie in its memory."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _run(
    place: Server,
    program: str,
    *arguments: str,
    said: str = "",
    folder: Path | None = None,
    check: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs in the data folder, as the data's owner."""
    demoted = os.geteuid() != place.owner.pw_uid
    done = subprocess.run(
        [str(readable_programs(place.programs, place.owner) / program), *arguments],
        input=said,
        cwd=folder or place.data,
        env=_environment(),
        user=place.owner.pw_uid if demoted else None,
        group=place.owner.pw_gid if demoted else None,
        extra_groups=[] if demoted else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise DatabaseUnavailable(f"PostgreSQL's {program} failed: {(done.stderr or done.stdout).strip()}")
    return done
