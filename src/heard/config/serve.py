"""`heard serve`: one parent that keeps the web server, the jobs worker and the private database alive.

The parent does no work of its own and imports no Django, so there is little in it that can fall over. A child
that dies is started again, ever more slowly while it keeps dying; when the parent dies, so do the children.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from heard.config.programs import DatabaseUnavailable, make_folders
from heard.config.ready import BEHIND
from heard.config.supervisor import REPOSITORY, answers, ensure_running, find_home, server, stop

HEARD = [sys.executable, "-m", "heard"]
DEMO_REFUSED = (
    "the demo has open sign-ins and invented people, so it never touches a city's database. "
    "Unset DATABASE_URL, or use `heard migrate` and `heard serve`."
)
GRACE = 30.0  # seconds that a child has to finish its request or job
LOOK = 1.0  # seconds between two looks at the database


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    again: float = 0.0

    def tend(self, now: float) -> None:
        """Start it if it is due; note a death and when to try again (0.2 s, doubling up to 10 s)."""
        if self.process is None and now >= self.again:
            self.process, self.started = _spawn(self.command), now
        elif self.process is not None and (code := self.process.poll()) is not None:
            self.deaths = 0 if now - self.started > 30 else self.deaths + 1
            self.again = now + min(10.0, 0.1 * 2**self.deaths)
            _end_group(self.process.pid)
            self.process = None
            _sorry(f"{self.name} ended ({code}); starting it again.")


def run(*, host: str, port: int, workers: int, threads: int, ready: bool = False) -> int:
    """Serve until SIGTERM, SIGINT or SIGHUP. Exit 1 with a sentence where it cannot start."""
    if reason := _refusal(host):
        return _sorry(reason)
    handle = claim(port)
    if handle is None:
        return _sorry(f"this city is already being served on port {port}. `heard stop` ends that.")
    if reason := _why_not(host, port):
        return _sorry(reason)
    ensure_running()
    if not ready and (code := subprocess.run([*HEARD, "ready"], check=False).returncode):
        return _sorry("the database is not up to date. Run `heard migrate` first.") if code == BEHIND else 1
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.set())
    web = ["--bind", f"{in_address(host)}:{port}", "--worker-class", "gthread", "--workers", str(workers),
           "--threads", str(threads), "--timeout", "60", "--graceful-timeout", "20",
           "--log-level", "warning", "--no-control-socket", "--preload"]  # fmt: skip
    children = [
        Child("the web server", [sys.executable, "-m", "gunicorn", *web, "heard.config.wsgi:application"]),
        Child("the jobs worker", [*HEARD, "procrastinate", "worker"]),
    ]
    try:
        _keep(children, ended, host, port)
    finally:
        _end(children)
        os.ftruncate(handle, 0)
        os.close(handle)
    return 0


def _refusal(host: str) -> str:
    """Why the demo, whose sign-ins are open to anybody who can reach it, may not be served so."""
    if os.environ.get("HEARD_DEMO") != "1":
        return ""
    if os.environ.get("DATABASE_URL"):
        return DEMO_REFUSED
    return "" if host in {"127.0.0.1", "localhost", "::1"} else "the demo is for this machine only: no --host."


def _keep(children: list[Child], ended: threading.Event, host: str, port: int) -> None:
    look, said = 0.0, False
    while not ended.is_set():
        now = time.monotonic()
        if now >= look:
            look = now + LOOK
            try:
                ensure_running()
            except DatabaseUnavailable as error:
                _sorry(str(error))
        for child in children:
            child.tend(now)
        if not said and is_taken(host, port):
            said = True
            shown = "localhost" if host == "127.0.0.1" else in_address(host)
            print(f"Heard is at http://{shown}:{port} (Ctrl-C stops it).", flush=True)
        ended.wait(0.2)


def _end(children: list[Child]) -> None:
    """Ask all to finish, wait, then insist."""
    alive = [child.process for child in children if child.process]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in alive:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _end_group(process.pid)


def stop_all() -> int:
    """Stop whatever serves from this home, then its private database."""
    for path in find_home(os.environ, REPOSITORY).glob("serve-*.lock"):
        deadline, asked = time.monotonic() + GRACE + 5, ""
        while (handle := _lock(path)) is None:
            if time.monotonic() > deadline:
                return _sorry(f"process {asked}, which serves by {path}, does not end.")
            if (pid := path.read_text().strip()) and pid != asked:
                print(f"Asking process {pid} to end…", flush=True)
                with suppress(ProcessLookupError):  # it may be ending by itself
                    os.kill(int(pid), signal.SIGTERM)
                asked = pid
            time.sleep(0.1)
        os.close(handle)
    if not os.environ.get("DATABASE_URL"):
        place = server(os.environ, REPOSITORY)
        if answers(place):
            stop(place)
            print("The private database is stopped.")
    return 0


def claim(port: int) -> int | None:
    """Hold this city's claim to serve on `port` while the returned handle is open; None where another does."""
    folder = find_home(os.environ, REPOSITORY)
    make_folders(folder)
    handle = _lock(folder / f"serve-{port}.lock")
    if handle is not None:
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
    return handle


def is_taken(host: str, port: int) -> bool:
    """Whether anything accepts connections there."""
    try:
        with socket.create_connection((host.replace("0.0.0.0", "127.0.0.1"), port), timeout=1):  # noqa: S104
            return True
    except OSError:
        return False


def _why_not(host: str, port: int) -> str:
    """Why nothing can be served there: taken, not an address of this machine, or a port for root ("": it can)."""
    taken = f"something else listens on port {port}. Choose another with --port."
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except (OSError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or "it is no address"
        in_use = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        return taken if in_use else f"it cannot be served at “{host}”, port {port}: {said}."
    return taken if is_taken(host, port) else ""


def in_address(host: str) -> str:
    """A host as an address writes it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def _lock(path: Path) -> int | None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches the parent alone, who ends its children in order."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)


def _end_group(leader: int) -> None:
    """End what a dead child left running: a killed gunicorn's workers would hold the port for a while."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGTERM)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: also after kill -9 of the parent


def _sorry(reason: str) -> int:
    print(f"heard: {reason}", file=sys.stderr, flush=True)
    return 1
