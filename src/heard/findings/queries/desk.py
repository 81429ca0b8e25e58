"""What lies on the coding desk: the queue, how far reading has come, who else is reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from heard.activities.models import Activity, Layer, Passage
from heard.findings.models import Coding, Reading, Turn
from heard.findings.queries.tally import counted
from heard.people.models import Account

SHOWS = ("unread", "read", "all")


@dataclass(frozen=True, slots=True)
class Queue:
    """Which passages to read: those unread, in a strand, on a channel, in a theme (by public id), with these words."""

    show: str = "unread"
    strand: str = ""
    channel: str = ""
    theme: str = ""
    words: str = ""


def with_shown(passages: QuerySet[Passage]) -> QuerySet[Passage]:
    """Passages with `shown`: the newest redaction if there is one, else what was said."""
    redactions = Layer.objects.filter(passage=OuterRef("pk"), kind=Layer.Kind.REDACTION).order_by("-at", "-pk")
    newest = Subquery(redactions.values("words")[:1])
    return passages.annotate(redaction=newest, shown=Coalesce(newest, F("words")))


def passages_in(activity: Activity, queue: Queue) -> QuerySet[Passage]:
    """The passages of counted contributions that a queue holds, unordered, each with its contribution and strand."""
    rows = Passage.objects.filter(counted("contribution__"), contribution__strand__activity=activity)
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
        rows = rows.filter(shown__icontains=word)
    return rows


def reading_progress(activity: Activity) -> tuple[int, int]:
    """How many passages of counted contributions have been read, and how many there are."""
    rows = Passage.objects.filter(counted("contribution__"), contribution__strand__activity=activity)
    read = Reading.objects.filter(counted("passage__contribution__"), passage__contribution__strand__activity=activity)
    return read.count(), rows.count()


def also_reading(activity: Activity, but: Account, since: datetime) -> list[str]:
    """Names of the others who have had a passage in hand since a moment."""
    turns = Turn.objects.filter(activity=activity, at__gt=since).exclude(by=but)
    return list(turns.order_by("by__name").values_list("by__name", flat=True))


def codings_of(passage: Passage, by: Account) -> dict[int, str]:
    """What this reader put a passage to: stance by theme."""
    return dict(Coding.objects.filter(passage=passage, by=by).values_list("theme_id", "stance"))


def read_by_others(passage: Passage, but: Account) -> QuerySet[Coding]:
    """Other readers' codings of a passage, shown only once this reader has read it."""
    return (
        Coding.objects.filter(passage=passage).exclude(by=but).select_related("theme", "by").order_by("theme__ordinal")
    )


def themes_by_passages(activity: Activity) -> dict[int, int]:
    """How many passages each theme holds, by the theme's key."""
    rows = Coding.objects.filter(Q(theme__activity=activity), counted("passage__contribution__")).order_by()
    return dict(rows.values_list("theme").annotate(Count("passage", distinct=True)))
