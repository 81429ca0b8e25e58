"""Whether a published draw is what it says, without solving anything again: sums, fractions and hashes only."""

from __future__ import annotations

import hmac
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heard.rules.lottery.drawing import RULE, Terms, gap_of, levels_of, number_of, per_person, rest_of, whole
from heard.rules.lottery.numbering import PANELS
from heard.rules.lottery.pool import Pool
from heard.rules.lottery.proof import bound
from heard.rules.lottery.reached import SHORT, at_most, settled_of
from heard.rules.lottery.relaxed import NOTHING
from heard.rules.lottery.solver import Numbers
from heard.rules.lottery.types import Types, types_of
from heard.rules.lottery.words import reasons
from heard.rules.lottery.written import oddities
from heard.rules.outcome import digest

NEAR = 1e-9
STRAIGHT = 1e-5  # how far, as a part of it, a weight of nash may be from what the chances make it


def problems(document: Mapping[str, Any], pool: Pool) -> Iterator[str]:
    """Each thing that does not hold, in words; nothing if the draw is what it says."""
    try:
        yield from _problems(document, pool)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
        yield f"The draw is not written as it should be ({type(error).__name__}: {error})."


def terms_of(document: Mapping[str, Any]) -> Terms:
    """The terms that a draw names."""
    terms = document["terms"]
    return Terms(int(terms["size"]), str(terms["method"]), tuple(terms["staying"]), tuple(terms["left"]))


def digest_of(document: Mapping[str, Any]) -> str:
    """The digest that a draw should carry: over everything but itself and the names of the files."""
    found = {key: value for key, value in document.items() if key not in {"rule", "because", "digest", "files"}}
    return digest({"rule": document["rule"], "found": found, "because": document["because"]})


def _problems(document: Mapping[str, Any], pool: Pool) -> Iterator[str]:
    if not hmac.compare_digest(str(document["digest"]).encode(), digest_of(document).encode()):
        yield "The digest is not that of this draw: something was changed after it."
    yield from oddities(document, RULE)
    if document["pool_hash"] != pool.pool_hash:
        yield "The pool is not the one that was drawn from: its hash differs."
        return
    if document["targets_hash"] != pool.targets_hash:
        yield "The targets are not the ones that were drawn by: their hash differs."
        return
    terms = terms_of(document)
    said = document["terms"]
    if said["same_address"] != list(pool.same_address) or said["id_column"] != pool.id_column:
        yield "The columns of addresses and ids are not those that were drawn by."
    free = rest_of(pool, terms)
    types = types_of(free, terms.size - len(terms.staying))
    yield from _lottery(document, pool, free, terms)
    yield from _chances(document, free, types)
    yield from _proved(document, types, terms)
    if list(document["because"]) != list(reasons(pool, document)):
        yield "The reasons are not those of this draw."


def _lottery(document: Mapping[str, Any], pool: Pool, free: Pool, terms: Terms) -> Iterator[str]:
    panels = document["panels"]
    if len(panels) != PANELS:
        yield f"There are {len(panels)} panels, not {PANELS:,}."
        return
    if set(terms.staying) & set(terms.left) or not set(terms.staying) <= {each.id for each in pool.people}:
        yield "Those who stay are not in the pool, or have left."
    people = {person.id: person for person in free.people}
    places = {name: place for place, name in enumerate(people)}
    for number, panel in enumerate(panels):
        wrong = _broken(panel, people, free, terms.size - len(terms.staying))
        if not wrong and sorted(panel, key=places.__getitem__) != panel:
            wrong = "does not name its people in the order of the pool"
        if wrong:
            yield f"Panel {number:03d} {wrong}."
    if not all(set(panel) <= set(people) for panel in panels):
        return
    if panels != sorted(panels, key=lambda panel: [places[name] for name in panel]):
        yield "The panels are not numbered in their order, which the order of the pool decides."
    number = number_of(pool, document["seed"])
    if document["number"] != number:
        yield f"The seed {document['seed']} gives number {number:03d}, not {document['number']}."
    chosen = {*terms.staying, *panels[number]}
    if document["selected"] != [person.id for person in pool.people if person.id in chosen]:
        yield f"Those selected are not panel {number:03d}."


def _broken(panel: list[str], people: Mapping[str, Any], free: Pool, seats: int) -> str:
    if len(panel) != seats or len(set(panel)) != seats:
        return f"does not seat {seats} different people"
    if not set(panel) <= set(people):
        return "seats somebody who cannot be drawn"
    homes = [people[name].address for name in panel if people[name].address is not None]
    if len(homes) != len(set(homes)):
        return "seats two people from one address"
    for place, feature in enumerate(free.features):
        there = Counter(people[name].values[place] for name in panel)
        for target in free.targets:
            if target.feature == feature and not target.least <= there[target.value] <= target.most:
                return f"has {there[target.value]} of {target}, not {target.least} to {target.most}"
    return ""


def _chances(document: Mapping[str, Any], free: Pool, types: Types) -> Iterator[str]:
    mixture = document["certificate"]["mixture"]
    shares = np.array(mixture["shares"], dtype=float)
    panels = np.zeros((len(shares), len(types.count)), dtype=np.int64)
    for row, panel in zip(panels, mixture["panels"], strict=True):
        for t, seats in panel:
            row[t] = seats
    if not types.keeps(panels).all():
        yield "The mixture holds a panel that breaks a target."
    if shares.min() < 0 or abs(math.fsum(shares) - 1) > NEAR:
        yield "The shares of the mixture do not add up to one."
    each = per_person(types, (shares @ panels) / types.count)
    stated = document["chances"]
    if list(stated) != [person.id for person in free.people]:
        yield "The chances are not those of the people in the pool."
        return
    given = np.array(list(stated.values()), dtype=float)
    if np.abs(given - each).max() > NEAR:
        yield "The chances are not those that the mixture gives."
    if abs(document["floor"] - given[given > NOTHING].min()) > NEAR:
        yield "The floor is not the lowest chance."
    if document["never"] != [name for name, chance in stated.items() if chance <= NOTHING]:
        yield "Those who are never drawn are not those without a chance."
    places = {person.id: i for i, person in enumerate(free.people)}
    on = np.bincount([places[name] for panel in document["panels"] for name in panel], minlength=len(places))
    if abs(float(np.abs(on / PANELS - each).max()) - document["rounding"]) > NEAR:
        yield "The panels do not come as near to the chances as is said."


def _proved(document: Mapping[str, Any], types: Types, terms: Terms) -> Iterator[str]:
    certificate = document["certificate"]
    if terms.method == "stratified":
        if certificate["proves"] != "nothing":
            yield "The stratified rule proves nothing."
        return
    if certificate["proves"] != ("product" if terms.method == "nash" else "floor"):
        yield "The certificate is not for this method."
    weights = [float(each) for each in certificate["weights"]]
    proved = bound(types, weights, certificate["proof"]) if len(weights) == len(types.count) else None
    if proved is None or min(weights) < 0 or sum(weights) <= 0:
        yield "The certificate proves nothing: its prices do not bound the panels."
        return
    chance = np.zeros(len(weights))
    stated = list(document["chances"].values())
    chance[:] = [stated[members[0]] for members in types.members]
    if certificate["levels"] != levels_of(types, chance):
        yield "The levels are not those of the chances."
    yield from _reached(certificate["search"], types, chance, terms)
    if abs(float(whole(proved, weights, types, terms.method)) - certificate["bound"]) > NEAR:
        yield "The certificate proves another bound than it says."
    if abs(gap_of(proved, weights, types, chance, terms.method) - certificate["gap"]) > NEAR:
        yield "The gap between what is given and what is proved is not the one it says."
    never = chance <= NOTHING
    if terms.method == "nash" and not _is_slope(np.array(weights), types, chance, never):
        yield "The weights are not those that the chances make: they prove nothing of the product."
    if not never.any() and certificate["never"] is not None:
        yield "It is shown of nobody that they are on no panel."
    if any(weight for weight, out in zip(weights, never, strict=True) if out):
        yield "The certificate gives weight to people who are never drawn."
    shown = bound(types, never.astype(float).tolist(), certificate["never"]) if never.any() else 0
    if shown is None or shown >= 1:
        yield "It is not shown that some people are on no panel."


def _is_slope(weights: Numbers, types: Types, chance: Numbers, never: NDArray[np.bool_]) -> bool:
    """Whether these are the slopes of the mean logarithm of chances where the chances are."""
    can = ~never
    slope = 1 / (types.count[can].sum() * chance[can])
    return bool((np.abs(weights[can] - slope) <= STRAIGHT * slope).all())


def _reached(search: Mapping[str, Any], types: Types, chance: Numbers, terms: Terms) -> Iterator[str]:
    """What the draw says of how far the search came."""
    if search["ended"] not in {"", "rounds", "time"} or not 0 <= search["rounds"] <= search["allowed"]:
        yield "It is not said how the search ended."
    if search["next"] is not None:
        yield from _next(search["next"], types, chance)
    early = search["next"] is not None or (terms.method == "leximin" and search["ended"] == "rounds")
    if early and not (search["ended"] and search["next"]):
        yield "A search that ended early says why, and what the next level can be at most."
    if terms.method != "leximin":
        return
    settled = np.ones(len(chance), dtype=bool)
    if search["next"] is not None:
        settled[:] = False
        settled[search["next"]["settled"]] = True
    said = {"levels": search["levels"], "people": search["people"]}
    if said != settled_of(types, chance, settled) and (search["next"] is not None or any(said.values())):
        yield "The levels and people that are settled are not as many as is said."


def _next(known: Mapping[str, Any], types: Types, chance: Numbers) -> Iterator[str]:
    settled = np.isin(np.arange(len(chance)), known["settled"])
    if settled.all() or chance[settled].max(initial=0) > chance[~settled].min() + SHORT:
        yield "Those who are settled have more than those who are not."
        return
    most = at_most(types, chance, known)
    if most is None or abs(float(most) - known["bound"]) > NEAR:
        yield "What the next level can be at most is not proved."
    elif abs(max(0.0, known["bound"] - float(chance[~settled].min())) - known["gap"]) > NEAR:
        yield "The gap of the next level is not the one it says."
