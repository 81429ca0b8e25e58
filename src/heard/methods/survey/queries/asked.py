"""The questions as any channel asks them: frozen values behind the web, the paper, the telephone and imports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.http import Http404
from django.utils.translation import gettext as _

from heard.methods.survey.models import Format, Question
from heard.rules import branching

Kind = Question.Kind
LONGEST = 10_000
"""Characters that one answer in people's own words may have: about four pages."""
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer: an option's number in the database, or a point on the scale, and its words."""

    value: int
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its place in the survey. `number` counts from 1; `ref` names it on every channel.

    Of a matrix, `rows` are what is judged and `choices` the scale; a place question takes words beside its `choices`.
    `conditions` say to whom it is put, `only_if` says so in words, and `go_on` where some answers lead on paper;
    `how_to` says how this kind is answered where that is not plain.
    `language` is the one its words stand in: English where a version lacks them.
    """

    id: int
    ref: str
    number: int
    kind: str
    words: str
    help: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    section: str = ""
    section_id: int = 0
    section_introduction: str = ""
    opens_section: bool = False
    conditions: tuple[branching.Condition, ...] = ()
    shown_if: str = Question.ShownIf.ALL
    only_if: str = ""
    go_on: tuple[str, ...] = ()
    how_to: str = ""
    language: str = ENGLISH
    place_kind: str = ""

    @property
    def name(self) -> str:
        """The name of its field in every form."""
        return f"q_{self.ref}"

    @property
    def is_closed(self) -> bool:
        """Whether what is on offer is chosen from (a place may be put into words as well)."""
        return self.kind != Kind.TEXT

    @property
    def takes_words(self) -> bool:
        return self.kind in (Kind.TEXT, Kind.PLACE)

    @property
    def on_offer(self) -> tuple[str, ...]:
        """Every word that can be chosen, as all channels show it: what is judged, then the scale, or the options."""
        return tuple(choice.words for choice in (*self.rows, *self.choices))

    def read_back(self, value: int) -> str:
        """An answer as it is repeated to the person: a bare point of a scale says out of how many."""
        words = self.words_of(value)
        if self.kind == Kind.SCALE and words.isdecimal():
            return _("%(point)s out of %(points)d") % {"point": words, "points": len(self.choices)}
        return words

    @property
    def hint(self) -> str:
        """The help under the question, with how to answer where that is not plain."""
        return "\n".join(filter(None, [self.help, self.how_to]))

    def words_of(self, value: int) -> str:
        """The words of one answer on offer; KeyError if it is not on offer."""
        for choice in self.choices:
            if choice.value == value:
                return choice.words
        raise KeyError(value)

    def row_of(self, value: int) -> str:
        """The words of one row of a matrix; KeyError if it has no such row."""
        return next((row.words for row in self.rows if row.value == value), "") or _missing(value)

    @property
    def step(self) -> branching.Step:
        """What the rule of branching needs to know of it."""
        return branching.Step(self.ref, self.conditions, "any" if self.shown_if == Question.ShownIf.ANY else "all")


HOW_TO = {
    Kind.MULTI: "Tick all that apply.",
    Kind.RANK: "Write 1 beside what matters most to you, then 2, 3 and so on. You can stop when you like.",
    Kind.MATRIX: "Choose one answer for each line. You can leave lines out.",
    Kind.PLACE: "Choose from the list, or write it in your own words.",
}
"""Messages (queries/messages.py) by kind."""


def _missing(value: int) -> str:
    raise KeyError(value)


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question: words, the values of what was chosen, or for a matrix its cells (row, point).

    The `values` of a rank question are its options in the order in which they were put.
    """

    question: Asked
    words: str = ""
    values: tuple[int, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.values or self.cells)

    @property
    def said(self) -> str:
        """The answer as text, one choice a line."""
        kind = self.question.kind
        if kind == Kind.RANK:
            lines = [f"{place}. {self.question.words_of(value)}" for place, value in enumerate(self.values, start=1)]
        elif kind == Kind.MATRIX:
            lines = [f"{self.question.row_of(row)}: {self.question.words_of(point)}" for row, point in self.cells]
        else:
            lines = [self.question.read_back(value) for value in self.values]
        return "\n".join(filter(None, [*lines, self.words]))

    @property
    def answers(self) -> tuple[branching.Answer, ...]:
        """What was chosen as rows of the database name it: (option, point)."""
        kind = self.question.kind
        if kind == Kind.MATRIX:
            return self.cells
        if kind == Kind.RANK:
            return tuple((value, place) for place, value in enumerate(self.values, start=1))
        if kind == Kind.SCALE:
            return tuple((None, value) for value in self.values)
        return tuple((value, None) for value in self.values)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A survey's words and questions, in order, in one language and format.

    `messages` are the words of the pages around the questions where this version has its own. `is_stale`: the English
    changed after it was translated.
    """

    title: str = ""
    introduction: str = ""
    influence: str = ""
    thanks: str = ""
    asks_monitoring: bool = False
    questions: tuple[Asked, ...] = ()
    by_ref: dict[str, Asked] = field(default_factory=dict, compare=False)
    language: str = ENGLISH
    format: str = Format.STANDARD
    direction: str = "ltr"
    translator: str = ""
    is_stale: bool = False
    messages: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.questions)

    @property
    def branches(self) -> bool:
        """Whether some question is put to some people only."""
        return any(question.conditions for question in self.questions)

    @property
    def steps(self) -> tuple[branching.Step, ...]:
        return tuple(question.step for question in self.questions)

    def numbered(self, number: int) -> Asked:
        """The question with this number; 404 with a sentence if there is none."""
        if not 1 <= number <= len(self.questions):
            raise Http404(_("There is no question with this number."))
        return self.questions[number - 1]

    def asked_of(self, given: Iterable[Given]) -> tuple[Asked, ...]:
        """The questions that are put to somebody who answered so far like this."""
        said = list(given)
        put = branching.asked(
            self.steps,
            {one.question.ref: one.answers for one in said},
            {one.question.ref for one in said if one.words},
        )
        return tuple(question for question in self.questions if question.ref in put)

    def passed_over(self, given: Collection[Given]) -> tuple[Given, ...]:
        """Answers to questions that are not put to somebody who answered like this."""
        put = {question.ref for question in self.asked_of(given)}
        return tuple(one for one in given if one.question.ref not in put)


def in_words_of(asked: Questionnaire, given: Iterable[Given]) -> tuple[Given, ...]:
    """The same answers, to the questions as another version words them: what is kept names the English question."""
    return tuple(replace(one, question=asked.by_ref[one.question.ref]) for one in given)
