"""The city as it is known: nothing invented, nothing compared that does not match."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import call_command

from heard.audit.models import Entry
from heard.ground.refusal import Refused
from heard.places import actions, queries
from heard.places.models import Place, Profile, Venue

pytestmark = pytest.mark.django_db
VERIFIED_CODES = {
    "Binley and Willenhall": "E05001219", "Earlsdon": "E05001221", "Radford": "E05001227", "Sherbourne": "E05001229",
    "Whoberley": "E05001233", "Wyken": "E05001235",
}  # fmt: skip
WARDS = [
    "Bablake", "Binley and Willenhall", "Cheylesmore", "Earlsdon", "Foleshill", "Henley", "Holbrook", "Longford",
    "Lower Stoke", "Radford", "Sherbourne", "St Michael's", "Upper Stoke", "Wainbody", "Westwood", "Whoberley",
    "Woodlands", "Wyken",
]  # fmt: skip


@pytest.fixture
def coventry() -> Place:
    actions.load_city()
    return Place.objects.get(slug="coventry")


def test_the_eighteen_wards_stand_by_name_with_codes_only_where_verified(coventry: Place) -> None:
    wards = Place.objects.filter(kind="ward", version="wards 2004–2026")
    assert sorted(wards.values_list("name", flat=True)) == sorted(WARDS)
    assert {ward.name: ward.code for ward in wards if ward.code} == VERIFIED_CODES
    assert set(wards.values_list("parent__slug", flat=True)) == {"coventry"}
    assert coventry.code == "E08000026"


def test_loading_again_changes_nothing(coventry: Place) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Place, Profile, Venue)]
    again = actions.load_city()
    assert again.changed == 0
    assert (again.places, again.venues) == (21, 16)
    assert [list(model.objects.order_by("pk").values()) for model in (Place, Profile, Venue)] == before
    assert Entry.objects.filter(what="city.loaded").count() == 1


def test_a_changed_file_changes_only_what_it_says(coventry: Place, tmp_path: Path) -> None:
    text = (project.POLICY / "city.toml").read_text("utf-8").replace('percent = "50.1"', 'percent = "50.2"')
    changed = tmp_path / "city.toml"
    changed.write_text(text, "utf-8")
    assert actions.load_city(path=changed).changed == 1
    assert queries.compare(coventry, "sex").shares["Female"] == Decimal("50.20")


def test_the_command_loads_the_city(capsys: Any) -> None:
    call_command("load_city")
    assert "21 places" in capsys.readouterr().out


def test_only_the_operator_loads_the_city() -> None:
    with pytest.raises(Refused, match=r"policy/city\.toml"):
        actions.load_city(by="ann")


def test_every_profile_names_its_source_and_every_percentage_adds_up() -> None:
    for row in tomllib.loads((project.POLICY / "city.toml").read_text("utf-8"))["profiles"]:
        assert row["source"]
        if row["unit"] == "percent":
            total = sum(Decimal(figure["percent"]) for figure in row["figures"])
            assert abs(total - 100) <= Decimal("0.2"), row["dimension"]


def test_a_verified_table_can_be_compared_with(coventry: Place) -> None:
    table = queries.compare(coventry, "age")
    assert (table.base, table.as_of, table.shares["0 to 14"]) == (345_324, date(2021, 3, 21), Decimal("18.70"))
    assert table.says == "Coventry: base 345,324; ONS, Census 2021"
    assert queries.may_compare(coventry, "age")


@pytest.mark.parametrize(
    ("dimension", "asked", "why"),
    [
        ("disability", {}, "No verified figures about “disability” are loaded for Coventry"),
        ("shoe-size", {}, "No verified figures"),
        ("tenure", {}, "have not been verified"),
        ("main-language", {}, "are a selection and do not cover everyone"),
        ("age", {"version": "wards 2026"}, "was counted by “wards 2026”"),
        ("age", {"as_of": date(2011, 3, 27)}, "are loaded for Coventry (2011-03-27)"),
        ("sex", {"categories": ("Female", "Male", "Other")}, "The categories do not match: Other."),
    ],
)
def test_what_does_not_match_is_refused_with_a_sentence(
    coventry: Place, dimension: str, asked: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused) as refused:
        queries.compare(coventry, dimension, **asked)
    assert why in refused.value.verdict.why
    assert refused.value.verdict.way_forward
    assert queries.may_compare(coventry, dimension, **asked).why == refused.value.verdict.why


def test_a_refusal_says_which_table_to_load(coventry: Place) -> None:
    assert queries.may_compare(coventry, "disability").way_forward == "Load ONS table TS038 (Census 2021) first."


def test_a_ward_without_a_profile_is_not_compared(coventry: Place) -> None:
    ward = queries.place_by_slug("foleshill")
    assert "Foleshill" in queries.may_compare(ward, "age").why


def test_places_can_be_listed_for_a_day(coventry: Place) -> None:
    Place.objects.filter(slug="holbrook").update(valid_to=date(2026, 5, 7))
    names = {place.name for place in queries.public_places("ward", on=date(2026, 6, 1))}
    assert (len(names), "Holbrook" in names) == (17, False)
    assert queries.public_places("ward").count() == 18


def test_libraries_are_venues_by_name_without_positions(coventry: Place) -> None:
    assert queries.venues("library").count() == 16
    assert set(Venue.objects.values_list("address", flat=True)) == {""}


def test_the_list_of_places_takes_one_question(coventry: Place, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert [place.parent.name for place in queries.public_places("ward")] == ["Coventry"] * 18
