"""Another partner's finding is used again; a decision cites evidence from elsewhere, published and current (P-3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.audit.actions import record
from heard.findings import access
from heard.findings.models import EvidenceCited, Finding, Reuse
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.sending import made_before, name_of
from heard.ground.turns import one_at_a_time
from heard.people.models import Account, Partner
from heard.rules.currency import may_rest_on


def ask_reuse(
    *, finding: Finding, partner: Partner, purpose: str, by: Account, at: datetime, activity: Activity | None = None,
    entry_key: str = "",
) -> Reuse:  # fmt: skip
    """Ask to use a finding. One that is published may be used by anyone: it is granted at once, and counted.

    The same words with the same `entry_key` again are one use.
    """
    ask(access.may_ask_reuse(by))
    if len(purpose.split()) < 3:
        raise Refused(_("Say in a sentence what you want it for."))
    if not finding.published_at and not finding.sharings.exists():
        raise Refused(_("This finding has not been shared yet."))
    public_id = name_of(entry_key, finding.pk, partner.pk, activity and activity.pk, purpose, by.pk)
    with transaction.atomic():
        if known := made_before(Reuse, public_id):
            return known
        made = Reuse.objects.create(
            public_id=public_id, finding=finding, partner=partner, activity=activity, purpose=purpose.strip(),
            asked_by=by, asked_at=at,
        )  # fmt: skip
        if finding.published_at:
            made.state, made.answered_at = Reuse.State.GRANTED, at
            made.save(update_fields=["state", "answered_at"])
        _note("reuse.asked", made, by, at)
    return made


def answer_reuse(*, reuse: Reuse, grant: bool, by: Account, at: datetime, reason: str = "") -> Reuse:
    """Grant it, or refuse it with the reason."""
    ask(access.may_answer_reuse(by, reuse.finding.activity))
    if not grant and len(reason.split()) < 3:
        raise Refused(_("A refusal says why, in a sentence."))
    with transaction.atomic():
        held = Reuse.objects.select_for_update(no_key=True).get(pk=reuse.pk)
        if held.state != Reuse.State.ASKED:
            raise Conflict(_("It has been answered already."))
        held.state = Reuse.State.GRANTED if grant else Reuse.State.REFUSED
        held.answered_by, held.answered_at, held.reason = by, at, reason.strip()
        held.save(update_fields=["state", "answered_by", "answered_at", "reason"])
        _note("reuse.answered", held, by, at)
    return held


def cite_reuse(*, reuse: Reuse, cited_in: str, by: Account, at: datetime) -> Reuse:
    """Say what it was cited in: a plan, a report, a bid. It counts as used."""
    ask(access.may_ask_reuse(by))
    if not cited_in.strip():
        raise Refused(_("Say what it was cited in."))
    with transaction.atomic():
        held = Reuse.objects.select_for_update(no_key=True).get(pk=reuse.pk)
        if held.state not in (Reuse.State.GRANTED, Reuse.State.CITED):
            raise Conflict(_("It has not been granted."), _("Wait for the answer of the partner who found it."))
        held.state, held.cited_in, held.cited_at = Reuse.State.CITED, cited_in.strip()[:300], at
        held.save(update_fields=["state", "cited_in", "cited_at"])
        _note("reuse.cited", held, by, at)
    return held


def cite_evidence(
    *,
    activity: Activity,
    source: str,
    says: str,
    collected_on: date,
    published_where: str,
    by: Account,
    at: datetime,
    currency_note: str = "",
    finding: Finding | None = None,
) -> EvidenceCited:
    """Add evidence from elsewhere to what the decision rests on; it is frozen into the evidence pack.

    Refused when nobody can read it (unpublished), and when it is over 24 months old without a note on why it still
    holds. A finding kept in Heard is published when its own activity has published it, and its use is counted. The same
    evidence again is there once.
    """
    ask(access.may_cite(by, activity))
    if finding is not None and not finding.published_at:
        published_where = ""
    if not source.strip() or not says.strip():
        raise Refused(_("Say what it is and whose, and what it says."))
    today = clock.day_of(at)
    ask(may_rest_on(collected_on=collected_on, published_where=published_where, currency_note=currency_note,
                    today=today))  # fmt: skip
    terms = {
        "activity": activity, "finding": finding, "source": source.strip(), "says": says.strip(),
        "collected_on": collected_on, "published_where": published_where.strip(),
        "currency_note": currency_note.strip(),
    }  # fmt: skip
    with transaction.atomic():
        one_at_a_time("findings.evidence", activity.pk)
        if known := EvidenceCited.objects.filter(**terms, dropped_at=None).first():
            return known
        made = EvidenceCited.objects.create(**terms, cited_by=by, cited_at=at)
        if finding is not None and finding.activity_id != activity.pk:
            Reuse.objects.create(
                finding=finding, partner_id=activity.lead_id, activity=activity, purpose=_("Evidence for a decision"),
                state=Reuse.State.CITED, asked_by=by, asked_at=at, answered_at=at, cited_in=activity.title[:300],
                cited_at=at,
            )  # fmt: skip
        record(
            what="evidence.cited",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"collected_on": collected_on.isoformat(), "finding": finding.public_id if finding else ""},
        )
    return made


def drop_evidence(*, evidence: EvidenceCited, by: Account, at: datetime) -> None:
    """Take evidence from elsewhere back out, before a decision rests on it. The row stays."""
    ask(access.may_cite(by, evidence.activity))
    with transaction.atomic():
        if evidence.dropped_at:
            raise Conflict(_("It has been taken out already."))
        evidence.dropped_by, evidence.dropped_at = by, at
        evidence.save(update_fields=["dropped_by", "dropped_at"])
        record(what="evidence.dropped", about=f"activity:{evidence.activity.public_id}", by=by, at=at, public={})


def _note(what: str, reuse: Reuse, by: Account, at: datetime) -> None:
    finding = reuse.finding
    record(
        what=what,
        about=f"activity:{finding.activity.public_id}",
        by=by,
        at=at,
        public={"finding": finding.public_id, "partner": reuse.partner.slug, "state": reuse.state},
    )
