"""What may happen to a survey: every write."""

from heard.methods.survey.actions.answers import keep_answers
from heard.methods.survey.actions.erasing import erase
from heard.methods.survey.actions.imports import (
    Incoming,
    NotTaken,
    fail_import,
    finish_import,
    keep_matching,
    keep_trial,
    start_import,
    start_trial,
    take_file,
    take_rows,
    undo_import,
)
from heard.methods.survey.actions.questions import (
    add_question,
    add_section,
    change_question,
    change_section,
    change_settings,
    move_question,
    move_section,
    remove_question,
    remove_section,
)

__all__ = [
    "Incoming",
    "NotTaken",
    "add_question",
    "add_section",
    "change_question",
    "change_section",
    "change_settings",
    "erase",
    "fail_import",
    "finish_import",
    "keep_answers",
    "keep_matching",
    "keep_trial",
    "move_question",
    "move_section",
    "remove_question",
    "remove_section",
    "start_import",
    "start_trial",
    "take_file",
    "take_rows",
    "undo_import",
]
