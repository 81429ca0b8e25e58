"""Quotes looked at again: what in a passage could tell who said it (scenario 22)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from heard.activities.models import Activity, Group, Passage
from heard.activities.queries import laid_over
from heard.findings.queries.desk import with_shown
from heard.rules.revealing import Flag, flags_in


def groups_of(activity: Activity | int) -> list[str]:
    """The names of the groups in an activity's plan."""
    return list(Group.objects.filter(activity=activity).values_list("name", flat=True))


def flags_of(passage: Passage) -> tuple[Flag, ...]:
    """What in a passage, as it would be shown now, a person must look at before it is quoted."""
    seen = with_shown(Passage.objects.filter(pk=passage.pk)).get()
    groups = groups_of(passage.contribution.strand.activity_id)
    return flags_in(_all_words(seen), groups)


def flagged(passages: Iterable[Any], groups: Iterable[str]) -> list[Any]:
    """Passages that carry `shown`, each given `flags`."""
    named = list(groups)
    found = list(passages)
    for each in found:
        each.flags = flags_in(_all_words(each), named)
    return found


def _all_words(seen: Any) -> str:
    return "\n".join([seen.shown, *(one.words for one in laid_over(seen))])
