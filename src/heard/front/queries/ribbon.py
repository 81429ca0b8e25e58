"""The ribbon picture of an activity: channels and strands flow into findings and on into answers and promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.models import Activity, Contribution
from heard.decisions.models import Answer
from heard.findings.models import Finding, FindingContribution
from heard.ui.ribbon import Column, Link, Node, RibbonPicture
from heard.ui.words import CHANNELS_SHORT

LONGEST_LABEL = 60


@dataclass
class _Weave:
    """Nodes and ribbons as they are gathered."""

    activity: Activity
    columns: list[Column]
    links: list[Link]

    def page(self, name: str) -> str:
        return reverse(name, args=[self.activity.slug])

    def add(self, title: str, nodes: Iterable[Node]) -> None:
        if found := list(nodes):
            self.columns.append(Column(title, found))


def ribbon_of(activity: Activity) -> RibbonPicture | None:
    """The picture as far as the thread has come; None before anybody has taken part. A fixed number of queries."""
    came = list(
        Contribution.objects.filter(strand__activity=activity)
        .exclude(state="withdrawn")
        .order_by()
        .values("channel", "strand_id", "strand__title", "strand__public_id", "strand__ordinal")
        .annotate(n=Count("pk"))
    )
    if not came:
        return None
    weave = _Weave(activity, [], [])
    _channels_and_strands(weave, came)
    findings = list(Finding.objects.filter(activity=activity, published_at__isnull=False).order_by("ordinal"))
    if findings:
        behind = _findings(weave, came, findings)
        _answers(weave, findings, behind)
    total = sum(row["n"] for row in came)
    return RibbonPicture(
        weave.columns,
        weave.links,
        title=_("The thread of “%(title)s”") % {"title": activity.title},
        description=ngettext(
            "%(n)d contribution, from how it came to what was promised.",
            "%(n)d contributions, from how they came to what was promised.",
            total,
        )
        % {"n": total},
    )


def _channels_and_strands(weave: _Weave, came: list[dict[str, Any]]) -> None:
    channels: dict[str, int] = {}
    strands: dict[int, dict[str, Any]] = {}
    for row in came:
        channels[row["channel"]] = channels.get(row["channel"], 0) + row["n"]
        known = strands.setdefault(row["strand_id"], {**row, "n": 0})
        known["n"] += row["n"]
        weave.links.append(
            Link(f"c:{row['channel']}", f"s:{row['strand_id']}", row["n"], channel=row["channel"],
                 href=reverse("activities:strand", args=[weave.activity.slug, row["strand__public_id"]]),
                 label=_words(row["n"], CHANNELS_SHORT.get(row["channel"], row["channel"]), row["strand__title"]))
        )  # fmt: skip
    weave.add(
        _("How people took part"),
        (Node(f"c:{slug}", CHANNELS_SHORT.get(slug, slug), n, weave.page("activities:take_part"), slug)
         for slug, n in sorted(channels.items(), key=lambda pair: -pair[1])),
    )  # fmt: skip
    weave.add(
        _("Which conversation"),
        (Node(f"s:{pk}", row["strand__title"], row["n"],
              reverse("activities:strand", args=[weave.activity.slug, row["strand__public_id"]]), "strand")
         for pk, row in sorted(strands.items(), key=lambda pair: pair[1]["strand__ordinal"])),
    )  # fmt: skip


def _findings(weave: _Weave, came: list[dict[str, Any]], findings: list[Finding]) -> dict[int, int]:
    """Ribbons from strands into findings, by channel; what is in no finding is shown too. Answers with the bases."""
    rows = (
        FindingContribution.objects.filter(finding__in=findings)
        .order_by()
        .values("finding_id", "contribution__strand_id", "contribution__channel")
        .annotate(n=Count("pk"))
    )
    behind: dict[int, int] = {}
    titles = {finding.pk: finding.statement for finding in findings}
    addresses = {finding.pk: reverse("findings:finding", args=[finding.public_id]) for finding in findings}
    for row in rows.order_by("finding_id", "contribution__strand_id", "contribution__channel"):
        behind[row["finding_id"]] = behind.get(row["finding_id"], 0) + row["n"]
        weave.links.append(
            Link(f"s:{row['contribution__strand_id']}", f"f:{row['finding_id']}", row["n"],
                 href=addresses[row["finding_id"]], channel=row["contribution__channel"],
                 label=_words(row["n"], CHANNELS_SHORT[row["contribution__channel"]], titles[row["finding_id"]]))
        )  # fmt: skip
    nodes = [
        Node(f"f:{finding.pk}", _short(finding.statement), behind.get(finding.pk, 0), addresses[finding.pk], "finding")
        for finding in findings
    ]
    weave.add(_("What we heard"), [*nodes, *_in_none(weave, came)])
    return behind


def _in_none(weave: _Weave, came: list[dict[str, Any]]) -> list[Node]:
    taken = FindingContribution.objects.filter(finding__activity=weave.activity).values("contribution")
    rows = (
        Contribution.objects.filter(strand__activity=weave.activity)
        .exclude(state="withdrawn")
        .exclude(pk__in=taken)
        .order_by("strand_id", "channel")
        .values("strand_id", "channel")
        .annotate(n=Count("pk"))
    )
    total = 0
    for row in rows:
        total += row["n"]
        weave.links.append(
            Link(f"s:{row['strand_id']}", "f:none", row["n"], channel=row["channel"],
                 href=weave.page("findings:heard"), label=_("%(n)d counted, in no finding") % {"n": row["n"]})
        )  # fmt: skip
    return [Node("f:none", _("Counted, in no finding"), total, weave.page("findings:heard"), "none")] if total else []


def _answers(weave: _Weave, findings: list[Finding], behind: dict[int, int]) -> None:
    answers = list(
        Answer.objects.filter(finding__in=findings, decision__published_at__isnull=False)
        .prefetch_related("commitments")
        .order_by("finding__ordinal")
    )
    if not answers:
        return
    decided = weave.page("decisions:decided")
    kinds: dict[str, int] = {}
    promises: dict[int, Node] = {}
    publics = {finding.pk: finding.public_id for finding in findings}
    for answer in answers:
        weight = behind.get(answer.finding_id, 0)
        kinds[answer.kind] = kinds.get(answer.kind, 0) + weight
        weave.links.append(
            Link(f"f:{answer.finding_id}", f"a:{answer.kind}", weight, label=answer.get_kind_display(),
                 href=f"{decided}#finding-{publics[answer.finding_id]}")
        )  # fmt: skip
        made = list(answer.commitments.all())
        for promise in made:
            address = reverse("decisions:commitment", args=[promise.public_id])
            promises.setdefault(promise.pk, Node(f"p:{promise.pk}", _short(promise.words), None, address, "promise"))
            weave.links.append(
                Link(
                    f"a:{answer.kind}", f"p:{promise.pk}", weight / len(made), href=address, label=_short(promise.words)
                )
            )
    labels = dict(Answer.Kind.choices)
    weave.add(
        _("What was decided"), (Node(f"a:{kind}", labels[kind], n, decided, "answer") for kind, n in kinds.items())
    )
    weave.add(_("What was promised"), promises.values())


def _short(words: str) -> str:
    return Truncator(words).chars(LONGEST_LABEL)


def _words(number: int, source: Any, target: Any) -> str:
    return _("%(n)d: %(source)s → %(target)s") % {"n": number, "source": source, "target": _short(str(target))}
