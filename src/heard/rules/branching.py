"""Who is asked what: questions that are put only to those who answered earlier ones in a certain way.

A condition looks back, never forward, so one walk from the first question to the last settles everything. What was
answered to a question that is not asked does not count for any condition after it. "is not" and "was left out" also
hold where the earlier question was passed over: the person has given no such answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Test = Literal["is", "is_not", "answered", "not_answered"]
Answer = tuple[int | None, int | None]
"""One closed answer: an option's number, a point, or both (a row with its column, an option with its rank)."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An earlier question (`on`, its reference) and what its answer must be. `answer` is empty for "answered"."""

    on: str
    test: Test
    answer: Answer = (None, None)

    def holds(self, answers: Collection[Answer], answered: bool) -> bool:
        """Whether it holds for the answers to `on` (none, if that was not asked)."""
        if self.test == "answered":
            return answered
        if self.test == "not_answered":
            return not answered
        return (self.answer in answers) == (self.test == "is")


@dataclass(frozen=True, slots=True)
class Step:
    """One question in the order in which it is asked: its reference, its conditions, and how they are joined."""

    ref: str
    conditions: tuple[Condition, ...] = ()
    join: Literal["all", "any"] = "all"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the conditions of a question cannot be followed. `why`: ``forward`` (or itself) or ``unknown``."""

    ref: str
    on: str
    why: Literal["forward", "unknown"]


def faults(steps: Sequence[Step]) -> tuple[Fault, ...]:
    """Conditions that look forward, at their own question, or at one that is not there. A loop needs one of these."""
    place = {step.ref: number for number, step in enumerate(steps)}
    found = []
    for number, step in enumerate(steps):
        for condition in step.conditions:
            if condition.on not in place:
                found.append(Fault(step.ref, condition.on, "unknown"))
            elif place[condition.on] >= number:
                found.append(Fault(step.ref, condition.on, "forward"))
    return tuple(found)


def asked(steps: Sequence[Step], answers: Mapping[str, Collection[Answer]], written: Collection[str] = ()) -> set[str]:
    """The references of the questions that are put to somebody with these answers.

    `answers` maps a question to its closed answers; `written` names those answered in words. Expects no faults: a
    condition on a question that has not been passed yet is taken as not answered.
    """
    put: set[str] = set()
    for step in steps:
        held = [
            condition.holds(
                answers.get(condition.on, ()) if condition.on in put else (),
                condition.on in put and (bool(answers.get(condition.on)) or condition.on in written),
            )
            for condition in step.conditions
        ]
        if not held or (all(held) if step.join == "all" else any(held)):
            put.add(step.ref)
    return put
