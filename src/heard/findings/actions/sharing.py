"""Findings go to the other partners on terms; some words are held back for a time; newer ones take their place."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.models import Activity
from heard.audit.actions import record
from heard.findings import access
from heard.findings.actions.holding import hold
from heard.findings.models import Finding, QualityStatement, Restriction, SharedWith, Sharing, Superseded
from heard.findings.queries.sharing import leads_to_tell
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.sending import made_before, name_of
from heard.people.models import Account
from heard.rules.verdict import no


def share_findings(
    *, activity: Activity, terms: str, by: Account, at: datetime, lessons: str = "", entry_key: str = ""
) -> Sharing:
    """Send what was found to the lead of every other partner, on terms, and list it for all their staff (GP-l).

    Refused until the statement of quality is signed, and while a finding lacks its base, its source or the strand it
    comes from. What is held back goes out as words that say so.
    Consequences: one e-mail to each lead (a job), each logged as it is sent; partners without a lead are listed too.
    Invented people of a sample are listed and get no mail. The same words with the same `entry_key` again are one
    sharing: nobody is written to twice.
    """
    ask(access.may_share(by, activity))
    if len(terms.split()) < 3:
        raise Refused(_("Say on which terms others may use it, in a sentence."))
    findings = list(Finding.objects.filter(activity=activity).prefetch_related("strands").order_by("ordinal", "pk"))
    _refuse_unless_ready(activity, findings)
    public_id = name_of(entry_key, activity.pk, terms, lessons, by.pk)
    with transaction.atomic():
        if known := made_before(Sharing, public_id):
            return known
        made = Sharing.objects.create(
            public_id=public_id, activity=activity, terms=terms.strip(), lessons=lessons.strip(), by=by, at=at
        )
        made.findings.set(findings)
        told = SharedWith.objects.bulk_create(
            SharedWith(sharing=made, partner=partner, account=account) for partner, account in leads_to_tell(activity)
        )
        for one in told:
            if one.account_id and not activity.is_sample:
                app.configure_task("findings.tell_partner").defer(told_id=one.pk)
        record(
            what="findings.shared",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={
                "findings": [finding.public_id for finding in findings],
                "partners": sorted({one.partner.slug for one in told}),
            },
        )
    return made


def note_told(*, told: SharedWith, at: datetime | None, why_failed: str = "") -> None:
    """Keep that the mail server took it (`at`), or why it could not be sent. Called by the sending job."""
    with transaction.atomic():
        told.sent_at, told.why_failed = at, why_failed[:200]
        told.save(update_fields=["sent_at", "why_failed"])
        record(
            what="findings.shared_with",
            about=f"activity:{told.sharing.activity.public_id}",
            by=None,
            at=at or clock.now(),
            public={"partner": told.partner.slug, "sent": at is not None},
        )


def _refuse_unless_ready(activity: Activity, findings: list[Finding]) -> None:
    if not findings:
        raise Conflict(_("There is no finding to share yet."), _("Write what you heard first."))
    for finding in findings:
        if finding.base is None or not (finding.source.strip() or finding.strands.all()):
            raise Refused(
                no(
                    _("“%(words)s” does not say how many it rests on, and where it comes from.")
                    % {"words": finding.statement[:60]},
                    _("Add its themes or its source on the findings desk."),
                    "GP-i.1",
                )
            )
    statement = QualityStatement.objects.filter(activity=activity).first()
    if statement is None or not statement.reviewed_at:
        raise Refused(
            no(
                _("Nobody from another team or partner has signed the statement of quality."),
                _("Write it on “To a standard”, and ask an independent reviewer to sign it."),
                "GP-i.7",
            )
        )


def restrict_finding(
    *, finding: Finding, code: str, because: str, owner: Account, review_on: date, by: Account, at: datetime
) -> Restriction:
    """Hold back the words of a finding for one of the listed reasons; somebody answers for it and looks again (I-28).

    Until then it says everywhere that something is not shown, why, and until when: pages, search, packs and exports
    hold nothing else. Only before publication: what everyone has read cannot be unread.
    """
    ask(access.may_restrict(by, finding.activity))
    today = clock.day_of(at)
    if code not in Restriction.Code.values:
        raise Refused(_("Choose one of the listed reasons."))
    if len(because.split()) < 3 or not today < review_on <= date(today.year + 1, today.month, min(today.day, 28)):
        raise Refused(_("Say why in a sentence, and when within a year it is looked at again."))
    with transaction.atomic():
        hold(finding.activity)
        held = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)
        if held.published_at or Restriction.objects.filter(finding=held, lifted_at__isnull=True).exists():
            raise Conflict(_("This finding has been published, or is held back already."))
        made = Restriction.objects.create(
            finding=held, code=code, because=because.strip(), owner=owner, review_on=review_on,
            statement=held.statement, range_of_views=held.range_of_views, set_by=by, set_at=at,
        )  # fmt: skip
        held.statement = _("Something was found that is not shown here. %(why)s.") % {"why": made.get_code_display()}
        held.range_of_views = ""
        held.save(update_fields=["statement", "range_of_views"])
        _note("finding.restricted", held, by, at, code=code, review_on=review_on.isoformat())
    finding.refresh_from_db()
    return made


def review_restriction(*, restriction: Restriction, review_on: date, because: str, by: Account, at: datetime) -> None:
    """Look at it again, and go on holding it back until another day, with the reason. Only who answers for it may."""
    ask(access.may_restrict(by, restriction.finding.activity))
    today = clock.day_of(at)
    if len(because.split()) < 3 or not today < review_on <= date(today.year + 1, today.month, min(today.day, 28)):
        raise Refused(_("Say why in a sentence, and when within a year it is looked at again."))
    with transaction.atomic():
        if restriction.lifted_at:
            raise Conflict(_("It is shown again already."))
        restriction.review_on, restriction.because = review_on, because.strip()
        restriction.save(update_fields=["review_on", "because"])
        _note("finding.restriction_kept", restriction.finding, by, at, review_on=review_on.isoformat())


def lift_restriction(*, restriction: Restriction, by: Account, at: datetime) -> Finding:
    """Show the words again, everywhere."""
    finding = restriction.finding
    ask(access.may_restrict(by, finding.activity))
    with transaction.atomic():
        if restriction.lifted_at:
            raise Conflict(_("It is shown again already."))
        restriction.lifted_by, restriction.lifted_at = by, at
        restriction.save(update_fields=["lifted_by", "lifted_at"])
        finding.statement, finding.range_of_views = restriction.statement, restriction.range_of_views
        finding.save(update_fields=["statement", "range_of_views"])
        _note("finding.restriction_lifted", finding, by, at)
    return finding


def supersede_finding(*, finding: Finding, newer: Finding, because: str, by: Account, at: datetime) -> Superseded:
    """Say that a newer published finding takes the place of an older one. The older stays to be read, and says so."""
    ask(access.may_share(by, finding.activity))
    if not newer.published_at or newer.pk == finding.pk:
        raise Refused(_("Name a published finding that takes its place."))
    if len(because.split()) < 3:
        raise Refused(_("Say in a sentence what the newer one adds."))
    with transaction.atomic():
        if Superseded.objects.filter(finding=finding).exists():
            raise Conflict(_("Another finding has taken its place already."))
        made = Superseded.objects.create(finding=finding, newer=newer, because=because.strip(), by=by, at=at)
        _note("finding.superseded", finding, by, at, newer=newer.public_id)
    return made


def _note(what: str, finding: Finding, by: Account, at: datetime, **public: object) -> None:
    about = f"activity:{finding.activity.public_id}"
    record(what=what, about=about, by=by, at=at, public={"finding": finding.public_id, **public})
