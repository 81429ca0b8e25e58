"""Every colour that carries words can be read, by the formula of WCAG 2.2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import heard.ui

TOKENS = (Path(heard.ui.__file__).parent / "static/ui/tokens.css").read_text()
WORDS = [
    "ink", "quiet", "blue", "blue-deep", "madder", "weld", "woad", "violet", "plum", "passes", "warns", "refused",
]  # fmt: skip
GROUNDS = ["paper", "surface"]
ALSO = [
    ("on-blue", "blue"), ("on-blue", "blue-deep"), ("on-focus", "focus"), ("on-bar", "bar"),
    ("ink", "sunk"), ("quiet", "sunk"), ("blue", "sunk"), ("blue", "blue-tint"), ("ink", "blue-tint"),
    ("ink", "woad-tint"), ("blue", "woad-tint"), ("ink", "warns-tint"), ("blue", "warns-tint"),
    ("ink", "refused-tint"), ("blue", "refused-tint"), ("refused", "refused-tint"), ("quiet", "refused-tint"),
    ("quiet", "blue-tint"),
]  # fmt: skip


def palette(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name; the dark one overrides the light one."""
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    rule = r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6});"
    found = dict(re.findall(rule, light))
    return found if scheme == "light" else found | dict(re.findall(rule, dark.split("@media")[0].split("/* GOV")[0]))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_black_on_white_has_the_contrast_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == 21


def test_the_light_palette_is_the_one_agreed() -> None:
    agreed = {
        "paper": "#FBF8F3", "surface": "#FFFFFF", "ink": "#16202E", "blue": "#1B4F9C", "madder": "#B5432A",
        "weld": "#8A6A12", "woad": "#2E6E5A", "violet": "#6B3FA0", "plum": "#7A2E5D", "passes": "#1F6B45",
        "warns": "#8A5A00", "refused": "#A4161A", "gold": "#C98A00",
    }  # fmt: skip
    assert {name: palette("light")[name] for name in agreed} == agreed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_colour_reads_on_paper_and_on_white(scheme: str) -> None:
    colours = palette(scheme)
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS] + ALSO
    faint = {
        f"{word} on {ground}": round(contrast(colours[word], colours[ground]), 2)
        for word, ground in pairs
        if contrast(colours[word], colours[ground]) < 4.5
    }
    assert faint == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_box_to_fill_in_can_be_seen(scheme: str) -> None:
    colours = palette(scheme)
    assert min(contrast(colours["edge"], colours[ground]) for ground in ("paper", "surface", "sunk")) >= 3


def test_the_dark_scheme_changes_every_colour_of_words() -> None:
    light, dark = palette("light"), palette("dark")
    assert [word for word in WORDS if light[word] == dark[word]] == []
