"""The ribbon picture: who spoke how, what was found in it, what was answered and promised.

A Sankey picture drawn as a weave. Layout only: plain values in, plain geometry out, the same for the same input.
Lengths are units of the picture's own `viewBox`. A ribbon is as thick as its weight times one scale for the whole
picture, and no plate is thinner than the ribbons that enter or leave it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

from django.utils.translation import gettext as _

from heard.ui.parts import Cell, Head, Table
from heard.ui.words import CHANNELS_SHORT

LETTER = 0.51  # mean width of a letter of Atkinson Hyperlegible, in ems
SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A plate of the picture. `kind` is a channel's slug in the first column, else free ("strand", "finding"…)."""

    id: str
    label: Any
    count: int | None = None
    href: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Nodes that stand under one title, in the order of the table."""

    title: Any
    nodes: Sequence[Node]


@dataclass(frozen=True, slots=True)
class Link:
    """A ribbon from one node to a node of a later column. `channel` colours it; "" is undyed.

    `said` stands in the table where the weight is no exact number ("fewer than 10").
    """

    source: str
    target: str
    weight: float
    href: str = ""
    label: Any = ""
    channel: str = ""
    said: Any = ""


@dataclass(frozen=True, slots=True)
class RibbonPicture:
    """The whole picture. ValueError if a link has an unknown end, runs backwards or weighs less than nothing."""

    columns: Sequence[Column]
    links: Sequence[Link]
    title: Any = ""
    description: Any = ""

    def __post_init__(self) -> None:
        rank = self.ranks()
        if len(rank) != sum(len(column.nodes) for column in self.columns):
            raise ValueError("Two nodes of a ribbon picture share one id.")
        for link in self.links:
            if link.source not in rank or link.target not in rank:
                raise ValueError(f"The ribbon {link.source} → {link.target} has a loose end.")
            if rank[link.source] >= rank[link.target]:
                raise ValueError(f"The ribbon {link.source} → {link.target} runs backwards.")
            if not 0 <= link.weight < float("inf"):
                raise ValueError(f"The ribbon {link.source} → {link.target} weighs {link.weight}.")

    def ranks(self) -> dict[str, int]:
        """The column of each node, by its id."""
        return {node.id: i for i, column in enumerate(self.columns) for node in column.nodes}

    def nodes(self) -> dict[str, Node]:
        """Every node by its id."""
        return {node.id: node for column in self.columns for node in column.nodes}

    def pairs(self) -> list[RibbonPicture]:
        """The same picture in pieces of two neighbouring columns, for a phone. Ribbons that skip a column stay out."""
        pieces = []
        for left, right in pairwise(self.columns):
            ends = {node.id for node in left.nodes}, {node.id for node in right.nodes}
            links = [link for link in self.links if link.source in ends[0] and link.target in ends[1]]
            pieces.append(replace(self, columns=(left, right), links=links))
        return pieces

    def table(self) -> Table:
        """The accessible twin: every ribbon a row, every link of the picture in it."""
        nodes, rank = self.nodes(), self.ranks()
        rows = []
        for link in sorted(self.links, key=lambda link: rank[link.source]):
            source, target = nodes[link.source], nodes[link.target]
            how = CHANNELS_SHORT.get(link.channel, link.channel)
            rows.append(
                [
                    Cell(source.label, source.href),
                    Cell(target.label, target.href),
                    how,
                    Cell(link.said or f"{link.weight:g}", link.href, number=True),
                ]
            )
        heads = [Head(_("From")), Head(_("To")), Head(_("How")), Head(_("How many"), number=True)]
        return Table(self.title or _("The same as a table"), heads, rows)


@dataclass(frozen=True, slots=True)
class Frame:
    """Measures of one drawing: its width, the plates, the type and the air between plates."""

    width: float = 1240
    plate: float = 164
    letters: float = 18
    air: float = 20
    cloth: float = 420  # the height that the heaviest column's ribbons fill
    top: float = 52
    mirrored: bool = False


WIDE = Frame()
NARROW = Frame(width=360, plate=138, letters=16, air=14, cloth=300, top=44)


@dataclass(frozen=True, slots=True)
class Plate:
    """A node where it lies. `lines` are its label, broken to fit."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A link where it runs: from (x0, y0) to (x1, y1), both the middle of its end; `thick` is its thickness."""

    link: Link
    x0: float
    y0: float
    x1: float
    y1: float
    thick: float
    lit: bool = False

    @property
    def outline(self) -> str:
        """SVG path of its shape."""
        half, bend = self.thick / 2, (self.x0 + self.x1) / 2
        a, b, c, d = self.y0 - half, self.y1 - half, self.y1 + half, self.y0 + half
        return (
            f"M{self.x0:.1f} {a:.2f}C{bend:.1f} {a:.2f} {bend:.1f} {b:.2f} {self.x1:.1f} {b:.2f}"
            f"V{c:.2f}C{bend:.1f} {c:.2f} {bend:.1f} {d:.2f} {self.x0:.1f} {d:.2f}Z"
        )

    @property
    def thread(self) -> str:
        """SVG path of its middle."""
        bend = (self.x0 + self.x1) / 2
        return (
            f"M{self.x0:.1f} {self.y0:.2f}C{bend:.1f} {self.y0:.2f} {bend:.1f} {self.y1:.2f} "
            f"{self.x1:.1f} {self.y1:.2f}"
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws. `ribbons` are in painting order: every other one passes over its neighbours."""

    width: float
    height: float
    titles: tuple[tuple[float, tuple[str, ...]], ...]
    plates: tuple[Plate, ...]
    ribbons: tuple[Ribbon, ...]
    frame: Frame


def draw(picture: RibbonPicture, frame: Frame = WIDE, highlight: frozenset[str] = frozenset()) -> Drawing:
    """Lay the picture out. `highlight` names the nodes of one thread; ribbons between two of them carry it."""
    nodes, load = picture.nodes(), _loads(picture)
    scale = _scale(picture, load, frame)
    order = [[node.id for node in column.nodes] for column in picture.columns]
    texts = {node.id: broken(str(node.label), frame.plate - 24, frame.letters) for node in nodes.values()}
    tall = {id: max(load[id] * scale, _text_height(texts[id], node, frame)) for id, node in nodes.items()}
    spans = [sum(tall[id] for id in ids) + frame.air * max(len(ids) - 1, 0) for ids in order]
    body = max(spans, default=0)
    plates: dict[str, Plate] = {}
    for column, (ids, span) in enumerate(zip(order, spans, strict=True)):
        y = frame.top + (body - span) / 2
        for id in ids:
            plates[id] = Plate(
                nodes[id], _x(column, len(order), frame), y, frame.plate, tall[id], texts[id], id in highlight
            )
            y += tall[id] + frame.air
    titles = tuple(
        (
            _x(i, len(order), frame) + (frame.plate if frame.mirrored else 0),
            broken(str(column.title), frame.plate, frame.letters, most=2),
        )
        for i, column in enumerate(picture.columns)
    )
    ribbons = _ribbons(picture, plates, scale, frame, highlight)
    return Drawing(frame.width, frame.top + body + 6, titles, tuple(plates.values()), ribbons, frame)


def broken(text: str, width: float, letters: float, most: int = 4) -> tuple[str, ...]:
    """The text in lines no wider than `width`, at most `most` of them; the last one ends in … if words are left."""
    room = max(int(width / (letters * LETTER)), 4)
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines += [word[i : i + room] for i in range(0, len(word), room)]
    if len(lines) <= most:
        return tuple(lines) or ("",)
    return (*lines[: most - 1], lines[most - 1][: room - 1] + "…")


def _loads(picture: RibbonPicture) -> dict[str, float]:
    """What each node must hold: the heavier of what enters and what leaves it."""
    enters: dict[str, float] = defaultdict(float)
    leaves: dict[str, float] = defaultdict(float)
    for link in picture.links:
        leaves[link.source] += link.weight
        enters[link.target] += link.weight
    return {id: max(enters[id], leaves[id]) for id in picture.nodes()}


def _scale(picture: RibbonPicture, load: Mapping[str, float], frame: Frame) -> float:
    heaviest = max((sum(load[node.id] for node in column.nodes) for column in picture.columns), default=0)
    return frame.cloth / heaviest if heaviest > 1e-9 else 0.0


def _text_height(lines: Sequence[str], node: Node, frame: Frame) -> float:
    return (len(lines) + (node.count is not None)) * frame.letters * 1.22 + frame.letters


def _x(column: int, columns: int, frame: Frame) -> float:
    step = (frame.width - frame.plate - 4) / max(columns - 1, 1)
    x = 2 + column * step
    return frame.width - frame.plate - x if frame.mirrored else x


def untangled(picture: RibbonPicture) -> RibbonPicture:
    """The picture with its columns in the best order found, each node near what it is tied to; the first column stays.

    Columns are swept to and fro; the best order is where the least weight crosses. The order given wins a tie.
    """
    load, nodes = _loads(picture), picture.nodes()
    order = [[node.id for node in column.nodes] for column in picture.columns]
    ties = _ties(picture)
    best, least = [*order], _crossing(order, ties)
    for sweep in range(SWEEPS):
        for i in range(1, len(order)) if sweep % 2 == 0 else range(len(order) - 2, 0, -1):
            near = order[i - 1] if sweep % 2 == 0 else order[i + 1]
            order[i] = _by_middle(order[i], near, ties, load)
        crossing = _crossing(order, ties)
        if crossing < least:
            best, least = [*order], crossing
    columns = [Column(old.title, [nodes[id] for id in ids]) for old, ids in zip(picture.columns, best, strict=True)]
    return replace(picture, columns=columns)


def _ties(picture: RibbonPicture) -> dict[str, dict[str, float]]:
    """How heavily each node is tied to each other one, whatever the channel and whichever way the ribbon runs."""
    ties: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for link in picture.links:
        ties[link.source][link.target] += link.weight
        ties[link.target][link.source] += link.weight
    return ties


def _crossing(order: Sequence[Sequence[str]], ties: Mapping[str, Mapping[str, float]]) -> float:
    """The weight that crosses between neighbouring columns: for each pair of ribbons that cross, the lighter one."""
    total = 0.0
    for left, right in pairwise(order):
        place = {id: i for i, id in enumerate(right)}
        runs = [[(place[to], weight) for to, weight in ties[id].items() if to in place] for id in left]
        for upper, lower in combinations(runs, 2):
            total += sum(min(a, b) for at, a in upper for to, b in lower if at > to)
    return total


def _by_middle(
    ids: list[str], near: list[str], ties: Mapping[str, Mapping[str, float]], load: Mapping[str, float]
) -> list[str]:
    middle, reach = {}, 0.0
    for id in near:
        middle[id] = reach + load[id] / 2
        reach += load[id]
    place = {}
    for i, id in enumerate(ids):
        pulls = [(middle[other], weight) for other, weight in ties[id].items() if other in middle]
        total = sum(weight for _at, weight in pulls)
        place[id] = sum(at * weight for at, weight in pulls) / total if total else reach * (i + 0.5) / len(ids)
    return sorted(ids, key=lambda id: (round(place[id], 6), ids.index(id)))


def _ribbons(
    picture: RibbonPicture, plates: Mapping[str, Plate], scale: float, frame: Frame, highlight: frozenset[str]
) -> tuple[Ribbon, ...]:
    slugs = list(CHANNELS_SHORT)
    dye = {slug: i for i, slug in enumerate(slugs)}

    def colour(link: Link) -> int:
        return dye.get(link.channel, len(slugs))

    numbered = list(enumerate(picture.links))
    leaving = sorted(numbered, key=lambda il: (plates[il[1].target].y, colour(il[1]), il[0]))
    entering = sorted(numbered, key=lambda il: (plates[il[1].source].y, colour(il[1]), il[0]))
    starts = _ports(leaving, plates, scale, at_source=True)
    ends = _ports(entering, plates, scale, at_source=False)
    out = 0.0 if frame.mirrored else frame.plate
    woven = []
    for i, link in numbered:
        lit = link.source in highlight and link.target in highlight
        x0, x1 = plates[link.source].x + out, plates[link.target].x + frame.plate - out
        woven.append(Ribbon(link, x0, starts[i], x1, ends[i], link.weight * scale, lit))
    return tuple(sorted(woven, key=lambda ribbon: (ribbon.lit, woven.index(ribbon) % 2, woven.index(ribbon))))


def _ports(
    links: Sequence[tuple[int, Link]], plates: Mapping[str, Plate], scale: float, *, at_source: bool
) -> dict[int, float]:
    """The middle of each ribbon's end on its plate, stacked without gaps and centred."""
    total: dict[str, float] = defaultdict(float)
    for _i, link in links:
        total[link.source if at_source else link.target] += link.weight * scale
    reach = {id: plate.y + (plate.height - total[id]) / 2 for id, plate in plates.items()}
    found = {}
    for i, link in links:
        id = link.source if at_source else link.target
        found[i] = reach[id] + link.weight * scale / 2
        reach[id] += link.weight * scale
    return found
