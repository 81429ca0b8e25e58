"""Critical words are not taken down more than others; where they are, somebody independent is asked (UP-c)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.moderation.scene import Scene, a_scene

from heard.findings.models import Coding, Theme
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.moderation import actions
from heard.moderation.jobs import compare_removals, tell_reviewer
from heard.moderation.models import Alert, Item
from heard.moderation.queries import run_of, sample_of, split_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return a_scene()


def posts(scene: Scene, number: int, stance: str) -> list[Item]:
    return [scene.sent(f"Post {each} {stance} about the baths", stance=stance) for each in range(number)]


def biased(scene: Scene) -> None:
    """5 of 10 critical posts taken down, 2 of 20 others: five times the rate."""
    for item in [*posts(scene, 10, "against")[:5], *posts(scene, 20, "for")[:2]]:
        scene.held(item)


def test_scenario_14_moderation_bias_alerts_an_independent_reviewer_with_the_split(scene: Scene) -> None:
    """Given critical posts removed at 5× rate, when nightly check runs, then reviewer alerted with split."""
    biased(scene)
    assert compare_removals() == 1
    alert = Alert.objects.get()
    assert (alert.critical_removed, alert.critical, alert.others_removed, alert.others) == (5, 10, 2, 20)
    assert alert.chance == pytest.approx(0.0257, abs=1e-3)
    assert jobs_for("moderation.tell_reviewer") == [{"alert_id": alert.pk, "account_id": scene.rosa.pk}]
    page = Client().get(reverse("compact:how_run", args=[scene.activity.slug])).content.decode()
    assert "5 of 10 critical ones, 2 of 20 others" in page
    assert compare_removals() == 0  # one at a time


def jobs_for(name: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return [row[0] if isinstance(row[0], dict) else __import__("json").loads(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_the_reviewer_reads_the_split_in_an_email(smtp: list[Any]) -> None:
    scene = a_scene()
    biased(scene)
    compare_removals()
    alert = Alert.objects.get()
    tell_reviewer(alert.pk, scene.rosa.pk)
    (message,) = smtp
    assert message["To"] == scene.rosa.email
    assert "5 of 10 critical ones were taken down, and 2 of 20 others" in message.get_payload(decode=True).decode()
    alert.refresh_from_db()
    assert alert.told_at is not None


def test_an_even_hand_alerts_nobody(scene: Scene) -> None:
    for item in [*posts(scene, 10, "against")[:2], *posts(scene, 20, "for")[:4]]:
        scene.held(item)
    assert compare_removals() == 0


def test_few_say_nothing(scene: Scene) -> None:
    for item in posts(scene, 9, "against"):
        scene.held(item)
    posts(scene, 30, "for")
    assert compare_removals() == 0
    assert split_of(scene.activity).because.endswith("fewer than 10 of a kind, so nothing can be said.")


def test_a_step_taken_back_at_once_is_no_removal_and_an_overturned_one_is(scene: Scene) -> None:
    first, second = posts(scene, 2, "against")
    scene.held(first)
    actions.take_back(by=scene.ann, at=clock.now())
    scene.held(second)
    actions.show(item=second, by=scene.ann, at=clock.now())
    split = split_of(scene.activity)
    assert (split.critical_removed, split.critical) == (1, 2)


def test_where_the_author_gave_no_stance_the_readers_one_counts(scene: Scene) -> None:
    items = posts(scene, 3, "")
    theme = Theme.objects.create(activity=scene.activity, name="Hours", made_by=scene.ann)
    for item, stance in zip(items, ("against", "for", ""), strict=True):
        passage = item.contribution.passages.get()
        Coding.objects.create(passage=passage, theme=theme, stance=stance, by=scene.ann, at=clock.now())
    split = split_of(scene.activity)
    assert (split.critical, split.others, split.unknown) == (1, 1, 1)


def test_only_somebody_who_did_not_moderate_reviews_and_once(scene: Scene) -> None:
    biased(scene)
    compare_removals()
    alert = Alert.objects.get()
    for who in (scene.cass, scene.ann, scene.dev):
        with pytest.raises(Refused, match="Only"):
            actions.review_alert(alert=alert, words="All is well.", by=who, at=clock.now())
    with pytest.raises(Conflict, match="Say what you found"):
        actions.review_alert(alert=alert, words=" ", by=scene.rosa, at=clock.now())
    actions.review_alert(alert=alert, words="Three should come back.", by=scene.rosa, at=clock.now())
    with pytest.raises(Conflict, match="already"):
        actions.review_alert(alert=alert, words="Again.", by=scene.rosa, at=clock.now())
    assert run_of(scene.activity).alerts[0].words == "Three should come back."
    assert compare_removals() == 0  # nothing new since


def test_a_reviewer_who_moderated_here_is_not_independent(scene: Scene) -> None:
    from tests.factories import an_account

    both = an_account("Both", "moderator", "independent_reviewer", partner=scene.activity.lead, team="Two hats")
    scene.held(scene.sent(), by=both)
    biased(scene)
    compare_removals()
    with pytest.raises(Refused, match="You decided about things"):
        actions.review_alert(alert=Alert.objects.get(), words="Fine.", by=both, at=clock.now())
    assert both.pk not in [job["account_id"] for job in jobs_for("moderation.tell_reviewer")]


def test_the_reviewer_reads_a_sample_of_each_stance_that_was_left_standing_and_nobody_chose(scene: Scene) -> None:
    biased(scene)
    scene.sent("Nobody knows what this is for")
    compare_removals()
    alert = Alert.objects.get()
    drawn = sample_of(alert)
    assert [of for _item, of in drawn] == ["critical"] * 5 + ["others"] * 5
    assert {item.stance for item, of in drawn if of == "others"} == {"for"}
    assert [item.pk for item, _of in sample_of(alert)] == [item.pk for item, _of in drawn], "it stays the same"
    assert all(item.state == "shown" for item, _of in drawn)
    client = Client()
    client.force_login(scene.rosa, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("moderation:alert", args=[alert.public_id])).content.decode()
    assert "What was left standing, to compare with" in page
    assert drawn[0][0].contribution.passages.get().words in page


def test_how_it_was_run_is_one_query(scene: Scene) -> None:
    biased(scene)
    actions.set_terms(activity=scene.activity, before=True, because="Children.", by=scene.dev, at=clock.now())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        run = run_of(scene.activity)
    assert len(asked) == 1
    assert (run.before, run.total, run.counts, run.terms[0][1]) == (True, 30, {"held": 7, "shown": 23}, "Dev")
