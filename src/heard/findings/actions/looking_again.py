"""Published numbers are looked at again: when they are published anew, and when the city hides small ones otherwise.

What would tell a small number is hidden for good, and everyone reads since when and why. Nothing is hidden silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.findings.models import Finding, Theme, Withheld
from heard.findings.queries.beside import SIDES, beside, key_of, numbers_seen, terms_for
from heard.findings.queries.policy import terms_in_words
from heard.findings.queries.tally import with_groups


def look_again(*, activity: Activity, at: datetime) -> list[Withheld]:
    """Look at every published number by the policy as it stands now. Called by the nightly job; runs again safely.

    Consequences: as `hide_what_tells`. A policy that became laxer shows nothing that was hidden before.
    """
    with transaction.atomic():
        Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        return hide_what_tells(activity=activity, seen=numbers_seen(activity), why=Withheld.Why.RULE, at=at)


def hide_what_tells(
    *, activity: Activity, seen: Mapping[str, tuple[int, ...]], why: str, at: datetime
) -> list[Withheld]:
    """Hide frozen numbers that would tell a small one: beside one another, or beside what everyone has `seen` of them.

    Consequences: hidden for good; a public note for each number that was seen and is seen no more, and one audit entry
    if there are any. Returns the notes.
    """
    themes = list(with_groups(Theme.objects.filter(activity=activity)).prefetch_related("withheld"))
    rows = Finding.objects.filter(activity=activity, published_at__isnull=False).order_by("ordinal", "pk")
    raised = Prefetch("themes", with_groups(Theme.objects.all()), to_attr="read_from")
    findings = list(rows.prefetch_related(raised, "withheld"))
    for one in themes:
        one.held_to = terms_for(one, [one]).smallest
    for one in findings:
        one.held_to, one.looked_under = terms_for(one, one.read_from).smallest, terms_in_words()
    hidden = beside(themes, findings).telling()
    for one in [*themes, *findings]:
        before, now = seen.get(key_of(one), ()), numbers_of(one)
        apart = [0 < abs(was - is_now) < one.held_to for was, is_now in zip(before, now, strict=False)]
        one.tells_beside = key_of(one) in hidden or any(apart[:1]) or _is_withheld(one)
        if isinstance(one, Finding):
            among = any(key_of(one, side) in hidden for side in SIDES)
            one.stood_tells = among or any(apart[1:]) or one.stood_tells
    made = Withheld.objects.bulk_create(
        Withheld(
            activity=activity, why=why, smallest=one.held_to, at=at,
            **{"theme" if isinstance(one, Theme) else "finding": one},
        )
        for one in [*themes, *findings]
        if _went_out_of_sight(one, seen.get(key_of(one), ()))
    )  # fmt: skip
    Theme.objects.bulk_update(themes, ["tells_beside", "held_to"])
    Finding.objects.bulk_update(findings, ["tells_beside", "stood_tells", "held_to", "looked_under"])
    if made:
        note("findings.withheld", activity, None, at, numbers=len(made), why=why)
    return made


def numbers_of(one: Theme | Finding) -> tuple[int, ...]:
    """The number itself, then who stood where."""
    return (one.carried_by or 0,) if isinstance(one, Theme) else (one.base or 0, *(one.stood or ()))


def _is_withheld(one: Theme | Finding) -> bool:
    """Whether its own number was taken out of sight once."""
    return one.tells_beside and bool(one.withheld.all())


def _went_out_of_sight(one: Theme | Finding, before: tuple[int, ...]) -> bool:
    """Whether something of it was seen before, and is hidden now."""
    if not before:
        return False
    number = numbers_of(one)[0]
    if one.tells_beside or 0 < number < one.held_to:
        return True
    return isinstance(one, Finding) and one.stood_tells and any(before[1:4])
