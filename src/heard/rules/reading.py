"""How hard a text is to read, as an age: the Automated Readability Index, which any hand can recompute.

ARI = 4.71 · letters/words + 0.5 · words/sentences − 21.43 is a US school grade; a child in grade g is
about g + 5 years old. Source: Smith and Senter, AMRL-TR-66-220 (1967). It only counts, so it only advises.
"""

from __future__ import annotations

import math
import re

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n\s*\n")


def reading_age(text: str) -> int | None:
    """Age in years (5 to 22) at which a text can be read; None under ten words, where a figure misleads."""
    words = WORD.findall(text)
    if len(words) < 10:
        return None
    letters = sum(sum(map(str.isalnum, word)) for word in words)
    sentences = max(1, sum(bool(WORD.search(part)) for part in SENTENCE_END.split(text)))
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
    return max(5, min(22, math.ceil(grade) + 5))


def word_count(text: str) -> int:
    """Words as a reader counts them: runs of text between spaces that hold a letter or a figure."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def long_sentences(text: str, most: int) -> list[tuple[str, int]]:
    """Sentences of more than `most` words, each with its number of words."""
    parts = (" ".join(part.split()) for part in re.split(r"(?<=[.!?…])\s+|\n+", text))
    counted = ((part, word_count(part)) for part in parts if part)
    return [(part, number) for part, number in counted if number > most]
