"""The gates' tests hold their strands with a plain method of their own: what is proved holds for every method."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.compact.plans import Cast, a_cast

from heard.activities import methods


@pytest.fixture(autouse=True)
def _a_plain_method(settings: Any) -> Iterator[None]:
    settings.METHODS = ["tests.compact.plans.Box"]
    methods._registered.clear()
    yield
    methods._registered.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


@pytest.fixture
def policy(settings: Any, tmp_path: Path) -> Path:
    """A city's policy folder of its own, to change rules in."""
    folder = tmp_path / "policy"
    folder.mkdir()
    for path in Path(settings.POLICY).glob("*.toml"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    settings.POLICY = folder
    return folder
