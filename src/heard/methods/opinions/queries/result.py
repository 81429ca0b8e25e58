"""What the votes came to, as it is published: counts over all, shares in tens within a group, nothing of one person.

Within a group a share is said in tenths ("about 8 in 10"), and only where at least ten of it voted on the statement;
a group of fewer than the published smallest number is neither described nor counted out (policy/disclosure.toml).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.methods.opinions.models import Room, RoomCount, Statement
from heard.methods.opinions.queries.picture import cold_picture, picture_of
from heard.methods.opinions.queries.votes import people_and_left_out
from heard.people.queries.monitoring import disclosure_policy
from heard.rules.outcome import Outcome

if TYPE_CHECKING:
    from heard.rules.opinions import Map
    from heard.rules.opinions.picture import Counted, Group

RULE = "opinions/1"
VOTED = 10  # of a group, before a share of it is said
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLUMNS = ("statement", "id", "agree", "disagree", "passed", "enough", "put_away", "in_groups")


def outcome_of(strand: Strand) -> Outcome:
    """The result, drawn from nothing: the same votes give the same outcome."""
    picture = cold_picture(strand)
    found = found_in(strand, picture)
    return Outcome(rule=RULE, found=found, because=_because(picture, found))


def standing_of(strand: Strand) -> tuple[dict[str, Any], Map]:
    """The result as it stands while people vote, and its picture."""
    picture = picture_of(strand)
    return found_in(strand, picture), picture


def found_in(strand: Strand, picture: Map) -> dict[str, Any]:
    """Everything that may be published of a picture, as plain values, without a word that anybody wrote."""
    shown = described(picture)
    by_number = {each.id: each for each in picture.statements}
    listed = Statement.objects.filter(opinions=strand.pk).order_by("number")
    people, left_out = people_and_left_out(strand)
    few = 0 < people < _smallest()  # what two people voted would be read off the counts
    rows = [_row(each, by_number.get(str(each.number)), shown, few) for each in listed]
    return {
        "people": people,
        "too_few": few,
        "votes": None if few else sum(each.votes for each in listed if str(each.number) in by_number),
        "people_left_out": left_out,
        "groups": [_group(group, group in shown) for group in picture.groups],
        "common": [[int(each.id), agree] for each, agree in picture.common_ground()] if len(shown) > 1 else [],
        "apart": [int(each.id) for each in picture.apart()] if len(shown) > 1 else [],
        "mostly": [
            [int(each.statement), word == "agree"] for word, each_of in picture.consensus.items() for each in each_of
        ]
        if not few
        else [],
        "columns": list(COLUMNS),
        "rows": rows,
        "rooms": rooms_of(strand),
        "of_map": [picture.digest, picture.rule],
    }


def rooms_of(strand: Strand) -> dict[str, Any]:
    """Rooms, people in them, and what they thought by statement: never added to the people of the map."""
    rooms = Room.objects.filter(opinions=strand.pk, contribution__state="received")
    held = rooms.aggregate(held=Count("pk"), people=Sum("people"))
    counts = RoomCount.objects.filter(room__in=rooms).order_by("statement__number")
    sums = counts.values("statement__number").annotate(
        a=Sum("agree"), d=Sum("disagree"), p=Sum("passed"), n=Count("room")
    )
    return {
        "rooms_held": held["held"],
        "people_in_rooms": held["people"] or 0,
        "columns": ["statement", "agree", "disagree", "passed", "rooms"],
        "rows": [[row["statement__number"], *_hidden_if_few(row["a"], row["d"], row["p"]), row["n"]] for row in sums],
    }


def said_people(found: Mapping[str, Any]) -> str:
    """Whose votes and hands a result counts, in words; nothing where nobody's. As everyone may read it."""
    told = [
        (found["people"], _("%(n)s people voted on the web")),
        (found["rooms"]["people_in_rooms"], _("%(n)s people were counted in rooms")),
    ]
    few = _("fewer than %(n)d") % {"n": _smallest()}
    return ", ".join(words % {"n": few if n < _smallest() else n} for n, words in told if n)


def _hidden_if_few(*counts: int) -> tuple[int | None, ...]:
    """The counts of a statement; None for each where fewer voted than may be told."""
    return counts if sum(counts) >= _smallest() else (None,) * len(counts)


def _smallest() -> int:
    return disclosure_policy().ordinary.smallest


def letter_of(group: int) -> str:
    """The name of a group as people read it."""
    return LETTERS[group % len(LETTERS)]


def described(picture: Map) -> list[Group]:
    """The groups of a picture that may be described, by the city's own smallest number."""
    return picture.described(_smallest())


def _group(group: Group, is_described: bool) -> dict[str, Any]:
    letter = letter_of(group.id)
    if not is_described:
        return {"title": _("Group %(letter)s") % {"letter": letter}, "letter": letter, "people": None, "telling": []}
    telling = [[int(one.statement), one.agree, tenths(one.n, one.seen)] for one in group.representative]
    return {
        "title": _("Group %(letter)s") % {"letter": letter}, "letter": letter, "people": group.size,
        "telling": telling,
    }  # fmt: skip


def _row(statement: Statement, counted: Any, groups: Sequence[Group], few: bool) -> list[Any]:
    inside = {letter_of(group.id): _of(counted, group.id) for group in groups} if counted else {}
    return [
        statement.number, statement.public_id,
        *((None,) * 3 if few else (statement.agree, statement.disagree, statement.passed)),
        bool(counted and counted.enough), statement.put_away_at is not None,
        [[letter, agree, disagree] for letter, (agree, disagree) in sorted(inside.items())],
    ]  # fmt: skip


def _of(counted: Any, group: int) -> tuple[int | None, int | None]:
    one: Counted | None = counted.groups.get(group)
    return (tenths(one.agree, one.seen), tenths(one.disagree, one.seen)) if one else (None, None)


def tenths(n: int, seen: int) -> int | None:
    """A share in whole tenths, halves up; None where too few voted to say."""
    return (20 * n + seen) // (2 * seen) if seen >= VOTED else None


def as_dicts(found: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """The rows of a result with the names of their columns."""
    return (dict(zip(found["columns"], row, strict=True)) for row in found["rows"])


def _because(picture: Map, found: Mapping[str, Any]) -> tuple[str, ...]:
    """The rule's reasons, and what was done beside it. In English: it is part of the record."""
    lines = list(picture.because)
    if found["people_left_out"]:
        lines.append(f"Votes of {found['people_left_out']} left out, each by two people from two teams.")
    rooms = found["rooms"]
    if rooms["rooms_held"]:
        held, people = rooms["rooms_held"], rooms["people_in_rooms"]
        lines.append(f"Counted beside the map and not in it: {held} room{'s' * (held != 1)} with {people} people.")
    lines.append(
        f"Shares in a group are said in tenths where at least {VOTED} of it voted; a group of fewer than "
        f"{disclosure_policy().ordinary.smallest} is not described, nor the only one that would be left."
    )
    return tuple(lines)
