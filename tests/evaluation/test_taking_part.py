"""Who took part against who lives here: released in tables that nobody can be counted back from."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.decisions.conftest import Room
from tests.evaluation.scene import people
from tests.factories import signed_in

from heard.activities.models import Contribution
from heard.audit.models import Entry
from heard.evaluation import actions, jobs, queries
from heard.evaluation.models import Reading
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.places.models import Profile

pytestmark = pytest.mark.django_db


def released(room: Room) -> Reading:
    return actions.release_reading(activity=room.activity, by=room.ann, at=clock.now())


def public(room: Room) -> str:
    return Client().get(f"/activities/{room.activity.slug}/who-took-part/").content.decode()


def rows_of(room: Room) -> list[list[str]]:
    answer = Client().get(f"/activities/{room.activity.slug}/who-took-part.csv")
    return list(csv.reader(io.StringIO(answer.content.decode())))


def dimension(reading: Reading, slug: str) -> dict:
    return next(each for each in reading.body["dimensions"] if each["slug"] == slug)


def test_shares_are_held_against_the_census_with_its_table_date_area_and_limits(open_room: Room) -> None:
    people(open_room.strand, 40, ethnic_group="white")
    people(open_room.strand, 20, ethnic_group="asian")
    people(open_room.strand, 4, ethnic_group="black")
    people(open_room.strand, 6)
    asked = dimension(released(open_room), "ethnic-group")
    assert [(line["name"], line["count"], line["together"]) for line in asked["lines"]] == [
        ("White", 40, []), ("Small groups counted together", 25, ["Asian", "Black", "Mixed", "Another ethnic group"]),
    ]  # fmt: skip
    assert asked["lines"][0]["ratio"] == round(40 / 65 / 0.655, 2)
    assert asked["comparator"]["source"] == "ONS, Census 2021"
    assert asked["comparator"]["as_of"] == "2021-03-21"
    page = public(open_room)
    for words in ("chose for themselves", "no margins of error", "ONS, Census 2021", "local authority district",
                  "what the rest leaves over", "Too small to count alone", "Black", "93 of every 100"):  # fmt: skip
        assert words in page, words


def test_where_no_figures_are_verified_it_says_so_and_shows_no_ratio(open_room: Room) -> None:
    people(open_room.strand, 30, disability="a-lot")
    people(open_room.strand, 30, disability="no")
    asked = dimension(released(open_room), "disability")
    assert [line["ratio"] for line in asked["lines"]] == [None] * len(asked["lines"])
    assert "Load ONS table TS038" in asked["refused"]
    assert "TS038" in public(open_room)


def test_a_changed_table_is_not_compared_under_the_old_lookup(open_room: Room) -> None:
    """I-29: categories and versions match, or it is refused with a sentence."""
    Profile.objects.get(place__kind="city", dimension="age").figures.filter(category="0 to 14").update(
        category="0 to 15"
    )
    people(open_room.strand, 30, age="16-24")
    asked = dimension(released(open_room), "age")
    assert asked["comparator"] is None
    assert "The categories do not match: 0 to 14, 0 to 15." in asked["refused"]


def test_scenario_20_a_cell_of_two_is_hidden_on_every_page_and_in_every_export(open_room: Room) -> None:
    strand = open_room.strand
    people(strand, 40, ward="foleshill", ethnic_group="asian", disability="no", age="25-34")
    people(strand, 2, ward="foleshill", ethnic_group="asian", disability="a-lot", age="25-34")
    people(strand, 30, ward="foleshill", ethnic_group="white", disability="no", age="25-34")
    people(strand, 20, ward="foleshill", ethnic_group="white", disability="a-lot", age="25-34")
    people(strand, 30, ward="longford", ethnic_group="asian", disability="no", age="45-54")
    people(strand, 20, ward="longford", ethnic_group="white", disability="a-lot", age="45-54")
    reading = released(open_room)
    for crossed in reading.body["crossings"]:
        for line in crossed["cells"]:
            assert all(cell is None or (cell >= 10 and cell % 5 == 0) for cell in line), crossed
    pair = next(c for c in reading.body["crossings"] if c["slugs"] == ["ethnic-group", "disability"])
    assert pair["cells"] == [] or sum(cell is None for line in pair["cells"] for cell in line) >= 4, "secondary too"
    for each in reading.body["dimensions"]:
        assert all(line["count"] >= 10 for line in each["lines"]), each
    shown = [row for row in rows_of(open_room)[1:] if row[3].isdigit()]
    assert shown
    assert all(int(row[3]) >= 10 for row in shown)
    assert Client().get(f"/search/?words={open_room.activity.public_id}+asian").status_code == 200
    page = signed_in(open_room.ann).get(f"/staff/activities/{open_room.activity.slug}/evaluation/taking-part/")
    assert page.status_code == 200
    for text in (public(open_room), page.content.decode()):
        assert ">2<" not in text


def test_scenario_21_a_second_release_one_person_later_is_refused(open_room: Room) -> None:
    people(open_room.strand, 30, ethnic_group="white")
    first = released(open_room)
    people(open_room.strand, 1, ethnic_group="asian")
    with pytest.raises(Refused, match="comparing the two would tell on them"):
        released(open_room)
    assert jobs.every_night()["released"] == 0
    people(open_room.strand, 9, ethnic_group="asian")
    assert released(open_room).people == first.people + 10
    gone = Contribution.objects.filter(strand=open_room.strand).first()
    assert gone
    gone.state = "withdrawn"
    gone.save()
    with pytest.raises(Refused):
        released(open_room)
    assert Entry.objects.filter(what="taking_part.released").count() == 2


def test_somebody_who_came_twice_counts_once(open_room: Room) -> None:
    came = people(open_room.strand, 20, age="25-34")
    again = open_room.said("Again")
    Contribution.objects.filter(pk=again.pk).update(voice=came[0].voice)
    assert released(open_room).people == 20


def test_weights_stand_beside_raw_counts_with_what_they_cost(open_room: Room) -> None:
    people(open_room.strand, 60, ethnic_group="white", age="25-34")
    people(open_room.strand, 40, ethnic_group="asian", age="55-64")
    body = released(open_room).body
    weighed = body["weighed"]
    assert weighed["base"] == 100
    assert weighed["efficiency_percent"] <= 100
    assert weighed["design_effect"] >= 1
    assert [line["count"] for line in body["dimensions"][1]["lines"]][:1] != []
    assert "raw counts above stand" in public(open_room)


def test_what_weights_tell_is_the_same_whether_or_not_one_person_is_among_them(open_room: Room) -> None:
    """I-9: the summary of the weights is a release as well; it changes with many, not with one."""
    people(open_room.strand, 70, ethnic_group="white")
    people(open_room.strand, 46, ethnic_group="asian")
    came = queries.people_of(open_room.activity)
    with_all = queries.body_of(open_room.activity, came)["weighed"]
    told = [queries.body_of(open_room.activity, came[:n] + came[n + 1 :])["weighed"] for n in (0, 115)]
    assert told == [with_all, with_all]


def test_no_end_of_the_weights_is_one_person(open_room: Room) -> None:
    """Groups of dozens, and the rarest pair of answers has one person in it, whose weight is the heaviest of all."""
    people(open_room.strand, 60, ethnic_group="white", sex="female")
    people(open_room.strand, 30, ethnic_group="white", sex="male")
    people(open_room.strand, 29, ethnic_group="asian", sex="female")
    ends = []
    for _rare in range(2):
        weighed = queries.body_of(open_room.activity, queries.people_of(open_room.activity))["weighed"]
        ends.append((weighed["lightest"], weighed["heaviest"], weighed["base"]))
        people(open_room.strand, 1, ethnic_group="asian", sex="male")
    assert ends[0] == ends[1]


def test_monitoring_answers_are_never_beside_a_contribution(open_room: Room) -> None:
    """I-10: whatever an officer opens about one contribution, no answer about the person stands there."""
    one = people(open_room.strand, 12, ethnic_group="mixed")[0]
    released(open_room)
    ann = signed_in(open_room.ann)
    seen = ann.get(f"/staff/activities/{open_room.activity.slug}/contributions/").content.decode()
    seen += ann.get(f"/thread/{one.trace_id}/").content.decode()
    assert "Mixed" not in seen
    assert one.trace_id not in str(queries.newest_reading(open_room.activity).body)  # type: ignore[union-attr]


def test_before_anything_is_counted_it_says_when(open_room: Room) -> None:
    assert "counted every night" in public(open_room)
    assert Client().get(f"/activities/{open_room.activity.slug}/who-took-part.csv").status_code == 404


def test_only_those_who_run_it_count_anew(open_room: Room) -> None:
    """Ann may; Bilal, who helps here, may; Cass may not, and nobody in particular is asked to sign in."""
    people(open_room.strand, 12, age="25-34")
    address = f"/staff/activities/{open_room.activity.slug}/evaluation/taking-part/"
    assert Client().post(f"{address}count/").status_code == 302
    assert not Reading.objects.exists()
    assert signed_in(open_room.cass).post(f"{address}count/").status_code == 403
    assert "Only" in signed_in(open_room.cass).get(address).content.decode(), "a sentence in place of the forms"
    assert signed_in(open_room.bilal).post(f"{address}count/").status_code == 302
    assert Reading.objects.count() == 1


def test_the_pages_ask_as_few_questions_for_three_releases_as_for_one(
    open_room: Room, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked: set[tuple[int, int]] = set()
    ann = signed_in(open_room.ann)
    for _number in range(3):
        people(open_room.strand, 12, age="25-34", ethnic_group="white")
        released(open_room)
        actions.accept_action(activity=open_room.activity, about="Under 25", words="Ask at school", assigned_to="Olu",
                              by=open_room.ann, at=clock.now())  # fmt: skip
        with django_assert_max_num_queries(15) as seen:
            public(open_room)
        with django_assert_max_num_queries(14) as staff:
            ann.get(f"/staff/activities/{open_room.activity.slug}/evaluation/taking-part/")
        asked.add((len(seen), len(staff)))
    assert len(asked) == 1, asked
