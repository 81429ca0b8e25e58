"""When two pieces of text count as the same words."""

from __future__ import annotations

import unicodedata

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


def plain(text: str) -> str:
    """The text without what nobody means to say: case, kinds of quotation mark and dash, doubled spaces, end marks."""
    words = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return " ".join(words.split()).strip(" .:?!*")
