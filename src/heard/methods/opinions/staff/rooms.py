"""Rooms counted by hand, and paper: entered, put right, with cards to hand out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.activities.staff.cards import receipt_cards
from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.refusal import ask
from heard.methods.opinions import access, queries
from heard.methods.opinions.actions import count_room, recount_room, room_codes
from heard.methods.opinions.forms.rooms import WAYS, RoomForm
from heard.methods.opinions.queries.result import rooms_of
from heard.methods.opinions.queries.rooms import counts_of, room_for_staff, rooms_counted
from heard.methods.opinions.staff.opening import page, wrong

MOST = 200


@login_required
def rooms(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Every room that was counted, and a way to enter one."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_see(officer(request), strand))
    slots: dict[str, Any] = {
        "rows": list(rooms_counted(strand)[:MOST]),
        "may_count": access.may_count_room(officer(request), strand),
    }
    return page(request, "rooms", strand, totals=rooms_of(strand), **slots)


@login_required
def room_new(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Enter a room: three numbers for each statement."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_count_room(officer(request), strand))
    form = RoomForm(request.POST or None, strand=strand, statements=_statements(strand), today=clock.today())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = count_room(
            strand=strand, kind=given["kind"], title=given["title"], held_on=given["held_on"], people=given["people"],
            counts=form.counts(), by=officer(request), at=clock.now(), entry_key=given["entry"],
        )  # fmt: skip
        messages.success(request, _("Counted. It stands beside the map, as votes of this room."))
        return redirect("opinions:staff_room", made.public_id)
    return page(request, "room_form", strand, form=form, status=wrong(form))


@login_required
def room(request: HttpRequest, room_id: str) -> HttpResponse:
    """One room as it was counted; its numbers can be put right until the result is worked out."""
    one = room_for_staff(room_id)
    strand = one.opinions.strand
    ask(access.may_see(officer(request), strand))
    may, counted = access.may_count_room(officer(request), strand), counts_of(one)
    initial: dict[str, Any] = {"people": one.people}
    initial |= {f"{way}_{pk}": getattr(count, way) for pk, count in counted.items() for way in WAYS}
    form = RoomForm(
        request.POST or None, strand=strand, statements=_statements(strand), today=clock.today(), recount=True,
        initial=initial,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        recount_room(
            room=one, people=form.cleaned_data["people"], counts=form.counts(), by=officer(request), at=clock.now()
        )
        messages.success(request, _("Put right. That it was changed is on the record."))
        return redirect("opinions:staff_room", room_id)
    return page(request, "room", strand, one=one, form=form, may_count=may, status=wrong(form))


@login_required
def room_cards(request: HttpRequest, room_id: str) -> HttpResponse:
    """Receipt cards for those who were there."""
    one = room_for_staff(room_id)
    ask(access.may_see(officer(request), one.opinions.strand))
    code, _secret = room_codes(one)
    return receipt_cards(one.opinions.strand.activity, asks=_("What became of our votes?"), room=one.title, code=code)


def _statements(strand: Strand) -> list[Any]:
    return list(queries.with_words(queries.open_to_votes(strand))[:MOST])
