"""Words that claim more than was heard: of everyone who lives here, or as a sample would (I-8).

Who takes part chooses to. So “62 % of residents” and “a margin of error” are true of no open consultation, however many
answer; whoever writes so is shown the words, and either says “of those who took part” or says in public why it holds (a
random sample was drawn). Only phrases are looked for: what a sentence means is for a person to judge.
"""

from __future__ import annotations

import re

_SHARE = (
    r"(?:\d+(?:\.\d+)?\s?(?:%|per\s?cent)|most|(?:the\s|a\s(?:large\s|clear\s|vast\s)?)?majority|half|two[- ]thirds"
    r"|three[- ]quarters|(?:one|two|three|four|six|seven|eight|nine|\d+)\s(?:in|out\sof)\s(?:every\s)?(?:ten|\d+))"
)
_EVERYONE = (
    r"(?:residents?|citizens?|households?|local\speople|coventry|the\s(?:city|public|population|ward|community))"
)
_OF_ALL = re.compile(rf"\b{_SHARE}\s(?:of\s)?(?:(?:the|our|all|its)\s)*{_EVERYONE}\b", re.IGNORECASE)
_AS_A_SAMPLE = re.compile(
    r"(?<!no\s)\b(?:margins?\sof\serror|confidence\sintervals?|statistically\ssignificant"
    r"|representative\s(?:of|sample))|±\s?\d",
    re.IGNORECASE,
)


def claims_more(words: str) -> str:
    """The first phrase that speaks of everyone, or as a random sample would; "" where there is none."""
    plain = " ".join(words.split())
    found = [each for each in (_OF_ALL.search(plain), _AS_A_SAMPLE.search(plain)) if each]
    return min(found, key=lambda each: each.start()).group() if found else ""
