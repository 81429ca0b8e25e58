"""A survey's questions, its closed answers and its imports. The words people write are passages, kept by activities."""

from heard.methods.survey.models.answers import Chosen, Import, RefusedRow, Response
from heard.methods.survey.models.questions import Option, Question, Section, Survey

__all__ = ["Chosen", "Import", "Option", "Question", "RefusedRow", "Response", "Section", "Survey"]
