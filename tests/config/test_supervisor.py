"""The private PostgreSQL: real servers in folders of their own, started, crowded, killed and found whole again."""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.processes import kill, kill_database, postmaster

from heard.config import supervisor
from heard.config.programs import DatabaseUnavailable, may_enter, readable_programs
from heard.config.supervisor import Server, answers, server, start, stop

pytestmark = pytest.mark.slow
ROOT = os.geteuid() == 0
ENDLESS = "SELECT count(*) FROM generate_series(1, 1e10)"
BACK_WITHIN = 45  # seconds, on a busy machine; it waits at most 60 for a server that does not come
as_root = pytest.mark.skipif(not ROOT, reason="only root can act as two users: run this as root too")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="zombies are looked up in /proc")


@pytest.fixture
def home() -> Iterator[Path]:
    """A HEARD_HOME that any user may enter; its server is stopped afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="heard-test-"))
    folder.chmod(0o755)
    yield folder / "var"
    if (folder / "var").exists():
        stop(place_of(folder / "var"))
    shutil.rmtree(folder)


def place_of(home: Path) -> Server:
    return server({"HEARD_HOME": str(home)}, home)


def ask(place: Server, question: str) -> object:
    with psycopg.connect(autocommit=True, **place.connection) as connection:
        found = connection.execute(question)
        row = found.fetchone() if found.description else None
        return row[0] if row else None


def demoted(place: Server) -> dict[str, Any]:
    """How root starts a process as the server's owner."""
    who = place.owner
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if ROOT else {}


# Starting --------------------------------------------------------------------------------------------------


def test_the_first_start_makes_a_closed_durable_database_and_the_second_keeps_it(home: Path) -> None:
    place = place_of(home)
    assert start(place) == {"host": str(place.data), "port": "5432", "user": "heard", "dbname": "heard"}
    assert place.data == home / f"pg{place.major}"
    assert place.data.stat().st_mode & 0o777 == 0o700
    names = ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "server_encoding")
    assert [ask(place, f"SHOW {name}") for name in names] == ["", "on", "on", "on", "UTF8"]
    assert ask(place, "SELECT lower('ÉÇŻÓ')") == "éçżó"
    ask(place, "CREATE TABLE kept AS SELECT 7 AS n")
    stop(place)
    assert not answers(place)
    start(place)
    assert ask(place, "SELECT n FROM kept") == 7


def test_a_start_of_a_running_server_changes_nothing(home: Path) -> None:
    place = place_of(home)
    start(place)
    before = postmaster(place)
    for _ in range(10):
        start(place)
    assert postmaster(place) == before


def test_four_first_starts_at_once_make_one_server_and_all_succeed(home: Path) -> None:
    script = "import os; from heard.config.supervisor import *; start(server(os.environ, REPOSITORY))"
    starts = [
        subprocess.Popen([sys.executable, "-c", script], env=os.environ | {"HEARD_HOME": str(home)}) for _ in range(4)
    ]
    assert [process.wait(timeout=60) for process in starts] == [0, 0, 0, 0]
    assert ask(place_of(home), "SELECT 1") == 1
    assert [path.name for path in home.iterdir()] == [place_of(home).data.name]


def test_a_first_start_cut_short_leaves_nothing_in_the_way(home: Path) -> None:
    place = place_of(home)
    half = home / f"{place.data.name}.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    start(place)
    assert ask(place, "SELECT 1") == 1
    assert not half.exists()


def test_a_path_over_a_hundred_characters_gets_a_short_closed_socket_folder(home: Path) -> None:
    deep = home / ("a-long-name-" * 5) / ("another-one-" * 5) / "var"
    place = place_of(deep)
    start(place)
    try:
        assert ask(place, "SELECT 1") == 1
        assert place.socket.parent == supervisor.SOCKETS
        assert place.socket.stat().st_mode & 0o777 == 0o700
        assert place.socket.stat().st_uid == place.owner.pw_uid
    finally:
        stop(place)
    assert not place.socket.exists()


def test_debians_programs_serve_as_well(home: Path) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin/postgres"))
    if not found:
        pytest.skip("Debian's postgresql is not installed beside the wheel")
    ours = place_of(home)
    major = int(found[-1].parent.parent.name)
    place = Server(data=home / f"pg{major}", programs=found[-1].parent, major=major, owner=ours.owner)
    start(place)
    try:
        assert ask(place, "SELECT lower('ÉÇŻÓ')") == "éçżó"
        assert place_of(home).data == place.data  # data made by another version are found again
    finally:
        stop(place)


def test_data_of_a_version_no_longer_installed_are_not_replaced_by_an_empty_city(home: Path) -> None:
    (home / "pg99").mkdir(parents=True)
    with pytest.raises(DatabaseUnavailable, match=r"pg99 need PostgreSQL 99, which is no longer installed"):
        place_of(home)
    (home / "pg99").rmdir()


# Root and ordinary users -----------------------------------------------------------------------------------


@as_root
def test_root_starts_a_server_that_does_not_run_as_root(home: Path) -> None:
    place = place_of(home)
    start(place)
    assert Path(f"/proc/{postmaster(place)}").stat().st_uid == place.owner.pw_uid != 0
    assert place.owner.pw_name in {"postgres", "nobody"}


@as_root
def test_root_serves_data_and_programs_that_lie_in_a_closed_home(home: Path) -> None:
    closed = home / "root"
    closed.mkdir(parents=True)
    closed.chmod(0o700)
    wheel = place_of(home).programs.parent
    inside = closed / "site" / wheel.parent.name / wheel.name
    shutil.copytree(wheel, inside)
    if (libraries := wheel.parent.with_name(f"{wheel.parent.name}.libs")).exists():
        shutil.copytree(libraries, closed / "site" / libraries.name)
    seen = place_of(closed / "var")
    place = Server(data=seen.data, programs=inside / "bin", major=seen.major, owner=seen.owner)
    assert not may_enter(place.owner, place.data)
    copy = readable_programs(place.programs, place.owner)
    try:
        start(place)
        assert ask(place, "SELECT lower('ÉÇŻÓ')") == "éçżó"
        kill_database(place)
        start(place)
        assert ask(place, "SELECT 1") == 1
    finally:
        stop(place)
        shutil.rmtree(copy.parents[2])
    assert closed.stat().st_mode & 0o777 == 0o700  # nobody's home was opened


@as_root
def test_an_ordinary_user_runs_their_own_server_and_root_can_use_it(home: Path) -> None:
    user = pwd.getpwnam("nobody")
    python, path = reachable_python(home.parent, user)
    home.mkdir()
    os.chown(home, user.pw_uid, user.pw_gid)
    script = "import os; from heard.config.supervisor import *; print(start(server(os.environ, Path('.')))['host'])"
    done = subprocess.run(
        [python, "-c", script], env={"HEARD_HOME": str(home), "PYTHONPATH": path}, cwd="/",
        user=user.pw_uid, group=user.pw_gid, extra_groups=[], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    place = place_of(home)
    assert done.stdout.strip() == str(place.socket)
    assert place.owner.pw_name == "nobody"
    assert Path(f"/proc/{postmaster(place)}").stat().st_uid == user.pw_uid
    assert ask(place, "SELECT current_user") == "heard"  # root, by the map


@as_root
def test_another_user_is_kept_out_by_the_folder_and_by_the_map(home: Path) -> None:
    place = place_of(home)
    start(place)
    stranger = pwd.getpwnam("daemon")
    psql = [readable_programs(place.programs, stranger) / "psql", "-h", place.socket, "-U", "heard", "-c", "SELECT 1"]
    knock = {"user": stranger.pw_uid, "group": stranger.pw_gid, "extra_groups": [], "cwd": "/", "env": {}}
    closed = subprocess.run(psql, capture_output=True, text=True, check=False, **knock)
    assert closed.returncode == 2
    assert "Permission denied" in closed.stderr
    place.data.chmod(0o755)
    place.socket.joinpath(".s.PGSQL.5432").chmod(0o777)
    open_folder = subprocess.run(psql, capture_output=True, text=True, check=False, **knock)
    place.data.chmod(0o700)
    assert open_folder.returncode == 2
    assert "Peer authentication failed" in open_folder.stderr


@as_root
def test_a_socket_folder_laid_by_somebody_else_is_refused(home: Path) -> None:
    place = place_of(home / ("a-long-name-" * 9))
    place.socket.mkdir(mode=0o700)
    os.chown(place.socket, 1, 1)
    try:
        with pytest.raises(DatabaseUnavailable, match="belongs to somebody else"):
            start(place)
    finally:
        place.socket.rmdir()


def reachable_python(folder: Path, user: pwd.struct_passwd) -> tuple[str, str]:
    """A Python that this user may run, and a PYTHONPATH with our supervisor and the wheel's programs on it."""
    known = [Path(sys.executable).resolve(), Path("/usr/bin/python3")]
    python = next((path for path in known if path.exists() and may_enter(user, path)), None)
    if python is None:
        pytest.skip("no Python that an ordinary user may run: install Debian's python3")
    package = folder / "path" / "heard" / "config"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    for name in ("__init__.py", "programs.py", "supervisor.py"):
        shutil.copy(Path(supervisor.__file__).with_name(name), package)
    programs = readable_programs(place_of(folder / "var").programs, user)
    return str(python), f"{folder / 'path'}:{programs.parents[2]}"


# Killing ---------------------------------------------------------------------------------------------------


def test_a_pid_file_of_a_dead_process_does_not_stop_a_start(home: Path) -> None:
    place = place_of(home)
    start(place)
    left = (place.data / "postmaster.pid").read_text().splitlines()
    stop(place)
    dead = subprocess.Popen(["true"])
    dead.wait()
    (place.data / "postmaster.pid").write_text("\n".join([str(dead.pid), *left[1:]]) + "\n")
    start(place)
    assert ask(place, "SELECT 1") == 1


def test_a_pid_file_that_now_names_another_program_does_not_stop_a_start(home: Path) -> None:
    place = place_of(home)
    start(place)
    left = (place.data / "postmaster.pid").read_text().splitlines()
    stop(place)
    with subprocess.Popen(["sleep", "60"], **demoted(place)) as other:
        (place.data / "postmaster.pid").write_text("\n".join([str(other.pid), *left[1:]]) + "\n")
        (place.socket / ".s.PGSQL.5432.lock").write_text("\n".join([str(other.pid), *left[1:]]) + "\n")
        start(place)
        assert ask(place, "SELECT 1") == 1
        assert other.poll() is None  # left alone
        other.kill()


def test_a_pid_file_that_now_names_another_citys_postgresql_does_not_stop_a_start(home: Path) -> None:
    place, other = place_of(home), place_of(home / "other")
    start(place)
    stop(place)
    start(other)
    try:
        shutil.copy(other.data / "postmaster.pid", place.data / "postmaster.pid")
        began = time.monotonic()
        start(place)
        assert time.monotonic() - began < BACK_WITHIN
        assert ask(place, "SELECT 1") == ask(other, "SELECT 1") == 1
        assert postmaster(place) != postmaster(other)
    finally:
        stop(other)


@on_linux
def test_a_zombie_postmaster_does_not_stop_a_start(home: Path) -> None:
    place = place_of(home)
    start(place)
    ask(place, "CREATE TABLE kept AS SELECT 7 AS n")
    stop(place)
    command = [readable_programs(place.programs, place.owner) / "postgres", "-D", place.data]
    log = (home / "zombie.log").open("wb")
    server_of_ours = subprocess.Popen(
        [*command, *shlex.split(supervisor._options(place))], stderr=log, cwd=place.data, env={}, **demoted(place)
    )
    wait_until(lambda: answers(place))
    kill_database(place)
    stat = Path(f"/proc/{server_of_ours.pid}/stat")
    wait_until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "Z")
    began = time.monotonic()
    start(place)
    assert time.monotonic() - began < BACK_WITHIN
    assert ask(place, "SELECT n FROM kept") == 7
    assert stat.read_text().rpartition(")")[2].split()[0] == "Z"  # it was there all along
    server_of_ours.wait()
    log.close()


@on_linux
def test_a_backend_that_outlives_its_postmaster_is_ended_before_a_new_start(home: Path) -> None:
    place = place_of(home)
    start(place)
    with psycopg.connect(autocommit=True, **place.connection) as connection:
        orphan = connection.info.backend_pid
        busy = threading.Thread(target=quietly, args=(connection, ENDLESS), daemon=True)
        busy.start()
        time.sleep(0.5)
        kill(postmaster(place))
        began = time.monotonic()
        start(place)
        assert time.monotonic() - began < BACK_WITHIN
        assert ask(place, "SELECT 1") == 1
        assert not supervisor._serves(place, orphan)
        busy.join(timeout=60)
        assert not busy.is_alive()


@pytest.mark.parametrize("attempt", [1, 2])
def test_killing_the_server_and_every_child_under_load_loses_nothing_acknowledged(home: Path, attempt: int) -> None:
    place = place_of(home)
    start(place)
    ask(place, "CREATE TABLE answer (writer int, n int, PRIMARY KEY (writer, n))")
    acknowledged: list[set[int]] = [set() for _ in range(4)]

    def write(writer: int) -> None:
        n = 0
        try:
            with psycopg.connect(autocommit=True, **place.connection) as connection:
                while True:
                    n += 1
                    connection.execute("INSERT INTO answer VALUES (%s, %s)", (writer, n))
                    acknowledged[writer].add(n)
        except psycopg.OperationalError:
            return

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1.0 * attempt)
    kill_database(place)
    for thread in threads:
        thread.join(timeout=20)
    began = time.monotonic()
    start(place)
    assert time.monotonic() - began < BACK_WITHIN
    with psycopg.connect(**place.connection) as connection:
        found = set(connection.execute("SELECT writer, n FROM answer").fetchall())
    known = {(writer, n) for writer, done in enumerate(acknowledged) for n in done}
    assert len(known) > 100
    assert known - found == set()
    assert len(found - known) <= 4  # one unanswered insert a writer may have been kept


def quietly(connection: psycopg.Connection, question: str) -> None:
    try:
        connection.execute(question)
    except psycopg.OperationalError:
        return


def wait_until(ready: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
