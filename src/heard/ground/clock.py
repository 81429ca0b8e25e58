"""The one clock. Everything that needs to know the time asks here, so that tests and the sample city can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_stopped_at: ContextVar[datetime | None] = ContextVar("heard_clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _stopped_at.get() or datetime.now(UTC)


def today() -> date:
    """This day in Coventry (Europe/London)."""
    return now().astimezone(LONDON).date()


def day_of(moment: datetime) -> date:
    """The day in Coventry on which a moment fell."""
    return moment.astimezone(LONDON).date()


def day_written(moment: str | None) -> date | None:
    """The day in Coventry of a moment as the database writes it in JSON; None for none."""
    return day_of(datetime.fromisoformat(moment)) if moment else None


def start_of(day: date) -> datetime:
    """The first moment of a day in Coventry."""
    return datetime.combine(day, time.min, LONDON)


def end_of(day: date) -> datetime:
    """The first moment after a day in Coventry: an activity is open until then."""
    return start_of(day + timedelta(days=1))


def midday(day: date) -> datetime:
    """Noon of a day in Coventry."""
    return datetime.combine(day, time(12), LONDON)


@contextmanager
def stopped(at: datetime | date) -> Iterator[None]:
    """Hold the clock at a moment (or at noon of a day), in this thread only."""
    moment = at if isinstance(at, datetime) else midday(at)
    token = _stopped_at.set(moment)
    try:
        yield
    finally:
        _stopped_at.reset(token)
