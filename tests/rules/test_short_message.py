"""One text message, never longer than one, its addresses whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.short_message import compose, length, plain

TAIL = ("More: https://heard.example/f/abc", "Receipt: https://heard.example/receipt/")


def test_curly_quotes_and_dashes_are_straightened() -> None:
    assert plain("“The baths” – it’s on…") == '"The baths" - it\'s on...'
    assert plain("Zażółć 浴") == "Zazo?c ?"


def test_an_extension_character_counts_twice() -> None:
    assert length("a€") == 3
    with pytest.raises(ValueError, match="浴"):
        length("浴")


def test_long_words_are_cut_at_a_word_and_addresses_never() -> None:
    text = compose("The baths stay open until nine on two evenings, " * 5, TAIL)
    assert length(text) <= 160
    assert text.endswith(" ".join(TAIL))
    assert "... More:" in text


def test_short_words_stay_whole() -> None:
    assert (
        compose("Open until nine.", ["More: https://h.example/f/a"]) == "Open until nine. More: https://h.example/f/a"
    )


def test_addresses_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="addresses alone"):
        compose("Hello", ["x" * 200])


@given(st.text(max_size=400))
def test_any_words_make_one_message(words: str) -> None:
    text = compose(words, TAIL)
    assert length(text) <= 160
    assert text.endswith(TAIL[-1])
