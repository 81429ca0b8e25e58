"""Checks that every way of taking part is as good as every other, version by version, and is used: UP-e."""

from __future__ import annotations

from textwrap import shorten

from heard.rules.compact.registry import Found, Parameters, check, fails, fine, listed, short, way_in
from heard.rules.snapshot import DIGITAL, Snapshot

MOST_SAID = 3  # versions or prints that a refusal names, so that all of them can be mended at one go


@check("UP-e.4")
def every_version_asks_everything(s: Snapshot, p: Parameters) -> Found:
    lacking = [
        (f"strands[{place}].terms[{number}].lacks", f"“{short(strand.title)}”: {shorten(each, 100, placeholder='…')}")
        for place, strand in enumerate(s.strands)
        for number, terms in enumerate(strand.terms)
        for each in terms.lacks
    ]
    if lacking:
        said = list(dict.fromkeys(words for _field, words in lacking))
        more = f" And {len(said) - MOST_SAID} more." if len(said) > MOST_SAID else ""
        return fails(" ".join(said[:MOST_SAID]) + more, lacking[0][0], lacks=said)
    return fine("Every language, format and print asks every question.")


@check("UP-e.5", expected_percent=int, far_below_percent=int, least=int)
def people_offline_take_part(s: Snapshot, p: Parameters) -> Found:
    """Half-way through: the share of answers without internet against people offline or with only basic use."""
    received = sum(row.received for row in s.came_in)
    offline = sum(row.received for row in s.came_in if row.channel not in DIGITAL)
    if not (s.opens_on and s.closes_on and s.today) or s.today < s.opens_on + (s.closes_on - s.opens_on) / 2:
        return fine("It is not half-way through yet.")
    if not s.general_public and not any(group.offline_likely for group in s.groups):
        return fine("The audience is not the general public and nobody in it is likely to be offline.")
    if received < p["least"]:
        return fine(f"Fewer than {p['least']} answers came in: too few to say by which ways.")
    share, floor = offline * 100 / received, p["expected_percent"] * p["far_below_percent"] / 100
    if share < floor:
        ways = sorted({way for strand in s.strands for way in strand.channels if way not in DIGITAL})
        return fails(
            f"{share:.0f}% of answers came without internet; about {p['expected_percent']}% of people are offline or "
            f"have only basic use. Bring to where they are: {listed(map(way_in, ways), 7) or 'paper'}.",
            "strands[0].terms" if s.strands else "strands", received=received, offline=offline,
        )  # fmt: skip
    return fine(f"{share:.0f}% of answers came without internet.", received=received, offline=offline)
