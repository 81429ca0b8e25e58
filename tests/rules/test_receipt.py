"""Receipt codes can be read out, written down wrong, and still never open someone else's thread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules import receipt

numbers = st.integers(0, 32**10 - 1)


@given(numbers)
def test_a_code_reads_back_however_it_is_typed(number: int) -> None:
    code = receipt.write(number)
    assert receipt.read(code) == code
    assert receipt.read(code.lower().replace("-", " ")) == code
    assert receipt.read(code.replace("0", "O").replace("1", "l")) == code


@given(numbers, st.integers(0, 9), st.sampled_from(receipt.ALPHABET))
def test_one_wrong_character_is_always_noticed(number: int, where: int, other: str) -> None:
    plain = receipt.write(number).replace("-", "")
    wrong = plain[:where] + other + plain[where + 1 :]
    assert (receipt.read(wrong) is None) == (wrong != plain)


@given(numbers, st.integers(0, 8))
def test_two_neighbours_swapped_are_always_noticed(number: int, where: int) -> None:
    plain = receipt.write(number).replace("-", "")
    swapped = plain[:where] + plain[where + 1] + plain[where] + plain[where + 2 :]
    assert (receipt.read(swapped) is None) == (swapped != plain)


def test_a_code_a_resident_can_check_by_hand() -> None:
    assert receipt.write(0) == "00000-00000-0"
    assert receipt.write(36) == "00000-00014-U"
    assert receipt.read("") is receipt.read("12345") is receipt.read("00000-00000-1") is None


@pytest.mark.parametrize("number", [-1, 32**10])
def test_a_number_out_of_range_has_no_code(number: int) -> None:
    with pytest.raises(ValueError):
        receipt.write(number)


def test_what_is_stored_depends_on_the_secret_key() -> None:
    assert receipt.hashed("00000-00000-0", "a") != receipt.hashed("00000-00000-0", "b")
    assert len(receipt.hashed("00000-00000-0", "a")) == 64


@given(numbers)
def test_a_code_that_is_given_out_ends_in_a_letter_or_a_figure(number: int) -> None:
    code = receipt.write(receipt.sayable(number))
    assert code.replace("-", "").isalnum()
    assert 0 <= number - receipt.sayable(number) <= 5
    assert receipt.read(code) == code
