"""What moderators and reviewers see."""

from heard.moderation.staff.desk import cover, decide, give_back, hand_over, queue, take, take_back_handed, undo
from heard.moderation.staff.run import alert, fairness, terms
from heard.moderation.staff.second import judge, second

__all__ = [
    "alert",
    "cover",
    "decide",
    "fairness",
    "give_back",
    "hand_over",
    "judge",
    "queue",
    "second",
    "take",
    "take_back_handed",
    "terms",
    "undo",
]
