"""How was it: asked once, two to six weeks after people were told, by the way they left; answered by nobody."""

from __future__ import annotations

from datetime import timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.test import Client
from tests.decisions.conftest import Room
from tests.evaluation.scene import left, told
from tests.factories import signed_in

from heard.activities.models import Activity, Contribution
from heard.evaluation import actions, jobs, queries
from heard.evaluation.models import FollowUp, FollowUpAnswer, FollowUpAsk
from heard.evaluation.queries import following
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.models import VoiceAddress

pytestmark = pytest.mark.django_db
GOOD = {"influence": 5, "informed": 4, "told": 4}


def asked(room: Room) -> tuple[FollowUp, dict[str, Contribution]]:
    """Three people left three kinds of address; two weeks after they were told, the night's job asks them."""
    came = {"email": room.said("One"), "letter": room.said("Two", "paper"), "phone": room.said("Three", "phone")}
    left(came["email"], "email", "rosa@example.org")
    left(came["email"], "phone", "024 7600 0001")
    left(came["letter"], "letter", "1 Example Street")
    left(came["phone"], "phone", "024 7600 0002")
    told(room.activity, 14)
    assert jobs.every_night()["started"] == 1
    return FollowUp.objects.get(), came


def secret(room: Room, one: Contribution) -> str:
    return following.secret_for(room.activity.public_id, one.voice_id)


def answer(follow_up: FollowUp, number: int, **said: int) -> None:
    FollowUpAnswer.objects.bulk_create(
        FollowUpAnswer(follow_up=follow_up, channel="web", **said) for _ in range(number)
    )


def test_each_is_asked_once_by_one_way_they_left(room: Room) -> None:
    begun, _came = asked(room)
    assert sorted(begun.asks.values_list("kind", "state")) == [
        ("email", "owed"), ("letter", "owed"), ("phone", "owed"),
    ]  # fmt: skip
    assert begun.closes_on == clock.today() + timedelta(days=28)
    assert jobs.every_night()["started"] == 0
    with pytest.raises(Conflict, match="asked already"):
        actions.start_follow_up(activity=room.activity, by=room.ann, at=clock.now())


@pytest.mark.parametrize("days", [13, 43])
def test_nobody_is_asked_before_two_weeks_or_after_six(room: Room, days: int) -> None:
    told(room.activity, days)
    assert jobs.every_night()["started"] == 0
    with pytest.raises(Refused, match="two to six weeks"):
        actions.start_follow_up(activity=room.activity, by=room.ann, at=clock.now())


def test_the_e_mail_leaves_once_with_a_link_that_needs_no_account(room: Room, smtp: Any) -> None:
    begun, came = asked(room)
    one = begun.asks.get(kind="email")
    jobs.send_follow_up(one.pk)
    jobs.send_follow_up(one.pk)
    assert len(smtp) == 1
    assert f"/how-was-it/{secret(room, came['email'])}/" in smtp[0].get_payload(decode=True).decode()
    one.refresh_from_db()
    assert one.state == "sent"


def test_an_answer_goes_with_nobody(room: Room) -> None:
    begun, came = asked(room)
    page = f"/how-was-it/{secret(room, came['email'])}/"
    assert "I could influence the decision." in Client().get(page).content.decode()
    assert Client().post(page, {}).status_code == 422
    assert Client().post(page, {**GOOD, "words": "Come more often."}).status_code == 302
    kept = FollowUpAnswer.objects.get()
    assert (kept.influence, kept.informed, kept.told, kept.words) == (5, 4, 4, "Come more often.")
    linked = {field.name for field in FollowUpAnswer._meta.get_fields()}
    assert linked == {"id", "follow_up", "channel", "influence", "informed", "told", "words"}
    assert "Thank you" in Client().get(page).content.decode()
    with pytest.raises(Conflict, match="answered already"):
        actions.answer_follow_up(secret=secret(room, came["email"]), said=GOOD, words="", at=clock.now())
    assert begun.answers.count() == 1


def test_a_wrong_link_and_one_whose_time_is_over_say_so(room: Room) -> None:
    begun, came = asked(room)
    assert Client().get("/how-was-it/abcdefghijklmnop/").status_code == 404
    with clock.stopped(begun.closes_on + timedelta(days=1)):
        page = Client().get(f"/how-was-it/{secret(room, came['email'])}/").content.decode()
        assert "time to answer is over" in page
        with pytest.raises(Conflict, match="time to answer is over"):
            actions.answer_follow_up(secret=secret(room, came["email"]), said=GOOD, words="", at=clock.now())


def test_letters_carry_a_slip_that_is_keyed_once(room: Room) -> None:
    begun, came = asked(room)
    ann = signed_in(room.ann)
    desk = f"/staff/activities/{room.activity.slug}/evaluation/how-was-it/"
    assert ann.post(f"{desk}letters/").status_code == 302
    batch = begun.batches.get()
    pdf = ann.get(f"{desk}letters/{batch.public_id}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert ann.get(f"{desk}card.pdf").content.startswith(b"%PDF")
    on = {"posted_on": clock.today().isoformat()}
    assert ann.post(f"{desk}letters/{batch.public_id}/posted/", on).status_code == 302
    assert begun.asks.get(kind="letter").state == "sent"
    code = secret(room, came["letter"]).upper()
    slip = {"channel": "paper", "code": f"{code[:4]}-{code[4:]}", **GOOD}
    assert ann.post(f"{desk}answers/", slip).status_code == 302
    assert ann.post(f"{desk}answers/", slip).status_code == 409, "a slip counts once"
    assert ann.post(f"{desk}answers/", {**slip, "code": "WRONG"}).status_code == 409
    assert ann.post(f"{desk}answers/", {"channel": "paper"}).status_code == 422
    assert FollowUpAnswer.objects.get().channel == "paper"


def test_calls_and_cards_count_among_those_asked(room: Room) -> None:
    begun, _came = asked(room)
    ann = signed_in(room.ann)
    desk = f"/staff/activities/{room.activity.slug}/evaluation/how-was-it/"
    assert "024 7600 0002" in ann.get(desk).content.decode()
    call = begun.asks.get(kind="phone")
    assert ann.post(f"{desk}calls/{call.pk}/", {"reached": "yes"}).status_code == 302
    assert ann.post(f"{desk}cards/", {"cards": "x"}).status_code == 422
    assert ann.post(f"{desk}cards/", {"cards": "20"}).status_code == 302
    assert ann.post(f"{desk}answers/", {"channel": "in_person", "told": "4"}).status_code == 302
    said = queries.followed(FollowUp.objects.get())
    assert said
    assert (said.asked, said.answered, said.response_percent) == (21, 1, 5)


def test_numbers_are_seen_by_the_letters_role_only(room: Room) -> None:
    """Ann may print; Bilal, who facilitates, and Cass, a stranger, may not."""
    begun, _came = asked(room)
    desk = f"/staff/activities/{room.activity.slug}/evaluation/how-was-it/"
    for person in (room.bilal, room.cass):
        page = signed_in(person).get(desk)
        assert page.status_code == 200
        assert "024 7600" not in page.content.decode()
        assert signed_in(person).post(f"{desk}letters/").status_code == 403
    assert signed_in(room.cass).post(f"{desk}answers/", {"channel": "paper", "told": "4"}).status_code == 403
    assert Client().get(desk).status_code == 302
    assert not begun.answers.exists()


def test_small_numbers_of_answers_are_not_shown(room: Room) -> None:
    begun, _came = asked(room)
    answer(begun, 20, influence=5, informed=5, told=4)
    answer(begun, 2, influence=1, informed=5, told=4)
    said = queries.followed(begun)
    assert said
    assert (said.statements[0].percent, said.statements[0].disagree) == (None, None), "2 who disagreed are hidden"
    answer(begun, 8, influence=2, informed=3, told=1)
    answer(begun, 10, influence=3)
    said = queries.followed(begun)
    assert said
    assert (said.statements[0].agree, said.statements[0].base, said.statements[0].percent) == (20, 40, 50)


def test_those_who_have_not_answered_are_reminded_once(room: Room, smtp: Any) -> None:
    begun, came = asked(room)
    other = room.said("Four")
    left(other, "email", "idris@example.org")
    FollowUpAsk.objects.create(
        follow_up=begun, voice=other.voice, kind="email", secret_hash=following.hash_of(secret(room, other))
    )
    for one in begun.asks.filter(kind="email"):
        jobs.send_follow_up(one.pk)
    actions.answer_follow_up(secret=secret(room, came["email"]), said=GOOD, words="", at=clock.now())
    with clock.stopped(clock.today() + timedelta(days=14)):
        assert jobs.every_night()["reminded"] == 1
        assert jobs.every_night()["reminded"] == 0
        for one in begun.asks.filter(kind="email"):
            jobs.send_follow_up(one.pk, reminder=True)
    reminders = [message for message in smtp if "reminder" in str(make_header(decode_header(message["Subject"])))]
    assert len(reminders) == 1


def test_when_it_ends_the_addresses_go(room: Room) -> None:
    begun, _came = asked(room)
    with clock.stopped(begun.closes_on + timedelta(days=1)):
        assert jobs.every_night()["ended"] == 1
        assert set(VoiceAddress.objects.values_list("delete_after_on", flat=True)) == {clock.today()}


def test_an_erased_person_is_forgotten_and_the_answers_stay(room: Room) -> None:
    begun, came = asked(room)
    actions.answer_follow_up(secret=secret(room, came["email"]), said=GOOD, words="", at=clock.now())
    actions.erase(came["email"].voice)
    assert not begun.asks.filter(voice=came["email"].voice).exists()
    assert begun.answers.count() == 1


def test_the_gate_knows_whether_people_were_asked(room: Room) -> None:
    assert queries.evaluation_facts(room.activity).follow_up_sent is False
    asked(room)
    assert queries.evaluation_facts(Activity.objects.get(pk=room.activity.pk)).follow_up_sent is True


def test_the_headline_sums_what_may_be_shown_with_its_base_and_by_activity(room: Room) -> None:
    begun, _came = asked(room)
    answer(begun, 30, influence=5)
    answer(begun, 10, influence=3)
    answer(begun, 10, influence=1)
    assert queries.headline(clock.today().year)["percent"] is None, "not before it has ended"
    actions.end_follow_up(follow_up=begun, at=clock.now())
    found = queries.headline(clock.today().year)
    assert (found["percent"], found["base"], found["activities"], found["left_out"]) == (60, 50, 1, 0)
    page = Client().get("/evaluation/").content.decode()
    for words in ("60 of every 100", "I could influence the decision.", room.activity.title, "no margin of error"):
        assert words in page
    assert "60 % agree, of 50" in Client().get(f"/activities/{room.activity.slug}/evaluation/").content.decode()


def test_who_asked_for_text_messages_is_asked_and_reminded_by_one(room: Room) -> None:
    """And rung where none arrives; the list of calls says why."""
    for number in ("07700 900123", "024 7600 0009"):
        left(room.said(f"By {number}"), "text", number)
    told(room.activity, 14)
    assert jobs.every_night()["started"] == 1
    begun = FollowUp.objects.get()
    assert sorted(begun.asks.values_list("kind", flat=True)) == ["phone", "text"]
    client, desk = signed_in(room.ann), f"/staff/activities/{room.activity.slug}/evaluation/how-was-it/"
    page = client.get(desk).content.decode()
    assert "Put the text messages that wait into one file" in page
    assert "asked for a text message, but none arrives at this number" in page
    assert client.post(f"{desk}letters/", {"kind": "text"}).status_code == 302
    batch = begun.batches.get()
    [[number, words]] = queries.texts_of(batch)
    assert number == "07700900123"
    assert words.startswith("How was it to take part in ")
    assert (
        client.post(f"{desk}letters/{batch.public_id}/posted/", {"posted_on": clock.today().isoformat()}).status_code
        == 302
    )
    assert begun.asks.get(kind="text").state == "sent"
    with clock.stopped(clock.today() + timedelta(days=14)):
        assert jobs.every_night()["reminded"] == 1
        assert client.post(f"{desk}letters/", {"kind": "text", "reminder": "yes"}).status_code == 302
        [[_number, words]] = queries.texts_of(begun.batches.get(is_reminder=True))
        assert words.startswith("Once more: How was it to take part in ")


def test_a_number_that_takes_no_message_any_more_is_rung_instead(room: Room) -> None:
    one = room.said("Texted")
    left(one, "text", "07700 900123")
    told(room.activity, 14)
    jobs.every_night()
    left(one, "text", "024 7600 0009")
    begun = FollowUp.objects.get()
    with pytest.raises(Conflict, match="Nothing of this kind"):
        actions.print_follow_up(follow_up=begun, kind="text", by=room.ann, at=clock.now())
    assert begun.asks.get().kind == "phone"


def in_two_weeks(room: Room) -> tuple[FollowUp, dict[str, Contribution]]:
    """A letter was posted; one call reached nobody on a mobile, another nobody on a land line, a third somebody."""
    begun, came = asked(room)
    for name, number in (("mobile", "07700 900123"), ("reached", "07700 900456")):
        came[name] = room.said(name, "phone")
        left(came[name], "phone", number)
        FollowUpAsk.objects.create(
            follow_up=begun,
            voice=came[name].voice,
            kind="phone",
            secret_hash=following.hash_of(secret(room, came[name])),
        )
    batch = actions.print_follow_up(follow_up=begun, by=room.ann, at=clock.now())
    actions.post_follow_up(batch=batch, posted_on=clock.today(), by=room.ann, at=clock.now())
    for one in begun.asks.filter(kind="phone"):
        reached = one.voice_id == came["reached"].voice_id
        actions.note_asked(ask_made=one, sent=reached, why="" if reached else "nobody answered", by=room.ann,
                           at=clock.now())  # fmt: skip
    return begun, came


def test_letters_and_text_messages_remind_in_batches_and_a_call_that_reached_somebody_is_left_alone(room: Room) -> None:
    begun, came = in_two_weeks(room)
    with clock.stopped(clock.today() + timedelta(days=14)):
        assert jobs.every_night()["reminded"] == 1
        client = signed_in(room.ann)
        desk = f"/staff/activities/{room.activity.slug}/evaluation/how-was-it/"
        page = client.get(desk).content.decode()
        assert "Put the letters that remind into one batch" in page
        assert "Put the text messages that remind into one file" in page
        assert client.post(f"{desk}letters/", {"kind": "letter", "reminder": "yes"}).status_code == 302
        assert client.post(f"{desk}letters/", {"kind": "text", "reminder": "yes"}).status_code == 302
        letters, texts = (begun.batches.get(kind=kind, is_reminder=True) for kind in ("letter", "text"))
        [letter] = queries.letters_of(letters)["letters"]
        assert "We asked you two weeks ago" in str(letter)
        assert queries.texts_of(texts) == [
            ["07700900123", queries.texts_of(texts)[0][1]],
        ]  # the land line gets none
        said = queries.texts_of(texts)[0][1]
        assert secret(room, came["mobile"]) in said
        assert len(said) <= 160
        file = client.get(f"{desk}texts/{texts.public_id}.csv").content.decode()
        assert file.splitlines()[0] == "number,message"
        assert "07700900123" in file
        for batch in (letters, texts):
            client.post(f"{desk}letters/{batch.public_id}/posted/", {"posted_on": clock.today().isoformat()})
        told_again = begun.asks.filter(reminder="sent").values_list("voice_id", flat=True)
        assert set(told_again) == {came["letter"].voice_id, came["mobile"].voice_id}
        assert "No letter or text message waits." in client.get(desk).content.decode()
        with pytest.raises(Conflict, match="Nothing of this kind"):
            actions.print_follow_up(follow_up=begun, reminder=True, by=room.ann, at=clock.now())


def test_who_answers_before_the_post_goes_is_not_reminded_and_nobody_is_after_the_last_day(room: Room) -> None:
    begun, came = in_two_weeks(room)
    with clock.stopped(clock.today() + timedelta(days=14)):
        jobs.every_night()
        actions.answer_follow_up(secret=secret(room, came["letter"]), said=GOOD, words="", at=clock.now())
        with pytest.raises(Conflict, match="Nothing of this kind"):
            actions.print_follow_up(follow_up=begun, reminder=True, by=room.ann, at=clock.now())
    with clock.stopped(begun.closes_on + timedelta(days=1)), pytest.raises(Conflict, match="time to answer is over"):
        actions.print_follow_up(follow_up=begun, kind="text", reminder=True, by=room.ann, at=clock.now())


def test_only_the_letters_role_makes_and_reads_the_file_of_numbers(room: Room) -> None:
    begun, _came = in_two_weeks(room)
    with clock.stopped(clock.today() + timedelta(days=14)):
        jobs.every_night()
        batch = actions.print_follow_up(follow_up=begun, kind="text", reminder=True, by=room.ann, at=clock.now())
        url = f"/staff/activities/{room.activity.slug}/evaluation/how-was-it/texts/{batch.public_id}.csv"
        for account, status in ((room.ann, 200), (room.bilal, 403), (room.cass, 403)):
            assert signed_in(account).get(url).status_code == status, account.name
        for stranger in (room.bilal, room.cass):
            with pytest.raises(Refused):
                actions.print_follow_up(follow_up=begun, reminder=True, by=stranger, at=clock.now())
