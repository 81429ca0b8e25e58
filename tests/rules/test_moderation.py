"""The published policy can be read and obeyed; what makes a moderator look is arithmetic, and never a verdict."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.moderation import ATTENTION, LISTED, attention, digest_of, read_moderation, waits

TEXT = (Path(__file__).parents[2] / "policy" / "moderation.toml").read_text("utf-8")
POLICY = read_moderation(TEXT)


def test_the_citys_policy_has_one_key_for_each_reason_and_no_reason_for_critics() -> None:
    assert [reason.slug for reason in POLICY.reasons] == [
        "personal", "hate", "unlawful", "advert", "twice", "conduct", "asked",
    ]  # fmt: skip
    assert {reason.listed for reason in POLICY.reasons} <= set(LISTED)
    assert POLICY.reason("critical") is None
    assert not any("critical" in reason.title.lower() for reason in POLICY.reasons)


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("held_working_days = 5", "", "“held_working_days” is missing"),
        ("held_working_days = 5", "held_working_days = 0", "“held_working_days” is missing or not int"),
        ("held_working_days = 5", "held_working_days = true", "“held_working_days” is missing or not int"),
        ("held_working_days = 5", "held_working_days = 5\nburn = 1", "unknown key “burn”"),
        ('waits = ["trap", "links", "flood"]', 'waits = ["critical"]', "waits names “critical”"),
        ("chance = 0.05", "chance = 2.0", "“chance” is missing or not float"),
        ('listed = "unlawful"', 'listed = "critical"', "“critical” is no listed reason of an exclusion"),
        ('slug = "hate"', 'slug = "personal"', "two reasons have one slug"),
        ('slug = "hate"', 'slug = " "', "reason 2: “slug” is missing"),
        ("[split]", "[halves]", "unknown part “halves”"),
    ],
)
def test_a_policy_with_a_fault_is_refused_by_name(was: str, becomes: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_moderation(TEXT.replace(was, becomes))


def test_more_reasons_than_keys_are_refused() -> None:
    more = "".join(
        f'\n[[reasons]]\nslug = "r{n}"\ntitle = "T"\nwords = "W"\nlisted = "asked"\n' for n in range(3)
    )  # fmt: skip
    with pytest.raises(ValueError, match="there must be 1 to 9"):
        read_moderation(TEXT + more)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The hoist has been broken since October 2025.", ()),
        ("See www.example.org, https://example.org/a and http://example.org/b", ("links",)),
        ("See https://example.org/a and http://example.org/b", ()),
        ("Write to mr.sample@example.org", ("personal",)),
        ("Ring 024 7600 0199 or +44 7700 900123", ("personal",)),
        ("It costs £1,200,000 and 20 000 people use it, 12/05/2024 to 01/02/2025", ()),
    ],
)
def test_what_a_text_itself_says(words: str, found: tuple[str, ...]) -> None:
    assert attention(words, {"seconds": 30}, POLICY.signals) == found


def test_being_sharp_is_nothing_to_look_at() -> None:
    assert attention("SHAME ON YOU!!! You liars decided this years ago.", {"seconds": 30}, POLICY.signals) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Save our baths, please!", "SAVE our baths … please", True),
        ("Café au lait for all", "cafe au lait for all", True),
        ("Save our baths, please!", "Save our library, please!", False),
        ("Yes please", "Yes please", False),  # too few words to compare
        ("میں صبح چھ بجے آ سکتی ہوں", "میں صبح چھ بجے آ سکتی ہوں!", True),
    ],
)
def test_the_same_words_are_the_same_whatever_their_case_marks_and_accents(one: str, other: str, same: bool) -> None:
    first, second = digest_of(one, POLICY.signals), digest_of(other, POLICY.signals)
    assert (bool(first) and first == second) is same


@given(st.text(max_size=300), st.integers(0, 400), st.integers(0, 20), st.none() | st.floats(0, 100))
def test_signals_ask_for_a_look_in_a_fixed_order_and_drop_nothing(
    words: str, sent: int, same: int, seconds: float | None
) -> None:
    found = attention(words, {"sent": sent, "same": same, "seconds": seconds}, POLICY.signals)
    assert list(found) == [slug for slug in ATTENTION if slug in found]
    assert ("busy" in found) is (sent > POLICY.signals.busy)
    assert waits(found, POLICY.signals, before=True)
    assert waits(found, POLICY.signals, before=False) is bool(set(found) & set(POLICY.signals.waits))
