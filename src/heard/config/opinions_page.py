"""The page that `heard opinions --html` writes: the map, what defines each group, what all agree on, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from heard.config.opinions import letter
from heard.rules.opinions.cells import cells_of
from heard.rules.opinions.picture import Counted, Group, Map, Statement
from heard.ui.one_page import page as one_page
from heard.ui.one_page import table
from heard.ui.opinion_charts import Across, Camp, Dot, Tells, defining_chart, groups_chart, map_chart

# The smallest number of people that is said, and of votes in a group (policy/disclosure.toml, ordinary).
SMALLEST = 5
VOTED = 5


def page(found: Map, words: Mapping[str, str]) -> str:
    """One self-contained page. `words`: what the statements say, by id, as far as it is known. It names nobody."""
    shown = found.described(SMALLEST)
    camps = [Camp(letter(group.id), group.size if group in shown else None) for group in found.groups]
    by_id = {each.id: each for each in found.statements}
    dots = [
        Dot(cell.x, cell.y, cell.people, letter(cell.group)) for cell in cells_of(found, [group.id for group in shown])
    ]
    named = _Named(words)
    ground = [each for each, _agree in found.common_ground(10)]
    parts = [
        f"<p>{escape(found.because[0])}</p>",
        map_chart("Where people stand", camps, dots),
        "<h2>What all groups agree on</h2>",
        groups_chart("Agreed on by more than half of every group, or refused by it", camps, named.across(ground, shown))
        if ground
        else "<p>There is nothing yet that more than half of every group says.</p>",
        "<h2>Where they part</h2>",
        groups_chart("Widest apart", camps, named.across(found.apart(10), shown))
        if found.apart()
        else "<p>Groups are nowhere far apart.</p>",
        "<h2>What defines each group</h2>",
        *(
            defining_chart(
                f"Group {letter(group.id)}, {group.size:,} people", camps, letter(group.id),
                [named.tells(one.statement, one.agree, group, by_id) for one in group.representative],
            )
            for group in shown if len(found.groups) > 1
        ),
        "<h2>Every statement</h2>",
        _all(found, named),
        "<h2>How this was worked out</h2>",
        "<ol>" + "".join(f"<li>{escape(each)}</li>" for each in found.because) + "</ol>",
        f"<p>Rule <code>{escape(found.rule)}</code>, seed {found.seed}.<br>Digest <code>{found.digest}</code></p>",
        f"<p>A mark stands for at least three people. Groups of fewer than {SMALLEST} are not described, and a group's "
        f"share is said where at least {VOTED} of it voted.</p>",
    ]  # fmt: skip
    return one_page("The opinion map", "\n".join(parts))


class _Named:
    """Statements by their words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    def __call__(self, statement: str) -> str:
        return self.words.get(statement) or f"Statement {statement}"

    def across(self, rows: Iterable[Statement], groups: Iterable[Group]) -> list[Across]:
        shown = list(groups)
        return [
            Across(self(row.id), [(letter(group.id), *_shares(row.groups[group.id])) for group in shown])
            for row in rows
        ]

    def tells(self, statement: str, agree: bool, group: Group, by_id: Mapping[str, Statement]) -> Tells:
        row = by_id[statement]
        inside = row.groups[group.id]
        others = [each for name, each in row.groups.items() if name != group.id]
        outside = Counted(sum(e.agree for e in others), sum(e.disagree for e in others), sum(e.passed for e in others))
        return Tells(self(statement), agree, _shares(inside)[not agree], _shares(outside)[not agree])


def _shares(counted: Counted) -> tuple[float | None, float | None]:
    if counted.seen < VOTED:
        return None, None
    return counted.agree / counted.seen, counted.disagree / counted.seen


def _all(found: Map, named: _Named) -> str:
    heads = [("Statement", False), ("Agree", True), ("Disagree", True), ("Pass", True), ("Apart", True), ("", False)]
    rows = [
        [
            named(each.id), f"{each.counts.agree:,}", f"{each.counts.disagree:,}", f"{each.counts.passed:,}",
            f"{each.divisiveness:.2f}" if each.enough else "",
            "left out" if each.left_out else "" if each.enough else "too few votes in some group",
        ]
        for each in found.statements
    ]  # fmt: skip
    return table("Votes on every statement", heads, rows)
