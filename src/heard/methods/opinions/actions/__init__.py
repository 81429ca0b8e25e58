"""What may happen to statements, votes, rooms and what looked odd: every write."""

from heard.methods.opinions.actions.bulk import Ballot, take_in_votes
from heard.methods.opinions.actions.own_words import bring_back_own_words
from heard.methods.opinions.actions.receipts import mine_of, take_receipt
from heard.methods.opinions.actions.rooms import Hands, count_room, recount_room, room_codes
from heard.methods.opinions.actions.statements import (
    add_first_statement,
    add_statement,
    change_first_statement,
    empty_what_was_made_of,
    erase,
    remove_first_statement,
    reword_statement,
    set_up,
)
from heard.methods.opinions.actions.telling import note_reword_notice
from heard.methods.opinions.actions.voting import cast_vote, forget_participant, take_back_vote
from heard.methods.opinions.actions.watching import (
    hear_votes,
    judge_honest,
    leave_out_votes,
    look_for_odd_votes,
    propose_leaving_out_votes,
    restore_votes,
)

__all__ = [
    "Ballot",
    "Hands",
    "add_first_statement",
    "add_statement",
    "bring_back_own_words",
    "cast_vote",
    "change_first_statement",
    "count_room",
    "empty_what_was_made_of",
    "erase",
    "forget_participant",
    "hear_votes",
    "judge_honest",
    "leave_out_votes",
    "look_for_odd_votes",
    "mine_of",
    "note_reword_notice",
    "propose_leaving_out_votes",
    "recount_room",
    "remove_first_statement",
    "restore_votes",
    "reword_statement",
    "room_codes",
    "set_up",
    "take_back_vote",
    "take_in_votes",
    "take_receipt",
]
