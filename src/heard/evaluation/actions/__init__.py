"""What may happen to evaluations. Every write."""

from heard.evaluation.actions.following import (
    answer_follow_up,
    count_cards,
    end_follow_up,
    erase,
    key_follow_up,
    note_asked,
    post_follow_up,
    print_follow_up,
    remind,
    start_follow_up,
)
from heard.evaluation.actions.lessons import share_lesson, use_lesson
from heard.evaluation.actions.scoring import (
    add_cost,
    invite_rater,
    score_as_lead,
    score_as_partner,
    strike_cost,
    talk_about_score,
)
from heard.evaluation.actions.taking_part import (
    accept_action,
    look_again,
    measure_group,
    raise_missing,
    release_reading,
    settle_action,
)
from heard.evaluation.actions.writing import add_lesson, publish, write_evaluation

__all__ = [
    "accept_action",
    "add_cost",
    "add_lesson",
    "answer_follow_up",
    "count_cards",
    "end_follow_up",
    "erase",
    "invite_rater",
    "key_follow_up",
    "look_again",
    "measure_group",
    "note_asked",
    "post_follow_up",
    "print_follow_up",
    "publish",
    "raise_missing",
    "release_reading",
    "remind",
    "score_as_lead",
    "score_as_partner",
    "settle_action",
    "share_lesson",
    "start_follow_up",
    "strike_cost",
    "talk_about_score",
    "use_lesson",
    "write_evaluation",
]
