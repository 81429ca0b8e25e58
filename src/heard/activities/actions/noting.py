"""The entry of the record that most actions about an activity end with."""

from __future__ import annotations

from datetime import datetime

from heard.activities.models import Activity
from heard.audit.actions import record
from heard.people.models import Account


def note(what: str, activity: Activity, by: Account | str | None, at: datetime, **public: object) -> None:
    """Record that something happened to an activity.

    `by` is an account, a word (``partner``), or None where a job did it; `public` is for all to read, so never a name.
    """
    record(what=what, about=f"activity:{activity.public_id}", by=by, at=at, public=public)
