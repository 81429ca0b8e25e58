"""What lies on the findings desk: drafts, what may stand behind them, stances, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Passage
from heard.findings.models import Coding, Evidence, Finding
from heard.findings.queries.behind import bases
from heard.findings.queries.desk import with_shown
from heard.findings.queries.public import said_reasons
from heard.findings.queries.tally import STANCES, counted, tallies
from heard.ui.parts import Cell, Head, Table
from heard.ui.words import CHANNELS


def findings_on_desk(activity: Activity) -> list[Any]:
    """Every finding in its order with `live_base`, `cites` and `quotes`, its themes and strands at hand."""
    live = bases(activity)
    rows: QuerySet[Any] = Finding.objects.filter(activity=activity).prefetch_related("themes", "strands")
    held = counted("evidence__passage__contribution__")
    rows = rows.annotate(
        cites=Count("evidence", filter=held, distinct=True),
        quotes=Count("evidence", filter=held & Q(evidence__quoted=True), distinct=True),
    )
    found = list(rows.order_by("ordinal", "pk"))
    for finding in found:
        finding.live_base = live.get(finding.pk, 0)
    return found


def finding_on_desk(activity: Activity, public_id: str) -> Any:
    """One finding with its themes and strands, and `live_base`; 404 with a sentence."""
    rows = Finding.objects.filter(activity=activity, public_id=public_id).prefetch_related("themes", "strands")
    finding: Any = rows.first()
    if finding is None:
        raise Http404(_("There is no such finding here."))
    finding.activity = activity
    finding.live_base = bases(activity).get(finding.pk, 0)
    return finding


def stances_of(activity: Activity) -> Mapping[str, dict[str, int]]:
    """How many contributions hold each stance, by the theme's public id: what the range of views must not leave out."""
    rows = Coding.objects.filter(counted("passage__contribution__"), theme__activity=activity).exclude(stance="")
    people = Count("passage__contribution", distinct=True)
    found: dict[str, dict[str, int]] = {}
    for ref, stance, number in rows.order_by().values_list("theme__public_id", "stance").annotate(people):
        found.setdefault(ref, {})[stance] = number
    return {ref: {stance_word(each): held[each] for each in STANCES if each in held} for ref, held in found.items()}


def stance_word(slug: str) -> str:
    """The word for a stance."""
    return {"for": _("for"), "against": _("against"), "mixed": _("mixed"), "none": _("neither")}.get(slug, slug)


def passages_for(finding: Finding, *, stance: str = "", quotable: bool = False) -> QuerySet[Any]:
    """Counted passages that may stand behind a finding: coded to its themes, or from its strands if it has none."""
    rows: QuerySet[Any] = Passage.objects.filter(counted("contribution__")).select_related("contribution__strand")
    codings = Coding.objects.filter(passage=OuterRef("pk"), theme__in=finding.themes.all())
    if finding.themes.all():
        held = codings.filter(stance=stance) if stance in STANCES else codings
        rows = rows.filter(Exists(held))
    else:
        rows = rows.filter(contribution__strand__in=finding.strands.all())
    if quotable:
        rows = rows.filter(contribution__may_quote=True)
    stances = codings.exclude(stance="").order_by("pk").values("stance")[:1]
    there = Evidence.objects.filter(finding=finding, passage=OuterRef("pk"))
    return with_shown(rows).annotate(stance=Subquery(stances), is_cited=Exists(there))


def evidence_of(finding: Finding) -> list[Evidence]:
    """What stands behind a finding now: counted passages as they are shown."""
    rows = Evidence.objects.filter(counted("passage__contribution__"), finding=finding).order_by("pk")
    passages = with_shown(Passage.objects.select_related("contribution__strand"))
    return list(rows.prefetch_related(Prefetch("passage", passages)))


def quote_split(finding: Finding) -> list[dict[str, Any]]:
    """For each stance: how many contributions hold it under the finding's themes, how many quotes show it (UP-f)."""
    coded = Coding.objects.filter(counted("passage__contribution__"), theme__in=finding.themes.all()).exclude(stance="")
    quoted = Exists(Evidence.objects.filter(finding=finding, quoted=True, passage=OuterRef("passage")))
    rows = (
        coded.order_by()
        .values_list("stance")
        .annotate(
            people=Count("passage__contribution", distinct=True),
            quotes=Count("passage", distinct=True, filter=quoted),
        )
    )
    found = {stance: (people, quotes) for stance, people, quotes in rows}
    return [
        {"stance": each, "word": stance_word(each), "people": found[each][0], "quotes": found[each][1]}
        for each in STANCES
        if each in found
    ]


def reconciliation_table(activity: Activity) -> Table:
    """Received = analysed + excluded + withdrawn, and what is missing with a link to where it is read."""
    coding = reverse("findings:coding", args=[activity.slug])
    rows = []
    for each in tallies(activity):
        link = f"{coding}?strand={each.strand_ref}&channel={each.channel}" if each.unread else ""
        missing = _("%(n)s to read") % {"n": each.unread} if each.unread else _("closes first") if each.missing else "0"
        rows.append(
            [
                Cell(each.strand, header=True),
                CHANNELS[each.channel],
                Cell(each.received, number=True),
                Cell(each.analysed, number=True),
                Cell(f"{each.excluded} ({said_reasons(each.reasons)})" if each.reasons else 0, number=True),
                Cell(each.withdrawn, number=True),
                Cell(missing, href=link, number=True),
            ]
        )
    numbers = (_("Received"), _("Read"), _("Left out"), _("Withdrawn"), _("Missing"))
    heads = [Head(_("Way to take part")), Head(_("Channel")), *(Head(word, number=True) for word in numbers)]
    return Table(
        _("Does it add up?"), heads, rows, note=_("Received = read + left out + withdrawn, or it is not published.")
    )
