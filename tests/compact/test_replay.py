"""A gate can be judged again years later from what was kept; a pack that changes governs nobody who opened before."""

from __future__ import annotations

import json
import re
from dataclasses import is_dataclass, replace
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
from heard.compact.jobs import close_due
from heard.compact.models import CheckResult, Governing, Move, PackVersion
from heard.compact.queries import (
    changes_between,
    gates,
    kept_pack,
    names_asked,
    names_in,
    pack_in_force,
    replay,
    snapshot_data,
    snapshot_digest,
    snapshot_from,
    snapshot_json,
    snapshot_of,
)
from heard.compact.queries.snapshot import GATHERERS
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.rules import snapshot as s
from heard.rules.compact import REGISTRY

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
def test_a_pack_with_a_fault_opens_nothing_and_stops_nothing_that_has_opened(
    client: Client, cast: Cast, policy: Path
) -> None:
    running, waiting = opened(cast, a_plan(cast)), noticed(cast, a_plan(cast))
    path = policy / "compact.toml"
    path.write_text(path.read_text("utf-8").replace("days = 84", "weeks = 12"), "utf-8")
    with clock.stopped(date(2016, 9, 12)), pytest.raises(Conflict, match=r"GP-n\.1: unknown parameter “weeks”"):
        move(activity=waiting, to="open", by=cast.bilal, at=clock.now())
    answer = client.get(reverse("compact:pack"))
    assert (answer.status_code, "cannot be used as they are written" in answer.content.decode()) == (409, True)
    assert client.get(reverse("compact:how_run", args=[running.slug])).status_code == 200
    with clock.stopped(date(2016, 12, 13)):
        assert close_due() == 1
    running.refresh_from_db()
    assert running.stage == "closed"


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
    """A value that remembers which of its fields were looked at, and passes the memory on to those inside."""

    def __init__(self, seen: Any, looked_at: set[str]) -> None:
        self.__dict__.update(_seen=seen, _looked_at=looked_at)

    @property
    def __class__(self) -> Any:
        return type(self._seen)

    def __getattr__(self, name: str) -> Any:
        self._looked_at.add(name)
        value = getattr(self._seen, name)
        if isinstance(value, tuple):
            return tuple(Watched(each, self._looked_at) if is_dataclass(each) else each for each in value)
        return Watched(value, self._looked_at) if is_dataclass(value) else value


def full_snapshots() -> list[s.Snapshot]:
    """Snapshots of every stage of a life that has something of everything, honest and spoilt."""
    full = s.Snapshot(
        level="consult", opens_on=date(2016, 9, 12), closes_on=date(2016, 12, 12), today=date(2017, 1, 9),
        groups=(s.Group("Older swimmers", True, True, True, reached_by=("Box",)),),
        strands=(s.Strand("Box", "box", ("web", "paper"), blockers=("No question",), capture_owed=("A form",)),),
        counts=(s.Count("Box", "web", 3, 2, 0),), themes=(s.Theme("Hours", 2, 3),),
        findings=(s.Finding("f1", "Open earlier", 2, strands=("Box",), answer="partly"),),
        decision=s.Decision("Cabinet", date(2016, 10, 1)), commitments=(s.Commitment("c1", state="done"),),
        feedback=s.Feedback(date(2017, 1, 1), "You said", ("web", "paper"), ("web",)),
    )  # fmt: skip
    return [full, replace(full, strands=(replace(full.strands[0], capture_owed=()),), counts=()), s.Snapshot()]


@pytest.mark.parametrize("check_id", sorted(REGISTRY))
def test_what_a_check_looks_at_is_known_beforehand(check_id: str) -> None:
    """`queries.asked` reads it from the code: so a snapshot gathers what any city's pack may ask, and no more."""
    terms = next(each for each in pack_in_force().checks if each.id == check_id)
    for seen in full_snapshots():
        looked_at: set[str] = set()
        watched: Any = Watched(seen, looked_at)
        REGISTRY[check_id].function(watched, terms.parameters)
        assert looked_at & {*GATHERERS, "blockers"} <= names_in(REGISTRY[check_id].function)


def test_closing_does_not_count_codings_and_publishing_findings_does() -> None:
    pack = pack_in_force()
    assert not {"themes", "findings", "counts", "evaluation"} & names_asked(pack, "open")
    assert {"themes", "findings", "counts"} <= names_asked(pack, "closed")
    assert "blockers" in names_asked(pack, "noticed")


@pytest.mark.django_db
def test_a_city_that_asks_earlier_is_answered_earlier(cast: Cast, policy: Path) -> None:
    """Another pack asks at closing already that whatever was left out has its reason: then counting is gathered."""
    path = policy / "compact.toml"
    text = re.sub(
        r'(id = "UP-f.2".*?before = )\[[^\]]*\]', r'\g<1>["closed"]', path.read_text("utf-8"), flags=re.DOTALL
    )
    path.write_text(text, "utf-8")
    activity = opened(cast, a_plan(cast))
    factories.a_contribution(activity.strands.get(), "Open early", received_at=clock.midday(date(2016, 10, 1)))
    counts = snapshot_of(activity, date(2016, 12, 13)).counts
    assert {count.channel: count.received for count in counts} == {"web": 1, "paper": 0, "phone": 0}


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
