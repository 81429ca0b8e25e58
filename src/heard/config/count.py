"""`heard count`: count a budget's `.pb` file. Needs neither Django nor a database."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from heard.config.saying import CannotWrite, complain, make_ready, say, write
from heard.rules.budget import (
    COMPLETIONS,
    RULES,
    UTILITIES,
    Election,
    PbError,
    PbFile,
    Result,
    Terms,
    count,
    official_terms,
    read_pb,
)  # fmt: skip
from heard.rules.budget.greedy import plain
from heard.rules.budget.pbfile import number
from heard.rules.one_line import one_line

WIDTH = 46
WIDEST_ID = 20


def main(arguments: Sequence[str]) -> int:
    """0 counted, 2 the file or the options cannot be used (each problem with its line and field)."""
    make_ready()
    asked = _options().parse_args(arguments)
    try:
        with open(asked.file, "rb") as opened:  # pathlib alone would be a tenth of this command's start
            file = read_pb(opened.read())
        result = count(file, _terms(asked, file))
    except OSError as error:
        complain("count", f"{asked.file} cannot be read: {error.strerror}")
        return 2
    except PbError as error:
        complain("count", f"{asked.file} cannot be counted.\n{error}")
        return 2
    try:
        _write(asked, file, result)
    except CannotWrite as error:
        complain("count", str(error))
        return 2
    return 0


def _write(asked: argparse.Namespace, file: PbFile, result: Result) -> None:
    if asked.json:
        write(asked.json, json.dumps(result.plain(), ensure_ascii=False, indent=1) + "\n")
    if asked.html:
        from heard.config.count_page import count_page

        named = " ".join(filter(None, (file.meta.get(key, "").strip() for key in ("unit", "subunit", "instance"))))
        write(
            asked.html,
            count_page(result, f"The budget of {named}" if named else "A budget", file.meta.get("currency", "")),
        )
    if "-" not in (asked.json, asked.html):
        say(table(result))


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="heard count",
        description="Count a participatory budget exactly, and say why each project is funded or not.",
        formatter_class=partial(argparse.HelpFormatter, width=100),  # asking the terminal imports every kind of archive
    )
    options.add_argument("file", metavar="FILE.pb", help="an election in Pabulib's format")
    options.add_argument("--rule", choices=RULES, default="official", help="default: the rule that the file names")
    options.add_argument("--completion", choices=COMPLETIONS, help="how equal shares spends the rest (default: none)")
    options.add_argument("--threshold", type=_amount, metavar="N", help="least votes or points a project needs")
    options.add_argument("--utility", choices=UTILITIES, help="what equal shares compares (default: cost)")
    options.add_argument("--json", metavar="OUT", help="write everything as JSON (- for standard output)")
    options.add_argument("--html", metavar="OUT", help="write one page with pictures and tables (- likewise)")
    return options


def _amount(text: str) -> Fraction:
    try:
        found = number(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if found < 0:
        raise argparse.ArgumentTypeError(f"“{text}” is negative")
    return found


def _terms(asked: argparse.Namespace, file: PbFile) -> Terms:
    if asked.rule == "official":
        found = official_terms(file)
        return Terms(
            found.rule, asked.completion or found.completion,
            found.threshold if asked.threshold is None else asked.threshold,
            asked.utility or found.utility, found.comparison, found.notes,
        )  # fmt: skip
    return Terms(asked.rule, asked.completion or "none", asked.threshold or Fraction(0), asked.utility or "cost")


def table(result: Result) -> str:
    """The result as a councillor reads it."""
    election = result.election
    wide = min(max(map(len, election.ids), default=0), WIDEST_ID)
    lines = [
        f"Rule   {result.terms.words}",
        f"Pot    {plain(election.money(election.pot))}",
        f"Voters {election.voters:,}",
        "",
        f"{'Funded':<{WIDTH + 10}} {'cost':>14} {'points' if result.by_points else 'votes':>9}",
    ]
    for order, place in enumerate(result.counted.places, 1):
        lines.append(_row(f"{order:>3}. {_named(election, place, wide)}", election, place))
    spent = election.money(election.cost_of(result.counted.places))
    lines += [
        f"{'Together':<{WIDTH + 10}} {plain(spent):>14}",
        f"{'Left in the pot':<{WIDTH + 10}} {plain(election.money(election.pot) - spent):>14}",
    ]
    if result.counted.unfunded:
        lines += ["", "Not funded"]
    for place, (why, _support) in result.passed_over:
        lines.append(_row(f"     {_named(election, place, wide)}", election, place))
        lines.append(f"              {why}")
    notes = [*result.counted.notes, *result.notes]
    whole = [*lines, *([""] if notes else []), *notes, "", f"Digest {result.plain()['digest']}", ""]
    return "\n".join(map(one_line, whole))


def _named(election: Election, place: int, wide: int) -> str:
    """A project's id in a column `wide` letters wide (8 at least), and its name."""
    name = election.ids[place]
    cut = name if len(name) <= wide else f"{name[: wide - 1]}…"
    return f"{cut:<{max(wide, 8)}} {election.names[place]}"


def _row(label: str, election: Election, place: int) -> str:
    cut = label if len(label) <= WIDTH + 10 else label[: WIDTH + 9] + "…"
    return f"{cut:<{WIDTH + 10}} {plain(election.money(election.costs[place])):>14} {plain(election.given(place)):>9}"
