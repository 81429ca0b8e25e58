"""Decisions, evidence packs, promises and feedback as they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Contribution
from heard.decisions.models import (
    Answer,
    Commitment,
    Decision,
    DecisionStep,
    EvidencePack,
    Feedback,
    KeyNotice,
    PackOpening,
    PromiseReply,
)
from heard.findings.models import Finding, ThemeGroup
from heard.findings.queries import cited_for_pack, finding_facts, reconcile, theme_facts
from heard.findings.queries.policy import Shown, shown
from heard.ground import clock
from heard.people.access import role_pack
from heard.people.models import Role
from heard.rules.outcome import digest

PACK_SCHEMA = 1


def decision_of(activity: Activity) -> Decision | None:
    """The activity's decision, published or not, with its evidence pack."""
    return Decision.objects.select_related("pack", "activity").filter(activity=activity).first()


def newest_step(decision: Decision) -> DecisionStep | None:
    """What became of a published decision last."""
    return decision.steps.order_by("-at", "-id").first()


def key_notice_of(activity: Activity) -> KeyNotice | None:
    """The public notice that a key decision is coming, if there is one."""
    return KeyNotice.objects.filter(activity=activity).first()


def feedback_of(activity: Activity) -> Feedback | None:
    """What was composed to tell people, if anything yet."""
    return Feedback.objects.filter(activity=activity).first()


def newest_pack(activity: Activity) -> EvidencePack | None:
    """The evidence frozen last, with `opened`: has somebody who decides opened it?"""
    opened = PackOpening.objects.filter(pack=OuterRef("pk"), account__in=_deciders(activity))
    return EvidencePack.objects.filter(activity=activity).annotate(opened=Exists(opened)).first()


def pack_by_hash(activity: Activity, hash: str) -> EvidencePack:
    """A frozen pack by its hash, or 404 with a sentence."""
    pack = EvidencePack.objects.filter(activity=activity, hash=hash).first()
    if pack is None:
        raise Http404(_("There is no evidence pack with this hash."))
    return pack


def was_opened(pack: EvidencePack) -> bool:
    """Has somebody who decides opened this pack?"""
    return openings_by_deciders(pack.activity).filter(pack=pack).exists()


def openings_by_deciders(activity: Activity) -> QuerySet[PackOpening]:
    """Every time that somebody who decides opened a pack."""
    return PackOpening.objects.filter(account__in=_deciders(activity))


def _deciders(activity: Activity) -> QuerySet[Any]:
    roles = role_pack().roles_that_may("sign_declaration")
    owners = Role.objects.filter(
        Q(partner_id=activity.lead_id, activity_ref="") | Q(activity_ref=activity.public_id),
        role__in=roles,
    )
    return owners.values("account")


def promises_of(activity: Activity) -> list[Commitment]:
    """The promises of an activity, each with `reply_owed`: does the partner owe residents an answer about it?"""
    owed = PromiseReply.objects.filter(commitment=OuterRef("pk"), at=None)
    return list(Commitment.objects.filter(decision__activity=activity).annotate(reply_owed=Exists(owed)))


def pack_body(activity: Activity) -> dict[str, Any]:
    """What a pack freezes: promise, open matters, counts, findings, what was left aside. Counts and statements only."""
    plan = activity.plan
    body = {
        "schema": PACK_SCHEMA,
        "activity": activity.public_id,
        "title": activity.title,
        "level": activity.level,
        "promise": plan.influence_statement,
        "open_matters": list(plan.open_matters),
        "closed_matters": list(plan.closed_matters),
        "options": list(plan.options),
        "rejected_alternatives": plan.rejected_alternatives,
        "equality_analysis": plan.equality_analysis or plan.equality_screening_reason,
        "opened_on": activity.opens_on,
        "closed_on": activity.closes_on,
        "counts": list(reconcile(activity)),
        "findings": [
            {"ref": finding.public_id, "statement": finding.statement, "base": finding.base, "source": finding.source,
             "range_of_views": finding.range_of_views, "limits": finding.limits}
            for finding in Finding.objects.filter(activity=activity, published_at__isnull=False)
        ],
        "evidence": [{"finding": fact.ref, "passages": fact.evidence} for fact in finding_facts(activity)],
        "not_taken_further": [
            {"theme": theme.name, "because": theme.not_taken_because}
            for theme in theme_facts(activity)
            if theme.not_taken_because
        ],
        "from_elsewhere": cited_for_pack(activity),
    }  # fmt: skip
    return {**body, "hash": digest(body)}


def owed_channels(activity: Activity) -> tuple[str, ...]:
    """The channels by which people took part, and so must be told. Those who withdrew are not."""
    return tuple(sorted(owed_channel_rows(activity)))


def owed_channel_rows(activity: Activity) -> QuerySet[Any, Any]:
    """The channels by which people took part, each once, in no order."""
    rows = Contribution.objects.filter(strand__activity=activity).exclude(state="withdrawn").order_by()
    return rows.values_list("channel", flat=True).distinct()


def deciding_desk(activity: Activity, *, promises: bool = True) -> list[dict[str, Any]]:
    """Each finding in its order: its base as it may be shown, its answer (drafts too) with the `promises` on it."""
    given = Answer.objects.filter(decision__activity=activity)
    answers = {answer.finding_id: answer for answer in (given.prefetch_related("commitments") if promises else given)}
    findings = list(Finding.objects.filter(activity=activity, published_at__isnull=False).order_by("ordinal", "id"))
    bases = shown_bases(findings)
    return [{"finding": finding, "base": bases[finding.pk], "answer": answers.get(finding.pk)} for finding in findings]


def shown_bases(findings: Iterable[Finding]) -> dict[int, Shown]:
    """How many contributions each finding rests on as the public may see it, by the finding's number: one query.

    The stricter line applies where a named group raised one of its themes (I-9).
    """
    rows = list(findings)
    groups = ThemeGroup.objects.filter(
        theme__in=Finding.themes.through.objects.filter(finding__in=rows).values("theme")
    )
    sensitive = set(
        Finding.themes.through.objects.filter(finding__in=rows, theme__in=groups.values("theme")).values_list(
            "finding_id", flat=True
        )
    )
    return {
        one.pk: shown(
            one.base or 0, sensitive=one.pk in sensitive, tells_beside=one.tells_beside, held_to=one.held_to
        )
        for one in rows
    }  # fmt: skip


def commitments_public() -> QuerySet[Commitment]:
    """Every promise of every published decision, with its activity and lead partner."""
    return Commitment.objects.filter(decision__published_at__isnull=False).select_related("decision__activity__lead")


def commitment_by_id(public_id: str) -> Commitment:
    """One public promise with its history and the findings it answers; 404 with a sentence."""
    answers = Prefetch("answers", Answer.objects.select_related("finding"))
    found = commitments_public().filter(public_id=public_id).prefetch_related("changes__by", answers).first()
    if found is None:
        raise Http404(_("There is no such promise, or its decision is not published."))
    return found


def is_late(commitment: Commitment) -> bool:
    """Is it past its day and not settled?"""
    return commitment.settled_on is None and commitment.due_on < clock.today()
