"""A batch that should never have come in is withdrawn again, whole, as one act; its rows stay and say so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.models import Contribution, Stage, Strand
from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account
from heard.rules.outcome import digest

UNDONE = "undone:"
"""Stands before the provenance of a contribution that was withdrawn with the batch it came by."""


def withdraw_batch(*, strand: Strand, provenance: str, reason: str, by: Account, at: datetime) -> int:
    """Withdraw every contribution of one batch (an import made by mistake), and answer with how many there were.

    They stay in the totals as withdrawn, with what they said and what was read into them, and count no more; the same
    rows may come in again. Refused once the answers are counted. Consequence: one audit entry
    `contribution.batch_withdrawn` with the reason and a digest of the trace ids.
    """
    ask(access.may_do(by, "import_answers", strand.activity))
    with transaction.atomic():
        _refuse_when_counted(strand)
        rows = (
            Contribution.objects.select_for_update(no_key=True)
            .filter(strand=strand, provenance=provenance)
            .order_by("pk")
        )
        traces = list(rows.exclude(state=Contribution.State.WITHDRAWN).values_list("trace_id", flat=True))
        Contribution.objects.filter(strand=strand, provenance=provenance).update(
            state=Contribution.State.WITHDRAWN, entry_key=None, provenance=f"{UNDONE}{provenance}"
        )
        record(
            what="contribution.batch_withdrawn",
            about=f"strand:{strand.public_id}",
            by=by,
            at=at,
            public={"provenance": provenance, "withdrawn": len(traces), "digest": digest(traces), "because": reason},
        )
    return len(traces)


def _refuse_when_counted(strand: Strand) -> None:
    held = Strand.objects.select_for_update(of=("self",), no_key=True).select_related("activity").get(pk=strand.pk)
    if held.concluded_at or held.activity.stage not in (Stage.OPEN, Stage.CLOSED):
        raise Conflict(
            _("The answers have been counted, so none can be taken out."),
            _("If they are wrong, ask an engagement lead to reopen the activity."),
        )
