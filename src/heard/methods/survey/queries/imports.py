"""Imports and what they refused."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.ground.asking import Asking, ask, only
from heard.methods.survey.models import Import, RefusedRow, Response


def imports_of(strand: Strand) -> QuerySet[Import]:
    """The imports of a survey without their files, the newest first."""
    rows = Import.objects.filter(survey_id=strand.pk).defer("content").select_related("by", "undone_by")
    return rows.order_by("-at", "-id")


def import_by_id(strand: Strand, public_id: str) -> Import:
    """One import without its file; 404 with a sentence."""
    found = imports_of(strand).filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such import."))
    return found


def is_known_file(strand: Strand, digest: str) -> Import | None:
    """An import of exactly this file that was taken in and not undone."""
    states = [Import.State.RUNNING, Import.State.DONE]
    return imports_of(strand).filter(file_digest=digest, state__in=states).first()


def refused_of(batch: Import) -> QuerySet[RefusedRow]:
    """Every fault of the rows that were refused, in the order of the file; the first of a row holds its cells."""
    return batch.refused.filter(taken=False).order_by("row", "id")


def remarks_on(batch: Import, most: int = 100) -> list[RefusedRow]:
    """Rows that were taken although they answer what their own answers pass over: the first hundred."""
    return list(batch.refused.filter(taken=True).order_by("row", "id")[:most])


def refused_reasons(batch: Import, most: int = 20) -> list[tuple[str, str, int]]:
    """Why rows were refused: column, reason, how many; the most frequent first."""
    grouped = (
        batch.refused.filter(taken=False)
        .order_by()
        .values("column", "why")
        .annotate(n=Count("pk"))
        .order_by("-n", "column")
    )
    return [(row["column"], row["why"], row["n"]) for row in grouped[:most]]


def owed(strand: Strand) -> list[str]:
    """Imports that were begun and not ended, each as a sentence: the result waits for them."""
    return ask(owed_asked(strand))


def owed_asked(strand: Strand) -> Asking[list[str]]:
    """`owed`, for asking it beside others: one turn."""
    begun = Import.objects.filter(survey=strand.pk, state__in=[Import.State.RUNNING, Import.State.FAILED])
    taken = Exists(Response.objects.filter(batch=OuterRef("pk")))
    rows = yield from only(
        begun.order_by("-at", "-id").annotate(taken=taken).values_list("file_name", "state", "taken")
    )
    return [
        _("The import of “%(file)s” is not finished.") % {"file": name}
        for name, state, taken in rows
        if state == Import.State.RUNNING or taken
    ]
