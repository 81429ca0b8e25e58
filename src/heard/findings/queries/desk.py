"""What lies on the coding desk: the queue, how far reading has come, who else is reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Layer, Passage
from heard.activities.queries import laid_rows
from heard.activities.queries.layers import READ
from heard.findings.models import Coding, Reading, Turn
from heard.findings.queries.tally import counted
from heard.people.models import Account

SHOWS = ("unread", "read", "all")
LAID = (Layer.Kind.REDACTION, Layer.Kind.CORRECTION, Layer.Kind.TRANSCRIPTION)


@dataclass(frozen=True, slots=True)
class Queue:
    """Which passages to read: those unread, in a strand, on a channel, in a theme (by public id), with these words."""

    show: str = "unread"
    strand: str = ""
    channel: str = ""
    theme: str = ""
    words: str = ""


def with_shown(rows: QuerySet[Any], passage: str = "") -> QuerySet[Any]:
    """Rows with `shown` (the newest redaction, else correction, else what was said), `redaction`, and what
    `laid_over` shows beside them (`laid`).

    The rows are passages, or lead to one by the name `passage`.
    """
    covered, *laid = (_newest(kind, passage or "pk") for kind in LAID)
    said = F(f"{passage}__words" if passage else "words")
    return rows.annotate(redaction=covered, shown=Coalesce(covered, *laid, said), laid=laid_rows(passage or "pk"))


def _newest(kind: str, passage: str) -> Subquery:
    layers = Layer.objects.filter(passage=OuterRef(passage), kind=kind)
    return Subquery(layers.order_by("-at", "-pk").values("words")[:1])


def passages_in(activity: Activity, queue: Queue) -> QuerySet[Any]:
    """The passages of counted contributions that a queue holds, unordered, each with its contribution and strand."""
    counts = counted("contribution__")
    rows: QuerySet[Any] = Passage.objects.filter(counts, contribution__strand__activity=activity)
    rows = with_shown(rows.select_related("contribution__strand__activity"))
    read = Exists(Reading.objects.filter(passage=OuterRef("pk")))
    if queue.show == "unread":
        rows = rows.filter(~read)
    elif queue.show == "read":
        rows = rows.filter(read)
    if queue.strand:
        rows = rows.filter(contribution__strand__public_id=queue.strand)
    if queue.channel:
        rows = rows.filter(contribution__channel=queue.channel)
    if queue.theme:
        rows = rows.filter(Exists(Coding.objects.filter(passage=OuterRef("pk"), theme__public_id=queue.theme)))
    for word in queue.words.split()[:8]:
        laid = Layer.objects.filter(passage=OuterRef("pk"), kind__in=READ, words__icontains=word)
        rows = rows.filter(Q(shown__icontains=word) | Exists(laid))
    return rows


PROGRESS = """
SELECT count(r.passage_id), count(*)
  FROM activities_passage p
  JOIN activities_contribution c ON c.id = p.contribution_id AND c.state = 'received' AND c.erased_at IS NULL
  JOIN activities_strand s ON s.id = c.strand_id AND s.activity_id = %s
  LEFT JOIN findings_reading r ON r.passage_id = p.id
"""


def reading_progress(activity: Activity) -> tuple[int, int]:
    """How many passages of counted contributions have been read, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS, [activity.pk])
        read, total = cursor.fetchone()
    return int(read), int(total)


def also_reading(activity: Activity, but: Account, since: datetime) -> list[str]:
    """Names of the others who have had a passage in hand since a moment."""
    turns = Turn.objects.filter(activity=activity, at__gt=since).exclude(by=but)
    return list(turns.order_by("by__name").values_list("by__name", flat=True))


def codings_of(passage: Passage, by: Account) -> dict[int, str]:
    """What this reader put a passage to: stance by theme."""
    return dict(Coding.objects.filter(passage=passage, by=by).values_list("theme_id", "stance"))


def codings_beside(passage: Passage, but: Account) -> QuerySet[Coding]:
    """What other readers put a passage to: shown only once this reader has read it too, so that nobody just agrees."""
    others = Coding.objects.filter(passage=passage).exclude(by=but)
    return others.select_related("theme", "by").order_by("theme__ordinal", "by__name")


def passage_in(activity: Activity, pk: int) -> Any:
    """One passage of an activity as it is shown, whatever became of its contribution; 404 with a sentence."""
    rows = Passage.objects.filter(contribution__strand__activity=activity, pk=pk)
    found = with_shown(rows.select_related("contribution__strand__activity")).first()
    if found is None:
        raise Http404(_("There is no such passage in this activity."))
    return found
