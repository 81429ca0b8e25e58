"""Words from somebody's file as they may be shown: nothing in them moves a cursor or turns the rest of a line round."""

from __future__ import annotations

import re

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def one_line(words: str) -> str:
    """The same with a space for each control character, line break and mark that overrides the direction of writing."""
    return UNSEEN.sub(" ", words)
