"""Leaving someone or something out: proposed, approved by another team, told, open to appeal. Never by one person.

The room that owns the thing carries it out: settings.EXCLUDERS names its action for each kind (and settings.RESTORERS
the one that undoes it), called as `f(exclusion=, by=, at=)` inside the transaction that puts the exclusion in force.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from heard.audit.actions import record
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.turns import one_at_a_time
from heard.people import access
from heard.people.models import Account, Exclusion, Partner, Role
from heard.rules.verdict import no


def propose_exclusion(
    *,
    kind: str,
    reference: str,
    reason: str,
    note: str,
    by: Account,
    at: datetime,
    partner: Partner | None = None,
    activity_ref: str = "",
) -> Exclusion:
    """Propose that something is left out. Nothing happens to it until someone from another team has approved.

    `reference` names the thing for its room (a contribution's trace id, a stakeholder's number). For an activity pass
    its lead as `partner`. The reason comes from a closed list; that somebody is critical is not on it.
    """
    ask(access.may_propose_exclusion(by, partner=partner, activity_ref=activity_ref))
    if reason not in Exclusion.Reason.values:
        why = _("That is no reason to leave anything out.")
        way = _("Only the listed reasons count. Being critical, difficult or unwelcome is not one of them.")
        raise Refused(no(why, way, "UP-c"))
    if kind not in settings.EXCLUDERS:
        raise Refused(_("Heard cannot leave this kind of thing out."), _("Ask your administrator."))
    if not note.strip():
        raise Refused(_("Write what happened, so that others can judge it."))
    with transaction.atomic():
        one_at_a_time("people.exclusion", f"{kind}:{reference}")
        _nothing_pending(kind, reference)
        exclusion = Exclusion.objects.create(
            kind=kind,
            reference=reference,
            activity_ref=activity_ref,
            partner=partner,
            reason=reason,
            note=note.strip(),
            proposed_by=by,
            proposed_team=_team(by, "propose_exclusion", partner, activity_ref),
            proposed_at=at,
        )
        _record("exclusion.proposed", exclusion, by, at)
    return exclusion


def approve_exclusion(*, exclusion: Exclusion, by: Account, at: datetime) -> Exclusion:
    """Approve as the second person, from another team. It comes into force when the person has been told."""
    ask(access.may_approve_exclusion(by, exclusion))
    with transaction.atomic():
        exclusion = _held(exclusion, "proposed")
        team = _team(by, "approve_exclusion", exclusion.partner, exclusion.activity_ref)
        if _same(team, exclusion.proposed_team):
            raise Refused(
                _("You are in the same team as the person who proposed this (%(team)s).") % {"team": team},
                _("Ask a colleague from another team, or from another partner."),
            )
        exclusion.approved_by, exclusion.approved_team, exclusion.approved_at = by, team, at
        exclusion.save(update_fields=["approved_by", "approved_team", "approved_at"])
        _record("exclusion.approved", exclusion, by, at)
        _heard(exclusion, "approved", by, at)
    return exclusion


def refuse_exclusion(*, exclusion: Exclusion, because: str, by: Account, at: datetime) -> Exclusion:
    """Refuse a proposal, with the reason; who proposed it may take it back the same way. Nothing is left out."""
    if by.pk != exclusion.proposed_by_id:
        ask(access.may_approve_exclusion(by, exclusion))
    _must_say(because)
    with transaction.atomic():
        exclusion = _held(exclusion, "proposed")
        exclusion.refused_by, exclusion.refused_at, exclusion.refused_because = by, at, because.strip()
        exclusion.save(update_fields=["refused_by", "refused_at", "refused_because"])
        _record("exclusion.refused", exclusion, by, at)
        _heard(exclusion, "refused", by, at)
    return exclusion


def lapse_exclusion(*, exclusion: Exclusion, because: str, at: datetime) -> Exclusion:
    """A proposal that nobody decided in time ends as if refused, by nobody. Called by the job that watches the days."""
    with transaction.atomic():
        exclusion = _held(exclusion, "proposed")
        exclusion.refused_at, exclusion.refused_because = at, because
        exclusion.save(update_fields=["refused_at", "refused_because"])
        _record("exclusion.lapsed", exclusion, "system", at)
        _heard(exclusion, "refused", None, at)
    return exclusion


def tell_excluded(
    *, exclusion: Exclusion, by: Account, at: datetime, how: str = "", told_at: datetime | None = None, unsafe: str = ""
) -> Exclusion:
    """Record how and when the person was told, or why telling them is unsafe. This puts the exclusion in force."""
    ask(
        access.may_propose_exclusion(by, partner=exclusion.partner, activity_ref=exclusion.activity_ref)
        or access.may(by, "approve_exclusion", partner=exclusion.partner_id, activity_ref=exclusion.activity_ref)
    )
    if bool(how.strip()) == bool(unsafe.strip()):
        raise Refused(_("Say how the person was told, or why telling them is unsafe: one of the two."))
    with transaction.atomic():
        exclusion = _held(exclusion, "approved")
        if told_at is not None and not exclusion.proposed_at <= told_at <= at:
            raise Refused(_("They were told after this was proposed, and not in the future."))
        exclusion.told_how, exclusion.told_at = how.strip(), (told_at or at) if how.strip() else None
        exclusion.unsafe_to_tell_because, exclusion.in_force_at = unsafe.strip(), at
        exclusion.save(update_fields=["told_how", "told_at", "unsafe_to_tell_because", "in_force_at"])
        _owner(settings.EXCLUDERS, exclusion.kind)(exclusion=exclusion, by=by, at=at)
        _record("exclusion.in_force", exclusion, by, at, told=bool(how.strip()))
    return exclusion


def appeal_exclusion(*, exclusion: Exclusion, words: str, by: Account | None, at: datetime) -> Exclusion:
    """Appeal: by the person, with the reference they were told (`by` None), or keyed in for them. Once."""
    if by is not None:
        ask(access.may_propose_exclusion(by, partner=exclusion.partner, activity_ref=exclusion.activity_ref))
    _must_say(words)
    with transaction.atomic():
        exclusion = _held(exclusion, "in_force")
        if exclusion.appealed_at:
            raise Conflict(_("There has been an appeal, and it was decided."), _("The Ombudsman is the next step."))
        exclusion.appealed_at, exclusion.appeal_words = at, words.strip()
        exclusion.save(update_fields=["appealed_at", "appeal_words"])
        _record("exclusion.appealed", exclusion, by or "resident", at)
    return exclusion


def decide_appeal(*, exclusion: Exclusion, outcome: str, because: str, by: Account, at: datetime) -> Exclusion:
    """Decide an appeal, as a third person: ``upheld`` (it stands) or ``overturned`` (what was left out comes back)."""
    ask(access.may_decide_appeal(by, exclusion))
    if outcome not in ("upheld", "overturned"):
        raise Refused(_("An appeal is upheld or overturned."))
    _must_say(because)
    with transaction.atomic():
        exclusion = _held(exclusion, "appealed")
        exclusion.appeal_outcome, exclusion.appeal_because = outcome, because.strip()
        exclusion.appeal_by, exclusion.appeal_decided_at = by, at
        exclusion.save(update_fields=["appeal_outcome", "appeal_because", "appeal_by", "appeal_decided_at"])
        if outcome == "overturned":
            _owner(settings.RESTORERS, exclusion.kind)(exclusion=exclusion, by=by, at=at)
        _record("exclusion.appeal_decided", exclusion, by, at, outcome=outcome)
    return exclusion


def end_excluded_role(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """What an exclusion of kind ``role`` does: the role (its number) ends."""
    role = Role.objects.select_for_update(no_key=True).filter(pk=_number(exclusion), ended_at__isnull=True).first()
    if role is None:
        raise Conflict(_("This role has ended already."), _("Refuse the proposal: there is nothing to leave out."))
    role.ended_by, role.ended_at = by, at
    role.save(update_fields=["ended_by", "ended_at"])


def restore_excluded_role(*, exclusion: Exclusion, by: Account, at: datetime) -> None:
    """The role that an overturned exclusion ended is held again."""
    Role.objects.filter(pk=_number(exclusion)).update(ended_by=None, ended_at=None)


def _nothing_pending(kind: str, reference: str) -> None:
    rows = Exclusion.objects.filter(kind=kind, reference=reference, refused_at__isnull=True)
    if rows.exclude(appeal_outcome="overturned").exists():
        raise Conflict(_("This has been proposed already."), _("Find it in the list of exclusions."))


def _held(exclusion: Exclusion, state: str) -> Exclusion:
    """The row as it is now, held; Conflict unless it is in this state."""
    fresh = (
        Exclusion.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=exclusion.pk)
    )
    if fresh.state != state:
        raise Conflict(_("Somebody has dealt with this since you opened it."), _("Open it again to see how it stands."))
    return fresh


def _team(by: Account, verb: str, partner: Partner | None, activity_ref: str) -> str:
    team = access.team_of(by, verb, partner=partner, activity_ref=activity_ref)
    if not team:
        raise Refused(
            _("Your team is not written beside your role, so nobody can see that two teams decided."),
            _("Ask your administrator to give you the role with your team."),
        )
    return team


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _must_say(words: str) -> None:
    if not words.strip():
        raise Refused(_("Say why, in a sentence or two."))


def _owner(owners: dict[str, str], kind: str) -> Callable[..., Any]:
    if kind not in owners:
        raise Refused(_("Heard cannot do this for this kind of thing."), _("Ask your administrator."))
    return import_string(owners[kind])


def _heard(exclusion: Exclusion, step: str, by: Account | None, at: datetime) -> None:
    """Tell the room that owns the thing that a proposal was ``approved`` or ``refused``, if it wants to know."""
    if exclusion.kind in settings.EXCLUSION_HEARD:
        import_string(settings.EXCLUSION_HEARD[exclusion.kind])(exclusion=exclusion, step=step, by=by, at=at)


def _number(exclusion: Exclusion) -> int:
    return int(exclusion.reference) if exclusion.reference.isdecimal() else 0


def _record(what: str, exclusion: Exclusion, by: Account | str, at: datetime, **public: Any) -> None:
    header = {"kind": exclusion.kind, "reason": exclusion.reason, **public}
    if exclusion.activity_ref:
        header["activity"] = exclusion.activity_ref
    record(
        what=what,
        about=f"exclusion:{exclusion.public_id}",
        by=by,
        at=at,
        public=header,
        private={"reference": exclusion.reference},
    )
