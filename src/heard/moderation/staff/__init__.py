"""What moderators and reviewers see."""

from heard.moderation.staff.desk import cover, decide, give_back, queue, take, undo
from heard.moderation.staff.run import alert, fairness, terms
from heard.moderation.staff.second import judge, second

__all__ = [
    "alert",
    "cover",
    "decide",
    "fairness",
    "give_back",
    "judge",
    "queue",
    "second",
    "take",
    "terms",
    "undo",
]
