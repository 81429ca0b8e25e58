"""Several questions in one query: rows come back as the types that they would have had alone."""

from __future__ import annotations

from typing import Any

import pytest
from tests import factories

from heard.activities.models import Activity, Strand
from heard.ground.asking import Asking, Statement, ask, at_hand, only, side_by_side

pytestmark = pytest.mark.django_db


def test_rows_come_back_as_they_would_alone_in_one_query(django_assert_num_queries: Any) -> None:
    activity = factories.an_activity("Baths")
    columns = ("slug", "opens_on", "created_at", "topics")
    asked = Activity.objects.filter(pk=activity.pk)
    alone = [list(asked.values_list(*columns)), list(asked.values(*columns)), list(asked.values_list("pk", flat=True))]
    whole = vars(asked.get())
    with django_assert_num_queries(1):
        together = ask(
            side_by_side(
                only(asked.values_list(*columns)),
                only(asked.values(*columns)),
                only(asked.values_list("pk", flat=True)),
                only(asked),
                only(Strand.objects.none()),
                only(Statement("SELECT 1, %s", ["two"], columns=2)),
                at_hand("three"),
            )
        )
    assert list(together[:3]) == alone
    found = vars(together[3][0])
    assert {name: found[name] for name in whole if name != "_state"} == {
        name: value for name, value in whole.items() if name != "_state"
    }
    assert together[4:] == ([], [[1, "two"]], "three")


def test_what_is_asked_later_goes_together_too(django_assert_num_queries: Any) -> None:
    def twice() -> Asking[int]:
        first = yield from only(Statement("SELECT 1", [], columns=1))
        second = yield from only(Statement("SELECT %s + 1", [first[0][0]], columns=1))
        return int(second[0][0])

    with django_assert_num_queries(2):
        assert ask(side_by_side(twice(), twice(), twice())) == (2, 2, 2)
