"""A gate can be judged again years later from what was kept; a pack that changes governs nobody who opened before."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import factories
from tests.compact.plans import Cast, a_plan, closed, evaluated, noticed, opened

from heard.audit.models import Entry
from heard.compact.actions import HeldBack, keep_pack, move, sign_pack
from heard.compact.models import CheckResult, Governing, Move, PackVersion
from heard.compact.queries import (
    changes_between,
    gates,
    kept_pack,
    pack_in_force,
    replay,
    snapshot_data,
    snapshot_digest,
    snapshot_from,
    snapshot_json,
    snapshot_of,
)
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.rules import snapshot as s

DAYS = st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))
WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
SNAPSHOTS = st.builds(
    s.Snapshot,
    title=WORDS,
    level=st.sampled_from(["", *s.LEVELS]),
    opens_on=DAYS,
    closes_on=DAYS,
    open_matters=st.tuples(WORDS, WORDS),
    something_else_welcome=st.none() | st.booleans(),
    statutory_minimum_days=st.none() | st.integers(0, 400),
    groups=st.lists(st.builds(s.Group, name=WORDS, most_affected=st.booleans()), max_size=2).map(tuple),
    strands=st.lists(
        st.builds(s.Strand, title=WORDS, terms=st.tuples(st.builds(s.ChannelTerms, channel=WORDS, opens_on=DAYS))),
        max_size=2,
    ).map(tuple),
    declaration=st.builds(s.Declaration, signed_on=DAYS, nothing_decided=st.none() | st.booleans()),
    decision=st.builds(s.Decision, made_on=DAYS),
    today=DAYS,
)


@given(SNAPSHOTS)
@settings(max_examples=60, deadline=None)
def test_a_snapshot_reads_back_as_itself_with_the_same_digest(seen: s.Snapshot) -> None:
    again = snapshot_from(json.loads(snapshot_json(seen)))
    assert again == seen
    assert snapshot_digest(again) == snapshot_digest(seen) == snapshot_digest(snapshot_data(seen))


def test_a_snapshot_of_a_later_schema_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="schema 99"):
        snapshot_from({**snapshot_data(s.Snapshot()), "schema": 99})


def test_a_snapshot_with_a_key_nobody_knows_is_not_read() -> None:
    with pytest.raises(ValueError, match="Snapshot has no “weather”"):
        snapshot_from({**snapshot_data(s.Snapshot()), "weather": "rain"})


@pytest.mark.django_db
def test_every_gate_of_a_whole_life_replays_to_the_same_checks(cast: Cast) -> None:
    activity = evaluated(cast, a_plan(cast))
    rows = list(Move.objects.filter(activity=activity))
    assert [row.name for row in rows] == ["notice", "open", "close", "find", "decide", "tell", "evaluate"]
    for row in rows:
        again = replay(row)
        assert again.differences == ()
        assert len(again.checks) == row.checks.count()
        assert snapshot_digest(row.snapshot) == row.snapshot_digest


@pytest.mark.django_db
def test_a_tampered_snapshot_no_longer_replays(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    row = Move.objects.get(activity=activity, to_stage="open")
    row.snapshot["closes_on"] = "2016-10-01"
    assert "GP-n.1: result was “pass”, is “refused”" in replay(row).differences
    assert snapshot_digest(row.snapshot) != row.snapshot_digest


@pytest.mark.django_db
def test_the_database_lets_nobody_rewrite_what_was_judged(cast: Cast) -> None:
    activity = opened(cast, a_plan(cast))
    rewrites: list[tuple[Any, dict[str, Any]]] = [
        (Move.objects.filter(activity=activity), {"allowed": False}),
        (CheckResult.objects.filter(move__activity=activity), {"result": "pass"}),
        (Governing.objects.filter(activity=activity), {"since": clock.now()}),
        (PackVersion.objects.all(), {"text": "name = 'softer'"}),
    ]
    for rows, change in rewrites:
        with pytest.raises(IntegrityError, match="stays as it was judged"), transaction.atomic():
            rows.update(**change)


@pytest.fixture
def policy(settings: Any, tmp_path: Path) -> Path:
    """A city's policy folder of its own, to change rules in."""
    folder = tmp_path / "policy"
    folder.mkdir()
    for path in Path(settings.POLICY).glob("*.toml"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    settings.POLICY = folder
    return folder


def with_days(policy: Path, days: int) -> None:
    """The city changes how long people have."""
    path = policy / "compact.toml"
    text = path.read_text("utf-8")
    changed, times = re.subn(r'(id = "GP-n\.1".*?days = )\d+', rf"\g<1>{days}", text, count=1, flags=re.DOTALL)
    assert times == 1
    path.write_text(changed, "utf-8")


@pytest.mark.django_db
def test_scenario_45_a_softer_rule_helps_nobody_who_opened_before(cast: Cast, policy: Path) -> None:
    activity = opened(cast, a_plan(cast))
    was = Governing.objects.get(activity=activity).pack
    with_days(policy, 28)
    with clock.stopped(date(2016, 12, 13)):
        row = move(activity=activity, to="closed", by=None, at=clock.now())
    assert row.pack == was
    assert pack_in_force().version != was.digest
    assert kept_pack(row.pack.digest).version == was.digest


@pytest.mark.django_db
def test_a_harder_rule_harms_nobody_who_opened_before_but_meets_the_next(cast: Cast, policy: Path) -> None:
    running, waiting = opened(cast, a_plan(cast)), noticed(cast, a_plan(cast))
    with_days(policy, 120)
    with clock.stopped(date(2016, 9, 12)), pytest.raises(HeldBack, match=r"GP-n\.1: Only 91 days .* asks for 120"):
        move(activity=waiting, to="open", by=cast.bilal, at=clock.now())
    with clock.stopped(date(2016, 12, 13)):
        move(activity=running, to="closed", by=None, at=clock.now())
    assert running.stage == "closed"


@pytest.mark.django_db
def test_lowering_84_days_to_28_does_not_pass_an_attempt_that_was_refused(cast: Cast, policy: Path) -> None:
    activity = a_plan(cast, closes=date(2016, 10, 24))
    with clock.stopped(date(2016, 8, 1)), pytest.raises(HeldBack) as refused:
        move(activity=activity, to="noticed", by=cast.ann, at=clock.now())
    with_days(policy, 28)
    row = refused.value.row
    assert replay(row).is_same
    assert row.checks.get(check_id="GP-n.1").result == "refused"


@pytest.mark.django_db
def test_a_change_of_the_pack_is_public_with_what_changed_and_who_says_why(
    client: Client, cast: Cast, policy: Path
) -> None:
    keep_pack(at=clock.midday(date(2016, 1, 1)))
    with_days(policy, 28)
    row = keep_pack(at=clock.midday(date(2016, 6, 1)))
    older, newer = PackVersion.objects.order_by("seen_at")
    assert changes_between(kept_pack(older.digest), kept_pack(newer.digest)) == ("GP-n.1: days was 84, is 28.",)
    page = client.get(reverse("compact:pack")).content.decode()
    print(page[page.index('id="versions"') :])
    assert "GP-n.1: days was 84, is 28." in page
    assert "Nobody has said yet who changed this and why." in page
    with pytest.raises(Refused):
        sign_pack(pack=row, because="Because I say so, as anybody may.", by=cast.bilal, at=clock.now())
    sign_pack(pack=row, because="The Partnership agreed four weeks in May.", by=cast.sue, at=clock.now())
    page = client.get(reverse("compact:pack")).content.decode()
    assert "The Partnership agreed four weeks in May." in page
    with pytest.raises(Conflict, match="already signed"):
        sign_pack(pack=row, because="The Partnership agreed four weeks in May.", by=cast.sue, at=clock.now())


@pytest.mark.django_db
def test_going_back_to_an_older_pack_is_on_record_as_well(cast: Cast, policy: Path) -> None:
    first = keep_pack(at=clock.midday(date(2016, 1, 1)))
    for days in (28, 84):
        with_days(policy, days)
        row = keep_pack(at=clock.midday(date(2016, 6, 1)))
    assert row == first
    changes = Entry.objects.filter(what="compact.pack_changed").order_by("id")
    assert [entry.header["changes"] for entry in changes] == [
        [], ["GP-n.1: days was 84, is 28."], ["GP-n.1: days was 28, is 84."],
    ]  # fmt: skip


@pytest.mark.django_db
def test_keeping_the_same_pack_twice_keeps_it_once(cast: Cast) -> None:
    assert keep_pack(at=clock.now()) == keep_pack(at=clock.now())
    assert PackVersion.objects.count() == 1


class Watched:
    """A snapshot that remembers which of its fields were looked at."""

    def __init__(self, seen: s.Snapshot) -> None:
        self.seen, self.looked_at = seen, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.looked_at.add(name)
        return getattr(self.seen, name)


@pytest.mark.django_db
def test_no_check_looks_at_what_its_gate_did_not_gather(cast: Cast) -> None:
    """`snapshot.ASKED_FROM` leaves out what a stage's gates do not ask: this holds the whole pack to it."""
    from heard.compact.queries.snapshot import ASKED_FROM, GATHERERS
    from heard.rules.compact import REGISTRY
    from heard.rules.lifecycle import MOVES

    pack = pack_in_force()
    seen = snapshot_of(a_plan(cast), date(2016, 8, 1))
    for each in MOVES:
        gathered = set(ASKED_FROM.get(each.from_stage, ()))
        for terms in pack.guarding(each.guard, "high"):
            watched: Any = Watched(seen)
            REGISTRY[terms.id].function(watched, terms.parameters)
            missing = (watched.looked_at & set(GATHERERS)) - gathered
            assert (terms.id, each.name, missing) == (terms.id, each.name, set())


@pytest.mark.django_db
def test_the_gates_page_judges_exactly_what_the_move_then_keeps(cast: Cast) -> None:
    activity = closed(cast, a_plan(cast))
    factories.a_contribution(activity.strands.get(), "Open before work", received_at=clock.midday(date(2016, 10, 1)))
    day = date(2017, 1, 10)
    with clock.stopped(day):
        shown = gates(activity)
        with pytest.raises(HeldBack) as refused:
            move(activity=activity, to="found", by=cast.ann, at=clock.now())
    assert shown is not None
    kept = refused.value.row.checks.order_by("pk").values_list("check_id", "result", "why")
    assert list(kept) == [(each.id, each.result, each.why) for each in shown.checks]
