"""Many rows in few round trips: for the two places where it counts, a stored answer and an import.

Rows are model instances whose keys are known beforehand (`reserve`, or a UUID), so that rows of several tables may
refer to one another. Nothing here reads, updates or sends signals. Call it inside a transaction, from an action.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model
from django.db.models.sql import InsertQuery


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

    Rows of one table that stand together become one INSERT. A row without its automatic key gets one from the
    database, which is not read back. IntegrityError as usual.
    """
    rows = list(rows)
    statements, params = [], []
    for model, alike in groupby(rows, key=type):
        some = list(alike)
        query = InsertQuery(model)
        query.insert_values(_fields(some), some, raw=False)
        for sql, values in query.get_compiler(connection=connection).as_sql():
            statements.append(sql)
            params.extend(values)
    if statements:
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statements), params)
    _mark_kept(rows)


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


def _fields(rows: Sequence[Model]) -> list[Field[Any, Any]]:
    keyless = rows[0].pk is None
    fields = rows[0]._meta.local_concrete_fields
    return [field for field in fields if not (keyless and isinstance(field, AutoField))]
