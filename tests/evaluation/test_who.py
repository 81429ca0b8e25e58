"""Scenarios 20 and 21: a cell of two is hidden wherever it is asked for; no filter is played against another."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.decisions.conftest import Room
from tests.evaluation.scene import people
from tests.factories import signed_in

from heard.evaluation import actions, queries
from heard.evaluation.models import Reading
from heard.ground import clock
from heard.rules.disclosure import Terms, may_publish_beside

pytestmark = pytest.mark.django_db
CELL = {"ward": "foleshill", "ethnic-group": "asian", "disability": "a-lot"}


def a_small_cell(room: Room) -> Reading:
    """Three wards, groups and answers about disability: forty each, two in one cell; a fourth of each is smallest."""
    for ward in ("foleshill", "longford", "henley"):
        for group in ("asian", "white", "black"):
            for disability in ("a-lot", "a-little", "no"):
                few = {"ward": ward, "ethnic-group": group, "disability": disability} == CELL
                people(room.strand, 2 if few else 40, ward=ward, ethnic_group=group, disability=disability)
    for disability in ("a-lot", "a-little", "no"):
        people(room.strand, 15, ward="radford", ethnic_group="other", disability=disability)
    return actions.release_reading(activity=room.activity, by=room.ann, at=clock.now())


def get(room: Room, **chosen: str) -> str:
    return signed_in(room.ann).get(reverse("evaluation:who", args=[room.activity.slug]), chosen).content.decode()


def data(room: Room, kind: str) -> Any:
    return signed_in(room.ann).get(reverse("evaluation:who_data", args=[room.activity.slug, kind]))


def test_a_cell_of_two_is_hidden_on_the_page_in_files_in_search_and_in_json(open_room: Room) -> None:
    """Scenario 20, with what stands beside it: nothing that is shown lets anybody work it out."""
    a_small_cell(open_room)
    assert "no number is shown" in get(open_room, **CELL)
    assert "About 320 people" in get(open_room, ward="foleshill")
    rows = json.loads(data(open_room, "json").content)["who"]
    cells = {(row["ward"], row["ethnic-group"], row["disability"]): row["people"] for row in rows}
    assert cells["Foleshill", "Asian", "Limited a lot"] == ""
    assert len([one for one, n in cells.items() if all(one) and n == ""]) >= 8, "the cell and at least its box"
    text = data(open_room, "csv").content.decode("utf-8-sig")
    written = {(r["ward"], r["ethnic-group"], r["disability"]): r["people"] for r in csv.DictReader(io.StringIO(text))}
    assert {one: str(n) for one, n in cells.items()} == written
    found = Client().get("/search/", {"words": "foleshill asian"}).content.decode()
    assert "Something" not in found


def test_only_those_at_the_desk_see_who_said_it(open_room: Room) -> None:
    a_small_cell(open_room)
    slug = open_room.activity.slug
    for url in (reverse("evaluation:who", args=[slug]), reverse("evaluation:who_data", args=[slug, "json"])):
        assert signed_in(open_room.cass).get(url).status_code == 403
        assert Client().get(url).status_code == 302
        assert signed_in(open_room.ann).get(url).status_code == 200
    assert data(open_room, "xml").status_code == 404


def test_before_the_first_count_the_page_says_where_counts_come_from(open_room: Room) -> None:
    people(open_room.strand, 60, ward="foleshill", ethnic_group="asian")
    assert "Nothing has been counted yet" in get(open_room)
    assert data(open_room, "csv").status_code == 404
    actions.release_reading(activity=open_room.activity, by=open_room.ann, at=clock.now())
    assert "There is nothing to filter by" in get(open_room), "all are of one group"


def test_somebody_who_comes_between_two_looks_changes_nothing(open_room: Room) -> None:
    a_small_cell(open_room)
    before = data(open_room, "json").content
    people(open_room.strand, 3, **{name.replace("-", "_"): answer for name, answer in CELL.items()})
    assert data(open_room, "json").content == before


def test_every_number_for_staff_agrees_with_what_everyone_reads_of_the_same_release(open_room: Room) -> None:
    reading = a_small_cell(open_room)
    found = queries.filters_of(reading)
    assert found
    for each in reading.body["dimensions"]:
        for line in each["lines"]:
            part = "+".join(line["slugs"])
            if each["slug"] in {one.slug for one in found.asked}:
                assert found.count({each["slug"]: part}) == line["count"]
    pair = next(one for one in reading.body["crossings"] if one["slugs"] == ["ethnic-group", "disability"])
    shown = [
        [found.count({"ethnic-group": g, "disability": d}) for d in ("a-lot", "a-little", "no")]
        for g in ("asian", "white")
    ]
    assert pair["cells"][:2] == shown


def test_a_total_and_a_filter_that_differ_by_one_person_do_not_tell_on_them(open_room: Room) -> None:
    """Scenario 21: 41 in all, 40 under the filter; the one is counted together with others, and shown nowhere."""
    people(open_room.strand, 40, ward="foleshill", ethnic_group="asian")
    people(open_room.strand, 20, ward="longford", ethnic_group="white")
    people(open_room.strand, 1, ward="henley", ethnic_group="white")
    reading = actions.release_reading(activity=open_room.activity, by=open_room.ann, at=clock.now())
    found = queries.filters_of(reading)
    assert found
    assert all("henley" not in each.parts for each in found.asked)
    assert all(number is None or number >= 10 or not any(key) for key, number in found.counts.items())
    assert not may_publish_beside({"all": 40}, [{"all": 41}], Terms(10, 5))


def test_the_page_asks_few_queries_whatever_was_said(open_room: Room) -> None:
    client, url = signed_in(open_room.ann), reverse("evaluation:who", args=[open_room.activity.slug])
    asked = []
    for wards in (("foleshill",), ("longford", "henley", "radford")):
        for ward in wards:
            people(open_room.strand, 15, ward=ward, ethnic_group="asian")
            people(open_room.strand, 15, ward=ward, ethnic_group="white")
        actions.release_reading(activity=open_room.activity, by=open_room.ann, at=clock.now())
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        asked.append(len(found))
    assert asked[0] == asked[1]
    assert asked[0] < 15


def test_answers_about_people_have_one_reader() -> None:
    source = Path(queries.__file__).parents[2]
    readers = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if "MonitoringAnswer.objects" in path.read_text("utf-8") and "actions" not in path.parts
    }
    assert readers == {"people/queries/monitoring.py"}
