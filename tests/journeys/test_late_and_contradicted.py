"""An answer that comes late, on every way, and a promise that residents open again: the whole road in a browser."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from pypdf import PdfReader
from tests.browser import DESK, PHONE, Browsers, faults
from tests.decisions.conftest import Room, a_room
from tests.decisions.later import run_jobs
from tests.decisions.scene import recorded
from tests.journeys.conftest import Calendar

from heard.activities.actions import mark
from heard.decisions import actions
from heard.decisions.jobs import ask_about_promises, watch_feedback
from heard.decisions.models import Commitment, Decision, Poster
from heard.ground import clock
from heard.people.actions import keep_address
from heard.rules.calendar import months_after

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DUE = date(2027, 1, 18)


def beginning() -> Room:
    """Closed in September; three wrote on the web, one rang, one came to a hall; an answer is due by 18 January."""
    room = a_room(date(2026, 6, 1), date(2026, 9, 7))
    room.activity.plan.feedback_due_on = DUE
    room.activity.plan.save()
    actions.open_obligation(activity=room.activity, by=None, at=clock.now())
    for number in (1, 2, 3):
        keep_address(voice=room.said("Later", "web").voice, kind="email", address=f"person{number}@example.org")
    keep_address(voice=room.said("Later", "phone").voice, kind="phone", address="024 7555 0100", name="Amir")
    room.said("Later", "in_person")
    return room


def decide(room: Room) -> Commitment:
    recorded(room)
    for finding in room.findings:
        answer = actions.answer_finding(finding=finding, kind="adopted", by=room.odile, at=clock.now())
    promise = actions.make_commitment(
        decision=Decision.objects.get(), words="Open until nine on Tuesdays", owner="Head of Leisure", answers=[answer],
        due_on=clock.today() + timedelta(days=20), by=room.ann, at=clock.now(),
    )  # fmt: skip
    actions.publish(activity=room.activity, by=room.odile, at=clock.now())
    mark(activity=room.activity, by=room.ann, at=clock.now(), stage="decided")
    return promise


def test_a_late_answer_reaches_everyone_and_a_broken_promise_is_opened_again(
    calendar: Calendar, people: Browsers
) -> None:
    room = beginning()
    slug = room.activity.slug
    public, desk = f"/activities/{slug}/decided/", f"/staff/activities/{slug}/feedback/"
    ann, resident = people.open(room.ann, **DESK), people.open(**PHONE)

    ann.go(desk).follow("Give interim feedback")
    ann.write(heard="Most want later hours.", because="The roof is surveyed first.", delayed_until="2027-02-15")
    ann.press("Publish it and tell people").sees("Public, and on its way")
    run_jobs("decisions.send_feedback")
    assert sum("The roof is surveyed first." in message.body for message in mail.outbox) == 3
    ann.follow("Who is to be rung").sees("The roof is surveyed first.").press("Told")

    calendar.turn_to(DUE + timedelta(days=10))
    watch_feedback(0)
    resident.go(public).sees("An answer is 10 days late", "Most want later hours.", "15 February 2027")
    resident.sees("told the officer who leads it")
    assert faults(resident.page) == []

    calendar.turn_to(date(2027, 2, 15))
    watch_feedback(0)
    promise = decide(room)
    ann.go(desk).write(headline="Two late evenings.", summary="You asked for later hours. You get two.")
    ann.press("Save").sees("Nobody has been told yet").press("Publish and start telling").sees("Published")
    run_jobs("decisions.send_feedback")
    assert sum("You get two." in message.body for message in mail.outbox) == 3
    ann.follow("Who is to be rung").sees("try 1 of 3").press("Not reached").sees("try 2 of 3").press("Told")
    ann.sees("Nobody is waiting for a call.")
    ann.go(f"{desk}posters/").write(places="Example Hall").press("Make these posters").sees("To be up by")
    poster = Poster.objects.get()
    for paper in ("a4", "a3"):
        made = ann.page.request.get(f"{ann.root}{desk}posters/{poster.public_id}-{paper}.pdf").body()
        assert "Two late evenings." in PdfReader(io.BytesIO(made)).pages[0].extract_text().replace("\n", " ")
    ann.write(put_up_by="Sam Example").press("Keep it").sees("Up since 15 February 2027, by Sam Example.")
    assert faults(ann.page) == []
    for channel in ("web", "phone", "in_person"):
        ann.go(desk)
        form = ann.page.locator(f'form:has(input[value="{channel}"])')
        form.locator('[name="how"]').fill("As each of them took part.")
        ann.press("They have been told", inside=form).sees("Kept.")
    actions.publish_feedback(activity=room.activity, by=room.ann, at=clock.now())
    resident.go(public).sees("You were told 28 days late", "Two late evenings.", "Example Hall (15 February 2027)")
    resident.go("/late-feedback/2027/").sees("Given 28 days late", room.activity.title)

    ann.go(f"/staff/activities/{slug}/decision/promises/{promise.public_id}/").write(state="done").press("Keep it")
    ann.sees("“Done” needs evidence that anyone can check.")
    ann.write(state="done", evidence="The timetable at the door.").press("Keep it").sees("Kept, and public.")

    mail.outbox.clear()
    calendar.turn_to(months_after(calendar.day, 6))
    ask_about_promises(0)
    run_jobs("decisions.ask_resident")
    assert len(mail.outbox) == 3
    links = [link_in(message) for message in mail.outbox]
    for link, words in zip(links[:2], ("They shut at seven.", ""), strict=True):
        resident.go(link).sees("Open until nine on Tuesdays").write(says="not_true", words=words).press("Send it")
        resident.sees("Thank you. It counts.")
    assert faults(resident.page) == []
    ground = f"/staff/activities/{slug}/decision/promises/{promise.public_id}/ground/"
    ann.go(ground).sees("024 7555 0100")
    call = ann.page.locator("form:has(input[name=ask])").first
    call.locator('[value="not_true"]').check()
    ann.press("Count their answer", inside=call).sees("Counted. Read them their receipt")
    promise.refresh_from_db()
    assert (promise.state, promise.reopened_on) == ("in_progress", calendar.day)
    reply = ann.page.locator("section:has(#reply) form")
    reply.locator('[name="words"]').fill("Two people are hired; it opens until nine from Monday.")
    ann.press("Reply in public", inside=reply).sees("Your reply is public.")
    ann.page.locator("section:has(#read)").get_by_role("button", name="Show it").first.click()
    ann.page.wait_for_load_state()
    resident.go(f"/commitments/{promise.public_id}/").sees(
        "Residents opened this promise again", "3 of 3 who were asked say that it is not true.",
        "Two people are hired", "They shut at seven.",
    )  # fmt: skip
    assert faults(resident.page) == []


def link_in(message: Any) -> str:
    line = next(word for word in message.body.split() if "/promises/asked/" in word)
    return str(line[line.index("/promises/") :])
