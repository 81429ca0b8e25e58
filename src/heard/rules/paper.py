"""Paper forms: serials with a check character, the count that must come out, and two entries laid side by side.

A serial is ``QX7M-0042-K``: four letters that name the batch, the form's number in it, and a check character over
both (mod 29, in Douglas Crockford's base 32), so that one wrong letter, or two that changed places, is caught before it
finds another form. 29 is prime and divides neither 10 nor 32 nor 31, and a code has only letters less than 29 apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heard.rules.receipt import ALPHABET

CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWX"
CODE_LENGTH, NUMBER_LENGTH = 4, 4
CHECKED = 29
MOST_FORMS = 9999
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LETTERS = re.compile(r"\w+")


def serial(code: str, number: int) -> str:
    """The serial of one form. Raises ValueError when the batch has no such number or the code is not four letters."""
    if not 1 <= number <= MOST_FORMS:
        raise ValueError("A batch has forms 1 to 9999.")
    if len(code) != CODE_LENGTH or any(letter not in CODE_LETTERS for letter in code):
        raise ValueError("A batch is named by four letters.")
    digits = f"{number:0{NUMBER_LENGTH}d}"
    return f"{code}-{digits}-{_check(code, digits)}"


def read_serial(text: str) -> tuple[str, int] | None:
    """Batch code and number of a serial as somebody typed or scanned it; None if it is malformed or mistyped.

    Spaces, hyphens, the guards of a barcode and case do not matter; O is read as 0, I and L as 1 among the digits.
    """
    body = "".join(text.upper().split()).replace("-", "").strip("*")
    if len(body) != CODE_LENGTH + NUMBER_LENGTH + 1:
        return None
    code, digits = body[:CODE_LENGTH], body[CODE_LENGTH:-1].translate(_ALIKE)
    if any(letter not in CODE_LETTERS for letter in code) or not (digits.isascii() and digits.isdecimal()):
        return None
    right = int(digits) >= 1 and body[-1].translate(_ALIKE) == _check(code, digits)
    return (code, int(digits)) if right else None


def _check(code: str, digits: str) -> str:
    number = 0
    for letter in code:
        number = number * 32 + ALPHABET.index(letter)
    return ALPHABET[(number * 10**NUMBER_LENGTH + int(digits)) % CHECKED]


CODE_39 = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. *",
        (  # noqa: SIM905
            "nnnwwnwnn wnnwnnnnw nnwwnnnnw wnwwnnnnn nnnwwnnnw wnnwwnnnn nnwwwnnnn nnnwnnwnw wnnwnnwnn nnwwnnwnn "
            "wnnnnwnnw nnwnnwnnw wnwnnwnnn nnnnwwnnw wnnnwwnnn nnwnwwnnn nnnnnwwnw wnnnnwwnn nnwnnwwnn nnnnwwwnn "
            "wnnnnnnww nnwnnnnww wnwnnnnwn nnnnwnnww wnnnwnnwn nnwnwnnwn nnnnnnwww wnnnnnwwn nnwnnnwwn nnnnwnwwn "
            "wwnnnnnnw nwwnnnnnw wwwnnnnnn nwnnwnnnw wwnnwnnnn nwwnwnnnn nwnnnnwnw wwnnnnwnn nwwnnnwnn nwnnwnwnn"
        ).split(),
        strict=True,
    )
)
"""Bars and gaps of Code 39 (ISO/IEC 16388), from the left: n is narrow, w is wide; odd places are bars."""


def bars(text: str, wide: int = 3) -> tuple[tuple[int, int], ...]:
    """A text as a Code 39 barcode with its two guards: each bar as (where it begins, how wide), in narrow bars.

    Raises KeyError for a letter that Code 39 does not have.
    """
    found, x = [], 0
    for letter in f"*{text}*":
        for place, kind in enumerate(CODE_39[letter]):
            width = wide if kind == "w" else 1
            if place % 2 == 0:
                found.append((x, width))
            x += width
        x += 1
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Figures:
    """A batch as it was counted: forms that were issued, that came back, and what became of those."""

    issued: int = 0
    returned: int = 0
    keyed: int = 0
    spoilt: int = 0

    @property
    def unreturned(self) -> int:
        return self.issued - self.returned

    @property
    def waiting(self) -> int:
        """Forms that came back and are neither keyed nor spoilt."""
        return self.returned - self.keyed - self.spoilt

    @property
    def sentence(self) -> str:
        """``200 issued = 159 keyed + 4 spoilt + 37 not returned``."""
        return f"{self.issued} issued = {self.keyed} keyed + {self.spoilt} spoilt + {self.unreturned} not returned"

    def problems(self) -> tuple[str, ...]:
        """Why it cannot be signed: empty when issued = keyed + spoilt + unreturned, with nothing below nought."""
        found = []
        if not self.issued:
            found.append("No form of this batch was issued.")
        if self.returned > self.issued:
            found.append(f"{self.returned} came back, but only {self.issued} were issued.")
        if self.waiting > 0:
            found.append(
                f"{self.returned} came back; {self.keyed} are keyed and {self.spoilt} spoilt, so {self.waiting} "
                f"{'is' if self.waiting == 1 else 'are'} missing."
            )
        if self.waiting < 0:
            found.append(
                f"{self.keyed} are keyed and {self.spoilt} spoilt, {-self.waiting} more than the {self.returned} that "
                "were counted when they came back."
            )
        return tuple(found)


def second_entries(keyed: int, percent: int, least: int) -> int:
    """How many of so many keyed forms a second person keys: a share rounded up, at least `least`, at most all."""
    return min(keyed, max(least, -(-keyed * percent // 100))) if percent else 0


def differing(first: Mapping[str, Mapping[str, Any]], second: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The references of the questions on which two entries of one form differ, in the order of either."""
    refs = dict.fromkeys((*first, *second))
    return tuple(ref for ref in refs if not same_answer(first.get(ref, {}), second.get(ref, {})))


def same_answer(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two typists read the same answer: the same choices, and the same words but for case and punctuation."""
    names = {*one, *other} - {"words"}
    plain = all(_plain(one.get(name)) == _plain(other.get(name)) for name in names)
    return plain and _LETTERS.findall(str(one.get("words") or "").casefold()) == _LETTERS.findall(
        str(other.get("words") or "").casefold()
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return sorted(map(str, value))
    return value or []


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """How often the first entry was wrong, over every field that two people keyed."""

    forms: int
    fields: int
    differed: int
    wrong: int

    @property
    def per_thousand(self) -> int | None:
        """Wrong fields of the first entry in each thousand, rounded; None when nothing was keyed twice."""
        return round(1000 * self.wrong / self.fields) if self.fields else None
