"""The plan's pages: which field of the snapshot stands on which page, and who changed what."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity

PAGES: Mapping[str, object] = {
    "purpose": _("Purpose and audience"),
    "outcome": _("What will be different"),
    "level": _("How much influence"),
    "stakes": _("What is at stake"),
    "change": _("What can change"),
    "options": _("Costs and benefits"),
    "evidence": _("What it rests on"),
    "people": _("Who is affected"),
    "ways": _("Ways to take part"),
    "voluntary": _("Voluntary bodies"),
    "dates": _("Dates"),
    "law": _("The law and elections"),
    "decides": _("Who decides"),
    "stakeholders": _("Stakeholders"),
    "declaration": _("Nothing is decided yet"),
    "leads": _("Who leads"),
    "telling": _("Publicity and feedback"),
    "access": _("Access and equality"),
    "information": _("Information and privacy"),
    "readers": _("Do people understand it?"),
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "purpose": (
        "title",
        "purpose",
        "audience",
        "general_public",
        "topics",
        "origin",
        "places",
        "partners",
        "programme",
    ),
    "outcome": ("outcome", "outcome_known_by", "outcome_number", "outcome_unit", "target_participants"),
    "level": ("level", "tier", "formal_consultation"),
    "stakes": (
        "withdraws_existing_benefit",
        "vulnerable_groups",
        "key_decision",
        "key_decision_noticed_on",
        "at_stake_pence",
    ),
    "change": ("open_matters", "closed_matters", "options", "something_else_welcome", "rejected_alternatives"),
    "options": ("option_terms",),
    "evidence": ("evidence",),
    "people": ("groups", "no_seldom_heard_because"),
    "ways": ("strands",),
    "dates": (
        "noticed_on",
        "opens_on",
        "closes_on",
        "notice_reason",
        "duration_rationale",
        "holiday_extension",
    ),
    "voluntary": ("voluntary_involved", "voluntary_parts"),
    "law": ("statutory_duty", "statutory_minimum_days", "statutory_basis", "elections"),
    "decides": ("service", "decision_maker", "decides_on", "decision_goes_to", "influence_statement", "other_inputs"),
    "leads": ("consultation_lead", "communications_lead", "comms_approved_on", "lead_modules"),
    "readers": ("readings",),
    "stakeholders": ("stakeholders",),
    "declaration": ("declaration",),
    "telling": ("publicity_channels", "publicity_plan", "feedback_channels", "feedback_due_on"),
    "access": (
        "equality_analysis",
        "equality_screening_reason",
        "formats",
        "languages",
        "languages_spoken",
        "includes_learning_disabled",
        "venue_check",
        "support_offered",
    ),
    "information": (
        "information_pack",
        "late_response_policy",
        "lawful_basis",
        "controller",
        "retention",
        "impact_assessment",
    ),
}
_PAGE = {field: page for page, fields in FIELDS.items() for field in fields}
_PAGE |= {"purpose_written_on": "purpose", "lead_partner": "purpose", "promise": "level"}
_PAGE |= {"level_at_opening": "level", "closes_on_at_opening": "dates"}
_STANDS_AT = {"purpose_written_on": "purpose", "lead_partner": "title", "promise": "level", "level_at_opening": "level"}
_STANDS_AT |= {"closes_on_at_opening": "closes_on"}
_KEY = re.compile(r"(?P<head>[a-z_]+)(?:\[(?P<place>\d+)\])?(?:\.(?P<tail>[a-z_]+))?")


def page_of_field(field: str) -> tuple[str, str]:
    """The plan's page and the anchor on it where a field of the snapshot is mended.

    `groups[1].remedy` → ``("people", "id_groups-1-remedy")``; ``("", "")`` for a field that is on no page of the plan
    (findings, the decision, feedback…).
    """
    key = _KEY.match(field)
    if key is None:
        return "", ""
    head, place, tail = key["head"], key["place"], key["tail"] or ""
    if head in ("access", "privacy"):
        return _PAGE.get(tail, "access" if head == "access" else "information"), f"id_{tail}" if tail else ""
    if head == "groups":
        return _group(place, tail)
    if head == "strands":
        return "ways", f"strand-{place}" if place else "strands"
    if head in _LISTS:
        page, one, none = _LISTS[head]
        return page, (one % place if place and "%s" in one else none)
    if head == "stakeholders":
        return "stakeholders", f"stakeholder-{place}" if place else "id_name"
    if head == "declaration":
        return "declaration", _DECLARED.get(tail, "id_nothing_decided")
    page = _PAGE.get(head, "")
    return page, f"id_{_STANDS_AT.get(head, head)}" if page else ""


_LISTS = {
    "voluntary_parts": ("voluntary", "part-%s", "parts"),
    "option_terms": ("options", "id_options-%s-costs", "options"),
    "evidence": ("evidence", "id_evidence-%s-title", "evidence"),
    "readings": ("readers", "reading-%s", "readings"),
    "elections": ("law", "elections", "elections"),
    "lead_modules": ("leads", "training", "training"),
}
_DECLARED = {"would_change_my_mind": "id_would_change_my_mind", "what_is_fixed": "id_what_is_fixed"}


def _group(place: str | None, tail: str) -> tuple[str, str]:
    if tail == "reached_by":
        return "ways", f"group-{place}"
    return "people", f"id_groups-{place or 0}-{tail or 'name'}"


def field_url(activity: Activity, field: str) -> str:
    """The address where a field is mended, or "" if it is on no page of the plan."""
    page, anchor = page_of_field(field)
    if not page:
        return ""
    address = reverse("activities:plan_page", args=[activity.slug, page])
    return f"{address}#{anchor}" if anchor else address
