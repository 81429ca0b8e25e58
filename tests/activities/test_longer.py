"""Scenario 5: a closing day only moves later, and then everyone who was told or took part is told."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader
from tests.activities.conftest import Town
from tests.factories import (
    a_contribution,
    a_strand,
    an_account,
    signed_in,
)

from heard.activities import actions, jobs, queries
from heard.activities.models import Activity, Contribution, DateNotice, NoticeBatch
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people.actions import keep_address
from heard.people.models import Voice, VoiceAddress

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Ramadan fell into it."


def took_part(activity: Activity, channel: str = "web", **addresses: str) -> Voice:
    strand = activity.strands.first() or a_strand(activity, "plain", "Tell us")
    voice = a_contribution(strand, "Open earlier", channel=channel).voice
    for kind, address in addresses.items():
        keep_address(voice=voice, kind=kind, address=address, name="Rosa Example")
    return voice


def extend(activity: Activity, by: Any, days: int = 14) -> None:
    activity.refresh_from_db()
    later = activity.closes_on + timedelta(days=days)
    actions.extend(activity=activity, new_date=later, reason=REASON, by=by, at=clock.now())


def run_jobs() -> None:
    """Run all that waits, each twice, as a worker that was killed would."""
    for name in ("tell_longer", "tell_one_longer"):
        for job in ProcrastinateJob.objects.filter(task_name=f"activities.{name}"):
            for _try in range(2):
                getattr(jobs, name)(**job.args)


def states(kind: str) -> list[str]:
    return list(DateNotice.objects.filter(kind=kind).order_by("pk").values_list("state", flat=True))


def page(name: str, activity: Activity, *more: str) -> str:
    return reverse(f"activities:{name}", args=[activity.slug, *more])


def test_scenario_5_a_closing_day_is_never_moved_earlier_by_any_role(town: Town) -> None:
    activity = town.activity(stage="open")
    closes_on = activity.closes_on
    for who in (town.ann, town.bilal, town.cass, town.dora, town.sami, town.stranger):
        for day in (closes_on - timedelta(days=1), closes_on):
            with pytest.raises(Refused):
                actions.extend(activity=activity, new_date=day, reason="Quicker", by=who, at=clock.now())
        with pytest.raises(Refused):
            actions.edit_plan(
                activity=activity, changes={"closes_on": closes_on - timedelta(days=1)}, by=who, at=clock.now()
            )
    activity.refresh_from_db()
    assert activity.closes_on == closes_on
    assert not DateNotice.objects.exists()


def test_scenario_5_lengthening_tells_everyone_also_by_post(town: Town, smtp: list[Any]) -> None:
    activity = town.activity(stage="open", title="Which mornings should the baths open?")
    took_part(activity, email="rosa@example.org")
    took_part(activity, "paper", letter="1 Example Street\nCoventry")
    took_part(activity, "phone", phone="024 7600 0000")
    took_part(activity)
    activity.stakeholders.create(name="Example Swimmers", stake="affected", email="club@example.org")
    activity.stakeholders.create(name="No thanks", stake="affected", email="no@example.org", declined_at=clock.now())
    client = signed_in(town.ann)
    later = activity.closes_on + timedelta(days=14)
    answer = client.post(page("extend", activity), {"new_date": later.isoformat(), "reason": REASON}, follow=True)
    assert "and they are told" in answer.text
    run_jobs()
    assert sorted(mail["To"] for mail in smtp) == ["club@example.org", "rosa@example.org"]
    text = next(mail for mail in smtp if mail["To"] == "rosa@example.org").get_payload(decode=True).decode()
    for said in ("Dear Rosa Example", REASON, "Which mornings", page("take_part", activity), "need do nothing"):
        assert said in text
    assert (states("email"), states("letter"), states("phone")) == (["sent", "sent"], ["owed"], ["owed"])
    assert REASON in Client().get(page("take_part", activity)).text

    assert "1 letter waits to be printed." in client.get(page("extend", activity)).text
    client.post(page("longer_letters", activity))
    batch = NoticeBatch.objects.get()
    pdf = client.get(page("longer_pdf", activity, batch.public_id))
    letter = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf.content)).pages)
    for said in ("1 Example Street", "Dear Rosa Example", REASON):
        assert said in letter
    assert states("letter") == ["owed"]
    assert "posted on" in client.post(page("longer_posted", activity, batch.public_id), follow=True).text
    assert states("letter") == ["sent"]

    calls = client.get(page("longer_calls", activity)).text
    assert "024 7600 0000" in calls
    assert REASON in calls
    number = DateNotice.objects.get(kind="phone").pk
    client.post(page("longer_calls", activity), {"notice": str(number), "reached": "yes"})
    assert states("phone") == ["sent"]
    for entry in Entry.objects.filter(about=f"activity:{activity.public_id}"):
        assert "Rosa" not in str(entry.header)
        assert "example.org" not in str(entry.header)


def test_a_later_change_overtakes_letters_that_still_wait_but_not_those_in_print(town: Town) -> None:
    activity = town.activity(stage="open")
    took_part(activity, "paper", letter="1 Example Street")
    extend(activity, town.ann)
    actions.print_notices(activity=activity, by=town.ann, at=clock.now())
    extend(activity, town.ann)
    extend(activity, town.ann)
    assert states("letter") == ["owed", "overtaken", "owed"]
    assert queries.letters_waiting(activity) == {"letter": 1, "text": 0}


def test_who_asked_for_text_messages_is_told_by_one_and_rung_only_where_none_arrives(town: Town) -> None:
    activity = town.activity(stage="open", title="Which mornings should the baths open?")
    took_part(activity, text="07700 900123")
    took_part(activity, text="024 7600 0001")
    changed = took_part(activity, text="07700 900456")
    extend(activity, town.ann)
    assert (states("text"), states("phone")) == (["owed", "owed"], ["owed"])
    keep_address(voice=changed, kind="text", address="024 7600 0002")
    client = signed_in(town.ann)
    assert "2 text messages wait to be sent." in client.get(page("extend", activity)).text
    client.post(page("longer_letters", activity), {"kind": "text"})
    batch = NoticeBatch.objects.get()
    file = client.get(page("longer_csv", activity, batch.public_id)).text
    assert file.splitlines()[0] == "number,message"
    [row] = file.splitlines()[1:]
    assert row.replace('"', "").startswith("07700900123,You have longer, to ")
    assert len(row.split(",", 1)[1].strip('"')) <= 160
    assert (states("text"), states("phone")) == (["owed"], ["owed", "owed"])
    calls = client.get(page("longer_calls", activity)).text
    assert calls.count("asked for a text message, but none arrives at this number") == 2
    client.post(page("longer_posted", activity, batch.public_id))
    assert states("text") == ["sent"]
    assert signed_in(town.stranger).get(page("longer_csv", activity, batch.public_id)).status_code == 403
    with pytest.raises(Refused, match="No text message is waiting"):
        actions.print_notices(activity=activity, kind="text", by=town.ann, at=clock.now())


def test_telling_again_owes_nobody_a_second_time(town: Town, smtp: list[Any]) -> None:
    activity = town.activity(stage="open")
    took_part(activity, email="rosa@example.org", letter="1 Example Street")
    extend(activity, town.ann)
    actions.owe_notices(change=activity.date_changes.get())
    run_jobs()
    assert DateNotice.objects.count() == 2
    assert len(smtp) == 1


def test_whoever_withdrew_or_is_gone_is_not_told_and_the_rest_are(town: Town, smtp: list[Any]) -> None:
    activity = town.activity(stage="open")
    gone, there = took_part(activity, email="gone@example.org"), took_part(activity, email="there@example.org")
    withdrew = took_part(activity, email="withdrew@example.org")
    Contribution.objects.filter(voice=withdrew).update(state="withdrawn")
    extend(activity, town.ann)
    VoiceAddress.objects.filter(voice=gone).delete()
    run_jobs()
    assert [mail["To"] for mail in smtp] == ["there@example.org"]
    told = dict(DateNotice.objects.values_list("voice_id", "state"))
    assert told == {gone.pk: "failed", there.pk: "sent"}
    assert "no address any more" in signed_in(town.ann).get(page("extend", activity)).text


def test_only_the_letters_role_sees_names_and_numbers(town: Town) -> None:
    activity = town.activity(stage="open")
    took_part(activity, letter="1 Example Street", phone="024 7600 0000")
    extend(activity, town.ann)
    batch = actions.print_notices(activity=activity, by=town.ann, at=clock.now())
    for who in (town.bilal, town.cass, town.dora):
        client = signed_in(who)
        assert client.get(page("longer_calls", activity)).status_code == 403
        assert client.get(page("longer_pdf", activity, batch.public_id)).status_code == 403
        assert client.post(page("longer_letters", activity)).status_code == 403
        assert client.post(page("longer_posted", activity, batch.public_id)).status_code == 403
        assert "024 7600" not in client.get(page("extend", activity)).text
    assert signed_in(town.ann).post(page("longer_letters", activity)).status_code == 409
    assert signed_in(town.ann).get(page("longer_pdf", town.activity(stage="open"), batch.public_id)).status_code == 404


def test_an_erased_voice_leaves_no_notice(town: Town) -> None:
    activity = town.activity(stage="open")
    voice = took_part(activity, letter="1 Example Street")
    extend(activity, town.ann)
    actions.erase(voice)
    assert not DateNotice.objects.exists()


def test_letters_cannot_be_posted_twice_or_in_the_future(town: Town) -> None:
    activity = town.activity(stage="open")
    took_part(activity, letter="1 Example Street")
    extend(activity, town.ann)
    batch = actions.print_notices(activity=activity, by=town.ann, at=clock.now())
    said = {"batch": batch, "by": town.ann, "at": clock.now()}
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(Refused, match="between the day they were printed and today"):
            actions.post_notices(posted_on=day, **said)
    actions.post_notices(posted_on=clock.today(), **said)
    with pytest.raises(Refused, match="posted already"):
        actions.post_notices(posted_on=clock.today(), **said)


def test_the_pages_of_telling_use_as_many_queries_for_three_as_for_one(town: Town) -> None:
    counted: dict[str, list[int]] = {"extend": [], "longer_calls": [], "longer_pdf": []}
    for number in (1, 3):
        activity = town.activity(stage="open")
        for _each in range(number):
            took_part(activity, letter="1 Example Street", phone="024 7600 0000")
        extend(activity, town.ann)
        batch = actions.print_notices(activity=activity, by=town.ann, at=clock.now())
        client = signed_in(an_account("Ina Example", "officer", partner=town.partner))
        for name, more in (("extend", ()), ("longer_calls", ()), ("longer_pdf", (batch.public_id,))):
            client.get(page(name, activity, *more))
            with CaptureQueriesContext(connection) as seen:
                assert client.get(page(name, activity, *more)).status_code == 200
            counted[name].append(len(seen))
    for one, three in counted.values():
        assert one == three < 15
