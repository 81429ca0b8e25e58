"""Processes that a test looks at and kills: what is gone already needs no killing."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress

from heard.config.supervisor import Server


def children(pid: int) -> list[int]:
    """The numbers of the processes that this one started and that `ps` still lists."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def kept_alive(pid: int) -> list[int]:
    """Of the children of `heard serve` those that it starts again: each leads a session of its own.

    Beside them it asks the database every few seconds whether it is there, by a program that is gone at once.
    """
    return [child for child in children(pid) if _session(child) == child]


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


def kill(*pids: int) -> None:
    """SIGKILL to each. One that ended by itself since it was listed is no fault: it is dead as was asked."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def postmaster(place: Server) -> int:
    """The number of the process at the head of this private database."""
    return int((place.data / "postmaster.pid").read_text().split()[0])


def kill_database(place: Server) -> None:
    """Kill a private database outright: its postmaster first, then every child it had."""
    head = postmaster(place)
    kill(head, *[pid for pid in children(head) if pid != head])
