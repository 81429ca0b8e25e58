"""Statements that the database plans once: the same answers, the same errors, the same transaction as Django's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from heard.ground.planned import fetch_planned, send_planned
from heard.people.models import Voice

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 2, tzinfo=UTC).date()
KEEP = "INSERT INTO people_voice (id, created_on) VALUES (%s, %s)"
FIRST, SECOND = "6f1c2f2e-0000-4000-8000-000000000001", "6f1c2f2e-0000-4000-8000-000000000002"


@pytest.fixture
def after_twice() -> Iterator[None]:
    connection.ensure_connection()
    before = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = 2
    yield
    if connection.connection is not None:
        connection.connection.prepare_threshold = before


def prepared(part: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{part}%"])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("text", ["", "100 %", "%s $1 {0}", "'; DROP TABLE x; --", "\\", "עברית ✨\u200f\r\n\t"])
def test_words_come_back_as_they_went(text: str) -> None:
    assert fetch_planned("SELECT %s::text, %s::int", [text, 7]) == [(text, 7)]
    assert fetch_planned("SELECT %(a)s::text || %(a)s::text", {"a": text}) == [(text + text,)]


def test_a_statement_is_planned_once_when_it_has_been_sent_often_enough(after_twice: None) -> None:
    statement = "SELECT %s::int AS planned_once"
    told = []
    for number in range(5):
        assert fetch_planned(statement, [number]) == [(number,)]
        told.append(prepared("AS planned_once"))
    assert told == [0, 0, 1, 1, 1]


def test_it_works_where_nothing_may_be_planned_beforehand(after_twice: None) -> None:
    connection.connection.prepare_threshold = None
    for number in range(5):
        assert fetch_planned("SELECT %s::int AS never_planned", [number]) == [(number,)]
    assert prepared("AS never_planned") == 0


def test_errors_are_djangos_own_and_nothing_after_the_first_is_run() -> None:
    with pytest.raises(DataError), transaction.atomic():
        fetch_planned("SELECT 1 / %s", [0])
    with pytest.raises(IntegrityError), transaction.atomic():
        send_planned([(KEEP, [FIRST, DAY]), (KEEP, [FIRST, DAY]), (KEEP, [SECOND, DAY])])
    assert not Voice.objects.exists()


def test_they_share_djangos_transaction(after_twice: None) -> None:
    for _round in range(4):  # planned for good from the third on, and a way back has psycopg forget that
        with transaction.atomic():
            Voice.objects.create(id=FIRST, created_on=DAY)
            send_planned([(KEEP, [SECOND, DAY])])
            assert Voice.objects.count() == 2
            transaction.set_rollback(True)
        assert not Voice.objects.exists()
    send_planned([(KEEP, [FIRST, DAY]), (KEEP, [SECOND, DAY])])
    assert {str(each.pk) for each in Voice.objects.all()} == {FIRST, SECOND}


def test_a_table_that_changes_between_two_of_them_is_no_trouble(after_twice: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changing (a int) ON COMMIT DROP")
        for number in range(4):
            send_planned([("INSERT INTO changing (a) VALUES (%s)", [number])])
            assert len(fetch_planned("SELECT a FROM changing", [])) == number + 1
        assert prepared("FROM changing") == 1
        cursor.execute("ALTER TABLE changing ADD b int; ALTER TABLE changing ADD c text DEFAULT 'x'")
    send_planned([("INSERT INTO changing (a) VALUES (%s)", [4])])
    assert fetch_planned("SELECT a FROM changing", [])[-1] == (4,)


def test_they_are_counted_with_the_others(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        fetch_planned("SELECT 1", [])
        send_planned([("SELECT %s::int", [1]), ("SELECT %s::int", [2])])
