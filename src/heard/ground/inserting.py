"""Many rows in few round trips: for the two places where it counts, a stored answer and an import.

Rows are model instances whose keys are known beforehand (`reserve`, or a UUID), so that rows of several tables may
refer to one another. Nothing here reads, updates or sends signals. Call it inside a transaction, from an action.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model

from heard.ground.planned import send_planned


def reserve(model: type[Model], count: int = 1) -> list[int]:
    """Numbers that no other row of this table will get. One round trip."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {next_key(model)} FROM generate_series(1, %s)", [count])  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def next_key(model: type[Model]) -> str:
    """The SQL that takes the next number of this table, to be part of a statement that is sent anyway."""
    key = model._meta.pk
    assert key is not None
    return f"nextval(pg_get_serial_sequence('{model._meta.db_table}', '{key.column}'))"


def insert_together(rows: Iterable[Model]) -> None:
    """Insert rows of several tables in one round trip, in the order given; all or none of them.

    Rows of one table that stand together become one INSERT, which the database plans once for every number of rows.
    A row without its automatic key gets one from the database, which is not read back. IntegrityError as usual.
    """
    rows = list(rows)
    statements: list[tuple[str, list[Any]]] = []
    for model, alike in groupby(rows, key=type):
        some = list(alike)
        fields = _fields(some)
        values = [
            field.get_db_prep_save(field.pre_save(row, True), connection=connection) for row in some for field in fields
        ]
        statements.append((_insert(model, fields, len(some)), values))
    if statements:
        send_planned(statements)
    _mark_kept(rows)


@lru_cache(maxsize=500)
def _insert(model: type[Model], fields: tuple[Field[Any, Any], ...], count: int) -> str:
    quote = connection.ops.quote_name
    row = ", ".join(["%s"] * len(fields))
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {', '.join([f'({row})'] * count)}"  # noqa: S608


def copy_in(rows: Sequence[Model]) -> None:
    """COPY many rows of one table. For columns of plain values only (text, numbers, dates, UUIDs): no hooks run."""
    if not rows:
        return
    fields = _fields(rows)
    attributes = [field.attname for field in fields]
    values = ([row.__dict__[name] for name in attributes] for row in rows)
    copy_values(type(rows[0]), [str(field.column) for field in fields], values)
    _mark_kept(rows)


def copy_values(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows of bare values into one table: for the many rows that nobody looks at again in this request.

    Every column that may not be null must be named (the automatic key apart); the database refuses the rest.
    """
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _mark_kept(rows: Iterable[Model]) -> None:
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _fields(rows: Sequence[Model]) -> tuple[Field[Any, Any], ...]:
    return _columns(type(rows[0]), rows[0].pk is None)


@lru_cache(maxsize=500)
def _columns(model: type[Model], keyless: bool) -> tuple[Field[Any, Any], ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not (keyless and isinstance(field, AutoField)))
