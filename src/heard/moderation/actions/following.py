"""What follows from two teams' decision, from nobody's decision, and from an appeal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions import exclude_contribution, restore_contribution
from heard.activities.models import Contribution
from heard.ground import clock
from heard.moderation.actions.deciding import noted, words_of
from heard.moderation.actions.turns import hold_removal
from heard.moderation.models import Item, Judgement
from heard.moderation.queries import moderation_policy
from heard.people.actions import lapse_exclusion, tell_excluded
from heard.people.models import Account, Exclusion
from heard.people.queries import voices_with_an_address

What = Judgement.What


def hear(*, exclusion: Exclusion, step: str, by: Account | None, at: datetime) -> None:
    """Somebody decided about an exclusion (settings.EXCLUSION_HEARD): ``approved`` or ``refused``.

    Approved: the author is told, by the job moderation.tell_author. Refused: it stands there again.
    """
    item = _item(exclusion)
    if item is None:
        return
    if step == "approved":
        tell = app.configure_task("moderation.tell_author")
        tell.defer(exclusion_ref=exclusion.public_id)
    elif item.exclusion_ref == exclusion.public_id:
        _come_back(item, What.REFUSED if by else What.FELL, by, at)


def leave_out(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """Two teams agreed and the author was told: it is no longer counted, and a public line stands in its place."""
    exclude_contribution(exclusion=exclusion, by=by, at=at)
    item = _item(exclusion)
    if item is None:
        return
    if item.exclusion_ref != exclusion.public_id or not item.reason:
        item.reason, item.reason_words = _reason_listed(exclusion)
    item.state, item.exclusion_ref, item.falls_on = Item.State.DECLINED, exclusion.public_id, None
    _settle(item)
    _judge(item, What.REMOVED, by, at)


def bring_back(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """An appeal was right: it counts again and stands where it stood."""
    restore_contribution(exclusion=exclusion, by=by, at=at)
    item = _item(exclusion)
    if item is not None:
        _come_back(item, What.RESTORED, by, at)


def let_fall(*, at: datetime) -> int:
    """Everything whose day has come and that two people have not agreed about stands there again. Every night.

    A proposal that nobody decided ends as if refused, by nobody. Answers with how many came back.
    """
    due = Item.objects.filter(state=Item.State.HELD, falls_on__lte=clock.day_of(at)).order_by("pk")
    return sum(_fall(number, at) for number in list(due.values_list("pk", flat=True)))


def note_told(*, exclusion: Exclusion, how: str, at: datetime) -> None:
    """The author was told of an approved removal: it is in force."""
    assert exclusion.approved_by is not None
    tell_excluded(exclusion=exclusion, by=exclusion.approved_by, how=how, at=at)


def tell_on_receipt(*, exclusion: Exclusion, at: datetime) -> bool:
    """Where no address was left, the page of the receipt tells. False where there is an address to use instead."""
    said = Contribution.objects.get(trace_id=exclusion.reference)
    if voices_with_an_address([said.voice_id]):
        return False
    note_told(exclusion=exclusion, how=_("On the page of their receipt: no address was left"), at=at)
    return True


def _fall(number: int, at: datetime) -> int:
    with transaction.atomic():
        exclusion = hold_removal(Item.objects.get(pk=number))
        item = _rows().get(pk=number)
        if item.state != Item.State.HELD or item.falls_on is None or item.falls_on > clock.day_of(at):
            return 0
        if (exclusion.public_id if exclusion else "") != item.exclusion_ref:
            return 0  # proposed or refused in this very moment: it is looked at again the next time
        if exclusion is None:
            _come_back(item, What.FELL, None, at)
        elif exclusion.state == "proposed":
            lapse_exclusion(exclusion=exclusion, because=_("Nobody from another team decided in time."), at=at)
        else:
            return 0
    return 1


def _come_back(item: Item, what: str, by: Account | None, at: datetime) -> None:
    item.state, item.reason, item.reason_words = Item.State.SHOWN, "", ""
    item.exclusion_ref, item.falls_on = "", None
    if what == What.FELL and "returned" not in item.attention:
        item.attention = [*item.attention, "returned"]
    _settle(item, to_look_at=what == What.FELL)
    _judge(item, what, by, at)


def _settle(item: Item, *, to_look_at: bool = False) -> None:
    item.to_look_at, item.assigned_to, item.assigned_at, item.handed_by = to_look_at, None, None, None
    item.save()


def _judge(item: Item, what: str, by: Account | None, at: datetime) -> None:
    Judgement.objects.create(item=item, what=what, reason=item.reason, reason_words=item.reason_words, by=by, at=at)
    noted(f"moderation.{what}", item, by or "system", at)


def _item(exclusion: Exclusion) -> Item | None:
    return _rows().filter(contribution__trace_id=exclusion.reference).first()


def _rows() -> QuerySet[Item]:
    return Item.objects.select_for_update(of=("self",), no_key=True).select_related("activity", "contribution")


def _reason_listed(exclusion: Exclusion) -> tuple[str, str]:
    """The published reason that counts as this one; else the listed reason's own words."""
    for reason in moderation_policy().reasons:
        if reason.listed == exclusion.reason:
            return reason.slug, words_of(reason)
    return exclusion.reason, str(Exclusion.Reason(exclusion.reason).label)
