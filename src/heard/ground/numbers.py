"""Numbers that come as text from an address, a form or a file."""

from __future__ import annotations


def whole(text: str | None, *, digits: int = 9, otherwise: int = 0) -> int:
    """The whole number that plain digits write, `otherwise` for anything else or for more than so many `digits`.

    Never an error: a letter, a sign, another script's digits, or a number so long that no column holds it.
    """
    return int(text) if text and len(text) <= digits and text.isascii() and text.isdigit() else otherwise
