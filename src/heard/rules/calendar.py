"""Days and periods as the Compact counts them: Europe/London days, English bank holidays.

A period is open from the start of `opens_on` to the end of `closes_on`; its duration is
`closes_on − opens_on` in days (7 December to 1 February: 56). Christmas is 18 December to 4 January,
August the month; an overlap counts every day on which people could have answered, both ends included.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many days of a period fall in one holiday time, both ends included."""

    name: str
    days: int
    first: date
    last: date


def duration_days(opens_on: date, closes_on: date) -> int:
    """Days between opening and closing; negative when closing comes first."""
    return (closes_on - opens_on).days


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England in a year, substitute days included (source: the `holidays` package)."""
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date) -> bool:
    """Monday to Friday, bank holidays in England excepted."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def add_working_days(day: date, number: int) -> date:
    """The day that lies `number` working days after `day` (before it, when negative); 0 gives `day` itself."""
    step = ONE_DAY if number >= 0 else -ONE_DAY
    left = abs(number)
    while left and date.min < day < date.max:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Working days after `first`, up to and including `last`; 0 when `last` is not later."""
    days = (first + ONE_DAY * n for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)


def holiday_overlaps(opens_on: date, closes_on: date) -> tuple[Overlap, ...]:
    """Each Christmas and August that a period touches, in order, with the days that fall in it."""
    found = []
    for year in range(max(opens_on.year - 1, date.min.year), min(closes_on.year, date.max.year - 1) + 1):
        for name, first, last in (
            ("August", date(year, 8, 1), date(year, 8, 31)),
            ("Christmas", date(year, 12, 18), date(year + 1, 1, 4)),
        ):
            begins, ends = max(first, opens_on), min(last, closes_on)
            if begins <= ends:
                found.append(Overlap(name, (ends - begins).days + 1, begins, ends))
    return tuple(found)


def late_grace_ends(closes_on: date, working_days: int) -> date:
    """The last day on which post sent in time still counts."""
    return add_working_days(closes_on, working_days)


def in_words(day: date) -> str:
    """“1 February 2016”."""
    return f"{day.day} {day:%B %Y}"
