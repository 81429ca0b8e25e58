"""How often each check passed, warned, refused or was overridden: added up once, so that no page counts it all."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, F

from heard.compact.models import CheckCount, CheckResult, Uncounted

AT_ONCE = 500


def count_checks() -> int:
    """Add the results of moves that are not counted yet, and take those moves off the list. Returns how many.

    Derived, so nobody is asked. Two at once each take moves of their own; running it again adds nothing.
    """
    with transaction.atomic():
        rows = Uncounted.objects.select_for_update(skip_locked=True, no_key=True).order_by("pk")[:AT_ONCE]
        moves = [row.pk for row in rows]
        found = CheckResult.objects.filter(move__in=moves).order_by().values("check_id", "result")
        for each in found.annotate(times=Count("pk")).order_by("check_id", "result"):
            _add(each["check_id"], each["result"], each["times"])
        Uncounted.objects.filter(pk__in=moves).delete()
    return len(moves)


def _add(check_id: str, result: str, times: int) -> None:
    CheckCount.objects.get_or_create(check_id=check_id, result=result, defaults={"times": 0})
    CheckCount.objects.filter(check_id=check_id, result=result).update(times=F("times") + times)
