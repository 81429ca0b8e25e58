"""What a column of a file can answer: a question, or one line of a matrix, or one option of an order."""

from __future__ import annotations

from dataclasses import dataclass

from heard.methods.survey.models import Question
from heard.methods.survey.queries import Asked, Choice, Questionnaire

Kind = Question.Kind


@dataclass(frozen=True, slots=True)
class Target:
    """A question, or with `part` one of its lines or options (its number in the database)."""

    key: str
    question: Asked
    part: Choice | None = None

    @property
    def words(self) -> str:
        """What it is called in a list and, most likely, at the head of a column."""
        return f"{self.question.words}: {self.part.words}" if self.part else self.question.words

    @property
    def label(self) -> str:
        return f"{self.question.number}. {self.words}"


def targets_of(asked: Questionnaire) -> dict[str, Target]:
    """Every target by its key: ``ref``, or ``ref:number`` for a line of a matrix and an option of an order."""
    found: dict[str, Target] = {}
    for question in asked.questions:
        if question.kind != Kind.MATRIX:
            found[question.ref] = Target(question.ref, question)
        for part in _parts(question):
            key = f"{question.ref}:{part.value}"
            found[key] = Target(key, question, part)
    return found


def _parts(question: Asked) -> tuple[Choice, ...]:
    return question.rows if question.kind == Kind.MATRIX else question.choices if question.kind == Kind.RANK else ()
