"""Findings are written as drafts: a statement, what it rests on, the range of views, its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Passage, Strand
from heard.audit.actions import record
from heard.findings import access
from heard.findings.actions.holding import hold, hold_themes
from heard.findings.models import Coding, Evidence, Finding, Theme
from heard.findings.queries.behind import base_of
from heard.findings.queries.quotes import flags_of
from heard.findings.queries.tally import counted
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.sending import made_before, name_of
from heard.ground.turns import one_at_a_time
from heard.people.models import Account
from heard.rules.verdict import no

ORDER = "findings.order"  # whose turn it is to number findings (ground/turns)
APART = 10_000  # ordinals are moved out of one another's way by this much, within one transaction


def write_finding(
    *,
    activity: Activity,
    statement: str,
    by: Account,
    at: datetime,
    themes: Iterable[Theme] = (),
    strands: Iterable[Strand] = (),
    source: str = "",
    range_of_views: str = "",
    limits: str = "",
    entry_key: str = "",
) -> Finding:
    """Write a draft finding at the end of the list. Its base is counted from what stands behind it, never typed in.

    Without `strands`, those in which its themes were raised. Without `source`, the base in words. The same words on
    the same themes and strands with the same `entry_key` again are one finding.
    """
    ask(access.may_write(by, activity))
    themes, strands = list(themes), list(strands)
    held = [sorted(each.pk for each in rows) for rows in (themes, strands)]
    public_id = name_of(entry_key, activity.pk, statement, source, range_of_views, limits, held, by.pk)
    with transaction.atomic():
        if known := made_before(Finding, public_id):
            return known
        hold(activity)
        one_at_a_time(ORDER, activity.pk)
        hold_themes(themes)
        last = Finding.objects.filter(activity=activity).aggregate(last=Max("ordinal"))["last"]
        finding = Finding.objects.create(
            public_id=public_id,
            activity=activity,
            ordinal=(last or 0) + 1,
            statement=_statement(statement),
            source=source,
            range_of_views=range_of_views,
            limits=limits,
            written_by=by,
            written_at=at,
        )
        _rest_on(finding, themes, strands)
        _record("finding.written", finding, by, at)
    return finding


def edit_finding(
    *,
    finding: Finding,
    statement: str,
    themes: Iterable[Theme],
    strands: Iterable[Strand],
    source: str,
    range_of_views: str,
    limits: str,
    by: Account,
    at: datetime,
) -> Finding:
    """Change a finding. One that was published before a reopening is a draft again until the next publication."""
    ask(access.may_write(by, finding.activity))
    with transaction.atomic():
        hold(finding.activity)
        _hold(finding)
        hold_themes(themes := list(themes))
        finding.statement = _statement(statement)
        finding.source, finding.range_of_views, finding.limits = source, range_of_views, limits
        finding.written_by, finding.written_at, finding.published_at = by, at, None
        finding.save()
        _rest_on(finding, list(themes), list(strands))
        _record("finding.edited", finding, by, at)
    return finding


def drop_finding(*, finding: Finding, by: Account, at: datetime) -> None:
    """Remove a draft. What has been published once is never removed: it is edited, and the edit shows."""
    ask(access.may_write(by, finding.activity))
    with transaction.atomic():
        hold(finding.activity)
        _hold(finding)
        if finding.published_at is not None:
            raise Conflict(_("This finding has been published, so it stays."), _("Edit it, and say what changed."))
        _record("finding.dropped", finding, by, at)
        finding.delete()


def reorder_findings(*, activity: Activity, order: Sequence[str], by: Account, at: datetime) -> None:
    """Put all findings of an activity into this order of public ids."""
    ask(access.may_write(by, activity))
    with transaction.atomic():
        hold(activity)
        one_at_a_time(ORDER, activity.pk)
        rows = {row.public_id: row for row in Finding.objects.select_for_update(no_key=True).filter(activity=activity)}
        if sorted(order) != sorted(rows):
            raise Conflict(
                _("The findings have changed since you opened this page."), _("Look at them again, then order them.")
            )
        Finding.objects.filter(activity=activity).update(ordinal=F("ordinal") + APART)
        for place, ref in enumerate(order, start=1):
            rows[ref].ordinal = place
        Finding.objects.bulk_update(rows.values(), ["ordinal"])
        record(
            what="finding.reordered",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"order": list(order)},
        )


def attach_evidence(
    *,
    finding: Finding,
    passage: Passage,
    by: Account,
    at: datetime,
    quoted: bool = False,
    checked: bool = False,
    cleared_because: str = "",
) -> Evidence:
    """Put a passage behind a finding; `quoted` shows its words in public.

    Words are shown only with their giver's consent, and after someone has read them again for anything that tells who
    it is (`checked`). What a pattern flags as revealing is covered first, or `cleared_because` says why it tells
    nobody: the reason is kept. Attaching again changes whether it is quoted.
    """
    ask(access.may_write(by, finding.activity))
    contribution = passage.contribution
    if contribution.strand.activity_id != finding.activity_id:
        raise Refused(_("Evidence comes from the same activity as the finding."))
    if contribution.state != contribution.State.RECEIVED or contribution.erased_at:
        raise Conflict(_("This contribution was left out or withdrawn, so it cannot stand behind a finding."))
    if quoted and not contribution.may_quote:
        raise Refused(
            _("The person has not said that their words may be quoted."), _("Cite it as evidence without its words.")
        )
    if quoted and not checked:
        raise Refused(
            _("Before words are shown, someone reads them again for anything that tells who said them."),
            _("Read it once more, cover what gives the person away, then tick the box."),
        )
    if quoted and (flags := flags_of(passage)) and len(cleared_because.split()) < 3:
        raise Refused(
            no(
                _("This could tell who said it: “%(words)s”. %(why)s") % {"words": flags[0].words, "why": flags[0].why},
                _("Cover it on the page of the contribution, or say in a sentence why it tells nobody."),
                "I-11",
            )
        )
    with transaction.atomic():
        hold(finding.activity)
        _hold(finding)
        evidence, _new = Evidence.objects.update_or_create(
            finding=finding,
            passage=passage,
            defaults={"quoted": quoted, "cleared_because": cleared_because.strip(), "by": by, "at": at},
        )
        _count_base(finding)
        _record("finding.evidence", finding, by, at, contribution=contribution.trace_id, quoted=quoted)
    return evidence


def detach_evidence(*, evidence: Evidence, by: Account, at: datetime) -> None:
    """Take a passage from behind a finding."""
    finding = evidence.finding
    ask(access.may_write(by, finding.activity))
    with transaction.atomic():
        hold(finding.activity)
        _hold(finding)
        trace_id = evidence.passage.contribution.trace_id
        evidence.delete()
        _count_base(finding)
        _record("finding.evidence_removed", finding, by, at, contribution=trace_id)


def _hold(finding: Finding) -> None:
    """Hold the finding until the transaction ends; Conflict if somebody removed it meanwhile."""
    if not Finding.objects.select_for_update(no_key=True).filter(pk=finding.pk):
        raise Conflict(_("This finding was removed meanwhile."), _("Look at the list again."))


def _statement(words: str) -> str:
    if not words.strip():
        raise Refused(_("Write the finding as a sentence that a resident would recognise."))
    return words.strip()


def _rest_on(finding: Finding, themes: list[Theme], strands: list[Strand]) -> None:
    if ({theme.activity_id for theme in themes} | {strand.activity_id for strand in strands}) - {finding.activity_id}:
        raise Refused(_("A finding rests on themes and strands of its own activity."))
    finding.themes.set(themes)
    finding.strands.set(strands or _strands_of(themes))
    _count_base(finding)
    if not finding.source:
        finding.source = _said_base(finding)
        finding.save(update_fields=["source"])


def _strands_of(themes: list[Theme]) -> list[int]:
    codings = Coding.objects.filter(counted("passage__contribution__"), theme__in=themes)
    return list(codings.order_by().values_list("passage__contribution__strand", flat=True).distinct())


def _count_base(finding: Finding) -> None:
    finding.base = base_of(finding)
    finding.save(update_fields=["base"])


def _said_base(finding: Finding) -> str:
    titles = ", ".join(finding.strands.values_list("title", flat=True))
    return _("What people said in: %(strands)s") % {"strands": titles} if titles else ""


def _record(what: str, finding: Finding, by: Account, at: datetime, **public: object) -> None:
    record(
        what=what,
        about=f"activity:{finding.activity.public_id}",
        by=by,
        at=at,
        public={"finding": finding.public_id, **public},
    )
