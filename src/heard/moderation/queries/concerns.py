"""Concerns, as everyone may read them, as those see them who owe the next step, and by the person's code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, When
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Activity, JointLead, Level
from heard.activities.queries import partners_joined, reached_by, voice_named
from heard.ground.asking import Asking
from heard.ground.policy import from_policy
from heard.moderation import access
from heard.moderation.models import Concern, ConcernFile, ConcernStep
from heard.people.access import partners_for, role_pack
from heard.people.models import Account, Partner, Role, Voice, VoiceAddress
from heard.people.queries import mobile_of
from heard.rules import receipt as codes
from heard.rules import snapshot
from heard.rules.concerns import ConcernPolicy, read_concerns

MOST = 50
SHOWS = ("open", "late", "upheld", "not_upheld")
WAITS = Q(contradicts=True, answered_on=None) & ~Q(outcome="withdrawn")  # for a public answer by whoever decides


def concern_policy() -> ConcernPolicy:
    """The questions, days and limits in force (policy/concerns.toml, read again when it changes)."""
    return from_policy("concerns.toml", _read)


def _read(raw: bytes) -> ConcernPolicy:
    return read_concerns(raw.decode("utf-8"))


def public_concerns(*, show: str = "", slug: str = "", today: date) -> QuerySet[Concern]:
    """The register: concerns about announced activities, with what everyone may read. `show`: one of `SHOWS`."""
    rows = Concern.objects.filter(activity__announced_on__isnull=False).select_related(
        "activity", "lead", "reviewer_partner"
    )
    narrowed = {
        "open": Q(outcome="") | _unmended(),
        "late": late_on(today),
        "upheld": Q(outcome="upheld"),
        "not_upheld": Q(outcome="not_upheld"),
    }
    rows = rows.filter(narrowed[show]) if show in narrowed else rows
    return rows.filter(activity__slug=slug) if slug else rows


def late_on(today: date) -> Q:
    """Whatever is past its day and still owed: an acknowledgement, an outcome, a remedy, a look at it."""
    waiting = Q(outcome="", outcome_by__lt=today) | Q(outcome="", acknowledged_on=None, acknowledge_by__lt=today)
    mended = Q(remedy_done_on=None, remedy_due_on__lt=today) | Q(remedy_done_on__isnull=False, confirm_by__lt=today)
    return waiting | (_unmended() & mended)


def _unmended() -> Q:
    return Q(outcome="upheld", confirmed_on=None)


def unsettled() -> Q:
    """Whatever somebody still owes a step of."""
    return Q(outcome="") | _unmended() | Q(escalated_on__isnull=False, group_answered_on=None) | WAITS


def concerns_in_numbers(today: date) -> dict[str, int]:
    """How many were raised, are open, late, were upheld, were not: for the head of the register. One query."""
    seen = Concern.objects.filter(activity__announced_on__isnull=False)
    return seen.aggregate(
        raised=Count("pk"),
        open=Count("pk", filter=Q(outcome="") | _unmended()),
        late=Count("pk", filter=late_on(today)),
        upheld=Count("pk", filter=Q(outcome="upheld")),
        not_upheld=Count("pk", filter=Q(outcome="not_upheld")),
    )


def public_concern(public_id: str) -> Concern:
    """One of the register; 404 with a sentence for any other."""
    rows = Concern.objects.select_related(
        "activity__lead", "lead", "reviewer_partner", "answered_by", "group_partner", "confirmed_partner"
    )
    found = rows.filter(public_id=public_id, activity__announced_on__isnull=False).first()
    if found is None:
        raise Http404(_("There is no such concern. The register lists all of them."))
    return found


def steps_of_concern(concern: Concern) -> list[ConcernStep]:
    """What was done, the oldest first."""
    return list(concern.steps.order_by("at", "id"))


def concern_by_code(code: str) -> Concern:
    """A concern by the code of its receipt; one and the same 404 for any other, and for one that was erased."""
    read = codes.read(code)
    rows = Concern.objects.select_related(
        "activity__lead", "lead", "reviewer_partner", "voice", "answered_by", "confirmed_partner"
    )
    found = rows.filter(code_hash=codes.hashed(read, settings.HEARD_RECEIPT_KEY)).first() if read else None
    if found is None or found.erased_at:
        raise Http404(_("No concern belongs to this code."))
    return found


def voice_by_reference(reference: str) -> Voice | None:
    """The voice behind a receipt code, a trace id or the code of a concern, for erasure (settings.VOICE_NAMED)."""
    if (voice := voice_named(reference)) is not None:
        return voice
    try:
        return concern_by_code(reference).voice
    except Http404:
        return None


def concerns_to_answer(account: Any) -> QuerySet[Concern]:
    """What this account's own bodies owe: concerns about what they lead, and evidence about what it decides itself."""
    return _for_staff().filter(led_by_bodies_of(account) | evidence_before(account))


def led_by_bodies_of(account: Any) -> Q:
    """Concerns about what a body leads, alone or jointly, for which this account answers them."""
    mine = partners_for(account, "answer_concern")
    return Q(lead__in=mine) | Q(activity__in=_joined_by(mine))


def evidence_before(account: Any) -> Q:
    """Evidence that it was decided already, about what this account decides: it owes the public answer (UP-d)."""
    return WAITS & Q(activity__in=reached_by(account, "sign_declaration"))


def _joined_by(partners: QuerySet[Any, Any]) -> QuerySet[Activity]:
    return Activity.objects.filter(Exists(_joint_leads(activity=OuterRef("pk"), partner__in=partners)))


def _joint_leads(**narrowed: Any) -> QuerySet[JointLead]:
    return JointLead.objects.filter(accepted_on__isnull=False, left_on__isnull=True, **narrowed)


def concerns_to_review(account: Any) -> QuerySet[Concern]:
    """What this account looks into, and what nobody has taken on yet and it might: never about what its bodies lead."""
    held = Role.objects.filter(account=account, ended_at=None).exclude(role="independent_reviewer")
    own = held.exclude(partner=None).values("partner")
    refs = held.exclude(activity_ref="").values("activity_ref")
    leads_too = Exists(_joint_leads(activity=OuterRef(OuterRef("activity")), partner=OuterRef("pk")))
    reviewing = partners_for(account, "review_concern").exclude(pk=OuterRef("lead")).exclude(leads_too)
    outside = _for_staff().filter(Exists(reviewing)).exclude(logged_by=account)
    outside = outside.exclude(lead__in=own).exclude(activity__in=_joined_by(own)).exclude(activity__public_id__in=refs)
    return outside.filter(
        Q(reviewer=None)
        | Q(reviewer=account)
        | Q(escalated_on__isnull=False, group_answered_on=None)
        | Q(remedy_done_on__isnull=False, confirmed_on=None)
    )


def _for_staff() -> QuerySet[Concern]:
    return Concern.objects.select_related("activity", "lead", "reviewer", "reviewer_partner")


def concern_for_staff(public_id: str) -> Concern:
    """Any concern, for officers' pages; 404 if there is none."""
    rows = Concern.objects.select_related(
        "activity__lead",
        "lead",
        "reviewer",
        "reviewer_partner",
        "voice",
        "logged_by",
        "answered_by",
        "confirmed_partner",
    )
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such concern."))
    return found


def file_of_concern(concern: Concern, public_id: str) -> ConcernFile:
    """One file of evidence; 404 for any other."""
    found = concern.files.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such file with this concern."))
    return found


def files_of_concern(concern: Concern) -> list[ConcernFile]:
    """Its files of evidence, without their content."""
    return list(concern.files.defer("content"))


def reviewers_for(activity: Activity) -> list[tuple[Account, Partner]]:
    """Who may be asked to look into concerns about an activity, with their body. One query, at most 50 people."""
    held = Role.objects.filter(
        role__in=role_pack().roles_that_may("review_concern"), ended_at=None, activity_ref="", account__is_active=True
    )
    within = Role.objects.filter(access.roles_inside(activity), account=OuterRef("account"), ended_at=None)
    rows = (
        held.exclude(access.bodies_inside(activity, "partner_id"))
        .exclude(Exists(within))
        .select_related("account", "partner")
    )
    found: dict[int, tuple[Account, Partner]] = {}
    for role in rows.order_by("partner__name", "account__name", "pk")[: MOST * 3]:
        if role.partner is not None:
            found.setdefault(role.account_id, (role.account, role.partner))
    return list(found.values())[:MOST]


def answerers_for(concern: Concern) -> list[Account]:
    """Those who owe the lead's next step: by a role at a body that leads, or for the activity."""
    roles = role_pack().roles_that_may("answer_concern")
    scope = Q(partner=concern.lead_id, activity_ref="") | Q(activity_ref=concern.activity.public_id)
    scope |= Q(partner__in=partners_joined(concern.activity.public_id), activity_ref="")
    held = Role.objects.filter(scope, role__in=roles, ended_at=None, account__is_active=True)
    return list(Account.objects.filter(pk__in=held.values("account")).order_by("pk")[:MOST])


def told_level(activity: Activity) -> str:
    """The level that people were told when it opened, or are told now where it has not opened."""
    return activity.level_at_opening or activity.level


def lower_levels(activity: Activity) -> list[str]:
    """The levels below the one that people were told, the lowest first."""
    rungs = list(Level.values)
    told = told_level(activity)
    return rungs[: rungs.index(told)] if told in rungs else []


def level_found(activity: Activity) -> Concern | None:
    """The newest upheld concern that says what people were really offered here, if any does."""
    rows = Concern.objects.filter(activity=activity, outcome="upheld").exclude(real_level="")
    return rows.order_by("-decided_on", "-pk").first()


def answers_waiting(concern: Concern) -> bool:
    """Whether whoever decides still owes a public answer to evidence that it was decided already."""
    return concern.contradicts and concern.answered_on is None and concern.outcome != Concern.Outcome.WITHDRAWN


@dataclass(frozen=True, slots=True)
class ToTell:
    """A step that somebody is still to be told by letter, telephone or text message, and where."""

    step: ConcernStep
    kept: VoiceAddress | None


def still_to_tell(concern: Concern) -> list[ToTell]:
    """Steps to tell by letter, telephone or text, with the address. Only behind `may_reach_person`. Two queries."""
    ways = ["letter", "phone", "text"]
    waiting = concern.steps.filter(tell__in=ways, told_on=None, not_told_because="").order_by("id")
    kept = {one.kind: one for one in VoiceAddress.objects.filter(voice=concern.voice_id)}
    return [ToTell(step, kept.get("phone" if step.tell == "text" else step.tell)) for step in waiting]


def way_to_tell(voice: Voice) -> str:
    """How the person wants to hear: ``email``, ``letter``, ``phone``, ``text``, or "" if they left no address.

    Who asked for text messages at a number that takes none is rung.
    """
    kept = {one.kind: one for one in VoiceAddress.objects.filter(voice=voice)}
    kind = next((kind for kind in ("email", "letter", "phone") if kind in kept), "")
    return "text" if kind == "phone" and kept[kind].takes_texts and mobile_of(kept[kind]) else kind


def concern_facts_asked(activity: Activity) -> Asking[tuple[snapshot.Concern, ...]]:
    """What the gates look at, the oldest first, for asking it beside others: one turn. Nothing about any person."""
    (rows,) = yield [Concern.objects.filter(activity=activity).order_by("pk").values_list(*FACTS)]
    return tuple(snapshot.Concern(*_fact(row)) for row in rows)


def concerns_asked(activity: Activity) -> Asking[list[Concern]]:
    """The concerns about an activity as everyone may read them, those still owed first, at most 50: one turn.

    They hold `SHOWN` and nothing else: no words, no evidence, nobody.
    """
    owed = Case(When(unsettled(), then=0), default=1, output_field=IntegerField())
    rows = Concern.objects.filter(activity=activity).order_by(owed, "-raised_at", "-pk")
    (found,) = yield [rows.values(*SHOWN)[:MOST]]
    return [Concern(**row) for row in found]


SHOWN = (
    "pk", "public_id", "clause", "question", "contradicts", "received_on", "acknowledge_by", "acknowledged_on",
    "outcome_by", "reviewer_id", "outcome", "decided_on", "finding", "clause_breached", "remedy", "remedy_due_on",
    "remedy_done_on", "remedy_evidence", "confirm_by", "confirmed_on", "confirmed_words", "real_level", "answer",
    "answered_on", "escalated_on", "group_answered_on", "disputed_on",
)  # fmt: skip


FACTS = (
    "public_id", "clause", "outcome", "contradicts", "answered_on", "remedy", "remedy_due_on", "remedy_done_on",
    "confirmed_on", "clause_breached",
)  # fmt: skip


def _fact(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row of `FACTS` as the fields of a `snapshot.Concern`: an upheld one names the clause that was breached."""
    return (row[0], row[9] or row[1], *row[2:9])
