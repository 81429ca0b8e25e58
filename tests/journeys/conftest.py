"""A clock that a journey moves by hand, in the browser's server as well, and a browser for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.browser import Browsers, browsers

from heard.ground import clock


@dataclass
class Calendar:
    """Which day it is. The hands move a second with every look, so that the record keeps its order."""

    moment: datetime

    def now(self) -> datetime:
        if stopped := clock._stopped_at.get():
            return stopped
        self.moment += timedelta(seconds=1)
        return self.moment

    @property
    def day(self) -> date:
        return clock.day_of(self.moment)

    def turn_to(self, day: date) -> None:
        assert day >= self.day, "time only goes on"
        self.moment = clock.midday(day)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """`clock.stopped` holds for one thread; the live server is another, so here the clock itself is replaced."""
    held = Calendar(clock.midday(date(2027, 1, 11)))
    monkeypatch.setattr(clock, "now", held.now)
    return held


@pytest.fixture
def people(browser: Browser, live_server: Any) -> Iterator[Browsers]:
    with browsers(browser, live_server.url) as opened:
        yield opened
