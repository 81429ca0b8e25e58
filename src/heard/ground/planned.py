"""Statements that the database plans once and runs often: for the few that are sent at every vote and every answer.

Django writes the values into the text of a statement, so that the database reads and plans each one anew: more work
than the rows themselves. Here the values go beside the text, and psycopg has a statement planned once on a connection
when it has been sent a few times (`prepare_threshold` of the connection; without one it works as well, only slower).
Everything else stays with Django's own cursors, and shares their transaction. Why: docs/decisions/0012.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

Values = Sequence[Any] | Mapping[str, Any]


def fetch_planned(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """Send one statement that is always the same text, and give its rows. Errors are Django's."""
    with _cursor() as cursor:
        cursor.execute(statement, values)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


def send_planned(statements: Iterable[tuple[str, Values]]) -> None:
    """Send several statements in one round trip, in order; when one fails, none after it is run.

    Call it inside a transaction. The first error is raised, as Django's own.
    """
    with _cursor() as cursor, connection.wrap_database_errors, connection.connection.pipeline():
        for statement, values in statements:
            cursor.execute(statement, values)


@contextmanager
def _cursor() -> Iterator[CursorWrapper]:
    """A cursor as `connection.cursor()` gives one, counted and logged alike, that binds its values on the server."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        bare = psycopg.Cursor(connection.connection)
    wrap: Callable[[Any], CursorWrapper] = (
        connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    )
    with wrap(bare) as cursor:
        yield cursor
