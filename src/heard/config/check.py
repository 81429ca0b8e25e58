"""`heard check`: a plan from a file against the Compact, without a database and without Django."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from heard.config.saying import CannotWrite, complain, make_ready, say
from heard.ground import clock
from heard.rules import lifecycle
from heard.rules.compact import Check, Pack, PackError, allowed, judge, parse_pack
from heard.rules.one_line import one_line
from heard.rules.outcome import canonical
from heard.rules.plan_file import EARLIEST, LATEST, MOST_BYTES, PlanError, read_plan
from heard.rules.plan_template import TEMPLATE
from heard.rules.snapshot import Snapshot

UP_TO_OPEN = ("planned", "noticed", "open")
ALLOWED, REFUSED, MALFORMED = 0, 1, 2
MOST_SHOWN = 200
EPILOG = """\
One line a check: pass, advise, warn, override or refused, why, and the key to mend.
Exit code 0: allowed. 1: refused (an override without its published reason counts as refused).
2: the file is malformed or has an unknown key (line and key are named), or the command was not understood.
"""


class Unusable(Exception):
    """What was asked cannot be done; the words say why."""


def main(argv: Sequence[str]) -> int:
    """Run `heard check` with the words after it; returns the exit code."""
    make_ready()
    try:
        asked = _options().parse_args(list(argv))
    except SystemExit as left:
        return int(left.code or 0)
    try:
        return _example() if asked.template else _check(asked)
    except PlanError as error:
        return _malformed([f"{asked.plan}: {fault}" for fault in error.faults], asked.json, error)
    except (PackError, Unusable, CannotWrite) as error:
        return _malformed(str(error).split("\n"), asked.json)


def _example() -> int:
    say(TEMPLATE)
    return ALLOWED


def _check(asked: argparse.Namespace) -> int:
    plan = read_plan(_contents(asked.plan), asked.on or clock.today())
    guards = _guards(asked.move, plan)
    pack = parse_pack(_policy("compact.toml"))
    judged = {guard: judge(plan if asked.on else _on_its_day(plan, guard), pack, guard) for guard in guards}
    found = {check.id: check for checks in judged.values() for check in checks}
    in_order = [found[terms.id] for terms in pack.checks if terms.id in found]
    verdict = allowed(in_order)
    if asked.json:
        say(_as_json(plan, pack, judged, in_order) + "\n")
    else:
        say("".join(_as_line(check) + "\n" for check in in_order))
        if not verdict:
            stands = sum(check.result == "refused" for check in in_order)
            print(f"Refused: {stands} of {len(in_order)} checks stand in the way.", file=sys.stderr)
            if not asked.on and plan.opens_on and plan.closes_on and plan.closes_on < clock.today():
                print(f"Its days are over. As of its opening: --on {plan.opens_on}", file=sys.stderr)
        elif not in_order:
            print("Nothing in the Compact guards this move.", file=sys.stderr)
    return ALLOWED if verdict else REFUSED


def _on_its_day(plan: Snapshot, guard: str) -> Snapshot:
    """The plan on the day it sets for a move, if that is still to come: nobody opens today what opens in spring."""
    set_for = {"noticed": plan.noticed_on, "open": plan.opens_on}.get(guard)
    if set_for is None or plan.today is None or set_for <= plan.today:
        return plan
    return replace(plan, today=set_for)


def _guards(move: str | None, plan: Snapshot) -> tuple[str, ...]:
    """Which moves to judge; a verb (`notice`), the stage reached (`noticed`) or one of the handbook names it."""
    if move is None:
        return UP_TO_OPEN
    verbs = {each.name: each.guard for each in lifecycle.MOVES}
    guard = lifecycle.CARRIED_BY.get(move) or verbs.get(move, move)
    if guard not in lifecycle.GUARDS:
        raise Unusable(f"There is no move “{move}”. Moves: {', '.join(lifecycle.GUARDS)}.")
    if plan.level == "inform" and guard in lifecycle.PASSED_OVER_BY_INFORM:
        raise Unusable(f"An activity that informs passes over “{guard}”.")
    return (guard,)


def _as_line(check: Check) -> str:
    where = f" [{check.field}]" if check.field else ""
    return one_line(f"{check.id} {check.result} — {check.why}{where}")


def _as_json(plan: Snapshot, pack: Pack, judged: dict[str, tuple[Check, ...]], in_order: list[Check]) -> str:
    """Everything that was found, for programs."""
    said = {
        "title": plan.title,
        "on": plan.today,
        "pack": pack.version,
        "allowed": bool(allowed(in_order)),
        "moves": [{"move": guard, "allowed": bool(allowed(checks))} for guard, checks in judged.items()],
        "checks": [
            {
                "id": check.id, "clause": check.clause, "result": check.result, "why": check.why, "field": check.field,
                "severity": check.severity, "evidence": check.evidence,
                "moves": [guard for guard, checks in judged.items() if check.id in {each.id for each in checks}],
            }
            for check in in_order
        ],
    }  # fmt: skip
    return json.dumps(json.loads(canonical(said)), indent=2, ensure_ascii=False)


def _malformed(rows: list[str], as_json: bool, error: PlanError | None = None) -> int:
    more = [f"… and {len(rows) - MOST_SHOWN:,} more."] if len(rows) > MOST_SHOWN else []
    for row in [*rows[:MOST_SHOWN], *more]:
        complain("check", row.replace("\n", " "))
    if as_json:
        faults = [{"line": f.line, "key": f.key, "why": f.why} for f in error.faults] if error else []
        said = {"allowed": False, "errors": faults or [{"line": 0, "key": "", "why": row} for row in rows]}
        with contextlib.suppress(CannotWrite):
            say(json.dumps(said, ensure_ascii=False) + "\n")
    return MALFORMED


def _contents(name: str) -> bytes:
    """As much of a file as a plan may have, and a byte more: what never ends is refused as too long."""
    if name == "-" and sys.stdin is None:
        raise Unusable("Nothing comes from standard input.")
    try:
        with sys.stdin.buffer if name == "-" else open(name, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Unusable(f"There is no file “{name}”.") from None
    except IsADirectoryError:
        raise Unusable(f"“{name}” is a folder, not a plan.") from None
    except (OSError, ValueError) as error:
        raise Unusable(f"“{name}” cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _policy(name: str) -> str:
    folder = Path(os.environ.get("HEARD_POLICY") or Path(__file__).resolve().parents[3] / "policy")
    try:
        return (folder / name).read_text("utf-8")
    except OSError:
        raise Unusable(f"The city's rules are not where they should be: {folder / name}.") from None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day, written like 2027-01-18")
    if not EARLIEST <= day.year <= LATEST:
        raise argparse.ArgumentTypeError(f"“{text}” lies in the year {day.year}: a slip of the keys?")
    return day


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="heard check",
        description="Check a plan against the Compact, from a file.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    which = options.add_mutually_exclusive_group(required=True)
    which.add_argument("plan", nargs="?", metavar="PLAN.toml", help="the plan; - reads it from standard input")
    which.add_argument("--template", action="store_true", help="print a complete example")
    options.add_argument("--move", help="one move only, by the stage it reaches (default: every move up to open)")
    options.add_argument(
        "--on",
        type=_day,
        metavar="DATE",
        help="judge as of this day (default: today, or the day to come that the plan sets for the move)",
    )
    options.add_argument("--json", action="store_true", help="answer in JSON")
    return options


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
