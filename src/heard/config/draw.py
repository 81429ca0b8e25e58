"""`heard draw`: draw a citizens' panel from two CSV files. Needs neither Django nor a database."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from heard.config.numbers import seed_of
from heard.config.saying import CannotWrite, complain, make_ready, say, write
from heard.rules.lottery import METHODS, Malformed, Pool, read_pool, read_targets
from heard.rules.one_line import one_line
from heard.rules.outcome import Outcome

DONE, REFUSED, MALFORMED = 0, 1, 2
SEED = seed_of(60)
NEVER_SHOWN = 20
EPILOG = """\
POOL.csv has one row a person: an id (`id`, `nationbuilder_id` or --id COLUMN; without one the row's number from 1)
and a column for each feature. TARGETS.csv has the columns feature,value,min,max[,min_flex,max_flex] or
category,feature,min,max.
Exit code 0: drawn, or everything verified. 1: refused, in words (no panel keeps the targets and what would help;
a draw that is not what it says). 2: a file or the command is malformed (line and column are named).
"""


class Unusable(Exception):
    """What was asked cannot be done with these files; the words say why."""


class Refused(Exception):
    """The files are sound, and the answer is no."""


def main(arguments: Sequence[str]) -> int:
    """Run `heard draw` with the words after it; returns the exit code."""
    make_ready()
    # More threads only wait for one another in sums as small as these.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    asked = _options().parse_args(list(arguments))
    try:
        if asked.leaving and not asked.replace:
            raise Unusable("Whoever leaves, leaves a panel that was drawn: give --replace OUT.json.")
        if asked.verify:
            return _verify(asked)
        return _replace(asked) if asked.replace else _draw(asked)
    except Malformed as error:
        names = {"pool": asked.pool, "targets": asked.targets}
        rows = [f"{names.get(fault.file) or fault.file}: {fault}" for fault in error.faults]
        return _say_no([*rows, *([f"… and {error.more:,} more."] if error.more else [])], MALFORMED)
    except (Unusable, CannotWrite) as error:
        return _say_no([str(error)], MALFORMED)
    except Refused as error:
        return _say_no([str(error)], REFUSED)


def _draw(asked: argparse.Namespace) -> int:
    if asked.size is None:
        raise Unusable("How large should the panel be? Give --size N.")
    if not asked.pool or not asked.targets:
        raise Unusable("Give two files: POOL.csv and TARGETS.csv.")
    pool = _pool(asked, asked.same_address, asked.id)
    return _drawn(asked, pool, size=asked.size, method=asked.method or "leximin")


def _replace(asked: argparse.Namespace) -> int:
    from heard.rules.lottery.replacing import Unfit, replacing

    if not asked.leaving:
        raise Unusable("Who leaves the panel? Give --leaving ID….")
    document = _document(asked.replace)
    _files_of(asked, document, Path(asked.replace))
    terms = _terms(document)
    pool = _pool(asked, terms.get("same_address") or [], terms.get("id_column"))
    try:
        staying, left = replacing(document, pool, asked.leaving)
    except Unfit as error:
        raise Refused(f"{asked.replace}: {error}") from error
    method = asked.method or terms["method"]
    return _drawn(asked, pool, size=terms["size"], method=method, staying=staying, left=left)


def _verify(asked: argparse.Namespace) -> int:
    from heard.rules.lottery import problems

    document = _document(asked.verify)
    _files_of(asked, document, Path(asked.verify))
    terms = _terms(document)
    pool = _pool(asked, terms.get("same_address") or [], terms.get("id_column"))
    found = problems(document, pool)
    if found:
        raise Refused(f"{asked.verify} is not what it says.\n" + "\n".join(f"  - {each}" for each in found))
    say(
        f"{asked.verify} is what it says: the digest, 1,000 panels within the targets, every chance, the number "
        f"{document['number']:03d} from seed {document['seed']}, the panel, and the proof.\n"
    )
    if document["certificate"].get("search", {}).get("ended"):
        say("Its search was cut short, as it says; what it proves all the same was checked.\n")
    return DONE


def _drawn(asked: argparse.Namespace, pool: Pool, **terms: Any) -> int:
    from heard.rules.lottery import draw
    from heard.rules.lottery.drawing import Impossible

    seed = secrets.randbelow(10**9) if asked.seed is None else asked.seed
    try:
        outcome = draw(pool, seed=seed, rounds=asked.rounds, late=_late(asked.seconds), **terms)
    except Impossible as error:
        raise Refused(str(error)) from error
    document = _plain(outcome, asked)
    if asked.json:
        write(asked.json, json.dumps(document, ensure_ascii=False, indent=None, separators=(", ", ": ")) + "\n")
    if asked.html:
        from heard.config.draw_page import page

        write(asked.html, page(pool, document))
    if "-" not in (asked.json, asked.html):
        say(_table(pool, document))
    return DONE


def _late(seconds: int | None) -> Callable[[], bool] | None:
    """Whether so many seconds have passed since now; None for as long as it takes."""
    if seconds is None:
        return None
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _plain(outcome: Outcome, asked: argparse.Namespace) -> dict[str, Any]:
    """The draw as it is published; the names of the files stand beside it, outside the digest."""
    return {
        "rule": outcome.rule,
        **outcome.found,
        "because": list(outcome.because),
        "digest": outcome.digest,
        "files": {"pool": asked.pool, "targets": asked.targets},
    }


def _table(pool: Pool, document: Mapping[str, Any]) -> str:
    """The draw as a councillor reads it."""
    from heard.rules.lottery.profile import profile

    rows = [f"{'':<38}{'least':>6}{'most':>6}{'panel':>7}{'pool':>8}{'mean chance':>13}"]
    for group in profile(pool, document):
        name = f"{group.feature}: {group.value}"
        mean = "–" if group.mean is None else f"{100 * group.mean:.1f} %"
        rows.append(f"{name:<38.38}{group.least:>6}{group.most:>6}{group.panel:>7}{group.pool:>8,}{mean:>13}")
    reasons = list(document["because"])
    lines = [
        f"Panel {document['number']:03d}: {', '.join(document['selected'])}",
        "",
        *rows,
        "",
        *reasons,
        *_never(pool, document),
        "",
        f"Digest {document['digest']}",
        "",
    ]
    return "\n".join(map(one_line, lines))


def _never(pool: Pool, document: Mapping[str, Any]) -> list[str]:
    """Who can be on no panel and why: for the officer's eyes, as it tells what somebody answered."""
    from heard.rules.lottery.words import why_never

    if document["terms"]["staying"]:
        return []
    shown = document["never"][:NEVER_SHOWN]
    rest = len(document["never"]) - len(shown)
    return [*(f"{name}: {why_never(pool, name)}" for name in shown), *([f"… and {rest:,} more."] if rest else [])]


def _pool(asked: argparse.Namespace, same_address: Sequence[str], id_column: str | None) -> Pool:
    targets = read_targets(_contents(asked.targets))
    return read_pool(_contents(asked.pool), targets, same_address=same_address, id_column=id_column)


def _terms(document: Mapping[str, Any]) -> dict[str, Any]:
    terms = document.get("terms")
    if not isinstance(terms, dict) or not {"size", "method"} <= set(terms):
        raise Refused("This is not a draw: it has no terms.")
    if terms["method"] not in METHODS or not isinstance(terms["size"], int):
        raise Refused("This is not a draw: its terms have no size or no known method.")
    address, key = terms.get("same_address"), terms.get("id_column")
    if not isinstance(address or [], list) or not all(isinstance(name, str) for name in [*(address or []), key or ""]):
        raise Refused("This is not a draw: its terms name columns that are no words.")
    return terms


def _document(name: str) -> dict[str, Any]:
    content = _contents(name)
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unusable(f"{name}: this is not a draw in JSON ({error}).") from error
    if not isinstance(found, dict):
        raise Unusable(f"{name}: this is not a draw in JSON.")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not a number")


def _files_of(asked: argparse.Namespace, document: Mapping[str, Any], beside: Path) -> None:
    """Pool and targets as given, else those that the draw names: from here, or from the folder of the draw."""
    named = document.get("files")
    for field in ("pool", "targets"):
        if getattr(asked, field):
            continue
        name = named.get(field) if isinstance(named, dict) else None
        if not isinstance(name, str) or not name:
            raise Unusable("Give the files too: POOL.csv and TARGETS.csv.")
        there = next((path for path in (Path(name), beside.parent / Path(name).name) if path.is_file()), None)
        if there is None:
            raise Unusable(f"The draw names the file “{name}”, which is not here. Give POOL.csv and TARGETS.csv.")
        setattr(asked, field, str(there))


def _contents(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise Unusable(f"There is no file “{name}”.") from None
    except IsADirectoryError:
        raise Unusable(f"“{name}” is a folder, not a file.") from None
    except (OSError, ValueError) as error:
        raise Unusable(f"“{name}” cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _say_no(rows: list[str], code: int) -> int:
    complain("draw", *rows)
    return code


def _rounds(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 8:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 to 9999999")


def _size(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1 to 999999")


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="heard draw",
        description="Draw a citizens' panel that keeps every target, by a lottery that can be proved fair.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("pool", nargs="?", metavar="POOL.csv", help="everybody who may be drawn")
    options.add_argument("targets", nargs="?", metavar="TARGETS.csv", help="how many of each group")
    options.add_argument("--size", type=_size, metavar="N", help="people on the panel")
    options.add_argument("--method", choices=METHODS, help="default: leximin")
    together = "columns that make an address; no two people of one address sit together"
    options.add_argument("--same-address", nargs="+", default=[], metavar="COLUMN", help=together)
    options.add_argument("--seed", type=SEED, metavar="N", help="decides the number of the panel (default: any)")
    rounds = "look for at most N more panels above the lowest chance (default: 400,000 over the kinds of people)"
    options.add_argument("--rounds", type=_rounds, metavar="N", help=rounds)
    seconds = (
        "end the search of leximin or maximin after about N seconds: a draw cut short cannot be made again exactly"
    )
    options.add_argument("--seconds", type=_rounds, metavar="N", help=seconds)
    options.add_argument("--id", metavar="COLUMN", help="the column with the id")
    what = options.add_mutually_exclusive_group()
    what.add_argument("--replace", metavar="OUT.json", help="replace those --leaving the panel of this draw")
    what.add_argument("--verify", metavar="OUT.json", help="check that this draw is what it says")
    options.add_argument("--leaving", nargs="+", metavar="ID", help="who leaves the panel")
    options.add_argument("--json", metavar="OUT", help="write everything as JSON (- for standard output)")
    options.add_argument("--html", metavar="OUT", help="write one page with pictures and tables (- likewise)")
    return options
