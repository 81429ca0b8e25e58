"""What moderators and reviewers see."""

from heard.moderation.staff.desk import cover, decide, give_back, queue, take, undo
from heard.moderation.staff.run import fairness, review, terms
from heard.moderation.staff.second import judge, second

__all__ = [
    "cover",
    "decide",
    "fairness",
    "give_back",
    "judge",
    "queue",
    "review",
    "second",
    "take",
    "terms",
    "undo",
]
