"""What every change to the questions begins and ends with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from heard.activities.models import Activity, Strand
from heard.audit.actions import record
from heard.ground.refusal import ask
from heard.methods.survey import access
from heard.methods.survey.models import Survey
from heard.people.models import Account


def building(strand: Strand, by: Account) -> Survey:
    """Ask leave under a lock on the activity, so that no question changes while it opens."""
    strand.activity = (
        Activity.objects.select_for_update(of=("self",), no_key=True).select_related("plan").get(pk=strand.activity_id)
    )
    ask(access.may_build(by, strand))
    return Survey.objects.get_or_create(strand=strand)[0]


def note(strand: Strand, by: Account, at: datetime, what: str, public: dict[str, Any]) -> None:
    """One entry of the record about this strand."""
    record(what=what, about=f"strand:{strand.public_id}", by=by, at=at, public=public)
