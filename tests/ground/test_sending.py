"""What a form makes takes its name from the key of its page and from what was sent."""

from __future__ import annotations

from heard.ground.sending import code_of, name_of, new_key
from heard.rules import receipt


def test_the_same_words_from_the_same_page_have_the_same_name_and_code() -> None:
    key = new_key()
    first, again = name_of(key, 7, "Shut at seven.", None), name_of(key, 7, "Shut at seven.", None)
    assert (first, code_of(first)) == (again, code_of(again))
    assert len(first) == 12
    assert receipt.read(code_of(first)) == code_of(first)


def test_other_words_another_page_or_another_place_have_another_name() -> None:
    key = new_key()
    names = {
        name_of(key, 7, "Shut at seven."), name_of(key, 7, "Shut at eight."), name_of(key, 8, "Shut at seven."),
        name_of(new_key(), 7, "Shut at seven."), name_of(key, "7Shut", " at seven."),
        name_of(key, "7", "Shut at seven."),
    }  # fmt: skip
    assert len(names) == 6


def test_without_a_key_every_sending_is_one_of_its_own() -> None:
    assert name_of("", 7, "Shut at seven.") != name_of("", 7, "Shut at seven.")
