"""Several questions to the database in one round trip, also where several rooms ask them.

A room writes what it asks as a generator: it yields the questions that it can ask at once (querysets, or statements),
is given their rows, asks again if it must, and returns what it makes of them. `ask` runs one; `side_by_side` joins
several into one, so that however many ask, each turn is one query. Rows come back as PostgreSQL's JSON and are read
as the types of their columns: a model's own fields, or the numbers, texts and days of `values` and `values_list`.
Model instances know their own columns and annotations; what they refer to is not loaded with them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, DateTimeField, DecimalField, Field, JSONField, Model, QuerySet, UUIDField
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesIterable


@dataclass(frozen=True, slots=True)
class Statement:
    """A SELECT of our own, with its parameters (in order) and the number of its columns. Its rows are lists.

    Moments and days come back as the text that PostgreSQL writes of them.
    """

    sql: str
    params: Sequence[Any]
    columns: int


T = TypeVar("T")
Question: TypeAlias = QuerySet[Any, Any] | Statement
Asking: TypeAlias = Generator[Sequence[Question], Sequence[Any], T]
Compiled: TypeAlias = tuple[str, Sequence[Any], int, Callable[[list[list[Any]]], list[Any]]]


def ask(asking: Asking[T]) -> T:
    """Run what a room asks: one query a turn."""
    try:
        questions = next(asking)
        while True:
            questions = asking.send(answers_to(questions))
    except StopIteration as done:
        return done.value


def side_by_side(*askings: Asking[Any]) -> Asking[tuple[Any, ...]]:
    """Several askings as one: their questions go together, turn by turn; returns what each returned, in order."""
    results: dict[int, Any] = {}
    waiting: dict[int, tuple[Asking[Any], Sequence[Question]]] = {}

    def step(number: int, asking: Asking[Any], rows: Sequence[Any] | None) -> None:
        try:
            waiting[number] = (asking, next(asking) if rows is None else asking.send(rows))
        except StopIteration as done:
            results[number] = done.value

    for number, asking in enumerate(askings):
        step(number, asking, None)
    while waiting:
        turn, waiting = waiting, {}
        rows = list((yield [each for _asking, questions in turn.values() for each in questions]))
        for number, (asking, questions) in turn.items():
            mine, rows = rows[: len(questions)], rows[len(questions) :]
            step(number, asking, mine)
    return tuple(results[number] for number in range(len(askings)))


def only(question: Question) -> Asking[list[Any]]:
    """The rows of one question, as an asking."""
    (rows,) = yield [question]
    return list(rows)


def keep_at_hand(one: Model, name: str, rows: list[Any]) -> None:
    """What `prefetch_related` leaves on a row, where the rows that refer to it are here already."""
    known = getattr(one, name).all()
    known._result_cache, known._prefetch_done = rows, True
    one.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


def at_hand(value: T) -> Asking[T]:
    """What is known already, as an asking that asks nothing."""
    yield from ()
    return value


def answers_to(questions: Sequence[Question]) -> list[list[Any]]:
    """The rows of each question, in one query; none where there is nothing to ask."""
    compiled = [_compiled(each) for each in questions]
    asked = [each for each in compiled if each is not None]
    if not asked:
        return [[] for _each in questions]
    arrays = ", ".join(_array(sql, columns) for sql, _params, columns, _read in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {arrays}", [param for _sql, params, _n, _read in asked for param in params])
        found = iter(cursor.fetchone())
    return [[] if each is None else each[3](_listed(next(found))) for each in compiled]


def _array(sql: str, columns: int) -> str:
    names = ", ".join(f"c{n}" for n in range(columns))
    return f"(SELECT json_agg(json_build_array({names}))::text FROM ({sql}) AS each_one({names}))"  # noqa: S608 (no outside text)


def _listed(value: str | None) -> list[list[Any]]:
    return json.loads(value) if value else []


def _compiled(question: Question) -> Compiled | None:
    if isinstance(question, Statement):
        return question.sql, question.params, question.columns, list
    rows, shape = _plain(question)
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    readers = [_reader(expression) for expression, _sql, _alias in compiler.select]
    return sql, params, len(readers), partial(_read, readers=readers, shape=shape)


def _read(
    rows: Iterable[Sequence[Any]], *, readers: Sequence[Callable[[Any], Any]], shape: Callable[[list[Any]], Any]
) -> list[Any]:
    return [shape([read(value) for read, value in zip(readers, row, strict=True)]) for row in rows]


def _plain(rows: QuerySet[Any, Any]) -> tuple[QuerySet[Any, Any], Callable[[list[Any]], Any]]:
    """The queryset with its columns in a known order, and how a row of them becomes what it would have given."""
    kind = rows._iterable_class
    if issubclass(kind, ModelIterable):
        fields = [field.attname for field in rows.model._meta.concrete_fields]
        extra = list(rows.query.annotation_select)
        return rows.values_list(*fields, *extra), partial(_instance, rows.model, fields, extra)
    if issubclass(kind, FlatValuesListIterable):
        return rows, lambda row: row[0]
    if issubclass(kind, ValuesIterable):
        query = rows.query
        names = list(query.selected or [*query.extra_select, *query.values_select, *query.annotation_select])
        return rows, lambda row: dict(zip(names, row, strict=True))
    return rows, tuple


def _instance(model: Any, fields: Sequence[str], extra: Sequence[str], row: list[Any]) -> Any:
    one = model.from_db(connection.alias, fields, row[: len(fields)])
    for name, value in zip(extra, row[len(fields) :], strict=True):
        setattr(one, name, value)
    return one


def _reader(expression: Any) -> Callable[[Any], Any]:
    """How a value of this column is read from JSON, and through the converters that its field has of its own."""
    plain = _plain_reader(expression.output_field)
    own = expression.get_db_converters(connection)
    if not own or _is_json(expression.output_field):
        return plain

    def read(value: Any) -> Any:
        value = plain(value)
        for convert in own:
            value = convert(value, expression, connection)
        return value

    return read


def _plain_reader(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, ArrayField):
        inner = _plain_reader(field.base_field)
        return lambda value: None if value is None else [inner(each) for each in value]
    for kind, read in READERS:
        if isinstance(field, kind):
            return partial(_unless_none, read)
    return lambda value: value


def _is_json(field: Field[Any, Any]) -> bool:
    """Whether its own converter would read JSON, which is done already."""
    return _is_json(field.base_field) if isinstance(field, ArrayField) else isinstance(field, JSONField)


def _unless_none(read: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else read(value)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


READERS: tuple[tuple[type[Field[Any, Any]], Callable[[Any], Any]], ...] = (
    (DateTimeField, _moment),  # before DateField, which it is
    (DateField, date.fromisoformat),
    (DecimalField, lambda value: Decimal(str(value))),
    (UUIDField, UUID),
)
