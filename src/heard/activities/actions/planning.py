"""The plan is written page by page; every save is one transaction, and the audit says which fields changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.actions.index import index_activity
from heard.activities.models import Activity, Level, Plan, Tier, TierLift
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.fields import short_id
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account, Partner
from heard.rules.outcome import digest

OF_ACTIVITY = ("title", "topics", "origin", "programme", "level", "tier", "noticed_on", "opens_on", "closes_on")
ROWS_OF_ACTIVITY = ("places", "partners")
DATES = ("noticed_on", "opens_on", "closes_on")
NOT_BY_PAGE = {"activity", "purpose_written_on", "updated_by", "updated_at"}
OF_PLAN = tuple(field.name for field in Plan._meta.concrete_fields if field.name not in NOT_BY_PAGE)
TIERS = list(Tier.values)


def plan_activity(
    *, title: str, lead: Partner, by: Account, at: datetime, tier: str = Tier.STANDARD, origin: str = "",
    entry_key: str = "", **more: Any,
) -> Activity:  # fmt: skip
    """Start an activity as an idea, with an empty plan.

    Consequences: colleagues of every partner can find it among the plans (that is how duplicates are avoided);
    nothing is public yet. `entry_key`: a form sent twice by the same person, with the same words, makes one idea.
    `more`: any further columns of the activity (`is_sample`, `level`…).
    """
    ask(access.may_plan(by, lead))
    key = digest([by.pk, lead.pk, title, entry_key]) if entry_key else None
    with transaction.atomic():
        if key and (there := _begun_already(key, by)):
            return there
        activity = Activity.objects.create(
            title=title,
            slug=_free_slug(title),
            lead=lead,
            tier=tier,
            origin=origin,
            owner=by,
            created_at=at,
            stage_at=at,
            entry_key=key,
            **more,
        )
        Plan.objects.create(activity=activity, updated_by=by, updated_at=at)
        record(what="activity.planned", about=_about(activity), by=by, at=at, public={"lead": lead.slug, "tier": tier})
    return activity


def _begun_already(key: str, by: Account) -> Activity | None:
    """The same person's two sendings come one after the other, so the second finds what the first made."""
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    return Activity.objects.filter(entry_key=key).first()


def edit_plan(
    *, activity: Activity, changes: Mapping[str, Any], by: Account, at: datetime, page: str = ""
) -> tuple[str, ...]:
    """Write fields of the plan and of the activity; the names of those that differ come back (none: nothing is kept).

    Consequences: one audit entry `plan.changed` naming the fields in public and their old values in private; the day on
    which a purpose was first written is kept; an announced activity is found by its new words.
    Refused: a finished activity; the level and the dates once it has opened; a tier that would fall.
    """
    ask(access.may_edit_plan(by, activity))
    if unknown := set(changes) - {*OF_ACTIVITY, *ROWS_OF_ACTIVITY, *OF_PLAN}:
        raise TypeError(f"edit_plan() does not write {', '.join(sorted(unknown))}")
    with transaction.atomic():
        stored = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        plan = Plan.objects.select_for_update(no_key=True).get(activity=stored)
        was = _differing(stored, plan, changes)
        _refuse_what_was_promised(by, stored, {name: changes[name] for name in was})
        if not was:
            return ()
        _write(stored, plan, {name: changes[name] for name in was}, by, at)
        if "tier" in was and stored.stage not in access.NOT_YET_OPEN:
            because = _("Raised on the page of the plan.")
            TierLift.objects.create(
                activity=stored, was=was["tier"], became=changes["tier"], because=because, by=by, at=at
            )
        record(
            what="plan.changed",
            about=_about(activity),
            by=by,
            at=at,
            public={"page": page, "fields": sorted(was)},
            private={"was": {name: _plain(value) for name, value in was.items()}},
        )
        if stored.is_public:
            index_activity(activity=stored)
    activity.refresh_from_db()
    return tuple(was)


def touch(*, activity: Activity, by: Account, at: datetime, page: str, fields: Sequence[str], **private: Any) -> None:
    """Note a change of the plan's tables (groups, strands, stakeholders) that is not a field of its row."""
    Plan.objects.filter(activity=activity).update(updated_by=by, updated_at=at)
    record(
        what="plan.changed",
        about=_about(activity),
        by=by,
        at=at,
        public={"page": page, "fields": sorted(fields)},
        private=private,
    )


def relabel(*, activity: Activity, level: str, reason: str, by: Account, at: datetime) -> None:
    """Change the level after opening: only a senior lead, and the reason is public.

    Consequences: the level that people were told at opening stays on record beside the new one; check P-8.2 reports it
    at every later gate.
    """
    ask(access.may_relabel(by, activity))
    if not reason.strip():
        raise Conflict(_("To change the level after opening, say why. The reason is published."))
    if level not in Level.values or level == activity.level:
        raise Conflict(_("Choose a level other than the one it has now."))
    with transaction.atomic():
        stored = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        was, stored.level = stored.level, level
        stored.level_at_opening = stored.level_at_opening or was
        stored.save(update_fields=["level", "level_at_opening"])
        record(
            what="activity.relabelled",
            about=_about(activity),
            by=by,
            at=at,
            public={"was": was, "became": level, "reason": reason},
        )
        index_activity(activity=stored)
    activity.refresh_from_db()


def _write(activity: Activity, plan: Plan, changes: Mapping[str, Any], by: Account, at: datetime) -> None:
    for name in ROWS_OF_ACTIVITY:
        if name in changes:
            getattr(activity, name).set(changes[name])
    own = [name for name in changes if name in OF_ACTIVITY]
    for name in own:
        setattr(activity, name, changes[name])
    if own:
        activity.save(update_fields=own)
    of_plan = [name for name in changes if name in OF_PLAN]
    for name in of_plan:
        setattr(plan, name, changes[name])
    plan.updated_by, plan.updated_at = by, at
    if plan.purpose.strip() and plan.purpose_written_on is None:
        plan.purpose_written_on = clock.day_of(at)
    plan.save(update_fields=[*of_plan, "updated_by", "updated_at", "purpose_written_on"])


def _differing(activity: Activity, plan: Plan, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The old values of what differs."""
    was: dict[str, Any] = {}
    for name, value in changes.items():
        if name in ROWS_OF_ACTIVITY:
            old = sorted(getattr(activity, name).values_list("pk", flat=True))
            if old != sorted(_key(row) for row in value):
                was[name] = old
        elif (old := getattr(activity if name in OF_ACTIVITY else plan, name)) != value:
            was[name] = old
    return was


def _refuse_what_was_promised(by: Account, stored: Activity, changes: Mapping[str, Any]) -> None:
    if "level" in changes:
        ask(access.may_set_level(by, stored, changes["level"]))
    if set(DATES) & set(changes):
        ask(access.may_set_dates(by, stored))
    opened = stored.stage not in access.NOT_YET_OPEN
    if opened and "tier" in changes and TIERS.index(changes["tier"]) < TIERS.index(stored.tier):
        raise Conflict(_("How much is at stake cannot go down after opening: fewer gates would then apply."))
    if opened and {"statutory_minimum_days", "statutory_duty"} & set(changes):
        raise Conflict(
            _("The period that a law sets stays as it was at opening."),
            _("If people need longer, give them longer: the closing day may move later."),
        )
    if "title" in changes and not str(changes["title"]).strip():
        raise Conflict(_("An activity needs a title."))


def _free_slug(title: str) -> str:
    root = slugify(title)[:70].strip("-") or "activity"
    if not Activity.objects.filter(slug=root).exists() and root != "new":
        return root
    return f"{root}-{short_id()[:5]}"


def _about(activity: Activity) -> str:
    return f"activity:{activity.public_id}"


def _key(row: Any) -> Any:
    return row.pk if isinstance(row, Model) else row


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
