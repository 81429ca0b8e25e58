"""Words that could tell who said them (scenario 22): flagged with the reason, for a person to look at.

A pattern never decides: it says where to look and why. What it does not flag may still give somebody away, so a
person reads every quote again before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ONLY = re.compile(
    r"\b(?:as|being|i am|i'm|i’m|we are|we're|we’re|he is|she is|they are)\s+(?:the|an?|its|their)?\s*"
    r"(?:only|sole|single|last|first|one of (?:the )?(?:few|two|three))\b[^.;,!?\n]{0,60}|\bthe only\b[^.;,!?\n]{0,60}",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\d+])(?:\+44[\s-]?|\(?0)(?:\d[\s()-]?){9,10}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
ADDRESS = re.compile(
    r"\b(?:(?:number|no\.?|flat|house)\s*)?\d{1,4}[a-z]?,?\s+(?:[A-Z][\w’'-]+\s+){1,3}"
    r"(?:Road|Street|Avenue|Lane|Close|Drive|Court|Crescent|Way|Terrace|Place|Gardens|Grove|Walk|House)\b"
)
RELATED = (
    r"[Mm]y (?:son|daughter|husband|wife|mum|mother|dad|father|brother|sister|neighbour|partner|friend|teacher|doctor|"
    r"boss|carer)"
)
NAMED = re.compile(
    r"\b(?:[Mm]y name is|[Ii]['’]?m called|[Cc]all me|[Mm](?:r|rs|s|iss)\.?|[Dd]r\.?|[Pp]rof\.?|"
    rf"{RELATED}),?\s+(?:[A-Z][\w’'-]+)(?:\s+[A-Z][\w’'-]+)?"
)
AGE = re.compile(
    r"\b(?:aged?\s+\d{1,3}|\d{1,3}[\s-]years?[\s-]old|i['’]?m\s+\d{2,3}\b|i am\s+\d{2,3}\b|"
    r"at (?:my|the) age of \d{1,3})",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:teacher|head ?teacher|nurse|doctor|gp|midwife|vicar|priest|imam|rabbi|granthi|councillor|governor|caretaker|"
    r"landlord|shopkeeper|owner|manager|chair|secretary|treasurer|captain|coach|foster (?:carer|parent)|refugee|"
    r"asylum seeker|veteran|widow|widower|twins?|triplets|wheelchair|guide dog|blind|deaf|transgender|"
    r"trans (?:man|woman))\b",
    re.IGNORECASE,
)
TOO_COMMON = frozenset(
    {
        "people", "person", "group", "groups", "users", "user", "young", "older", "adults", "children", "residents",
        "local", "with", "from", "have", "that", "their", "over", "under", "years", "living", "disabled", "women",
        "families", "parents", "carers",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flag:
    """A place in the words (`start` to `end`) that could give somebody away: the words, and why."""

    kind: str
    words: str
    why: str
    start: int
    end: int


def flags_in(words: str, groups: Iterable[str] = ()) -> tuple[Flag, ...]:
    """Every place that a person should look at before the words are shown, in their order.

    `groups`: names of small groups in the activity's plan; a word of such a name stands out in a quote.
    """
    found = [*_patterns(words), *_together(words), *_of_groups(words, groups)]
    kept: list[Flag] = []
    for flag in sorted(found, key=lambda each: (each.start, -each.end)):
        if not any(flag.kind == other.kind and flag.start < other.end for other in kept):
            kept.append(flag)
    return tuple(kept)


def _patterns(words: str) -> Iterator[Flag]:
    for kind, pattern, why in (
        ("only", ONLY, "Somebody who is “the only one” can be found by anyone who knows the place."),
        ("phone", PHONE, "This looks like a telephone number."),
        ("email", EMAIL, "This looks like an e-mail address."),
        ("postcode", POSTCODE, "A postcode is shared by about fifteen households."),
        ("address", ADDRESS, "This looks like somebody’s address."),
        ("name", NAMED, "This looks like somebody’s name."),
    ):
        for match in pattern.finditer(words):
            yield Flag(kind, match[0].strip(), why, match.start(), match.end())


def _together(words: str) -> Iterator[Flag]:
    """An age, or a role in a place, says little; both in one quote may be one person."""
    ages, roles = list(AGE.finditer(words)), list(ROLE.finditer(words))
    if ages and roles:
        start, end = min(ages[0].start(), roles[0].start()), max(ages[0].end(), roles[0].end())
        why = "An age together with a role may be one person only."
        yield Flag("age-and-role", f"{ages[0][0]} … {roles[0][0]}", why, start, end)


def _of_groups(words: str, groups: Iterable[str]) -> Iterator[Flag]:
    for group in groups:
        for word in re.findall(r"\w{4,}", group):
            if word.lower() in TOO_COMMON:
                continue
            stem = re.escape(word.lower().rstrip("s"))
            for match in re.finditer(rf"\b{stem}\w{{0,2}}\b", words, re.IGNORECASE):
                why = f"It names the group “{group}”: if few of them took part, this may be one person."
                yield Flag("group", match[0], why, match.start(), match.end())
                break
