"""Count an election by a named rule, and say in words why each project is funded or not.

``official`` is the rule that the file's META names, with its threshold; the others are asked for by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from heard.rules.budget.election import TIE_BREAK, Counted, Election, Step, election_of
from heard.rules.budget.greedy import count_greedy, plain
from heard.rules.budget.pbfile import PbError, PbFile, Problem, number
from heard.rules.outcome import digest

RULES = ("official", "greedy", "greedy-no-skip", "equal-shares", "phragmen")
COMPLETIONS = ("none", "add1", "add1e", "add1u")
UTILITIES = ("cost", "approval")
GREEDY = {"greedy", "greedy-threshold", "greedy-custom", "greedy-exclusive"}
ENDS_THERE = "until the next project on the list does not fit within the budget"  # Poznań's rule, in META's comment


@dataclass(frozen=True, slots=True)
class Terms:
    """How to count: a rule of `RULES` (not official), completion, threshold, utility, and what was noted."""

    rule: str
    completion: str = "none"
    threshold: Fraction = Fraction(0)
    utility: str = "cost"
    comparison: bool = False
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """“equal-shares/1 add1 cost threshold 10”."""
        parts = [f"{self.rule}/1"]
        if self.rule == "equal-shares":
            parts += [self.completion, self.utility, *(["comparison"] if self.comparison else [])]
        return " ".join([*parts, *([f"threshold {plain(self.threshold)}"] if self.threshold else [])])


def official_terms(file: PbFile) -> Terms:
    """The terms that META names. PbError if it names no rule, or one that Heard does not know."""
    said = file.meta.get("rule", "").strip().lower()
    threshold = _threshold(file)
    if said == "greedy-custom" and ENDS_THERE in file.meta.get("comment", ""):
        note = (
            "META names the rule greedy-custom and says in its comment that it ends at the first project that does not "
            "fit: counted so. Money from outside the pot, which may pay the rest of that project, is not in the file."
        )
        return Terms("greedy-no-skip", threshold=threshold, notes=(note,))
    if said in GREEDY:
        notes = () if said in ("greedy", "greedy-threshold") else (
            f"META names the rule {said}, whose special terms are not in the file: counted as greedy.",
        )  # fmt: skip
        return Terms("greedy", threshold=threshold, notes=notes)
    if said == "greedy-no-skip":
        return Terms("greedy-no-skip", threshold=threshold)
    shares, _slash, completion = said.partition("/")
    completion, _dash, comparison = completion.partition("-")
    if (
        shares in ("equalshares", "equal-shares")
        and (completion or "none") in COMPLETIONS
        and comparison in ("", "comparison")
    ):
        return Terms("equal-shares", completion or "none", threshold, comparison=bool(comparison))
    if said == "phragmen":
        return Terms("phragmen", threshold=threshold)
    why = (
        f"Heard does not know the rule “{said}”: name one with --rule"
        if said
        else "META names no rule: name one with --rule"
    )
    raise PbError([Problem(0, "rule", why)])


def _threshold(file: PbFile) -> Fraction:
    said = file.meta.get("min_project_score_threshold", "").strip()
    try:
        return number(said) if said else Fraction(0)
    except ValueError as error:
        raise PbError([Problem(0, "min_project_score_threshold", str(error))]) from error


@dataclass(frozen=True)
class Result:
    """A count: the election, the terms, what was funded in which order and why, and a digest."""

    election: Election
    terms: Terms
    counted: Counted
    notes: tuple[str, ...]

    @property
    def selected(self) -> list[str]:
        """Ids in order of award."""
        return [self.election.ids[place] for place in self.counted.places]

    @property
    def because(self) -> list[str]:
        """Each award in words, then what was noted."""
        awards = [self._said(number, step) for number, step in enumerate(self.counted.funded, 1)]
        return [*awards, *self.counted.notes, *self.notes]

    def plain(self) -> dict[str, Any]:
        """The whole result in plain values; amounts are exact: whole numbers, decimals or fractions as text."""
        election = self.election
        found = {
            "selected": self.selected,
            "because": self.because,
            "unfunded": [
                {
                    "id": election.ids[place], "name": election.names[place],
                    "cost": exact(election.money(election.costs[place])),
                    "reason": why, "effective_support": exact(support),
                }
                for place, (why, support) in self.passed_over
            ],
            "cost": exact(election.money(election.cost_of(self.counted.places))),
            "pot": exact(election.money(election.pot)),
            "voters": election.voters,
            "rule": self.terms.words,
            "tie_break": TIE_BREAK,
            "certificate": _exactly(self.counted.certificate),
        }  # fmt: skip
        return {**found, "digest": digest(found)}

    def _said(self, number: int, step: Step) -> str:
        election, place = self.election, step.place
        cost = plain(election.money(election.costs[place]))
        head = f"{number}. {election.names[place]} ({election.ids[place]}) is funded, {cost}"
        if step.price is None:
            return f"{head}: {plain(election.given(place))} {'points' if self.by_points else 'votes'}, and it fits."
        if self.terms.rule == "phragmen":
            held = _money(election, step.price)
            return f"{head}: its {step.payers:,} supporters were the first to hold its cost, at {held} each."
        each = f"{_money(election, step.price)} {'a point' if self.by_points else 'each'}"
        fewer = f", {step.paying_all:,} of them all they had left" if step.paying_all else ""
        return f"{head}: its {step.payers:,} supporters pay {each}{fewer}."

    @property
    def passed_over(self) -> list[tuple[int, tuple[str, Fraction]]]:
        """What was not funded with reason and support, in the order of the tie-break."""
        return sorted(self.counted.unfunded.items(), key=lambda item: self.election.ranks[item[0]])

    @property
    def by_points(self) -> bool:
        """Whether ballots gave points."""
        return self.election.points != self.election.supporters


def count(file: PbFile, terms: Terms) -> Result:
    """Count a file by these terms."""
    election = election_of(file)
    counted = _counted(election, terms)
    notes = (*file.notes, *terms.notes)
    if terms.comparison:
        counted, said = _compared(election, terms, counted)
        notes = (*notes, said)
    return Result(election, terms, counted, notes)


def _counted(election: Election, terms: Terms) -> Counted:
    if terms.rule in ("greedy", "greedy-no-skip"):
        return count_greedy(election, skip=terms.rule == "greedy", threshold=terms.threshold)
    if terms.rule == "phragmen":
        from heard.rules.budget.phragmen import count_phragmen

        return count_phragmen(election, threshold=terms.threshold)
    from heard.rules.budget.shares import count_shares

    return count_shares(
        election, completion=terms.completion, cost_utility=terms.utility == "cost", threshold=terms.threshold
    )


def _compared(election: Election, terms: Terms, shares: Counted) -> tuple[Counted, str]:
    """Keep equal shares unless strictly more voters get more of their projects by most votes (none counts as 0)."""
    greedy = count_greedy(election, threshold=terms.threshold)
    ours, theirs = set(shares.places), set(greedy.places)
    more = fewer = 0
    for ballot in election.ballots:
        liked = [place for place, points in zip(ballot.projects, ballot.points, strict=True) if points > 0]
        by_shares, by_votes = sum(p in ours for p in liked), sum(p in theirs for p in liked)
        more += ballot.voters * (by_shares > by_votes)
        fewer += ballot.voters * (by_votes > by_shares)
    said = f"Compared with most votes first: {more:,} voters get more of their projects, {fewer:,} fewer."
    return (
        (greedy, f"{said} So most votes first was taken.") if fewer > more else (shares, f"{said} Equal shares stands.")
    )


def exact(amount: Fraction) -> int | str:
    """A whole number, or the exact decimal or fraction as text."""
    if amount.denominator == 1:
        return amount.numerator
    places = amount.denominator
    twos = fives = 0
    while places % 2 == 0:
        places, twos = places // 2, twos + 1
    while places % 5 == 0:
        places, fives = places // 5, fives + 1
    if places != 1:
        return f"{amount.numerator}/{amount.denominator}"
    digits = max(twos, fives)
    whole, rest = divmod(abs(amount.numerator) * 10**digits // amount.denominator, 10**digits)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{digits}d}"


def _exactly(value: Any) -> Any:
    if isinstance(value, Fraction):
        return exact(value)
    if isinstance(value, Mapping):
        return {key: _exactly(one) for key, one in value.items()}
    return [_exactly(one) for one in value] if isinstance(value, list | tuple) else value


def _money(election: Election, price: Fraction) -> str:
    return f"{float(election.money(price)):,.2f}"
