"""Which column of a file is what: guessed, chosen on a page, or said in a mapping file (docs/guides/imports.md)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from heard.methods.survey.forms.targets import Target, targets_of
from heard.methods.survey.forms.wording import plain
from heard.methods.survey.models import Question
from heard.methods.survey.queries import Questionnaire

RECEIVED, CHANNEL, ID, MAY_QUOTE, IGNORE = "received", "channel", "id", "may_quote", "ignore"
WORDS = (RECEIVED, CHANNEL, ID, MAY_QUOTE, IGNORE)
LARGEST_MAPPING = 100_000
_KNOWN = {
    RECEIVED: {"received", "date", "date received", "received on", "timestamp", "submitted", "submitted at", "day"},
    CHANNEL: {"channel", "how", "source", "how received", "came by"},
    ID: {"id", "response id", "respondent id", "ref", "reference", "response", "comment id", "serial", "number"},
    MAY_QUOTE: {"may quote", "may we quote", "may we quote you", "quote", "consent to quote", "can we quote you"},
}


class Unmatched(Exception):
    """A mapping that does not fit this file or these questions; the message names what to mend."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What each column is. `columns` has one target a column, in the file's order: a key of `targets_of` or one of
    `WORDS`.

    `separator` parts several choices in one cell; `day_first` reads 03/04/2016 as 3 April; `channel` and
    `received_on` hold for every row that has no column of its own for them.
    """

    columns: tuple[str, ...]
    separator: str = ";"
    day_first: bool = True
    channel: str = ""
    received_on: date | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)

    def place_of(self, target: str) -> int | None:
        """The column that is `target`, if one is."""
        return self.columns.index(target) if target in self.columns else None

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads back."""
        return {
            "columns": list(self.columns),
            "separator": self.separator,
            "day_first": self.day_first,
            "channel": self.channel,
            "received_on": self.received_on.isoformat() if self.received_on else "",
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Matching:
        """A matching that was kept with its import."""
        on = kept.get("received_on") or ""
        return cls(
            columns=tuple(kept.get("columns", ())),
            separator=kept.get("separator", ";"),
            day_first=kept.get("day_first", True),
            channel=kept.get("channel", ""),
            received_on=date.fromisoformat(on) if on else None,
        )


def column_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Names that tell columns apart: an empty one becomes "Column 3", a repeated one "Date (2)"."""
    seen: dict[str, int] = {}
    names = []
    for number, name in enumerate(columns, start=1):
        name = name or _("Column %(number)d") % {"number": number}
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def guess(columns: Sequence[str], asked: Questionnaire) -> tuple[str, ...]:
    """The likeliest target of each column by the likeness of its name; `ignore` where nothing is alike enough."""
    scored = sorted(
        (
            (-_likeness(name, target), place, target.key)
            for place, name in enumerate(columns)
            for target in targets_of(asked).values()
        ),
    )
    found: dict[int, str] = {}
    for place, name in enumerate(columns):
        word = next((word for word, known in _KNOWN.items() if plain(name) in known), None)
        if word and word not in found.values():
            found[place] = word
    for score, place, ref in scored:
        if -score >= 0.72 and place not in found and ref not in found.values():
            found[place] = ref
    return tuple(found.get(place, IGNORE) for place in range(len(columns)))


def _likeness(name: str, target: Target) -> float:
    said, words, number = plain(name), plain(target.words), target.question.number
    if not said:
        return 0.0
    if said in (words, target.key):
        return 1.0
    if target.part:
        if said == plain(target.part.words):
            return 0.99
    elif said in (f"q{number}", f"question {number}"):
        return 1.0
    bare = re.sub(r"^(q|question )?\d+\W*", "", said)
    return max(SequenceMatcher(None, said, words).ratio(), SequenceMatcher(None, bare, words).ratio())


def check(matching: Matching, columns: Sequence[str], asked: Questionnaire) -> Matching:
    """The same matching if it fits. Unmatched if a target is used twice where it may not be, or no question is."""
    names, known = column_names(columns), targets_of(asked)
    if len(matching.columns) != len(names):
        raise Unmatched(_("This matching is for a file with other columns."))
    if not matching.separator:
        raise Unmatched(_("Say what stands between several choices in one cell, for instance a semicolon."))
    for target in sorted(set(matching.columns) - {IGNORE}):
        answered = known.get(target)
        if answered is None and target not in WORDS:
            raise Unmatched(_("There is no question “%(target)s” in this survey.") % {"target": target})
        places = [names[place] for place, one in enumerate(matching.columns) if one == target]
        if len(places) > 1 and (answered is None or answered.question.kind != Question.Kind.MULTI):
            raise Unmatched(
                _("“%(what)s” is matched to more than one column: %(columns)s. Keep one of them.")
                % {"what": answered.words if answered else target, "columns": ", ".join(places)}
            )
    _refuse_both(matching, known)
    if not any(target in known for target in matching.columns):
        raise Unmatched(_("No column is matched to a question yet, so nothing would be taken in."))
    return matching


def _refuse_both(matching: Matching, known: Mapping[str, Target]) -> None:
    """An order stands in one cell, or in a column for each option; not in both."""
    used = [known[target] for target in matching.columns if target in known]
    for target in used:
        if target.part is None and any(one.part and one.question.ref == target.question.ref for one in used):
            raise Unmatched(
                _("“%(what)s” is matched as a whole and also option by option. Keep one way.")
                % {"what": target.question.words}
            )


def read_mapping(content: bytes, file_name: str, columns: Sequence[str], asked: Questionnaire) -> Matching:
    """A matching from a mapping file (TOML or JSON). Columns it does not name are passed over, and said in `notes`."""
    kept = _parsed(content, file_name)
    unknown = set(kept) - {"columns", "separator", "date_order", "channel", "received_on"}
    if unknown:
        raise Unmatched(_("The mapping file has a key that is not known: %(keys)s.") % {"keys": _list(unknown)})
    said = kept.get("columns")
    if not isinstance(said, dict) or not all(isinstance(target, str) for target in said.values()):
        raise Unmatched(_("The mapping file needs a table [columns] of “column” = “what it is”."))
    names = column_names(columns)
    if missing := set(said) - set(names):
        raise Unmatched(
            _("The mapping file names columns that this file has not: %(names)s.") % {"names": _list(missing)}
        )
    return check(
        Matching(
            columns=tuple(_target(said[name], asked) if name in said else IGNORE for name in names),
            separator=_text_of(kept, "separator", ";"),
            day_first=_order(_text_of(kept, "date_order", "dmy")),
            channel=_text_of(kept, "channel", ""),
            received_on=_day_of(kept.get("received_on")),
            notes=tuple(name for name in names if name not in said),
        ),
        columns,
        asked,
    )


def _parsed(content: bytes, file_name: str) -> dict[str, Any]:
    if len(content) > LARGEST_MAPPING:
        raise Unmatched(_("This mapping file is too large: a mapping has a line for each column."))
    try:
        text = content.decode("utf-8-sig")
        kept = json.loads(text) if file_name.lower().endswith(".json") else tomllib.loads(text)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unmatched(_("The mapping file cannot be read: %(why)s") % {"why": str(error)[:200]}) from error
    if not isinstance(kept, dict) or "\x00" in text or "\\u0000" in text:
        raise Unmatched(_("The mapping file needs a table [columns] of “column” = “what it is”."))
    return kept


def _target(said: str, asked: Questionnaire) -> str:
    known = targets_of(asked)
    if said in WORDS or said in known:
        return said
    for target in known.values():
        number = f"q{target.question.number}"
        if plain(said) in (plain(target.words), number if not target.part else f"{number}: {plain(target.part.words)}"):
            return target.key
    raise Unmatched(
        _("“%(said)s” is no question of this survey, and none of: %(words)s.") % {"said": said, "words": _list(WORDS)}
    )


def _text_of(kept: Mapping[str, Any], key: str, usual: str) -> str:
    value = kept.get(key, usual)
    if not isinstance(value, str):
        raise Unmatched(_("“%(key)s” in the mapping file must be text in quotation marks.") % {"key": key})
    return value


def _order(said: str) -> bool:
    if said not in ("dmy", "mdy"):
        raise Unmatched(_("“date_order” in the mapping file is “dmy” or “mdy”."))
    return said == "dmy"


def _day_of(said: Any) -> date | None:
    if said is None or said == "":
        return None
    try:
        return said if type(said) is date else date.fromisoformat(str(said))
    except ValueError as error:
        raise Unmatched(_("“received_on” in the mapping file is no date like 2016-10-03.")) from error


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
