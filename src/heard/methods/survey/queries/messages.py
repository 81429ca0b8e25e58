"""The words of the pages around the questions, in the languages that the city keeps (policy/languages.toml)."""

from __future__ import annotations

from django.utils.translation import gettext

from heard.activities.queries.versions import own_message
from heard.methods.survey.queries.asked import Questionnaire


def message(asked: Questionnaire, words: str) -> str:
    """A message in this version's language, else in English."""
    return own_message(asked, words) or gettext(words)
