"""The questions as any channel asks them: one frozen value behind the web, the paper, the telephone and imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.cache import caches
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Stage, Strand
from heard.activities.queries import activity_by_slug, strand_by_id
from heard.methods.survey.models import Question, Survey

LONGEST = 10_000
"""Characters that one answer in people's own words may have: about four pages."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer: an option's number in the database, or a point on the scale, and its words."""

    value: int
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its place in the survey. `number` counts from 1; `ref` names it on every channel."""

    id: int
    ref: str
    number: int
    kind: str
    words: str
    help: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    section: str = ""
    section_introduction: str = ""
    opens_section: bool = False

    @property
    def name(self) -> str:
        """The name of its field in every form."""
        return f"q_{self.ref}"

    @property
    def is_closed(self) -> bool:
        return self.kind != Question.Kind.TEXT

    def read_back(self, value: int) -> str:
        """An answer as it is repeated to the person: a bare point of a scale says out of how many."""
        words = self.words_of(value)
        if self.kind == Question.Kind.SCALE and words.isdecimal():
            return _("%(point)s out of %(points)d") % {"point": words, "points": len(self.choices)}
        return words

    @property
    def hint(self) -> str:
        """The help under the question, with how many answers may be ticked where that is not plain."""
        several = _("Tick all that apply.") if self.kind == Question.Kind.MULTI else ""
        return "\n".join(filter(None, [self.help, several]))

    def words_of(self, value: int) -> str:
        """The words of one answer on offer; KeyError if it is not on offer."""
        for choice in self.choices:
            if choice.value == value:
                return choice.words
        raise KeyError(value)


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question: words, or the values of what was chosen (one, or several)."""

    question: Asked
    words: str = ""
    values: tuple[int, ...] = ()

    @property
    def said(self) -> str:
        """The answer as text, one choice a line."""
        return self.words or "\n".join(self.question.read_back(value) for value in self.values)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A survey's settings and questions, in order."""

    introduction: str = ""
    thanks: str = ""
    asks_monitoring: bool = False
    questions: tuple[Asked, ...] = ()
    by_ref: dict[str, Asked] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.questions)

    def numbered(self, number: int) -> Asked:
        """The question with this number; 404 with a sentence if there is none."""
        if not 1 <= number <= len(self.questions):
            raise Http404(_("There is no question with this number."))
        return self.questions[number - 1]


def survey_of(strand: Strand) -> Survey | None:
    """The survey's settings; None until an officer has opened its page."""
    return Survey.objects.filter(pk=strand.pk).first()


def questionnaire(strand: Strand) -> Questionnaire:
    """Every question in order. Three queries; none for a while once the activity is open and they are fixed."""
    if strand.activity.stage != Stage.OPEN:
        return _read(strand)
    key = f"survey:questions:{strand.pk}"
    known = caches["pages"].get(key)
    if known is None:
        known = _read(strand)
        if known.questions:
            caches["pages"].set(key, known, 60)
    return known


def _read(strand: Strand) -> Questionnaire:
    survey = survey_of(strand)
    if survey is None:
        return Questionnaire()
    asked: list[Asked] = []
    rows = (
        Question.objects.filter(section__survey=survey)
        .select_related("section")
        .prefetch_related("options")
        .order_by("section__ordinal", "section_id", "ordinal", "id")
    )
    before = None
    for number, row in enumerate(rows, start=1):
        asked.append(
            Asked(
                id=row.pk,
                ref=row.public_id,
                number=number,
                kind=row.kind,
                words=row.words,
                help=row.help,
                required=row.required,
                choices=_choices(row),
                section=row.section.title,
                section_introduction=row.section.introduction,
                opens_section=row.section_id != before,
            )
        )
        before = row.section_id
    return Questionnaire(
        introduction=survey.introduction,
        thanks=survey.thanks,
        asks_monitoring=survey.asks_monitoring,
        questions=tuple(asked),
        by_ref={question.ref: question for question in asked},
    )


def _choices(row: Question) -> tuple[Choice, ...]:
    if row.kind == Question.Kind.SCALE:
        ends = {1: row.scale_low, row.scale_points: row.scale_high}
        return tuple(
            Choice(point, f"{point} – {ends[point]}" if ends.get(point) else str(point))
            for point in range(1, row.scale_points + 1)
        )
    if row.kind == Question.Kind.TEXT:
        return ()
    return tuple(Choice(option.pk, option.words) for option in row.options.all())


def minutes_for(asked: Questionnaire) -> int:
    """Roughly how long answering takes: a minute and a half for words, twenty seconds for a choice."""
    seconds = sum(20 if question.is_closed else 90 for question in asked.questions)
    return max(1, round(seconds / 60))


def strand_to_answer(slug: str, public_id: str) -> Strand:
    """A survey strand of an announced activity, with activity and plan; 404 with a sentence."""
    return _survey_or_404(strand_by_id(activity_by_slug(slug), public_id))


def strand_for_staff(public_id: str) -> Strand:
    """A survey strand by its public name, with activity, plan and lead, for officers; 404 with a sentence."""
    found = (
        Strand.objects.select_related("activity", "activity__lead", "activity__plan")
        .prefetch_related("terms")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404(_("There is no such part of an activity."))
    return _survey_or_404(found)


def _survey_or_404(strand: Strand) -> Strand:
    if strand.method != "survey" or strand.dropped_because:
        raise Http404(_("This part of the activity is not a survey."))
    return strand


def days_open(strand: Strand) -> dict[str, tuple[date | None, date | None]]:
    """For each channel of the strand the first and the last day on which an answer counts."""
    own = {terms.channel: terms for terms in strand.terms.all()}
    activity = strand.activity
    return {
        channel: (
            (own[channel].opens_on if channel in own else None) or activity.opens_on,
            (own[channel].closes_on if channel in own else None) or activity.closes_on,
        )
        for channel in strand.channels
    }


def is_open_on(strand: Strand, channel: str, day: date) -> bool:
    """Whether an answer by this channel counts on this day."""
    if strand.activity.stage != Stage.OPEN or channel not in strand.channels:
        return False
    opens_on, closes_on = days_open(strand)[channel]
    return opens_on is not None and opens_on <= day and (closes_on is None or day <= closes_on)
