"""What may happen to a survey: every write."""

from heard.methods.survey.actions.answers import keep_answers
from heard.methods.survey.actions.branching import When, set_conditions
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
from heard.methods.survey.actions.saving import delete_draft, note_code_sent, save_draft
from heard.methods.survey.actions.versions import (
    check_version,
    publish_version,
    start_version,
    withdraw_version,
    write_version,
)

__all__ = [
    "Incoming",
    "NotTaken",
    "When",
    "add_question",
    "add_section",
    "change_question",
    "change_section",
    "change_settings",
    "check_version",
    "delete_draft",
    "erase",
    "fail_import",
    "finish_import",
    "keep_answers",
    "keep_matching",
    "keep_trial",
    "move_question",
    "move_section",
    "note_code_sent",
    "publish_version",
    "remove_question",
    "remove_section",
    "save_draft",
    "set_conditions",
    "start_import",
    "start_trial",
    "start_version",
    "take_file",
    "take_rows",
    "undo_import",
    "withdraw_version",
    "write_version",
]
