"""A batch of paper forms, held while one desk counts or keys, and what is refused of its forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict
from heard.methods.survey.models import PaperBatch, PaperForm
from heard.people.models import Account

State = PaperForm.State
KEYABLE = (State.ISSUED, State.RETURNED)


@contextmanager
def held_batch(batch: PaperBatch) -> Iterator[PaperBatch]:
    """The batch, locked until the block ends, in one transaction."""
    with transaction.atomic():
        rows = PaperBatch.objects.select_for_update(of=("self",), no_key=True).select_related("strand__activity")
        yield rows.get(pk=batch.pk)


def refuse_signed(batch: PaperBatch) -> None:
    """Refused where two people have signed: the batch is opened again first."""
    if batch.reconciled_at:
        raise Conflict(
            _("This batch was signed off on %(day)s.") % {"day": date_format(batch.reconciled_at, "j F Y")},
            _("If a form turned up, open the batch again with the reason."),
        )


def refuse_unkeyable(form: PaperForm) -> PaperForm:
    """The form, locked; refused where nothing can be keyed from it, with who did what to it and when."""
    locked = (
        PaperForm.objects.select_for_update(of=("self",), no_key=True)
        .select_related("keyed_by", "batch")
        .get(pk=form.pk)
    )
    name = locked.batch.serial(locked.number)
    if locked.state == State.KEYED and locked.keyed_by and locked.keyed_at:
        raise Conflict(
            _("%(serial)s was keyed by %(who)s on %(when)s, so it counts already.")
            % {
                "serial": name,
                "who": locked.keyed_by.name,
                "when": date_format(locked.keyed_at.astimezone(clock.LONDON), "j F Y, H:i"),
            },
            _("Check the serial. If the form was keyed wrong, put it right instead."),
        )
    if locked.state == State.SPOILT:
        raise Conflict(
            _("%(serial)s was set aside as spoilt: %(why)s.")
            % {"serial": name, "why": locked.get_spoilt_because_display()},
            _("Take it back first, on the page of its batch."),
        )
    if locked.state not in KEYABLE:
        raise Conflict(
            _("%(serial)s was never given out.") % {"serial": name},
            _("Enter first, on the page of its batch, where it was issued."),
        )
    return locked


def note(batch: PaperBatch, what: str, by: Account, at: datetime, **public: Any) -> None:
    """One entry of the record about a batch."""
    record(
        what=what,
        about=f"activity:{batch.strand.activity.public_id}",
        by=by,
        at=at,
        public={"strand": batch.strand.public_id, "batch": batch.number, **public},
    )
