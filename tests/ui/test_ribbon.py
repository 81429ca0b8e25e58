"""The ribbon picture keeps every voice: nothing thickens, thins, overlaps or falls off the cloth."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import replace

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.ui import sample
from heard.ui.ribbon import (
    NARROW,
    WIDE,
    Column,
    Drawing,
    Frame,
    Link,
    Node,
    RibbonPicture,
    _crossing,
    _ties,
    broken,
    draw,
    untangled,
)

CHANNELS = ["web", "paper", "phone", "in_person", "text_message", "letter", "email", ""]


@st.composite
def pictures(draw_from: st.DrawFn) -> RibbonPicture:
    sizes = draw_from(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    label = st.text(alphabet="abc défgh ونتر ਸਤ", min_size=0, max_size=60)
    columns = [
        Column(
            f"Column {i}",
            [Node(f"{i}.{j}", draw_from(label), draw_from(st.none() | st.integers(0, 999))) for j in range(size)],
        )
        for i, size in enumerate(sizes)
    ]
    ends = st.tuples(st.integers(0, len(sizes) - 2), st.integers(0, 4), st.integers(0, 4))
    links = []
    for column, a, b in draw_from(st.lists(ends, max_size=25)):
        source, target = f"{column}.{a % sizes[column]}", f"{column + 1}.{b % sizes[column + 1]}"
        weight = draw_from(st.integers(0, 5000) | st.floats(0, 100))
        links.append(Link(source, target, weight, "/x", "", draw_from(st.sampled_from(CHANNELS))))
    return RibbonPicture(columns, links)


def scale_of(drawing: Drawing) -> float:
    heaviest = max(drawing.ribbons, key=lambda ribbon: ribbon.link.weight, default=None)
    return heaviest.thick / heaviest.link.weight if heaviest and heaviest.link.weight else 0.0


@pytest.mark.parametrize("frame", [WIDE, NARROW, replace(WIDE, mirrored=True)])
@settings(max_examples=60, deadline=None)
@given(picture=pictures())
def test_every_ribbon_is_as_thick_as_its_weight_and_lies_within_its_plates(
    frame: Frame, picture: RibbonPicture
) -> None:
    drawing = draw(picture, frame)
    plates = {plate.node.id: plate for plate in drawing.plates}
    scale = scale_of(drawing)
    assert len(drawing.ribbons) == len(picture.links)
    for ribbon in drawing.ribbons:
        assert ribbon.thick >= 0
        assert ribbon.thick == pytest.approx(ribbon.link.weight * scale, abs=1e-6)
        for plate, y in ((plates[ribbon.link.source], ribbon.y0), (plates[ribbon.link.target], ribbon.y1)):
            assert plate.y - 1e-6 <= y - ribbon.thick / 2
            assert y + ribbon.thick / 2 <= plate.y + plate.height + 1e-6


@settings(max_examples=60, deadline=None)
@given(picture=pictures())
def test_ribbons_lie_side_by_side_on_a_plate_without_gap_or_overlap(picture: RibbonPicture) -> None:
    drawing = draw(untangled(picture))
    ends = defaultdict(list)
    for ribbon in drawing.ribbons:
        ends["out", ribbon.link.source].append((ribbon.y0 - ribbon.thick / 2, ribbon.thick))
        ends["in", ribbon.link.target].append((ribbon.y1 - ribbon.thick / 2, ribbon.thick))
    for ribbons in ends.values():
        stack = sorted(end for end in ribbons if end[1] > 1e-9)
        for (top, thick), (following, _thick) in itertools.pairwise(stack):
            assert top + thick == pytest.approx(following, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(picture=pictures())
def test_plates_stay_on_the_cloth_and_apart(picture: RibbonPicture) -> None:
    drawing = draw(untangled(picture))
    rank = picture.ranks()
    for column in range(len(picture.columns)):
        stack = sorted((p for p in drawing.plates if rank[p.node.id] == column), key=lambda plate: plate.y)
        for above, below in itertools.pairwise(stack):
            assert above.y + above.height <= below.y
        assert all(plate.height > 0 and plate.width > 0 for plate in stack)
        assert all(plate.x >= 0 and plate.x + plate.width <= drawing.width for plate in stack)
        assert all(plate.y >= 0 and plate.y + plate.height <= drawing.height for plate in stack)


@settings(max_examples=30, deadline=None)
@given(picture=pictures())
def test_the_same_picture_is_drawn_the_same(picture: RibbonPicture) -> None:
    assert draw(untangled(picture)) == draw(untangled(picture))


@settings(max_examples=30, deadline=None)
@given(picture=pictures())
def test_untangling_moves_plates_and_loses_none(picture: RibbonPicture) -> None:
    swept = untangled(picture)
    assert [sorted(node.id for node in column.nodes) for column in swept.columns] == [
        sorted(node.id for node in column.nodes) for column in picture.columns
    ]
    assert swept.columns[0].nodes == list(picture.columns[0].nodes)
    assert swept.links == picture.links


def test_untangling_takes_out_a_crossing() -> None:
    left, right = [Node("a", "A"), Node("b", "B")], [Node("x", "X"), Node("y", "Y")]
    crossed = RibbonPicture([Column("", left), Column("", right)], [Link("a", "y", 1), Link("b", "x", 1)])
    assert [node.id for node in untangled(crossed).columns[1].nodes] == ["y", "x"]


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (Link("a", "nowhere", 1), "loose end"),
        (Link("x", "a", 1), "backwards"),
        (Link("a", "a", 1), "backwards"),
        (Link("a", "x", -1), "weighs -1"),
        (Link("a", "x", float("nan")), "weighs nan"),
        (Link("a", "x", float("inf")), "weighs inf"),
    ],
)
def test_a_ribbon_that_cannot_be_woven_is_refused(link: Link, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        RibbonPicture([Column("", [Node("a", "A")]), Column("", [Node("x", "X")])], [link])


def test_two_plates_cannot_share_an_id() -> None:
    with pytest.raises(ValueError, match="share one id"):
        RibbonPicture([Column("", [Node("a", "A")]), Column("", [Node("a", "A")])], [])


def test_long_words_are_broken_and_long_labels_end_in_a_dot_dot_dot() -> None:
    lines = broken("Rhabarberbarbarabarbarbarenbartbarbier " * 6, 120, 16)
    assert len(lines) == 4
    assert lines[-1].endswith("…")
    assert all(len(line) <= 120 / (16 * 0.51) for line in lines)


def test_right_to_left_the_first_column_stands_on_the_right() -> None:
    drawing = draw(sample.picture(), replace(WIDE, mirrored=True))
    places = {plate.node.id: plate.x for plate in drawing.plates}
    assert places["web"] > places["survey"] > places["early"] > places["hours"]


def test_the_pieces_for_a_phone_hold_every_neighbouring_ribbon_once() -> None:
    picture = sample.picture()
    pieces = picture.pairs()
    assert len(pieces) == len(picture.columns) - 1
    assert sorted(link.label for piece in pieces for link in piece.links) == sorted(
        link.label for link in picture.links
    )


def drawn(**context: object) -> str:
    source = "{% load charts %}{% ribbon_picture picture highlight=lit %}"
    return Template(source).render(Context({"picture": sample.picture(), "lit": (), **context}))


def test_the_table_says_every_ribbon_with_the_same_links_as_the_picture() -> None:
    html = drawn()
    picture, table = html.split("The same as a table")
    links = set(re.findall(r'href="(#[a-z_-]+)"', picture))
    assert links == set(re.findall(r'href="(#[a-z_-]+)"', table))
    assert {link.href for link in sample.picture().links} <= links
    assert table.count("<tr>") == len(sample.picture().links) + 1


def test_every_link_of_the_picture_has_a_name() -> None:
    for inside in re.findall(r"<a href=[^>]*>(.*?)</a>", drawn().split("in-pairs")[0].split("in-one")[1], re.DOTALL):
        assert re.match(r"<title>[^<]+</title>", inside.strip())


def test_a_highlighted_thread_is_gold_and_named_in_the_key() -> None:
    html = drawn(lit=["paper", "drop", "early"])
    assert html.split('class="in-pairs"')[0].count('class="thread"') == 3  # paper→drop, and drop→early by two channels
    assert "The thread you are following" in html
    assert "The thread you are following" not in drawn()


def test_a_picture_without_links_is_an_image() -> None:
    plain = RibbonPicture([Column("", [Node("a", "A")]), Column("", [Node("x", "X")])], [Link("a", "x", 1)])
    assert 'role="img"' in drawn(picture=plain)
    assert 'role="group"' in drawn()


def test_words_in_the_picture_are_escaped() -> None:
    bad = "<script>alert(1)</script>"
    picture = RibbonPicture(
        [Column(bad, [Node("a", bad, href="/a")]), Column(bad, [Node("x", bad)])],
        [Link("a", "x", 1, "/l", bad)],
        bad,
        bad,
    )
    assert "<script" not in drawn(picture=picture)


def test_numbers_in_the_drawing_never_take_a_decimal_comma() -> None:
    from django.utils.translation import override

    with override("pl"):
        html = drawn()
    shapes = re.findall(r' (?:d|x|y|viewBox|width|height)="([^"]*)"', html)
    assert [shape for shape in shapes if "," in shape] == []


def test_a_picture_of_nothing_is_no_error() -> None:
    assert "weaving" in drawn(picture=RibbonPicture([Column("A", []), Column("B", [])], []))


@settings(max_examples=40, deadline=None)
@given(picture=pictures())
def test_untangling_never_makes_more_ribbons_cross(picture: RibbonPicture) -> None:
    ties = _ties(picture)

    def crossing(one: RibbonPicture) -> float:
        return _crossing([[node.id for node in column.nodes] for column in one.columns], ties)

    assert crossing(untangled(picture)) <= crossing(picture)
