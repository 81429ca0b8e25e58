"""One row of a file becomes one set of answers, or is refused with everything that is wrong: each column and reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from heard.ground import clock
from heard.methods.survey.actions import Incoming, NotTaken
from heard.methods.survey.forms.kinds import in_order
from heard.methods.survey.forms.matching import CHANNEL, ID, MAY_QUOTE, RECEIVED, Matching, column_names
from heard.methods.survey.forms.sheets import LONGEST_CELL, Sheet
from heard.methods.survey.forms.targets import Target, targets_of
from heard.methods.survey.forms.wording import plain
from heard.methods.survey.models import Question
from heard.methods.survey.queries import LONGEST, Asked, Given, Questionnaire
from heard.rules.calendar import in_words

Kind = Question.Kind
T = TypeVar("T")
MOST_FAULTS = 20  # of one row: a file matched wrongly has as many as columns, in every row
MOST_IN_FILE = 50_000  # beyond the first of each row; then a row says its first and how many more it has
YES_WORDS = {"yes", "y", "true", "1", "x", "agreed", "i agree"}
NO_WORDS = {"no", "n", "false", "0", ""}
CHANNEL_WORDS = {
    "web": ("web", "online", "on-line", "on line", "website", "on this website", "internet", "on the web"),
    "paper": ("paper", "on paper", "form", "paper form", "booklet"),
    "phone": ("phone", "by phone", "telephone", "call", "phone call"),
    "in_person": ("in_person", "in person", "face to face", "drop-in", "meeting"),
    "text_message": ("text_message", "text message", "by text message", "text", "sms"),
    "letter": ("letter", "by letter", "post", "by post", "mail"),
    "email": ("email", "e-mail", "by e-mail", "by email"),
}
_CHANNEL_OF = {word: slug for slug, words in CHANNEL_WORDS.items() for word in words}
_DAYS = {True: ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y"), False: ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")}
_WRITTEN_DAYS = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%Y/%m/%d")


LEFT_OUT = gettext_noop(
    "Question %(number)d, which the web asks of everyone, is left out. The row counts all the same."
)


class _No(Exception):
    """This cell cannot be taken, for these reasons."""

    def __init__(self, place: int | None, *whys: str) -> None:
        self.place, self.whys = place, whys
        super().__init__(*whys)


class _Wrong:
    """What is wrong with one row, cell by cell; a cell that is wrong is not asked about again."""

    def __init__(self) -> None:
        self.found: list[tuple[int | None, str]] = []

    def tries(self, place: int | None, read: Callable[[], T]) -> T | None:
        """What `read` makes of the cell at `place`; None, and noted, where it cannot be taken."""
        if place is not None and any(place == known for known, _why in self.found):
            return None
        try:
            return read()
        except _No as refusal:
            self.found += [(refusal.place, why) for why in refusal.whys]
            return None


@dataclass
class RowReader:
    """Reads the rows of one sheet by one matching.

    `days` gives for each channel that is open the first and the last day on which an answer counts; `today` is the
    day beyond which nothing can have been received.
    """

    sheet: Sheet
    matching: Matching
    asked: Questionnaire
    days: Mapping[str, tuple[date | None, date | None]]
    today: date
    file_digest: str
    _seen: dict[str, int] = field(default_factory=dict)
    _told: int = 0

    @cached_property
    def names(self) -> tuple[str, ...]:
        return column_names(self.sheet.columns)

    @cached_property
    def targets(self) -> list[tuple[int, Target]]:
        """The columns that answer a question, or one line of it."""
        known = targets_of(self.asked)
        return [(place, known[target]) for place, target in enumerate(self.matching.columns) if target in known]

    @cached_property
    def places(self) -> dict[str, int | None]:
        return {word: self.matching.place_of(word) for word in (RECEIVED, CHANNEL, ID, MAY_QUOTE)}

    @cached_property
    def used(self) -> list[int]:
        return sorted({place for place, _target in self.targets} | {p for p in self.places.values() if p is not None})

    @cached_property
    def options(self) -> dict[str, dict[str, int]]:
        return {question.ref: _answers_by_words(question) for question in self.asked.questions}

    def read(self) -> Iterator[Incoming | NotTaken]:
        """Every row of the file, taken or refused, in its order."""
        for number, cells in self.sheet.rows():
            yield self.read_row(number, cells)

    def read_row(self, number: int, cells: Sequence[str]) -> Incoming | NotTaken:
        """One row. It is refused with everything that is wrong with it, the cells in the order of the file."""
        width = len(self.sheet.columns)
        kept = tuple(cells[:width])
        wrong = _Wrong()
        if any(cell.strip() for cell in cells[width:]):
            wrong.found.append((None, _("It has more cells than the file has columns: a separator too many?")))
        row = self._take(number, [*kept, *[""] * (width - len(kept))], kept, wrong)
        return row or NotTaken(number, self._named(wrong), kept)

    def _named(self, wrong: _Wrong) -> tuple[tuple[str, str], ...]:
        found = sorted(wrong.found, key=lambda each: -1 if each[0] is None else each[0])
        most = MOST_FAULTS if self._told < MOST_IN_FILE else 1
        named = [("" if place is None else self.names[place][:200], why[:300]) for place, why in found[:most]]
        self._told += len(named) - 1
        if more := len(found) - len(named):
            said = ngettext("It has %(n)d more fault.", "It has %(n)d more faults.", more)
            named.append(("", said % {"n": more}))
        return tuple(named)

    def _take(self, number: int, cells: list[str], kept: tuple[str, ...], wrong: _Wrong) -> Incoming | None:
        for place in self.used:
            wrong.tries(place, lambda at=place: _refuse_cell(at, cells[at]))  # type: ignore[misc]
        given = self._given(cells, wrong)
        channel = wrong.tries(self.places[CHANNEL], lambda: self._channel(cells))
        received = wrong.tries(self.places[RECEIVED], lambda: self._received(cells, channel))
        may_quote = wrong.tries(self.places[MAY_QUOTE], lambda: self._may_quote(cells))
        key = wrong.tries(self.places[ID], lambda: self._key(number, cells))
        if wrong.found or not channel or received is None or may_quote is None or key is None:
            return None
        if self.places[ID] is not None:
            self._seen[key] = number
        return Incoming(number, key, channel, received, may_quote, given, kept, tuple(self._remarks(given)))

    def _given(self, cells: list[str], wrong: _Wrong) -> tuple[Given, ...]:
        """What is answered. Noted as wrong: every cell that cannot be taken, or that nothing is answered."""
        found: dict[str, Given] = {}
        ranks: dict[str, dict[str, str]] = {}
        answers = False
        for place, target in self.targets:
            cell, question = cells[place].strip(), target.question
            if not cell:
                continue
            answers = True
            if question.kind == Kind.RANK and target.part:
                ranks.setdefault(question.ref, {})[str(target.part.value)] = cell
                continue
            before = found.get(question.ref, Given(question))
            one = wrong.tries(place, lambda: self._one(place, target, cell, before))  # noqa: B023 (called at once)
            found[question.ref] = one or before
        for ref, typed in ranks.items():
            ranked = wrong.tries(None, lambda: self._ranked(self.asked.by_ref[ref], typed))  # noqa: B023 (called at once)
            found[ref] = ranked or Given(self.asked.by_ref[ref])
        given = tuple(one for one in found.values() if one)
        if not answers or not (given or wrong.found):
            wrong.found.append((None, _("No question is answered in this row.")))
        return given

    def _one(self, place: int, target: Target, cell: str, before: Given) -> Given:
        """What one cell says, added to what cells before it said to the same question."""
        question = target.question
        if question.kind == Kind.TEXT:
            return Given(question, words=_words(place, cell))
        if target.part:
            (point,) = self._values(place, question, cell)
            return Given(question, cells=(*before.cells, (target.part.value, point)))
        if question.kind == Kind.PLACE and plain(cell) not in self.options[question.ref]:
            return Given(question, words=_words(place, cell))
        values = (*before.values, *self._values(place, question, cell))
        if question.kind == Kind.RANK and len(set(values)) < len(values):
            raise _No(place, _("It names an option twice in its order."))
        return Given(question, values=tuple(dict.fromkeys(values)))

    def _ranked(self, question: Asked, typed: dict[str, str]) -> Given:
        """An order from a column for each option; the first column of the question is named where it is wrong."""
        first = next(place for place, target in self.targets if target.question.ref == question.ref)

        def refuse(words: str, **said: object) -> Any:
            return _No(first, _(words) % said)

        return Given(question, values=in_order(question.choices, typed, refuse))

    def _remarks(self, given: tuple[Given, ...]) -> Iterator[tuple[str, str]]:
        """What is taken in all the same, and said: required answers left out, answers that others lead past."""
        answered = {one.question.ref for one in given}
        for place, target in self.targets:
            question = target.question
            if question.required and not question.conditions and question.ref not in answered:
                answered.add(question.ref)
                yield self.names[place][:200], _(LEFT_OUT) % {"number": question.number}
        if not self.asked.branches:
            return
        for one in self.asked.passed_over(given):
            place = next(place for place, target in self.targets if target.question.ref == one.question.ref)
            words = _("Question %(number)d is answered, although other answers of this row lead past it.")
            yield self.names[place][:200], words % {"number": one.question.number}

    def _values(self, place: int, question: Asked, cell: str) -> tuple[int, ...]:
        known = self.options[question.ref]
        whole = known.get(plain(cell))
        if whole is not None:
            return (whole,)
        parts = [cell]
        if question.kind in (Kind.MULTI, Kind.RANK):
            parts = [part.strip() for part in cell.split(self.matching.separator) if part.strip()]
        values = [known.get(plain(part)) for part in parts]
        if None in values:
            unknown = [part for part, value in zip(parts, values, strict=True) if value is None]
            raise _No(place, *(_unknown_answer(part, question) for part in dict.fromkeys(unknown)))
        return tuple(value for value in dict.fromkeys(values) if value is not None)

    def _channel(self, cells: list[str]) -> str:
        place = self.places[CHANNEL]
        cell = cells[place].strip() if place is not None else ""
        channel = _CHANNEL_OF.get(plain(cell), "") if cell else self.matching.channel
        if not channel:
            raise _No(
                place,
                _("“%(cell)s” is no channel. Use: %(known)s.") % {"cell": cell[:40], "known": ", ".join(CHANNEL_WORDS)}
                if cell
                else _("It does not say on which channel it came."),
            )
        if channel not in self.days:
            raise _No(
                place, _("This survey does not take answers by this channel: %(channel)s.") % {"channel": channel}
            )
        return channel

    def _received(self, cells: list[str], channel: str | None) -> datetime:
        place = self.places[RECEIVED]
        cell = cells[place].strip() if place is not None else ""
        moment = _moment(place, cell, self.matching.day_first) if cell else None
        if moment is None:
            if self.matching.received_on is None:
                raise _No(place, _("It does not say when it was received."))
            moment = clock.midday(self.matching.received_on)
        self._refuse_day(place, clock.day_of(moment), channel)
        return moment

    def _refuse_day(self, place: int | None, day: date, channel: str | None) -> None:
        """Refuse a day on which nothing could come by this channel. Without a channel: one that has not come yet."""
        opens_on, closes_on = self.days[channel] if channel else (date.min, None)
        days = {"day": day, "opens": opens_on, "closes": closes_on}
        said = {name: in_words(each) if each else "" for name, each in days.items()}
        if day > self.today:
            raise _No(place, _("It says that it was received on %(day)s, which has not come yet.") % said)
        if opens_on is None or day < opens_on:
            raise _No(place, _("It was received on %(day)s, before opening on %(opens)s.") % said)
        if closes_on is not None and day > closes_on:
            raise _No(place, _("It was received on %(day)s, after closing on %(closes)s.") % said)

    def _may_quote(self, cells: list[str]) -> bool:
        place = self.places[MAY_QUOTE]
        cell = plain(cells[place]) if place is not None else ""
        if cell in YES_WORDS:
            return True
        if cell in NO_WORDS:
            return False
        raise _No(place, _("“%(cell)s” is neither yes nor no.") % {"cell": cell[:40]})

    def _key(self, number: int, cells: list[str]) -> str:
        place = self.places[ID]
        if place is None:
            body = "\x1f".join(cells[used] for used in self.used)
            return f"file:{self.file_digest[:20]}:{number}:{hashlib.sha256(body.encode()).hexdigest()[:20]}"
        mark = cells[place].strip()
        if not mark:
            raise _No(place, _("It has no response id."))
        key = f"id:{hashlib.sha256(mark.encode()).hexdigest()}"
        if key in self._seen:
            raise _No(place, _("Row %(row)d has the same response id.") % {"row": self._seen[key]})
        return key


def _answers_by_words(question: Asked) -> dict[str, int]:
    known = {plain(choice.words): choice.value for choice in question.choices}
    if question.kind == Kind.MATRIX:
        known |= {str(choice.value): choice.value for choice in question.choices}
    if question.kind == Kind.SCALE:
        for choice in question.choices:
            label = choice.words.partition(" – ")[2]
            known |= {str(choice.value): choice.value} | ({plain(label): choice.value} if label else {})
    return known


def _refuse_cell(place: int, cell: str) -> None:
    if "\x00" in cell:
        raise _No(place, _("It holds a NUL character, which cannot be stored."))
    if len(cell) > LONGEST_CELL:
        raise _No(place, _("It is %(n)d characters long: a quotation mark that never ends?") % {"n": len(cell)})


def _words(place: int, cell: str) -> str:
    words = cell.replace("\r\n", "\n").replace("\r", "\n")
    if len(words) > LONGEST:
        raise _No(
            place, _("It is %(n)d characters long; at most %(most)d are kept.") % {"n": len(words), "most": LONGEST}
        )
    return words


def _unknown_answer(part: str, question: Asked) -> str:
    known = "; ".join(choice.words for choice in question.choices)
    return _("“%(part)s” is not among the answers: %(known)s") % {"part": part[:60], "known": known[:200]}


def _moment(place: int | None, cell: str, day_first: bool) -> datetime:
    """A moment, or a day (at noon), in Coventry: 2016-10-03, 3/10/2016, 3 October 2016, with or without a time."""
    try:
        return clock.midday(date.fromisoformat(cell))
    except ValueError:
        pass
    try:
        moment = parse_datetime(cell)
    except ValueError:
        moment = None
    if moment is not None:
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.LONDON)
    day = cell.split(" ")[0] if ":" in cell else cell
    for shape in (*_DAYS[day_first], *_WRITTEN_DAYS):
        try:
            return clock.midday(datetime.strptime(day, shape).date())  # noqa: DTZ007
        except ValueError:
            continue
    raise _No(place, _("“%(cell)s” is no date. Write it as 2016-10-03 or 3/10/2016.") % {"cell": cell[:40]})
