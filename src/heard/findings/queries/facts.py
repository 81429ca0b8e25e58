"""What the gates ask of this room, as plain values of `rules.snapshot`."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from heard.activities.models import Activity
from heard.findings.models import Finding
from heard.findings.queries.behind import bases_question
from heard.findings.queries.policy import floor_percent, smallest, stands_for, terms_in_words
from heard.findings.queries.tally import ThemeCount, counted, tallies_asked, theme_counts_asked
from heard.ground.asking import Asking, ask
from heard.rules import snapshot


def reconcile(activity: Activity) -> tuple[snapshot.Count, ...]:
    """Received = analysed + excluded + withdrawn, as it stands now, for every channel of every strand."""
    return ask(reconcile_asked(activity))


def reconcile_asked(activity: Activity) -> Asking[tuple[snapshot.Count, ...]]:
    """`reconcile`, for asking it beside others."""
    found = yield from tallies_asked(activity)
    return tuple(tally.as_count() for tally in found)


def theme_facts(activity: Activity) -> tuple[snapshot.Theme, ...]:
    """Every theme with how many carry it and what became of it: one query."""
    return ask(theme_facts_asked(activity))


def theme_facts_asked(activity: Activity) -> Asking[tuple[snapshot.Theme, ...]]:
    """Every theme with how many carry it and what became of it. `in_finding` is the first finding's public id.

    Snapshots are public, so a number too small to show is kept as one that is judged alike: 1 under the floor, else
    the largest that is hidden.
    """
    counts, floor = (yield from theme_counts_asked(activity)), floor_percent()
    return tuple(
        snapshot.Theme(
            name=each.theme.name,
            contributions=_kept(each, floor),
            coded_base=each.base,
            raised_by_most_affected=each.most_affected,
            in_finding=next(iter(each.findings), ""),
            not_taken_because=each.theme.not_taken_because,
        )
        for each in counts
    )


def _kept(each: ThemeCount, floor: int) -> int:
    sensitive = bool(each.groups)
    kept = min(stands_for(each.contributions, sensitive=sensitive), each.base)
    if each.contributions == kept or each.must_appear(floor) == (each.most_affected or kept * 100 >= floor * each.base):
        return kept
    return 1


def finding_facts(activity: Activity) -> tuple[snapshot.Finding, ...]:
    """Every finding in its order, without its answer: one query."""
    return ask(finding_facts_asked(activity))


def finding_facts_asked(activity: Activity) -> Asking[tuple[snapshot.Finding, ...]]:
    """Every finding in its order, without its answer (decisions know that). `ref` is its public id.

    The base is counted live until publication freezes it. A finding whose themes nobody carries has none; one about
    a strand as a whole may rest on nought (everything there was left out, and the finding says so). The strands are
    those named on the finding and those that its evidence comes from.
    """
    pairs = Finding.objects.filter(activity=activity).values_list("pk", "strands__title")
    evidence = Finding.objects.filter(counted("evidence__passage__contribution__"), activity=activity).values_list(
        "pk", "evidence__passage__contribution__strand__title"
    )
    rows = Finding.objects.filter(activity=activity).annotate(
        cites=Count("evidence", filter=counted("evidence__passage__contribution__"), distinct=True),
        holds=Count("themes", distinct=True),
    )
    found, live_bases, named, drawn = yield [
        rows.order_by("ordinal", "pk"),
        bases_question(activity),
        pairs.order_by(),
        evidence.order_by().distinct(),
    ]
    live: dict[int, int] = dict(live_bases)
    cited: dict[int, set[str]] = {}
    for pk, title in [*named, *drawn]:
        if title:
            cited.setdefault(pk, set()).add(title)
    return tuple(
        snapshot.Finding(
            ref=finding.public_id,
            statement=finding.statement,
            base=_base(finding.base if finding.published_at else live.get(finding.pk, None if finding.holds else 0)),
            source=finding.source,
            range_of_views=finding.range_of_views,
            evidence=finding.cites,
            strands=tuple(sorted(cited.get(finding.pk, ()))),
        )
        for finding in found
    )


def _base(number: int | None) -> int | None:
    """A base as a public snapshot may keep it, from which no theme's total can be taken away: the checks ask only
    whether there is one, so more than a few are kept as a few."""
    return None if number is None else min(stands_for(number, sensitive=False), smallest(sensitive=False))


def to_look_at_again() -> QuerySet[Activity]:
    """Activities with findings that were published, or looked at last, under other terms than those in force."""
    rows = Finding.objects.filter(published_at__isnull=False).exclude(looked_under=terms_in_words())
    return Activity.objects.filter(pk__in=rows.values("activity")).order_by("pk")
