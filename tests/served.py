"""A city served by its own command, with its own database and two workers: for tests that kill or time it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from heard.config.supervisor import REPOSITORY, Server, server

HEARD = [sys.executable, "-m", "heard"]
STARTS_WITHIN = 60  # seconds


@dataclass
class City:
    """What runs: where it answers, what its making printed, its home, its database, its server's process."""

    url: str
    made: str
    home: Path
    place: Server
    serving: int

    @property
    def said(self) -> Path:
        """What the server prints."""
        return self.home / "said"

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(**self.place.connection) as connection:
            return connection.execute(question).fetchall()


@contextmanager
def served(home: Path, script: str) -> Iterator[City]:
    """A migrated city in `home` in which `script` was run, served until the block ends. It must stop in order."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {name: value for name, value in os.environ.items() if name not in {"HEARD_TESTING", "DATABASE_URL"}}
    given |= {"HEARD_HOME": str(home), "HEARD_URL": f"http://localhost:{port}", "PYTHONPATH": str(REPOSITORY)}
    given.pop("DJANGO_SETTINGS_MODULE", None)
    run: dict[str, Any] = {"env": given, "check": True, "timeout": 600, "text": True}
    subprocess.run([*HEARD, "migrate", "-v", "0"], **run)
    made = subprocess.run([*HEARD, "shell", "-v", "0", "-c", script], stdout=subprocess.PIPE, **run)
    with (home / "said").open("wb") as out:
        serving = subprocess.Popen(
            [*HEARD, "serve", "--port", str(port), "--workers", "2"], env=given, stdout=out, stderr=out
        )
    place = server({"HEARD_HOME": str(home)}, REPOSITORY)
    city = City(f"http://localhost:{port}", made.stdout, home, place, serving.pid)
    try:
        _until_it_answers(city)
        yield city
    finally:
        subprocess.run([*HEARD, "stop"], **run)
    assert serving.wait(timeout=60) == 0


def _until_it_answers(city: City) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while "Heard is at" not in city.said.read_text():
        assert time.monotonic() < deadline, city.said.read_text()[-3000:]
        time.sleep(0.1)
