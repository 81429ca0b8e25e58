"""News leaves once a day for one address, whichever room sends it; what somebody just asked for never waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from procrastinate.jobs import Job

from heard.ground import clock
from heard.notices.actions import MAIL, NotSent, NotToday, send
from heard.notices.models import Sent

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2027, 7, 5)


def news(key: str, to: str = "dee@example.org") -> bool:
    return send(key=key, to=to, subject="News", text="It is open.", once_a_day=True)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.start_of(day) + timedelta(hours=hour, minutes=minute)


def test_a_second_piece_of_news_waits_until_the_morning_after(smtp: list[Any]) -> None:
    with clock.stopped(at(MONDAY, 7)):
        assert news("step:1")
        with pytest.raises(NotToday) as held:
            news("feedback:1", "Dee@Example.org")
    assert held.value.at == at(MONDAY + timedelta(days=1), 5)
    with clock.stopped(held.value.at):
        assert news("feedback:1")
    assert len(smtp) == 2


def test_a_day_is_a_day_in_coventry(smtp: list[Any]) -> None:
    with clock.stopped(datetime(2027, 7, 5, 22, 30, tzinfo=UTC)):  # 23:30 in Coventry
        assert news("one")
    with clock.stopped(datetime(2027, 7, 5, 23, 30, tzinfo=UTC)):  # half past midnight there: Tuesday
        assert news("two")
    assert len(smtp) == 2


def test_the_same_news_tried_again_is_no_second_one(smtp: list[Any]) -> None:
    assert news("step:1")
    assert not news("step:1"), "it left; nothing is held over for it"
    assert len(smtp) == 1


def test_what_somebody_asked_for_neither_waits_nor_takes_a_turn(smtp: list[Any]) -> None:
    assert send(key="code", to="dee@example.org", subject="Your code", text="1234")
    assert news("step:1")
    assert send(key="code 2", to="dee@example.org", subject="Your code", text="5678")
    assert len(smtp) == 3


def test_others_are_not_kept_waiting(smtp: list[Any]) -> None:
    assert news("step:1")
    assert news("step:2", "eve@example.org")
    assert len(smtp) == 2


def test_what_the_mail_server_refused_takes_no_turn(settings: Any, smtp: list[Any]) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(NotSent):
        news("step:1")
    settings.EMAIL_PORT = port
    assert news("feedback:1")
    with pytest.raises(NotToday):
        news("step:1")


def test_two_workers_at_the_same_moment_send_one(smtp: list[Any]) -> None:
    def work(number: int) -> str:
        try:
            return str(news(f"step:{number}"))
        except NotToday:
            return "tomorrow"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(work, range(4)))
    assert found == ["True", "tomorrow", "tomorrow", "tomorrow"]
    assert len(smtp) == 1
    assert Sent.objects.count() == 1


def job(attempts: int) -> Job:
    return Job(id=1, queue="mail", lock=None, queueing_lock=None, task_name="x", attempts=attempts)


@pytest.mark.parametrize("attempts", [0, 3, 40])
def test_a_job_that_waits_is_tried_again_on_that_morning_however_often(attempts: int) -> None:
    morning = at(MONDAY, 5)
    decided = MAIL["retry"].get_retry_decision(exception=NotToday(morning), job=job(attempts))
    assert decided.retry_at == morning


def test_a_job_is_tried_again_when_the_server_is_away_and_not_for_ever_and_for_nothing_else() -> None:
    again = MAIL["retry"]
    assert again.get_retry_decision(exception=NotSent("away"), job=job(0)) is not None
    assert again.get_retry_decision(exception=NotSent("away"), job=job(12)) is None
    assert again.get_retry_decision(exception=OperationalError("deadlock detected"), job=job(0)) is not None
    assert again.get_retry_decision(exception=ValueError("a fault"), job=job(0)) is None
