"""The statements of a strand, as everyone reads them and as officers do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.conf import settings
from django.core.cache import caches
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Layer, Passage, Strand
from heard.activities.queries import activity_by_slug, strand_by_id
from heard.methods.opinions.models import Opinions, Statement
from heard.moderation.queries import shown

ENOUGH = 8  # first statements; engine page: with fewer there is nothing to tell people apart by
BALANCE = 3  # of those that lean, each side has at least one in three


def opinions_of(strand: Strand) -> Opinions:
    """The settings of an opinions strand; an empty, unsaved one before anything is written."""
    return Opinions.objects.filter(strand=strand).first() or Opinions(strand=strand)


def opinions_rows(strand: Strand) -> QuerySet[Opinions]:
    """The settings of an opinions strand: no row or one."""
    return Opinions.objects.filter(strand=strand)


def strand_to_vote(slug: str, public_id: str, viewer: Any = None) -> Strand:
    """An opinions strand of an announced activity, with activity, plan and lead; 404 with a sentence."""
    return _opinions_or_404(strand_by_id(activity_by_slug(slug, viewer), public_id))


def strand_to_cast(slug: str, public_id: str) -> Strand:
    """The same strand as a vote needs it: its activity without the plan. Kept for a few seconds in this process.

    Whether it is open is asked again by the statement that writes the vote, so nothing is decided by what is kept.
    """
    name, seconds = f"opinions-strand:{slug}:{public_id}", settings.KEEP_PAGES_SECONDS
    if seconds and (kept := caches["pages"].get(name)):
        return cast(Strand, kept)
    rows = Strand.objects.select_related("activity").prefetch_related("terms")
    found = rows.filter(public_id=public_id, activity__slug=slug, activity__announced_on__isnull=False).first()
    if found is None:
        raise Http404(_("There is no such activity, or it has not been announced yet."))
    _opinions_or_404(found)
    if seconds:
        caches["pages"].set(name, found, seconds)
    return found


def strand_for_staff(public_id: str) -> Strand:
    """An opinions strand by its public name, with activity, plan and lead, for officers; 404 with a sentence."""
    rows = Strand.objects.select_related("activity__lead", "activity__plan").prefetch_related("terms")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such part of an activity."))
    return _opinions_or_404(found)


def _opinions_or_404(strand: Strand) -> Strand:
    if strand.method != "opinions" or strand.dropped_because:
        raise Http404(_("This part of the activity has no statements to vote on."))
    return strand


def with_words(rows: QuerySet[Statement]) -> QuerySet[Any]:
    """The same statements with `said`: officers' words, or a passage as everyone reads it (redacted, corrected)."""
    layers = Layer.objects.filter(passage__contribution=OuterRef("contribution")).order_by("-at", "-id")
    passage = Passage.objects.filter(contribution=OuterRef("contribution")).order_by("ordinal")
    newest = [Subquery(layers.filter(kind=kind).values("words")[:1]) for kind in ("redaction", "correction")]
    return rows.annotate(
        said=Coalesce(*newest, Subquery(passage.values("words")[:1]), F("words"), output_field=TextField())
    )


def passage_of(statement: Statement) -> Passage | None:
    """What somebody said, with everything laid over it (other languages, Easy Read); None for officers' own words."""
    if statement.contribution_id is None:
        return None
    rows = Passage.objects.filter(contribution=statement.contribution_id).prefetch_related("layers")
    return rows.order_by("ordinal").first()


def open_to_votes(strand: Strand) -> QuerySet[Statement]:
    """The statements that can be voted on: not put away, and everyone may read them."""
    return shown_among(Statement.objects.filter(opinions=strand.pk, put_away_at__isnull=True))


def was_sent_as(public_id: str, entry_key: str) -> bool:
    """Whether this statement came in under this entry key, as it is kept: by the very sending that comes again."""
    return Statement.objects.filter(public_id=public_id, contribution__entry_key=entry_key).exists()


def shown_among(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Those of these that everyone may read: officers' own, and people's where moderation shows them."""
    read = shown(Statement.objects.filter(pk=OuterRef("pk")))
    return rows.filter(Q(contribution__isnull=True) & ~Q(words="") | Exists(read))


def put_away(strand: Strand) -> QuerySet[Any]:
    """Statements that were reworded or taken out, and that everyone may still read, with their words."""
    rows = Statement.objects.filter(opinions=strand.pk, put_away_at__isnull=False)
    return with_words(shown_among(rows))


def statements_for_staff(strand: Strand) -> QuerySet[Any]:
    """Every statement with its words, whatever its state, the newest last."""
    rows = with_words(Statement.objects.filter(opinions=strand.pk))
    live = open_to_votes(strand).filter(pk=OuterRef("pk"))
    return rows.annotate(is_live=Exists(live)).select_related("contribution", "added_by", "came_from")


def statement_for_staff(public_id: str) -> Any:
    """A statement with its words, strand and activity; 404 with a sentence."""
    rows = Statement.objects.select_related(
        "opinions__strand__activity__lead", "opinions__strand__activity__plan", "contribution", "came_from"
    )
    found = with_words(rows).filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such statement."))
    return found


def words_of(strand: Strand, numbers: Sequence[int] | None = None) -> dict[int, Any]:
    """The statements that everyone may read, put away ones too, by number, each with its words (`said`)."""
    rows = shown_among(Statement.objects.filter(opinions=strand.pk))
    if numbers is not None:
        rows = rows.filter(number__in=numbers)
    return {each.number: each for each in with_words(rows).select_related("contribution", "came_from")}


def lacking(rows: Sequence[Statement]) -> tuple[int, bool]:
    """How many first statements are missing, and whether those that lean are out of balance."""
    leans = [row.leaning for row in rows]
    one, other = leans.count(Statement.Leaning.FOR), leans.count(Statement.Leaning.AGAINST)
    return max(ENOUGH - len(rows), 0), min(one, other) * BALANCE < one + other
