"""What comes in is shown or waits; nothing is dropped; what is noticed goes to moderators."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from tests.factories import a_contribution, a_strand, an_account, an_activity

from heard.activities.models import Activity, Contribution
from heard.ground import clock
from heard.moderation.actions import submit
from heard.moderation.forms import Guarded
from heard.moderation.forms.guarded import SALT
from heard.moderation.models import Item, Terms
from heard.moderation.queries import shown, withheld

pytestmark = pytest.mark.django_db


def look_before(activity: Activity) -> None:
    ann = an_account("Ann")
    Terms.objects.create(activity=activity, before=True, because="Children take part.", by=ann, at=clock.now())


def a_post(activity: Activity, words: str = "The baths should open on Sundays.", **given: object) -> Item:
    strand = activity.strands.first() or a_strand(activity)
    return submit(contribution=a_contribution(strand, words), kind="post", at=clock.now(), **given)  # type: ignore[arg-type]


def test_something_sent_is_shown_at_once_and_waits_to_be_looked_at() -> None:
    item = a_post(an_activity(stage="open"))
    assert (item.state, item.to_look_at, item.attention) == ("shown", True, [])
    assert list(shown(Contribution.objects.all(), "")) == [item.contribution]
    assert withheld(item.contribution) == ""


def test_where_moderators_look_first_it_waits_and_a_line_says_so() -> None:
    activity = an_activity(stage="open")
    look_before(activity)
    item = a_post(activity)
    assert (item.state, item.attention) == ("waiting", ["before"])
    assert list(shown(Contribution.objects.all(), "")) == []
    assert withheld(item.contribution) == "This waits to be read by a moderator."


def test_the_same_contribution_twice_is_one_item() -> None:
    activity = an_activity(stage="open")
    one = a_contribution(a_strand(activity), "Once.")
    first = submit(contribution=one, kind="post", at=clock.now())
    assert submit(contribution=one, kind="post", at=clock.now()) == first


@pytest.mark.parametrize(
    ("signals", "attention", "state"),
    [
        ({"trap": True, "seconds": 30}, ["trap"], "waiting"),
        ({"seconds": 1.2}, ["fast"], "shown"),
        ({"seconds": None}, ["unsigned"], "shown"),
        ({"seconds": 30, "sent": 41}, ["busy"], "shown"),
        ({"seconds": 30, "sent": 40}, [], "shown"),
    ],
)
def test_what_was_noticed_goes_to_moderators(signals: dict[str, object], attention: list[str], state: str) -> None:
    item = a_post(an_activity(stage="open"), signals=signals)
    assert (item.attention, item.state) == (attention, state)


def test_the_same_words_are_noticed_and_wait_only_when_they_flood() -> None:
    activity = an_activity(stage="open")
    texts = ["Save our baths, please!", "save our BATHS please", "Save our baths… please", "Save our baths, please"]
    items = [a_post(activity, words) for words in [*texts, *texts]]
    assert [item.attention for item in items[:3]] == [[], ["same"], ["same"]]
    assert [item.state for item in items] == ["shown"] * 5 + ["waiting"] * 3


def test_an_excluded_or_erased_contribution_is_not_shown() -> None:
    item = a_post(an_activity(stage="open"))
    Contribution.objects.update(erased_at=clock.now())
    assert list(shown(Contribution.objects.all(), "")) == []
    Contribution.objects.update(erased_at=None, state="excluded", excluded_because="asked")
    assert list(shown(Contribution.objects.all(), "")) == []
    assert item.state == "shown"


def test_a_form_notices_the_trap_and_the_time_and_refuses_nobody() -> None:
    moment = signing.dumps((clock.now() - timedelta(seconds=40)).isoformat(), salt=SALT)
    kind = Guarded({"homepage": "", "opened": moment})
    assert kind.is_valid()
    assert kind.signals()["seconds"] == pytest.approx(40, abs=5)
    assert "trap" not in kind.signals()
    forged = Guarded({"homepage": "http://example.org", "opened": "2020-01-01T00:00:00"})
    assert forged.is_valid()
    assert forged.signals() == {"seconds": None, "trap": True}


@pytest.mark.parametrize(
    "opened",
    ["", "x", "2020-01-01T00:00:00", signing.dumps(7, salt=SALT), signing.dumps("2020", salt="another")],
    ids=["empty", "a letter", "unsigned", "no moment", "signed for something else"],  # a signature holds the time
)
def test_a_tampered_moment_counts_as_none_and_refuses_nobody(opened: str) -> None:
    form = Guarded({"homepage": "", "opened": opened})
    assert form.is_valid()
    assert form.signals() == {"seconds": None}


def test_one_signed_moment_does_not_serve_a_program_for_ever() -> None:
    moment = signing.dumps(clock.now().isoformat(), salt=SALT)
    for hours, known in ((30, True), (49, False)):
        with clock.stopped(clock.now() + timedelta(hours=hours)):
            form = Guarded({"homepage": "", "opened": moment})
            assert form.is_valid()
            assert (form.signals()["seconds"] is not None) is known


def test_the_trap_is_seen_by_nobody() -> None:
    drawn = str(Guarded())
    assert 'aria-hidden="true"' in drawn
    assert 'tabindex="-1"' in drawn
    assert drawn.count('type="hidden"') == 1
