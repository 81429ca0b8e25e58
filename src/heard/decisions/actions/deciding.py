"""The evidence is frozen, opened, and only then is a decision recorded and every finding answered."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heard.activities.actions import lift_cited, mark
from heard.activities.actions.holding import hold_activity
from heard.activities.actions.noting import note
from heard.activities.models import Activity, Level, Stage
from heard.decisions import access, queries
from heard.decisions.actions.index import index_commitment, index_decision
from heard.decisions.actions.owing import hurry_obligation
from heard.decisions.models import Answer, Decision, DecisionNote, EvidencePack, PackOpening
from heard.findings.models import Finding
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.turns import one_at_a_time
from heard.people.models import Account
from heard.rules.outcome import canonical
from heard.rules.verdict import no


def freeze_pack(*, activity: Activity, by: Account, at: datetime) -> EvidencePack:
    """Freeze the evidence and name it by its hash. The same evidence again is the same pack.

    Consequences: the decision owner must open this pack before a decision can rest on it (I-14); a light conversation
    that becomes evidence here is lifted to standard, and goes on showing the checks that it never had.
    """
    ask(access.may_freeze(by, activity))
    body = json.loads(canonical(queries.pack_body(activity)))
    with transaction.atomic():
        pack, made = EvidencePack.objects.get_or_create(
            hash=body["hash"], defaults={"activity": activity, "body": body, "frozen_by": by, "frozen_at": at}
        )
        if made:
            note("evidence.frozen", activity, by, at, hash=pack.hash, findings=len(body["findings"]))
            lift_cited(activity=activity, by=by, at=at)
    return pack


def open_pack(*, pack: EvidencePack, by: Account, at: datetime) -> PackOpening:
    """Attest to having read the pack to its end. Only the decision owner's reading lets a decision be recorded."""
    ask(access.may_open_pack(by, pack.activity))
    with transaction.atomic():
        opening, made = PackOpening.objects.get_or_create(pack=pack, account=by, defaults={"opened_at": at})
        if made:
            owner = access.is_decision_owner(by, pack.activity)
            note("evidence.opened", pack.activity, by, at, hash=pack.hash, by_decision_owner=owner)
    return opening


def record_decision(
    *,
    activity: Activity,
    maker: str,
    made_on: date,
    option: str,
    reasons: str,
    alternatives: str,
    conflicts: str = "",
    source: str = "",
    no_commitment_reason: str = "",
    dispensations: str = "",
    considered_on: date | None = None,
    by: Account,
    at: datetime,
) -> Decision:
    """Record what was decided. Until it is published it can be recorded again.

    Consequences: dated, or recorded, on or before closing, it is flagged “decision recorded before close” at once,
    for ever and everywhere (UP-d, I-2); a day still to come hides nothing. Everyone reads it from then on, so what it
    said stays below it as a note when it is recorded anew. After the findings are published it is
    refused until the decision owner has opened the frozen evidence, whose hash is kept with it (I-14).
    """
    ask(access.may_record(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_record(by, activity))
        early = is_before_close(activity, min(made_on, clock.day_of(at)))
        pack = _opened_pack(activity) if activity.stage == Stage.FOUND else None
        known = queries.decision_of(activity)
        decision, _made = Decision.objects.update_or_create(
            activity=activity,
            defaults={
                "maker": maker,
                "made_on": made_on,
                "option": option,
                "reasons": reasons,
                "alternatives": alternatives,
                "conflicts": conflicts,
                "source": source,
                "no_commitment_reason": no_commitment_reason,
                "dispensations": dispensations,
                "considered_on": considered_on,
                "pack": pack,
                "before_close": early or bool(known and known.before_close),
                "recorded_by": by,
                "recorded_at": at,
            },
        )
        if early:
            mark(activity=activity, by=by, at=at, pre_decided=True)
        if known and known.before_close:
            _keep_what_stood(known, decision)
        note("decision.recorded", activity, by, at, made_on=made_on.isoformat(), before_close=decision.before_close,
              pack=pack.hash if pack else "")  # fmt: skip
    return decision


def _keep_what_stood(before: Decision, now: Decision) -> None:
    """A flagged decision is public before it is published: whatever it said stays readable under what it says now."""
    labels = {
        "maker": _("Who decided"),
        "made_on": _("Decided on"),
        "option": _("What was decided"),
        "reasons": _("Why"),
        "alternatives": _("What was turned down"),
        "conflicts": _("Interests declared"),
        "dispensations": _("Dispensations granted"),
        "considered_on": _("Considered on"),
        "source": _("Where it is recorded"),
    }
    said = {label: (getattr(before, name), getattr(now, name)) for name, label in labels.items()}
    changed = [f"{label}: {_written(old)}" for label, (old, new) in said.items() if old != new]
    if changed:
        words = "\n".join([_("This record was changed. Before, it said:"), *changed])
        DecisionNote.objects.create(decision=now, words=words, by=now.recorded_by, at=now.recorded_at)


def _written(value: str | date | None) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return value or _("nothing")


def is_before_close(activity: Activity, made_on: date) -> bool:
    """Was it decided while people still thought they were asked, or before they were? “Inform” asks nothing.

    Without a closing day nothing has closed yet, so whatever is decided comes before.
    """
    return activity.level != Level.INFORM and (activity.closes_on is None or made_on <= activity.closes_on)


def answer_finding(
    *, finding: Finding, kind: str, reason: str = "", referred_to: str = "", by: Account, at: datetime
) -> Answer:
    """Say what the decision does with one finding. Anything but “adopted” needs its reason."""
    activity = finding.activity
    ask(access.may_answer(by, activity))
    if kind != Answer.Kind.ADOPTED and not reason.strip():
        raise Refused(
            no(_("An answer that is not a plain yes says why."), _("Write the reason people will read."), "I-15")
        )
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_answer(by, activity))
        decision = queries.decision_of(activity)
        if decision is None:
            raise Conflict(_("There is no decision to answer from yet."), _("Record the decision first."))
        answer, _made = Answer.objects.update_or_create(
            finding=finding,
            defaults={
                "decision": decision,
                "kind": kind,
                "reason": reason,
                "referred_to": referred_to,
                "by": by,
                "at": at,
            },
        )
        note("finding.answered", activity, by, at, finding=finding.public_id, kind=kind)
    return answer


def annotate_decision(*, decision: Decision, words: str, by: Account, at: datetime) -> DecisionNote:
    """Add a note that everyone reads. It explains; it clears nothing. Nobody says the same twice."""
    ask(access.may_note(by, decision))
    with transaction.atomic():
        one_at_a_time("decisions.note", decision.pk)
        if known := DecisionNote.objects.filter(decision=decision, words=words, by=by).first():
            return known
        written = DecisionNote.objects.create(decision=decision, words=words, by=by, at=at)
        note("decision.annotated", decision.activity, by, at)
    return written


def publish(*, activity: Activity, by: Account | None, at: datetime) -> Decision:
    """Publish the decision with its answers and promises. Called by the move to “decided”, whose gate has judged it.

    Refused, whatever called it, while a published finding has no answer (I-15). Consequence: it can be searched.
    """
    decision = queries.decision_of(activity)
    if decision is None:
        raise Conflict(_("There is no decision to publish."), _("Record the decision first."))
    unanswered = [row["finding"] for row in queries.deciding_desk(activity) if row["answer"] is None]
    if unanswered:
        names = "; ".join(f"{finding.ordinal}. {finding.statement[:60]}" for finding in unanswered)
        raise Conflict(
            _("%(n)d findings have no answer: %(names)s") % {"n": len(unanswered), "names": names},
            _("Answer each, even if the answer is “not adopted because…”."),
        )
    with transaction.atomic():
        decision.published_at = at
        decision.save(update_fields=["published_at"])
        hurry_obligation(activity=activity, by=by, at=at)
        index_decision(decision=decision)
        for promise in decision.commitments.all():
            index_commitment(commitment=promise)
        note("decision.published", activity, by, at, decision=decision.public_id)
    return decision


def _opened_pack(activity: Activity) -> EvidencePack:
    pack = queries.newest_pack(activity)
    if pack is None:
        raise Refused(no(_("The evidence has not been frozen."), _("Freeze the evidence pack first."), "I-14"))
    if not queries.was_opened(pack):
        raise Refused(
            no(
                _("The decision owner has not opened the evidence pack."),
                _("They open it from the decision page and say that they have read it; then the decision is recorded."),
                "I-14",
            )
        )
    return pack
