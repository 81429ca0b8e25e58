"""Rooms counted by hand: what people there thought of each statement, as counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import codes_for, give_receipt, receive_contribution
from heard.activities.actions.noting import note
from heard.activities.models import Channel, Contribution, Strand
from heard.ground import clock
from heard.ground.fields import short_id
from heard.ground.refusal import Conflict, ask
from heard.methods.opinions import access
from heard.methods.opinions.models import Opinions, Room, RoomCount, Statement
from heard.people.models import Account


@dataclass(frozen=True, slots=True)
class Hands:
    """How many in a room agreed, disagreed and passed."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def total(self) -> int:
        return self.agree + self.disagree + self.passed


def count_room(
    *,
    strand: Strand,
    kind: str,
    title: str,
    held_on: date,
    people: int,
    counts: Mapping[Statement, Hands],
    by: Account,
    at: datetime,
    entry_key: str,
) -> Room:
    """Enter what a room thought: for each statement how many agreed, disagreed and passed.

    Consequences: one contribution stands for the room (on paper, or in person), with a receipt whose cards can be
    handed out; the counts are shown beside the map and never mixed into its people. The same `entry_key` again is the
    same room. Refused: more votes on a statement than people, nothing counted, a day on which it was not open.
    """
    ask(access.may_count_room(by, strand))
    _may_stand(people, counts)
    channel = {Room.Kind.PAPER: Channel.PAPER, Room.Kind.PHONE: Channel.PHONE}.get(Room.Kind(kind), Channel.IN_PERSON)
    opinions, public_id = Opinions.objects.get(strand=strand), short_id()
    with transaction.atomic():
        made: list[Room] = []

        def beside(contribution: Contribution) -> list[Room]:
            made.append(
                Room(
                    public_id=public_id, opinions=opinions, contribution=contribution, kind=kind, title=title,
                    held_on=held_on, people=people, entered_by=by, entered_at=at,
                )
            )  # fmt: skip
            return made

        received = receive_contribution(
            strand=strand,
            channel=channel,
            passages=[],
            by=by,
            at=at,
            received_at=at if held_on == clock.day_of(at) else clock.midday(held_on),
            provenance=f"room:{public_id}",
            entry_key=f"room:{entry_key}",
            receipt=False,
            beside=beside,
        )
        room = Room.objects.select_related("opinions__strand").get(contribution=received.contribution)
        if received.is_new:
            _keep(room, counts)
            code, secret = room_codes(room)
            give_receipt(strand=strand, voice=received.contribution.voice, code=code, secret=secret, at=at)
            note("room.counted", strand.activity, by, at, strand=strand.public_id, room=room.public_id, people=people)
    return room


def recount_room(*, room: Room, people: int, counts: Mapping[Statement, Hands], by: Account, at: datetime) -> Room:
    """Put right what was counted in a room. Consequence: the new counts stand; that they were changed is recorded."""
    strand = room.opinions.strand
    ask(access.may_count_room(by, strand))
    _may_stand(people, counts)
    with transaction.atomic():
        held = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        held.people, held.changed_at = people, at
        held.save(update_fields=["people", "changed_at"])
        RoomCount.objects.filter(room=held).delete()
        _keep(held, counts)
        note("room.recounted", strand.activity, by, at, strand=strand.public_id, room=held.public_id, people=people)
    return held


def room_codes(room: Room) -> tuple[str, str]:
    """The receipt code and the secret on the cards of a room; the same each time they are printed."""
    return codes_for(room.opinions.strand, f"room:{room.public_id}")


def _keep(room: Room, counts: Mapping[Statement, Hands]) -> None:
    RoomCount.objects.bulk_create(
        RoomCount(room=room, statement=statement, agree=hands.agree, disagree=hands.disagree, passed=hands.passed)
        for statement, hands in counts.items()
        if hands.total
    )


def _may_stand(people: int, counts: Mapping[Statement, Hands]) -> None:
    if people < 1:
        raise Conflict(_("Nobody was in this room."), _("Say how many people were there."))
    if not any(hands.total for hands in counts.values()):
        raise Conflict(_("Nothing was counted."), _("Enter the hands for at least one statement."))
    for statement, hands in counts.items():
        if hands.total > people:
            raise Conflict(
                _("Statement %(number)d has %(votes)d votes, and %(people)d people were there.")
                % {"number": statement.number, "votes": hands.total, "people": people},
                _("Check the numbers: nobody votes twice on a statement."),
            )
