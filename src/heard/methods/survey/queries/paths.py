"""Where the questions branch, in words: "only if you answered…" at a question, "go to question…" at an answer."""

from __future__ import annotations

from dataclasses import replace

from heard.methods.survey.models import Question
from heard.methods.survey.queries.asked import HOW_TO, Asked, Questionnaire
from heard.methods.survey.queries.messages import message
from heard.rules import branching

Kind = Question.Kind


def with_paths(asked: Questionnaire) -> Questionnaire:
    """The same questions, each with the words that say to whom it is put and where its answers lead."""
    by_ref = {question.ref: question for question in asked.questions}
    told = tuple(
        replace(
            question,
            only_if=_only_if(asked, question, by_ref),
            go_on=tuple(_go_on(asked, question)),
            how_to=message(asked, HOW_TO[Kind(question.kind)]) if question.kind in HOW_TO else "",
        )
        for question in asked.questions
    )
    return replace(asked, questions=told, by_ref={question.ref: question for question in told})


def _only_if(asked: Questionnaire, question: Asked, by_ref: dict[str, Asked]) -> str:
    parts = [condition_words(asked, one, by_ref[one.on]) for one in question.conditions if one.on in by_ref]
    if not parts:
        return ""
    joiner = message(asked, " or ") if question.shown_if == Question.ShownIf.ANY else message(asked, " and ")
    return message(asked, "Only if %(these)s.") % {"these": joiner.join(parts)}


def condition_words(asked: Questionnaire, condition: branching.Condition, on: Asked) -> str:
    """One condition as a clause: “you answered “Yes” to question 2”."""
    said = {"number": on.number, "answer": answer_words(on, condition.answer)}
    sentences = {
        "is": "you answered “%(answer)s” to question %(number)d",
        "is_not": "you did not answer “%(answer)s” to question %(number)d",
        "answered": "you answered question %(number)d",
        "not_answered": "you left out question %(number)d",
    }
    return message(asked, sentences[condition.test]) % said


def answer_words(on: Asked, answer: branching.Answer) -> str:
    """One closed answer in words: an option, a point, a row with its column, an option with its rank."""
    option, point = answer
    if on.kind == Kind.MATRIX:
        row = next((one.words for one in on.rows if one.value == option), "")
        return f"{row}: {_choice(on, point)}"
    if on.kind == Kind.RANK and point is not None:
        return f"{point}. {_choice(on, option)}"
    return _choice(on, point if option is None else option)


def _choice(on: Asked, value: int | None) -> str:
    return next((one.words for one in on.choices if one.value == value), "")


def _go_on(asked: Questionnaire, question: Asked) -> list[str]:
    """For one choice: where an answer leads, if not to the next question.

    Only questions that follow at once and hang on this one alone are passed over; any other says itself to whom it is
    put.
    """
    if question.kind not in (Kind.CHOICE, Kind.SCALE):
        return []
    lines = []
    for choice in question.choices:
        answer = (None, choice.value) if question.kind == Kind.SCALE else (choice.value, None)
        onward = _first_put(asked, question, answer)
        if onward != question.number + 1:
            said = {"answer": choice.words, "number": onward}
            words = "If you answered “%(answer)s”, go to question %(number)d."
            if onward > len(asked):
                words = "If you answered “%(answer)s”, go to the end."
            lines.append(message(asked, words) % said)
    return lines


def _first_put(asked: Questionnaire, question: Asked, answer: branching.Answer) -> int:
    """The number of the first question after `question` that this answer does not pass over."""
    for later in asked.questions[question.number :]:
        if not later.conditions or {condition.on for condition in later.conditions} != {question.ref}:
            return later.number
        put = branching.asked([_put_to_all(question), later.step], {question.ref: [answer]})
        if later.ref in put:
            return later.number
    return len(asked) + 1


def _put_to_all(question: Asked) -> branching.Step:
    """The question as if it were put to everyone: whoever reads where its answers lead was asked it."""
    return branching.Step(question.ref)
