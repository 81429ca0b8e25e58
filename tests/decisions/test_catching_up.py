"""Who asked for a reply before replies were obligations of their own is owed one all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from tests.decisions.conftest import Room

from heard.audit.models import Entry
from heard.decisions import actions
from heard.decisions.models import Delivery, Obligation
from heard.ground import clock
from heard.people.actions import keep_address

pytestmark = pytest.mark.django_db


def test_a_reply_asked_for_long_ago_is_kept_as_owed_or_as_given_and_nothing_twice(room: Room) -> None:
    actions.open_obligation(activity=room.activity, by=None, at=clock.now())
    whole = Obligation.objects.get(voice=None)
    due = clock.today() - timedelta(days=10)
    Obligation.objects.filter(pk=whole.pk).update(due_on=due)
    waits, answered, silent = room.said("One"), room.said("Two"), room.said("Three")
    for one in (waits, answered):
        keep_address(voice=one.voice, kind="email", address="rosa@example.org", wants_reply=True)
    keep_address(voice=silent.voice, kind="email", address="sam@example.org")
    Delivery.objects.create(
        activity=room.activity, voice=answered.voice, kind="email", state="sent",
        sent_at=clock.midday(due - timedelta(days=1)),
    )  # fmt: skip
    assert actions.owe_replies_to_date(at=clock.now()) == 2
    rows = {row.voice_id: row for row in Obligation.objects.exclude(voice=None)}
    assert set(rows) == {waits.voice_id, answered.voice_id}
    assert (rows[waits.voice_id].given_on, rows[waits.voice_id].was_late) == (None, True)
    assert (rows[answered.voice_id].given_on, rows[answered.voice_id].was_late) == (due - timedelta(days=1), False)
    assert {row.due_on for row in rows.values()} == {due}
    assert rows[waits.voice_id].created_at == waits.received_at
    assert rows[waits.voice_id].ladder == whole.ladder
    assert actions.owe_replies_to_date(at=clock.now()) == 0
    assert Entry.objects.filter(what="feedback.replies_kept").count() == 1


def test_the_command_says_how_many_and_what_is_kept_already_stays(room: Room, capsys: pytest.CaptureFixture) -> None:
    actions.open_obligation(activity=room.activity, by=None, at=clock.now())
    one = room.said("One")
    keep_address(voice=one.voice, kind="email", address="rosa@example.org", wants_reply=True)
    actions.owe_reply(activity=room.activity, voice=one.voice, at=clock.now())
    before = Obligation.objects.filter(voice=one.voice).values().get()
    call_command("owe_replies")
    assert capsys.readouterr().out.startswith("0 replies")
    assert Obligation.objects.filter(voice=one.voice).values().get() == before
