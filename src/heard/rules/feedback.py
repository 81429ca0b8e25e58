"""When feedback is due, which steps of the escalation are reached, and when residents contradict a promise.

Read from policy/feedback.toml. Days are days in Europe/London; working days leave out English bank holidays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from heard.rules.calendar import add_working_days


@dataclass(frozen=True, slots=True)
class FeedbackTerms:
    """The city's terms, as they stand in policy/feedback.toml."""

    weeks_after_closing: int
    working_days_after_decision: int
    working_days_after_delayed_decision: int
    escalated_after_working_days: tuple[int, ...]
    call_tries: int
    poster_working_days: int
    text_characters: int
    keep_addresses_weeks: int
    keep_addresses_months: int
    asked_after_months: tuple[int, ...]
    answers_open_days: int
    reply_working_days: int
    outcome_working_days: int
    asked_least: int
    asked_percent: int
    open_least: int
    open_percent: int
    per_hour_from_one_computer: int


@dataclass(frozen=True, slots=True)
class Said:
    """How many say that a promise is kept, is not, or do not know."""

    yes: int = 0
    not_true: int = 0
    dont_know: int = 0

    @property
    def sure(self) -> int:
        return self.yes + self.not_true

    @property
    def all(self) -> int:
        return self.sure + self.dont_know


@dataclass(frozen=True, slots=True)
class Weighed:
    """What residents' answers amount to: ``contradicted``, ``borne_out`` or ``open``, and the sentence that says so."""

    result: str
    because: str


def read_feedback(text: str | bytes) -> FeedbackTerms:
    """Read policy/feedback.toml. Raises ValueError naming every fault."""
    data = tomllib.loads(text.decode("utf-8") if isinstance(text, bytes) else text)
    flat = dict(_flat(data))
    known = {field.name: field.type for field in fields(FeedbackTerms)}
    faults = [f"unknown key “{key}”" for key in flat if key not in known]
    for name, kind in known.items():
        if name not in flat:
            faults.append(f"“{name}” is missing")
        elif not _fits(flat[name], str(kind)):
            faults.append(f"“{name}” must be {'whole numbers that rise' if 'tuple' in str(kind) else 'a whole number'}")
    if faults:
        raise ValueError("\n".join(f"feedback: {fault}" for fault in faults))
    terms: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in flat.items()}
    return FeedbackTerms(**terms)


def _flat(data: Mapping[str, Any]) -> Any:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield key, value


def _fits(value: Any, kind: str) -> bool:
    if "tuple" in kind:
        return isinstance(value, list) and bool(value) and value == sorted(set(value)) and all(map(_is_count, value))
    return _is_count(value)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000


def first_due(closes_on: date | None, promised_on: date | None, terms: FeedbackTerms) -> date | None:
    """The day that the plan promised, or the usual weeks after closing; None while neither is known."""
    return promised_on or (closes_on and closes_on + timedelta(weeks=terms.weeks_after_closing))


def due_once_decided(due_on: date | None, published_on: date, terms: FeedbackTerms) -> date:
    """A published decision brings the day forward where it can, and never puts it off."""
    soon = add_working_days(published_on, terms.working_days_after_decision)
    return min(due_on, soon) if due_on else soon


def ladder_days(due_on: date, ladder: Sequence[int]) -> tuple[date, ...]:
    """The day of each step, the first being the due day itself."""
    return tuple(add_working_days(due_on, days) for days in ladder)


def levels_reached(due_on: date | None, today: date, ladder: Sequence[int]) -> tuple[int, ...]:
    """The steps (1, 2, …) that lie behind on `today`. The due day itself is still in time."""
    if due_on is None or today <= due_on:
        return ()
    return tuple(level for level, day in enumerate(ladder_days(due_on, ladder), start=1) if day <= today)


def weigh(asked: Said, others: Said, terms: FeedbackTerms) -> Weighed:
    """Do residents contradict a promise, by the published thresholds? Those who were asked are judged by themselves."""
    for who, said, least, percent in (
        ("who were asked", asked, terms.asked_least, terms.asked_percent),
        ("who answered unasked", others, terms.open_least, terms.open_percent),
    ):
        if said.sure >= least and said.not_true * 100 >= percent * said.sure:
            return Weighed("contradicted", f"{said.not_true} of {said.sure} {who} say that it is not true.")
    if asked.sure >= terms.asked_least:
        return Weighed("borne_out", f"{asked.yes} of {asked.sure} who were asked say that it is true.")
    return Weighed("open", f"{asked.sure} of those who were asked have said yes or no; {terms.asked_least} are needed.")
