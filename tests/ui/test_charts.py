"""Charts say their numbers in words, keep them in a table, and hide what may not be shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.template import Context, Template

from heard.ui.charts import Bar, BarChart, DotChart, Line, LineChart, Stack, StackedBarChart


def drawn(kind: str, chart: Any) -> str:
    return Template("{% load charts %}{% " + kind + " chart %}").render(Context({"chart": chart}))


def test_a_bar_is_as_long_as_its_share_of_the_longest() -> None:
    chart = BarChart("T", [Bar("A", 40), Bar("B", 10), Bar("C", 0)])
    assert [length for _bar, length in chart.drawn()] == ["100.000", "25.000", "0.000"]


def test_bars_can_be_measured_against_a_whole() -> None:
    assert BarChart("T", [Bar("A", 40)], of=80).drawn()[0][1] == "50.000"


def test_bars_of_nothing_are_no_error() -> None:
    assert "T" in drawn("bar_chart", BarChart("T", [Bar("A", 0)]))
    assert "T" in drawn("bar_chart", BarChart("T", []))


def test_a_number_that_may_not_be_shown_draws_no_bar_anywhere() -> None:
    html = drawn("bar_chart", BarChart("T", [Bar("Text message", None, shown="under 10")]))
    assert 'class="fill"' not in html
    assert html.count("under 10") == 2  # beside the bar and in the table


def test_every_chart_brings_its_table_with_the_same_links() -> None:
    charts = {
        "bar_chart": BarChart("T", [Bar("A", 1, href="/a")]),
        "stacked_bar_chart": StackedBarChart("T", ["Yes"], [Stack("A", (1,), href="/a")]),
        "dot_chart": DotChart("T", [Bar("A", 1, href="/a")]),
    }
    for kind, chart in charts.items():
        html = drawn(kind, chart)
        assert "<caption>T</caption>" in html
        assert html.count('href="/a"') == 2


def test_the_pieces_of_a_stack_fill_it() -> None:
    (_bar, pieces) = StackedBarChart("T", ["Yes", "No"], [Stack("A", (3, 1))]).drawn()[0]
    assert [(piece["x"], piece["length"]) for piece in pieces] == [("0.000", "75.000"), ("75.000", "25.000")]


def test_a_stack_says_its_values_to_those_who_cannot_see_it() -> None:
    html = drawn("stacked_bar_chart", StackedBarChart("T", ["Yes", "No"], [Stack("A", (3, None))]))
    assert 'aria-label="Yes: 3; No: –"' in html


def test_a_stack_needs_a_value_for_each_part() -> None:
    with pytest.raises(ValueError, match="one value for each part"):
        StackedBarChart("T", ["Yes", "No"], [Stack("A", (3,))])


def test_dots_can_be_counted() -> None:
    html = drawn("dot_chart", DotChart("T", [Bar("A", 38)]))
    assert html.count("<circle") == 38
    assert 'viewBox="0 0 300 24"' in html


def test_a_dot_may_stand_for_many_and_says_so() -> None:
    html = drawn("dot_chart", DotChart("T", [Bar("A", 380)], each=10, unit="people"))
    assert html.count("<circle") == 38
    assert "One dot is 10. people" in html


def test_a_line_runs_from_the_first_day_to_the_last_and_up_to_the_top() -> None:
    chart = LineChart("T", [Line("Web", [(date(2026, 3, 1), 0), (date(2026, 3, 11), 5), (date(2026, 3, 21), 10)])])
    assert chart.drawn()[0][1] == "M0.00 100.00L50.00 50.00L100.00 0.00"
    assert chart.ends() == ("1 Mar 2026", "21 Mar 2026")


def test_a_line_of_one_day_or_none_is_no_error() -> None:
    assert "T" in drawn("line_chart", LineChart("T", [Line("Web", [(date(2026, 3, 1), 4)])]))
    assert "T" in drawn("line_chart", LineChart("T", []))


def test_lines_with_different_days_share_one_table() -> None:
    chart = LineChart("T", [Line("A", [(date(2026, 3, 1), 4)]), Line("B", [(date(2026, 3, 2), 5)])])
    assert [[cell.text for cell in row] for row in chart.table().rows] == [
        ["1 March 2026", "4", "–"],
        ["2 March 2026", "–", "5"],
    ]


def test_no_chart_carries_a_style() -> None:
    chart = LineChart(
        "T", [Line("Web", [(date(2026, 3, 1), 0), (date(2026, 3, 2), 1)])], marks=[(date(2026, 3, 1), "x")]
    )
    assert "style=" not in drawn("line_chart", chart)
