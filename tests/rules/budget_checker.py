"""An outsider's check of `heard count`: from its JSON and the file alone, in exact fractions, with nothing of ours.

`faults` replays the certificate voter by voter: that each award was due at its moment by the rule and the tie-break,
that it was paid to the last fraction, that nothing more was due at the end, and that sums, order and digest are right.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import Any

Voter = dict[str, Fraction]


class File:
    """A file read the plain way: projects' costs, and each voter's points by project."""

    def __init__(self, text: str) -> None:
        rows = {"META": [], "PROJECTS": [], "VOTES": []}  # type: dict[str, list[list[str]]]
        section = ""
        for cells in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"):
            if cells and cells[0].strip() in rows and not any(cells[1:]):
                section = cells[0].strip()
            elif any(cells):
                rows[section].append(cells)
        self.meta = {key: value for key, value, *_more in rows["META"][1:]}
        self.pot = fraction(self.meta["budget"])
        head, *projects = rows["PROJECTS"]
        self.costs = {row[head.index("project_id")]: fraction(row[head.index("cost")]) for row in projects}
        head, *votes = rows["VOTES"]
        self.voters = [self._voter(dict(zip(head, row, strict=True))) for row in votes]
        self.points = {one: sum((v.get(one, Fraction(0)) for v in self.voters), Fraction(0)) for one in self.costs}

    def _voter(self, row: Mapping[str, str]) -> Voter:
        names = row["vote"].split(",") if row["vote"] else []
        kind = self.meta["vote_type"]
        if kind in ("cumulative", "scoring"):
            given = [Fraction(one) for one in row["points"].split(",")] if names else []
        elif kind == "ordinal":
            first = int(self.meta.get("max_length") or len(names))
            given = [Fraction(first - rank) for rank in range(len(names))]
        else:
            given = [Fraction(1)] * len(names)
        return {name: points for name, points in zip(names, given, strict=True) if points}

    def tie(self, project: str) -> tuple[Fraction, Fraction, str]:
        """More points, then cheaper, then the published lot; the smallest wins."""
        name = "|".join(self.meta.get(key, "") for key in ("country", "unit", "instance"))
        lot = hashlib.sha256(f"{name}|{project}".encode()).hexdigest()
        return -self.points[project], self.costs[project], lot


def fraction(said: int | str) -> Fraction:
    return Fraction(str(said).strip().replace(",", "."))


def faults(text: str, document: Mapping[str, Any], threshold: Fraction = Fraction(0)) -> list[str]:
    """What is wrong with a count of this file; nothing if it holds."""
    file = File(text)
    found = _sums(file, document)
    able = {one for one, points in file.points.items() if points > 0 and points >= threshold}
    if stray := set(document["selected"]) - able:
        found.append(f"{stray} may not be funded")
    rule, *words = document["rule"].removesuffix(f" threshold {threshold}").split()
    if rule in ("greedy/1", "greedy-no-skip/1"):
        return found + _greedy(file, able, document, skip=rule == "greedy/1")
    if rule == "phragmen/1":
        return found + _phragmen(file, able, document)
    return found + _shares(file, able, document, completion=words[0], by_cost=words[1] == "cost")


def _sums(file: File, document: Mapping[str, Any]) -> list[str]:
    found = []
    rest = {key: value for key, value in document.items() if key != "digest"}
    plain = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if hashlib.sha256(plain.encode()).hexdigest() != document["digest"]:
        found.append("the digest is another")
    cost = sum((file.costs[one] for one in document["selected"]), Fraction(0))
    if fraction(document["cost"]) != cost or cost > file.pot or fraction(document["pot"]) != file.pot:
        found.append("the cost is wrong or more than the pot")
    named = [*document["selected"], *(one["id"] for one in document["unfunded"])]
    if sorted(named) != sorted(file.costs):
        found.append("not every project is named once")
    if document["voters"] != len(file.voters):
        found.append("voters are missing")
    order = [one["id"] for one in document["unfunded"]]
    if order != sorted(order, key=file.tie):
        found.append("what is not funded is out of order")
    return found


def _greedy(file: File, able: set[str], document: Mapping[str, Any], *, skip: bool) -> list[str]:
    left, funded = file.pot, []
    for one in sorted(able, key=file.tie):
        if file.costs[one] <= left:
            funded.append(one)
            left -= file.costs[one]
        elif not skip:
            break
    support = {one["id"]: fraction(one["effective_support"]) for one in document["unfunded"]}
    wrong = [one for one, points in support.items() if points != file.points[one]]
    return ([] if funded == document["selected"] else [f"{funded} is due"]) + [f"support of {one}" for one in wrong]


def _phragmen(file: File, able: set[str], document: Mapping[str, Any]) -> list[str]:
    load, left, rest = [Fraction(0)] * len(file.voters), file.pot, set(able)
    loads = {one: fraction(said) for one, said in document["certificate"]["loads"].items()}

    def next_of() -> tuple[Fraction, Any, str] | None:
        each = []
        for one in rest:
            who = [number for number, voter in enumerate(file.voters) if one in voter]
            each.append(((file.costs[one] + sum(load[n] for n in who)) / len(who), file.tie(one), one))
        return min(each, default=None)

    for one in document["selected"]:
        due = next_of()
        if due is None or due[2] != one or loads[one] != due[0]:
            return [f"{due} is due, not {one}"]
        load = [due[0] if one in voter else at for at, voter in zip(load, file.voters, strict=True)]
        left -= file.costs[one]
        rest.discard(one)
    due = next_of()
    return [] if due is None or file.costs[due[2]] > left else [f"{due} is due at the end"]


def _price(file: File, money: list[Fraction], project: str) -> Fraction | None:
    """The x with Σ min(money, x · points) = cost; None if its supporters do not hold its cost."""
    who = [(money[n], voter[project]) for n, voter in enumerate(file.voters) if project in voter]
    cost = file.costs[project]
    if sum(held for held, _points in who) < cost:
        return None
    limits = sorted({held / points for held, points in who} | {Fraction(0)})

    def paid(x: Fraction) -> Fraction:
        return sum((min(held, x * points) for held, points in who), Fraction(0))

    above = next(x for x in limits if paid(x) >= cost)
    below = max((x for x in limits if x < above), default=Fraction(0))
    if above == below or paid(above) == paid(below):
        return above
    return below + (above - below) * (cost - paid(below)) / (paid(above) - paid(below))


def _due(file: File, money: list[Fraction], rest: set[str], *, by_cost: bool) -> tuple[Fraction, Any, str] | None:
    each = []
    for one in rest:
        price = _price(file, money, one)
        if price is not None:
            worth = file.costs[one] if by_cost else Fraction(1)
            each.append((price / worth if worth else Fraction(0), file.tie(one), one))
    return min(each, default=None)


def _run(file: File, able: set[str], endowment: Fraction, *, by_cost: bool) -> tuple[list[str], list[Fraction]]:
    """Awards in order, and what each voter has left."""
    money, rest, funded = [endowment] * len(file.voters), set(able), []
    while due := _due(file, money, rest, by_cost=by_cost):
        _ratio, _tie, one = due
        price = _price(file, money, one) or Fraction(0)
        money = [
            held - min(held, price * voter.get(one, 0)) for held, voter in zip(money, file.voters, strict=True)
        ]  # fmt: skip
        funded.append(one)
        rest.discard(one)
    return funded, money


def _shares(
    file: File, able: set[str], document: Mapping[str, Any], *, completion: str, by_cost: bool
) -> list[str]:  # fmt: skip
    if not able or not file.voters:
        return [] if not document["selected"] else ["nobody voted"]
    certificate, found = document["certificate"], []
    endowment, share = fraction(certificate["endowment"]), file.pot / len(file.voters)
    funded, money = _run(file, able, endowment, by_cost=by_cost)
    added = certificate.get("added_by_votes", [])
    if document["selected"] != funded + added:
        found.append(f"{funded} + {added} is due")
    found += _paid(file, certificate, funded, endowment)
    if completion == "none":
        found += [] if endowment == share else ["the endowment is not the share"]
    elif (endowment - floor(share)).denominator != 1:
        found.append("the endowment is no whole unit more")
    elif one_more := certificate.get("one_more"):
        more, _money = _run(file, able, fraction(one_more["endowment"]), by_cost=by_cost)
        cost = sum((file.costs[one] for one in more), Fraction(0))
        if cost != fraction(one_more["would_cost"]) or cost <= file.pot:
            found.append("one more would not cost more than the pot")
    if completion == "add1u":
        left = file.pot - sum((file.costs[one] for one in funded), Fraction(0))
        for one in sorted(able - set(funded), key=file.tie):
            if (fits := file.costs[one] <= left) != (one in added):
                found.append(f"{one} is not filled up rightly")
            left -= file.costs[one] if fits else 0
    for one in document["unfunded"]:
        held = sum((money[n] for n, voter in enumerate(file.voters) if one["id"] in voter), Fraction(0))
        if fraction(one["effective_support"]) != (held if one["id"] in able else 0):
            found.append(f"support of {one['id']}")
    return found


def _paid(file: File, certificate: Mapping[str, Any], funded: list[str], endowment: Fraction) -> list[str]:
    """The published prices pay each project exactly, and nobody falls below nothing."""
    money, found = [endowment] * len(file.voters), []
    if list(certificate["prices"]) != funded:
        found.append("a price is missing")
    for one, said in certificate["prices"].items():
        dues = [
            min(held, fraction(said) * voter.get(one, 0)) for held, voter in zip(money, file.voters, strict=True)
        ]  # fmt: skip
        money = [held - due for held, due in zip(money, dues, strict=True)]
        if sum(dues) != file.costs[one] or min(money) < 0:
            found.append(f"{one} is not paid exactly")
    return found
