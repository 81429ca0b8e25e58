"""Every column of every table, and every place where files are kept, has a rule that somebody carries out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from heard.ground.fields import SecretText
from heard.people.actions.retention import may_carry_out, retention_policy, timed_terms

TELLING = (models.EmailField, models.GenericIPAddressField, SecretText)
TELLING_NAMES = {"email", "phone", "address", "postal_address", "words", "own_words", "host", "on_behalf_of", "cells"}


def columns() -> set[tuple[str, str]]:
    """Every column of every table in the database, third-party tables and the cache included."""
    with connection.cursor() as cursor:
        return {
            (table, column.name)
            for table in connection.introspection.table_names(cursor)
            for column in connection.introspection.get_table_description(cursor, table)
        }


@pytest.mark.django_db
def test_every_column_has_a_rule_and_every_rule_a_column() -> None:
    found = columns()
    assert len(found) > 400
    assert retention_policy().missing(found) == ()
    assert retention_policy().stale(found) == ()


@pytest.mark.django_db
def test_a_table_that_nobody_ruled_on_is_caught() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE people_secretnotes (gossip text)")
    assert retention_policy().missing(columns()) == ("people_secretnotes.gossip",)


def test_what_may_tell_who_somebody_is_has_a_row_of_its_own_or_a_table_that_goes_whole() -> None:
    silent = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            table, column = model._meta.db_table, field.column
            if not isinstance(field, TELLING) and not (
                column in TELLING_NAMES and model.__module__.startswith("heard.")
            ):
                continue
            whole = retention_policy().of(table)
            officers = table.split("_")[0] in {"findings", "decisions", "evaluation", "survey", "compact"}
            if (table, column) not in retention_policy().terms and not (officers or whole.rule == "delete"):
                silent.append(f"{table}.{column}")
    assert silent == []


def test_every_rule_with_a_time_is_carried_out_by_somebody() -> None:
    assert [f"{term.table}.{term.column}" for term in timed_terms() if not may_carry_out(term)] == []


@pytest.mark.parametrize("store", ["database", "files", "outbox", "ledger", "secrets", "static"])
def test_every_file_store_has_a_rule(store: str) -> None:
    assert retention_policy().store(store) is not None


def test_no_setting_names_a_file_store_without_a_rule() -> None:
    known: dict[str, Any] = {
        "MEDIA_ROOT": "files", "STATIC_ROOT": "static", "LEDGER": "ledger", "EMAIL_FILE_PATH": "outbox",
        "HOME": "database", "ROOT": "", "POLICY": "",
    }  # fmt: skip
    paths = {name for name in dir(settings) if name.isupper() and isinstance(getattr(settings, name), Path)}
    assert paths - set(known) == set()
