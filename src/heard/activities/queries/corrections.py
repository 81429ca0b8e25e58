"""What was put right, as officers, the person and the public may read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from heard.activities.models import Activity, Contribution, Correction, Layer, Passage, Stage, Strand

COUNTED = (Stage.FOUND, Stage.DECIDED, Stage.TOLD, Stage.EVALUATED, Stage.ARCHIVED)


def is_counted(strand: Strand) -> bool:
    """Whether a strand's answers have been counted and its findings published."""
    return strand.concluded_at is not None or strand.activity.stage in COUNTED


def correction_before(passage: Passage) -> str:
    """The words of a passage as the record holds them now: the newest correction, else what was written down first."""
    newest = passage.layers.filter(kind=Layer.Kind.CORRECTION).order_by("-at", "-id").first()
    return newest.words if newest else passage.words


def corrections_of(activity: Activity) -> QuerySet[Correction]:
    """Everything put right in an activity, the newest first, for officers."""
    rows = Correction.objects.filter(contribution__strand__activity=activity)
    return rows.select_related("contribution__strand", "by", "rechecked_by").order_by("-at", "-id")


def errata_of(activity: Activity, most: int = 50) -> Sequence[Correction]:
    """Corrections made after findings were published, for everyone: what kind, when, why, and what a second look said.

    They hold no words: `before` and `after` are left in the database.
    """
    rows = Correction.objects.filter(contribution__strand__activity=activity, is_erratum=True)
    shown = rows.defer("before", "after").select_related("contribution__strand")
    return list(shown.order_by("-at", "-id")[:most])


def corrections_for(contributions: Sequence[Contribution]) -> Sequence[Correction]:
    """What was put right about somebody's own contributions, for their receipt: kind, day and reason, no words."""
    rows = Correction.objects.filter(contribution__in=[one.pk for one in contributions])
    return list(rows.defer("before", "after").order_by("at", "id"))
