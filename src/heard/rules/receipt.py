"""Receipt codes: ten random Crockford base-32 characters and a check character (mod 37).

Source: Douglas Crockford, "Base 32" (https://www.crockford.com/base32.html).
"""

from __future__ import annotations

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = ALPHABET + "*~$=U"
LENGTH = 10
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def write(number: int) -> str:
    """The code for a number of 50 bits: ``ABCDE-FGHJK-C``. Raises ValueError outside 0 ≤ number < 32**10."""
    if not 0 <= number < 32**LENGTH:
        raise ValueError("A receipt number has 50 bits.")
    digits = ""
    rest = number
    for _ in range(LENGTH):
        rest, digit = divmod(rest, 32)
        digits = ALPHABET[digit] + digits
    return f"{digits[:5]}-{digits[5:]}-{CHECKS[number % 37]}"


def derived(digest: bytes) -> str:
    """The code that belongs to a keyed digest (its first seven bytes): the same one whenever it is worked out."""
    return write(sayable(int.from_bytes(digest[:7], "big") >> 6))


def sayable(number: int) -> int:
    """The number at or just below this one whose check character is a letter or a figure.

    Nobody should have to say “tilde” on the telephone; older codes that end in a sign are read all the same.
    """
    return number - max(0, number % 37 - 31)


def read(text: str) -> str | None:
    """The code in its one spelling, or None if it is malformed or the check character is wrong.

    Spaces, hyphens and case do not matter; O is read as 0, I and L as 1.
    """
    body = "".join(text.upper().split()).replace("-", "")
    if len(body) != LENGTH + 1:
        return None
    digits, check = body[:LENGTH].translate(_ALIKE), body[LENGTH].translate(_ALIKE)
    if any(character not in ALPHABET for character in digits) or check not in CHECKS:
        return None
    number = 0
    for character in digits:
        number = number * 32 + ALPHABET.index(character)
    return write(number) if CHECKS[number % 37] == check else None


def hashed(code: str, key: str) -> str:
    """What is stored instead of the code: a keyed BLAKE2b of its one spelling (hex, 32 bytes)."""
    return hashlib.blake2b(code.encode(), key=key.encode()[:64], digest_size=32).hexdigest()
