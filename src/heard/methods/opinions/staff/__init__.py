"""What officers and moderators are shown: the statements, rooms counted by hand, what looks odd among the votes."""

from heard.methods.opinions.staff.rooms import room, room_cards, room_new, rooms
from heard.methods.opinions.staff.statements import enter, remove, reword, statement, statements
from heard.methods.opinions.staff.telling import author_letters, authors
from heard.methods.opinions.staff.versions import PAGES
from heard.methods.opinions.staff.watching import suspicion, watch

__all__ = [
    "PAGES",
    "author_letters",
    "authors",
    "enter",
    "remove",
    "reword",
    "room",
    "room_cards",
    "room_new",
    "rooms",
    "statement",
    "statements",
    "suspicion",
    "watch",
]
