"""How alike a draft is to what partners have asked before, in words, place, audience and dates (GP-d).

Words decide; place, audience and dates strengthen or weaken what the words say, and alone prove nothing: two activities
in one ward are not the same activity. Words are weighed as in BM25: a word in the title counts three times, the second
use of a word adds less than the first, and a word that stands in few descriptions says more than one that stands in
many. A prior of 1,000 ordinary descriptions keeps the weights steady while a city's record is small. Measured against
other ways on labelled pairs in `tests/rules/test_likeness.py`; why it is so stands in docs/decisions.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from heard.rules.outcome import digest

RULE = "likeness/1"
TITLE, PURPOSE, MATTER = 3, 1, 1  # how often a word counts by where it stands
SATURATION = 1.5  # BM25's k1: how fast a repeated word stops adding
PRIOR = 1000  # ordinary descriptions added to the record
FULL = 0.6  # the cosine at which the words alone say “the same”
PLACE, AUDIENCE, DATES = 0.25, 0.1, 0.1  # their shares; the rest is the words' own
NEAR_DAYS = 730  # dates further apart than this add nothing
LONGEST = 20_000  # letters of a description that are read
COMMON = 0.1  # the share of descriptions from which a term looks nothing up
REASONS = 6  # shared words that are named at most

STOP = frozenset(
    re.findall(
        r"\S+",
        """a about above after again all also although always am an and any anyone are as ask asked asking at be because
    been before being below best better between both but by can cannot change changed changes choose choosing city
    come comment comments consult consultation could council decide decided decides deciding did do does doing draft
    during each else engage engagement every everyone far feedback few find first for from future get give go good
    had has have having hear heard help her here his how i idea ideas if improve improving in including into involve
    is it its just keep know last learn learning let letting like local look made make makes making many may me
    might more most much must my need needed needs new next no not now of off often on one only open opinion
    opinions or other our out over own part people person plan planned planning plans please proposal proposals
    propose proposed put question questions residents right run same say see service services shall share she should
    so some something still such survey take talk tell than that the their them then there these they thing things
    think this those through time to together too two under until up us use used using very view views want was way
    ways we well were what when where which while who whole why will with within work working works would year years
    yes yet you your yours""",
    )
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Area:
    """A place by slug and name, with the slugs of what it lies in, the widest last (the city). `kind` as in places."""

    slug: str
    name: str
    kind: str = "ward"
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What an activity or a finding is about, as it is compared. No area means: the whole city.

    `terms` are stems with how often they stand there; `said` is the word that each stem was read from (a draft's only).
    """

    ref: str
    terms: tuple[tuple[str, int], ...] = ()
    areas: tuple[Area, ...] = ()
    groups: tuple[str, ...] = ()
    begins_on: date | None = None
    ends_on: date | None = None
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over words, places and groups: a draft whose days move is still the draft that was compared."""
        places, groups = sorted(each.slug for each in self.areas), sorted(self.groups)
        return digest({"rule": RULE, "terms": self.terms, "places": places, "groups": groups})


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of `works` descriptions each term stands. A term that is not listed stands in none."""

    works: int = 0
    holding: Mapping[str, int] = field(default_factory=dict)

    def of(self, term: str) -> float:
        """How much a term says: BM25's inverse frequency, with the prior."""
        number = min(self.holding.get(term, 0), self.works)
        return math.log(1 + (self.works + PRIOR - number + 0.5) / (number + 0.5))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike one work is to the draft: 0 to 1, its parts, and the reasons in words."""

    ref: str
    score: float
    words: float
    place: float
    audience: float
    dates: float
    because: tuple[str, ...]

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def work_of(
    ref: str,
    *,
    title: str,
    purpose: str = "",
    matters: Iterable[str] = (),
    areas: Iterable[Area] = (),
    groups: Iterable[str] = (),
    begins_on: date | None = None,
    ends_on: date | None = None,
) -> Work:
    """A work out of its plain words. The words themselves are not kept, only how often each stem stands in them."""
    counted: Counter[str] = Counter()
    said: dict[str, str] = {}
    for text, times in ((title, TITLE), (purpose, PURPOSE), *((matter, MATTER) for matter in matters)):
        for word in _words(text):
            counted[stem(word)] += times
            said.setdefault(stem(word), word)
    ordered = tuple(sorted(areas, key=lambda area: area.slug))
    return Work(ref, tuple(sorted(counted.items())), ordered, tuple(sorted(set(groups))), begins_on, ends_on, said)


def stems(text: str) -> list[str]:
    """The stems of a text's words in order, without those that say nothing about the matter."""
    return [stem(word) for word in _words(text)]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = (found.group().replace("’", "'").removesuffix("'s") for found in _WORD.finditer(kept))
    return [word for word in words if len(word) > 1 and word not in STOP]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A simple English stem: “buses” and “bus”, “libraries” and “library”, “crossing” and “crossings” are one."""
    if len(word) < 4 or not word.isascii() or word.isdigit():
        return word
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: len(word) - len(ending)] + instead
            break
    for ending, least in (("ing", 3), ("ed", 3), ("er", 4), ("ly", 4), ("ity", 4), ("al", 4), ("e", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


_ENDINGS = (
    ("sses", "ss", 1), ("ies", "y", 2), ("xes", "x", 2), ("ches", "ch", 2), ("shes", "sh", 2), ("uses", "us", 1),
    ("ations", "at", 3), ("ation", "at", 3), ("ments", "", 3), ("ment", "", 3), ("ness", "", 3), ("ss", "ss", 0),
    ("us", "us", 0), ("is", "is", 0), ("s", "", 2),
)  # fmt: skip


def weigh(work: Work, rarity: Rarity) -> dict[str, float]:
    """Each term's weight: how often it stands there (saturated) times how much it says."""
    return {term: number * (SATURATION + 1) / (number + SATURATION) * rarity.of(term) for term, number in work.terms}


def telling_terms(draft: Work, rarity: Rarity, most: int) -> tuple[tuple[str, float], ...]:
    """The draft's `most` telling terms with their weights, the heaviest first: what candidates are looked up by.

    In a large record a term of more than one description in ten tells nothing apart, and is left out.
    """
    weights = weigh(draft, rarity)
    common = rarity.works * COMMON if rarity.works > PRIOR else rarity.works
    telling = {term: weight for term, weight in weights.items() if rarity.holding.get(term, 0) <= common} or weights
    return tuple(sorted(telling.items(), key=lambda each: (-each[1], each[0]))[:most])


def likenesses(draft: Work, others: Iterable[Work], rarity: Rarity, least: float = 0.0) -> tuple[Likeness, ...]:
    """How alike each of `others` is to the draft, the most alike first, those under `least` left out.

    Ties stand in the order of their refs. The draft itself (by its ref) is passed over.
    """
    mine = weigh(draft, rarity)
    length = _length(mine)
    found = (_likeness(draft, mine, length, other, rarity) for other in others if other.ref != draft.ref)
    return tuple(sorted((one for one in found if one.score >= least), key=lambda one: (-one.score, one.ref)))


def _likeness(draft: Work, mine: Mapping[str, float], length: float, other: Work, rarity: Rarity) -> Likeness:
    theirs = weigh(other, rarity)
    shared = {term: mine[term] * weight for term, weight in theirs.items() if term in mine}
    cosine = sum(shared.values()) / (length * _length(theirs)) if shared else 0.0
    words = min(1.0, cosine / FULL)
    place, where = _place(draft.areas, other.areas)
    audience, who = _audience(draft.groups, other.groups)
    dates, when = _dates(draft, other)
    own = 1 - PLACE - AUDIENCE - DATES
    score = words * (own + PLACE * place + AUDIENCE * audience + DATES * dates)
    telling = sorted(shared, key=lambda term: (-shared[term], term))[:REASONS]
    about = [f"both about: {', '.join(draft.said.get(term, term) for term in telling)}"] if telling else []
    because = (*about, *where, *who, *when)
    return Likeness(other.ref, round(score, 4), round(words, 4), place, audience, round(dates, 4), because)


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0


def _place(mine: tuple[Area, ...], theirs: tuple[Area, ...]) -> tuple[float, tuple[str, ...]]:
    """1 for a place in common, 0.7 for one inside the other or both city-wide, 0.4 where one is city-wide, else 0."""
    near, far = _small(mine), _small(theirs)
    slugs = {area.slug for area in far}
    if same := [area for area in near if area.slug in slugs]:
        names = ", ".join(area.name for area in same[:3])
        return 1.0, (f"same {same[0].kind}: {names}",)
    for a in near:
        for b in far:
            if b.slug in a.within or a.slug in b.within or set(a.within[:-1]) & set(b.within[:-1]):
                return 0.7, (f"{a.name} and {b.name} lie together",)
    if not near and not far:
        return 0.7, ("both for the whole city",)
    return (0.4, ("one of them is for the whole city",)) if not near or not far else (0.0, ())


def _small(areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """The places that are not the whole city, which everything lies in."""
    city = {area.slug for area in areas if area.kind == "city"}
    small = (area for area in areas if area.kind != "city")
    return tuple(Area(area.slug, area.name, area.kind, tuple(set(area.within) - city)) for area in small)


def _audience(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
    """The share of the shorter list of groups that the other list has too, by their words."""
    others = {frozenset(stems(name)): name for name in theirs}
    same = [name for name in mine if any(_alike(frozenset(stems(name)), other) for other in others)]
    if not same or not theirs:
        return 0.0, ()
    return min(1.0, len(same) / min(len(mine), len(theirs))), (f"both for: {', '.join(same[:3])}",)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b) and 2 * len(a & b) >= min(len(a), len(b)) + 1 if min(len(a), len(b)) > 1 else bool(a & b)


def _dates(draft: Work, other: Work) -> tuple[float, tuple[str, ...]]:
    """1 for dates that overlap, falling to 0 at two years apart; 0.5 where one has no dates yet."""
    mine, theirs = _span(draft), _span(other)
    if mine is None or theirs is None:
        return 0.5, ()
    apart = max((theirs[0] - mine[1]).days, (mine[0] - theirs[1]).days)
    if apart <= 0:
        return 1.0, ("open at the same time",)
    months = round(apart / 30.4)
    said = f"{months} months apart" if months > 1 else f"{apart} days apart"
    return max(0.0, 1 - apart / NEAR_DAYS), (said,)


def _span(work: Work) -> tuple[date, date] | None:
    first, last = work.begins_on or work.ends_on, work.ends_on or work.begins_on
    return (first, last) if first and last else None
