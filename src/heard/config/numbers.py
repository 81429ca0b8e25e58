"""Numbers on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def seed_of(digits: int) -> Callable[[str], int]:
    """The type of `--seed`: a whole number from 0 of at most so many `digits`; argparse says what is wrong with it."""

    def seed(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) <= digits:
            return int(text)
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0, of at most {digits} figures")

    return seed
