"""Days that a city minds when it plans: bank and school holidays, feasts and fasts, elections.

Days are Europe/London, both ends included. Feasts that follow the moon (`sure=False`) may fall a day earlier or later.
Sources: the `holidays` package (bank holidays, Islamic, Hindu and Sikh calendars) and `dateutil` (Easter, Western);
what the city itself publishes comes from policy/calendar.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from heard.rules.calendar import ONE_DAY, bank_holidays

NEAR = timedelta(days=14)  # a city's own holiday so near to a usual week is that holiday
KINDS = ("bank_holiday", "school_holiday", "faith", "christmas", "election")


@dataclass(frozen=True, slots=True)
class Observance:
    """A day or some days. `kind`: one of `KINDS`; `sure`: false where the day may move; `source`: who says so."""

    name: str
    kind: str
    first: date
    last: date
    sure: bool = True
    source: str = ""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class CalendarPolicy:
    """What the city entered: its schools' holidays and its elections."""

    school_holidays: tuple[Observance, ...] = ()
    elections: tuple[Observance, ...] = ()


class CalendarError(ValueError):
    """policy/calendar.toml cannot be read; the message names the entry."""


def read_calendar(content: bytes) -> CalendarPolicy:
    """Read policy/calendar.toml. CalendarError names the entry that is wrong, and how."""
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CalendarError(f"policy/calendar.toml cannot be read: {error}") from error
    unknown = set(found) - {"school_holidays", "elections"}
    if unknown:
        raise CalendarError(f"policy/calendar.toml has an unknown part: {sorted(unknown)[0]}.")
    return CalendarPolicy(
        tuple(_entry(one, number, "school_holiday") for number, one in enumerate(found.get("school_holidays", []), 1)),
        tuple(_entry(one, number, "election") for number, one in enumerate(found.get("elections", []), 1)),
    )


def _entry(one: dict[str, Any], number: int, kind: str) -> Observance:
    where = f"{kind.replace('_', ' ')} {number} of policy/calendar.toml"
    keys = {"name", "source", "first", "last"} if kind == "school_holiday" else {"name", "source", "on"}
    if set(one) != keys:
        raise CalendarError(f"The {where} needs exactly: {', '.join(sorted(keys))}.")
    first, last = (one["first"], one["last"]) if kind == "school_holiday" else (one["on"], one["on"])
    if type(first) is not date or type(last) is not date or last < first:
        raise CalendarError(f"The {where} needs days that follow one another, like 2027-10-25.")
    return Observance(str(one["name"]), kind, first, last, source=str(one["source"]))


def observances(first: date, last: date, policy: CalendarPolicy = CalendarPolicy()) -> tuple[Observance, ...]:
    """Everything that touches the period, both ends included, in order of its first day, then its name."""
    found = [
        one
        for year in range(max(first.year - 1, 1), min(last.year + 1, 9998) + 1)
        for one in (*_of_the_year(year), *_schools(year, policy), *_elections(year, policy))
        if one.first <= last and one.last >= first
    ]
    return tuple(sorted(set(found), key=lambda one: (one.first, one.last, one.name)))


@cache
def _of_the_year(year: int) -> tuple[Observance, ...]:
    return (*_bank(year), *_christian(year), *_moon(year))


def _bank(year: int) -> Iterator[Observance]:
    for day in sorted(bank_holidays(year)):
        yield Observance("Bank holiday", "bank_holiday", day, day, source="Bank holidays in England")


def _christian(year: int) -> Iterator[Observance]:
    from dateutil.easter import easter

    sunday = easter(year)
    source = "Western church calendar"
    yield Observance("Easter", "faith", sunday - 2 * ONE_DAY, sunday + ONE_DAY, source=source)
    yield Observance(
        "Christmas", "christmas", date(year, 12, 18), date(year + 1, 1, 4), source="The Compact's check GP-n"
    )


def _moon(year: int) -> Iterator[Observance]:
    """Ramadan and both Eids, Diwali and Vaisakhi; nothing for years that the package does not know."""
    from holidays.calendars.hindu import _HinduLunisolar
    from holidays.calendars.islamic import _IslamicLunar

    islamic, hindu = _IslamicLunar(), _HinduLunisolar()
    begins = _in_year(islamic.ramadan_beginning_dates, year)
    ends = _in_year(islamic.eid_al_fitr_dates, year)
    source = "Calculated Islamic calendar; the moon decides, a day either way"
    for day in begins:
        eid = next((one for one in [*ends, *_in_year(islamic.eid_al_fitr_dates, year + 1)] if one > day), None)
        yield Observance(
            "Ramadan", "faith", day, (eid or day + timedelta(days=30)) - ONE_DAY, sure=False, source=source
        )
    for day in ends:
        yield Observance("Eid al-Fitr", "faith", day, day + ONE_DAY, sure=False, source=source)
    for day in _in_year(islamic.eid_al_adha_dates, year):
        yield Observance("Eid al-Adha", "faith", day, day + 2 * ONE_DAY, sure=False, source=source)
    for name, asked in (("Diwali", hindu.diwali_date), ("Vaisakhi", hindu.vaisakhi_date)):
        found, *_rest = asked(year) or (None,)
        if found:
            yield Observance(name, "faith", found, found, sure=name != "Diwali", source="Hindu and Sikh calendar")


def _in_year(asked: Any, year: int) -> list[date]:
    return sorted({day for day, _sure in asked(year) if day.year == year})


def _schools(year: int, policy: CalendarPolicy) -> Iterator[Observance]:
    """The city's own days; the usual weeks wherever it has entered none: one entry says nothing of the others."""
    own = policy.school_holidays
    yield from (one for one in own if year in (one.first.year, one.last.year))
    for usual in _usual_weeks(year):
        if not any(one.first <= usual.last + NEAR and one.last >= usual.first - NEAR for one in own):
            yield usual


def _usual_weeks(year: int) -> Iterator[Observance]:
    from dateutil.easter import easter

    sunday = easter(year)
    monday_before_easter = sunday - timedelta(days=sunday.weekday())
    spring = _last_monday(year, 5)
    february = _monday_on_or_after(date(year, 2, 14))
    october = _last_monday(year, 10) if _last_monday(year, 10).day < 29 else _last_monday(year, 10) - timedelta(days=7)
    for name, first, days in (
        ("February half-term", february, 5),
        ("Easter school holiday", monday_before_easter, 12),
        ("May half-term", spring, 5),
        ("Summer school holiday", date(year, 7, 24), 40),
        ("Autumn half-term", october, 5),
        ("Christmas school holiday", date(year, 12, 20), 15),
    ):
        yield Observance(
            name, "school_holiday", first, first + timedelta(days=days - 1), sure=False,
            source="Usual weeks in England; Coventry's own term dates have not been entered",
        )  # fmt: skip


def _elections(year: int, policy: CalendarPolicy) -> Iterator[Observance]:
    yield from (one for one in policy.elections if one.first.year == year)
    ordinary = date(year, 5, 1) + timedelta(days=(3 - date(year, 5, 1).weekday()) % 7)
    if all(one.first != ordinary for one in policy.elections):
        yield Observance(
            "Ordinary day of council elections", "election", ordinary, ordinary, sure=False,
            source="Representation of the People Act 1983, section 37; not every council votes every year",
        )  # fmt: skip


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year + month // 12, month % 12 + 1, 1) - ONE_DAY
    return last - timedelta(days=last.weekday())
