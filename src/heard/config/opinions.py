"""`heard opinions`: draw an opinion map from a file of votes. Needs neither Django nor a database."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heard.config.numbers import seed_of
from heard.config.saying import CannotWrite, complain, make_ready, say, write
from heard.rules.one_line import one_line

if TYPE_CHECKING:
    from heard.rules.opinions.comments import Comment
    from heard.rules.opinions.picture import Map
    from heard.rules.opinions.suspicion import Suspicion
    from heard.rules.opinions.votes import Votes

DONE, MALFORMED = 0, 2
SEED = seed_of(18)
WIDTH = 72
LATEST, SECONDS = 10**14, 10**11
EPILOG = """\
VOTES.csv has the columns timestamp,comment-id,voter-id,vote (and may have others, such as datetime): a vote is
1 (agree), 0 (pass) or -1 (disagree). COMMENTS.csv has comment-id and comment-body; a statement whose `moderated` is -1
or whose `is-meta` is true places nobody on the map.
Exit code 0: drawn. 2: a file or the command is malformed (line and column are named).
"""


class Unusable(Exception):
    """What was asked cannot be done with these files; the words say why."""


def main(arguments: Sequence[str]) -> int:
    """Run `heard opinions` with the words after it; returns the exit code."""
    make_ready()
    # The digest is that of sums added in one order, and more threads only wait for one another.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    asked = _options().parse_args(list(arguments))
    from heard.rules.faults import Malformed

    try:
        return _draw(asked)
    except Malformed as error:
        rows = [f"{error.file or asked.votes}: {fault}" for fault in error.faults]
        return _say_no([*rows, *([f"… and {error.more:,} more."] if error.more else [])])
    except (Unusable, CannotWrite) as error:
        return _say_no([str(error)])


def _draw(asked: argparse.Namespace) -> int:
    from heard.rules.faults import Malformed
    from heard.rules.opinions import Terms, run
    from heard.rules.opinions.comments import read_comments
    from heard.rules.opinions.votesfile import read_votes

    comments: Mapping[str, Comment] = {}
    if asked.comments:
        try:
            comments = read_comments(_contents(asked.comments))
        except Malformed as error:
            error.file = asked.comments
            raise
    try:
        votes = read_votes(Path(asked.votes))
    except (OSError, ValueError) as error:
        raise Unusable(_unread(asked.votes, error)) from None
    terms = Terms(
        left_out=frozenset(name for name, each in comments.items() if each.left_out),
        meta=frozenset(name for name, each in comments.items() if each.meta),
    )
    found = run(votes, terms=terms, seed=asked.seed)
    odd = _odd(votes, found) if asked.odd else ()
    if asked.json:
        document = found.plain() | ({"odd": [_plain(each) for each in odd]} if asked.odd else {})
        write(asked.json, json.dumps(document, ensure_ascii=False) + "\n")
    words = {name: each.words for name, each in comments.items()}
    if asked.html:
        from heard.config.opinions_page import page

        write(asked.html, page(found, words))
    if "-" not in (asked.json, asked.html):
        say(table(found, words) + "".join(_line(each) for each in odd))
        if asked.odd and not odd:
            say("Nothing looks odd: no flood, no copies, nobody who came for one vote.\n")
    return DONE


def _odd(votes: Votes, found: Map) -> tuple[Suspicion, ...]:
    """What moderators should look at. Times are milliseconds since 1970 in this format, or seconds; no other is."""
    from datetime import UTC, datetime

    from heard.rules.opinions import suspicions

    moments: dict[str, datetime] = {}
    if votes.began is not None and votes.began.min() >= 0 and votes.began.max() < LATEST:
        times, each = zip(votes.participants, votes.began.tolist(), strict=True), second_in(votes.began.max())
        moments = {name: datetime.fromtimestamp(moment / each, UTC) for name, moment in times}
    return suspicions(votes, moments, picture=found, compare=True)


def second_in(latest: float) -> int:
    """How much a second is in these times: 1 or 1,000. As milliseconds, seconds would all lie in January 1970."""
    return 1 if latest < SECONDS else 1000


def _plain(odd: Suspicion) -> dict[str, Any]:
    without = [] if odd.without is None else [group.size for group in odd.without.groups]
    return {
        "kind": odd.kind, "people": list(odd.people), "because": odd.because, "share": round(odd.share, 9),
        "moved": odd.moved, "groups_without": without,
    }  # fmt: skip


def _line(odd: Suspicion) -> str:
    moved = f" Without them {100 * odd.moved:.1f} % of the others would stand in another group." if odd.moved else ""
    return f"To look at ({odd.kind}): {odd.because}{moved}\n"


def table(found: Map, words: Mapping[str, str]) -> str:
    """The map as a councillor reads it."""

    def named(statement: str) -> str:
        said = words.get(statement, "")
        whole = f"{statement}. {said}" if said else f"statement {statement}"
        return whole if len(whole) <= WIDTH else whole[: WIDTH - 1] + "…"

    lines = [*found.because, ""]
    for group in found.groups:
        people = "person" if group.size == 1 else "people"
        lines.append(f"Group {letter(group.id)}: {group.size:,} {people}")
        for each in group.representative:
            does = "agree" if each.agree else "disagree"
            lines.append(f"  {each.n:>6,} of {each.seen:<6,} {does:<9} {named(each.statement)}")
        lines.append("")
    ground = found.common_ground()
    if ground:
        lines.append("All groups, each by more than half")
        lines += [f"  {'agree' if agree else 'disagree':<9} {named(each.id)}" for each, agree in ground]
        lines.append("")
    apart = found.apart()
    if apart:
        lines.append("Where they part")
        lines += [f"  {named(each.id)}" for each in apart]
        lines.append("")
    few = sum(not each.enough and not each.left_out for each in found.statements)
    if few:
        have = "statement has" if few == 1 else "statements have"
        lines += [f"{few:,} {have} too few votes in some group to say anything.", ""]
    return "\n".join(map(one_line, [*lines, f"Digest {found.digest}", ""]))


def letter(group: int) -> str:
    """A group's name on a page: A, B, C."""
    return chr(ord("A") + group) if group < 26 else str(group + 1)


def _contents(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise Unusable(_unread(name, error)) from None


def _unread(name: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no file “{name}”."
    if isinstance(error, IsADirectoryError):
        return f"“{name}” is a folder, not a file."
    return f"“{name}” cannot be read: {getattr(error, 'strerror', None) or error}."


def _say_no(rows: list[str]) -> int:
    complain("opinions", *rows)
    return MALFORMED


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="heard opinions",
        description="Draw an opinion map: who votes alike, what defines each group, what all of them agree on.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("votes", metavar="VOTES.csv", help="votes in the format of Polis's open data")
    options.add_argument("--comments", metavar="COMMENTS.csv", help="the statements: their words, which are declined")
    options.add_argument("--json", metavar="OUT", help="write everything as JSON (- for standard output)")
    options.add_argument("--html", metavar="OUT", help="write one page with pictures and tables (- likewise)")
    options.add_argument("--odd", action="store_true", help="say too what moderators should look at")
    options.add_argument("--seed", type=SEED, default=0, metavar="N", help="where the search for groups starts (0)")
    return options
