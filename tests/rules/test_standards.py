"""P-2, P-4, P-6, A-2, GP-e, P-5, the tiers, Moseley, evidence, elections and the four tests of fairness."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.rules.city import DONE, GOOD, PACK, result, with_part

from heard.rules.compact import allowed, judge, reasons_owed
from heard.rules.gunning import CHECKS, four_tests
from heard.rules.snapshot import Election, Evidence, Override, Snapshot, VoluntaryPart

CHARITY = VoluntaryPart("Example Kitchen", "Asks its members", True, 10, 0, "", "", None, None, None)


def without_pay(**changes: Any) -> Snapshot:
    return replace(GOOD, voluntary_parts=(replace(CHARITY, **changes),))


@pytest.mark.parametrize(
    "changes, check_id, expected, field",
    [
        ({"outcome": " "}, "A-2.1", "advise", "outcome"),
        ({"outcome_number": None}, "A-2.1", "advise", "outcome_number"),
        ({"service": ""}, "P-2.1", "refused", "service"),
        ({"decision_goes_to": "–"}, "P-2.1", "refused", "decision_goes_to"),
        ({"communications_lead": ""}, "P-4.1", "warn", "communications_lead"),
        ({"consultation_lead": ""}, "P-4.1", "warn", "consultation_lead"),
        ({"comms_approved_on": None}, "P-4.2", "warn", "comms_approved_on"),
        ({"comms_approved_on": date(2026, 12, 8)}, "P-4.2", "warn", "comms_approved_on"),
        ({"lead_modules": ()}, "P-6.1", "advise", "lead_modules"),
        ({"lead_modules": ("dancing",)}, "P-6.1", "advise", "lead_modules"),
        ({"formal_consultation": None}, "P-8.5", "refused", "formal_consultation"),
        ({"key_decision": True}, "P-8.6", "refused", "tier"),
        ({"vulnerable_groups": True}, "P-8.6", "refused", "tier"),
        ({"at_stake_pence": 50_000_000}, "P-8.6", "refused", "tier"),
        ({"at_stake_pence": 49_999_999}, "P-8.6", "pass", ""),
        ({"readings": ()}, "P-9.2", "advise", "readings"),
        ({"option_terms": ()}, "GP-a.6", "warn", "option_terms"),
        ({"option_terms": (), "options": ("Only this",)}, "GP-a.6", "pass", ""),
        ({"voluntary_parts": ()}, "GP-e.1", "refused", "voluntary_parts"),
        ({"voluntary_parts": (), "voluntary_involved": False}, "GP-e.1", "pass", ""),
        ({"key_decision": True, "tier": "high"}, "GP-m.3", "advise", "key_decision_noticed_on"),
        (
            {"key_decision": True, "key_decision_noticed_on": date(2027, 6, 1)},
            "GP-m.3",
            "warn",
            "key_decision_noticed_on",
        ),
        ({"key_decision": True, "key_decision_noticed_on": date(2027, 5, 18)}, "GP-m.3", "pass", ""),
    ],
)  # fmt: skip
def test_each_check_says_what_it_found(changes: dict[str, Any], check_id: str, expected: str, field: str) -> None:
    found = result(replace(GOOD, **changes), "open", check_id)
    assert (found.result, found.field) == (expected, field)
    assert len(found.why.split()) <= 40


@pytest.mark.parametrize(
    ("planned", "public", "key", "expected", "words"),
    [
        (date(2027, 5, 10), date(2027, 5, 10), True, "pass", "do not contradict"),
        (date(2027, 5, 10), date(2027, 5, 18), True, "warn", "on 10 May 2027; the public notice is of 18 May 2027"),
        (None, date(2027, 5, 18), True, "pass", "do not contradict"),
        (None, date(2027, 5, 18), False, "warn", "the plan says that it is none"),
        (None, None, True, "pass", "do not contradict"),
    ],
)
def test_the_plan_and_the_public_notice_of_a_key_decision_say_one_day(
    planned: date | None, public: date | None, key: bool, expected: str, words: str
) -> None:
    plan = replace(
        GOOD, key_decision=key, key_decision_noticed_on=planned, decision=replace(GOOD.decision, key_notice_on=public)
    )
    found = result(plan, "open", "GP-m.6")
    assert found.result == expected
    assert words in found.why


def test_a_day_of_notice_without_a_public_notice_is_remarked_on() -> None:
    plan = replace(GOOD, key_decision=True, key_decision_noticed_on=GOOD.today)
    assert result(plan, "open", "GP-m.6").field == "key_decision_noticed_on"


def test_the_public_notice_counts_where_the_plan_says_another_day() -> None:
    late = replace(GOOD.decision, key_notice_on=date(2027, 6, 1))
    plan = replace(GOOD, key_decision=True, key_decision_noticed_on=date(2027, 5, 18), decision=late)
    assert result(plan, "open", "GP-m.3").result == "warn"


def test_what_only_informs_needs_no_decision_route() -> None:
    plan = replace(GOOD, level="inform", service="", decision_goes_to="", formal_consultation=None)
    assert {result(plan, "open", each).result for each in ("P-2.1", "P-8.5")} == {"pass"}


def test_a_reader_who_understood_something_else_is_a_warning() -> None:
    plan = with_part(GOOD, "readings", 1, said="I can choose the price of a ticket.", matches=False)
    found = result(plan, "noticed", "P-9.2")
    assert (found.result, found.field) == ("warn", "readings[1].matches")
    assert "choose the price" in found.why


def test_scenario_26_a_charitys_network_for_nothing_needs_an_override_a_reason_and_its_acknowledgement() -> None:
    plan = without_pay()
    said = {each.id: each.result for each in judge(plan, PACK, "noticed") if each.id.startswith("GP-e")}
    assert said == {"GP-e.1": "refused", "GP-e.2": "warn", "GP-e.3": "refused"}
    overridden = replace(plan, overrides=(Override("GP-e.1", "They offered it.", "Sue, senior lead", plan.today),))
    assert result(overridden, "noticed", "GP-e.1").result == "override"
    assert not allowed(judge(overridden, PACK, "noticed"))  # nobody may override that the charity knows
    agreed = with_part(overridden, "voluntary_parts", 0, acknowledged_on=date(2026, 11, 20), why_nothing="It asked so.")
    assert allowed(judge(agreed, PACK, "noticed"))
    unpaid = result(agreed, "noticed", "GP-e.2")
    assert (unpaid.result, unpaid.evidence["because"]) == ("warn", "It asked so.")
    assert unpaid not in reasons_owed(agreed, [unpaid])


def test_a_body_that_gives_something_else_for_nothing_is_a_warning_with_a_reason() -> None:
    plan = without_pay(uses_network=False)
    assert result(plan, "noticed", "GP-e.1").result == "pass"
    (owed,) = reasons_owed(plan, [result(plan, "noticed", "GP-e.2")])
    assert owed.field == "voluntary_parts[0].why_nothing"
    assert result(without_pay(amount_pence=None), "noticed", "GP-e.1").field == "voluntary_parts[0].amount_pence"


def test_what_was_agreed_and_not_paid_is_named_in_pounds_at_the_evaluation() -> None:
    plan = with_part(DONE, "voluntary_parts", 0, paid_on=None)
    found = result(plan, "evaluated", "P-5.2")
    assert (found.result, found.why) == ("warn", "Not yet paid: Friends of the Library (£480).")
    assert result(DONE, "evaluated", "P-5.2").result == "pass"


def withdrawing(**changes: Any) -> Snapshot:
    return replace(
        GOOD, **{"withdraws_existing_benefit": True, "tier": "high", "reviewed_by": ("Rae Reed",), **changes}
    )


def test_scenario_32_a_benefit_withdrawn_without_rejected_alternatives_is_refused() -> None:
    found = result(withdrawing(rejected_alternatives=""), "noticed", "UP-d.7")
    assert (found.result, found.severity, found.field) == ("refused", "block", "rejected_alternatives")
    assert result(withdrawing(), "noticed", "UP-d.7").result == "pass"
    assert result(replace(GOOD, rejected_alternatives=""), "noticed", "UP-d.7").result == "pass"


def test_a_benefit_withdrawn_needs_an_easier_format() -> None:
    plain = with_part(withdrawing(), "access", formats=("large_print",))
    assert result(plain, "noticed", "GP-g.5").result == "refused"
    assert result(with_part(plain, "access", formats=("Easy Read",)), "noticed", "GP-g.5").result == "pass"


def test_much_at_stake_needs_a_reviewer_from_elsewhere_an_analysis_and_longer_notice() -> None:
    plan = with_part(withdrawing(reviewed_by=()), "access", equality_analysis="", equality_screening_reason="Small.")
    said = {each.id: each.result for each in judge(replace(plan, noticed_on=date(2026, 12, 20)), PACK, "noticed")}
    assert (said["GP-f.3"], said["GP-g.6"], said["GP-m.5"]) == ("refused", "refused", "warn")
    assert "GP-f.3" not in {each.id for each in judge(GOOD, PACK, "noticed")}


@pytest.mark.parametrize(
    "changes, check_id, expected",
    [
        ({"published": False}, "GP-a.7", "refused"),
        ({"published": None}, "GP-a.7", "refused"),
        ({"published": False, "dated_on": date(2022, 1, 18)}, "GP-a.7", "refused"),
        ({"dated_on": date(2024, 1, 18)}, "GP-a.8", "warn"),
        ({"dated_on": date(2025, 1, 18)}, "GP-a.8", "pass"),
        ({"dated_on": date(2025, 1, 17)}, "GP-a.8", "warn"),
        ({"dated_on": None}, "GP-a.8", "warn"),
    ],
)
def test_scenario_25_what_the_plan_cites_is_published_and_not_stale(
    changes: dict[str, Any], check_id: str, expected: str
) -> None:
    plan = replace(GOOD, evidence=(replace(GOOD.evidence[0], **changes),))
    assert result(plan, "open", check_id).result == expected


def test_scenario_25_an_old_published_survey_stays_a_warning_with_its_currency_note() -> None:
    old = Evidence("Survey of 2024", "The library", date(2024, 1, 10), True, "The routes are the same.")
    plan = replace(GOOD, evidence=(old,))
    found = result(plan, "open", "GP-a.8")
    assert (found.result, found.evidence["because"]) == ("warn", "The routes are the same.")
    assert reasons_owed(plan, [found]) == ()
    silent = replace(plan, evidence=(replace(old, currency_note=""),))
    assert [each.id for each in reasons_owed(silent, judge(silent, PACK, "open"))] == ["GP-a.8"]


def test_scenario_25_every_old_survey_is_counted_where_one_is_named() -> None:
    old = [Evidence(f"Survey {n}", "The library", date(2023, 1, 10), True, "") for n in (1, 2, 3)]
    said = [result(replace(GOOD, evidence=tuple(old[:n])), "open", "GP-a.8").why for n in (1, 2, 3)]
    assert [each.partition("24 months")[2] for each in said] == [
        ". Say why it still holds.",
        ", and so is 1 more. Say why it still holds.",
        ", and so are 2 more. Say why it still holds.",
    ]


MAY = Election("the elections of May 2027", date(2027, 1, 10), date(2027, 5, 6))


@pytest.mark.parametrize(
    "ruling, expected", [("", "warn"), ("go_on", "pass"), ("wait", "refused")]
)  # fmt: skip
def test_before_an_election_the_monitoring_officer_decides(ruling: str, expected: str) -> None:
    ruled = replace(MAY, ruling=ruling, ruled_by="Eve Hall", because="No party has said anything about buses.")
    assert result(replace(GOOD, elections=(ruled,)), "open", "GP-m.4").result == expected


@pytest.mark.parametrize("because", ["", " – "])
def test_a_ruling_that_does_not_say_why_is_none(because: str) -> None:
    plan = replace(GOOD, elections=(replace(MAY, ruling="go_on", ruled_by="Eve Hall", because=because),))
    assert result(plan, "open", "GP-m.4").result == "warn"


def test_of_two_elections_the_one_to_wait_for_counts_in_either_order() -> None:
    june = replace(MAY, name="the by-election of June", polling_on=date(2027, 6, 3), ruling="wait")
    may = replace(MAY, ruling="go_on", ruled_by="Eve Hall", because="No party has said anything about buses.")
    for elections in ((may, june), (june, may)):
        found = result(replace(GOOD, elections=elections), "open", "GP-m.4")
        assert (found.result, found.field) == ("refused", f"elections[{elections.index(june)}].ruling")
    unruled = replace(june, ruling="")
    assert result(replace(GOOD, elections=(may, unruled)), "open", "GP-m.4").result == "warn"


@pytest.mark.parametrize(
    "begins, polling, expected",
    [
        (date(2027, 4, 19), date(2027, 6, 3), "advise"),  # people can answer to the end of 19 April
        (date(2027, 4, 20), date(2027, 6, 3), "pass"),
        (date(2026, 10, 1), date(2026, 11, 5), "pass"),  # over before notice was given
        (date(2026, 10, 1), date(2027, 1, 18), "warn"),
    ],
)
def test_an_election_that_it_does_not_touch_is_no_matter(begins: date, polling: date, expected: str) -> None:
    plan = replace(GOOD, elections=(replace(MAY, begins_on=begins, polling_on=polling),))
    assert result(plan, "open", "GP-m.4").result == expected


def test_what_was_open_before_the_time_before_an_election_is_only_advised() -> None:
    later = replace(MAY, begins_on=date(2027, 3, 31))
    assert result(replace(GOOD, elections=(later,)), "open", "GP-m.4").result == "advise"


def test_a_word_changed_after_signing_voids_the_signature() -> None:
    found = result(with_part(GOOD, "declaration", changed_since=("purpose",)), "noticed", "GP-f.1")
    assert (found.result, found.field) == ("refused", "declaration.signed_on")
    assert "signed other words: purpose changed since" in found.why


def test_those_who_wrote_the_plan_cannot_approve_it_alone() -> None:
    alone = replace(GOOD, approved_by_author=GOOD.approved_by)
    assert result(alone, "noticed", "GP-f.2").result == "refused"
    assert result(replace(GOOD, approved_by_author=GOOD.approved_by[:1]), "noticed", "GP-f.2").result == "pass"


# ---- The four tests of fairness --------------------------------------------------------------------------------------


def test_every_check_of_the_four_tests_stands_in_the_pack() -> None:
    assert set(CHECKS) <= {each.id for each in PACK.checks}


def test_the_example_meets_the_first_three_tests_on_its_opening_day_and_the_fourth_comes_later() -> None:
    found = four_tests(GOOD, PACK, "open")
    assert [(each.slug, each.state) for each in found] == [
        ("formative", "met"), ("reasons", "met"), ("time", "met"), ("conscientious", "later"),
    ]  # fmt: skip


def test_what_went_all_the_way_meets_all_four() -> None:
    assert [each.state for each in four_tests(DONE, PACK, "archived")] == ["met"] * 4


def test_each_test_names_what_is_missing() -> None:
    plan = replace(GOOD, information_pack="", closes_on=date(2027, 2, 15), duration_rationale="The grant ends.")
    by_slug = {each.slug: each for each in four_tests(plan, PACK, "planned")}
    assert [each.id for each in by_slug["reasons"].missing] == ["GP-a.5"]
    assert (by_slug["time"].state, [each.id for each in by_slug["time"].warnings]) == ("warned", ["GP-n.1"])
    unanswered = with_part(DONE, "findings", 0, answer="")
    last = four_tests(unanswered, PACK, "found")[-1]
    assert (last.state, [each.id for each in last.missing]) == ("missing", ["B3-d.1"])


def test_what_only_informs_has_no_test_and_what_is_light_is_spared() -> None:
    assert four_tests(replace(GOOD, level="inform"), PACK, "open") == ()
    light = four_tests(replace(GOOD, tier="light"), PACK, "open")
    assert {each.slug for each in light} == {"formative", "reasons", "time", "conscientious"}
    assert not any(each.state == "missing" for each in light)
