"""A partner's record of a year in print: the same figures with their bases, and the same tables, as blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from heard.reports.models import Record
from heard.reports.queries.blocks import Block, facts, listed, small, table
from heard.reports.queries.records import record_tables
from heard.ui.parts import Cell, Table


def record_blocks(made: Record) -> list[Block]:
    """The record as blocks: what people say of their influence first, then each figure, then each list."""
    found = made.found
    tables = record_tables(found)
    return [
        *listed(made.because),
        {"kind": "heading", "words": _("In figures"), "level": 2},
        facts(*_figures(found)),
        *small(
            _(
                "For comparison: in 2011 the National Audit Office found 40 % of central government consultations "
                "shorter than 12 weeks, 54 % of those without an explanation."
            )
        ),
        *(block for one in tables.values() for block in _block(one)),
    ]


def _figures(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each figure in words, with its base. Left out where the base is nothing."""
    able, share, taking = found["able"], found["representative"], found["taking_part"]
    notice, length, decided = found["notice"], found["length"], found["decisions"]
    concerns, learned = found.get("concerns", {}), found.get("learned", {})
    rows = [
        (_("Agree that they could influence the decision"), able["percent"], able["base"], "%"),
        (_("Decisions that took up what people said"), decided["changed"], decided["base"], ""),
        (_("Findings that were answered"), decided["answered"], decided["findings"], ""),
        (_("Promises kept on time"), found["promises"]["kept_on_time"], found["promises"]["base"], ""),
        (_("Feedback given by the promised day"), found["feedback"]["on_time"], found["feedback"]["base"], ""),
        (_("Notice of 28 days or more"), notice["enough"], notice["base"], ""),
        (_("Open for 12 weeks or more"), length["usual"], length["base"], ""),
        (_("Groups that took part in proportion to the city"), share["in_parity"], share["base"], ""),
        (_("Contributions that came without the internet"), taking["not_digital_percent"], taking["base"], "%"),
        (_("Concerns upheld"), concerns.get("upheld", 0), concerns.get("base", 0), ""),
        (_("Concerns with a step that came late"), concerns.get("late", 0), concerns.get("base", 0), ""),
    ]  # fmt: skip
    said = [
        (label, _("%(n)s of %(base)s") % {"n": f"{n} %" if unit else n, "base": base})
        for label, n, base, unit in rows
        if base
    ]
    plain = [
        (_("Median notice, days"), notice["median"]),
        (_("Median period, days"), length["median"]),
        (_("Decisions recorded before the closing day"), len(found["pre_decided"])),
        (_("Levels of influence corrected after opening"), len(found["relabelled"]) if "relabelled" in found else None),
        (_("Left out, with a listed reason and two approvers"), found["excluded"]),
        (_("Lessons shared with every partner"), learned.get("lessons")),
        (_("Times that another plan used one"), learned.get("lessons_used")),
        (_("Times that a partner used a finding again"), learned.get("findings_reused")),
    ]
    return said + [(label, str(n)) for label, n in plain if n is not None]


def _block(one: Table) -> list[Block]:
    rows = [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in one.rows]
    return table(one.caption, [head.label for head in one.heads], rows)
