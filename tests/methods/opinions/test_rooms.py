"""Rooms and paper: counts for each statement, beside the map and never in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags
from tests.factories import (
    a_partner,
    an_account,
    signed_in,
)
from tests.methods.opinions.scene import (
    a_strand_of_statements,
    conclude,
    crowd,
    first,
    url,
)

from heard.activities.models import Contribution, Stage, Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.opinions import actions
from heard.methods.opinions.actions import Hands
from heard.methods.opinions.models import Room, RoomCount

pytestmark = pytest.mark.django_db


def a_room(strand: Strand, hands: Hands = Hands(12, 3, 5), **more: Any) -> Room:  # noqa: B008
    given = {"kind": "hands", "title": "The library", "people": 20, "entry_key": "one", "by": strand.ann, **more}  # type: ignore[attr-defined]
    return actions.count_room(
        strand=strand, held_on=clock.today(), counts={first(strand): hands}, at=clock.now(), **given
    )  # fmt: skip


def test_hands_are_counted_once_with_one_contribution_and_a_receipt_for_the_room() -> None:
    from heard.activities.queries import find_by_receipt

    strand = a_strand_of_statements()
    room = a_room(strand)
    assert a_room(strand).pk == room.pk
    count = RoomCount.objects.get()
    assert (count.agree, count.disagree, count.passed) == (12, 3, 5)
    one = Contribution.objects.get()
    assert (one.channel, one.passages.count()) == ("in_person", 0)
    receipt = find_by_receipt(actions.room_codes(room)[0])
    assert receipt is not None
    assert receipt.voice_id == one.voice_id


def test_paper_is_counted_on_the_channel_paper() -> None:
    strand = a_strand_of_statements()
    assert a_room(strand, kind="paper").contribution.channel == "paper"


@pytest.mark.parametrize("hands", [Hands(12, 8, 1), Hands(0, 0, 0), Hands(21, 0, 0)])
def test_more_votes_than_people_and_no_votes_are_refused(hands: Hands) -> None:
    strand = a_strand_of_statements()
    with pytest.raises(Refused):
        a_room(strand, hands)
    assert Contribution.objects.count() == 0


def test_a_room_stands_beside_the_map_and_not_in_it() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 40)
    before = first(strand).votes
    a_room(strand, Hands(200, 0, 0), people=200)
    assert first(strand).votes == before
    page = Client().get(url("picture", strand)).content.decode()
    assert "in rooms and on paper" in page
    assert "200" in page
    outcome = (conclude(strand).outcome or {})["found"]
    assert outcome["people"] == 40
    assert outcome["rooms"]["rows"] == [[1, 200, 0, 0, 1]]


def test_a_count_is_put_right_until_the_result_is_worked_out() -> None:
    strand = a_strand_of_statements()
    room = a_room(strand)
    actions.recount_room(room=room, people=25, counts={first(strand): Hands(20, 5, 0)}, by=strand.ann, at=clock.now())  # type: ignore[attr-defined]
    assert RoomCount.objects.get().agree == 20
    strand = conclude(strand)
    with pytest.raises(Refused):
        actions.recount_room(
            room=Room.objects.get(), people=25, counts={first(strand): Hands(1, 0, 0)}, by=strand.ann, at=clock.now()  # type: ignore[attr-defined]
        )  # fmt: skip


def test_only_those_who_hold_rooms_count_them_and_only_while_it_is_open() -> None:
    strand = a_strand_of_statements()
    bilal = an_account("Bilal", "facilitator", partner=strand.activity.lead)
    cass = an_account("Cass", "facilitator", partner=a_partner())
    assert a_room(strand, by=bilal).entered_by == bilal
    with pytest.raises(Refused):
        a_room(strand, by=cass, entry_key="two")
    coming = a_strand_of_statements(Stage.NOTICED)
    with pytest.raises(Refused):
        a_room(coming, entry_key="three")


def test_the_form_of_a_room_says_what_does_not_add_up_and_keeps_what_does() -> None:
    strand = a_strand_of_statements()
    ann, one = signed_in(strand.ann), first(strand)  # type: ignore[attr-defined]
    address = f"/staff/strands/{strand.public_id}/rooms/new/"
    sent = {"kind": "hands", "title": "Hall", "held_on": clock.today().isoformat(), "people": "10", "entry": "e"}
    wrong = ann.post(address, {**sent, f"agree_{one.pk}": "9", f"disagree_{one.pk}": "2"})
    assert wrong.status_code == 422
    said = re.sub(r"\s+", " ", strip_tags(wrong.text))
    assert "Statement 1, agree: 11 votes, and 10 people were there." in said
    assert ann.post(address, sent).status_code == 422
    answer = ann.post(address, {**sent, f"agree_{one.pk}": "9"})
    assert answer.status_code == 302
    room = Room.objects.get()
    assert ann.get(answer["Location"]).status_code == 200
    assert ann.get(f"/staff/rooms/{room.public_id}/cards.pdf").content.startswith(b"%PDF")
    assert Client().get(url("cards", strand)).content.startswith(b"%PDF")
