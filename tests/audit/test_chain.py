"""Tamper with anything that was sealed, and the walk names the entry (I-25)."""

from __future__ import annotations

import hashlib
import json
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.audit import actions, queries
from heard.audit.models import DailyHead, Entry, Payload
from heard.ground import clock
from heard.rules import seal

pytestmark = pytest.mark.django_db


def write(number: int, about: str = "activity:abc", **private: Any) -> Entry:
    return actions.record(
        what="activity.changed", about=about, by="system", at=clock.now(), public={"n": number}, private=private
    )


def three_sealed() -> list[Entry]:
    for number in (1, 2, 3):
        write(number, about="contribution:abc" if number == 2 else "activity:abc", secret=f"private {number}")
    assert actions.seal_entries() == 3
    return list(Entry.objects.order_by("sequence"))


def behind_the_back(sql: str, values: list[Any]) -> None:
    """What somebody with the database's own rights can do: no trigger and no foreign key in the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction is checked now
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount == 1
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_entries_are_sealed_in_order_without_gaps() -> None:
    rows = three_sealed()
    assert [row.sequence for row in rows] == [1, 2, 3]
    found = queries.verify_chain()
    assert (found.ok, found.sealed, found.last, found.unsealed, found.payloads) == (True, 3, rows[-1].hash, 0, 3)
    assert str(found).startswith("The chain holds: 3 sealed entries")


def test_a_rolled_back_entry_leaves_no_gap() -> None:
    write(1)
    with transaction.atomic():
        write(2)
        transaction.set_rollback(True)
    write(3)
    assert actions.seal_entries() == 2
    assert list(Entry.objects.order_by("sequence").values_list("sequence", "header__n")) == [(1, 1), (2, 3)]
    assert queries.verify_chain().ok


def test_the_unsealed_tail_is_counted() -> None:
    three_sealed()
    write(4)
    found = queries.verify_chain()
    assert (found.ok, found.sealed, found.unsealed) == (True, 3, 1)
    assert found.oldest_unsealed_at is not None
    assert "Unsealed tail: 1 entries." in str(found)


def test_sealing_goes_on_where_it_stopped() -> None:
    three_sealed()
    write(4)
    assert actions.seal_entries() == 1
    assert actions.seal_entries() == 0
    assert queries.verify_chain().sealed == 4


TAMPERING = [
    ("UPDATE audit_entry SET what = 'activity.else' WHERE sequence = 2", []),
    ("UPDATE audit_entry SET about = 'activity:other' WHERE sequence = 2", []),
    ("UPDATE audit_entry SET by = 'account:9' WHERE sequence = 2", []),
    ("UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE sequence = 2", []),
    ("UPDATE audit_entry SET header = '{\"n\": 20}' WHERE sequence = 2", []),
    ("UPDATE audit_entry SET header = header || '{\"x\": null}' WHERE sequence = 2", []),
    ("UPDATE audit_entry SET payload_hash = %s WHERE sequence = 2", ["a" * 64]),
    ("UPDATE audit_entry SET hash = %s WHERE sequence = 2", ["b" * 64]),
    ("UPDATE audit_entry SET cover = '\\x00' WHERE sequence = 2", []),
    ("UPDATE audit_entry SET cover = NULL WHERE sequence = 2", []),
    ("UPDATE audit_entry SET id = id + 1000 WHERE sequence = 2", []),
    ("UPDATE audit_entry SET sequence = 20 WHERE sequence = 2", []),
    ("UPDATE audit_entry SET sequence = NULL, hash = '' WHERE sequence = 2", []),
    ("DELETE FROM audit_entry WHERE sequence = 2", []),
    ("UPDATE audit_payload SET body = '{}' WHERE entry_id = (SELECT id FROM audit_entry WHERE sequence = 2)", []),
    ("UPDATE audit_payload SET salt = '\\x00' WHERE entry_id = (SELECT id FROM audit_entry WHERE sequence = 2)", []),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "values"), TAMPERING)
def test_tampering_with_any_column_names_the_entry(sql: str, values: list[Any]) -> None:
    three_sealed()
    behind_the_back(sql, values)
    found = queries.verify_chain()
    assert (found.ok, found.broken, found.sealed) == (False, 2, 1)
    assert "BROKEN" in str(found)


def test_an_entry_slipped_in_is_named() -> None:
    three_sealed()
    behind_the_back(
        "INSERT INTO audit_entry (what, about, by, at, header, payload_hash, sequence, hash) "
        "VALUES ('x', 'activity:abc', 'system', now(), '{}', %s, 4, %s)",
        ["a" * 64, "b" * 64],
    )
    found = queries.verify_chain()
    assert (found.ok, found.broken) == (False, 4)


def test_shredding_a_private_part_keeps_the_chain_whole() -> None:
    three_sealed()
    assert actions.shred(about="contribution:abc", by="system", at=clock.now()) == 1
    actions.seal_entries()
    found = queries.verify_chain()
    assert (found.ok, found.sealed, found.payloads) == (True, 4, 2)
    assert not Payload.objects.filter(entry__about="contribution:abc").exists()


def test_a_head_written_down_earlier_must_stand_in_the_chain() -> None:
    rows = three_sealed()
    assert queries.verify_chain(head=f" {rows[1].hash.upper()} ").ok
    missing = queries.verify_chain(head="a" * 64)
    assert (missing.ok, missing.broken) == (False, None)
    assert "cut or rewritten" in missing.why
    assert not queries.verify_chain(head="ü").ok


def test_a_chain_cut_short_is_caught_by_its_published_head() -> None:
    three_sealed()
    actions.publish_head(on=date(2026, 3, 1))
    behind_the_back("DELETE FROM audit_entry WHERE sequence = 3", [])
    found = queries.verify_chain()
    assert (found.ok, found.sealed, found.broken) == (False, 2, 3)
    assert "2026-03-01" in found.why


def test_a_chain_written_anew_is_caught_by_its_published_head() -> None:
    three_sealed()
    actions.publish_head(on=date(2026, 3, 1))
    behind_the_back("UPDATE audit_entry SET header = '{\"n\": 9}' WHERE sequence = 3", [])
    forged = Entry.objects.get(sequence=3)
    before = Entry.objects.get(sequence=2).hash
    new = seal.link(before, queries.chain_header(forged, 3), forged.payload_hash)
    behind_the_back("UPDATE audit_entry SET hash = %s WHERE sequence = 3", [new])
    found = queries.verify_chain()
    assert (found.ok, found.broken) == (False, 3)
    assert "not the one whose hash was published" in found.why


def test_the_head_of_a_day_is_published_once() -> None:
    assert actions.publish_head(on=date(2026, 3, 1)) is None
    write(1)
    head = actions.publish_head(on=date(2026, 3, 1))
    write(2)
    assert actions.publish_head(on=date(2026, 3, 1)) == head
    assert actions.publish_head().on == clock.today() - timedelta(days=1)
    assert [row.sequence for row in DailyHead.objects.order_by("on")] == [1, 2]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET what = 'x' WHERE sequence = 1",
        "UPDATE audit_entry SET sequence = NULL, hash = '' WHERE sequence = 1",
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET what = 'x' WHERE sequence IS NULL",
        "UPDATE audit_entry SET sequence = 9, hash = 'a', by = 'else' WHERE sequence IS NULL",
        "UPDATE audit_payload SET body = '{}'",
        "UPDATE audit_dailyhead SET hash = 'a'",
        "DELETE FROM audit_dailyhead",
    ],
)
def test_the_database_itself_refuses_to_change_the_record(sql: str) -> None:
    three_sealed()
    actions.publish_head()
    write(4)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", ["audit_entry", "audit_dailyhead"])
def test_the_database_itself_refuses_to_empty_the_record(table: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_an_outsider_can_check_the_published_chain_with_nothing_but_sha256() -> None:
    three_sealed()
    lines = [json.loads(json.dumps(line)) for line in queries.published_chain()]
    previous = "0" * 64
    for line in lines:
        header = json.dumps(line["header"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        text = "\n".join(["heard-seal/1", previous, header, line["payload"]])
        previous = hashlib.sha256(text.encode()).hexdigest()
        assert previous == line["hash"]
    assert lines[0]["header"]["about"] == "activity:abc"


def test_what_is_published_about_a_contribution_says_neither_which_nor_when() -> None:
    three_sealed()
    header = list(queries.published_chain())[1]["header"]
    assert set(header) == {"sequence", "covered"}


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT | st.dates()
    | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text("abé", max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(JSON, JSON, st.booleans()), min_size=1, max_size=4), st.data())
def test_whatever_is_recorded_verifies_and_whatever_is_changed_breaks(rows: list[Any], data: st.DataObject) -> None:
    with transaction.atomic():
        for public, private, person in rows:
            about = "voice:x" if person else "activity:x"
            actions.record(
                what="w", about=about, by="system", at=clock.now(), public={"p": public}, private={"q": private}
            )
        actions.seal_entries()
        first = queries.verify_chain()
        assert (first.ok, first.sealed, first.payloads) == (True, len(rows), len(rows))
        victim = data.draw(st.integers(1, len(rows)))
        column = data.draw(st.sampled_from(["what", "about", "by"]))
        behind_the_back(f"UPDATE audit_entry SET {column} = {column} || 'x' WHERE sequence = %s", [victim])
        assert queries.verify_chain().broken == victim
        transaction.set_rollback(True)


@pytest.mark.parametrize("bad", [{"a": "nul \x00"}, {"a": float("nan")}, {"a": float("inf")}, {"a": object()}])
def test_what_cannot_be_kept_exactly_is_not_recorded(bad: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError, ValidationError), match=r"NUL|cannot be recorded|canonical"):
        actions.record(what="w", about="activity:x", at=clock.now(), public=bad)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_seal_every_entry_once() -> None:
    for number in range(40):
        write(number)
    start, done = threading.Barrier(3), []

    def work(job: Any) -> None:
        try:
            start.wait()
            done.append(job())
        finally:
            connection.close()

    def more() -> int:
        for number in range(20):
            write(100 + number)
        return 0

    threads = [threading.Thread(target=work, args=[job]) for job in (actions.seal_entries, actions.seal_entries, more)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    actions.seal_entries()
    found = queries.verify_chain()
    assert (found.ok, found.sealed, found.unsealed) == (True, 60, 0)


@pytest.mark.django_db(transaction=True)
def test_an_entry_committed_late_comes_after_those_sealed_before_it() -> None:
    written, sealed = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                write(1)
                written.set()
                sealed.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(10)
    write(2)
    assert actions.seal_entries() == 1
    sealed.set()
    thread.join()
    assert actions.seal_entries() == 1
    assert list(Entry.objects.order_by("sequence").values_list("header__n", flat=True)) == [2, 1]
    assert queries.verify_chain().ok


def test_a_text_that_only_looks_like_a_nul_is_kept() -> None:
    entry = actions.record(what="w", about="activity:x", at=clock.now(), public={"a": "\\u0000"})
    actions.seal_entries()
    assert Entry.objects.get(pk=entry.pk).header == {"a": "\\u0000"}
    assert queries.verify_chain().ok


def test_the_chain_is_walked_with_a_fixed_number_of_questions(django_assert_num_queries: Any) -> None:
    write(1)
    actions.seal_entries()
    with django_assert_num_queries(5):
        queries.verify_chain()
    three_sealed_more = [write(number) for number in (2, 3)]
    assert len(three_sealed_more) == 2
    actions.seal_entries()
    with django_assert_num_queries(5):
        queries.verify_chain()
