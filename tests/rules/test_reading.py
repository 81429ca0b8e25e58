"""How hard a text is to read, counted as anyone could with a pencil."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from heard.rules.reading import reading_age, word_count


def test_short_plain_words_read_at_the_youngest_age() -> None:
    assert reading_age("The bus is late. We are cold. Can you help us? Please say yes.") == 5


def test_a_sentence_of_ten_words_and_fifty_letters_reads_at_twelve() -> None:
    """4.71 × 5 + 0.5 × 10 − 21.43 = 7.12, so grade 8 begins: about age 13."""
    assert reading_age("buses " * 9 + "buses.") == 13


def test_long_words_in_a_long_sentence_read_at_the_oldest_age() -> None:
    text = "Notwithstanding contemporaneous infrastructural considerations, stakeholders' responsibilities " * 3
    assert reading_age(text) == 22


def test_fewer_than_ten_words_are_not_judged() -> None:
    assert reading_age("Tell us how you get to the library now") is None
    assert reading_age("") is None


def test_words_are_runs_with_a_letter_or_a_figure() -> None:
    assert word_count("Bus 42 – and, at last, home.") == 6


@given(st.text(max_size=300))
def test_an_age_lies_between_five_and_twenty_two(text: str) -> None:
    age = reading_age(text)
    assert age is None or 5 <= age <= 22
