"""The step of the morning, the answer and the digest never reach one person on one day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.decisions.test_steps import step, took_part
from tests.factories import an_activity

from heard.decisions import actions, jobs
from heard.decisions.models import Delivery
from heard.ground import clock
from heard.network import actions as network
from heard.network import jobs as network_jobs
from heard.network import queries as followers
from heard.network.models import Follower
from heard.notices.actions import NotToday

pytestmark = pytest.mark.django_db


def tried(job: Any, name: str) -> list[str]:
    """Every waiting job of this name, as the worker would run it: what became of each."""
    found = []
    for row in ProcrastinateJob.objects.filter(task_name=name).order_by("id"):
        try:
            job(**row.args)
            found.append("done")
        except NotToday:
            found.append("tomorrow")
    return found


def test_a_step_and_the_answer_and_the_digest_reach_one_person_on_three_mornings(smtp: list[Any]) -> None:
    activity = an_activity("Hours of the baths", stage="decided")
    voice = took_part(activity, "email", "dee@example.org")
    choice = [("activity", activity.public_id, activity.title)]
    network.ask_to_follow(address="dee@example.org", choices=choice, often="daily", at=clock.now())
    follower = Follower.objects.get(address_hash=followers.hash_of_address("dee@example.org"))
    network.confirm(follower=follower, at=clock.now())
    step(activity, "decided")
    actions.tell_steps(at=clock.now())
    answer = Delivery.objects.create(activity=activity, voice=voice, kind="email")
    app_job = ProcrastinateJob.objects.get(task_name="decisions.send_feedback")
    jobs.send_feedback(**app_job.args)
    assert len(smtp) == 1
    with pytest.raises(NotToday):
        jobs.send_feedback(delivery_id=answer.pk)
    with pytest.raises(NotToday):
        network_jobs.send_news_to(follower_id=follower.pk)
    answer.refresh_from_db()
    follower.refresh_from_db()
    assert (answer.state, follower.told_at, len(smtp)) == ("owed", None, 1), "nothing is lost, nothing is noted as told"
    with clock.stopped(clock.now() + timedelta(days=1)):
        jobs.send_feedback(delivery_id=answer.pk)
        with pytest.raises(NotToday):
            network_jobs.send_news_to(follower_id=follower.pk)
    with clock.stopped(clock.now() + timedelta(days=2)):
        network_jobs.send_news_to(follower_id=follower.pk)
    answer.refresh_from_db()
    assert (answer.state, len(smtp)) == ("sent", 3)


def test_whoever_asked_to_hear_at_once_does_not_wait(smtp: list[Any]) -> None:
    activity = an_activity("Hours of the baths", stage="decided")
    took_part(activity, "email", "dee@example.org")
    choice = [("activity", activity.public_id, activity.title)]
    network.ask_to_follow(address="dee@example.org", choices=choice, often="at_once", at=clock.now())
    follower = Follower.objects.get(address_hash=followers.hash_of_address("dee@example.org"))
    network.confirm(follower=follower, at=clock.now())
    step(activity, "decided")
    actions.tell_steps(at=clock.now())
    assert tried(jobs.send_feedback, "decisions.send_feedback") == ["done"]
    network_jobs.send_news_to(follower_id=follower.pk)
    assert len(smtp) == 2
