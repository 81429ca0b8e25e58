"""The path of a vote: one question for everything that a vote and the next statement need, and no sums."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heard.activities.models import Strand
from heard.ground.planned import fetch_planned
from heard.methods.opinions.models import Vote
from heard.rules.opinions import StatementCounts, next_statement

# Raw, because it is asked before every vote (tests/bench/test_opinion_votes.py). They say what `open_to_votes` says.
ME = "me AS (SELECT id, left_out_at FROM opinions_participant WHERE opinions_id = %(strand)s AND key_hash = %(key)s)"
LIVE = """
FROM opinions_statement s
LEFT JOIN activities_contribution c ON c.id = s.contribution_id
LEFT JOIN moderation_item i ON i.contribution_id = s.contribution_id
{more}WHERE s.opinions_id = %(strand)s AND s.put_away_at IS NULL
  AND ((s.contribution_id IS NULL AND s.words <> '')
       OR (i.state = 'shown' AND c.state = 'received' AND c.erased_at IS NULL))
"""
VOTED = "LEFT JOIN opinions_vote v ON v.participant_id = (SELECT id FROM me) AND v.statement_id = s.id\n"
STANDS = f"""
SELECT s.public_id, s.id, s.agree, s.disagree, s.passed, v.way, (SELECT id FROM me),
  (SELECT left_out_at IS NOT NULL FROM me){{more}}{LIVE.format(more=VOTED)}ORDER BY s.number
"""  # noqa: S608 (no outside text)
TURN = f"WITH {ME} {STANDS.format(more='')}"


@dataclass(frozen=True, slots=True)
class Standing:
    """One statement as somebody stands to it: its number in the database, its counts, their own vote (None: none)."""

    pk: int
    agree: int
    disagree: int
    passed: int
    way: int | None

    @property
    def counts(self) -> StatementCounts:
        return StatementCounts(self.agree, self.disagree, self.passed)


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that can be voted on, and who somebody is here: `participant` is None before their first vote."""

    standing: dict[str, Standing]
    participant: int | None = None
    is_left_out: bool = False

    @property
    def seen(self) -> set[str]:
        """The statements they voted on."""
        return {name for name, each in self.standing.items() if each.way is not None}

    def next(self, draw: float, *, beside: str = "") -> str | None:
        """The statement to show next, not `beside`; None when nothing is left. `draw` is from 0 up to 1."""
        seen = self.seen | {beside} if beside else self.seen
        return next_statement(seen, {name: each.counts for name, each in self.standing.items()}, draw)


def hash_of(key: str) -> str:
    """What is kept of a participant's key."""
    return hashlib.sha256(f"heard-opinions:{key}".encode()).hexdigest()


def turn_of(strand: Strand, key: str) -> Turn:
    """How somebody stands to the statements. One query."""
    return turn_in(fetch_planned(TURN, {"strand": strand.pk, "key": hash_of(key) if key else ""}))


def turn_in(rows: Sequence[tuple[Any, ...]]) -> Turn:
    """What rows of `STANDS` say."""
    standing = {row[0]: Standing(*row[1:6]) for row in rows}
    return Turn(standing, rows[0][6], bool(rows[0][7])) if rows else Turn(standing)


def ways() -> dict[str, int]:
    """The words a form sends, and the vote they are."""
    return {"agree": Vote.Way.AGREE.value, "disagree": Vote.Way.DISAGREE.value, "pass": Vote.Way.PASS.value}
