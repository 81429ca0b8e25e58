"""The author of a statement that a moderator put in other words has their own words back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions.noting import note
from heard.activities.models import Activity, Receipt, Stage
from heard.activities.queries.contributions import secret_opens
from heard.ground.refusal import Conflict, Refused, ask
from heard.methods.opinions.actions.telling import settle_reword_notices
from heard.methods.opinions.models import Statement
from heard.methods.opinions.queries.own_words import OwnWords, own_words_of


def bring_back_own_words(*, statement: str, receipt: Receipt, secret: str, at: datetime) -> Statement:
    """Somebody has the words of their statement (a public id) back, with the secret on their slip.

    Consequences: people vote on these words again, with the votes that were given to them; the clearer words are put
    away with theirs, and say where they came from; the moderator who wrote them is told. Refused: a secret that does
    not belong to the receipt, a statement that is not theirs or says what they said, closed, covered or withheld.
    """
    if not secret_opens(receipt, secret):
        raise Refused(_("This secret does not belong to this receipt."), _("It stands on your slip, below the code."))
    one = next((each for each in own_words_of(receipt) if each.statement.public_id == statement), None)
    if one is None:
        raise Conflict(_("No statement of yours says something else now."), _("Open your receipt again to see it."))
    ask(one.may)
    with transaction.atomic():
        own, clearer = _held(one)
        clearer.put_away_because, clearer.put_away_at = _("Its author asked for their own words back."), at
        clearer.save(update_fields=["put_away_because", "put_away_at"])
        own.put_away_at = None
        own.save(update_fields=["put_away_at"])
        settle_reword_notices(own, at)
        strand = one.statement.opinions.strand
        named = {"strand": strand.public_id, "statement": own.public_id, "instead_of": clearer.public_id}
        note("statement.brought_back", strand.activity, None, at, **named)
        app.configure_task("opinions.tell_moderator").defer(statement_id=own.pk)
    return own


def _held(one: OwnWords) -> tuple[Statement, Statement]:
    """Both statements, held by their numbers after the activity in its stage; refused where somebody was quicker."""
    stage = Activity.objects.select_for_update(no_key=True).values_list("stage", flat=True)
    stands = stage.get(pk=one.statement.opinions.strand.activity_id) == Stage.OPEN
    rows = Statement.objects.select_for_update().filter(pk__in=[one.statement.pk, one.now.pk])
    own, clearer = rows.order_by("pk")
    if not stands or own.put_away_at is None or clearer.put_away_at is not None:
        raise Conflict(_("This has changed since you opened it."), _("Open your receipt again to see how it stands."))
    return own, clearer
