"""What looked odd, and the picture with and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.methods.opinions.models import Participant, Suspected, Suspicion
from heard.methods.opinions.queries.votes import votes_of
from heard.people.models import Exclusion

if TYPE_CHECKING:
    from heard.rules.opinions import Map


def suspicions_of(strand: Strand) -> QuerySet[Suspicion]:
    """Everything that was reported in a strand: what waits first, then the newest."""
    return Suspicion.objects.filter(opinions=strand.pk).select_related("judged_by").order_by("-state", "-found_at")


def suspicion_for_staff(public_id: str) -> Suspicion:
    """One report with its strand and activity; 404 with a sentence."""
    rows = Suspicion.objects.select_related(
        "opinions__strand__activity__lead", "opinions__strand__activity__plan", "judged_by"
    )
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such report."))
    return found


def with_and_without(suspicion: Suspicion) -> tuple[Map, Map]:
    """The map with these people and the map without them, groups named alike as far as they go on."""
    from heard.rules.opinions import run

    votes, _newest = votes_of(suspicion.opinions.strand)
    behind = Suspected.objects.filter(suspicion=suspicion).values_list("participant", flat=True)
    whole = run(votes)
    return whole, run(votes.without({str(each) for each in behind}), before=whole)


def sources_of(suspicion: Suspicion) -> int:
    """From how many network addresses these people came, as far as that is still known."""
    people = Participant.objects.filter(pk__in=Suspected.objects.filter(suspicion=suspicion).values("participant"))
    return people.exclude(source="").values("source").distinct().count()


def exclusion_of(suspicion: Suspicion) -> Exclusion | None:
    """The proposal to leave these votes out, if one was made."""
    rows = Exclusion.objects.filter(kind=Exclusion.Kind.VOTES, reference=suspicion.public_id)
    return rows.order_by("-proposed_at").first()
