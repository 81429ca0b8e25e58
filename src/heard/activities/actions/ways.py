"""Groups, strands, and which reaches whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.actions.holding import hold_activity
from heard.activities.actions.planning import touch
from heard.activities.methods import all_methods
from heard.activities.models import Activity, ChannelTerms, Group, Strand
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account

TERMS_OF_GROUP = ("name", "most_affected", "seldom_heard", "offline_likely", "barrier", "remedy", "target")
TERMS_OF_STRAND = ("title", "method", "channels", "why", "generic")


@dataclass(frozen=True, slots=True)
class GroupTerms:
    """One affected group as it stands on the page; `id` None for a new one."""

    name: str
    most_affected: bool = False
    seldom_heard: bool = False
    offline_likely: bool = False
    barrier: str = ""
    remedy: str = ""
    target: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is particular about one channel of a strand: where people find it, and its own days if they differ."""

    channel: str
    where: str = ""
    opens_on: date | None = None
    closes_on: date | None = None


def set_groups(
    *, activity: Activity, groups: Sequence[GroupTerms], by: Account, at: datetime, removed: Iterable[int] = ()
) -> list[Group]:
    """Write these groups, in this order, and take out those whose key is in `removed`; all others stay, behind them.

    Consequences: a group that is taken out loses its place in the matrix; audit names `groups`. Refused: two groups of
    one name; taking out a group once the activity has been announced (people were told that they count).
    """
    ask(access.may_edit_plan(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_edit_plan(by, activity))
        there = {group.pk: group for group in activity.groups.all()}
        gone = [there[key] for key in set(removed) & set(there)]
        if gone and activity.is_public:
            raise Conflict(
                _("“%(name)s” was named in the announcement, so it stays.") % {"name": gone[0].name},
                _("You can still change what is done for them."),
            )
        was = [_values(group, TERMS_OF_GROUP) for group in there.values()]
        Group.objects.filter(pk__in=[group.pk for group in gone]).delete()
        stay = {key: group for key, group in there.items() if group not in gone}
        kept = _write_groups(activity, stay, groups)
        if was != [_values(group, TERMS_OF_GROUP) for group in kept]:
            touch(activity=activity, by=by, at=at, page="people", fields=["groups"], was=was)
    return kept


def set_reach(*, activity: Activity, reached: Mapping[int, Iterable[int]], by: Account, at: datetime) -> None:
    """Say which strands (by key) reach which group (by key): the matrix. Groups that are not named stay as they are.

    Consequences: audit names `groups.reached_by`. Keys of other activities are passed over.
    """
    ask(access.may_edit_plan(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_edit_plan(by, activity))
        strands = set(activity.strands.values_list("pk", flat=True))
        changed = False
        for group in activity.groups.filter(pk__in=list(reached)).prefetch_related("strands"):
            new = set(reached[group.pk]) & strands
            if new != {strand.pk for strand in group.strands.all()}:
                group.strands.set(new)
                changed = True
        if changed:
            touch(activity=activity, by=by, at=at, page="ways", fields=["groups.reached_by"])


def add_strand(*, activity: Activity, by: Account, at: datetime, terms: Sequence[Terms] = (), **columns: Any) -> Strand:
    """Add a way to take part: `title`, `method`, `channels`, `why`, `generic`, and the terms of its channels.

    Consequences: the day on which the method was chosen is kept and compared with the purpose's (GP-b.1).
    Refused: a method that is not there, a title that is taken, a channel that the method cannot hold.
    """
    ask(access.may_edit_plan(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_edit_plan(by, activity))
        _refuse_strand(activity, columns, None)
        strand = Strand.objects.create(
            activity=activity, ordinal=activity.strands.count(), method_chosen_on=clock.day_of(at), **columns
        )
        _write_terms(strand, terms)
        touch(activity=activity, by=by, at=at, page="ways", fields=["strands"], added=strand.public_id)
    return strand


def change_strand(
    *, strand: Strand, by: Account, at: datetime, terms: Sequence[Terms] | None = None, **columns: Any
) -> Strand:
    """Change a way to take part. A new method moves the day on which it was chosen.

    Refused besides: another method, or a channel taken away, once the activity is open.
    """
    activity = strand.activity
    ask(access.may_edit_plan(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_edit_plan(by, activity))
        stored = Strand.objects.select_for_update(no_key=True).get(pk=strand.pk)
        _refuse_strand(activity, columns, stored)
        was = _values(stored, TERMS_OF_STRAND)
        if columns.get("method", stored.method) != stored.method:
            columns["method_chosen_on"] = clock.day_of(at)
        for name, value in columns.items():
            setattr(stored, name, value)
        stored.save(update_fields=list(columns) or None)
        moved = terms is not None and _write_terms(stored, terms)
        if moved or was != _values(stored, TERMS_OF_STRAND):
            touch(activity=activity, by=by, at=at, page="ways", fields=["strands"], strand=stored.public_id, was=was)
    return stored


def remove_strand(*, strand: Strand, reason: str, by: Account, at: datetime) -> None:
    """Take a way to take part away: its row goes while nobody was told of it, else it stays, dropped, with the reason.

    Refused: an announced strand without a reason; one to which somebody has already contributed.
    """
    activity = strand.activity
    ask(access.may_edit_plan(by, activity))
    with transaction.atomic():
        activity.refresh_from_db(from_queryset=Activity.objects.select_for_update())  # answers wait: it may be deleted
        ask(access.may_edit_plan(by, activity))
        if strand.contributions.exists():
            raise Conflict(
                _("People have already answered here, so it stays until they have had their answer."),
                _("You can change what it says, and close the activity when its day has come."),
            )
        if activity.is_public:
            if not reason.strip():
                raise Conflict(_("It was announced, so say why it is taken away. The reason is published."))
            Strand.objects.filter(pk=strand.pk).update(dropped_because=reason)
        else:
            strand.delete()
        touch(
            activity=activity, by=by, at=at, page="ways", fields=["strands"], removed=strand.title, reason=reason
        )  # fmt: skip


def _write_groups(activity: Activity, there: Mapping[int, Group], groups: Sequence[GroupTerms]) -> list[Group]:
    named = {terms.id for terms in groups}
    kept = []
    for terms in groups:
        group = there.get(terms.id or 0) or Group(activity=activity)
        for name in TERMS_OF_GROUP:
            setattr(group, name, getattr(terms, name))
        kept.append(group)
    kept += [group for key, group in there.items() if key not in named]
    if len({group.name.strip().casefold() for group in kept}) < len(kept):
        raise Conflict(_("Two groups have the same name. Give each its own."))
    for group in kept:  # names may change places: free them first
        if group.pk:
            Group.objects.filter(pk=group.pk).update(name=f"\u2060{group.pk}")
    for number, group in enumerate(kept):
        group.name, group.ordinal = group.name.strip(), number
        group.save()
    return kept


def _refuse_strand(activity: Activity, columns: Mapping[str, Any], stored: Strand | None) -> None:
    title = columns.get("title", stored.title if stored else "")
    if activity.strands.exclude(pk=stored.pk if stored else 0).filter(title=title).exists():
        raise Conflict(_("There is already a way to take part called “%(title)s”.") % {"title": title})
    slug = columns.get("method", stored.method if stored else "")
    method = next((each for each in all_methods() if each.slug == slug), None)
    if method is None:
        raise Conflict(_("There is no such method here."), _("Choose one of those on the list."))
    channels = list(columns.get("channels", stored.channels if stored else []))
    if wrong := [channel for channel in channels if method.channels and channel not in method.channels]:
        raise Conflict(_("“%(method)s” cannot take answers by %(wrong)s.") % {"method": method.name, "wrong": wrong[0]})
    opened = activity.stage not in access.NOT_YET_OPEN
    if stored and opened and (slug != stored.method or set(stored.channels) - set(channels)):
        raise Conflict(
            _("It is open: people were told of this way to take part, so it cannot become less."),
            _("You can add a channel, or another way to take part."),
        )


def _write_terms(strand: Strand, terms: Sequence[Terms]) -> bool:
    """Put these terms in place of the strand's; whether anything differs."""
    wanted = {each.channel: each for each in terms if each.where or each.opens_on or each.closes_on}
    there = {row.channel: row for row in strand.terms.all()}
    changed = bool(set(there) - set(wanted))
    ChannelTerms.objects.filter(strand=strand).exclude(channel__in=wanted).delete()
    for channel, each in wanted.items():
        row = there.get(channel) or ChannelTerms(strand=strand, channel=channel)
        new = (each.where, each.opens_on, each.closes_on)
        if row.pk is None or new != (row.where, row.opens_on, row.closes_on):
            row.where, row.opens_on, row.closes_on = new
            row.save()
            changed = True
    return changed


def _values(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
