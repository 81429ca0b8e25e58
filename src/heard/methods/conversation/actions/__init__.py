"""What may happen in a conversation: every write."""

from heard.methods.conversation.actions.answering import (
    ask_officer,
    change_status,
    note_late,
    reply_as_officer,
    write_summary,
)
from heard.methods.conversation.actions.counting import count_support, undo_count
from heard.methods.conversation.actions.erasing import erase
from heard.methods.conversation.actions.files import attach_photo, attach_recording, open_recording, write_down
from heard.methods.conversation.actions.joining import join_posts, stand_alone, take_apart
from heard.methods.conversation.actions.posting import Posted, keep_about, keep_details, post
from heard.methods.conversation.actions.setting_up import name_officer, set_up
from heard.methods.conversation.actions.supporting import carry_support, support, withdraw_support
from heard.methods.conversation.actions.telling import owe_tellings, settle_tellings

__all__ = [
    "Posted",
    "ask_officer",
    "attach_photo",
    "attach_recording",
    "carry_support",
    "change_status",
    "count_support",
    "erase",
    "join_posts",
    "keep_about",
    "keep_details",
    "name_officer",
    "note_late",
    "open_recording",
    "owe_tellings",
    "post",
    "reply_as_officer",
    "set_up",
    "settle_tellings",
    "stand_alone",
    "support",
    "take_apart",
    "undo_count",
    "withdraw_support",
    "write_down",
    "write_summary",
]
