"""Statements, what people think of them, what rooms thought, and what looks odd. Words people wrote are passages."""

from heard.methods.opinions.models.rewording import RewordNotice
from heard.methods.opinions.models.rooms import Room, RoomCount
from heard.methods.opinions.models.statements import Opinions, Statement
from heard.methods.opinions.models.versions import Version
from heard.methods.opinions.models.votes import Participant, Vote
from heard.methods.opinions.models.watching import Suspected, Suspicion

__all__ = [
    "Opinions",
    "Participant",
    "RewordNotice",
    "Room",
    "RoomCount",
    "Statement",
    "Suspected",
    "Suspicion",
    "Version",
    "Vote",
]
