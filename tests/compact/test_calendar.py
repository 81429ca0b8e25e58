"""What the calendar does, and two people moving at once."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection
from tests.compact.plans import Cast, a_cast, a_plan, noticed, opened

from heard.activities.models import Activity, ChannelTerms
from heard.compact.actions import HeldBack, move
from heard.compact.jobs import close_due
from heard.compact.models import Move
from heard.ground import clock
from heard.ground.refusal import Refused


@pytest.mark.django_db
def test_the_calendar_closes_what_is_over_and_only_once(cast: Cast) -> None:
    over = opened(cast, a_plan(cast))
    running = opened(cast, a_plan(cast, closes=date(2017, 1, 31)))
    with clock.stopped(date(2016, 12, 12)):
        assert close_due() == 0
    with clock.stopped(date(2016, 12, 13)):
        assert close_due() == 1
        assert close_due() == 0
    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.stage, running.stage) == ("closed", "open")
    assert Move.objects.get(activity=over, name="close").by is None


@pytest.mark.django_db
def test_the_calendar_waits_for_the_last_channel(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    ChannelTerms.objects.create(strand=activity.strands.get(), channel="paper", closes_on=date(2016, 12, 20))
    with clock.stopped(date(2016, 12, 14)):
        assert close_due() == 0
    with clock.stopped(date(2016, 12, 21)):
        assert close_due() == 1


@pytest.mark.django_db
def test_a_closing_that_the_compact_refuses_is_kept_once_a_day(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    Activity.objects.filter(pk=activity.pk).update(level="involve")
    with clock.stopped(date(2016, 12, 13)):
        assert (close_due(), close_due()) == (0, 0)
    with clock.stopped(date(2016, 12, 14)):
        close_due()
    refusals = Move.objects.filter(activity=activity, allowed=False)
    assert refusals.count() == 2
    assert refusals[0].checks.get(result="refused").check_id == "P-8.2"


@pytest.mark.django_db
def test_the_calendar_archives_nothing(cast: Cast) -> None:
    with clock.stopped(date(2030, 1, 1)):
        opened(cast, a_plan(cast))
        close_due()
    assert not Move.objects.filter(to_stage="archived").exists()


@pytest.fixture
def two_hands(transactional_db: None) -> Cast:
    return a_cast()


def test_of_two_who_open_at_the_same_moment_one_is_told_that_it_is_done(two_hands: Cast) -> None:
    activity = noticed(two_hands, a_plan(two_hands))
    gate, outcomes = threading.Barrier(2), []

    def open_it(who: Any) -> None:
        with clock.stopped(date(2016, 9, 12)):
            mine = Activity.objects.get(pk=activity.pk)
            gate.wait()
            try:
                move(activity=mine, to="open", by=who, at=clock.now(), reason="It opens as was announced.")
                outcomes.append("opened")
            except Refused as refused:
                outcomes.append(refused.verdict.why)
            finally:
                connection.close()

    hands = [threading.Thread(target=open_it, args=(who,)) for who in (two_hands.ann, two_hands.bilal)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(outcomes) == ["Somebody else has just made this move.", "opened"]
    assert Move.objects.filter(activity=activity, to_stage="open").count() == 1


def test_a_refusal_is_committed_even_though_the_move_fails(two_hands: Cast) -> None:
    activity = a_plan(two_hands)
    with pytest.raises(HeldBack):
        move(activity=activity, to="noticed", by=two_hands.ann, at=clock.now())
    connection.close()
    assert Move.objects.filter(activity=activity, allowed=False).count() == 1
