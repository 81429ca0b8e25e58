"""What a plan hoped for: targets set before anyone was asked, which the evaluation later holds against what came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from heard.activities.models import Activity, Group


@dataclass(frozen=True, slots=True)
class GroupTarget:
    """How many people of one affected group the plan hoped to hear from; `people` None where no number was set."""

    group_id: int
    name: str
    people: int | None
    most_affected: bool
    seldom_heard: bool


@dataclass(frozen=True, slots=True)
class Targets:
    """What will be different, how one will know, a number to reach of what, and how many people overall and by group.

    Texts are "" and numbers None where the plan says nothing.
    """

    outcome: str
    known_by: str
    number: int | None
    unit: str
    participants: int | None
    groups: tuple[GroupTarget, ...]


def group_targets(groups: Iterable[Group]) -> tuple[GroupTarget, ...]:
    """What was hoped for each group."""
    return tuple(GroupTarget(each.pk, each.name, each.target, each.most_affected, each.seldom_heard) for each in groups)


def targets_of(activity: Activity) -> Targets:
    """The targets of a plan as they stand, groups in the plan's order. At most two queries (plan, groups)."""
    plan = activity.plan
    groups = group_targets(activity.groups.all())
    return Targets(
        plan.outcome, plan.outcome_known_by, plan.outcome_number, plan.outcome_unit, plan.target_participants, groups
    )
