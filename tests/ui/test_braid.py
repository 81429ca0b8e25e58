"""An activity's signature: as many ribbons as there are ways, in their order, evenly apart."""

from __future__ import annotations

from django.template import Context, Template

from heard.ui.braid import CLOSE, MARGIN, braided


def test_each_way_has_its_ribbon_and_the_cloth_lies_in_the_middle() -> None:
    drawn = braided(["web", "paper", "phone"])
    assert [strip.channel for strip in drawn.strips] == ["web", "paper", "phone"]
    assert drawn.height == 2 * drawn.middle
    assert drawn.strips[1].path.endswith(f" {drawn.middle:g}H460")
    assert drawn.strips[0].path.endswith(f" {drawn.middle - CLOSE:g}H460")


def test_warps_go_over_and_under_in_turn() -> None:
    first, second = braided(["web", "paper"]).strips
    assert not {x for x, _y in first.over} & {x for x, _y in second.over}


def test_a_single_way_is_one_straight_ribbon() -> None:
    only = braided(["paper"])
    assert only.height == 2 * MARGIN
    assert only.strips[0].path == "M0 40H104C170 40 160 40 232 40H460"


def test_it_is_drawn_for_the_eye_alone_in_the_channels_own_words() -> None:
    drawn = Template("{% load charts %}{% braid channels %}").render(Context({"channels": ["web", "phone"]}))
    assert 'aria-hidden="true"' in drawn
    assert "On the web</text>" in drawn
    assert "By phone</text>" in drawn
    assert "style=" not in drawn
