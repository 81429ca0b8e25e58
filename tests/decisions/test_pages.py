"""Decision owners’ pages, and what everyone reads of decisions: access, typed words kept on errors, few queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.decisions.conftest import Room
from tests.decisions.scene import (
    Scene,
    decided_scene,
    heard_scene,
    more_answered,
    recorded,
)
from tests.factories import (
    a_group,
    an_account,
    signed_in,
)

from heard.decisions import actions
from heard.decisions.actions.deciding import is_before_close
from heard.decisions.models import Answer, Commitment, Decision, DecisionNote, Delivery, Feedback, FeedbackChannel
from heard.findings.models import ThemeGroup
from heard.ground import clock
from heard.people.actions import keep_address

pytestmark = pytest.mark.django_db
MOST = 14
PUBLIC = 14


@pytest.fixture
def scene(room: Room) -> Scene:
    return decided_scene(room)


def day(name: str, one: date) -> dict[str, str]:
    return {name: one.isoformat()}


def desk(room: Room, page: str = "decision/") -> str:
    return f"/staff/activities/{room.activity.slug}/{page}"


TYPED = {"maker": "Cabinet", "option": "Two late evenings, typed once.", "reasons": "Asked for", "alternatives": "None"}


def test_a_decision_that_is_refused_keeps_every_word_that_was_typed(room: Room) -> None:
    owner = signed_in(room.odile)
    page = owner.post(desk(room), TYPED | day("made_on", clock.today())).content.decode()
    assert "The evidence has not been frozen." in page
    assert "Two late evenings, typed once." in page
    assert not Decision.objects.exists()
    missing = owner.post(desk(room), TYPED | {"reasons": ""} | day("made_on", clock.today())).content.decode()
    assert "Two late evenings, typed once." in missing


def test_the_owner_freezes_opens_and_records(room: Room) -> None:
    officer, owner = signed_in(room.ann), signed_in(room.odile)
    frozen = officer.post(desk(room, "decision/freeze/"))
    assert owner.get(frozen["Location"]).status_code == 200
    assert owner.post(frozen["Location"]).status_code == 302
    kept = owner.post(desk(room), TYPED | day("made_on", clock.today()))
    assert kept.status_code == 302
    assert Decision.objects.get().option == "Two late evenings, typed once."


def test_once_it_is_decided_nobody_is_told_to_publish_findings_before_freezing(scene: Scene, room: Room) -> None:
    room.activity.refresh_from_db()
    room.activity.stage = "decided"
    room.activity.save()
    page = signed_in(room.ann).get(desk(room)).content.decode()
    assert "so the evidence stays as it was" in page
    assert "Publish the findings first" not in page


def test_strangers_are_refused_on_every_desk(room: Room) -> None:
    """Ann is the officer, Bilal a facilitator of this activity, Cass an officer elsewhere."""
    recorded(room)
    finding = room.findings[0].public_id
    posts = {
        "decision/freeze/": {}, "decision/": TYPED | day("made_on", clock.today()), "decision/note/": {"words": "Mine"},
        f"decision/answers/{finding}/": {"kind": "adopted"}, "feedback/start/": {}, "feedback/letters/": {},
        "decision/promises/new/": {"words": "x", "owner": "y"} | day("due_on", clock.today()),
        "feedback/": {"summary": "Mine"}, "feedback/tell/": {"channel": "web", "how": "x"},
        "feedback/calls/": {"delivery": "1"},
    }  # fmt: skip
    for person in (room.bilal, room.cass):
        client = signed_in(person)
        for page, given in posts.items():
            assert client.post(desk(room, page), given).status_code == 403, (person, page)
    for model in (Answer, Commitment, DecisionNote, Feedback):
        assert not model.objects.exists()
    for page in ("decision/", "feedback/"):
        assert Client().get(desk(room, page)).status_code == 302, "nobody in particular is asked to sign in"
        assert signed_in(room.ann).get(desk(room, page)).status_code == 200


def test_an_answer_without_its_reason_is_refused_beside_the_field_and_kept(room: Room) -> None:
    recorded(room)
    owner, page = signed_in(room.odile), desk(room, f"decision/answers/{room.findings[0].public_id}/")
    again = owner.post(page, {"kind": "outside_power", "referred_to": "The bus company"})
    assert "Write the reason people will read." in again.content.decode()
    assert "The bus company" in again.content.decode()
    assert owner.post(page, {"kind": "adopted"})["Location"].endswith(f"{room.findings[1].public_id}/")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"state": "done"}, "Say where it can be seen."),
        ({"state": "changed", "evidence": "typed"}, "says why"),
        ({"state": "dropped", "reason": "typed"}, "names who decided"),
    ],
)
def test_a_promise_is_settled_with_what_it_needs_and_nothing_typed_is_lost(
    room: Room, given: dict[str, str], says: str
) -> None:
    scene = decided_scene(room)
    assert scene.promise
    page = desk(room, f"decision/promises/{scene.promise.public_id}/")
    again = signed_in(room.ann).post(page, given).content.decode()
    assert says in again
    assert "typed" in again or "evidence" not in given
    scene.promise.refresh_from_db()
    assert scene.promise.state == "promised"


def test_telling_a_channel_in_the_future_keeps_how_it_was_done(scene: Scene) -> None:
    ann, room = signed_in(scene.room.ann), scene.room
    ann.post(desk(room, "feedback/"), {"summary": "You changed the hours."})
    assert ann.post(desk(room, "feedback/start/")).status_code == 302
    late = {"channel": "web", "how": "A poster at the door"} | day("given_on", clock.today() + timedelta(days=1))
    again = ann.post(desk(room, "feedback/tell/"), late).content.decode()
    assert "cannot have been told in the future" in again
    assert "A poster at the door" in again
    assert ann.post(desk(room, "feedback/tell/"), late | day("given_on", clock.today())).status_code == 302
    assert FeedbackChannel.objects.get().how == "A poster at the door"
    unknown = ann.post(desk(room, "feedback/tell/"), late | {"channel": "pigeon"})
    assert unknown.status_code == 422
    assert FeedbackChannel.objects.count() == 1


def test_letters_are_printed_and_posted_each_with_its_own_field(scene: Scene) -> None:
    room = scene.room
    ann = signed_in(room.ann)
    for name in ("Rosa", "Amir"):
        one = room.said("By post", "paper")
        keep_address(voice=one.voice, kind="letter", address="1 Example Street\nCoventry", name=name)
        ann.post(desk(room, "feedback/"), {"summary": "You changed the hours."})
        ann.post(desk(room, "feedback/start/"))
        assert ann.post(desk(room, "feedback/letters/")).status_code == 302
    page = ann.get(desk(room, "feedback/")).content.decode()
    assert "Rosa" not in page
    labels = [part.split('"')[0] for part in page.split('id="')[1:]]
    assert len(labels) == len(set(labels)), "every field has an id of its own"
    batch = Delivery.objects.order_by("pk").first().batch  # type: ignore[union-attr]
    assert batch
    posted = desk(room, f"feedback/letters/{batch.public_id}/posted/")
    again = ann.post(posted, day("posted_on", clock.today() + timedelta(days=2)))
    assert "cannot have been posted in the future" in again.content.decode()
    assert ann.post(posted, day("posted_on", clock.today())).status_code == 302
    assert Delivery.objects.filter(state="sent").count() == 1
    pdf = ann.get(desk(room, f"feedback/letters/{batch.public_id}.pdf"))
    assert pdf.content.startswith(b"%PDF")
    assert "no-store" in pdf["Cache-Control"]


def test_a_call_is_noted_and_a_number_that_is_none_is_not_found(scene: Scene) -> None:
    room, one = scene.room, scene.room.said("By phone", "phone")
    keep_address(voice=one.voice, kind="phone", address="024 7600 0000", name="Rosa")
    letters = signed_in(room.ann)
    letters.post(desk(room, "feedback/"), {"summary": "You changed the hours."})
    letters.post(desk(room, "feedback/start/"))
    assert "024 7600 0000" in letters.get(desk(room, "feedback/calls/")).content.decode()
    for number in ("abc", "", "999999999999999999999"):
        assert letters.post(desk(room, "feedback/calls/"), {"delivery": number}).status_code == 404
    call = Delivery.objects.get(kind="phone")
    assert letters.post(desk(room, "feedback/calls/"), {"delivery": call.pk, "reached": "yes"}).status_code == 302
    call.refresh_from_db()
    assert call.state == "sent"


def test_a_note_needs_words_and_clears_nothing(scene: Scene) -> None:
    owner = signed_in(scene.room.odile)
    empty = owner.post(desk(scene.room, "decision/note/"), {"words": " "})
    assert empty.status_code == 422
    assert not DecisionNote.objects.exists()
    assert owner.post(desk(scene.room, "decision/note/"), {"words": "It was minuted late."}).status_code == 302
    assert "It was minuted late." in Client().get(f"/activities/{scene.slug}/decided/").content.decode()


def test_officers_pages_take_as_few_questions_for_three_findings_as_for_one(
    scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    room = scene.room
    actions.compose_feedback(
        activity=room.activity, summary="You changed it.", not_heard="", by=room.ann, at=clock.now()
    )
    pack = scene.decision.pack  # type: ignore[union-attr]
    assert pack
    officer = signed_in(room.ann)
    counts: dict[str, set[int]] = {}
    for number in (3, 4, 5):
        for page in ("decision/", "feedback/", f"decision/evidence/{pack.hash}/"):
            with django_assert_max_num_queries(MOST) as asked:
                assert officer.get(desk(room, page)).status_code == 200
            counts.setdefault(page, set()).add(len(asked))
        more_answered(scene, number)
        room.said("More", "paper")
    assert {page: len(found) for page, found in counts.items()} == dict.fromkeys(counts, 1), counts


def test_what_few_people_raised_is_not_counted_on_the_page(scene: Scene) -> None:
    ThemeGroup.objects.create(theme=scene.theme, group=a_group(scene.room.activity, "Wheelchair users"))
    page = Client().get(f"/activities/{scene.slug}/decided/").content.decode()
    assert "Rests on fewer than 10 contributions." in page
    assert "Rests on 7 contributions." not in page


def test_a_draft_is_seen_by_nobody_and_a_decision_before_close_by_everybody(room: Room) -> None:
    made = recorded(room)
    page = Client().get(f"/activities/{room.activity.slug}/decided/").content.decode()
    assert "Two late evenings." not in page
    assert "Nothing has been decided yet" in page
    Decision.objects.filter(pk=made.pk).update(before_close=True)
    assert "Two late evenings." in Client().get(f"/activities/{room.activity.slug}/decided/").content.decode()


def test_the_tracker_tells_late_promises_and_those_of_one_state(scene: Scene) -> None:
    assert scene.promise
    Commitment.objects.filter(pk=scene.promise.pk).update(due_on=clock.today() - timedelta(days=1))
    for query, there in [("", True), ("?state=late", True), ("?state=done", False), ("?state=x", True),
                         ("?partner=nobody", False), ("?partner=%00", True)]:  # fmt: skip
        page = Client().get(f"/commitments/{query}").content.decode()
        assert (scene.promise.words in page) is there, query
    assert "Late" in Client().get(f"/commitments/{scene.promise.public_id}/").content.decode()
    assert Client().get("/commitments/nowhere/").status_code == 404


def test_a_decision_with_a_day_still_to_come_is_flagged_while_people_are_asked(room: Room) -> None:
    """I-2: a later date on the form hides nothing."""
    room.activity.stage, room.activity.closes_on = "open", clock.today() + timedelta(days=20)
    room.activity.save()
    made = actions.record_decision(
        activity=room.activity, maker="Cabinet", made_on=clock.today() + timedelta(days=21), option="Close it",
        reasons="Money", alternatives="None", by=room.odile, at=clock.now(),
    )  # fmt: skip
    assert made.before_close


def test_without_a_closing_day_every_decision_comes_first_except_where_nothing_is_asked(room: Room) -> None:
    room.activity.closes_on = None
    assert is_before_close(room.activity, clock.today())
    room.activity.level = "inform"
    assert not is_before_close(room.activity, clock.today())


def test_only_the_letters_role_notes_a_call(scene: Scene) -> None:
    from heard.ground.refusal import Refused

    one = Delivery.objects.create(activity=scene.room.activity, voice=scene.said[0].voice, kind="phone")
    analyst = an_account("Tomasz Example", "analyst", partner=scene.room.activity.lead)
    for person in (analyst, scene.room.bilal, scene.room.cass):
        with pytest.raises(Refused, match="may do this here"):
            actions.note_delivery(delivery=one, sent=True, by=person, at=clock.now())


def test_findings_stand_on_the_desk_with_what_is_still_unanswered(room: Room) -> None:
    heard_scene(room)
    page = signed_in(room.odile).get(desk(room)).content.decode()
    assert page.count("No answer yet") == 2
    assert "Record the decision first, then answer each finding." in page
