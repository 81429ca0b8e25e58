"""What everyone may read of the findings: published, with small numbers hidden and only consented words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.methods import method_of
from heard.activities.models import Activity, Channel
from heard.activities.queries import Laid, laid_over
from heard.findings.models import Evidence, Finding, Reconciliation, Theme, Withheld
from heard.findings.queries.desk import with_shown
from heard.findings.queries.policy import Shown, shown, shown_list
from heard.findings.queries.standard import bases_and_sides, stood_of
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
    withheld: tuple[Withheld, ...] = ()
    beside: tuple[str, ...] = ()

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
    withheld: Withheld | None = None


def published_findings(activity: Activity, *, draft: bool = False) -> list[Statement]:
    """The findings in their order, as everyone sees them; with `draft`, as they would be seen if published now."""
    rows = Finding.objects.filter(activity=activity).order_by("ordinal", "pk")
    if not draft:
        return [_statement(one, one.base or 0, one.stood) for one in _whole(rows.filter(published_at__isnull=False))]
    live, sides = bases_and_sides(activity)
    found = [(one, live.get(one.pk, 0)) for one in _whole(rows)]
    return [_statement(one, base, stood_of(base, sides.get(one.pk, {}))) for one, base in found]


def published_finding(public_id: str) -> Statement:
    """One published finding; 404 with a sentence."""
    rows = Finding.objects.filter(public_id=public_id, published_at__isnull=False)
    finding = _whole(rows.select_related("activity__lead", "activity__plan")).first()
    if finding is None:
        raise Http404(_("There is no such finding, or it is being read again after a reopening."))
    return _statement(finding, finding.base or 0, finding.stood)


def _whole(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    consented = Q(quoted=True, passage__contribution__may_quote=True) & counted("passage__contribution__")
    quotes = Evidence.objects.filter(consented).select_related("passage__contribution").order_by("pk")
    return rows.prefetch_related(
        Prefetch("themes", with_groups(Theme.objects.all())),
        "strands",
        "withheld",
        Prefetch("evidence", with_shown(quotes, "passage"), to_attr="quotes"),
    )


def _beside(strands: Iterable[Any]) -> tuple[str, ...]:
    """Who is in the results that a finding reads and gave no words: votes are no contributions."""
    told = ((strand.title, method_of(strand).counted_beside(strand)) for strand in strands)
    return tuple(_("“%(strand)s”: %(people)s") % {"strand": title, "people": said} for title, said in told if said)


def _statement(finding: Any, base: int, stood: Sequence[int] | None) -> Statement:
    themes = list(finding.themes.all())
    groups = tuple(dict.fromkeys(name for theme in themes for name in theme.group_names))
    rests_on = shown(base, sensitive=bool(groups), tells_beside=finding.tells_beside, held_to=finding.held_to)
    return Statement(
        finding=finding,
        base=rests_on,
        quotes=tuple(_quote(evidence) for evidence in finding.quotes),
        themes=tuple(theme.name for theme in themes),
        strands=tuple(strand.title for strand in finding.strands.all()),
        beside=() if themes else _beside(finding.strands.all()),
        groups=groups,
        sides=() if rests_on.is_hidden or finding.stood_tells else _sides(finding, stood, sensitive=bool(groups)),
        withheld=tuple(finding.withheld.all()),
    )


def _sides(finding: Finding, stood: Sequence[int] | None, *, sensitive: bool) -> tuple[str, ...]:
    """How many stood where, minority and dissent as plainly as the rest, as a whole that adds up to the base.

    A small number is hidden with one beside it, those with no stance among them, so that none is the base less the
    others; where the base itself is hidden, no side is shown, for the sides add up to it.
    """
    if not stood or not sum(stood[:-1]):
        return ()
    words = (_("for: %(n)s"), _("against: %(n)s"), _("mixed: %(n)s"), _("no stance noted: %(n)s"))
    published = shown_list(stood, sensitive=sensitive, held_to=finding.held_to)
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
    rows = () if draft else Withheld.objects.filter(theme__activity=activity)
    since = {row.theme_id: row for row in rows}
    for each in theme_counts(activity):
        number = each.contributions if draft else each.theme.carried_by
        if number:
            found.append(
                PublicTheme(
                    name=each.theme.name,
                    description=each.theme.description,
                    count=shown(
                        number,
                        sensitive=bool(each.groups),
                        tells_beside=each.theme.tells_beside,
                        held_to=each.theme.held_to,
                    ),
                    groups=each.groups,
                    because=each.theme.not_taken_because,
                    findings=each.findings,
                    withheld=None if draft else since.get(each.theme.pk),
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
            "beside": "; ".join(each.beside),
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
