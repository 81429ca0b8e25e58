"""A receipt for whoever votes: it leads to what became of it, and no row leads from it to a vote.

The code is made from the browser's key. The database holds a hash of each, which nobody can lay beside the other.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions import ReplyTo, codes_for, give_receipt, receive_contribution
from heard.activities.models import Channel, Contribution, Strand
from heard.activities.queries import find_by_receipt
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.methods.opinions.queries.turns import turn_of
from heard.people.models import Voice


@dataclass(frozen=True, slots=True)
class Mine:
    """What belongs to a browser's key: the name its votes go by among contributions, its receipt code and secret."""

    entry_key: str
    code: str
    secret: str


def mine_of(strand: Strand, key: str) -> Mine:
    """The receipt of a key, the same each time; no question is asked."""
    name = hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), f"opinions:{strand.pk}:{key}".encode(), "sha256").hex()
    return Mine(f"votes:{name}", *codes_for(strand, f"votes:{name}"))


def take_receipt(*, strand: Strand, key: str, at: datetime, reply_to: Sequence[ReplyTo] = ()) -> Contribution:
    """Somebody who voted takes a receipt, and may leave where to tell them what came of it.

    Consequences: one contribution without words stands for their votes in the totals, on the channel “web”; its
    receipt, and the address if they left one. Asked for, never made by itself, and some time after the votes: so the
    two cannot be laid beside each other by their moments. Refused before the first vote, and when it is closed.
    """
    if not turn_of(strand, key).seen:
        raise Conflict(_("There is nothing to give a receipt for yet."), _("Vote on a statement first."))
    mine = mine_of(strand, key)
    with transaction.atomic():
        voice = voice_of(strand, mine, at)
        return receive_contribution(
            strand=strand,
            channel=Channel.WEB,
            passages=[],
            by=None,
            at=at,
            voice=voice,
            entry_key=mine.entry_key,
            reply_to=reply_to,
            receipt=False,
        ).contribution


def voice_of(strand: Strand, mine: Mine, at: datetime) -> Voice:
    """The voice that holds this receipt; a new one with the receipt, the first time."""
    if receipt := find_by_receipt(mine.code):
        return Voice.objects.get(pk=receipt.voice_id)
    voice = Voice.objects.create(created_on=clock.day_of(at))
    if give_receipt(strand=strand, voice=voice, code=mine.code, secret=mine.secret, at=at):
        return voice
    voice.delete()  # the same browser asked twice at once
    receipt = find_by_receipt(mine.code)
    if receipt is None:
        raise Conflict(_("This receipt was erased, with everything it stood for."), _("Begin again if you like."))
    return Voice.objects.get(pk=receipt.voice_id)
