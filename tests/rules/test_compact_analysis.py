"""To what standard words are read, whether quotes are fair, and whether findings are shared (GP-i, GP-l, UP-f)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.rules.city import DONE, GOOD, result, with_part

from heard.rules.calendar import months_after
from heard.rules.currency import is_dated, may_rest_on
from heard.rules.snapshot import Cited, QuoteBalance, ThemeAgreed

HOLES = [
    (GOOD, "open", {"locked_on": None}, "GP-i.3", "warn", "analysis.locked_on"),
    (DONE, "closed", {"locked_on": None}, "GP-i.4", "refused", "analysis.locked_on"),
    (DONE, "found", {"read_twice": 29}, "GP-i.5", "warn", "analysis.read_twice"),
    (DONE, "found", {"free_text": 1000, "read_twice": 99}, "GP-i.5", "warn", "analysis.read_twice"),
    (DONE, "found", {"agreement": 59}, "GP-i.6", "warn", "analysis.agreement"),
    (DONE, "found", {"methods": " "}, "GP-i.7", "warn", "analysis.methods"),
    (DONE, "found", {"limits": ""}, "GP-i.7", "warn", "analysis.limits"),
    (DONE, "found", {"reviewed_on": None}, "GP-i.7", "warn", "analysis.reviewed_by"),
    (DONE, "found", {"reviewer_dissents": True}, "GP-i.7", "warn", "analysis.reviewed_by"),
    (DONE, "decided", {"cited": (Cited("A survey", date(2027, 1, 1)),)}, "GP-i.8", "refused",
     "analysis.cited[0].published"),
    (DONE, "decided", {"cited": (Cited("A survey", None, True),)}, "GP-i.9", "warn", "analysis.cited[0]"),
    (DONE, "found", {"changed_after_closing": True, "change_reason": "More came in."}, "UP-f.8", "warn",
     "analysis.change_reason"),
    (GOOD, "open", {"leading_open": ("Why do you love the new bus?",)}, "UP-f.9", "warn", "analysis.leading_open"),
    (GOOD, "open", {"peers": 1}, "UP-f.10", "advise", "analysis.peers"),
    (GOOD, "open", {"peers_outside": 0}, "UP-f.10", "advise", "analysis.peers"),
    (DONE, "told", {"shared_on": None}, "GP-l.1", "warn", "analysis.shared_on"),
    (DONE, "told", {"shared_on": date(2027, 6, 9)}, "GP-l.1", "warn", "analysis.shared_on"),
    (DONE, "archived", {"shared_on": None}, "GP-l.2", "refused", "analysis.shared_on"),
]  # fmt: skip


@pytest.mark.parametrize("plan, guard, values, check_id, expected, field", HOLES)
def test_each_hole_is_found_and_pointed_at(plan, guard, values, check_id, expected, field) -> None:
    found = result(with_part(plan, "analysis", **values), guard, check_id)
    assert (found.result, found.field) == (expected, field)


def test_twenty_working_days_after_publication_is_still_in_time() -> None:
    """10 May 2027 and twenty working days, with the bank holiday of 31 May: 8 June."""
    for day, expected in ((date(2027, 6, 8), "pass"), (date(2027, 6, 9), "warn")):
        assert result(with_part(DONE, "analysis", shared_on=day), "told", "GP-l.1").result == expected
    waiting = replace(with_part(DONE, "analysis", shared_on=None), today=date(2027, 6, 8))
    assert result(waiting, "decided", "GP-l.1").result == "pass"


def test_fewer_than_thirty_passages_are_all_read_twice() -> None:
    for twice, expected in ((11, "warn"), (12, "pass")):
        plan = with_part(DONE, "analysis", free_text=12, read_twice=twice)
        assert result(plan, "found", "GP-i.5").result == expected
    assert result(with_part(DONE, "analysis", free_text=0, read_twice=0), "found", "GP-i.5").result == "pass"


def test_weak_agreement_names_the_worst_themes_first() -> None:
    themes = (ThemeAgreed("Noise", 41), ThemeAgreed("Hours", 88), ThemeAgreed("Prices", 12))
    found = result(with_part(DONE, "analysis", agreement=55, theme_agreements=themes), "found", "GP-i.6")
    assert found.why == "Beyond chance, two readers agree 0.55 (α; 0.60 is wanted); worst on Prices and Noise."
    assert found.evidence["themes"] == {"Prices": 12, "Noise": 41}
    assert result(with_part(DONE, "analysis", agreement=None, theme_agreements=()), "found", "GP-i.6").result == "pass"


def test_seventy_in_a_hundred_opposed_and_eight_quotes_that_are_all_for() -> None:
    """Scenario 10."""
    picked = QuoteBalance("", for_percent=30, against_percent=70, quotes_for=8)
    found = result(with_part(DONE, "analysis", quotes=(picked,)), "found", "UP-f.7")
    assert found.result == "warn"
    assert found.why == (
        "70% of those who took a side were against, but 0 of 8 quotes are. Quote the others too, or say why."
    )
    fair = replace(picked, quotes_for=3, quotes_against=5)
    assert result(with_part(DONE, "analysis", quotes=(fair,)), "found", "UP-f.7").result == "pass"


def test_two_quotes_are_too_few_to_be_weighed() -> None:
    few = QuoteBalance("F1", for_percent=10, against_percent=90, quotes_for=1, quotes_against=1)
    assert result(with_part(DONE, "analysis", quotes=(few,)), "found", "UP-f.7").result == "pass"


@pytest.mark.parametrize(
    ("against", "quotes", "said"),
    [
        (80, {"quotes_for": 1}, "warn"),
        (51, {"quotes_mixed": 2}, "warn"),
        (50, {"quotes_for": 1}, "pass"),
        (80, {"quotes_against": 1}, "pass"),
        (80, {}, "pass"),
    ],
    ids=["one supporter", "two who are torn", "half and half", "the many", "nobody"],
)
def test_where_most_are_unquoted_one_quote_of_the_few_misleads(against: int, quotes: dict[str, int], said: str) -> None:
    """Scenario 10, as small as it gets."""
    balance = QuoteBalance("F1", for_percent=100 - against, against_percent=against, **quotes)
    assert result(with_part(DONE, "analysis", quotes=(balance,)), "found", "UP-f.7").result == said


@pytest.mark.parametrize(
    ("quotes", "said"),
    [
        ({"quotes_for": 1}, "10% of those who took a side were for, but the only quote of finding “F1” is."),
        ({"quotes_mixed": 1}, "30% of those who took a side were mixed, but the only quote of finding “F1” is."),
    ],
    ids=["of the few", "of those torn"],
)
def test_one_quote_is_spoken_of_as_one(quotes: dict[str, int], said: str) -> None:
    balance = QuoteBalance("F1", for_percent=10, against_percent=60, mixed_percent=30, **quotes)
    found = result(with_part(DONE, "analysis", quotes=(balance,)), "found", "UP-f.7")
    assert found.why == f"{said} Quote the others too, or say why."


def test_a_published_survey_three_years_old_warns_with_its_note() -> None:
    """Scenario 25, second half."""
    old = Cited("Survey of 2024, Example Trust", date(2024, 9, 1), True, "The streets have not changed since.")
    found = result(with_part(DONE, "analysis", cited=(old,)), "decided", "GP-i.9")
    assert found.result == "warn"
    assert found.evidence["note"] == "The streets have not changed since."
    assert result(with_part(DONE, "analysis", cited=(old,)), "decided", "GP-i.8").result == "pass"


def test_two_years_to_the_day_is_not_yet_dated() -> None:
    assert not is_dated(date(2024, 5, 31), date(2026, 5, 31))
    assert is_dated(date(2024, 5, 31), date(2026, 6, 1))
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_evidence_that_nobody_can_read_is_refused_and_old_evidence_wants_a_note() -> None:
    """Scenario 25, first half."""
    today = date(2027, 6, 1)
    unread = may_rest_on(collected_on=date(2022, 6, 1), published_where="", currency_note="It holds.", today=today)
    assert (unread.allowed, unread.clause) == (False, "GP-i.8")
    bare = may_rest_on(collected_on=date(2024, 5, 1), published_where="On the web", currency_note="", today=today)
    assert (bare.allowed, bare.clause) == (False, "GP-i.9")
    assert may_rest_on(
        collected_on=date(2024, 5, 1), published_where="On the web", currency_note="Nothing has changed.", today=today
    )
    assert not may_rest_on(collected_on=date(2028, 1, 1), published_where="x", currency_note="", today=today)
