"""Pictures of a draw: each with its table, safe words, and shapes where the numbers say."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from heard.ui.draw_charts import Seats, Spread, chances_chart, profile_chart


def drawn(html: str) -> ET.Element:
    return ET.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])  # noqa: S314 our own words


def test_the_panel_stands_inside_its_band_and_in_its_table() -> None:
    html = profile_chart("Panel", [Seats("age: young", 2, 4, 3, 1.5), Seats("age: old", 5, 6, 6, 7.0)])
    picture = drawn(html)
    spot = "{http://www.w3.org/2000/svg}"
    bands = list(picture.iter(f"{spot}rect"))
    dots = [each for each in picture.iter(f"{spot}circle") if each.get("fill") != "none"]
    for band, dot in zip(bands, dots, strict=True):
        start = float(band.get("x", ""))
        assert start <= float(dot.get("cx", "")) <= start + float(band.get("width", ""))
    assert picture.find(f"{spot}title") is not None
    assert picture.find(f"{spot}desc") is not None
    assert '<td class="number">1.5</td>' in html


def test_chances_run_from_lowest_to_highest() -> None:
    html = chances_chart("Chances", [Spread("side: n", 4, 0.1, 0.2, 0.5)], floor=0.1, alike=0.25)
    assert "the lowest chance of all, 10.0 %" in html
    assert all(f">{each}</td>" in html for each in ("4", "10.0 %", "20.0 %", "50.0 %"))
    assert ET.tostring(drawn(html))


def test_words_from_a_file_cannot_become_markup() -> None:
    html = profile_chart("<b>", [Seats("<script>alert(1)</script>", 0, 1, 1, 0.5)])
    assert "<script" not in html
    assert "<b>" not in html
