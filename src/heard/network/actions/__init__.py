"""What may happen: somebody asks to follow, confirms, changes their mind; news is announced and told."""

from heard.network.actions.following import (
    ask_to_follow,
    change_follows,
    confirm,
    enter_follower,
    note_telling,
    note_told,
    stop_entered,
    stop_following,
)
from heard.network.actions.news import announce, post_sheets, print_sheets

__all__ = [
    "announce",
    "ask_to_follow",
    "change_follows",
    "confirm",
    "enter_follower",
    "note_telling",
    "note_told",
    "post_sheets",
    "print_sheets",
    "stop_entered",
    "stop_following",
]
