"""Is it true on the ground? Residents are asked, answer without an account, and open a promise again (scenario 29)."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries
from tests.decisions.conftest import Room
from tests.decisions.later import run_jobs
from tests.decisions.scene import (
    Scene,
    decided_scene,
)
from tests.factories import (
    an_account,
    signed_in,
)

from heard.activities.models import Contribution
from heard.decisions import actions
from heard.decisions.jobs import ask_about_promises
from heard.decisions.models import (
    Commitment,
    GroundAnswer,
    GroundAsk,
    GroundCheck,
    LetterBatch,
    OutcomeQuestion,
    PromiseReply,
)
from heard.decisions.queries.ground import code_for
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.actions import erase, keep_address
from heard.people.models import VoiceAddress
from heard.rules.calendar import months_after

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(room: Room) -> Scene:
    cache.clear()
    return decided_scene(room)


def spoke(scene: Scene, number: int, channel: str = "web", kind: str = "email") -> Contribution:
    one = scene.room.said("Later", channel)
    address = {"email": f"person{number}@example.org", "letter": f"{number} Road", "phone": f"024 7555 01{number:02}"}
    keep_address(voice=one.voice, kind=kind, address=address[kind], name="Rosa")
    return one


def done(scene: Scene) -> Commitment:
    assert scene.promise
    actions.settle_commitment(
        commitment=scene.promise, state="done", evidence="The new timetable.", by=scene.room.ann, at=clock.now()
    )
    return scene.promise


def six_months_on(today: date | None = None) -> date:
    return months_after(today or clock.today(), 6)


def link_in(message: Any) -> str:
    line = next(line for line in message.body.split() if "/promises/asked/" in line)
    return str(line[line.index("/promises/") :])


def test_scenario_29_a_broken_promise(scene: Scene) -> None:
    room, promise = scene.room, scene.promise
    assert promise
    for number in (1, 2, 3, 4):
        spoke(scene, number)
    with pytest.raises(Refused, match="“Done” needs evidence"):
        actions.settle_commitment(commitment=promise, state="done", by=room.ann, at=clock.now())
    done(scene)
    day = six_months_on()
    with clock.stopped(day - timedelta(days=1)):
        ask_about_promises(0)
        assert not GroundCheck.objects.exists()
    with clock.stopped(day):
        for _again in range(2):
            ask_about_promises(0)
        run_jobs("decisions.ask_resident")
        assert len(mail.outbox) == 4
        assert "Is it true on the ground?" in mail.outbox[0].body
        for number, says in enumerate(("not_true", "yes", "not_true")):
            answered = Client().post(link_in(mail.outbox[number]), {"says": says, "words": "Shut at seven."})
            assert answered.status_code == 302
        receipt = Client().get(answered["Location"]).content.decode()
        assert "This promise is open again" in receipt
        page = Client().get(f"/commitments/{promise.public_id}/").content.decode()
        assert "Residents opened this promise again" in page
        assert "2 of 3 who were asked say that it is not true." in page
        assert "Shut at seven." not in page
        listed = Client().get("/commitments/?state=reopened").content.decode()
        assert promise.words in listed
        promise.refresh_from_db()
        assert (promise.state, promise.settled_on, promise.reopened_on) == ("in_progress", None, day)
        owed = PromiseReply.objects.get()
        mail.outbox.clear()
        assert run_jobs("decisions.tell_contradicted") == 1
        assert any("A public reply is owed" in message.body for message in mail.outbox)
        desk = f"/staff/activities/{scene.slug}/decision/promises/{promise.public_id}/ground/"
        ann = signed_in(room.ann)
        assert ann.post(f"{desk}reply/", {"words": " "}).status_code == 422
        assert ann.post(f"{desk}reply/", {"words": "The pool is short of staff; two are hired."}).status_code == 302
        owed.refresh_from_db()
        with pytest.raises(Conflict, match="stays as it is"):
            actions.reply_to_residents(reply=owed, words="Other words", by=room.ann, at=clock.now())
        page = Client().get(f"/commitments/{promise.public_id}/").content.decode()
        assert "The pool is short of staff; two are hired." in page


def test_a_promise_that_residents_bear_out_is_marked_so_when_the_question_closes(scene: Scene) -> None:
    people = [spoke(scene, number) for number in (1, 2, 3)]
    promise = done(scene)
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        for asked in GroundAsk.objects.all():
            actions.answer_promise(commitment=promise, says="yes", asked=asked, at=clock.now())
    check = GroundCheck.objects.get()
    with clock.stopped(check.closes_on + timedelta(days=1)):
        ask_about_promises(0)
        promise.refresh_from_db()
        assert promise.state == "verified"
        asked = GroundAsk.objects.get(voice=people[0].voice)
        with pytest.raises(Refused, match="This question has closed"):
            actions.answer_promise(commitment=promise, says="not_true", asked=asked, at=clock.now())
    with clock.stopped(months_after(promise.settled_on or date.max, 12)):
        ask_about_promises(0)
    assert list(GroundCheck.objects.values_list("months", flat=True)) == [6, 12]


def test_an_asked_voice_answers_once_and_others_are_counted_apart(scene: Scene) -> None:
    spoke(scene, 1)
    promise = done(scene)
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        run_jobs("decisions.ask_resident")
        link = link_in(mail.outbox[0])
        for says in ("yes", "not_true", "dont_know"):
            assert Client().post(link, {"says": says}).status_code == 302
        for _number in range(9):
            opened = Client().post(f"/commitments/{promise.public_id}/say/", {"says": "not_true"})
            assert opened.status_code == 302
        assert list(GroundAnswer.objects.filter(was_asked=True).values_list("says", flat=True)) == ["dont_know"]
        promise.refresh_from_db()
        assert promise.state == "done"  # nine unasked answers are too few
        Client().post(f"/commitments/{promise.public_id}/say/", {"says": "not_true"})
        promise.refresh_from_db()
        assert promise.state == "in_progress"


def test_a_shared_library_computer_may_send_many_answers_and_a_machine_may_not(scene: Scene) -> None:
    promise = scene.promise
    assert promise
    say = f"/commitments/{promise.public_id}/say/"
    codes = {Client().post(say, {"says": "dont_know"}).status_code for _number in range(60)}
    assert codes == {302}
    held = Client().post(say, {"says": "dont_know", "words": "Kept while I wait"})
    assert held.status_code == 429
    assert "Kept while I wait" in held.content.decode()
    assert Client().post(say, {}).status_code == 422


def test_a_promise_past_its_day_is_asked_about_too(scene: Scene) -> None:
    spoke(scene, 1)
    assert scene.promise
    with clock.stopped(six_months_on(scene.promise.due_on)):
        ask_about_promises(0)
    assert GroundCheck.objects.get().base_on == scene.promise.due_on


@pytest.mark.parametrize("state", ["changed", "dropped"])
def test_a_promise_that_was_let_go_of_in_public_is_not_asked_about(scene: Scene, state: str) -> None:
    assert scene.promise
    actions.settle_commitment(
        commitment=scene.promise, state=state, reason="Money.", decider="Cabinet", by=scene.room.ann, at=clock.now()
    )
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
    assert not GroundCheck.objects.exists()


def test_people_are_asked_by_letter_and_phone_and_officers_take_their_answers_down(scene: Scene) -> None:
    spoke(scene, 1, "paper", "letter")
    spoke(scene, 2, "phone", "phone")
    promise, room = done(scene), scene.room
    desk = f"/staff/activities/{scene.slug}/decision/promises/{promise.public_id}/ground/"
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        ann = signed_in(room.ann)
        assert ann.post(f"{desk}letters/").status_code == 302
        batch = LetterBatch.objects.get()
        pdf = ann.get(f"/staff/activities/{scene.slug}/feedback/letters/{batch.public_id}.pdf").content
        text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
        letter = GroundAsk.objects.get(kind="letter")
        assert code_for(letter.check_made, letter.voice_id) in text
        call = GroundAsk.objects.get(kind="phone")
        assert "024 7555 0102" in ann.get(desk).content.decode()
        said = f"{desk}said/"
        assert ann.post(said, {"ask": call.pk, "reached": "no"}).status_code == 302
        assert ann.post(said, {"ask": call.pk, "channel": "phone"}).status_code == 422
        assert ann.post(said, {"ask": call.pk, "channel": "phone", "says": "yes"}).status_code == 302
        assert ann.post(said, {"ask": letter.pk, "channel": "letter", "says": "not_true"}).status_code == 302
        call.refresh_from_db()
        assert (call.state, call.tries) == ("sent", 2)
        found = set(GroundAnswer.objects.values_list("was_asked", "says", "channel"))
        assert found == {(True, "yes", "phone"), (True, "not_true", "letter")}


def test_three_calls_that_reach_nobody_end_in_a_letter_where_there_is_an_address(scene: Scene) -> None:
    one = spoke(scene, 1, "phone", "phone")
    keep_address(voice=one.voice, kind="letter", address="1 Road")
    done(scene)
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        for _try in range(3):
            actions.note_asked(asked=GroundAsk.objects.get(), sent=False, by=scene.room.ann, at=clock.now())
    assert GroundAsk.objects.values_list("kind", "state").get() == ("letter", "owed")


def test_the_code_from_a_letter_leads_to_its_question_and_no_other_does(scene: Scene) -> None:
    one = spoke(scene, 1, "paper", "letter")
    done(scene)
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        code = code_for(GroundCheck.objects.get(), one.voice_id)
        there = Client().post("/promises/asked/", {"code": code.lower().replace("-", " ")})
        assert there["Location"] == f"/promises/asked/{code}/"
        assert Client().get(there["Location"]).status_code == 200
        wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
        assert Client().post("/promises/asked/", {"code": wrong}).status_code == 422
        for other in (wrong, "00000-00000-0", "x"):
            assert Client().get(f"/promises/asked/{other}/").status_code == 404
            assert Client().get(f"/promises/said/{other}/").status_code == 404


def test_somebody_who_does_not_want_to_be_asked_is_forgotten(scene: Scene) -> None:
    one = spoke(scene, 1)
    done(scene)
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        code = code_for(GroundCheck.objects.get(), one.voice_id)
        assert Client().post(f"/promises/asked/{code}/stop/").status_code == 302
        assert run_jobs("decisions.ask_resident") == 1
    assert not VoiceAddress.objects.filter(voice=one.voice).exists()
    assert mail.outbox == []


def test_words_are_shown_once_read_or_held_back_for_a_listed_reason_and_the_count_stays(scene: Scene) -> None:
    promise, room = scene.promise, scene.room
    assert promise
    for words in ("They open at six.", "Mrs Example at number 4 did it."):
        actions.answer_promise(commitment=promise, says="yes", words=words, at=clock.now())
    second, first = GroundAnswer.objects.all()
    with pytest.raises(Refused, match="may do this here"):
        actions.read_answer(answer=first, by=room.cass, at=clock.now())
    with pytest.raises(Refused, match="listed reasons"):
        actions.read_answer(answer=first, held="critical", by=room.ann, at=clock.now())
    actions.read_answer(answer=first, by=room.ann, at=clock.now())
    actions.read_answer(answer=second, held="personal", by=room.ann, at=clock.now())
    page = Client().get(f"/commitments/{promise.public_id}/").content.decode()
    assert "They open at six." in page
    assert "Mrs Example" not in page
    assert GroundAnswer.objects.count() == 2


def test_erasing_a_person_leaves_their_answer_counted_without_words(scene: Scene) -> None:
    one = spoke(scene, 1)
    promise = done(scene)
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        asked = GroundAsk.objects.get()
        actions.answer_promise(commitment=promise, says="yes", words="I live at 4.", asked=asked, at=clock.now())
        officer = an_account("Dee Example", "data_protection_officer", partner=scene.room.activity.lead)
        erase(voice=one.voice, by=officer, at=clock.now(), because="asked")
    kept = GroundAnswer.objects.get()
    assert (kept.was_asked, kept.says, kept.words, kept.ask) == (True, "yes", "", None)
    assert not GroundAsk.objects.exists()


def test_the_owner_is_asked_what_is_different_and_answers_in_public(scene: Scene) -> None:
    room = scene.room
    day = six_months_on()
    with clock.stopped(day):
        for _again in range(2):
            ask_about_promises(0)
        question = OutcomeQuestion.objects.get()
        assert run_jobs("decisions.tell_outcome") == 1
        assert any(room.odile.email in message.to for message in mail.outbox)
        page = f"/staff/activities/{scene.slug}/decision/different/6/"
        assert signed_in(room.cass).get(page).status_code == 403
        assert signed_in(room.odile).post(page, {"words": ""}).status_code == 422
    with clock.stopped(question.due_on + timedelta(days=1)):
        assert "No answer" in Client().get(f"/activities/{scene.slug}/decided/").content.decode()
        assert signed_in(room.odile).post(page, {"words": "Four hundred more swim."}).status_code == 302
        assert "Four hundred more swim." in Client().get(f"/activities/{scene.slug}/decided/").content.decode()
    with clock.stopped(months_after(day, 6)):
        ask_about_promises(0)
    assert list(OutcomeQuestion.objects.values_list("months", flat=True)) == [6, 12]


def test_only_those_who_may_take_answers_down_or_ring_people(scene: Scene) -> None:
    spoke(scene, 1, "phone", "phone")
    promise = done(scene)
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        asked = GroundAsk.objects.get()
        with pytest.raises(Refused, match="may do this here"):
            actions.answer_promise(commitment=promise, says="yes", by=scene.room.cass, at=clock.now())
        actions.answer_promise(commitment=promise, says="yes", channel="phone", by=scene.room.bilal, at=clock.now())
        for stranger in (scene.room.bilal, scene.room.cass):
            with pytest.raises(Refused, match="may do this here"):
                actions.note_asked(asked=asked, sent=True, by=stranger, at=clock.now())
            with pytest.raises(Refused, match="may do this here"):
                actions.print_asks(commitment=promise, by=stranger, at=clock.now())


def test_the_page_of_a_promise_asks_as_little_for_three_answers_as_for_one(
    scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    promise = done(scene)
    for number in range(1, 6):
        spoke(scene, number, "phone", "phone")
    desk = f"/staff/activities/{scene.slug}/decision/promises/{promise.public_id}/ground/"
    counts = dict[str, set[int]]()
    with clock.stopped(six_months_on()):
        ask_about_promises(0)
        ann = signed_in(scene.room.ann)
        for number in range(3):
            actions.answer_promise(commitment=promise, says="yes", words=f"Yes {number}", at=clock.now())
            actions.read_answer(answer=GroundAnswer.objects.all()[0], by=scene.room.ann, at=clock.now())
            actions.answer_promise(commitment=promise, says="yes", words=f"Unread {number}", at=clock.now())
            for client, page in ((Client(), f"/commitments/{promise.public_id}/"), (ann, desk)):
                with django_assert_max_num_queries(14) as asked:
                    assert client.get(page).status_code == 200
                counts.setdefault(page, set()).add(len(asked))
    assert {page: len(found) for page, found in counts.items()} == dict.fromkeys(counts, 1), counts
