"""How answers will be read is written, locked before anybody answers, and changed only with a reason (GP-i)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.holding import hold_activity
from heard.activities.models import Activity
from heard.audit.actions import record
from heard.findings import access
from heard.findings.models import AnalysisPlan
from heard.findings.queries.standard import titled
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.models import Account
from heard.rules.outcome import digest

WORDS = ("how_read", "who", "campaigns", "late", "weighting", "not_done")
PLANNED = (*WORDS, "frame", "second_percent")


def plan_analysis(
    *, activity: Activity, words: Mapping[str, Any], by: Account, at: datetime, reason: str = ""
) -> AnalysisPlan:
    """Write how answers will be read: the draft, or a new version of what is locked, which needs `reason`.

    `words` holds the names in `PLANNED`. The locked versions stay; each change is shown in public beside the first.
    """
    ask(access.may_plan_analysis(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        newest = AnalysisPlan.objects.filter(activity=activity).last()
        if newest and newest.locked_at and len(reason.split()) < 3:
            raise Refused(_("It is locked. Say in a sentence why it changes: the reason is published."))
        plan = newest if newest and not newest.locked_at else AnalysisPlan(activity=activity)
        if plan.pk is None:
            plan.version = newest.version + 1 if newest else 1
        for name in PLANNED:
            setattr(plan, name, words[name])
        plan.reason, plan.written_by, plan.written_at = reason.strip() or plan.reason, by, at
        plan.save()
        _note("analysis.written", plan, by, at)
    return plan


def lock_analysis(*, plan: AnalysisPlan, by: Account, at: datetime) -> AnalysisPlan:
    """Lock a version: from now on it is public and nobody changes it. Its digest goes on the record."""
    ask(access.may_plan_analysis(by, plan.activity))
    with transaction.atomic():
        hold_activity(plan.activity)
        plan.refresh_from_db()
        if plan.locked_at:
            raise Conflict(_("It is locked already."), _("To change it, write a new version with its reason."))
        if blank := [name for name in WORDS if not str(getattr(plan, name)).strip()]:
            title = titled(blank[0])
            raise Refused(_("Answer this first: %(question)s") % {"question": title})
        plan.digest = digest({name: getattr(plan, name) for name in PLANNED} | {"version": plan.version})
        plan.locked_by, plan.locked_at = by, at
        plan.save(update_fields=["digest", "locked_by", "locked_at"])
        _note("analysis.locked", plan, by, at, digest=plan.digest)
    return plan


def _note(what: str, plan: AnalysisPlan, by: Account, at: datetime, **public: object) -> None:
    about = f"activity:{plan.activity.public_id}"
    record(what=what, about=about, by=by, at=at, public={"version": plan.version, **public})
