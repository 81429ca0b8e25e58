"""Pictures of an opinion map: each with its table, safe words, a shape and a letter beside every colour."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from heard.ui.opinion_charts import (
    Across,
    Camp,
    ChartWords,
    Dot,
    Tells,
    colour_of,
    defining_chart,
    groups_chart,
    map_chart,
    shape_of,
)

SVG = "{http://www.w3.org/2000/svg}"
CAMPS = [Camp("A", 40), Camp("B", 12), Camp("C", None)]
DOTS = [Dot(1, 1, 30, "A"), Dot(2, 1.5, 10, "A"), Dot(1.5, 2, 4, "A"), Dot(-1, -1, 9, "B"), Dot(-2, -1, 3, "B")]


def drawn(html: str) -> ET.Element:
    return ET.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])  # noqa: S314 our own words


def words_in(picture: ET.Element) -> list[str]:
    return [each.text or "" for each in picture.iter(f"{SVG}text")]


def test_the_map_shows_groups_by_shape_letter_and_number() -> None:
    html = map_chart("Where people stand", CAMPS, DOTS)
    picture = drawn(html)
    assert words_in(picture) == ["A", "40 people", "B", "12 people"]
    assert len(list(picture.iter(f"{SVG}circle"))) == 3
    rects = list(picture.iter(f"{SVG}rect"))
    assert len([each for each in rects if each.get("fill") == colour_of(CAMPS, "B")]) == 2
    assert [each.get("fill") for each in rects].count("Canvas") == 2
    assert picture.find(f"{SVG}title") is not None
    assert '<th scope="row">Group A</th><td >circle</td><td class="number">40</td>'.replace(" >", ">") in html
    assert "too few to say" in html


def test_everything_is_inside_the_picture() -> None:
    picture = drawn(map_chart("Map", CAMPS, [Dot(1e6, 0, 5, "A"), Dot(-1e6, 3, 5, "B"), Dot(0, 0, 5, "B")]))
    for each in picture.iter(f"{SVG}text"):
        assert 0 < float(each.get("x", "-1")) < 720
        assert 0 < float(each.get("y", "-1")) < 520
    for each in picture.iter(f"{SVG}rect"):
        assert 0 < float(each.get("x", "-1")) < 720


def test_larger_marks_stand_for_more_people() -> None:
    sizes = [float(each.get("r", "")) for each in drawn(map_chart("Map", CAMPS, DOTS)).iter(f"{SVG}circle")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 2 * sizes[-1] - 4


def test_your_own_place_is_a_ring_with_a_word() -> None:
    html = map_chart("Map", CAMPS, DOTS, you=Dot(0, 0, 1, ""))
    assert "You" in words_in(drawn(html))
    assert "The ring is your own place." in html
    assert "You" not in words_in(drawn(map_chart("Map", CAMPS, DOTS)))


def test_the_words_may_be_in_another_language() -> None:
    welsh = ChartWords(alike="Tebyg", you="Chi", group="Grŵp", so_many="{} o bobl", shapes=["cylch"] * 5)
    html = map_chart("Map", CAMPS, DOTS, you=Dot(0, 0, 1, ""), words=welsh)
    assert {"40 o bobl", "Chi"} <= set(words_in(drawn(html)))
    assert "Grŵp A</th>" in html
    assert "cylch" in html


def test_the_words_of_every_picture_may_be_in_another_language() -> None:
    welsh = ChartWords(
        statement="Datganiad", agreeing="Cyfran.", in_group="grŵp {}", group_agrees="{} yn cytuno", few="rhy ychydig",
        group_disagrees="{} yn anghytuno", bars="Bar {}.", they_mostly="Gan amlaf", inside="Yng ngrŵp {}",
        everybody_else="Pawb arall", agree="cytuno", agree_with="Cytuno: {}", shapes=["cylch"] * 5,
    )  # fmt: skip
    html = groups_chart("G", CAMPS, [Across("A {0} brace", [("A", 0.5, None)])], words=welsh)
    html += defining_chart("D", CAMPS, "A", [Tells("A {0} brace", True, 0.9, None)], words=welsh)
    for said in ("Datganiad", "Cyfran. Cylch: grŵp A", "A yn cytuno", "A yn anghytuno", "rhy ychydig", "Bar A.",
                 "Gan amlaf", "Yng ngrŵp A", "Pawb arall", ">cytuno<", "Cytuno: A {0} brace"):  # fmt: skip
        assert said in html
    assert not any(word in html for word in ("Statement", "agree", "Group", "too few"))


def test_a_map_without_anybody_is_still_a_picture() -> None:
    assert drawn(map_chart("Map", [], [])) is not None
    assert drawn(map_chart("Map", [Camp("A", 5)], [Dot(0, 0, 5, "A")])) is not None


def test_shapes_and_colours_go_with_the_letter() -> None:
    assert [shape_of(CAMPS, each) for each in "ABC"] == ["circle", "square", "triangle"]
    assert colour_of(CAMPS[1:], "B") == colour_of(CAMPS, "B")
    assert len({shape_of([], letter) for letter in "ABCDE"}) == 5


def test_what_groups_think_is_a_mark_for_each_and_a_table() -> None:
    html = groups_chart("Agreed", CAMPS, [Across("More benches", [("A", 0.9, 0.05), ("B", 0.75, 0.1)])])
    picture = drawn(html)
    (circle,), (square,) = list(picture.iter(f"{SVG}circle")), list(picture.iter(f"{SVG}rect"))
    assert float(circle.get("cx", "")) > float(square.get("x", ""))
    assert all(f">{each}</td>" in html for each in ("90 %", "5 %", "75 %", "10 %"))
    assert "Circle: group A, square: group B." in html


def test_too_few_votes_are_said_and_not_drawn() -> None:
    html = groups_chart("Agreed", CAMPS, [Across("Benches", [("A", None, None), ("B", 0.5, 0.5)])])
    assert not list(drawn(html).iter(f"{SVG}circle"))
    assert html.count("too few") == 2
    assert "<svg" not in groups_chart("Nothing", CAMPS, [])


def test_what_defines_a_group_stands_beside_everybody_else() -> None:
    html = defining_chart("Group B", CAMPS, "B", [Tells("Buses", True, 0.8, 0.3), Tells("Cars", False, 0.6, None)])
    bars = list(drawn(html).iter(f"{SVG}rect"))
    assert len(bars) == 3
    assert float(bars[0].get("width", "")) > 2 * float(bars[1].get("width", ""))
    assert bars[0].get("fill") == colour_of(CAMPS, "B")
    assert "Disagree: Cars" in words_in(drawn(html))
    assert "too few" in html


def test_words_from_a_file_cannot_become_markup() -> None:
    evil = "<script>alert(1)</script>"
    for html in (
        groups_chart("<b>", CAMPS, [Across(evil, [("A", 0.5, 0.5)])]),
        defining_chart("<b>", CAMPS, "A", [Tells(evil, True, 0.5, 0.5)]),
        map_chart("<b>", CAMPS, DOTS),
    ):
        assert "<script" not in html
        assert "<b>" not in html
        assert "style=" not in html
