"""What there is to translate in a survey, and what a version says instead of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from heard.activities.queries.versions import Phrase, Words, language_of, missing_from, stale_in
from heard.methods.survey.models import Question, Version
from heard.methods.survey.queries.asked import Asked, Choice, Questionnaire
from heard.methods.survey.queries.paths import with_paths


def phrases_of(asked: Questionnaire) -> tuple[Phrase, ...]:
    """Everything that a version words anew, in the order in which people read it. `asked` is the English."""
    return tuple(phrase for phrase in _phrases(asked) if phrase.english.strip())


def _phrases(asked: Questionnaire) -> Iterator[Phrase]:
    yield Phrase("title", _("Title"), asked.title)
    yield Phrase("introduction", _("Introduction"), asked.introduction)
    yield Phrase("influence", _("How much influence people have"), asked.influence)
    for question in asked.questions:
        if question.opens_section:
            yield Phrase(f"section:{question.section_id}", _("Heading"), question.section)
            introduction = question.section_introduction
            yield Phrase(f"section:{question.section_id}:introduction", _("Under the heading"), introduction)
        yield from _of_question(question)
    yield Phrase("thanks", _("Thanks"), asked.thanks)


def _of_question(question: Asked) -> Iterator[Phrase]:
    number = {"number": question.number}
    yield Phrase(f"question:{question.ref}", _("Question %(number)d") % number, question.words)
    yield Phrase(f"question:{question.ref}:help", _("Help to question %(number)d") % number, question.help)
    for key, choice in _keyed(question):
        if not (question.kind == Question.Kind.SCALE and choice.words.isdecimal()):
            is_place = question.kind == Question.Kind.PLACE
            yield Phrase(key, _("Answer to question %(number)d") % number, choice.words, may_stay=is_place)


def _keyed(question: Asked) -> list[tuple[str, Choice]]:
    points = question.kind in (Question.Kind.SCALE, Question.Kind.MATRIX)
    name = f"question:{question.ref}:point" if points else "option"
    return [
        *((f"{name}:{choice.value}", choice) for choice in question.choices),
        *((f"option:{row.value}", row) for row in question.rows),
    ]


def worded(asked: Questionnaire, version: Version, *, published: bool) -> Questionnaire:
    """The questions in the words of a version; what it lacks stays English, and the question's `language` says so."""
    words: Words = version.published_words if published else version.words
    phrases = phrases_of(asked)
    spoken = language_of(version.language)

    def said(key: str, english: str) -> str:
        return words.get(key, {}).get("words", "") or english

    return with_paths(
        replace(
            asked,
            title=said("title", asked.title),
            introduction=said("introduction", asked.introduction),
            influence=said("influence", asked.influence),
            thanks=said("thanks", asked.thanks),
            questions=tuple(_worded(question, words, version.language) for question in asked.questions),
            language=version.language,
            format=version.format,
            direction=spoken.direction,
            translator=version.published_translator if published else version.translator,
            is_stale=bool(stale_in(words, phrases)),
        )
    )


def _worded(question: Asked, words: Words, language: str) -> Asked:
    """One question anew: whole, or not at all, so that a question never mixes two languages."""
    if missing_from(words, _of_question(question)):
        return question

    def said(key: str, english: str) -> str:
        return words.get(key, {}).get("words", "") or english

    anew = tuple(Choice(one.value, said(key, one.words)) for key, one in _keyed(question))
    return replace(
        question,
        words=said(f"question:{question.ref}", question.words),
        help=said(f"question:{question.ref}:help", question.help),
        section=said(f"section:{question.section_id}", question.section),
        section_introduction=said(f"section:{question.section_id}:introduction", question.section_introduction),
        choices=anew[: len(question.choices)],
        rows=anew[len(question.choices) :],
        language=language,
    )
