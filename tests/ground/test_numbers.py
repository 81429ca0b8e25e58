"""Numbers from addresses and forms."""

from __future__ import annotations

import pytest

from heard.ground.numbers import whole


@pytest.mark.parametrize("text", [None, "", " 1", "-1", "+1", "1.0", "1_0", "١٢", "²", "1" * 10, "9" * 5000, "a"])
def test_what_is_no_short_row_of_digits_is_the_other_number(text: str | None) -> None:
    assert whole(text) == 0
    assert whole(text, otherwise=7) == 7


def test_digits_are_their_number_up_to_the_length_that_is_asked() -> None:
    assert (whole("0012"), whole("123456789")) == (12, 123456789)
    assert (whole("999", digits=3), whole("1000", digits=3)) == (999, 0)
