"""A survey's questions, its closed answers and its imports. The words people write are passages, kept by activities."""

from heard.methods.survey.models.answers import Chosen, Import, RefusedRow, Response
from heard.methods.survey.models.paper import (
    PaperBatch,
    PaperEntry,
    PaperForm,
    PaperFormat,
    PaperIssue,
    PaperMark,
    PaperReturn,
    Rendered,
    Scan,
)
from heard.methods.survey.models.questions import Condition, Option, Question, Section, Survey
from heard.methods.survey.models.versions import Format, SavedDraft, Version

__all__ = [
    "Chosen",
    "Condition",
    "Format",
    "Import",
    "Option",
    "PaperBatch",
    "PaperEntry",
    "PaperForm",
    "PaperFormat",
    "PaperIssue",
    "PaperMark",
    "PaperReturn",
    "Question",
    "RefusedRow",
    "Rendered",
    "Response",
    "SavedDraft",
    "Scan",
    "Section",
    "Survey",
    "Version",
]
