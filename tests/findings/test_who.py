"""Scenarios 20 and 21: a cell of two is hidden wherever it is asked for; no filter is played against another."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories import a_contribution
from tests.findings.desk import Desk, a_desk
from tests.rules.attack import minimum

from heard.findings.queries.who import about_people, who_said_it
from heard.people.actions import keep_monitoring
from heard.people.queries import crossing
from heard.rules.disclosure import Terms, may_publish_beside

PEOPLE = ["aax", "aay", "abx", "aby", "bax", "bay", "bbx", "bby"]


def answered(desk: Desk, number: int, **said: str) -> None:
    for n in range(number):
        given_ = a_contribution(desk.strand, f"Answer {n}")
        keep_monitoring(
            activity_ref=desk.activity.public_id, contribution_ref=given_.trace_id,
            answers={name.replace("_", "-"): answer for name, answer in said.items()},
        )  # fmt: skip


def a_small_cell() -> tuple[Desk, dict[str, str]]:
    """Two wards, two groups, with and without a disability: forty each, and two in one cell."""
    desk = a_desk()
    ward, group, disability = (list(each.answers)[:2] for each in about_people())
    for w in ward:
        for g in group:
            for d in disability:
                few = (w, g, d) == (ward[0], group[1], disability[0])
                answered(desk, 2 if few else 40, ward=w, ethnic_group=g, disability=d)
    return desk, {"ward": ward[0], "ethnic-group": group[1], "disability": disability[0]}


@pytest.mark.django_db
def test_a_cell_of_two_is_hidden_on_the_page_in_files_in_search_and_in_json(client: Client) -> None:
    """Scenario 20, with what stands beside it: nothing that is shown lets anybody work it out."""
    desk, cell = a_small_cell()
    client.force_login(desk.ann)
    page = client.get(reverse("findings:who", args=[desk.activity.slug]), cell).content.decode()
    assert "no number is shown" in page
    data = json.loads(client.get(reverse("findings:who_data", args=[desk.activity.slug, "json"])).content)["who"]
    by_cell = {(row["ward"], row["ethnic-group"], row["disability"]): row["contributions"] for row in data}
    key = (cell["ward"], cell["ethnic-group"], cell["disability"])
    assert by_cell[key] == ""
    beside = [one for one, n in by_cell.items() if all(one) and n == "" and "not-said" not in one]
    assert len(beside) >= 8, "the cell and at least its box"
    text = client.get(reverse("findings:who_data", args=[desk.activity.slug, "csv"])).content.decode("utf-8-sig")
    rows = {
        (r["ward"], r["ethnic-group"], r["disability"]): r["contributions"] for r in csv.DictReader(io.StringIO(text))
    }
    assert {one: str(n) for one, n in by_cell.items()} == rows
    found = client.get("/search/", {"words": f"{cell['ward']} {cell['ethnic-group']}"}).content.decode()
    assert "Answer" not in found
    client.force_login(desk.cass)
    for name, args in (("who", [desk.activity.slug]), ("who_data", [desk.activity.slug, "json"])):
        assert client.get(reverse(f"findings:{name}", args=args)).status_code == 403


@pytest.mark.django_db
def test_a_total_and_a_filter_that_differ_by_one_person_do_not_tell_on_them() -> None:
    """Scenario 21: 41 in all, 40 under the filter; what is shown of the one is hidden, and the rest is rounded."""
    desk = a_desk()
    ward = about_people()[0]
    first, second = list(ward.answers)[:2]
    answered(desk, 40, ward=first)
    answered(desk, 1, ward=second)
    cube = who_said_it(desk.activity)
    assert (cube.count(), cube.count(ward=first), cube.count(ward=second)) == (40, None, None)
    assert not may_publish_beside({"all": 40}, [{"all": 41}], Terms(10, 5))


class Attacked(TestCase):
    """Three filters, one after another, through the function that reads the stored answers."""

    @given(
        people=st.lists(st.sampled_from(PEOPLE), min_size=12, max_size=60),
        asked=st.lists(st.tuples(*map(st.sampled_from, (["", "a", "b"], ["", "a", "b"], ["", "x", "y"]))), min_size=3,
                       max_size=3),
    )  # fmt: skip
    @settings(max_examples=15, deadline=None)
    def test_no_three_filters_tell_a_small_number(self, people: list[str], asked: list[tuple[str, str, str]]) -> None:
        questions, listed = ("one", "two", "three"), {"one": "ab", "two": "ab", "three": "xy"}
        for n, said in enumerate(people):
            answers = dict(zip(questions, said, strict=True))
            keep_monitoring(activity_ref="attacked", contribution_ref=f"t{n}", answers=answers)
        cube = crossing(
            activity_ref="attacked", contribution_refs=[f"t{n}" for n in range(len(people))], questions=questions,
            answers={name: list(letters) for name, letters in listed.items()},
        )  # fmt: skip
        cells = sorted({key for key in cube.shown if all(key)})
        truth = {cell: people.count("".join(str(one) for one in cell)) for cell in cells}
        told = []
        for key in (tuple(one or None for one in each) for each in asked):
            if (number := cube.shown[key]) is not None:
                inside = [c for c in cells if all(k in (None, p) for k, p in zip(key, c, strict=True))]
                told.append((dict.fromkeys(map(cells.index, inside), 1), sum(truth[c] for c in inside)))
                assert abs(number - told[-1][1]) <= 2, "shown to the nearest five"
        floors = {n: min(1, truth[cell]) for n, cell in enumerate(cells)}
        for n, cell in enumerate(cells):
            if 0 < truth[cell] < 10:
                assert cube.shown[cell] is None
                least, most = minimum(told, floors, {n: 1}), minimum(told, floors, {n: -1})
                assert least is not None
                assert most is None or -most > least, "never pinned"
