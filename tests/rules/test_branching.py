"""Who is asked what, by tables that can be checked by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from heard.rules.branching import Condition, Fault, Step, asked, faults

YES, NO = (1, None), (2, None)
SWIMS = Step("swims")
WHICH = Step("which", (Condition("swims", "is", YES),))
WHY_NOT = Step("why-not", (Condition("swims", "is_not", YES),))
DEEP = Step("deep", (Condition("which", "answered"),))
STEPS = (SWIMS, WHICH, WHY_NOT, DEEP)


def test_a_question_without_conditions_is_put_to_everyone() -> None:
    assert asked([SWIMS], {}) == {"swims"}


def test_whoever_said_yes_is_asked_on_and_whoever_said_no_is_asked_why() -> None:
    assert asked(STEPS, {"swims": [YES]}) == {"swims", "which"}
    assert asked(STEPS, {"swims": [NO]}) == {"swims", "why-not"}


def test_whoever_left_the_question_out_has_not_said_yes() -> None:
    assert asked(STEPS, {}) == {"swims", "why-not"}


def test_an_answer_to_a_question_that_is_not_asked_leads_nowhere() -> None:
    assert asked(STEPS, {"swims": [NO], "which": [(7, None)]}) == {"swims", "why-not"}
    assert asked(STEPS, {"swims": [YES], "which": [(7, None)]}) == {"swims", "which", "deep"}


def test_words_count_as_an_answer() -> None:
    assert "deep" in asked(STEPS, {"swims": [YES]}, {"which"})
    left_out = Step("ask", (Condition("story", "not_answered"),))
    assert asked([Step("story"), left_out], {}, {"story"}) == {"story"}


def test_several_conditions_are_joined_by_all_or_by_any() -> None:
    both = (Condition("a", "is", YES), Condition("b", "is", YES))
    steps = (Step("a"), Step("b"), Step("all", both, "all"), Step("any", both, "any"))
    assert asked(steps, {"a": [YES], "b": [YES]}) == {"a", "b", "all", "any"}
    assert asked(steps, {"a": [YES]}) == {"a", "b", "any"}
    assert asked(steps, {}) == {"a", "b"}


def test_a_row_with_its_column_and_an_option_with_its_rank_can_be_asked_about() -> None:
    first = Step("why", (Condition("order", "is", (5, 1)),))
    assert "why" in asked([Step("order"), first], {"order": [(5, 1), (6, 2)]})
    assert "why" not in asked([Step("order"), first], {"order": [(6, 1), (5, 2)]})


def test_a_condition_that_looks_forward_at_itself_or_at_nothing_is_found() -> None:
    forward = Step("early", (Condition("late", "answered"),))
    itself = Step("late", (Condition("late", "answered"), Condition("gone", "answered")))
    assert faults([forward, itself]) == (
        Fault("early", "late", "forward"),
        Fault("late", "late", "forward"),
        Fault("late", "gone", "unknown"),
    )
    assert faults(STEPS) == ()


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=6), st.data())
def test_what_comes_later_never_changes_whether_an_earlier_question_is_asked(
    refs: list[str], data: st.DataObject
) -> None:
    steps = [
        Step(
            f"{ref}{n}",
            (Condition(f"{refs[n - 1]}{n - 1}", data.draw(st.sampled_from(["is", "is_not"])), YES),) if n else (),
        )
        for n, ref in enumerate(refs)
    ]
    answers = {step.ref: [data.draw(st.sampled_from([YES, NO]))] for step in steps}
    whole = asked(steps, answers)
    for length in range(len(steps)):
        assert asked(steps[:length], answers) == whole & {step.ref for step in steps[:length]}
