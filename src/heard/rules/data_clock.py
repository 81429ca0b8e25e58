"""When a request about somebody's own data is due, and by when a complaint is acknowledged.

Sources: UK GDPR art. 12(3) (one month, two more where it is complex); Data (Use and Access) Act 2025 (the clock stops
while the person is asked who they are or what they mean; a complaint is acknowledged within 30 days). A day that is no
working day moves to the next one, as the Information Commissioner's guidance has it.
"""

from __future__ import annotations

from datetime import date, timedelta

from heard.rules.calendar import add_working_days, is_working_day, months_after

MONTHS = 1
MORE_MONTHS = 2
ACKNOWLEDGE_DAYS = 30
REMIND_DAYS = 7


def due_on(received_on: date, *, paused_days: int = 0, extended: bool = False) -> date:
    """One calendar month after it came in (three where it was extended), and every day longer that the clock stood."""
    day = months_after(received_on, MONTHS + (MORE_MONTHS if extended else 0)) + timedelta(days=paused_days)
    return day if is_working_day(day) else add_working_days(day, 1)


def acknowledge_by(received_on: date) -> date:
    """The last day on which a complaint is acknowledged in time: the law gives thirty days, working or not."""
    return received_on + timedelta(days=ACKNOWLEDGE_DAYS)


def may_extend(received_on: date, today: date, *, paused_days: int = 0) -> bool:
    """The two months more must be told within the first month."""
    return today <= due_on(received_on, paused_days=paused_days)


def is_reminder_due(due: date, today: date) -> bool:
    """In the week before the day, and from then on."""
    return today >= due - timedelta(days=REMIND_DAYS)
