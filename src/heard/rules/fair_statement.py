"""What makes a statement hard to vote on fairly. Hints for whoever writes one, never a refusal.

A good statement says one thing, in few words, that a person can agree or disagree with and that somebody who disagrees
could have written as calmly. Each hint names what was found, so that it can be judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONG = 140
_LOADED = frozenset(
    {
        "obviously",
        "clearly",
        "surely",
        "everybody",
        "everyone",
        "nobody",
        "always",
        "never",
        "ridiculous",
        "disgraceful",
        "shameful",
        "waste",
        "wasteful",
        "scandal",
        "absurd",
        "stupid",
        "greedy",
        "lazy",
        "selfish",
        "sensible",
        "reasonable",
        "finally",
        "vital",
        "essential",
        "crucial",
        "unacceptable",
    }
)
_TWO = re.compile(r"\b(?:and|but|as well as|because|so that|while|whereas)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|no|nor|never|without|unless)\b|n[’']t\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z’'-]+")


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at: its slug, and the words that it is about ("" where it is about the whole)."""

    slug: str
    found: str = ""


def hints(words: str) -> tuple[Hint, ...]:
    """What to look at, in the order of: question, long, two_in_one, loaded, negative. Empty for a plain statement."""
    found: list[Hint] = []
    text = words.strip()
    if text.endswith("?"):
        found.append(Hint("question"))
    if len(text) > LONG:
        found.append(Hint("long", str(len(text))))
    if joined := _TWO.search(text):
        found.append(Hint("two_in_one", joined.group(0).lower()))
    loaded = [word for word in _WORD.findall(text) if word.lower().replace("’", "'") in _LOADED]
    if loaded:
        found.append(Hint("loaded", ", ".join(dict.fromkeys(word.lower() for word in loaded))))
    if denied := _NOT.search(text):
        found.append(Hint("negative", denied.group(0).lower()))
    return tuple(found)
