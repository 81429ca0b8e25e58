"""What may be asked about sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.methods import VoiceBalance
from heard.activities.models import Activity, Group, Passage, Stage, Strand
from heard.findings.queries.policy import Shown, shown, shown_list, terms_of
from heard.ground import clock
from heard.methods.gathering.models import Attendance, Gathering, Said, Session
from heard.rules.calendar import working_days_between
from heard.rules.disclosure import together

NOTE_WITHIN_WORKING_DAYS = 10
SHOWN = Q(is_public=True) | Q(note_entered_at__isnull=False)
QUIET_SHARE = 3  # fewer than one in three spoke: B1-b asks for another way to be heard


def gathering_of(strand: Strand) -> Gathering:
    """The settings of a gathering strand; an empty, unsaved one before anything is written."""
    return Gathering.objects.filter(strand=strand).first() or Gathering(strand=strand)


def gathering_rows(strand: Strand) -> QuerySet[Gathering]:
    """The settings of a gathering strand: no row or one."""
    return Gathering.objects.filter(strand=strand)


def session_rows(strand: Strand) -> QuerySet[Session]:
    """Every session of a strand, by date, and nothing around it."""
    return Session.objects.filter(gathering__strand=strand)


def strand_for_staff(public_id: str) -> Strand:
    """A gathering strand with its activity and lead; 404 with a sentence."""
    strand = Strand.objects.select_related("activity__lead").filter(public_id=public_id, method="gathering").first()
    if strand is None:
        raise Http404(_("There is no such gathering."))
    return strand


def session_for_staff(public_id: str) -> Session:
    """A session with its strand and activity; 404 with a sentence."""
    session = _with_surroundings().filter(public_id=public_id).first()
    if session is None:
        raise Http404(_("There is no such session."))
    return session


def sessions_of(strand: Strand) -> QuerySet[Any]:
    """Every session of a strand, by date, with where it is and (`said_count`) how many things were said."""
    return (
        Session.objects.filter(gathering__strand=strand)
        .select_related("venue", "place", "gathering__strand__activity")
        .annotate(said_count=Count("said"))
    )


def shown_sessions(strand: Strand) -> QuerySet[Any]:
    """What everyone may see of a strand: sessions open to all, and any other once it is written up."""
    return sessions_of(strand).filter(SHOWN)


def register() -> QuerySet[Session]:
    """Every conversation of every announced activity, on-line or off: when, where, who held it, how many came."""
    return (
        _with_surroundings()
        .filter(gathering__strand__activity__announced_on__isnull=False)
        .filter(SHOWN, starts_at__isnull=False)
        .annotate(said_count=Count("said"))
    )


def said_at(session: Session) -> QuerySet[Said]:
    """What was said, in the order it was noted."""
    return (
        Said.objects.filter(session=session)
        .select_related("contribution", "group")
        .prefetch_related(Prefetch("contribution__passages", Passage.objects.prefetch_related("layers")))
        .order_by("contribution_id")
    )


def notes_owed(activity: Activity | None = None, at: datetime | None = None) -> QuerySet[Session]:
    """Sessions that have taken place and have no note, the oldest first."""
    owed = _with_surroundings().filter(
        starts_at__lt=at or clock.now(), note_entered_at__isnull=True, cancelled_because=""
    )
    if activity is not None:
        return owed.filter(gathering__strand__activity=activity)
    return owed.filter(gathering__strand__activity__stage__in=[Stage.OPEN, Stage.CLOSED])


def note_rows_owed(strand: Strand) -> QuerySet[Session]:
    """Sessions of one strand that have taken place and have no note, and nothing around them."""
    return notes_owed(strand.activity).filter(gathering=strand.pk).select_related(None)


def venues_used(strand: Strand) -> tuple[str, ...]:
    """The places of a strand's public sessions that were held, each once."""
    held = Session.objects.filter(gathering__strand=strand, is_public=True, cancelled_because="")
    rows = held.order_by("starts_at", "id").values_list("venue__name", "venue_words")
    return tuple(dict.fromkeys(name or words for name, words in rows if name or words))


def groups_met(strand: Strand) -> set[int]:
    """The groups of the plan that somebody came from, as the hosts of a strand's sessions counted."""
    return set(groups_met_rows(strand))


def groups_met_rows(strand: Strand) -> QuerySet[Any, Any]:
    """The keys of the groups that a host counted somebody of."""
    counted = Attendance.objects.filter(session__gathering__strand=strand, count__gt=0)
    return counted.values_list("group_id", flat=True)


def is_late(session: Session) -> bool:
    """Is its note owed for more than ten working days?"""
    if session.starts_at is None or session.note_entered_at:
        return False
    return working_days_between(clock.day_of(session.starts_at), clock.today()) > NOTE_WITHIN_WORKING_DAYS


@dataclass(frozen=True)
class Balance:
    """How many came and how many of them were heard."""

    attended: int
    spoke: int

    @property
    def is_quiet(self) -> bool:
        """Were fewer than a third of those who came heard?"""
        return self.attended > 0 and self.spoke * QUIET_SHARE < self.attended


def balance_of(session: Session) -> Balance:
    return Balance(session.attended or 0, session.spoke or 0)


@dataclass(frozen=True)
class Told:
    """Who came to one session, as everyone may read it (docs/decisions/0010): None where a number is hidden."""

    came: int | None
    heard: int | None


def told_of(session: Session) -> Told:
    """People at a table know one another: both numbers hide where few came, the second where few spoke or did not."""
    each = balance_of(session)
    if terms_of(sensitive=False).is_small(each.attended):
        return Told(None, None)
    hides = any(one.is_hidden for one in shown_list([each.spoke, each.attended - each.spoke], sensitive=False))
    return Told(each.attended, None if hides else each.spoke)


def attendance_told(session: Session) -> list[tuple[Group, Shown]]:
    """How many of each group came, as told: it is a number about a named group, so it hides under ten, to anybody."""
    rows = session.attendance.select_related("group").order_by("pk")
    return [(row.group, shown(row.count, sensitive=True)) for row in rows]


def voice_balance(strand: Strand) -> VoiceBalance | None:
    """Over every session of a strand that is written up; None before the first. One query."""
    held = list(session_rows(strand).filter(note_entered_at__isnull=False))
    return _balance_over(held) if held else None


def _balance_over(held: Sequence[Session]) -> VoiceBalance:
    told = [(session, told_of(session)) for session in held]
    few = [session.attended or 0 for session, one in told if one.came is None]
    both = [one for _session, one in told if one.heard is not None]
    return VoiceBalance(
        meetings=len(held),
        came=sum(one.came or 0 for _session, one in told) + together(few, terms_of(sensitive=False)),
        few=len(few),
        of=sum(one.came or 0 for one in both),
        heard=sum(one.heard or 0 for one in both),
        told=len(both),
        quiet=sum(balance_of(session).is_quiet for session, one in told if one.came is not None),
        for_the_quiet=tuple(
            f"{session.title}: {session.quiet_voices_follow_up}" for session in held if session.quiet_voices_follow_up
        ),
    )


def totals(strand: Strand) -> dict[str, int]:
    """Sessions held, people who came (counted at each session) and were heard as told, things said, promises made.

    `attended` is the least that came where `few` sessions hide how many; `spoke` of `of` are those of the `told` ones.
    """
    held = list(session_rows(strand).filter(note_entered_at__isnull=False).annotate(number=Count("promises")))
    balance = _balance_over(held)
    said = Said.objects.filter(session__gathering__strand=strand, contribution__state="received").count()
    return {
        "sessions": balance.meetings,
        "attended": balance.came,
        "few": balance.few,
        "told": balance.told,
        "of": balance.of,
        "spoke": balance.heard,
        "said": said,
        "promises": sum(session.number for session in held),
    }


def _with_surroundings() -> QuerySet[Session]:
    return Session.objects.select_related("venue", "place", "gathering__strand__activity__lead")
