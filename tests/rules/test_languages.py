"""One language has many names, and two languages never share one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from heard.rules.languages import code_of, direction_of, language_key, name_of, not_offered, spoken

POLICY = Path(__file__).parents[2] / "policy" / "languages.toml"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Panjabi", "pa"), ("punjabi ", "pa"), ("ਪੰਜਾਬੀ", "pa"), ("PA", "pa"), ("pa-IN", "pa"), ("pa_PK", "pnb"),
        ("Shahmukhi", "pnb"), ("Persian", "fa"), ("Dari", "prs"), ("fa-AF", "prs"), ("BSL", "bfi"), ("Polski", "pl"),
        ("zh-Hant", "zh"), ("Bangla", "bn"), ("Sylheti", "syl"), ("العربية", "ar"), ("Kurdish  Sorani", "ckb"),
        ("no-english", ""), ("Klingon", ""), ("", ""),
    ],
)  # fmt: skip
def test_every_name_of_a_language_leads_to_one_code(said: str, code: str) -> None:
    assert code_of(said) == code


def test_a_language_that_is_not_known_is_compared_by_its_name_without_capitals() -> None:
    assert language_key("  Klingon ") == language_key("klingon") == "klingon"
    assert name_of("tlh") == "tlh"
    assert direction_of("tlh") == "auto"


def test_what_is_not_offered_is_named_once_and_as_it_was_written() -> None:
    wanted = ["Punjabi", "Panjabi", "English", " ", "Urdu"]
    assert not_offered(wanted, ["polish"]) == ("Punjabi", "Urdu")
    assert not_offered(wanted, ["pa", "اردو"]) == ()


def test_no_name_belongs_to_two_languages() -> None:
    for one in spoken().values():
        for said in (one.code, one.name, one.own_name, *one.aliases):
            assert code_of(said) == one.code, said


def test_the_languages_that_the_city_keeps_are_known_by_the_same_code_and_direction() -> None:
    for one in tomllib.loads(POLICY.read_text("utf-8"))["languages"]:
        assert code_of(one["name"]) == code_of(one["own_name"]) == one["code"]
        assert direction_of(one["code"]) == one["direction"]
