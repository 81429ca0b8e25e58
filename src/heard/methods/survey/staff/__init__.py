"""What officers are shown: the questions, keying in, imports."""

from heard.methods.survey.staff.building import (
    conditions,
    preview,
    question,
    question_move,
    question_new,
    question_remove,
    questions,
    section,
    section_move,
    section_new,
    section_remove,
)
from heard.methods.survey.staff.importing import imports, match, one_import, refused_csv, run, undo
from heard.methods.survey.staff.keying import key_in, keyed
from heard.methods.survey.staff.versions import PAGES, version_preview

__all__ = [
    "PAGES",
    "conditions",
    "imports",
    "key_in",
    "keyed",
    "match",
    "one_import",
    "preview",
    "question",
    "question_move",
    "question_new",
    "question_remove",
    "questions",
    "refused_csv",
    "run",
    "section",
    "section_move",
    "section_new",
    "section_remove",
    "undo",
    "version_preview",
]
