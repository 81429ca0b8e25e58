"""Every page of a gathering, public and staff: who may see what, in how many queries, and what a printer gets."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tests.factories import a_group, a_partner, a_strand, an_account, an_activity

from heard.activities.models import Passage, Strand
from heard.ground import clock
from heard.methods.gathering import actions, queries, sample
from heard.methods.gathering.models import Session

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script> {{ 7|add:7 }} \u202e\'"'


@pytest.fixture
def strand() -> Strand:
    partner = a_partner("Example Council")
    ann = an_account("Ann Example", "officer", partner=partner)
    activity = an_activity("How shall the baths be run?", stage="noticed", lead=partner, owner=ann)
    strand = a_strand(activity, "gathering", "Tea and talk", channels=("in_person",))
    sample.furnish(strand, ann, clock.now())
    activity.stage = "open"
    activity.save()
    return Strand.objects.select_related("activity__lead", "activity__owner", "activity__plan").get(pk=strand.pk)


def ann(strand: Strand) -> Client:
    client = Client()
    client.force_login(strand.activity.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_session(strand: Strand, *, days_ago: int = 1, written: bool = False, **terms: Any) -> Session:
    by, at = strand.activity.owner, clock.now()
    one = sample.arrange(strand, by, at, number=Session.objects.count() + 1, starts_at=at - timedelta(days=days_ago))
    if terms:
        actions.change_session(session=one, by=by, at=at, **terms)
    if written:
        sample.write_up(one, by, at, said=["More benches", "Longer hours"])
    return queries.session_for_staff(one.public_id)


def public(strand: Strand, session: Session) -> str:
    return reverse("gathering:session_page", args=[strand.activity.slug, strand.public_id, session.public_id])


def staff(name: str, ref: Any) -> str:
    return reverse(f"gathering:{name}", args=[ref.public_id])


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def is_tagged(pdf: bytes) -> bool:
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root and bool(root["/Lang"])


def test_a_private_talk_is_shown_once_written_up_and_never_names_its_host(strand: Strand, client: Client) -> None:
    talk = a_session(strand, is_public=False, host="Mrs Private Person", kind="kitchen_table", venue_words="Foleshill")
    assert client.get(public(strand, talk)).status_code == 404
    assert public(strand, talk) not in client.get(reverse("gathering:register"), {"when": "held"}).text
    sample.write_up(talk, strand.activity.owner, clock.now(), said=["More benches"])
    way = client.get(reverse("activities:strand", args=[strand.activity.slug, strand.public_id])).text
    for page in (client.get(reverse("gathering:register"), {"when": "held"}).text, way):
        assert public(strand, talk) in page
        assert "Mrs Private Person" not in page
    shown = client.get(public(strand, talk))
    assert shown.status_code == 200
    assert "Mrs Private Person" not in shown.text
    assert "More benches" not in shown.text


def test_a_session_that_was_called_off_says_why_and_owes_no_note(strand: Strand, client: Client) -> None:
    off = a_session(strand, days_ago=30)
    reason = {"because": "The hall flooded."}
    assert ann(strand).post(staff("cancel", off), reason).status_code == 302
    for address in (public(strand, off), reverse("gathering:register") + "?when=held"):
        assert "The hall flooded." in client.get(address).text
    assert off not in queries.notes_owed(strand.activity)
    desk = ann(strand).get(staff("sessions", strand)).text
    assert "Called off" in desk
    assert "Overdue:" not in desk
    assert ann(strand).get(staff("note", off)).status_code == 403


def test_a_note_that_is_owed_for_more_than_ten_working_days_is_called_overdue(strand: Strand) -> None:
    late, fresh = a_session(strand, days_ago=21), a_session(strand, days_ago=2)
    assert (queries.is_late(late), queries.is_late(fresh)) == (True, False)
    assert ann(strand).get(staff("sessions", strand)).text.count("Overdue:") == 1
    actions.enter_note(
        session=late, held_at=clock.now() - timedelta(days=1), attended=2, spoke=0, confidence="recalled", summary="",
        quotes=[], attendance={}, promises=[], by=strand.activity.owner, at=clock.now(),
    )  # fmt: skip
    assert "Overdue:" not in ann(strand).get(staff("sessions", strand)).text


def test_hostile_words_are_words_on_every_page(strand: Strand, client: Client) -> None:
    a_group(strand.activity, HOSTILE)
    by = strand.activity.owner
    own = a_session(strand, title=HOSTILE, host=HOSTILE, venue_words=HOSTILE, access_facts=HOSTILE)
    off = a_session(strand, title=HOSTILE)
    actions.cancel_session(session=off, because=HOSTILE, by=by, at=clock.now())
    actions.enter_note(
        session=own, attended=9, spoke=1, confidence="noted", summary=HOSTILE, attendance={}, by=by, at=clock.now(),
        quotes=[actions.Quote(HOSTILE)], promises=[actions.Promise(HOSTILE, HOSTILE)],
    )  # fmt: skip
    actions.plan_for_quiet_voices(session=queries.session_for_staff(own.public_id), follow_up=HOSTILE, by=by,
                                  at=clock.now())  # fmt: skip
    desk = ann(strand)
    way = reverse("activities:strand", args=[strand.activity.slug, strand.public_id])
    held = reverse("gathering:register") + "?when=held"
    for who, address in [
        (client, way), (client, held), (client, public(strand, own)), (client, public(strand, off)),
        (desk, staff("sessions", strand)), (desk, staff("session", own)), (desk, staff("change", off)),
    ]:  # fmt: skip
        answer = who.get(address)
        assert answer.status_code == 200, address
        assert '<script>alert("x")' not in answer.text, address
        assert "&lt;script&gt;alert" in answer.text, address
    assert "14" not in text_of(desk.get(staff("cards", own)).content).split()


def test_every_page_takes_as_many_queries_for_three_sessions_as_for_one(strand: Strand, client: Client) -> None:
    desk, counted = ann(strand), {}
    for number in (1, 3):
        while Session.objects.filter(note_entered_at__isnull=False).count() < number:
            noted = a_session(strand, days_ago=2, written=True)
        waiting = a_session(strand, days_ago=-2)
        owed = a_session(strand, days_ago=3)
        way = reverse("activities:strand", args=[strand.activity.slug, strand.public_id])
        register = reverse("gathering:register")
        pages = [
            (client, way), (client, register), (client, f"{register}?when=held"), (client, public(strand, noted)),
            (desk, staff("sessions", strand)), (desk, staff("arrange", strand)), (desk, staff("change", waiting)),
            (desk, staff("note", owed)), (desk, staff("session", noted)), (desk, staff("cards", noted)),
        ]  # fmt: skip
        for place, (who, address) in enumerate(pages):
            who.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert who.get(address).status_code == 200, address
            counted.setdefault(place, []).append(len(seen))
    for place, (one, three) in counted.items():
        assert one == three < 15, (place, one, three)


def test_the_sheet_is_tagged_and_asks_exactly_what_the_page_asks(strand: Strand, client: Client) -> None:
    answer = client.get(reverse("gathering:sheet", args=[strand.activity.slug, strand.public_id]))
    assert answer["Content-Type"] == "application/pdf"
    assert is_tagged(answer.content)
    words = text_of(answer.content)
    for asked in (*sample.PROMPTS, strand.activity.plan.influence_statement, "Come as you are; tea is on us."):
        assert asked in words
    assert [words.index(asked) for asked in sample.PROMPTS] == sorted(words.index(asked) for asked in sample.PROMPTS)


def test_the_cards_are_tagged_carry_the_code_three_times_and_lead_to_the_thread(strand: Strand, client: Client) -> None:
    noted = a_session(strand, written=True)
    answer = ann(strand).get(staff("cards", noted))
    assert answer["Cache-Control"] == "no-store"
    assert is_tagged(answer.content)
    code, secret = actions.card_codes(noted)
    words = text_of(answer.content)
    assert words.count(code) == 3
    assert secret not in words
    assert client.get(reverse("front:receipt_thread", args=[code])).status_code == 200


def test_cards_wait_until_the_session_is_written_up(strand: Strand) -> None:
    answer = ann(strand).get(staff("cards", a_session(strand)))
    assert answer.status_code == 403
    assert "once the session has been written up" in answer.text


def test_a_stranger_sees_no_page_of_the_desk(strand: Strand) -> None:
    noted, waiting = a_session(strand, written=True), a_session(strand)
    cass, client = an_account("Cass Example", "officer", partner=a_partner()), Client()
    client.force_login(cass, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (
        staff("sessions", strand), staff("prompts", strand), staff("arrange", strand), staff("change", waiting),
        staff("cancel", waiting), staff("note", waiting), staff("session", noted), staff("add", noted),
        staff("cards", noted),
    ):  # fmt: skip
        assert client.get(address).status_code == 403, address


def test_words_that_cannot_be_added_stay_in_their_box(strand: Strand) -> None:
    noted = a_session(strand, written=True)
    long = "Benches " * 1300
    answer = ann(strand).post(staff("add", noted), {"words": long})
    assert long.strip() in answer.text
    assert "10000" in answer.text.replace(",", "")
    empty = ann(strand).post(staff("add", noted), {"words": " "})
    assert "write what was said" in empty.text
    assert noted.said.count() == 2


@pytest.mark.parametrize(
    ("prompts", "chosen"), [(["What works?"], "What works?"), (["What works?", "And what not?"], "")]
)
def test_a_single_question_is_chosen_for_each_thing_said(strand: Strand, prompts: list[str], chosen: str) -> None:
    one = a_session(strand)
    type(one.gathering).objects.filter(pk=one.gathering.pk).update(prompts=prompts)
    shown = ann(strand).get(staff("note", one)).context["said"]
    assert {form["prompt"].value() or "" for form in shown} == {chosen}
    given = {
        "held_at": clock.now().strftime("%Y-%m-%dT%H:%M"), "attended": "2", "spoke": "1", "confidence": "noted",
        "said-TOTAL_FORMS": "2", "said-INITIAL_FORMS": "0", "promised-TOTAL_FORMS": "0", "promised-INITIAL_FORMS": "0",
        "said-0-words": "More benches", "said-0-prompt": chosen, "said-1-words": "", "said-1-prompt": chosen,
    }  # fmt: skip
    assert ann(strand).post(staff("note", one), given).status_code == 302
    assert [(each.words, each.prompt) for each in Passage.objects.all()] == [("More benches", chosen)]
