"""One text message: 160 characters of the GSM 03.38 alphabet, so that no phone company splits or refuses it.

Source: 3GPP TS 23.038 (default alphabet; the extension characters count twice).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€")
PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


def length(text: str) -> int:
    """How much of a message a text takes up; ValueError for a character that the alphabet lacks."""
    if strange := {letter for letter in text if letter not in BASIC and letter not in DOUBLE}:
        raise ValueError(f"Not in the alphabet of text messages: {''.join(sorted(strange))}")
    return sum(2 if letter in DOUBLE else 1 for letter in text)


def plain(text: str) -> str:
    """The same words in that alphabet: curly quotes straightened, accents dropped, what is left over as “?”."""
    one_line = " ".join(text.translate(PLAIN).split())
    return "".join(_plain_letter(letter) for letter in one_line)


def _plain_letter(letter: str) -> str:
    if letter in BASIC or letter in DOUBLE:
        return letter
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return bare if bare and all(part in BASIC for part in bare) else "?"


def compose(words: str, tail: Sequence[str], *, limit: int = 160) -> str:
    """`words`, cut at a word with “...” where they are too long, then the whole `tail` (addresses are never cut).

    ValueError when the tail alone does not fit.
    """
    end = " ".join(plain(part) for part in tail)
    room = limit - length(end) - 1
    if room < 1:
        raise ValueError("The addresses alone are longer than a message.")
    said = plain(words)
    if length(said) > room:
        kept: list[str] = []
        for word in said.split(" "):
            if length(" ".join([*kept, word])) > room - 3:
                break
            kept.append(word)
        said = " ".join(kept).rstrip(",;:.") + "..."
    return f"{said} {end}" if length(f"{said} {end}") <= limit else end
