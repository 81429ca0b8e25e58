"""The city's rules as files: complete, in the code's own words, and refused with every fault named."""

# ruff: noqa: E501  (a row of a table reads best on one line)

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.rules.city import PACK, PACK_TEXT, POLICY

from heard.rules.compact import REGISTRY, PackError, pack_from, parse_pack
from heard.rules.lifecycle import GUARDS
from heard.rules.retention import read_retention
from heard.rules.roles import VERBS, read_roles

CLAUSES = [
    "A-1", "A-2", *(f"P-{n}" for n in range(1, 15)), *(f"GP-{letter}" for letter in "abcdefghijklmn"),
    *(f"UP-{letter}" for letter in "abcdef"), "A-6", *(f"B0-{letter}" for letter in "abcde"),
    *(f"B1-{letter}" for letter in "abcdefghi"), *(f"B2-{letter}" for letter in "abcd"),
    *(f"B3-{letter}" for letter in "abcde"), *(f"B4-{letter}" for letter in "abc"),
]  # fmt: skip
CHECKED = [
    "A-2", "P-1", "P-2", "P-4", "P-5", "P-6", "P-7", "P-8", "P-9", "P-10", "P-11", "P-12", "P-14", "GP-a", "GP-b", "GP-c", "GP-e", "GP-f", "GP-g", "GP-h", "GP-j",
    "GP-k", "GP-m", "GP-n", "UP-a", "UP-b", "UP-d", "UP-e", "UP-f", "B3-d",
]  # fmt: skip

ONE = """
name = "A small pack"
schema = 1
[[clauses]]
id = "GP-n"
title = "Time"
words = "Allow sufficient time."
source = "Section 4n"
  [[clauses.checks]]
  id = "GP-n.1"
  summary = "Twelve weeks."
  before = ["open"]
  severity = "block"
    [clauses.checks.parameters]
    days = 84
"""


def faults(text: str, complete: bool = False) -> tuple[str, ...]:
    with pytest.raises(PackError) as refused:
        parse_pack(text, complete)
    return tuple(re.sub(r"^line \d+: ", "", problem) for problem in refused.value.problems)


def test_a_fault_names_the_line_of_its_key() -> None:
    wrong = PACK_TEXT.replace('severity = "block"', 'severity = "blokc"', 1)
    line = wrong[: wrong.index("blokc")].count("\n") + 1
    with pytest.raises(PackError) as refused:
        parse_pack(wrong)
    assert refused.value.problems[0].startswith(f"line {line}: check ")


def test_every_clause_of_the_handbook_stands_in_the_pack_in_order() -> None:
    assert [clause.id for clause in PACK.clauses] == CLAUSES


def test_every_check_has_a_function_and_every_function_a_check() -> None:
    assert sorted(terms.id for terms in PACK.checks) == sorted(REGISTRY)


@pytest.mark.parametrize("clause", CHECKED)
def test_the_clauses_of_the_golden_thread_are_checked(clause: str) -> None:
    assert PACK.clause(clause).checks


def test_every_clause_has_a_title_words_and_a_source() -> None:
    for clause in PACK.clauses:
        assert clause.title, clause.id
        assert clause.words, clause.id
        assert clause.source.startswith(("Coventry Compact", "Appendix C")), clause.id


def test_the_words_are_the_codes_own(shared: Path) -> None:
    seeds = " ".join(path.read_text("utf-8") for path in sorted((shared / "seeds").glob("*.txt")))
    said = " ".join(seeds.replace("*", "").split())
    assert [clause.id for clause in PACK.clauses if clause.words not in said] == []


def test_what_cannot_be_overridden_is_the_rule_and_what_can_is_the_exception() -> None:
    overridable = {terms.id for terms in PACK.checks if terms.severity == "override"}
    assert overridable >= {"GP-e.1", "GP-g.2", "GP-m.2", "P-8.2"}
    assert len(overridable) * 10 < len(PACK.checks)


def test_a_light_activity_has_fewer_gates_at_every_move() -> None:
    for guard in GUARDS:
        light = {terms.id for terms in PACK.guarding(guard, "light")} - {"P-8.4"}
        assert light <= {terms.id for terms in PACK.guarding(guard, "standard")}
    assert len(PACK.guarding("open", "light")) < len(PACK.guarding("open", "standard"))


def test_the_version_changes_with_the_content_and_not_with_comments_or_blank_lines() -> None:
    assert parse_pack(f"# a word\n\n{PACK_TEXT}").version == PACK.version
    assert parse_pack(PACK_TEXT.replace("days = 28", "days = 21")).version != PACK.version


def test_a_pack_can_be_rebuilt_from_what_is_stored() -> None:
    assert pack_from(PACK.data) == PACK


def test_an_older_pack_may_lack_newer_checks_but_a_new_one_may_not() -> None:
    assert [terms.id for terms in parse_pack(ONE, complete=False).checks] == ["GP-n.1"]
    assert "check UP-e.1: there is a function, but no clause names it" in faults(ONE, complete=True)


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ('id = "GP-n.1"', 'id = "GP-n.77"', "check GP-n.77: there is no function for it"),
        ('source = "Section 4n"', "", "clause GP-n: “source” is missing"),
        ('source = "Section 4n"', 'source = " "', "clause GP-n: “source” is blank"),
        ('title = "Time"', 'title = "Time"\ncolour = "red"', "clause GP-n: unknown key “colour”"),
        ("schema = 1", "schema = 1\ncity = 'Coventry'", "pack: unknown key “city”"),
        ("days = 84", "weeks = 12", "check GP-n.1: unknown parameter “weeks”"),
        ("days = 84", "", "check GP-n.1: parameter “days” is missing"),
        ("days = 84", 'days = "84"', "check GP-n.1: parameter “days” must be int"),
        ("days = 84", "days = true", "check GP-n.1: parameter “days” must be int"),
        ('severity = "block"', 'severity = "stop"', "check GP-n.1: “severity” has “stop”; choose from block, override, warn, advise"),
        ('before = ["open"]', 'before = ["launch"]', "check GP-n.1: “before” has “launch”; choose from " + ", ".join(GUARDS)),
        ('before = ["open"]', "", "check GP-n.1: it guards no move and no act (“before” or “acts”)"),
        ('before = ["open"]', 'before = "open"', "check GP-n.1: “before” must be list"),
        ('id = "GP-n.1"', 'id = "GP-m.1"', "check GP-m.1: its id must begin with “GP-n.”"),
        ('summary = "Twelve weeks."', "", "check GP-n.1: “summary” is missing"),
    ],
)  # fmt: skip
def test_a_pack_with_a_fault_is_refused_by_name(old: str, new: str, fault: str) -> None:
    assert old in ONE
    assert fault in faults(ONE.replace(old, new))


def test_a_check_or_clause_that_stands_twice_is_named() -> None:
    twice = ONE + ONE[ONE.index("[[clauses]]") :]
    assert faults(twice) == ("clause GP-n: stands twice", "check GP-n.1: stands twice")


def test_a_pack_that_is_not_toml_says_where() -> None:
    assert faults("name = ")[0].startswith("The pack is not readable TOML: Invalid value (at")


# --- roles -------------------------------------------------------------------------------------------------------


def test_every_verb_is_given_to_someone_and_overriding_only_to_senior_leads() -> None:
    roles = read_roles((POLICY / "roles.toml").read_text("utf-8"))
    assert len(roles.roles) == 16
    assert {verb for role in roles.roles for verb in role.may} == VERBS
    assert roles.roles_that_may("override_check") == ("senior_lead",)
    assert roles.roles_that_may("sign_declaration") == ("decision_owner", "elected_member")
    assert roles.roles_that_may("erase_voice") == ("data_protection_officer",)


def test_an_administrator_runs_no_activities() -> None:
    administrator = read_roles((POLICY / "roles.toml").read_text("utf-8")).get("administrator")
    assert administrator is not None
    assert administrator.may == {"invite_staff", "assign_roles", "manage_partners", "read_audit"}


def test_asking_for_a_verb_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no verb “fly”"):
        read_roles((POLICY / "roles.toml").read_text("utf-8")).roles_that_may("fly")


@pytest.mark.parametrize(
    "text, fault",
    [
        ('[roles.a]\nname = "A"\nwho = "x"\nscope = "city"\nmay = []\n', "roles.a: scope must be partner or activity"),
        ('[roles.a]\nname = "A"\nwho = "x"\nscope = "partner"\nmay = ["fly"]\n', "roles.a: there is no verb “fly”"),
        ('[roles.a]\nwho = "x"\nscope = "partner"\nmay = []\n', "roles.a: “name” is missing"),
        ('[roles.a]\nname = 3\nwho = "x"\nscope = "partner"\nmay = []\n', "roles.a: “name” has the wrong type"),
        ('[roles.a]\nname = "A"\nwho = "x"\nscope = "partner"\nmay = []\npay = 1\n', "roles.a: unknown key “pay”"),
        ("roles = 3\n", "roles: each role is a table, written [roles.officer]"),
    ],
)
def test_roles_with_a_fault_are_refused_by_name(text: str, fault: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_roles(text)
    assert str(refused.value) == fault


# --- retention ---------------------------------------------------------------------------------------------------

KEPT = """
["people_voiceaddress"]
"*" = { rule = "delete", keep = "12 weeks after told", why = "Only to tell people what happened." }
"sealed" = { rule = "personal", keep = "2 years after archived", why = "Their words." }
["store:imports"]
"*" = { rule = "delete", keep = "90 days after used", why = "The file it came in." }
["audit_entry"]
"*" = { rule = "keep", keep = "for ever", why = "The public record." }
"""


def test_the_citys_retention_policy_is_readable() -> None:
    assert read_retention((POLICY / "retention.toml").read_bytes())


def test_a_column_has_its_own_rule_or_its_tables() -> None:
    policy = read_retention(KEPT)
    own, tables = policy.of("people_voiceaddress", "sealed"), policy.of("people_voiceaddress", "voice_id")
    assert own is not None
    assert tables is not None
    assert (own.rule, own.event, own.after.days if own.after else None) == ("personal", "archived", 732)
    assert (tables.rule, tables.event, tables.after.days if tables.after else None) == ("delete", "told", 84)
    store = policy.store("imports")
    assert store is not None
    assert store.after is not None
    assert store.after.days == 90


def test_what_has_no_rule_and_rules_for_nothing_are_both_named() -> None:
    columns = [("people_voiceaddress", "voice_id"), ("audit_entry", "hash"), ("places_ward", "name")]
    assert read_retention(KEPT).missing(columns) == ("places_ward.name",)
    assert read_retention(KEPT).stale(columns) == ("people_voiceaddress.sealed",)


@pytest.mark.parametrize(
    "row, fault",
    [
        ('{ rule = "burn", keep = "2 days after made", why = "x" }', "t.c: rule “burn” is not one of keep, erase, delete, personal"),
        ('{ rule = "keep", keep = "a while", why = "x" }', "t.c: keep “a while” must read like “2 years after archived”, or “for ever”"),
        ('{ rule = "erase", keep = "for ever", why = "x" }', "t.c: what is kept for ever cannot have the rule “erase”"),
        ('{ rule = "personal", keep = "for ever", why = "x" }', "t.c: what is kept for ever cannot have the rule “personal”"),
        ('{ rule = "keep", keep = "2 days after lunch", why = "x" }', "t.c: “lunch” is not an event; choose from made, received, sent, used, ended, closed, told, archived, withdrawn"),
        ('{ rule = "keep", keep = "for ever" }', "t.c: “why” is missing"),
        ('{ rule = "keep", keep = "for ever", why = "x", who = "me" }', "t.c: unknown key “who”"),
        ('"keep"', "t.c: must have rule, keep and why"),
    ],
)  # fmt: skip
def test_retention_with_a_fault_is_refused_by_name(row: str, fault: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_retention(f'["t"]\n"c" = {row}\n')
    assert str(refused.value) == fault
