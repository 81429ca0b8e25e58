"""Taking turns where there is no row to hold yet: about to be made, or about to be looked for."""

from __future__ import annotations

from django.db import connection


def one_at_a_time(what: str, key: object) -> None:
    """Wait until nobody else is at this (``people.invite``, an address), and have the turn until the transaction ends.

    What is looked up after this stands as the one before left it. Of several turns, the first is taken first by all.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [what, str(key)])
