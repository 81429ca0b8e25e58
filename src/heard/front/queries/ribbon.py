"""The ribbon picture of an activity: channels and strands flow into findings and on into answers and promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.models import Activity, Contribution
from heard.decisions.models import Answer
from heard.findings.models import Finding, FindingContribution
from heard.findings.queries.policy import Shown
from heard.front.queries.published import Published, published_of
from heard.ground.asking import answers_to
from heard.ui.ribbon import Column, Link, Node, RibbonPicture
from heard.ui.words import CHANNELS_SHORT

LONGEST_LABEL = 60
FEW = 3  # how wide a ribbon is drawn whose number is hidden


@dataclass
class _Weave:
    """Nodes and ribbons as they are gathered."""

    activity: Activity
    columns: list[Column] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def page(self, name: str) -> str:
        return reverse(name, args=[self.activity.slug])

    def add(self, title: str, nodes: Iterable[Node]) -> None:
        if found := list(nodes):
            self.columns.append(Column(title, found))


def ribbon_of(activity: Activity, published: Published | None = None) -> RibbonPicture | None:
    """The picture as far as the thread has come; None before anybody has taken part. A fixed number of queries.

    What was withdrawn is in no ribbon. A finding whose base is hidden or rounded has ribbons by strand alone, as wide
    as what may be said of it and never by channel, so that nothing adds up to what is hidden (I-9).
    """
    rows = Contribution.objects.filter(strand__activity=activity).order_by()
    counted = rows.values(
        "channel", "state", "strand_id", "strand__title", "strand__public_id", "strand__ordinal"
    ).annotate(n=Count("pk"))
    all_rows: list[dict[str, Any]] = [dict(row) for row in counted]
    came = [row for row in all_rows if row["state"] != Contribution.State.WITHDRAWN]
    if not came:
        return None
    weave = _Weave(activity)
    _channels_and_strands(weave, came)
    published = published or published_of(activity)
    if published.findings:
        _findings(weave, published.findings, published.bases)
        _answers(weave, published)
    return RibbonPicture(
        weave.columns,
        weave.links,
        title=_("The thread of “%(title)s”") % {"title": activity.title},
        description=_described(came, sum(row["n"] for row in all_rows)),
    )


def _described(came: list[dict[str, Any]], received: int) -> str:
    total = sum(row["n"] for row in came)
    said = ngettext(
        "%(n)d contribution, from how it came to what was promised.",
        "%(n)d contributions, from how they came to what was promised.",
        total,
    ) % {"n": total}
    if not (gone := received - total):
        return said
    taken = ngettext("%(n)d was taken back and is left out.", "%(n)d were taken back and are left out.", gone)
    return f"{said} {taken % {'n': gone}}"


def _channels_and_strands(weave: _Weave, came: list[dict[str, Any]]) -> None:
    channels: dict[str, int] = {}
    strands: dict[int, dict[str, Any]] = {}
    ribbons: dict[tuple[str, int], int] = {}
    for row in came:
        channels[row["channel"]] = channels.get(row["channel"], 0) + row["n"]
        strands.setdefault(row["strand_id"], {**row, "n": 0})["n"] += row["n"]
        ribbons[row["channel"], row["strand_id"]] = ribbons.get((row["channel"], row["strand_id"]), 0) + row["n"]
    for (channel, strand), number in sorted(ribbons.items()):
        known = strands[strand]
        weave.links.append(
            Link(f"c:{channel}", f"s:{strand}", number, channel=channel, href=_strand(weave, known),
                 label=_words(number, CHANNELS_SHORT.get(channel, channel), known["strand__title"]))
        )  # fmt: skip
    weave.add(
        _("How people took part"),
        (Node(f"c:{slug}", CHANNELS_SHORT.get(slug, slug), n, weave.page("activities:take_part"), slug)
         for slug, n in sorted(channels.items(), key=lambda pair: -pair[1])),
    )  # fmt: skip
    weave.add(
        _("Which conversation"),
        (Node(f"s:{pk}", row["strand__title"], row["n"], _strand(weave, row), "strand")
         for pk, row in sorted(strands.items(), key=lambda pair: pair[1]["strand__ordinal"])),
    )  # fmt: skip


def _strand(weave: _Weave, row: Mapping[str, Any]) -> str:
    return reverse("activities:strand", args=[weave.activity.slug, row["strand__public_id"]])


def _findings(weave: _Weave, findings: Sequence[Finding], bases: Mapping[int, Shown]) -> None:
    """Ribbons from strands into findings, by channel; what is in no finding, or not counted, is shown too."""
    rows, outside = answers_to([_behind(findings), _in_no_finding(weave.activity)])
    known = {finding.pk: finding for finding in findings}
    hidden: dict[int, dict[int, None]] = {}
    for row in rows:
        pk, strand, channel = row["finding_id"], row["contribution__strand_id"], row["contribution__channel"]
        if not _is_exact(bases[pk]):
            hidden.setdefault(pk, {})[strand] = None
            continue
        weave.links.append(
            Link(f"s:{strand}", f"f:{pk}", row["n"], href=_finding(known[pk]), channel=channel,
                 label=_words(row["n"], CHANNELS_SHORT[channel], known[pk].statement))
        )  # fmt: skip
    for pk, strands in hidden.items():
        base, page = bases[pk], _finding(known[pk])
        label, width = f"{base.words}: {_short(known[pk].statement)}", (base.value or FEW) / len(strands)
        weave.links += [Link(f"s:{one}", f"f:{pk}", width, href=page, label=label, said=base.words) for one in strands]
    weave.add(_("What we heard"), [*(_plate(one, bases[one.pk]) for one in findings), *_in_none(weave, outside)])


def _plate(finding: Finding, base: Shown) -> Node:
    label = _short(finding.statement)
    exact = _is_exact(base)
    return Node(
        f"f:{finding.pk}", label if exact else f"{label} ({base.words})", base.value if exact else None,
        _finding(finding), "finding",
    )  # fmt: skip


def _finding(finding: Finding) -> str:
    return reverse("findings:finding", args=[finding.public_id])


def _behind(findings: Sequence[Finding]) -> QuerySet[Any, Any]:
    """How many contributions stand behind each finding, by strand and channel."""
    return (
        FindingContribution.objects.filter(finding__in=findings)
        .exclude(contribution__state=Contribution.State.WITHDRAWN)
        .order_by("finding_id", "contribution__strand_id", "contribution__channel")
        .values("finding_id", "contribution__strand_id", "contribution__channel")
        .annotate(n=Count("pk"))
    )


def _in_no_finding(activity: Activity) -> QuerySet[Any, Any]:
    """How many contributions stand behind no finding, by strand, channel and state."""
    taken = FindingContribution.objects.filter(finding__activity=activity).values("contribution")
    return (
        Contribution.objects.filter(strand__activity=activity)
        .exclude(state=Contribution.State.WITHDRAWN)
        .exclude(pk__in=taken)
        .order_by("strand_id", "channel", "state")
        .values("strand_id", "channel", "state")
        .annotate(n=Count("pk"))
    )


def _in_none(weave: _Weave, rows: Sequence[Mapping[str, Any]]) -> list[Node]:
    """What was counted and is in no finding; what was left out, with the published reasons."""
    kinds: dict[str, tuple[str, str, str]] = {
        Contribution.State.RECEIVED: ("f:none", _("Counted, in no finding"), weave.page("findings:heard")),
        Contribution.State.EXCLUDED: ("f:left-out", _("Left out, for a published reason"),
                                      reverse("people:exclusions")),
    }  # fmt: skip
    totals: dict[str, int] = {}
    for row in rows:
        totals[row["state"]] = totals.get(row["state"], 0) + row["n"]
        target, label, page = kinds[row["state"]]
        weave.links.append(
            Link(f"s:{row['strand_id']}", target, row["n"], channel=row["channel"], href=page,
                 label=_words(row["n"], CHANNELS_SHORT[row["channel"]], label))
        )  # fmt: skip
    return [
        Node(kinds[state][0], kinds[state][1], totals[state], kinds[state][2], "none")
        for state in kinds if state in totals
    ]  # fmt: skip


def _answers(weave: _Weave, published: Published) -> None:
    findings, bases = published.findings, published.bases
    answers = [published.answers[one.pk] for one in findings if one.pk in published.answers]
    if not answers:
        return
    decided = weave.page("decisions:decided")
    kinds: dict[str, list[Shown]] = {}
    promises: dict[int, Node] = {}
    publics = {finding.pk: finding.public_id for finding in findings}
    for answer in answers:
        base = bases[answer.finding_id]
        weight, said = FEW if base.value is None else base.value, base.words
        kinds.setdefault(answer.kind, []).append(base)
        weave.links.append(
            Link(f"f:{answer.finding_id}", f"a:{answer.kind}", weight, label=answer.get_kind_display(), said=said,
                 href=f"{decided}#finding-{publics[answer.finding_id]}")
        )  # fmt: skip
        made = list(answer.commitments.all())
        for promise in made:
            address = reverse("decisions:commitment", args=[promise.public_id])
            words = _short(promise.words)
            promises.setdefault(promise.pk, Node(f"p:{promise.pk}", words, None, address, "promise"))
            weave.links.append(
                Link(f"a:{answer.kind}", f"p:{promise.pk}", weight / len(made), href=address, label=words, said=said)
            )
    labels = dict(Answer.Kind.choices)
    weave.add(
        _("What was decided"),
        (Node(f"a:{kind}", labels[kind], _sum(shown), decided, "answer") for kind, shown in kinds.items()),
    )
    weave.add(_("What was promised"), promises.values())


def _sum(bases: list[Shown]) -> int | None:
    """The exact sum, or None where a part of it is hidden or rounded: it could be worked out from the sum."""
    exact = [base.value or 0 for base in bases if _is_exact(base)]
    return sum(exact) if len(exact) == len(bases) else None


def _is_exact(base: Shown) -> bool:
    return base.value is not None and base.words == number_format(base.value)


def _short(words: str) -> str:
    return Truncator(words).chars(LONGEST_LABEL)


def _words(number: int, source: Any, target: Any) -> str:
    return _("%(n)d: %(source)s → %(target)s") % {"n": number, "source": source, "target": _short(str(target))}
