"""Quotes looked at again: what in a passage could tell who said it (scenario 22)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from heard.activities.models import Activity, Group, Passage
from heard.findings.queries.desk import with_shown
from heard.rules.revealing import Flag, flags_in


def groups_of(activity: Activity | int) -> list[str]:
    """The names of the groups in an activity's plan."""
    return list(Group.objects.filter(activity=activity).values_list("name", flat=True))


def flags_of(passage: Passage) -> tuple[Flag, ...]:
    """What in a passage, as it would be shown now, a person must look at before it is quoted."""
    seen = with_shown(Passage.objects.filter(pk=passage.pk)).get()
    groups = groups_of(passage.contribution.strand.activity_id)
    return flags_in(f"{seen.shown}\n{seen.translation or ''}", groups)


def flagged(passages: Iterable[Any], groups: Iterable[str]) -> list[Any]:
    """Passages that carry `shown`, each given `flags`."""
    named = list(groups)
    found = list(passages)
    for each in found:
        each.flags = flags_in(f"{each.shown}\n{each.translation or ''}", named)
    return found
