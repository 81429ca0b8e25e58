"""Reports as they are kept and shown: every section in order, with officers' words beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from heard.activities.models import Activity
from heard.reports.models import Report, ReportWords
from heard.reports.queries.blocks import Block
from heard.reports.queries.sections import WRITERS, Facts
from heard.ui.parts import Step

SECTIONS = {slug: title for slug, title, _write in WRITERS}


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its slug, title, blocks written from the record, and an officer's own words if there are any."""

    slug: str
    title: str
    blocks: tuple[Block, ...] = ()
    words: str = ""
    by: str = ""
    on: Any = None

    @property
    def shown(self) -> list[Block]:
        """The blocks for a template, which would take `items` of a mapping for its method."""
        return [{**block, "items_": block.get("items"), "knots": _knots(block)} for block in self.blocks]


def _knots(block: Block) -> list[Step]:
    """The steps of a timeline, as a template draws them."""
    return [
        Step(one["label"], on=date.fromisoformat(one["on"]) if one["on"] else None, state=one["state"])
        for one in block.get("steps", [])
    ]


def sections_of(activity: Activity) -> list[dict[str, Any]]:
    """Every section written from the record now, in plain values: what a report keeps."""
    gathered = Facts(activity)
    return [
        {"slug": slug, "blocks": [one for one in write(gathered) if one.get("items", True) != []]}
        for slug, _title, write in WRITERS
    ]


def report_of(activity: Activity) -> Report | None:
    """The report as it was last written; None before that."""
    return Report.objects.filter(activity=activity).first()


def shown_report(activity: Activity, report: Report | None) -> list[Section]:
    """The report's sections in order, with officers' words beside them. One query."""
    beside = {one.section: one for one in ReportWords.objects.filter(activity=activity).select_related("by")}
    written = {one["slug"]: tuple(one["blocks"]) for one in report.body} if report else {}
    found = []
    for slug, title in SECTIONS.items():
        section = Section(slug, str(title), written.get(slug, ()))
        if own := beside.get(slug):
            section = replace(section, words=own.words, by=own.by.name, on=own.at)
        found.append(section)
    return found
