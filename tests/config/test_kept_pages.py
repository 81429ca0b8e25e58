"""The pages that `heard count` and `heard draw` write, with the worst names there are, as a browser shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page
from tests.browser import DESK, PHONE, faults

from heard.config.command import main

WORST = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eturned round", "مشروع الحديقة العامة",
    "x" * 200, "O'Brien & Sons <b>bold</b>", "{{ 7*7 }}{% now %}", "two\nlines \x1b[2J", "&amp;", "W" * 60,
]  # fmt: skip


@pytest.fixture
def budget(tmp_path: Path) -> Path:
    """300 projects, ten of them with the worst names."""
    names = [*WORST, *(f"Project {number}" for number in range(290))]
    quoted = [name.replace('"', '""') for name in names]
    projects = [f'P{at};{1_000 + 97 * at};"{name}"' for at, name in enumerate(quoted)]
    votes = [f"v{voter};P{voter % 10},P{voter % 37},P{37 + voter % 211}" for voter in range(500)]
    lines = [
        "META", "key;value", "unit;<b>Town</b>", "budget;400000", "currency;<i>£</i>", "vote_type;approval",
        "rule;equalshares/add1", "PROJECTS", "project_id;cost;name", *projects, "VOTES", "voter_id;vote", *votes, "",
    ]  # fmt: skip
    path = tmp_path / "worst.pb"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture
def panel(tmp_path: Path) -> tuple[Path, Path]:
    values = [*WORST[:2], "شمال", "L" * 200]
    written = ['"' + value.replace('"', '""') + '"' for value in values]
    pool, targets = tmp_path / "pool.csv", tmp_path / "targets.csv"
    pool.write_text("id,<b>side\n" + "".join(f"p<{n}>,{written[n % 4]}\n" for n in range(40)), "utf-8")
    targets.write_text("feature,value,min,max\n" + "".join(f"<b>side,{one},1,4\n" for one in written), "utf-8")
    return pool, targets


def listened_to(page: Page) -> list[str]:
    """What its scripts will say or stumble over."""
    said: list[str] = []

    def asked(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", asked)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_the_worst_names_break_no_page_and_run_nothing(
    budget: Path, panel: tuple[Path, Path], browser: Browser, capsys: Any
) -> None:
    pages = [budget.with_suffix(".html"), budget.with_name("draw.html")]
    assert main(["count", str(budget), "--html", str(pages[0])]) == 0
    assert main(["draw", *map(str, panel), "--size", "8", "--seed", "1", "--html", str(pages[1])]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    for page_file in pages:
        assert "<script" not in page_file.read_text("utf-8")
        for kind in (PHONE, DESK):
            context = browser.new_context(**kind)
            page = context.new_page()
            said = listened_to(page)
            page.goto(page_file.as_uri())
            assert faults(page) == []
            assert said == []
            assert page.locator("main b, main img, main script").count() == 0
            context.close()
