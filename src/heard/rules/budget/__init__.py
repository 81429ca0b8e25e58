"""Count a participatory budget: exact, explained step by step, the same on every machine.

Needs numpy only for equal shares and Phragmén; most votes first is whole numbers alone.
"""

from heard.rules.budget.ballots import Ballot, Ballots
from heard.rules.budget.counting import COMPLETIONS, RULES, UTILITIES, Result, Terms, count, official_terms
from heard.rules.budget.election import TIE_BREAK, Counted, Election, election_of
from heard.rules.budget.pbfile import PbError, PbFile, Problem, write_pb
from heard.rules.budget.pbreader import read_pb

__all__ = [
    "COMPLETIONS",
    "RULES",
    "TIE_BREAK",
    "UTILITIES",
    "Ballot",
    "Ballots",
    "Counted",
    "Election",
    "PbError",
    "PbFile",
    "Problem",
    "Result",
    "Terms",
    "count",
    "election_of",
    "official_terms",
    "read_pb",
    "write_pb",
]
