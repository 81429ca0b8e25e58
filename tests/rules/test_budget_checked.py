"""Every count can be checked by an outsider who has its JSON and the file: `budget_checker` knows nothing of ours."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.budget_checker import faults

from heard.rules.budget import COMPLETIONS, Terms, count, read_pb
from heard.rules.outcome import digest

IDS = ["a", "BO.63/24", "łąka", "d", "e"]
RULES = [
    Terms("greedy"), Terms("greedy-no-skip"), Terms("phragmen"),
    *(Terms("equal-shares", one, utility=utility) for one in COMPLETIONS for utility in ("cost", "approval")),
]  # fmt: skip


@st.composite
def files(draw: Any) -> str:
    """Small elections of every kind, with decimals in costs and points, and often with ties."""
    kind = draw(st.sampled_from(["approval", "choose-1", "cumulative", "scoring", "ordinal"]))
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    costs = [draw(st.sampled_from(["0", "1", "2", "3", "5", "5", "7", "10", "2.5", "3,25"])) for _id in ids]
    ranks = {"ordinal": [[], [f"max_length;{len(ids)}"]]}.get(kind, [[]])
    meta = [
        f"vote_type;{kind}",
        f"budget;{draw(st.sampled_from([0, 3, 8, 12, 20, '7.5']))}",
        *draw(st.sampled_from(ranks)),
    ]
    most = 1 if kind == "choose-1" else len(ids)
    rows = []
    for number in range(draw(st.integers(0, 8))):
        chosen = draw(st.lists(st.sampled_from(ids), max_size=most, unique=True))
        points = [draw(st.sampled_from(["0", "1", "1", "2", "3", "0.5"])) for _one in chosen]
        given = f";{','.join(points)}" if kind in ("cumulative", "scoring") else ""
        rows.append(f"v{number};{','.join(chosen)}{given}")
    head = "voter_id;vote;points" if kind in ("cumulative", "scoring") else "voter_id;vote"
    projects = [f"{one};{cost}" for one, cost in zip(ids, costs, strict=True)]
    lines = ["META", "key;value", "country;X", "unit;Y", "instance;1", *meta, "PROJECTS", "project_id;cost", *projects]
    return "\n".join([*lines, "VOTES", head, *rows, ""])


@settings(max_examples=600, deadline=None)
@given(files(), st.sampled_from(RULES), st.sampled_from([0, 0, 2]))
def test_every_count_holds_before_an_outsider(text: str, terms: Terms, least: int) -> None:
    asked = Terms(terms.rule, terms.completion, Fraction(least), terms.utility)
    document = json.loads(json.dumps(count(read_pb(text.encode()), asked).plain()))
    assert faults(text, document, Fraction(least)) == []


HONEST = "\n".join(
    [
        "META", "key;value", "budget;12", "vote_type;approval", "PROJECTS", "project_id;cost", "a;5", "b;4", "c;3",
        "d;9", "VOTES", "voter_id;vote", "1;a,b", "2;a,c", "3;b,c", "4;c,d", "5;a", "6;d", "",
    ]
)  # fmt: skip


@pytest.mark.parametrize("terms", RULES, ids=lambda terms: f"{terms.rule} {terms.completion} {terms.utility}")
def test_the_outsider_sees_every_change_of_a_certificate(terms: Terms) -> None:
    document = json.loads(json.dumps(count(read_pb(HONEST.encode()), terms).plain()))
    assert faults(HONEST, document) == []
    assert faults(HONEST.replace("6;d", "6;b"), document) != []
    for key, value in {
        "selected": document["selected"][::-1], "unfunded": document["unfunded"][1:], "cost": 1, "pot": 13, "voters": 5,
    }.items():  # fmt: skip
        assert faults(HONEST, signed({**document, key: value})) != [], key
    for name, prices in document["certificate"].items():
        if name in ("prices", "loads"):
            forged = {**document["certificate"], name: {**prices, document["selected"][0]: "1/7"}}
            assert faults(HONEST, signed({**document, "certificate": forged})) != [], name


def signed(document: dict[str, Any]) -> dict[str, Any]:
    """With the digest of what it says now, as somebody who forges it would publish it."""
    rest = {key: value for key, value in document.items() if key != "digest"}
    return {**rest, "digest": digest(rest)}
