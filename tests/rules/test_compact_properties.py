"""Properties of the checks, over plans of any shape."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rules.city import DONE, GOOD, PACK
from tests.rules.strategies import changes, snapshots

from heard.rules.compact import REGISTRY, RESULTS, allowed, judge
from heard.rules.lifecycle import GUARDS
from heard.rules.outcome import digest
from heard.rules.snapshot import DIGITAL, Snapshot

TERMS = {terms.id: terms for terms in PACK.checks}
GENEROUS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@given(snapshots)
@GENEROUS
def test_every_check_answers_any_plan_in_at_most_forty_words_and_points_at_a_real_field(plan: Snapshot) -> None:
    for check_id, registered in REGISTRY.items():
        found = registered.function(plan, TERMS[check_id].parameters)
        assert 1 <= len(found.why.split()) <= 40, (check_id, found.why)
        assert found.result in ("pass", "fail", "warn", "advise")
        assert bool(found.field) == (found.result != "pass"), check_id
        _follow(plan, found.field)


def _follow(plan: Snapshot, field: str) -> None:
    here: object = plan
    for name, number in re.findall(r"([a-z_]+)|\[(\d+)\]", field):
        here = getattr(here, name) if name else here[int(number)]  # type: ignore[index]


@given(snapshots, st.sampled_from(GUARDS))
@GENEROUS
def test_judging_twice_gives_the_same_and_only_known_results(plan: Snapshot, guard: str) -> None:
    checks = judge(plan, PACK, guard)
    assert checks == judge(plan, PACK, guard)
    assert {check.result for check in checks} <= set(RESULTS)
    assert len(digest(list(checks))) == 64  # every result can be kept as JSON
    assert bool(allowed(checks)) == all(check.result != "refused" for check in checks)
    for check in checks:
        assert check.result != "override" or TERMS[check.id].severity == "override"


@given(changes(), st.sampled_from(["noticed", "open"]))
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_may_open_keeps_the_invariants(change: dict, guard: str) -> None:
    """I-3, I-4, I-5 and UP-d, over good plans with a few fields made arbitrary."""
    plan = replace(GOOD, **change)
    if not allowed(judge(plan, PACK, guard)) or plan.level == "inform":
        return
    assert plan.level
    assert plan.opens_on is not None
    assert plan.closes_on is not None
    assert plan.opens_on <= plan.closes_on
    made = [day for day in (plan.decision_made_on, plan.decision.made_on) if day]
    assert all(day > plan.closes_on for day in made)
    channels = {channel for strand in plan.strands for channel in strand.channels}
    assert not plan.general_public or not channels or channels - DIGITAL
    if plan.tier != "light":
        assert (plan.closes_on - plan.opens_on).days >= 84 or plan.duration_rationale.strip()
        assert all([plan.open_matters, plan.influence_statement.strip(), plan.decision_maker.strip(), plan.decides_on])
        assert plan.declaration.nothing_decided
        assert plan.declaration.signed_by.strip()


@given(changes())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_archived_was_told_evaluated_and_seen_through(change: dict) -> None:
    """I-1."""
    plan = replace(DONE, **change)
    if not allowed(judge(plan, PACK, "archived")):
        return
    assert set(plan.feedback.channels_owed) <= set(plan.feedback.channels_given)
    assert plan.evaluation.learned.strip() or plan.evaluation.how_many is not None
    assert all(each.state in ("done", "changed", "dropped") for each in plan.commitments)
    assert all(each.evidence.strip() for each in plan.commitments if each.state == "done")
