"""What residents are shown: the way in, one card at a time, their own votes, the picture, the room screen."""

from heard.methods.opinions.views.adding import add
from heard.methods.opinions.views.data import data
from heard.methods.opinions.views.own_words import own_words
from heard.methods.opinions.views.pages import how, strand_page
from heard.methods.opinions.views.paper import cards, paper_pdf, sheet
from heard.methods.opinions.views.picture import picture, room
from heard.methods.opinions.views.voting import card, statements, undo, vote
from heard.methods.opinions.views.yours import forget, receipt, yours

__all__ = [
    "add",
    "card",
    "cards",
    "data",
    "forget",
    "how",
    "own_words",
    "paper_pdf",
    "picture",
    "receipt",
    "room",
    "sheet",
    "statements",
    "strand_page",
    "undo",
    "vote",
    "yours",
]
