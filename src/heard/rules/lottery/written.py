"""How a draw is written: every entry is there once, in its own kind of value, and nothing else is.

So nothing can be slipped in under a new digest that the other checks would pass over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

KEYS = {
    "rule", "because", "digest", "selected", "chances", "floor", "panels", "number", "seed", "pool_hash",
    "targets_hash", "terms", "rounding", "never", "certificate",
}  # fmt: skip
TERMS = {"size", "method", "staying", "left", "same_address", "id_column"}
PROVED = {"proves", "weights", "proof", "bound", "gap", "never", "levels", "search", "mixture"}
SEARCH = {"ended", "for_floor", "rounds", "allowed", "next"}
NEXT = {"settled", "weights", "proof", "bound", "gap"}
LEAF, EMPTY, FORK = {"prices"}, {"prices", "empty"}, {"type", "at", "down", "up"}


def oddities(document: Mapping[str, Any], rule: str) -> Iterator[str]:
    """Each entry that no draw has or that is not written as it should be, in words."""
    if document["rule"] != rule:
        yield f"The rule is not {rule}."
    yield from _other(document, KEYS | ({"files"} & set(document)), "")
    yield from _other(document["terms"], TERMS, "terms")
    if not _whole(document["seed"]) or document["seed"] < 0 or not _whole(document["number"]):
        yield "Seed and number are not whole numbers."
    certificate, method = document["certificate"], document["terms"]["method"]
    yield from _mixture(certificate["mixture"])
    if method == "stratified":
        yield from _other(certificate, {"proves", "mixture"}, "certificate")
        return
    yield from _other(certificate, PROVED, "certificate")
    search = certificate["search"]
    yield from _other(search, SEARCH | ({"levels", "people"} if method == "leximin" else set()), "search")
    if not all(_whole(search[key]) and search[key] >= 0 for key in search.keys() - {"ended", "next"}):
        yield "What is said of the search are not whole numbers."
    yield from _prices(certificate)
    if search["next"] is not None:
        yield from _other(search["next"], NEXT, "search.next")
        yield from _prices(search["next"])


def _mixture(mixture: Mapping[str, Any]) -> Iterator[str]:
    yield from _other(mixture, {"shares", "panels"}, "mixture")
    if not all(map(_number, mixture["shares"])):
        yield "A share of the mixture is not a number."
    for panel in mixture["panels"]:
        kinds = [kind for kind, _seats in panel]
        if not all(_whole(one) for entry in panel for one in entry) or kinds != sorted(set(kinds)):
            yield "A panel of the mixture names a kind of people twice or not in order."


def _prices(holder: Mapping[str, Any]) -> Iterator[str]:
    if not all(map(_number, holder["weights"])):
        yield "A weight is not a number."
    waiting = [tree for tree in (holder["proof"], holder.get("never")) if tree is not None]
    while waiting:
        tree = waiting.pop()
        if set(tree) == FORK:
            waiting += [tree["down"], tree["up"]]
        elif set(tree) not in (LEAF, EMPTY) or not all(map(_number, tree["prices"])):
            yield "A proof holds something else than prices and cases."


def _other(entries: Mapping[str, Any], keys: set[str], where: str) -> Iterator[str]:
    inside = f" in {where}" if where else ""
    if extra := set(entries) - keys:
        yield f"There are entries{inside} that no draw has: {', '.join(sorted(map(str, extra)))}."
    if missing := keys - set(entries):
        yield f"There are entries missing{inside}: {', '.join(sorted(missing))}."


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
