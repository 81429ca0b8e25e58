"""The stages of an activity and the one table of moves between them (handbook §4.2, architecture page).

    idea → planned → noticed → open → closed → found → decided → told → evaluated → archived

An inform-level activity passes over `found` and `decided`. `reopen` leads back from closed or found.
`withdraw` leads out of anything before told, with a reason; feedback owed survives it.
Who may make a move is decided by the roles of the city (`policy/roles.toml`); `by` names those meant.
"""

from __future__ import annotations

from dataclasses import dataclass

from heard.rules.snapshot import LEVELS
from heard.rules.verdict import YES, Verdict, no

STAGES = (
    "idea", "planned", "noticed", "open", "closed", "found", "decided", "told", "evaluated", "archived",
    "withdrawn",
)  # fmt: skip
MAIN_LINE = STAGES[:-1]
PASSED_OVER_BY_INFORM = frozenset({"found", "decided"})
# Stages that the handbook (§4.2) tells apart, and the one of ours that carries what guards them.
CARRIED_BY = {
    "checking": "planned", "analysing": "found", "findings_published": "found", "deciding": "decided",
    "feedback_given": "told", "following_through": "evaluated",
}  # fmt: skip
BEFORE_TOLD = MAIN_LINE[: MAIN_LINE.index("told")]

EVERY_LEVEL = LEVELS
INFORM_ONLY = ("inform",)
ASKING = tuple(level for level in LEVELS if level != "inform")


@dataclass(frozen=True, slots=True)
class Move:
    """One step between two stages.

    `name` is the verb; `by` the role slugs meant to make it; `effect` what the public then sees;
    `levels` where it exists; `needs_reason` whether a published reason must come with it.
    """

    from_stage: str
    to_stage: str
    name: str
    by: tuple[str, ...]
    effect: str
    levels: tuple[str, ...] = EVERY_LEVEL
    needs_reason: bool = False

    @property
    def guard(self) -> str:
        """The word by which the pack names this move: the stage reached, or ``reopened``."""
        return "reopened" if self.name == "reopen" else self.to_stage


LEADS = ("engagement_lead", "senior_lead")
PLANNERS = ("officer", "facilitator", "resident_co_owner", *LEADS)
RUNNERS = ("officer", *LEADS)

MOVES: tuple[Move, ...] = (
    Move("idea", "planned", "plan", PLANNERS, "It is listed among what partners are planning."),
    Move("planned", "noticed", "notice", LEADS, "Early notice is published: coming up, with its dates."),
    Move("noticed", "open", "open", RUNNERS, "The page is live and paper is given out; feedback is now owed."),
    Move("open", "closed", "close", RUNNERS, "It says: closed, and when we will tell you what happened."),
    Move("closed", "found", "find", ("analyst", *LEADS), "What we heard is published, with every count.", ASKING),
    Move(
        "found", "decided", "decide", ("decision_owner", "elected_member"),
        "The decision is published with an answer to every finding.", ASKING,
    ),
    Move("decided", "told", "tell", RUNNERS, "You said, we did is published; promises can be followed."),
    Move("closed", "told", "tell", RUNNERS, "Answers to what people asked are published.", INFORM_ONLY),
    Move("found", "told", "tell", RUNNERS, "Answers to what people asked are published.", INFORM_ONLY),
    Move("told", "evaluated", "evaluate", ("analyst", *RUNNERS), "What was learned is published."),
    Move("evaluated", "archived", "archive", RUNNERS, "It stays in the library as a permanent record."),
    Move(
        "closed", "open", "reopen", LEADS, "It is open again, and everyone told of it is told why.",
        needs_reason=True,
    ),
    Move(
        "found", "open", "reopen", LEADS, "It is open again, and everyone told of it is told why.",
        needs_reason=True,
    ),
    *(
        Move(
            stage, "withdrawn", "withdraw", LEADS,
            "The page says that it was withdrawn and why; feedback owed is still owed.",
            needs_reason=True,
        )
        for stage in BEFORE_TOLD
    ),
)  # fmt: skip

GUARDS = (*STAGES[1:], "reopened")


def moves_from(stage: str, level: str) -> tuple[Move, ...]:
    """Every move that leads out of `stage` at `level` (an unset level counts as one that asks)."""
    _known(stage)
    return tuple(move for move in MOVES if move.from_stage == stage and (level or "consult") in move.levels)


def find_move(stage: str, to: str, level: str) -> Move | None:
    """The move from `stage` named `to` (its verb, or the stage it reaches), if there is one."""
    return next((move for move in moves_from(stage, level) if to in (move.name, move.to_stage)), None)


def may_move(stage: str, to: str, level: str, reason: str | None = None) -> Verdict:
    """Whether the table has this move. A blank `reason` is refused where one is needed; None: not asked yet."""
    move = find_move(stage, to, level)
    if move is None:
        return no(
            f"An activity that is “{stage}” cannot become “{to}”.",
            _ways_out(stage, level),
            "lifecycle",
        )
    if move.needs_reason and reason is not None and not reason.strip():
        return no(f"To {move.name} an activity, say why. The reason is published.", "Write the reason.", "lifecycle")
    return YES


def path_to(stage: str, level: str) -> tuple[Move, ...]:
    """All moves on the straight way from idea up to `stage`, in order.

    Raises ValueError for a stage that this level passes over, or that has no straight way to it.
    """
    _known(stage)
    if stage not in MAIN_LINE or (level == "inform" and stage in PASSED_OVER_BY_INFORM):
        raise ValueError(f"There is no straight way to “{stage}” at level “{level or 'unset'}”.")
    path: list[Move] = []
    here = "idea"
    while here != stage:
        move = next(m for m in moves_from(here, level) if m.name not in ("reopen", "withdraw"))
        path.append(move)
        here = move.to_stage
    return tuple(path)


def is_past(stage: str, other: str) -> bool:
    """Whether `stage` lies on or after `other` on the main line; withdrawn lies after nothing."""
    return stage in MAIN_LINE and MAIN_LINE.index(stage) >= MAIN_LINE.index(other)


def _ways_out(stage: str, level: str) -> str:
    names = sorted({move.name for move in moves_from(stage, level)})
    return f"From here you can: {', '.join(names)}." if names else "Nothing follows this stage."


def _known(stage: str) -> None:
    if stage not in STAGES:
        raise ValueError(f"There is no stage “{stage}”. Stages: {', '.join(STAGES)}.")
