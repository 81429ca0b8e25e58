"""A batch that should never have come in is taken out again, whole, as one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.models import Contribution, Layer, Passage, Stage, Strand
from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account, Voice


def remove_batch(
    *,
    strand: Strand,
    provenance: str,
    reason: str,
    by: Account,
    at: datetime,
    first: Callable[[QuerySet[Contribution]], None] | None = None,
) -> int:
    """Delete every contribution of one batch (an import made by mistake), and answer with how many there were.

    `first` deletes what the method keeps beside them. Refused once the answers are being counted, or when any of them
    has been coded: what has been read stays. Consequence: one audit entry `contribution.batch_removed` with the reason.
    """
    ask(access.may_do(by, "import_answers", strand.activity))
    try:
        with transaction.atomic():
            _refuse_when_counted(strand)
            rows = Contribution.objects.filter(strand=strand, provenance=provenance)
            voices = list(rows.values_list("voice_id", flat=True))
            if first:
                first(rows)
            passages = Passage.objects.filter(contribution__in=rows)
            for gone in (Layer.objects.filter(passage__in=passages), passages, rows):
                gone._raw_delete(gone.db)
            Voice.objects.filter(pk__in=voices)._raw_delete("default")
            record(
                what="contribution.batch_removed",
                about=f"strand:{strand.public_id}",
                by=by,
                at=at,
                public={"provenance": provenance, "removed": len(voices), "because": reason},
            )
            connection.check_constraints()
    except IntegrityError as error:
        raise Conflict(
            _("Some of these responses have been read and coded already, so they stay."),
            _("Propose to exclude those that should not count; each needs a reason and a second person."),
        ) from error
    return len(voices)


def _refuse_when_counted(strand: Strand) -> None:
    held = Strand.objects.select_for_update().select_related("activity").get(pk=strand.pk)
    if held.concluded_at or held.activity.stage not in (Stage.OPEN, Stage.CLOSED):
        raise Conflict(
            _("The answers have been counted, so none can be taken out."),
            _("If they are wrong, ask an engagement lead to reopen the activity."),
        )
