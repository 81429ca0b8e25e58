"""What must never break (handbook §4.5), held against random walks through the moves on the real database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.compact.plans import a_cast, a_plan, written

from heard.activities.actions import Said, extend, mark, receive_contribution
from heard.activities.models import Contribution, Passage, Plan
from heard.compact.actions import approve, move, override
from heard.compact.models import Governing, Move
from heard.compact.queries import replay
from heard.decisions import actions as decisions
from heard.decisions.models import Commitment, Decision, Feedback, FeedbackChannel
from heard.evaluation import actions as evaluation
from heard.evaluation.models import Evaluation
from heard.findings.actions import attach_evidence, code_passage, share_findings
from heard.findings.models import Finding
from heard.ground import clock
from heard.ground.refusal import Refused

STAGES = ("planned", "noticed", "open", "closed", "found", "decided", "told", "evaluated", "archived")
OPENED = (*STAGES[2:], "withdrawn")
SPOILS = (
    {"open_matters": []}, {"influence_statement": ""}, {"decision_maker": ""}, {"decides_on": None},
    {"duration_rationale": ""}, {"duration_rationale": "Those who are away lose out, so we ring them."},
)  # fmt: skip


class Walk(RuleBasedStateMachine):
    """An activity in the hands of people who try everything, in any order, on any day."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.cast = a_cast()
        self.day = date(2016, 7, 1)
        self.latest_close = date.min
        self.was_flagged = False
        self.governed_by: int | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @initialize(
        weeks=st.sampled_from([6, 13]),
        channels=st.sampled_from([("web",), ("web", "paper"), ("web", "paper")]),
        decided_on=st.sampled_from([None, None, None, date(2016, 10, 1)]),
    )
    def plan(self, weeks: int, channels: tuple[str, ...], decided_on: date | None) -> None:
        opens = date(2016, 9, 12)
        self.activity = a_plan(self.cast, opens=opens, closes=opens + timedelta(weeks=weeks), channels=channels)
        self.decided_on = decided_on

    def tried(self, act: Any, **asked: Any) -> bool:
        """Try something today; a refusal is an answer."""
        with clock.stopped(self.day):
            try:
                with transaction.atomic():
                    act(at=clock.now(), **asked)
            except Refused:
                return False
        return True

    @rule(to=st.sampled_from(STAGES), who=st.sampled_from(["ann", "bilal", "odile", "sue"]))
    def anyone_moves_it_anywhere(self, to: str, who: str) -> None:
        self.activity.refresh_from_db()
        self.tried(
            move, activity=self.activity, to=to, by=getattr(self.cast, who), reason="We go on as it was announced."
        )

    @rule(skips=st.sampled_from([False, False, False, False, True]))
    def the_next_step_is_prepared_and_made(self, skips: bool) -> None:
        """The work that the next gate asks for (or not, when skipped), and then the move, by whoever may make it."""
        self.activity.refresh_from_db()
        stage = self.activity.stage
        if stage not in STAGES[:-1]:
            return
        if not skips:
            getattr(self, f"prepare_after_{stage}")()
        who = {"found": self.cast.odile}.get(stage, self.cast.ann)
        to = STAGES[STAGES.index(stage) + 1]
        self.tried(move, activity=self.activity, to=to, by=who, reason="We go on as it was announced.")

    def prepare_after_planned(self) -> None:
        for who in (self.cast.ann, self.cast.sue):
            self.tried(approve, activity=self.activity, by=who)

    def prepare_after_noticed(self) -> None:
        self.prepare_after_planned()
        self.day = max(self.day, date(2016, 9, 12))

    def prepare_after_open(self) -> None:
        self.someone_answers("web")
        self.day = max(self.day, self.activity.closes_on + timedelta(days=1))

    def prepare_after_closed(self) -> None:
        self.day += timedelta(days=20)
        with clock.stopped(self.day):
            for finding in Finding.objects.filter(activity=self.activity):
                for passage in Passage.objects.filter(contribution__strand__activity=self.activity):
                    code_passage(passage=passage, themes={}, by=self.cast.ann, at=clock.now())
                    attach_evidence(finding=finding, passage=passage, by=self.cast.ann, at=clock.now())
            if not Finding.objects.filter(activity=self.activity).exists():
                written(self.cast, self.activity)

    def prepare_after_found(self) -> None:
        self.day += timedelta(days=20)
        with clock.stopped(self.day):
            at = clock.now()
            pack = decisions.freeze_pack(activity=self.activity, by=self.cast.ann, at=at)
            decisions.open_pack(pack=pack, by=self.cast.odile, at=at)
            made = self.decide(self.decided_on or self.day)
            for finding in Finding.objects.filter(activity=self.activity):
                answer = decisions.answer_finding(finding=finding, kind="adopted", by=self.cast.odile, at=at)
                decisions.make_commitment(
                    decision=made, words="Open at six.", owner="Baths", due_on=self.day, answers=[answer],
                    by=self.cast.ann, at=at,
                )  # fmt: skip

    def decide(self, on: date) -> Decision:
        return decisions.record_decision(
            activity=self.activity, maker="Cabinet Member", made_on=on, option="Open at six.", reasons="Asked for.",
            alternatives="No change.", conflicts="None.", by=self.cast.odile, at=clock.now(),
        )  # fmt: skip

    def prepare_after_decided(self) -> None:
        with clock.stopped(self.day):
            asked = {"activity": self.activity, "by": self.cast.ann, "at": clock.now()}
            decisions.compose_feedback(summary="You asked, we did.", not_heard="", **asked)
            decisions.start_telling(**asked)
        for channel in self.activity.strands.get().channels:
            self.tried(
                decisions.tell_channel, activity=self.activity, channel=channel, how="A poster.", given_on=self.day,
                by=self.cast.ann,
            )  # fmt: skip

    def prepare_after_told(self) -> None:
        self.tried(
            evaluation.write_evaluation, activity=self.activity, learned="Ask earlier.", representative="Mostly.",
            what_changed="Hours.", better_informed_or_able="Yes.", by=self.cast.ann,
        )  # fmt: skip

    def prepare_after_evaluated(self) -> None:
        self.tried(share_findings, activity=self.activity, terms="Use it and name us.", by=self.cast.ann)
        for made in Commitment.objects.filter(decision__activity=self.activity):
            self.tried(
                decisions.settle_commitment, commitment=made, state="done", evidence="Seen.", by=self.cast.ann
            )  # fmt: skip

    @rule(channel=st.sampled_from(["web", "paper"]))
    def someone_answers(self, channel: str) -> None:
        self.activity.refresh_from_db()
        self.tried(
            receive_contribution, strand=self.activity.strands.get(), channel=channel,
            passages=[Said("Open before work.")], by=None if channel == "web" else self.cast.bilal,
        )  # fmt: skip

    @rule(words=st.sampled_from(SPOILS))
    def someone_edits_the_plan(self, words: dict[str, Any]) -> None:
        self.activity.refresh_from_db()
        if self.activity.stage in ("planned", "noticed"):
            Plan.objects.filter(activity=self.activity).update(**words)

    @rule(days=st.integers(-60, 60))
    def someone_moves_the_closing_day(self, days: int) -> None:
        self.activity.refresh_from_db()
        new = self.activity.closes_on + timedelta(days=days)
        self.tried(extend, activity=self.activity, new_date=new, reason="The post is slow.", by=self.cast.bilal)
        if self.activity.stage in OPENED and days < 0:
            self.tried(mark, activity=self.activity, by=self.cast.bilal, closes_on=new)

    @rule(before=st.integers(-40, 40))
    def a_decision_is_recorded(self, before: int) -> None:
        self.activity.refresh_from_db()
        on = self.activity.closes_on - timedelta(days=before)
        if on <= self.day:
            self.tried(lambda at: self.decide(on))

    @rule()
    def it_is_reopened(self) -> None:
        self.activity.refresh_from_db()
        self.tried(
            move, activity=self.activity, to="reopen", by=self.cast.ann, reason="New facts came to light.",
            closes_on=self.day + timedelta(days=30),
        )  # fmt: skip

    @rule()
    def it_is_withdrawn_now_and_then(self) -> None:
        self.activity.refresh_from_db()
        if self.day.day % 5 == 0:
            self.tried(move, activity=self.activity, to="withdraw", by=self.cast.ann, reason="The roof fell in today.")

    @rule(check=st.sampled_from(["GP-n.1", "UP-e.1", "UP-a.1", "P-8.2"]))
    def a_senior_lead_overrides_what_she_can(self, check: str) -> None:
        self.activity.refresh_from_db()
        self.tried(
            override, activity=self.activity, check_id=check, reason="I have my reasons for this.", by=self.cast.sue
        )

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days: int) -> None:
        self.day += timedelta(days=days)

    @invariant()
    def the_word_is_kept(self) -> None:
        if not hasattr(self, "activity"):
            return
        self.activity.refresh_from_db()
        self.i_1_nothing_is_archived_before_its_time()
        self.i_2_the_flag_stays()
        self.i_3_i_4_i_5_what_opened_was_honest()
        self.i_4_closing_only_moves_later()
        self.i_26_one_pack_governs_for_life()

    def i_1_nothing_is_archived_before_its_time(self) -> None:
        if self.activity.stage != "archived":
            return
        used = set(
            Contribution.objects.filter(strand__activity=self.activity, state="received").values_list(
                "channel", flat=True
            )
        )
        told = FeedbackChannel.objects.filter(activity=self.activity, given_on__isnull=False)
        assert used <= set(told.values_list("channel", flat=True))
        assert Feedback.objects.get(activity=self.activity).published_at
        assert Evaluation.objects.get(activity=self.activity).published_at
        promises = Commitment.objects.filter(decision__activity=self.activity)
        assert {made.state for made in promises} <= {"done", "changed", "dropped"}

    def i_2_the_flag_stays(self) -> None:
        made = Decision.objects.filter(activity=self.activity).first()
        early = made is not None and made.made_on <= self.activity.closes_on and self.activity.stage != "open"
        assert self.activity.pre_decided or not (early or self.was_flagged)
        self.was_flagged = self.was_flagged or self.activity.pre_decided

    def i_3_i_4_i_5_what_opened_was_honest(self) -> None:
        opening = Move.objects.filter(activity=self.activity, name="open", allowed=True).first()
        if opening is None:
            assert self.activity.stage not in OPENED[:-1]
            return
        seen = opening.snapshot
        assert seen["open_matters"]
        assert seen["influence_statement"].strip()
        assert seen["decision_maker"].strip()
        assert seen["decides_on"]
        assert seen["declaration"]["nothing_decided"]
        assert seen["declaration"]["signed_by"]
        days = date.fromisoformat(seen["closes_on"]) - date.fromisoformat(seen["opens_on"])
        assert days.days >= 84 or self.activity.short_period_because.strip()
        assert set(seen["strands"][0]["channels"]) - {"web", "email", "text_message"}

    def i_4_closing_only_moves_later(self) -> None:
        if self.activity.stage in OPENED and self.activity.closes_on_at_opening:
            assert self.activity.closes_on >= max(self.latest_close, self.activity.closes_on_at_opening)
            self.latest_close = self.activity.closes_on

    def i_26_one_pack_governs_for_life(self) -> None:
        governing = Governing.objects.filter(activity=self.activity).first()
        assert (governing is None) == (
            not Move.objects.filter(activity=self.activity, name="open", allowed=True).exists()
        )
        if governing:
            assert self.governed_by in (None, governing.pack_id)
            self.governed_by = governing.pack_id


@pytest.mark.django_db
def test_invariants_i_1_to_i_5_and_i_26_hold_on_any_walk() -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.django_db
def test_the_straight_walk_reaches_the_archive_and_every_gate_replays() -> None:
    walk = Walk()
    walk.plan(weeks=13, channels=("web", "paper"), decided_on=None)
    for _step in range(8):
        walk.the_next_step_is_prepared_and_made(skips=False)
        walk.the_word_is_kept()
    assert walk.activity.stage == "archived"
    assert all(replay(row).is_same for row in Move.objects.filter(activity=walk.activity))
    walk.teardown()


@pytest.mark.django_db
def test_a_walk_that_was_decided_too_early_stays_flagged_to_the_archive() -> None:
    walk = Walk()
    walk.plan(weeks=13, channels=("web", "paper"), decided_on=date(2016, 10, 1))
    for _step in range(8):
        walk.the_next_step_is_prepared_and_made(skips=False)
        walk.the_word_is_kept()
    assert (walk.activity.stage, walk.activity.pre_decided) == ("archived", True)
    walk.teardown()
