"""The checks of the Compact, as tables a resident could check by hand, and as properties over any plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.city import DONE, GOOD, OPENING, PACK, not_passed, result, with_part

from heard.rules.compact import allowed, judge, reasons_owed
from heard.rules.snapshot import (
    Access,
    ChannelTerms,
    Declaration,
    Group,
    Override,
    Privacy,
    Snapshot,
)

PHASE_1 = {"noticed_on": date(2015, 11, 9), "opens_on": date(2015, 12, 7), "closes_on": date(2016, 2, 1)}
PHASE_2 = {"noticed_on": date(2016, 8, 1), "opens_on": date(2016, 9, 12), "closes_on": date(2016, 12, 12)}
OTHER_DAYS = {
    "purpose_written_on": None,
    "decides_on": date(2017, 3, 1),
    "feedback_due_on": date(2017, 2, 1),
    "declaration": replace(GOOD.declaration, signed_on=date(2015, 11, 2)),
    "stakeholders": (replace(GOOD.stakeholders[0], accepted_on=date(2015, 11, 2)),),
    "comms_approved_on": date(2015, 11, 2),
}


def test_connecting_communities_phase_1_is_refused_on_gp_n_without_a_rationale() -> None:
    plan = replace(GOOD, **OTHER_DAYS, **PHASE_1, today=PHASE_1["opens_on"])
    assert not_passed(plan, "open") == {"GP-n.1": "refused", "GP-n.2": "warn", "GP-c.3": "advise"}
    assert result(plan, "open", "GP-n.1").why == (
        "Only 56 days (7 December 2015 to 1 February 2016); the Compact asks for 84 or a published reason. "
        "(No national rule fixes weeks since 2012.)"
    )
    verdict = allowed(judge(plan, PACK, "open"))
    assert (bool(verdict), verdict.clause) == (False, "GP-n.1")
    assert verdict.way_forward == "Mend duration_rationale."


def test_connecting_communities_phase_1_opens_with_a_rationale_and_a_holiday_warning() -> None:
    reason = "The budget is set in March. Shift workers lose out; we visit depots in January."
    plan = replace(GOOD, **OTHER_DAYS, **PHASE_1, today=PHASE_1["opens_on"], duration_rationale=reason)
    assert not_passed(plan, "open") == {"GP-n.1": "warn", "GP-n.2": "warn", "GP-c.3": "advise"}
    assert allowed(judge(plan, PACK, "open"))
    assert result(plan, "open", "GP-n.1").evidence["rationale"] == reason
    assert result(plan, "open", "GP-n.2").why == (
        "18 days fall in Christmas (18 December 2015 to 4 January 2016) and no extension is given."
    )


def test_connecting_communities_phase_2_passes() -> None:
    plan = replace(GOOD, **OTHER_DAYS, **PHASE_2, today=PHASE_2["opens_on"])
    assert not_passed(plan, "noticed") == not_passed(plan, "open") == {}
    assert result(plan, "open", "GP-n.1").why == "People have 91 days; the Compact asks for 84 (12 weeks)."


@pytest.mark.parametrize("guard", ["planned", "noticed", "open"])
def test_the_example_plan_passes_every_check_on_its_opening_day(guard: str) -> None:
    assert not_passed(GOOD, guard) == {}


@pytest.mark.parametrize(
    "guard, day",
    [
        ("closed", date(2027, 4, 20)),
        ("found", date(2027, 4, 26)),
        ("decided", date(2027, 6, 15)),
        ("told", date(2027, 6, 28)),
        ("evaluated", date(2027, 9, 1)),
        ("archived", date(2027, 10, 1)),
    ],
)
def test_the_whole_example_passes_every_later_move(guard: str, day: date) -> None:
    assert not_passed(replace(DONE, today=day), guard) == {}


HOLES = [
    ("noticed", {"lead_is_signatory": False}, "A-1.1", "warn", "lead_partner"),
    ("noticed", {"lead_partner": ""}, "A-1.1", "warn", "lead_partner"),
    ("noticed", {"open_matters": ()}, "P-1.1", "refused", "open_matters"),
    ("noticed", {"open_matters": ("", " – ")}, "P-1.1", "refused", "open_matters"),
    ("noticed", {"topics": ("Licensing",)}, "P-1.2", "advise", "stakeholders"),
    ("planned", {"level": ""}, "P-8.1", "refused", "level"),
    ("open", {"influence_statement": ""}, "P-9.1", "refused", "influence_statement"),
    ("open", {"decision_maker": ""}, "P-9.1", "refused", "decision_maker"),
    ("open", {"decides_on": None}, "P-9.1", "refused", "decides_on"),
    ("open", {"other_inputs": ""}, "P-9.1", "refused", "other_inputs"),
    ("noticed", {"strands": ()}, "P-10.1", "refused", "strands"),
    ("noticed", {"stakeholders": ()}, "P-11.1", "refused", "stakeholders"),
    ("planned", {"access": Access()}, "P-12.1", "advise", "access.equality_analysis"),
    ("planned", {"title": ""}, "GP-a.1", "refused", "title"),
    ("planned", {"purpose": " "}, "GP-a.1", "refused", "purpose"),
    ("planned", {"purpose": "bus " * 51}, "GP-a.1", "refused", "purpose"),
    ("planned", {"audience": ""}, "GP-a.2", "refused", "audience"),
    ("planned", {"groups": ()}, "GP-a.3", "refused", "groups"),
    ("open", {"information_pack": ""}, "GP-a.5", "refused", "information_pack"),
    ("noticed", {"purpose_written_on": date(2026, 10, 20)}, "GP-b.1", "warn", "strands[0].method_chosen_on"),
    ("noticed", {"publicity_channels": ()}, "GP-c.1", "refused", "publicity_channels"),
    ("noticed", {"feedback_channels": ()}, "GP-c.1", "refused", "feedback_channels"),
    ("noticed", {"feedback_channels": ("web",)}, "GP-c.2", "warn", "feedback_channels"),
    ("noticed", {"feedback_due_on": None}, "GP-c.3", "warn", "feedback_due_on"),
    ("noticed", {"feedback_due_on": date(2027, 4, 19)}, "GP-c.3", "warn", "feedback_due_on"),
    ("noticed", {"feedback_due_on": date(2027, 7, 13)}, "GP-c.3", "advise", "feedback_due_on"),
    ("noticed", {"declaration": Declaration()}, "GP-f.1", "refused", "declaration.signed_by"),
    ("noticed", {"approved_by": ("Ann", " ann ")}, "GP-f.2", "refused", "approved_by"),
    ("noticed", {"access": Access()}, "GP-g.1", "refused", "access.equality_analysis"),
    ("open", {"influence_statement": ""}, "GP-h.1", "refused", "influence_statement"),
    ("noticed", {"noticed_on": date(2027, 1, 4)}, "GP-m.1", "warn", "notice_reason"),
    ("noticed", {"noticed_on": OPENING}, "GP-m.2", "refused", "noticed_on"),
    ("noticed", {"noticed_on": None}, "GP-m.2", "refused", "noticed_on"),
    ("open", {"noticed_on": date(2027, 1, 20)}, "GP-m.2", "refused", "noticed_on"),
    ("noticed", {"closes_on": date(2027, 4, 11)}, "GP-n.1", "refused", "duration_rationale"),
    ("noticed", {"opens_on": None}, "GP-n.3", "refused", "opens_on"),
    ("noticed", {"closes_on": None}, "GP-n.3", "refused", "closes_on"),
    ("noticed", {"closes_on": date(2027, 1, 17)}, "GP-n.3", "refused", "closes_on"),
    ("open", {"closes_on_at_opening": date(2027, 4, 20)}, "GP-n.4", "refused", "closes_on"),
    ("open", {"statutory_minimum_days": 92}, "GP-n.5", "refused", "closes_on"),
    ("open", {"today": date(2027, 1, 17)}, "GP-n.6", "refused", "opens_on"),
    ("open", {"today": date(2027, 4, 20)}, "GP-n.6", "refused", "closes_on"),
    ("open", {"today": date(2027, 1, 26)}, "GP-n.6", "refused", "closes_on"),
    ("open", {"today": date(2027, 1, 20)}, "GP-n.6", "advise", "opens_on"),
    ("noticed", {"lead_feedback_overdue": 3}, "UP-a.3", "warn", "lead_feedback_overdue"),
    ("noticed", {"decision_made_on": date(2027, 4, 19)}, "UP-d.1", "refused", "decision_made_on"),
    ("open", {"decision_made_on": date(2026, 1, 1)}, "UP-d.1", "refused", "decision_made_on"),
    ("noticed", {"declaration": Declaration()}, "UP-d.2", "refused", "declaration.nothing_decided"),
    ("noticed", {"options": ("One",), "something_else_welcome": None}, "UP-d.3", "warn", "options"),
    ("noticed", {"rejected_alternatives": ""}, "UP-d.4", "warn", "rejected_alternatives"),
    ("noticed", {"decides_on": date(2027, 4, 19)}, "UP-d.5", "refused", "decides_on"),
    ("open", {"late_response_policy": ""}, "UP-f.5", "refused", "late_response_policy"),
    ("noticed", {"privacy": Privacy()}, "B0-c.1", "refused", "privacy.lawful_basis"),
]


@pytest.mark.parametrize("guard, hole, check_id, expected, field", HOLES)
def test_each_hole_in_the_plan_is_found_and_pointed_at(
    guard: str, hole: dict, check_id: str, expected: str, field: str
) -> None:
    found = result(replace(GOOD, **hole), guard, check_id)
    assert (found.result, found.field) == (expected, field)


PARTS = [
    ("noticed", ("groups", 0, {"seldom_heard": False}), "P-7.1", "refused", "no_seldom_heard_because"),
    ("noticed", ("groups", 0, {"reached_by": ()}), "P-10.1", "refused", "groups[0].reached_by"),
    ("noticed", ("groups", 0, {"reached_by": ("No such thing",)}), "P-10.1", "refused", "groups[0].reached_by"),
    ("noticed", ("strands", 1, {"why": ""}), "P-10.2", "advise", "strands[1].why"),
    ("noticed", ("groups", 0, {"remedy": ""}), "P-10.3", "advise", "groups[0].remedy"),
    ("open", ("strands", 0, {"blockers": ("It has no questions.",)}), "P-10.4", "refused", "strands[0]"),
    ("noticed", ("stakeholders", 0, {"accepted_on": None}), "P-11.1", "refused", "stakeholders[0].accepted_on"),
    ("noticed", ("stakeholders", 0, {"stake": "affected"}), "P-11.1", "refused", "stakeholders"),
    ("noticed", ("stakeholders", 0, {"accepted_on": date(2027, 2, 1)}), "P-11.1", "warn", "stakeholders"),
    ("noticed", ("strands", 1, {"generic": True}), "GP-b.2", "warn", "groups[0].reached_by"),
    ("noticed", ("declaration", None, {"signed_on": None}), "GP-f.1", "refused", "declaration.signed_on"),
    (
        "noticed", ("declaration", None, {"would_change_my_mind": ""}), "GP-f.1", "refused",
        "declaration.would_change_my_mind",
    ),
    ("noticed", ("declaration", None, {"what_is_fixed": ""}), "GP-f.1", "refused", "declaration.what_is_fixed"),
    ("noticed", ("declaration", None, {"signed_on": date(2026, 12, 8)}), "GP-f.1", "warn", "declaration.signed_on"),
    ("noticed", ("access", None, {"formats": ("large_print",)}), "GP-g.2", "refused", "access.formats"),
    ("noticed", ("access", None, {"languages": ("Polish",)}), "GP-g.3", "warn", "access.languages"),
    ("noticed", ("access", None, {"venue_check": ""}), "GP-g.4", "advise", "access.venue_check"),
    ("noticed", ("access", None, {"support_offered": ""}), "GP-g.4", "advise", "access.support_offered"),
    ("noticed", ("declaration", None, {"nothing_decided": None}), "UP-d.2", "refused", "declaration.nothing_decided"),
    ("noticed", ("declaration", None, {"nothing_decided": False}), "UP-d.2", "refused", "declaration.nothing_decided"),
    ("noticed", ("declaration", None, {"signed_by": " "}), "UP-d.2", "refused", "declaration.signed_by"),
    ("noticed", ("declaration", None, {"signed_on": date(2028, 1, 1)}), "UP-d.2", "warn", "declaration.signed_on"),
    ("noticed", ("decision", None, {"made_on": date(2027, 2, 1)}), "UP-d.1", "refused", "decision_made_on"),
    ("noticed", ("privacy", None, {"retention": ""}), "B0-c.1", "refused", "privacy.retention"),
]  # fmt: skip


@pytest.mark.parametrize("guard, part, check_id, expected, field", PARTS)
def test_each_hole_in_a_part_of_the_plan_is_found(
    guard: str, part: tuple, check_id: str, expected: str, field: str
) -> None:
    name, number, values = part
    found = result(with_part(GOOD, name, number, **values), guard, check_id)
    assert (found.result, found.field) == (expected, field)


def test_feedback_twelve_weeks_after_closing_is_in_time() -> None:
    found = result(replace(GOOD, feedback_due_on=date(2027, 7, 12)), "noticed", "GP-c.3")
    assert (found.result, found.why) == ("pass", "Feedback is promised within 84 days of closing.")


def test_a_purpose_of_fifty_words_is_short_enough() -> None:
    assert result(replace(GOOD, purpose="bus " * 50), "planned", "GP-a.1").why == "The purpose is said in 50 words."


@pytest.mark.parametrize("closes, expected", [(date(2027, 4, 11), "refused"), (date(2027, 4, 12), "pass")])
def test_eighty_three_days_are_too_few_and_eighty_four_enough(closes: date, expected: str) -> None:
    assert result(replace(GOOD, closes_on=closes), "open", "GP-n.1").result == expected


def test_informing_is_not_held_to_twelve_weeks() -> None:
    plan = replace(GOOD, level="inform", closes_on=date(2027, 1, 25))
    found = result(plan, "open", "GP-n.1")
    assert (found.result, found.why) == ("pass", "Not asked of “inform”: this applies from “consult” up.")


@pytest.mark.parametrize(
    "opens, closes, expected",
    [
        (date(2026, 10, 1), date(2026, 12, 30), "pass"),  # 13 days of Christmas
        (date(2026, 10, 1), date(2026, 12, 31), "warn"),  # 14 days
        (date(2027, 5, 10), date(2027, 8, 13), "pass"),  # 13 days of August
        (date(2027, 5, 10), date(2027, 8, 14), "warn"),
    ],
)
def test_fourteen_days_in_a_holiday_are_warned_of(opens: date, closes: date, expected: str) -> None:
    plan = replace(GOOD, opens_on=opens, closes_on=closes)
    assert result(plan, "noticed", "GP-n.2").result == expected
    assert result(replace(plan, holiday_extension="Three weeks more."), "noticed", "GP-n.2").result == "pass"


def test_a_short_notice_carries_its_reason_in_the_warning() -> None:
    plan = replace(GOOD, noticed_on=date(2027, 1, 4))
    checks = judge(plan, PACK, "noticed")
    assert result(plan, "noticed", "GP-m.1").why == (
        "Only 14 days of notice (4 January 2027 to 18 January 2027); voluntary groups need 28 to ask their members. "
        "Publish the reason."
    )
    assert [check.id for check in reasons_owed(plan, checks)] == ["GP-m.1"]
    told = replace(plan, notice_reason="The bridge closes in January.")
    assert reasons_owed(told, judge(told, PACK, "noticed")) == ()


def test_no_notice_needs_a_senior_leads_published_reason() -> None:
    plan = replace(GOOD, noticed_on=OPENING)
    assert not allowed(judge(plan, PACK, "noticed"))
    given_ = Override("GP-m.2", "The bridge closes on Monday.", "Bilal Hussain, senior lead", date(2027, 1, 17))
    overridden = replace(plan, overrides=(given_,))
    found = result(overridden, "noticed", "GP-m.2")
    assert found.result == "override"
    assert found.evidence["override"] == {
        "reason": "The bridge closes on Monday.",
        "by": "Bilal Hussain, senior lead",
        "on": "2027-01-17",
    }
    assert allowed(judge(overridden, PACK, "noticed"))


@pytest.mark.parametrize("reason, by", [("", "Bilal"), ("  ", "Bilal"), ("–", "Bilal"), ("The bridge closes.", " ")])
def test_an_override_without_reason_or_name_is_refused(reason: str, by: str) -> None:
    plan = replace(GOOD, noticed_on=OPENING, overrides=(Override("GP-m.2", reason, by),))
    assert result(plan, "noticed", "GP-m.2").result == "refused"


def test_what_the_compact_forbids_outright_no_override_lets_through() -> None:
    over = Override("GP-n.1", "We are in a hurry.", "Bilal Hussain, senior lead")
    plan = replace(GOOD, closes_on=date(2027, 2, 1), overrides=(over,))
    assert result(plan, "open", "GP-n.1").result == "refused"


def test_the_closing_date_only_ever_moves_later() -> None:
    opened = replace(GOOD, closes_on_at_opening=date(2027, 4, 19))
    assert result(replace(opened, closes_on=date(2027, 4, 18)), "dates_changed", "GP-n.4").result == "refused"
    assert result(replace(opened, closes_on=date(2027, 4, 26)), "dates_changed", "GP-n.4").result == "pass"


def test_it_closes_only_when_the_last_channels_day_is_over() -> None:
    terms = (ChannelTerms("paper", closes_on=date(2027, 4, 23)),)
    plan = with_part(GOOD, "strands", 0, terms=terms)
    assert result(replace(plan, today=date(2027, 4, 23)), "closed", "GP-n.7").result == "refused"
    assert result(replace(plan, today=date(2027, 4, 24)), "closed", "GP-n.7").result == "pass"


def test_reopening_needs_a_closing_day_still_to_come() -> None:
    assert result(replace(DONE, today=date(2027, 4, 20)), "reopened", "GP-n.8").result == "refused"
    assert (
        result(replace(DONE, today=date(2027, 4, 20), closes_on=date(2027, 5, 3)), "reopened", "GP-n.8").result
        == "pass"
    )


def digital_only(plan: Snapshot) -> Snapshot:
    return replace(plan, strands=tuple(replace(strand, channels=("web",)) for strand in plan.strands))


def test_a_web_survey_alone_is_refused_with_the_figures_of_who_is_offline() -> None:
    """Scenario 6."""
    found = result(digital_only(GOOD), "noticed", "UP-e.1")
    assert found.result == "refused"
    assert found.why == (
        "Every way in is digital (the web). About 3% are offline and 30% have only basic use. "
        "Add paper, phone or face to face."
    )


def test_a_closed_audience_that_is_on_line_may_be_asked_on_line() -> None:
    plan = replace(digital_only(GOOD), general_public=False, groups=(Group("Members of the bus forum"),))
    assert result(plan, "noticed", "UP-e.1").result == "pass"
    offline = replace(plan, groups=(Group("Members without internet", offline_likely=True),))
    assert result(offline, "noticed", "UP-e.1").result == "refused"


def test_a_group_likely_to_be_offline_needs_its_own_way_in() -> None:
    plan = with_part(GOOD, "groups", 0, reached_by=("Questions about your journey",))
    assert result(plan, "noticed", "UP-e.2").result == "pass"
    web = with_part(plan, "strands", 0, channels=("web",))
    assert result(web, "noticed", "UP-e.2").result == "refused"


@pytest.mark.parametrize(
    "paper, words",
    [
        ({"questions": 6}, "asks fewer questions (6, not 8)"),
        ({"opens_on": date(2027, 1, 25)}, "opens later (25 January 2027)"),
        ({"closes_on": date(2027, 4, 12)}, "closes earlier (12 April 2027)"),
        ({"shows_influence": False}, "says less about people's influence"),
    ],
)
def test_a_paper_form_that_is_worse_off_is_refused(paper: dict, words: str) -> None:
    """Scenario 7."""
    terms = (ChannelTerms("web", questions=8), ChannelTerms("paper", **paper))
    found = result(with_part(GOOD, "strands", 0, terms=terms), "open", "UP-e.3")
    assert found.result == "refused"
    assert words in found.why
    assert found.field == f"strands[0].terms[1].{next(iter(paper))}"


def test_paper_may_be_better_off_than_the_web() -> None:
    terms = (ChannelTerms("web", questions=8), ChannelTerms("paper", closes_on=date(2027, 4, 22), questions=9))
    assert result(with_part(GOOD, "strands", 0, terms=terms), "open", "UP-e.3").result == "pass"


def test_paper_in_a_strand_of_its_own_is_compared_with_the_web_of_the_same_method() -> None:
    web = replace(GOOD.strands[0], title="On the web", channels=("web",), terms=())
    late = ChannelTerms("paper", opens_on=date(2027, 2, 1))
    paper = replace(GOOD.strands[0], title="On paper", channels=("paper",), terms=(late,))
    plan = replace(GOOD, strands=(web, paper))
    assert result(plan, "open", "UP-e.3").field == "strands[1].terms[0].opens_on"


def test_what_only_informs_should_not_ask_questions() -> None:
    assert result(replace(GOOD, level="inform"), "noticed", "P-8.3").result == "warn"


def test_a_changed_level_needs_a_published_reason() -> None:
    plan = replace(DONE, level_at_opening="involve")
    assert result(plan, "level_changed", "P-8.2").result == "refused"
    over = Override("P-8.2", "We promised more than we could do.", "Bilal Hussain, senior lead")
    assert result(replace(plan, overrides=(over,)), "level_changed", "P-8.2").result == "override"


def test_a_light_activity_has_few_gates_but_no_decision() -> None:
    light = Snapshot(
        title="Tea on Fridays", purpose="To hear how people are.", level="consult", tier="light",
        opens_on=OPENING, closes_on=OPENING, privacy=GOOD.privacy, today=OPENING,
    )  # fmt: skip
    assert allowed(judge(light, PACK, "open"))
    assert {check.id for check in PACK.never_had("open", "light")} >= {"GP-n.1", "UP-d.2", "P-9.1"}
    decided = replace(light, decision_maker="Cabinet Member")
    assert result(decided, "open", "P-8.4").result == "refused"
