"""What everyone may read of the findings: published, with small numbers hidden and only consented words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Channel
from heard.activities.queries import Laid, laid_over
from heard.findings.models import Evidence, Finding, Reconciliation, Theme
from heard.findings.queries.desk import with_shown
from heard.findings.queries.policy import Shown, shown, shown_list
from heard.findings.queries.standard import SIDES, bases_and_sides, sides_of
from heard.findings.queries.tally import Tally, counted, reason_word, tallies, theme_counts, with_groups


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, shown with consent: as redacted, with the channel, never a name."""

    words: str
    channel: str
    trace_id: str
    language: str
    laid: tuple[Laid, ...]
    covered: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding as the public sees it. `base` may be hidden: then nothing is listed one by one either."""

    finding: Finding
    base: Shown
    quotes: tuple[Quote, ...] = ()
    themes: tuple[str, ...] = ()
    strands: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        return self.finding.public_id


@dataclass(frozen=True, slots=True)
class PublicTheme:
    """A theme with its count as it may be shown, and what became of it."""

    name: str
    description: str
    count: Shown
    groups: tuple[str, ...]
    because: str
    findings: tuple[str, ...] = field(default=())


def published_findings(activity: Activity, *, draft: bool = False) -> list[Statement]:
    """The findings in their order, as everyone sees them; with `draft`, as they would be seen if published now."""
    rows = Finding.objects.filter(activity=activity).order_by("ordinal", "pk")
    live, sides = bases_and_sides(activity) if draft else ({}, sides_of(activity))
    if not draft:
        rows = rows.filter(published_at__isnull=False)
    return [
        _statement(finding, live.get(finding.pk, 0) if draft else finding.base or 0, sides.get(finding.pk, {}))
        for finding in _whole(rows)
    ]


def published_finding(public_id: str) -> Statement:
    """One published finding; 404 with a sentence."""
    rows = Finding.objects.filter(public_id=public_id, published_at__isnull=False)
    finding = _whole(rows.select_related("activity__lead", "activity__plan")).first()
    if finding is None:
        raise Http404(_("There is no such finding, or it is being read again after a reopening."))
    return _statement(finding, finding.base or 0, sides_of(finding.activity).get(finding.pk, {}))


def _whole(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    consented = Q(quoted=True, passage__contribution__may_quote=True) & counted("passage__contribution__")
    quotes = Evidence.objects.filter(consented).select_related("passage__contribution").order_by("pk")
    return rows.prefetch_related(
        Prefetch("themes", with_groups(Theme.objects.all())),
        "strands",
        Prefetch("evidence", with_shown(quotes, "passage"), to_attr="quotes"),
    )


def _statement(finding: Any, base: int, stood: Mapping[str, int]) -> Statement:
    themes = list(finding.themes.all())
    groups = tuple(dict.fromkeys(name for theme in themes for name in theme.group_names))
    return Statement(
        finding=finding,
        base=shown(base, sensitive=bool(groups), tells_beside=finding.tells_beside),
        quotes=tuple(_quote(evidence) for evidence in finding.quotes),
        themes=tuple(theme.name for theme in themes),
        strands=tuple(strand.title for strand in finding.strands.all()),
        groups=groups,
        sides=_sides(stood, sensitive=bool(groups)),
    )


def _sides(stood: Mapping[str, int], *, sensitive: bool) -> tuple[str, ...]:
    """How many stood where, minority and dissent as plainly as the rest; small numbers hidden with one beside them."""
    counted_sides = [stood.get(side, 0) for side in SIDES]
    if not sum(counted_sides):
        return ()
    words = (_("for: %(n)s"), _("against: %(n)s"), _("mixed: %(n)s"))
    published = shown_list(counted_sides, sensitive=sensitive)
    return tuple(word % {"n": each} for word, each in zip(words, published, strict=True))


def _quote(evidence: Any) -> Quote:
    contribution = evidence.passage.contribution
    return Quote(
        words=evidence.shown,
        channel=contribution.channel,
        trace_id=contribution.trace_id,
        language=evidence.passage.language,
        laid=laid_over(evidence),
        covered=evidence.redaction is not None,
    )


def published_themes(activity: Activity, *, draft: bool = False) -> list[PublicTheme]:
    """Every theme that someone carried, as frozen at publication; with `draft`, as it stands now."""
    found = []
    for each in theme_counts(activity):
        number = each.contributions if draft else each.theme.carried_by
        if number:
            found.append(
                PublicTheme(
                    name=each.theme.name,
                    description=each.theme.description,
                    count=shown(number, sensitive=bool(each.groups), tells_beside=each.theme.tells_beside),
                    groups=each.groups,
                    because=each.theme.not_taken_because,
                    findings=each.findings,
                )
            )
    return found


def published_counts(activity: Activity, *, draft: bool = False) -> list[Tally]:
    """The reconciliation as frozen at publication; with `draft`, as it stands now."""
    if draft:
        return tallies(activity)
    order = {channel: n for n, channel in enumerate(Channel.values)}
    rows = Reconciliation.objects.filter(activity=activity).select_related("strand")
    return [
        Tally(
            strand_id=row.strand_id,
            strand_ref=row.strand.public_id,
            strand=row.strand.title,
            channel=row.channel,
            received=row.received,
            analysed=row.analysed,
            withdrawn=row.withdrawn,
            reasons=row.excluded_reasons,
        )
        for row in sorted(rows, key=lambda row: (row.strand.ordinal, row.strand_id, order[row.channel]))
    ]


def said_reasons(reasons: Mapping[str, int]) -> str:
    """Why how many were left out, in a sentence: "not about this activity at all: 2; …"."""
    return "; ".join(f"{reason_word(slug)}: {number}" for slug, number in reasons.items())


def rows_of_findings(activity: Activity) -> Iterator[dict[str, Any]]:
    """Open data: one row a published finding, small numbers hidden."""
    for place, each in enumerate(published_findings(activity), start=1):
        yield {
            "number": place,
            "finding": each.ref,
            "statement": each.finding.statement,
            "base": each.base.words,
            "source": each.finding.source,
            "range_of_views": each.finding.range_of_views,
            "limits": each.finding.limits,
            "themes": "; ".join(each.themes),
            "strands": "; ".join(each.strands),
        }


def rows_of_counts(activity: Activity) -> Iterator[dict[str, Any]]:
    """Open data: one row a channel of a strand, exact."""
    for each in published_counts(activity):
        yield {
            "strand": each.strand,
            "channel": each.channel,
            "received": each.received,
            "analysed": each.analysed,
            "excluded": each.excluded,
            "withdrawn": each.withdrawn,
            "excluded_because": said_reasons(each.reasons),
        }


def rows_of_themes(activity: Activity) -> Iterator[dict[str, Any]]:
    """Open data: one row a theme, small numbers hidden."""
    for each in published_themes(activity):
        yield {
            "theme": each.name,
            "contributions": each.count.words,
            "findings": "; ".join(each.findings),
            "not_taken_further_because": each.because,
        }
