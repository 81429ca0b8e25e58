"""The words of the pages around the questions, in the languages that the city keeps (policy/languages.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.translation import gettext

from heard.methods.survey.queries.asked import ENGLISH, Questionnaire


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which questions can be asked: its code, its English and its own name, its direction, page words.

    `note` says of the page words who made and checked them.
    """

    code: str
    name: str
    own_name: str
    direction: str = "ltr"
    note: str = ""
    words: Mapping[str, str] = field(default_factory=dict, compare=False)


@cache
def languages() -> dict[str, Language]:
    """The languages of policy/languages.toml by code, English first. Raises ValueError naming what is wrong there."""
    known = {ENGLISH: Language(ENGLISH, "English", "English")}
    path = settings.POLICY / "languages.toml"
    if not path.exists():
        return known
    for one in tomllib.loads(path.read_text("utf-8"))["languages"]:
        if one["direction"] not in ("ltr", "rtl"):
            raise ValueError(f"languages.toml: the direction of “{one['code']}” is neither ltr nor rtl")
        known[one["code"]] = Language(
            one["code"], one["name"], one["own_name"], one["direction"], one.get("note", ""), one.get("words", {})
        )
    return known


def language_of(code: str) -> Language:
    """One language; English where the city does not know the code any more."""
    return languages().get(code, languages()[ENGLISH])


def own_message(asked: Questionnaire, words: str) -> str:
    """A message in this version's language, or "" where nobody has translated it."""
    if asked.language == ENGLISH:
        return gettext(words)
    return asked.messages.get(words) or language_of(asked.language).words.get(words, "")


def message(asked: Questionnaire, words: str) -> str:
    """A message in this version's language, else in English."""
    return own_message(asked, words) or gettext(words)
