"""The sentences of a draw: what was done, what it promises, and what to do when it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from heard.rules.lottery.pool import Pool

if TYPE_CHECKING:
    from heard.rules.lottery.mending import Change
    from heard.rules.lottery.types import Types

METHOD_WORDS = {
    "leximin": "leximin: the lowest chance is made as high as it can be, then the next lowest, and so on",
    "maximin": "maximin: the lowest chance is made as high as it can be",
    "nash": "nash: the product of everybody's chances is made as large as it can be",
    "stratified": "stratified: the scarcest place is filled first, at random; it promises no chance to anybody",
}
OPTIMAL = 1e-6


def reasons(pool: Pool, found: Mapping[str, Any]) -> tuple[str, ...]:
    """Why this panel, step by step."""
    terms, certificate = found["terms"], found["certificate"]
    chances = found["chances"]
    seats = terms["size"] - len(terms["staying"])
    lines = [f"{seats} of {len(chances):,} people are drawn by {METHOD_WORDS[terms['method']]}."]
    if terms["left"]:
        lines.append(
            f"{len(terms['staying'])} stay on the panel; {', '.join(terms['left'])} left it and cannot be drawn again."
        )
    if terms["same_address"]:
        lines.append(f"No two people with the same {', '.join(terms['same_address'])} sit together.")
    lines.append(
        f"The lowest chance of anybody who can be drawn is {percent(found['floor'])}; "
        f"if all were alike it would be {percent(seats / max(len(chances), 1))}."
    )
    lines.append(_proved(certificate))
    lines.extend(_reached(certificate.get("search"), terms["method"]))
    if found["never"]:
        lines.append(f"{len(found['never'])} people are on no possible panel; “never” names them.")
    lines.append(
        f"The lottery is 1,000 panels, numbered 000 to 999; each keeps every target. The share of them that somebody "
        f"is on is her chance to within {percent(found['rounding'], 3)}."
    )
    lines.append(
        f"Seed {found['seed']} and the hashes of pool and targets give number {found['number']:03d}: "
        "SHA-256 of “heard-draw/1”, pool hash, targets hash and seed, a line each, modulo 1,000."
    )
    return tuple(lines)


def _proved(certificate: Mapping[str, Any]) -> str:
    if certificate["proves"] == "nothing":
        return "This rule proves nothing about chances: they are those of the thousand panels that it came to."
    if certificate["proves"] == "product":
        if certificate["gap"] <= 10 * OPTIMAL:
            return "No lottery over panels that keep the targets has a larger product of chances: the prices prove it."
        return f"The mean logarithm of chances is within {certificate['gap']:.2g} of the best: the prices prove it."
    if certificate["gap"] <= OPTIMAL:
        return "No lottery over panels that keep the targets can give everybody more: the prices prove it."
    return f"No lottery can give everybody more than {percent(certificate['bound'])}: the prices prove it."


def _reached(search: Mapping[str, Any] | None, method: str) -> list[str]:
    """How far the search came, and what cut it short."""
    if search is None:
        return []
    lines = []
    if method == "leximin" and search["people"]:
        settled = f"{search['levels']} {'level' if search['levels'] == 1 else 'levels'} for {search['people']:,} people"
        lines.append(f"Settled from the lowest chance up, each proved highest when it was drawn: {settled}.")
    known = search["next"]
    if known is not None:
        lines.append(
            "Leximin did not come to its end. With what these have, the lowest chance of the others can be at most "
            f"{percent(known['bound'], 4)} (proved); it is {percent(known['bound'] - known['gap'], 4)}."
        )
    if search["ended"] == "rounds":
        lines.append(
            f"The rounds of search were used up ({search['for_floor']:,} for the lowest chance, {search['rounds']:,} "
            "above it), as they would be on any machine."
        )
    elif search["ended"] == "time":
        lines.append(
            "The time that was given ran out: this draw cannot be made again exactly. It can still be checked."
        )
    return lines


def percent(share: float, places: int = 2) -> str:
    """A share in per cent, for reading."""
    return f"{100 * share:.{places}f} %"


def why_never(pool: Pool, name: str) -> str:
    """Why somebody is on no panel: a maximum of none, or no room beside the other targets."""
    person = next(each for each in pool.people if each.id == name)
    for target in pool.targets:
        if person.values[pool.features.index(target.feature)] == target.value and not target.most:
            return f"The targets leave no place for {target}."
    return "No panel that keeps every target has room for " + ", ".join(person.values) + "."


def too_few(people: int, seats: int, again: bool) -> str:
    """A panel larger than the pool."""
    if again:
        return f"{seats} people are to be replaced, and only {people} others can be drawn."
    return f"A panel of {seats} cannot be drawn from a pool of {people}: at most {people}."


def unlikely(found: int, tried: int) -> str:
    """Why the stratified rule gave up."""
    return (
        f"The stratified rule came to {found} panels in {tried:,} attempts; it needs 1,000. "
        "The targets are too tight for it: use leximin, which cannot fail when there is a panel."
    )


def impossible(types: Types, found: tuple[tuple[Change, ...], bool] | None) -> str:
    """No panel keeps the targets: what would have to change."""
    if found is None:
        return (
            f"No {types.size} people can sit together, whatever the targets: too few live at different addresses, "
            "or somebody's value has no target. Draw a smaller panel, or ask for more people."
        )
    changes, within = found
    many = "This change is the smallest that helps" if len(changes) == 1 else "These changes are the smallest that help"
    flexible = ", all within the flexible bounds" if within else ""
    steps = "".join(f"\n  - {change}" for change in changes)
    return f"No panel of {types.size} keeps every target. {many}{flexible}:{steps}"
