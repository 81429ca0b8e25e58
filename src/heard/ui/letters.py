"""Letters that go out together: plain values for `typst/letters.typ`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def letters_file(title: str, letters: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What `ui.pdf.render("letters.typ", …)` prints: each letter begins on a sheet of its own, front side up."""
    return {"title": title, "lang": "en", "region": "GB", "duplex": True, "letters": list(letters)}
