"""What may be asked about statements, votes, rooms and what looked odd."""

from heard.methods.opinions.queries.result import as_dicts, outcome_of, said_people, standing_of
from heard.methods.opinions.queries.statements import (
    ENOUGH,
    lacking,
    open_to_votes,
    opinions_of,
    opinions_rows,
    passage_of,
    put_away,
    statement_for_staff,
    statements_for_staff,
    strand_for_staff,
    strand_to_cast,
    strand_to_vote,
    was_sent_as,
    with_words,
    words_of,
)
from heard.methods.opinions.queries.threads import came_of, statements_behind
from heard.methods.opinions.queries.turns import Turn, turn_of, ways
from heard.methods.opinions.queries.votes import people_in

__all__ = [
    "ENOUGH",
    "Turn",
    "as_dicts",
    "came_of",
    "lacking",
    "open_to_votes",
    "opinions_of",
    "opinions_rows",
    "outcome_of",
    "passage_of",
    "people_in",
    "put_away",
    "said_people",
    "standing_of",
    "statement_for_staff",
    "statements_behind",
    "statements_for_staff",
    "strand_for_staff",
    "strand_to_cast",
    "strand_to_vote",
    "turn_of",
    "was_sent_as",
    "ways",
    "with_words",
    "words_of",
]
