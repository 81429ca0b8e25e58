"""The annex of a report: the questions as asked, the code frame, the statement of quality, the data, every check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.methods import Question, StrandFacts
from heard.activities.models import Activity, Strand
from heard.activities.queries import targets_of
from heard.compact import queries as compact
from heard.compact.models import CheckResult
from heard.findings.queries.public import published_themes
from heard.findings.queries.standard import quality_of
from heard.reports.queries.blocks import Block, facts, heading, small, steps, table
from heard.ui.words import STAGES

CHECKED = (
    gettext_lazy("Step"), gettext_lazy("Passed"), gettext_lazy("Advice"), gettext_lazy("Warnings, each with a reason"),
    gettext_lazy("Set aside"),
)  # fmt: skip
ANSWERED = {
    "text": gettext_lazy("in people's own words"),
    "choice": gettext_lazy("one of these"),
    "multi": gettext_lazy("any of these"),
    "scale": gettext_lazy("on a scale"),
    "rank": gettext_lazy("put in order"),
    "matrix": gettext_lazy("each on one scale"),
    "place": gettext_lazy("a place"),
}


def annex_blocks(
    activity: Activity,
    asked: Sequence[tuple[Strand, StrandFacts]],
    published: Sequence[str],
    findings: Sequence[str] = (),
) -> list[Block]:
    """Instruments, quality, themes, hopes, data and checks.

    `published`: which of ``findings counts`` there are; `findings`: their public ids, in the order of the report.
    """
    blocks = [block for strand, found in asked for block in _instrument(strand, found.questions)]
    quality = quality_of(activity)
    if quality is not None and quality.reviewed_at is not None:
        blocks.append(
            facts(
                (_("How it was read"), quality.methods),
                (_("What it cannot tell us"), quality.limits),
                (_("What the numbers rest on"), quality.bases),
                (_("Where the reviewer does not agree"), quality.dissent),
            )
        )
    themes = published_themes(activity)
    numbers = {ref: _("Finding %(n)d") % {"n": number} for number, ref in enumerate(findings, 1)}
    rows = [
        [
            one.name, one.description, one.count.words,
            "; ".join(numbers.get(ref, ref) for ref in one.findings) or one.because,
        ]
        for one in themes
    ]  # fmt: skip
    data = [*published, *(["themes"] if themes else [])]
    heads = [_("Theme"), _("What it means"), _("Contributions"), _("Where it went")]
    return [*blocks, *table(_("Themes"), heads, rows), *_hopes(activity), *_data(activity, data), *_checks(activity)]


def _instrument(strand: Strand, questions: Sequence[Question]) -> list[Block]:
    """Every question of one way of taking part, in its order and its words, with the answers on offer."""
    said = _("The questions as asked: %(way)s") % {"way": strand.title}
    return [*heading(said), *steps([_asked(one) for one in questions])] if questions else []


def _asked(one: Question) -> str:
    """“Which of these? (Any that fit.) – any of these: The pool · The park”."""
    words = one.words + (f" ({one.help})" if one.help else "")
    how = str(ANSWERED.get(one.kind, ""))
    answers = " · ".join(one.options)
    return f"{words} – {how}: {answers}" if answers else f"{words} – {how}" if how else words


def _hopes(activity: Activity) -> list[Block]:
    targets = targets_of(activity)
    hoped = [[one.name, one.people] for one in targets.groups if one.people is not None]
    if targets.participants is not None:
        hoped.insert(0, [_("Everyone"), targets.participants])
    return table(_("What the plan hoped for"), [_("Who"), _("People")], hoped)


def _data(activity: Activity, published: Sequence[str]) -> list[Block]:
    """Where what this report rests on can be had as data."""
    names = {"findings": _("Findings"), "counts": _("Counts"), "themes": _("Themes")}
    where = [
        (names[one], settings.SITE_URL + reverse("findings:data", args=[activity.slug, one, "csv"]))
        for one in published
    ]
    return [*heading(_("The same as open data")), facts(*where)] if where else []


def _checks(activity: Activity) -> list[Block]:
    blocks = table(_("What the Compact’s checks said at each step"), CHECKED, _checked(activity))
    governing = compact.governing_of(activity)
    if governing is not None:
        blocks += small(_("Judged by version %(v)s of the Compact’s rules.") % {"v": governing.pack.digest[:12]})
    return blocks


def _checked(activity: Activity) -> list[list[Any]]:
    """How many checks passed, advised, warned or were set aside at each move, in order. One query."""
    rows = CheckResult.objects.filter(move__activity=activity, move__allowed=True).order_by("move__at", "move_id")
    results = ("pass", "advise", "warn", "override")
    counted = {f"n_{name}": Count("pk", filter=Q(result=name)) for name in results}
    found = rows.values("move_id").annotate(**counted).values_list("move__to_stage", *counted)
    return [[STAGES.get(stage, stage), *numbers] for stage, *numbers in found]
