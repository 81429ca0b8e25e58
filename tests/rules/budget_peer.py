"""Elections on which pabutools 1.2.3 and Heard disagree, each small enough to count by hand.

`theirs` is what pabutools answers; `tests/bench/test_budget.py` asks it again where it is installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heard.rules.budget import Terms

ADD1 = Terms("equal-shares", "add1")


@dataclass(frozen=True)
class Case:
    """Projects are (id, cost), a ballot “a,b”; `rule` is what the bench asks the peer for."""

    name: str
    why: str
    projects: list[tuple[str, int]]
    votes: list[str]
    pot: int
    rule: str
    terms: Terms
    ours: list[str]
    theirs: list[str]
    kind: str = "approval"

    @property
    def content(self) -> bytes:
        """The file, with every field that the peer asks for."""
        meta: dict[str, Any] = {
            "description": "pinned", "country": "X", "unit": "Y", "instance": "1", "num_projects": len(self.projects),
            "num_votes": len(self.votes), "budget": self.pot, "vote_type": self.kind, "rule": "greedy",
            "date_begin": "2026", "date_end": "2026", "max_length": len(self.projects),
        }  # fmt: skip
        lines = [
            "META", "key;value", *(f"{key};{value}" for key, value in meta.items()),
            "PROJECTS", "project_id;cost;name", *(f"{one};{cost};{one}" for one, cost in self.projects),
            "VOTES", "voter_id;vote", *(f"v{number};{vote}" for number, vote in enumerate(self.votes)), "",
        ]  # fmt: skip
        return "\n".join(lines).encode()


CASES = [
    Case(
        "add1 goes on until it overspends",
        "2 each: only a is bought, and b (5) no longer fits into what is left (4). 3 each: b, for 2.50 from two. Not "
        "until 5 each are both bought, for 7 of 6. The peer ends at the first outcome that nothing could be added to.",
        [("a", 2), ("b", 5)], ["a,b", "b", ""], 6, "add1", ADD1, ["b"], ["a"],
    ),
    Case(
        "add1 begins with whole units of the currency",
        "3 / 2 is 1.50, so 1 each, then 2: b. At 3 each a (5) would be bought, more than the pot. The peer begins with "
        "1.50 and goes on to 2.50, where a is bought, and b is never seen. The official counts begin with whole units.",
        [("a", 5), ("b", 2)], ["a,b", "a"], 3, "add1", ADD1, ["b"], [],
    ),
    Case(
        "of two equally supported projects the cheaper is first",
        "One voter, 16, wants both. The peer takes whichever is first by its id.",
        [("a", 12), ("b", 8)], ["a,b"], 16, "mes", Terms("equal-shares"), ["b"], ["a"],
    ),
    Case(
        "a project that costs nothing is affordable to its supporters",
        "A price of nothing pays for it. The peer takes its cost for its worth, finds nothing, and leaves it out.",
        [("a", 0), ("b", 4)], ["a,b", "a"], 8, "mes", Terms("equal-shares"), ["a", "b"], ["b"],
    ),
    Case(
        "a project that nobody voted for is not funded by votes",
        "There are no votes by which to put it on the list, and nobody gains by it. The peer adds whatever still fits.",
        [("a", 5), ("b", 4)], ["a", "a"], 9, "greedy", Terms("greedy"), ["a"], ["a", "b"],
    ),
    Case(
        "a project that nobody voted for is never bought by its supporters",
        "It has none who could earn its cost. The peer buys it when everything else is bought.",
        [("a", 5), ("b", 4)], ["a", "a"], 9, "phragmen", Terms("phragmen"), ["a"], ["a", "b"],
    ),
    Case(
        "the last project that somebody ranks is still supported",
        "Ranks count down from the most that may be ranked: 2 points for a first place, 1 for the last. The peer gives "
        "the last place, here the only one, nothing.",
        [("a", 5), ("b", 4)], ["a", "b"], 18, "mes", Terms("equal-shares", utility="approval"), ["a", "b"], [],
        "ordinal",
    ),
]  # fmt: skip
