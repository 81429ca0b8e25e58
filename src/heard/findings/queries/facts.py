"""What the gates ask of this room, as plain values of `rules.snapshot`."""

from __future__ import annotations

from django.db.models import Count

from heard.activities.models import Activity
from heard.findings.models import Finding
from heard.findings.queries.behind import bases
from heard.findings.queries.tally import counted, tallies, theme_counts
from heard.rules import snapshot


def reconcile(activity: Activity) -> tuple[snapshot.Count, ...]:
    """Received = analysed + excluded + withdrawn, as it stands now, for every channel of every strand."""
    return tuple(tally.as_count() for tally in tallies(activity))


def theme_facts(activity: Activity) -> tuple[snapshot.Theme, ...]:
    """Every theme with how many carry it and what became of it. `in_finding` is the first finding's public id."""
    return tuple(
        snapshot.Theme(
            name=each.theme.name,
            contributions=each.contributions,
            coded_base=each.base,
            raised_by_most_affected=each.most_affected,
            in_finding=next(iter(each.findings), ""),
            not_taken_because=each.theme.not_taken_because,
        )
        for each in theme_counts(activity)
    )


def finding_facts(activity: Activity) -> tuple[snapshot.Finding, ...]:
    """Every finding in its order, without its answer (decisions know that). `ref` is its public id.

    The base is counted live until publication freezes it. A finding whose themes nobody carries has none; one about
    a strand as a whole may rest on nought (everything there was left out, and the finding says so). The strands are
    those named on the finding and those that its evidence comes from.
    """
    live = bases(activity)
    cited: dict[int, set[str]] = {}
    pairs = Finding.objects.filter(activity=activity).values_list("pk", "strands__title")
    evidence = Finding.objects.filter(counted("evidence__passage__contribution__"), activity=activity).values_list(
        "pk", "evidence__passage__contribution__strand__title"
    )
    for pk, title in [*pairs, *evidence.distinct()]:
        if title:
            cited.setdefault(pk, set()).add(title)
    rows = Finding.objects.filter(activity=activity).annotate(
        cites=Count("evidence", filter=counted("evidence__passage__contribution__"), distinct=True),
        holds=Count("themes", distinct=True),
    )
    return tuple(
        snapshot.Finding(
            ref=finding.public_id,
            statement=finding.statement,
            base=finding.base if finding.published_at else live.get(finding.pk, None if finding.holds else 0),
            source=finding.source,
            range_of_views=finding.range_of_views,
            evidence=finding.cites,
            strands=tuple(sorted(cited.get(finding.pk, ()))),
        )
        for finding in rows.order_by("ordinal", "pk")
    )
