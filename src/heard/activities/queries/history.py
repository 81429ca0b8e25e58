"""Who changed what of a plan, from the audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.models import Activity, Plan
from heard.activities.queries.plan import PAGES
from heard.audit.models import Entry
from heard.people.models import Account

WORDS = {
    "activity.planned": gettext_lazy("Began the activity"),
    "plan.changed": gettext_lazy("Changed the plan"),
    "activity.extended": gettext_lazy("Gave people longer"),
    "activity.relabelled": gettext_lazy("Changed the level after opening"),
    "declaration.signed": gettext_lazy("Signed the declaration"),
    "stakeholder.invited": gettext_lazy("Invited a stakeholder"),
    "stakeholder.accepted": gettext_lazy("Accepted a part"),
    "stakeholder.declined": gettext_lazy("Declined a part"),
    "stakeholder.removed": gettext_lazy("A stakeholder was removed, as two teams decided"),
    "stakeholder.restored": gettext_lazy("A stakeholder came back, after an appeal"),
    "activity.marked": gettext_lazy("What every page shows changed"),
}
OTHERS = {"resident": gettext_lazy("A resident"), "stakeholder": gettext_lazy("A stakeholder"), "system": "Heard"}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the plan's history."""

    at: datetime
    who: str
    what: str
    where: str
    fields: tuple[str, ...]
    reason: str


def changes_of(activity: Activity) -> QuerySet[Entry]:
    """Every audit entry about an activity's plan (paged by `-id`)."""
    return Entry.objects.filter(about=f"activity:{activity.public_id}", what__in=list(WORDS))


def told_changes(entries: Sequence[Entry]) -> list[Change]:
    """The entries as lines to read, with the names of the staff who acted: one query however many."""
    keys = {entry.by.removeprefix("account:") for entry in entries if entry.by.startswith("account:")}
    names = {f"account:{account.pk}": account.name for account in Account.objects.filter(pk__in=keys)}
    return [
        Change(
            at=entry.at,
            who=str(names.get(entry.by) or OTHERS.get(entry.by, _("Somebody whose account is gone"))),
            what=str(WORDS[entry.what]),
            where=str(PAGES.get(entry.header.get("page", ""), "")),
            fields=tuple(_label(name) for name in entry.header.get("fields", ())),
            reason=str(entry.header.get("reason", "")),
        )
        for entry in entries
    ]


def _label(name: str) -> str:
    for model in (Plan, Activity):
        if any(field.name == name for field in model._meta.get_fields()):
            field: Any = model._meta.get_field(name)
            return str(getattr(field, "verbose_name", name))
    return {"groups": _("groups"), "strands": _("ways to take part"), "stakeholders": _("stakeholders")}.get(
        name, _("which way reaches whom") if name == "groups.reached_by" else name
    )
