"""Pictures of an opinion map from plain values: the map, what defines each group, what all agree on. With their tables.

Server-side SVG with presentation attributes only, so that it stands in a page with a strict policy or in a file. Each
group has a shape and a letter as well as a colour. A dot stands for several people; whoever calls gathers them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from unicodedata import east_asian_width

from heard.ui.one_page import cut, figure, table

WIDTH, HEIGHT, EDGE, SIDE = 720, 520, 56, 104
LARGEST = 14.5  # how far the largest mark reaches from its middle
LABEL, ROW, TOP = 330, 30, 40
COLOURS = ("#1B4F9C", "#B5432A", "#1F6B45", "#6B3FA0", "#8A5A00", "#7A2E5D", "#2E6E5A", "#8A6A12")
SHAPES = ("circle", "square", "triangle", "diamond", "cross")
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Camp:
    """An opinion group: its letter, and how many people are in it (None: too few to say)."""

    letter: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Dot:
    """Several people of one group, where they stand."""

    x: float
    y: float
    people: int
    group: str


@dataclass(frozen=True, slots=True)
class Across:
    """What each group thinks of a statement: the share of those who voted (0 to 1) who agree and who disagree.

    A letter without shares has too few votes to say.
    """

    statement: str
    shares: Sequence[tuple[str, float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Tells:
    """A statement that tells a group from the others: the share of it that agrees (or disagrees), and of the others."""

    statement: str
    agree: bool
    inside: float | None
    outside: float | None


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words of all three pictures, for whoever shows them in another language."""

    alike: str = (
        "People who voted alike stand near one another. A mark stands for several people, and is larger where more of "
        "them stand. The two directions are those in which votes differ most; they have no names."
    )
    ring: str = "The ring is your own place."
    you: str = "You"
    group: str = "Group"
    mark: str = "Mark"
    people: str = "People"
    so_many: str = "{} people"
    share: str = "Share"
    not_drawn: str = "not drawn"
    too_few: str = "too few to say"
    shapes: Sequence[str] = SHAPES
    statement: str = "Statement"
    agreeing: str = "The share of each group that agrees, of those in it who voted."
    in_group: str = "group {}"
    group_agrees: str = "Group {} agree"
    group_disagrees: str = "Group {} disagree"
    bars: str = "Full bar: of those in group {} who voted. Open bar below it: of everybody else who voted."
    they_mostly: str = "They mostly"
    inside: str = "In group {}"
    everybody_else: str = "Everybody else"
    agree: str = "agree"
    disagree: str = "disagree"
    agree_with: str = "Agree: {}"
    disagree_with: str = "Disagree: {}"
    few: str = "too few"

    def shape(self, camps: Sequence[Camp], letter: str) -> str:
        """The name of a group's shape."""
        return self.shapes[SHAPES.index(shape_of(camps, letter))]


def map_chart(
    title: str, camps: Sequence[Camp], dots: Sequence[Dot], *, you: Dot | None = None, words: ChartWords | None = None
) -> str:
    """People where their votes put them, a figure with its table. Near means: voted alike. `you`: your own place."""
    say = words or ChartWords()
    shown = [camp for camp in camps if any(dot.group == camp.letter for dot in dots)]
    points = [(dot.x, dot.y) for dot in dots] + ([(you.x, you.y)] if you else [])
    middle = _mean(points)
    put = _put(points)
    hulls, marks, names = [], [], []
    largest = max((dot.people for dot in dots), default=1)
    for camp in shown:
        mine = [dot for dot in dots if dot.group == camp.letter]
        colour = colour_of(camps, camp.letter)
        hulls.append(_hull([put(dot.x, dot.y) for dot in mine], colour))
        for dot in sorted(mine, key=lambda each: -each.people):
            size = 3.5 + (LARGEST - 3.5) * sqrt(dot.people / largest)
            marks.append(_mark(shape_of(camps, camp.letter), *put(dot.x, dot.y), size, colour))
        names.append(
            _name(camp, mine, [put(dot.x, dot.y) for dot in dots if dot.group != camp.letter], middle, put, say.so_many)
        )
    if you:
        x, y = put(you.x, you.y)
        names.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="13" fill="none" stroke="currentColor" stroke-width="3"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="currentColor"/>'
            f'<text x="{x:.1f}" y="{y - 19:.1f}" font-size="16" font-weight="bold" text-anchor="middle">'
            f"{escape(say.you)}</text>"
        )
    heads = [(say.group, False), (say.mark, False), (say.people, True), (say.share, True)]
    whole = sum(camp.people or 0 for camp in camps)
    rows = [
        [
            f"{say.group} {camp.letter}", say.shape(camps, camp.letter), f"{camp.people:,}",
            _percent(camp.people / whole),
        ]
        if camp.people
        else [f"{say.group} {camp.letter}", say.not_drawn, say.too_few, ""]
        for camp in camps
    ]  # fmt: skip
    told = f"{say.alike} {say.ring}" if you else say.alike
    return figure(title, told, WIDTH, HEIGHT, "".join((*hulls, *marks, *names))) + table(title, heads, rows)


def groups_chart(title: str, camps: Sequence[Camp], rows: Sequence[Across], *, words: ChartWords | None = None) -> str:
    """How far each group agrees with each statement, from nobody to everybody. A figure with its table."""
    say = words or ChartWords()
    shown = [camp for camp in camps if camp.people]
    height = TOP + ROW * len(rows) + 10
    lines = []
    for number, row in enumerate(rows):
        y = TOP + ROW * number + ROW // 2
        agreed = [(letter, agree) for letter, agree, _disagree in row.shares if agree is not None]
        ends = [_across(agree) for _letter, agree in agreed]
        lines.append(_statement(row.statement, y))
        if ends:
            lines.append(
                f'<line x1="{min(ends):.1f}" x2="{max(ends):.1f}" y1="{y}" y2="{y}" stroke="currentColor" '
                f'stroke-opacity=".45" stroke-width="2"/>'
            )
        lines += [
            _mark(shape_of(camps, letter), _across(agree), y, 7, colour_of(camps, letter)) for letter, agree in agreed
        ]
    legend = ", ".join(f"{say.shape(camps, camp.letter)}: {say.in_group.format(camp.letter)}" for camp in shown)
    told = f"{say.agreeing} {legend[:1].upper()}{legend[1:]}."
    heads = [(say.statement, False)]
    heads += [(what.format(camp.letter), True) for camp in shown for what in (say.group_agrees, say.group_disagrees)]
    cells = []
    for row in rows:
        by_letter = {letter: (agree, disagree) for letter, agree, disagree in row.shares}
        pairs = [by_letter.get(camp.letter, (None, None)) for camp in shown]
        cells.append([row.statement, *(_share(each, say) for pair in pairs for each in pair)])
    picture = figure(title, told, WIDTH, height, _ticks(height) + "".join(lines)) if rows and shown else ""
    return picture + table(title, heads, cells)


def defining_chart(
    title: str, camps: Sequence[Camp], letter: str, rows: Sequence[Tells], *, words: ChartWords | None = None
) -> str:
    """What tells a group from the others: its share beside theirs. A figure with its table."""
    say = words or ChartWords()
    height = TOP + ROW * len(rows) + 10
    colour, lines = colour_of(camps, letter), []
    for number, row in enumerate(rows):
        y = TOP + ROW * number + ROW // 2
        lines.append(_statement((say.agree_with if row.agree else say.disagree_with).format(row.statement), y))
        if row.inside is not None:
            lines.append(
                f'<rect x="{LABEL}" y="{y - 9}" width="{_across(row.inside) - LABEL:.1f}" height="10" fill="{colour}"/>'
            )
        if row.outside is not None:
            lines.append(
                f'<rect x="{LABEL}" y="{y + 2}" width="{_across(row.outside) - LABEL:.1f}" height="6" fill="none" '
                f'stroke="currentColor"/>'
            )
    heads = [(say.statement, False), (say.they_mostly, False), (say.inside.format(letter), True)]
    heads.append((say.everybody_else, True))
    cells = [
        [row.statement, say.agree if row.agree else say.disagree, _share(row.inside, say), _share(row.outside, say)]
        for row in rows
    ]
    picture = figure(title, say.bars.format(letter), WIDTH, height, _ticks(height) + "".join(lines)) if rows else ""
    return picture + table(title, heads, cells)


def colour_of(camps: Sequence[Camp], letter: str) -> str:
    """The colour of a group: it goes with its letter, so that it stays when groups come and go."""
    return COLOURS[_number(camps, letter) % len(COLOURS)]


def shape_of(camps: Sequence[Camp], letter: str) -> str:
    """The shape of a group's marks."""
    return SHAPES[_number(camps, letter) % len(SHAPES)]


def _number(camps: Sequence[Camp], letter: str) -> int:
    if len(letter) == 1 and "A" <= letter <= "Z":
        return ord(letter) - ord("A")
    return [camp.letter for camp in camps].index(letter)


def _put(points: Sequence[Point]) -> Callable[[float, float], Point]:
    """From the map's measures to the picture's: the same scale both ways, all inside."""
    low = [min((point[axis] for point in points), default=0.0) for axis in (0, 1)]
    high = [max((point[axis] for point in points), default=0.0) for axis in (0, 1)]
    spans = [max(b - a, 1e-9) for a, b in zip(low, high, strict=True)]
    scale = min((WIDTH - 2 * SIDE) / spans[0], (HEIGHT - 2 * EDGE) / spans[1])
    mid = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    return lambda x, y: (WIDTH / 2 + (x - mid[0]) * scale, HEIGHT / 2 - (y - mid[1]) * scale)


def _name(
    camp: Camp,
    dots: Sequence[Dot],
    others: Sequence[Point],
    middle: Point,
    put: Callable[[float, float], Point],
    so_many: str,
) -> str:
    """The group's letter and size, outside its own marks, on the side away from the middle of the map.

    Where that would be among another group's marks, amid its own.
    """
    mine = _mean([(dot.x, dot.y) for dot in dots])
    (x, y), (mx, my) = put(*mine), put(*middle)
    far = sqrt((x - mx) ** 2 + (y - my) ** 2) or 1.0
    dx, dy = ((x - mx) / far, (y - my) / far) if far > 1 else (0.0, -1.0)
    said = so_many.format(f"{camp.people or 0:,}")
    half = 4 * len(said) + 6
    reach = max((put(dot.x, dot.y)[0] - x) * dx + (put(dot.x, dot.y)[1] - y) * dy for dot in dots)
    reach += LARGEST + half * abs(dx) + 21 * abs(dy)
    at_x = min(max(x + dx * reach, half), WIDTH - half)
    at_y = min(max(y + dy * reach, 22), HEIGHT - 24)
    if any(abs(ox - at_x) < half and abs(oy - at_y - 2) < 21 for ox, oy in others):
        at_x, at_y = x, y
    # A plate in the page's own colour, light or dark, so that the words are read over other groups' marks too.
    return (
        f'<rect x="{at_x - half:.1f}" y="{at_y - 19:.1f}" width="{2 * half}" height="42" rx="6" fill="Canvas" '
        f'fill-opacity=".8"/>'
        f'<text x="{at_x:.1f}" y="{at_y:.1f}" font-size="20" font-weight="bold" text-anchor="middle">'
        f"{escape(camp.letter)}</text>"
        f'<text x="{at_x:.1f}" y="{at_y + 17:.1f}" font-size="14" text-anchor="middle">{escape(said)}</text>'
    )


def _hull(points: list[Point], colour: str) -> str:
    """The outline of a group's marks, with room around them."""
    corners = _outline(points)
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return (
        f'<g opacity=".16"><polygon points="{path}" fill="{colour}" stroke="{colour}" stroke-width="24" '
        f'stroke-linejoin="round"/></g>'
    )


def _outline(points: list[Point]) -> list[Point]:
    """The corners of the convex hull (Andrew's chain), going round."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(along: list[Point]) -> list[Point]:
        found: list[Point] = []
        for x, y in along:
            while len(found) > 1:
                (ax, ay), (bx, by) = found[-2], found[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                found.pop()
            found.append((x, y))
        return found[:-1]

    return half(ordered) + half(ordered[::-1])


def _mark(shape: str, x: float, y: float, size: float, colour: str) -> str:
    fill = f'fill="{colour}" fill-opacity=".85" stroke="#fff" stroke-width="1"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" {fill}/>'
    a = size * 0.9
    if shape == "square":
        return f'<rect x="{x - a:.1f}" y="{y - a:.1f}" width="{2 * a:.1f}" height="{2 * a:.1f}" {fill}/>'
    b = size * 0.4
    corners = {
        "triangle": [(0, -1.25 * size), (1.1 * size, 0.8 * size), (-1.1 * size, 0.8 * size)],
        "diamond": [(0, -1.3 * size), (1.3 * size, 0), (0, 1.3 * size), (-1.3 * size, 0)],
        "cross": [(-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b), (-a, -b),
                  (-b, -b)],
    }[shape]  # fmt: skip
    path = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{path}" {fill}/>'


def _mean(points: Sequence[Point]) -> Point:
    many = max(len(points), 1)
    return sum(x for x, _y in points) / many, sum(y for _x, y in points) / many


def _statement(words: str, y: int) -> str:
    return f'<text x="0" y="{y + 5}" font-size="13">{escape(_fitting(words, 46))}</text>'


def _fitting(words: str, most: int) -> str:
    """Words that fit beside a mark. Chinese, Japanese and Korean letters are twice as wide."""
    wide = 0
    for place, letter in enumerate(words):
        wide += 2 if east_asian_width(letter) in "WF" else 1
        if wide > most:
            return cut(words, max(place, 1))
    return words


def _across(share: float) -> float:
    return LABEL + (WIDTH - LABEL - 20) * share


def _ticks(height: int) -> str:
    return "".join(
        f'<text x="{_across(part):.1f}" y="18" font-size="12" text-anchor="middle">{_percent(part)}</text>'
        f'<path d="M{_across(part):.1f} 24V{height - 6}" stroke="currentColor" stroke-opacity=".2"/>'
        for part in (0.0, 0.25, 0.5, 0.75, 1.0)
    )


def _share(share: float | None, say: ChartWords) -> str:
    return say.few if share is None else _percent(share)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
