"""Checks of who was reached and how it was evaluated: UP-c (closed), P-7, GP-j, GP-l (evaluated, archived)."""

from __future__ import annotations

from heard.rules.compact.registry import Found, Parameters, advises, check, fails, fine, listed, plural
from heard.rules.snapshot import Snapshot


@check("UP-c.1")
def the_most_affected_were_heard(s: Snapshot, p: Parameters) -> Found:
    affected = [each for each in s.reach if each.most_affected]
    silent = [each.group for each in affected if each.heard == "none"]
    if silent:
        return fails(
            f"Nobody is known to have been heard from those most affected: {listed(silent)}. Give people longer, or a "
            "senior lead explains in public.",
            "reach", groups=silent,
        )  # fmt: skip
    unsure = [each.group for each in affected if each.heard != "some"]
    if unsure:
        return advises(
            f"It is not known whether these were heard, though they are most affected: {listed(unsure)}. "
            "Say how they are recognised.",
            "reach", groups=unsure,
        )  # fmt: skip
    return fine("Somebody of each group that is most affected was heard.")


@check("P-7.2")
def hoped_for_groups_were_heard(s: Snapshot, p: Parameters) -> Found:
    missed = [each.group for each in s.reach if each.hoped and each.heard in ("none", "few")]
    if missed:
        return fails(f"Hoped for, and hardly heard or not at all: {listed(missed)}.", "reach", groups=missed)
    hoped = sum(1 for each in s.reach if each.hoped)
    return fine(f"{plural(hoped, 'group')} hoped for; none of them is known to be missing.")


@check("GP-j.3", standards=int)
def two_raters_scored_it(s: Snapshot, p: Parameters) -> Found:
    own, second = s.evaluation.own_scores, s.evaluation.second_scores
    if own < p["standards"]:
        return fails(f"The lead has scored {own} of {p['standards']} standards.", "evaluation.own_scores", scored=own)
    if second < p["standards"]:
        return fails(
            f"Another partner has scored {second} of {p['standards']} standards.", "evaluation.second_scores",
            scored=second,
        )  # fmt: skip
    return fine(f"Two bodies scored all {p['standards']} standards, each on its own evidence.")


@check("GP-l.3")
def a_lesson_was_shared(s: Snapshot, p: Parameters) -> Found:
    if not s.evaluation.lessons_shared:
        return fails("No lesson has gone to the other partners.", "evaluation.lessons_shared")
    return fine(f"{plural(s.evaluation.lessons_shared, 'lesson')} went to the other partners.")
