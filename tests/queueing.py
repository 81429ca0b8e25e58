"""Two requests that meet, in an order that the test chooses: each comes to wait for one row, and then it is let go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection, connections
from django.db.models import Model

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pg_blocking_pids(pid) <> '{}'"


def queued(row: Model, *calls: Callable[[], Any]) -> list[Any]:
    """Call each while another session holds `row`, the next once the one before waits or has ended; then let go.

    Returns what each call returned, or the exception that it raised.
    """
    with ThreadPoolExecutor(len(calls)) as threads:
        with _held(row):
            begun: list[Future[Any]] = []
            for call in calls:
                begun.append(threads.submit(_outcome, call))
                _until_it_waits(begun)
        return [each.result(60) for each in begun]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Call all in the same moment. Returns what each returned, or the exception that it raised."""
    together = Barrier(len(calls))

    def begin(call: Callable[[], Any]) -> Any:
        together.wait(20)
        return _outcome(call)

    with ThreadPoolExecutor(len(calls)) as threads:
        return [each.result(60) for each in [threads.submit(begin, call) for call in calls]]


def _outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:  # what went wrong is what the test asks about
        return error
    finally:
        connections.close_all()


@contextmanager
def _held(row: Model) -> Iterator[None]:
    other = connection.copy()
    try:
        other.set_autocommit(False)
        table, key = connection.ops.quote_name(row._meta.db_table), row._meta.pk.column  # type: ignore[union-attr]
        with other.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE {key} = %s FOR UPDATE", [row.pk])
        yield
        other.rollback()
    finally:
        other.close()


def _until_it_waits(begun: list[Future[Any]]) -> None:
    """Until every call that has not ended waits for a lock; a minute at most."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            waiting = cursor.fetchone()[0]
        if waiting >= sum(not each.done() for each in begun):
            return
        time.sleep(0.01)
    raise AssertionError("It neither ended nor came to wait.")
