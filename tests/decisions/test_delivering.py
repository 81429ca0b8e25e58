"""Each is told by the way they used; calls are tried again; texts, posters and versions leave their evidence."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries
from tests.decisions.conftest import Room
from tests.decisions.later import run_jobs
from tests.decisions.scene import (
    Scene,
    decided_scene,
)
from tests.factories import signed_in

from heard.activities.models import ChannelTerms, Contribution
from heard.decisions import actions, queries
from heard.decisions.models import Delivery, FeedbackVersion, Interim, LetterBatch, Obligation, Poster, TextBatch
from heard.decisions.queries.letters import card_of, email_to
from heard.decisions.queries.telling import poster_of, text_rows
from heard.decisions.queries.versions import changes_between
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people.actions import keep_address
from heard.rules.short_message import length
from heard.ui.pdf import render

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(room: Room) -> Scene:
    scene = decided_scene(room)
    actions.compose_feedback(
        activity=room.activity, headline="The baths stay open until nine on two evenings.",
        summary="You asked for later hours. Two evenings are later from May.", not_heard="", by=room.ann,
        at=clock.now(),
    )  # fmt: skip
    return scene


def spoke(scene: Scene, channel: str, **kinds: str) -> Contribution:
    one = scene.room.said("Later", channel)
    for kind, address in kinds.items():
        keep_address(voice=one.voice, kind=kind, address=address, name="Rosa", wants_reply=True)
    actions.owe_reply(activity=scene.room.activity, voice=one.voice, at=clock.now())
    return one


def start(scene: Scene) -> int:
    return actions.start_telling(activity=scene.room.activity, by=scene.room.ann, at=clock.now())


def ways(one: Contribution) -> list[tuple[str, str]]:
    return list(Delivery.objects.filter(voice=one.voice).order_by("pk").values_list("kind", "state"))


ALL = {"email": "rosa@example.org", "letter": "1 Example Road", "phone": "024 7555 0100"}


@pytest.mark.parametrize(
    ("channel", "kinds", "kind"),
    [
        ("web", ALL, "email"),
        ("email", ALL, "email"),
        ("paper", ALL, "letter"),
        ("letter", ALL, "letter"),
        ("in_person", ALL, "letter"),
        ("phone", ALL, "phone"),
        ("text_message", ALL, "text"),
        ("web", {"letter": "1 Example Road"}, "letter"),
        ("paper", {"email": "rosa@example.org"}, "email"),
        ("text_message", {"email": "rosa@example.org"}, "email"),
    ],
)
def test_each_is_told_once_by_the_way_they_used_or_else_the_one_they_left(
    scene: Scene, channel: str, kinds: dict[str, str], kind: str
) -> None:
    one = spoke(scene, channel, **kinds)
    assert start(scene) == 1
    assert start(scene) == 0
    assert ways(one) == [(kind, "owed")]


def test_a_channel_is_not_told_while_somebody_with_another_kind_of_address_waits(scene: Scene) -> None:
    """Note 15: answered on the web, left a postal address."""
    spoke(scene, "web", letter="1 Example Road")
    start(scene)
    room = scene.room
    terms: dict[str, Any] = {"activity": room.activity, "how": "By e-mail", "by": room.ann}
    with pytest.raises(Refused, match="1 people who took part this way"):
        actions.tell_channel(channel="web", given_on=clock.today(), at=clock.now(), **terms)
    batch = actions.print_letters(activity=room.activity, by=room.ann, at=clock.now())
    actions.post_letters(batch=batch, posted_on=clock.today(), by=room.ann, at=clock.now())
    actions.tell_channel(channel="web", given_on=clock.today(), at=clock.now(), **terms)


def test_three_calls_that_reach_nobody_end_in_a_letter(scene: Scene) -> None:
    one = spoke(scene, "phone", phone="024 7555 0100", letter="1 Example Road")
    start(scene)
    for expected in ("owed", "owed", "failed"):
        call = queries.phone_list(scene.room.activity).get()
        kept = actions.note_delivery(delivery=call, sent=False, why="not reached", by=scene.room.ann, at=clock.now())
        assert kept.state == expected
    assert ways(one) == [("phone", "failed"), ("letter", "owed")]
    assert Obligation.objects.get(voice=one.voice).given_on is None


def test_a_call_on_the_second_try_is_kept_with_its_tries_and_its_reply_is_given(scene: Scene) -> None:
    one = spoke(scene, "phone", phone="024 7555 0100")
    start(scene)
    for sent in (False, True):
        call = queries.phone_list(scene.room.activity).get()
        actions.note_delivery(delivery=call, sent=sent, why="not reached", by=scene.room.ann, at=clock.now())
    assert ways(one) == [("phone", "sent")]
    assert Delivery.objects.get(voice=one.voice).tries == 2
    assert Obligation.objects.get(voice=one.voice).given_on == clock.today()


def test_a_wrong_number_is_tried_no_more_and_without_an_address_it_ends_there(scene: Scene) -> None:
    one = spoke(scene, "phone", phone="024 7555 0100")
    start(scene)
    room, call = scene.room, queries.phone_list(scene.room.activity).get()
    page = f"/staff/activities/{scene.slug}/feedback/calls/"
    assert "Good day, I am ringing for Example Council" in signed_in(room.ann).get(page).content.decode()
    assert signed_in(room.ann).post(page, {"delivery": call.pk, "reached": "maybe"}).status_code == 404
    assert signed_in(room.ann).post(page, {"delivery": call.pk, "reached": "wrong"}).status_code == 302
    assert ways(one) == [("phone", "failed")]


def test_an_email_that_cannot_be_written_to_falls_back_to_the_letter(scene: Scene) -> None:
    one = spoke(scene, "web", email="rosa@example.org", letter="1 Example Road")
    start(scene)
    one.voice.addresses.filter(kind="email").delete()
    run_jobs("decisions.send_feedback")
    assert ways(one) == [("email", "failed"), ("letter", "owed")]
    assert mail.outbox == []


def test_text_messages_leave_as_one_file_of_whole_messages_and_what_came_back_falls_back(scene: Scene) -> None:
    people = [spoke(scene, "text_message", phone=f"07700 90000{n}", letter=f"{n} Example Road") for n in (1, 2, 3)]
    start(scene)
    room = scene.room
    ann = signed_in(room.ann)
    desk = f"/staff/activities/{scene.slug}/feedback/"
    assert ann.post(f"{desk}texts/").status_code == 302
    batch = TextBatch.objects.get()
    assert length(batch.words) <= 160
    rows = list(csv.reader(io.StringIO(ann.get(f"{desk}texts/{batch.public_id}.csv").content.decode())))
    assert rows[0] == ["number", "message"]
    assert [row[0] for row in rows[1:]] == ["07700 900001", "07700 900002", "07700 900003"]
    assert f"/f/{room.activity.public_id}/" in rows[1][1]
    assert "/receipt/" in rows[1][1]
    wrong = {"handed_over_on": clock.today().isoformat(), "returned": "9"}
    handed = f"{desk}texts/{batch.public_id}/handed-over/"
    refused = ann.post(handed, wrong)
    assert (refused.status_code, "has no row 9" in refused.content.decode()) == (422, True)
    assert ann.post(handed, wrong | {"returned": "two"}).status_code == 422
    assert ann.post(handed, wrong | {"returned": "2"}).status_code == 302
    assert [ways(one) for one in people] == [
        [("text", "sent")], [("text", "failed"), ("letter", "owed")], [("text", "sent")],
    ]  # fmt: skip
    assert Client().get(f"/f/{room.activity.public_id}/")["Location"] == f"/activities/{scene.slug}/decided/"


def test_an_erased_number_leaves_its_row_empty_and_the_others_in_their_place(scene: Scene) -> None:
    people = [spoke(scene, "text_message", phone=f"07700 90000{n}") for n in (1, 2)]
    start(scene)
    batch = actions.make_texts(activity=scene.room.activity, by=scene.room.ann, at=clock.now())
    people[0].voice.addresses.all().delete()
    assert [row[0] for row in text_rows(batch)] == ["", "07700 900002"]


def test_interim_feedback_goes_by_letter_text_and_call_as_well(room: Room) -> None:
    for channel, kind in (("paper", "letter"), ("text_message", "phone"), ("phone", "phone")):
        keep_address(voice=room.said("Later", channel).voice, kind=kind, address="024 7555 0100", name="Rosa")
    made = actions.give_interim(
        activity=room.activity, heard="Most want it.", because="The roof.", by=room.ann, at=clock.now(),
        delayed_until=clock.today() + timedelta(days=60),
    )  # fmt: skip
    ann, desk = signed_in(room.ann), f"/staff/activities/{room.activity.slug}/feedback/"
    assert ann.post(f"{desk}letters/").status_code == 302
    assert ann.post(f"{desk}texts/").status_code == 302
    assert LetterBatch.objects.get().interim == TextBatch.objects.get().interim == made
    letter = PdfReader(io.BytesIO(ann.get(f"{desk}letters/{LetterBatch.objects.get().public_id}.pdf").content))
    assert "Most want it." in letter.pages[0].extract_text()
    assert "Decision delayed to" in TextBatch.objects.get().words
    assert "The roof." in ann.get(f"{desk}calls/").content.decode()
    assert Interim.objects.count() == 1


def test_posters_are_made_for_each_venue_and_language_and_logged_when_they_go_up(scene: Scene) -> None:
    room = scene.room
    ChannelTerms.objects.create(strand=room.strand, channel="paper", where="Foleshill Library")
    ChannelTerms.objects.create(strand=room.strand, channel="phone", where="024 7555 0100")
    assert queries.venues_of(room.activity) == ["Foleshill Library"]
    start(scene)
    ann, page = signed_in(room.ann), f"/staff/activities/{scene.slug}/feedback/posters/"
    assert "Foleshill Library" in ann.get(page).content.decode()
    actions.translate_feedback(
        activity=room.activity, language="ur", title="حمام شام نو بجے تک", summary="آپ نے کہا، ہم نے کیا۔",
        translator="A Translator", by=room.ann, at=clock.now(),
    )  # fmt: skip
    wanted = {"places": "Foleshill Library\nSt Example's Hall", "languages": ["en", "ur"],
              "due_on": clock.today().isoformat()}  # fmt: skip
    assert ann.post(page, wanted | {"languages": ["xx"]}).status_code == 422
    assert ann.post(page, wanted).status_code == 302
    assert Poster.objects.count() == 4
    for poster in Poster.objects.filter(place="Foleshill Library"):
        for paper, (width, height) in {"a4": (595, 842), "a3": (842, 1191)}.items():
            made = ann.get(f"{page}{poster.public_id}-{paper}.pdf")
            pdf = PdfReader(io.BytesIO(made.content))
            assert len(pdf.pages) == 1
            assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
            assert (round(pdf.pages[0].mediabox.width), round(pdf.pages[0].mediabox.height)) == (width, height)
    english = Poster.objects.filter(language="en", place="Foleshill Library").get()
    assert "The baths stay open until nine" in pdf_text(poster_of(english, "a4"))
    up = f"{page}{english.public_id}/up/"
    assert ann.post(up, {"put_up_on": clock.today().isoformat()}).status_code == 422
    late = {"put_up_on": (clock.today() + timedelta(days=1)).isoformat(), "put_up_by": "Sam Example"}
    assert ann.post(up, late).status_code == 422
    assert ann.post(up, late | {"put_up_on": clock.today().isoformat()}).status_code == 302
    public = Client().get(f"/activities/{scene.slug}/decided/").content.decode()
    assert "Put up where people took part: Foleshill Library" in public


def pdf_text(data: dict[str, Any]) -> str:
    return " ".join(PdfReader(io.BytesIO(render("poster.typ", data))).pages[0].extract_text().split())


def test_people_in_person_are_told_once_each_poster_hangs_or_is_set_aside(scene: Scene) -> None:
    room = scene.room
    room.said("Later", "in_person")
    start(scene)
    actions.plan_posters(activity=room.activity, places=["The hall"], due_on=clock.today(), by=room.ann, at=clock.now())
    terms: dict[str, Any] = {"activity": room.activity, "channel": "in_person", "how": "Read out", "by": room.ann}
    with pytest.raises(Refused, match="The poster for The hall is neither up nor set aside"):
        actions.tell_channel(given_on=clock.today(), at=clock.now(), **terms)
    actions.set_poster_aside(poster=Poster.objects.get(), because="The hall has closed.", by=room.ann, at=clock.now())
    actions.tell_channel(given_on=clock.today(), at=clock.now(), **terms)


@pytest.mark.parametrize("who", ["bilal", "cass"])
def test_only_whoever_tells_people_plans_posters_translates_and_hands_over_texts(scene: Scene, who: str) -> None:
    room, stranger = scene.room, getattr(scene.room, who)
    spoke(scene, "text_message", phone="07700 900001")
    start(scene)
    terms: dict[str, Any] = {"activity": room.activity, "by": stranger, "at": clock.now()}
    for attempt in (
        lambda: actions.plan_posters(places=["A"], due_on=clock.today(), **terms),
        lambda: actions.translate_feedback(language="ur", title="x", summary="x", translator="x", **terms),
        lambda: actions.make_texts(**terms),
        lambda: actions.compose_feedback(summary="x", not_heard="", **terms),
    ):
        with pytest.raises(Refused, match="may do this here"):
            attempt()


def test_readers_without_a_role_see_a_sentence_and_no_form(scene: Scene) -> None:
    for page in ("decision/", "feedback/"):
        html = signed_in(scene.room.cass).get(f"/staff/activities/{scene.slug}/{page}").content.decode()
        assert "may do this here" in html
        assert html.count('<form method="post"') == html.count('action="/accounts/logout/"')


def test_what_was_published_keeps_every_version_with_its_reason_and_shows_what_changed(scene: Scene) -> None:
    room = scene.room
    start(scene)
    ann, desk = signed_in(room.ann), f"/staff/activities/{scene.slug}/feedback/"
    changed = {"headline": "Open until nine.", "summary": "You asked for later hours. Three evenings are later."}
    assert ann.post(desk, changed).status_code == 422
    assert (
        ann.post(desk, changed | {"why": "A third evening was found.", "formats": "Easy Read\nBSL"}).status_code == 302
    )
    first, second = FeedbackVersion.objects.order_by("number")
    assert first.body["summary"].endswith("Two evenings are later from May.")
    assert [one.part for one in changes_between(first.body, second.body)] == [
        "In one sentence", "What difference it made", "Formats",
    ]  # fmt: skip
    public = Client().get(f"/activities/{scene.slug}/decided/versions/2/").content.decode()
    assert "A third evening was found." in public
    assert '<del dir="auto">You asked for later hours. Two evenings are later from May.</del>' in public
    assert '<ins dir="auto">You asked for later hours. Three evenings are later.</ins>' in public
    assert Client().get(f"/activities/{scene.slug}/decided/versions/3/").status_code == 404
    now = Client().get(f"/activities/{scene.slug}/decided/").content.decode()
    assert "Easy Read, BSL" in now
    assert "Three evenings" in now


def test_the_card_says_the_same_as_the_letter(scene: Scene) -> None:
    start(scene)
    pdf = PdfReader(io.BytesIO(render("paper.typ", card_of(scene.room.activity))))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert "Two evenings are later from May." in text
    assert "People who work want a late swim." in text


def test_each_way_says_what_was_not_done_who_was_not_heard_and_how_to_challenge_it(scene: Scene) -> None:
    room = scene.room
    spoke(scene, "paper", letter="1 Example Road")
    spoke(scene, "phone", phone="024 7555 0100")
    beside = {
        "not_done": "A third evening costs too much.",
        "not_heard": "People under 18.",
        "challenge": "Ring 024 7555 0199 by May.",
    }
    ann, desk = signed_in(room.ann), f"/staff/activities/{room.activity.slug}/feedback/"
    ann.post(desk, {"summary": "Two evenings are later.", **beside})
    begun = ann.post(f"{desk}start/", follow=True).text
    assert "Published. 2 people left an address. E-mails leave by themselves; letters," in begun
    ann.post(f"{desk}letters/")
    letter = PdfReader(io.BytesIO(ann.get(f"{desk}letters/{LetterBatch.objects.get().public_id}.pdf").content))
    card = PdfReader(io.BytesIO(render("paper.typ", card_of(room.activity))))
    told = {
        "letter": " ".join(" ".join(page.extract_text() for page in letter.pages).split()),
        "card": " ".join(" ".join(page.extract_text() for page in card.pages).split()),
        "e-mail": email_to(room.activity, "Rosa")[1],
        "call": ann.get(f"{desk}calls/").text,
    }
    missing = {(way, said) for way, text in told.items() for said in beside.values() if said not in text}
    assert missing == set()
    assert "ring or write to" in told["letter"]


def test_addresses_are_kept_until_the_last_promise_is_checked_and_never_longer_than_published(scene: Scene) -> None:
    spoke(scene, "paper", letter="1 Example Road")
    start(scene)
    given = clock.today()
    last = actions.last_follow_up(scene.room.activity, given)
    assert given + timedelta(days=365) < last <= given + timedelta(days=550)


def test_the_pages_of_telling_ask_as_little_for_three_rows_as_for_one(
    scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    room, counts = scene.room, dict[str, set[int]]()
    ann = signed_in(room.ann)
    start(scene)
    for number in range(3):
        spoke(scene, "phone", phone=f"024 7555 010{number}")
        spoke(scene, "text_message", phone=f"07700 90000{number}")
        spoke(scene, "paper", letter=f"{number} Example Road")
        start(scene)
        actions.make_texts(activity=room.activity, by=room.ann, at=clock.now())
        actions.print_letters(activity=room.activity, by=room.ann, at=clock.now())
        actions.plan_posters(
            activity=room.activity, places=[f"Hall {number}"], due_on=clock.today(), by=room.ann, at=clock.now()
        )
        for page in ("", "calls/", "posters/", "languages/"):
            with django_assert_max_num_queries(14) as asked:
                assert ann.get(f"/staff/activities/{scene.slug}/feedback/{page}").status_code == 200
            counts.setdefault(page, set()).add(len(asked))
        with django_assert_max_num_queries(14) as asked:
            assert Client().get(f"/activities/{scene.slug}/decided/").status_code == 200
        counts.setdefault("decided", set()).add(len(asked))
    assert {page: len(found) for page, found in counts.items()} == dict.fromkeys(counts, 1), counts
