"""Days to mind, checked against published calendars, and clashes that a person can check by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.rules.clashes import Asked, clashes
from heard.rules.observances import CalendarError, CalendarPolicy, Observance, observances, read_calendar

DAY = timedelta(days=1)
NONE = CalendarPolicy()


def named(first: date, last: date, policy: CalendarPolicy = NONE) -> dict[str, tuple[date, date]]:
    return {one.name: (one.first, one.last) for one in observances(first, last, policy)}


def test_the_feasts_of_2026_fall_where_published_calendars_put_them() -> None:
    found = named(date(2026, 1, 1), date(2026, 12, 31))
    assert found["Ramadan"] == (date(2026, 2, 18), date(2026, 3, 19))
    assert found["Eid al-Fitr"][0] == date(2026, 3, 20)
    assert found["Eid al-Adha"][0] == date(2026, 5, 27)
    assert found["Easter"] == (date(2026, 4, 3), date(2026, 4, 6))
    assert found["Diwali"][0] == date(2026, 11, 8)
    assert found["Vaisakhi"][0] == date(2026, 4, 14)
    assert found["Ordinary day of council elections"][0] == date(2026, 5, 7)


def test_what_follows_the_moon_is_not_sure() -> None:
    sure = {one.name: one.sure for one in observances(date(2026, 1, 1), date(2026, 12, 31))}
    assert not sure["Ramadan"]
    assert not sure["Eid al-Fitr"]
    assert sure["Easter"]


def test_christmas_reaches_over_the_new_year() -> None:
    assert named(date(2027, 1, 2), date(2027, 1, 3))["Christmas"] == (date(2026, 12, 18), date(2027, 1, 4))


def test_the_citys_own_school_holidays_take_the_place_of_the_usual_weeks() -> None:
    own = Observance("Half-term", "school_holiday", date(2027, 10, 18), date(2027, 10, 22), source="x")
    assert "Autumn half-term" in named(date(2027, 10, 1), date(2027, 10, 31))
    found = named(date(2027, 10, 1), date(2027, 10, 31), CalendarPolicy(school_holidays=(own,)))
    assert found["Half-term"] == (date(2027, 10, 18), date(2027, 10, 22))
    assert "Autumn half-term" not in found


def test_one_holiday_that_the_city_entered_does_not_hide_the_others_of_its_years() -> None:
    """A Christmas holiday that reaches into 2028 says nothing of that year's summer."""
    own = Observance("Christmas holiday", "school_holiday", date(2027, 12, 18), date(2028, 1, 2), source="x")
    policy = CalendarPolicy(school_holidays=(own,))
    schools = [
        (one.name, one.sure)
        for one in observances(date(2027, 10, 1), date(2028, 8, 31), policy)
        if one.kind == "school_holiday"
    ]
    assert schools == [
        ("Autumn half-term", False), ("Christmas holiday", True), ("February half-term", False),
        ("Easter school holiday", False), ("May half-term", False), ("Summer school holiday", False),
    ]  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2070, 1, 1)), st.integers(0, 400))
def test_whatever_is_shown_touches_the_period(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = observances(first, last)
    assert all(one.first <= last and one.last >= first and one.first <= one.last for one in found)
    assert list(found) == sorted(found, key=lambda one: (one.first, one.last, one.name))


@pytest.mark.parametrize(
    "content,words",
    [
        (b"\xff", "cannot be read"),
        (b"wrong = 1", "unknown part: wrong"),
        (b'[[elections]]\nname = "x"', "The election 1 of policy/calendar.toml needs exactly: name, on, source."),
        (
            b'[[school_holidays]]\nname = "x"\nsource = "y"\nfirst = 2027-02-02\nlast = 2027-02-01',
            "needs days that follow one another",
        ),
    ],
)
def test_a_calendar_that_cannot_be_read_says_where(content: bytes, words: str) -> None:
    with pytest.raises(CalendarError, match=words):
        read_calendar(content)


def test_the_citys_calendar_reads() -> None:
    from django.conf import settings

    read_calendar((settings.POLICY / "calendar.toml").read_bytes())


def asked(ref: str, first: date, days: int, **more: object) -> Asked:
    return Asked(ref=ref, title=f"Title {ref}", partner="council", first=first, last=first + days * DAY, **more)  # type: ignore[arg-type]


def test_two_who_ask_the_same_people_in_the_same_weeks_clash() -> None:
    ours = asked("a", date(2027, 3, 1), 30, places=frozenset({"Foleshill"}), groups=frozenset({"Carers"}))
    theirs = asked("b", date(2027, 3, 21), 30, places=frozenset({"Radford"}), groups=frozenset({"carers"}))
    (found,) = clashes(ours, [ours, theirs], [])
    assert (found.ref, found.first, found.last, found.days) == ("b", date(2027, 3, 21), date(2027, 3, 31), 11)
    assert found.because == ("asks the same people: Carers",)


def test_other_people_elsewhere_do_not_clash() -> None:
    ours = asked("a", date(2027, 3, 1), 30, places=frozenset({"Foleshill"}), general_public=True)
    theirs = asked("b", date(2027, 3, 2), 30, places=frozenset({"Radford"}), general_public=True)
    later = asked("c", date(2027, 4, 1), 30, places=frozenset({"Foleshill"}))
    assert clashes(ours, [theirs, later], []) == ()


def test_opening_on_eid_clashes_and_one_bank_holiday_inside_a_long_period_does_not() -> None:
    ours = asked("a", date(2026, 3, 20), 84)
    names = {one.name: one.because for one in clashes(ours, [], observances(ours.first, ours.last))}
    assert "it would open then" in names["Eid al-Fitr"]
    assert "special care is needed in the weeks before a poll" in names["Ordinary day of council elections"]
    assert "Bank holiday" not in names
    assert "Vaisakhi" not in names
