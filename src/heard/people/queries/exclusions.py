"""Exclusions: for those who decide about them, and in numbers for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from heard.people import access
from heard.people.models import Exclusion, Role
from heard.people.queries.monitoring import disclosure_policy
from heard.rules.disclosure import Table, suppress_table
from heard.ui.parts import Step

VERBS = ("propose_exclusion", "approve_exclusion")


def exclusions_seen_by(viewer: Any) -> QuerySet[Exclusion]:
    """Exclusions of the partners and activities where the viewer may propose or approve any."""
    roles = {role for verb in VERBS for role in access.role_pack().roles_that_may(verb)}
    held = Role.objects.filter(account=viewer, role__in=roles, ended_at__isnull=True)
    seen = Q(partner__in=held.filter(activity_ref="").values("partner")) | Q(
        activity_ref__in=held.exclude(activity_ref="").values("activity_ref")
    )
    return Exclusion.objects.filter(seen).select_related("partner", "proposed_by", "approved_by", "appeal_by")


def exclusion_seen_by(viewer: Any, public_id: str) -> Exclusion:
    """One of them; 404 for any other."""
    exclusion = exclusions_seen_by(viewer).filter(public_id=public_id).first()
    if exclusion is None:
        raise Http404(_("There is no such exclusion, or it belongs to another partner."))
    return exclusion


def waiting(rows: QuerySet[Exclusion]) -> QuerySet[Exclusion]:
    """Those that somebody has to deal with: to decide, to tell, or an appeal to hear."""
    decide = Q(approved_at__isnull=True, refused_at__isnull=True)
    tell = Q(approved_at__isnull=False, in_force_at__isnull=True)
    hear = Q(appealed_at__isnull=False, appeal_outcome="")
    return rows.filter(decide | tell | hear)


def appeal_path(exclusion: Exclusion) -> str:
    """The address where the person who was left out can appeal. Only they are given it."""
    return reverse("people:appeal", args=[exclusion.public_id, _secret(exclusion.public_id)])


def exclusion_to_appeal(public_id: str, secret: str) -> Exclusion:
    """An exclusion by the link that its person was given; 404 for any other, and while it is not in force."""
    exclusion = Exclusion.objects.select_related("partner").filter(public_id=public_id).first()
    known = constant_time_compare(secret, _secret(public_id))
    if exclusion is None or not known or exclusion.in_force_at is None:
        raise Http404(_("There is nothing at this address. Check it against the letter you were sent."))
    return exclusion


def _secret(public_id: str) -> str:
    return salted_hmac("heard.people.appeal", public_id, algorithm="sha256").hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Register:
    """Exclusions in force by reason (rows) and kind (columns), small numbers hidden."""

    kinds: tuple[str, ...]
    reasons: tuple[str, ...]
    table: Table
    smallest: int


def exclusion_register() -> Register:
    """How many exclusions are in force, by kind and reason. One query; None in the table is a hidden number."""
    counts = {
        (kind, reason): number
        for kind, reason, number in Exclusion.objects.filter(in_force_at__isnull=False)
        .exclude(appeal_outcome="overturned")
        .order_by()
        .values_list("kind", "reason")
        .annotate(Count("pk"))
    }
    kinds = [kind for kind in Exclusion.Kind if any(kind == key[0] for key in counts)]
    reasons = [reason for reason in Exclusion.Reason if any(reason == key[1] for key in counts)]
    terms = disclosure_policy().ordinary
    table = suppress_table([[counts.get((kind, reason), 0) for kind in kinds] for reason in reasons], terms)
    return Register(
        tuple(str(kind.label) for kind in kinds), tuple(str(reason.label) for reason in reasons), table, terms.smallest
    )


def exclusion_steps(exclusion: Exclusion) -> list[Step]:
    """How far an exclusion has come, as knots on a timeline."""
    steps = [_step(_("Proposed"), exclusion.proposed_at, exclusion.proposed_by, exclusion.proposed_team)]
    if exclusion.refused_at:
        return [*steps, _step(_("Refused"), exclusion.refused_at, exclusion.refused_by)]
    steps.append(
        _step(_("Approved by another team"), exclusion.approved_at, exclusion.approved_by, exclusion.approved_team)
    )
    unsafe = bool(exclusion.unsafe_to_tell_because)
    told = _("Not told: unsafe") if unsafe else _("The person is told")
    steps.append(_step(told, exclusion.in_force_at if unsafe else exclusion.told_at, None, exclusion.told_how))
    steps.append(_step(_("In force"), exclusion.in_force_at))
    if exclusion.appealed_at:
        steps.append(_step(_("Appealed"), exclusion.appealed_at))
        steps.append(_step(_("Appeal decided"), exclusion.appeal_decided_at, exclusion.appeal_by))
    return steps


def _step(label: str, at: Any, by: Any = None, note: str = "") -> Step:
    words = ", ".join(filter(None, [by.name if by else "", note]))
    return Step(label, on=at, state="done" if at else "next", note=words)
