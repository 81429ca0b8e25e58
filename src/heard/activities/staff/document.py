"""The plan as one document: every answer under its question, with the way to change it, and the gates beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heard.activities import access, queries
from heard.activities.models import Activity, Channel, Group, Stakeholder, Strand
from heard.activities.staff import opening
from heard.people.access import StaffRequest
from heard.rules.money import pounds
from heard.ui.parts import Row
from heard.ui.words import LEVEL_PROMISES

QUIET_WHEN_EMPTY = {
    "partners",
    "programme",
    "places",
    "topics",
    "origin",
    "notice_reason",
    "duration_rationale",
    "holiday_extension",
    "statutory_minimum_days",
    "statutory_basis",
    "no_seldom_heard_because",
    "options",
    "something_else_welcome",
    "equality_screening_reason",
    "languages_spoken",
    "impact_assessment",
    "key_decision",
    "key_decision_noticed_on",
    "withdraws_existing_benefit",
    "vulnerable_groups",
    "at_stake_pence",
    "statutory_duty",
    "target_participants",
    "outcome_unit",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the plan as a part of the document: its answers, and how many questions still stand open."""

    page: str
    label: Any
    href: str
    rows: tuple[Row, ...]
    unset: int


@login_required
def plan(request: StaffRequest, slug: str) -> HttpResponse:
    """The whole plan."""
    activity = opening.opened(request, slug)
    sections = list(_sections(activity))
    return opening.shown(
        request,
        "plan/document.html",
        activity,
        {
            "sections": sections,
            "unset": sum(section.unset for section in sections),
            "may_edit": access.may_edit_plan(request.user, activity),
            "may_extend": access.may_extend(request.user, activity),
            "may_relabel": access.may_relabel(request.user, activity),
        },
    )


def _sections(activity: Activity) -> Iterable[Section]:
    for page, label in queries.PAGES.items():
        rows: list[Row | None] = (
            list(TABLES[page](activity)) if page in TABLES else [_row(activity, name) for name in _fields(page)]
        )
        rows += [_row(activity, name) for name in BESIDE.get(page, ())]
        kept = tuple(row for row in rows if row is not None)
        href = reverse("activities:plan_page", args=[activity.slug, page])
        yield Section(page, label, href, kept, sum(not row.value for row in kept))


def _fields(page: str) -> tuple[str, ...]:
    return tuple(name for name in queries.FIELDS[page] if name not in ("elections", "lead_modules"))


def _row(activity: Activity, name: str) -> Row | None:
    of_plan = hasattr(activity.plan, name)
    owner: Any = activity.plan if of_plan else activity
    value = in_words(owner, name)
    if not value and name in QUIET_WHEN_EMPTY:
        return None
    label = owner._meta.get_field(name).verbose_name
    label = str(label)[:1].upper() + str(label)[1:]
    return Row(label, value, queries.field_url(activity, name), _("Change") if value else _("Write"))


def in_words(owner: Any, name: str) -> str:
    """A field as an officer reads it; "" when it is not given."""
    value = getattr(owner, name)
    if name == "level":
        return f"{owner.get_level_display()}: {LEVEL_PROMISES[value]}" if value else ""
    if hasattr(value, "all"):
        return ", ".join(str(each) for each in value.all())
    if value is None or value == "" or value == []:
        return ""
    if name == "at_stake_pence":
        return pounds(value)
    if name == "statutory_duty":
        duty = queries.planning_policy().duty(value)
        return duty.name if duty else value
    if isinstance(value, bool):
        return str(_("Yes")) if value else str(_("No"))
    if isinstance(value, date):
        return date_format(value, "l j F Y")
    if name.endswith("_channels"):
        return ", ".join(str(Channel(slug).label) for slug in value)
    if isinstance(value, list):
        return "\n".join(value)
    display = getattr(owner, f"get_{name}_display", None)
    return str(display() if display else value)


def _groups(activity: Activity) -> Iterable[Row]:
    groups = list(activity.groups.prefetch_related("strands"))
    if not groups:
        yield Row(_("Groups"), "", queries.field_url(activity, "groups"), _("Write"))
    for number, group in enumerate(groups):
        yield Row(group.name, _group(group), queries.field_url(activity, f"groups[{number}].name"), _("Change"))


def _group(group: Group) -> str:
    marks = [
        (group.most_affected, _("Most affected")),
        (group.seldom_heard, _("Seldom heard")),
        (group.offline_likely, _("Many are off-line")),
    ]
    reached = ", ".join(strand.title for strand in group.strands.all()) or _("nothing yet")
    lines = [
        ", ".join(word for holds, word in marks if holds),
        f"{group.barrier} → {group.remedy or '?'}" if group.barrier else "",
        _("Reached by: %(ways)s") % {"ways": reached},
    ]
    return "\n".join(line for line in lines if line)


def _strands(activity: Activity) -> Iterable[Row]:
    strands = list(activity.strands.filter(dropped_because=""))
    if not strands:
        yield Row(_("Ways to take part"), "", queries.field_url(activity, "strands"), _("Write"))
    for strand in strands:
        href = reverse("activities:strand_edit", args=[activity.slug, strand.public_id])
        yield Row(strand.title, _strand(strand), href, _("Change"))


def _strand(strand: Strand) -> str:
    ways = ", ".join(str(Channel(channel).label) for channel in strand.channels) or _("no way in yet")
    return f"{ways}\n{strand.why}".strip()


def _stakeholders(activity: Activity) -> Iterable[Row]:
    there = list(activity.stakeholders.filter(removed_at__isnull=True).order_by("pk"))
    if not there:
        yield Row(_("People with a stake"), "", queries.field_url(activity, "stakeholders"), _("Invite"))
    for one in there:
        href = reverse("activities:stakeholder", args=[activity.slug, one.public_id])
        yield Row(one.name, _stakeholder(one), href, _("Open"))


def _stakeholder(one: Stakeholder) -> str:
    if one.accepted_at:
        state = _("accepted by %(name)s") % {"name": one.accepted_name}
    elif one.declined_at:
        state = _("declined")
    else:
        state = _("invited, no answer yet") if one.invited_at else _("not invited")
    return f"{one.get_stake_display()}: {state}"


def _declaration(activity: Activity) -> Iterable[Row]:
    href = queries.field_url(activity, "declaration")
    signed = queries.newest_declaration(activity)
    if signed is None:
        yield Row(_("Signed by the decision owner"), "", href, _("Open"))
        return
    said = _("Nothing is decided.") if signed.nothing_decided else _("Something is decided already.")
    day = date_format(signed.signed_at, "j F Y")
    who = f"{signed.signed_name}, {signed.signed_role}, {day}"
    yield Row(_("Signed by the decision owner"), f"{said}\n{who}", href, _("Open"))
    yield Row(_("What would change their mind"), signed.would_change_my_mind)


def _beside(activity: Activity) -> dict[str, list[dict[str, Any]]]:
    """Asked once for the whole document."""
    if not hasattr(activity, "beside"):
        activity.beside = queries.beside_of(activity)  # type: ignore[attr-defined]
    found: dict[str, list[dict[str, Any]]] = activity.beside  # type: ignore[attr-defined]
    return found


def _options(activity: Activity) -> Iterable[Row]:
    for number, each in enumerate(_beside(activity)["options"]):
        href = queries.field_url(activity, f"option_terms[{number}]")
        yield Row(each["option"], f"{each['costs']}\n{each['benefits']}".strip(), href, _("Change"))


def _evidence(activity: Activity) -> Iterable[Row]:
    for number, each in enumerate(_beside(activity)["evidence"]):
        day = date_format(each["dated_on"], "j F Y") if each["dated_on"] else _("no date")
        words = {True: _("published"), False: _("not published"), None: _("published or not: not said")}
        said = words[each["published"]]
        yield Row(each["title"], f"{day}, {said}", queries.field_url(activity, f"evidence[{number}]"), _("Change"))


def _voluntary(activity: Activity) -> Iterable[Row]:
    for part in activity.voluntary_parts.filter(removed_at=None):
        href = reverse("activities:voluntary_part", args=[activity.slug, part.public_id])
        paid = pounds(part.amount_pence) if part.amount_pence is not None else _("payment not said")
        state = (
            _("confirmed by %(name)s") % {"name": part.acknowledged_name}
            if part.acknowledged_at
            else _("not confirmed")
        )
        yield Row(part.body, f"{part.role}\n{paid}, {state}".strip(), href, _("Open"))


def _readings(activity: Activity) -> Iterable[Row]:
    for number, each in enumerate(_beside(activity)["readings"]):
        yield Row(each["reader"], each["said"], queries.field_url(activity, f"readings[{number}]"), _("Open"))


BESIDE = {"people": ("no_seldom_heard_because",), "voluntary": ("voluntary_involved",)}
TABLES = {
    "options": _options,
    "evidence": _evidence,
    "voluntary": _voluntary,
    "readers": _readings,
    "people": _groups,
    "ways": _strands,
    "stakeholders": _stakeholders,
    "declaration": _declaration,
}
