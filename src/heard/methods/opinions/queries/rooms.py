"""Rooms that were counted by hand."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.methods.opinions.models import Room, RoomCount


def rooms_counted(strand: Strand) -> QuerySet[Room]:
    """Every room of a strand, the newest first."""
    return Room.objects.filter(opinions=strand.pk).select_related("entered_by", "contribution")


def room_for_staff(public_id: str) -> Room:
    """A room with its strand and activity; 404 with a sentence."""
    rows = Room.objects.select_related(
        "opinions__strand__activity__lead", "opinions__strand__activity__plan", "entered_by", "contribution"
    )
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such room."))
    return found


def counts_of(room: Room) -> dict[int, RoomCount]:
    """What a room thought, by the statement's number in the database."""
    return {each.statement_id: each for each in RoomCount.objects.filter(room=room)}
