"""Who is missing while there is time: targets against reach so far, by group, category and channel, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.methods import method_of
from heard.activities.models import Activity, Contribution, Strand
from heard.activities.queries import GroupTarget, group_targets, strands_asked, targets_of
from heard.audit.queries import entries
from heard.evaluation.models import GroupMeasure, ReachAction, Reading
from heard.evaluation.queries.lessons import leads_of
from heard.evaluation.queries.policy import Suggestion, missing_policy
from heard.evaluation.queries.taking_part import newest_reading
from heard.ground import clock
from heard.ground.asking import Asking, ask, only, side_by_side
from heard.people.models import Account
from heard.rules import snapshot
from heard.rules.calendar import in_words
from heard.rules.snapshot import DIGITAL

RAISED, AGAIN = "missing.raised", "missing.again"
A_WEEK, A_YEAR = timedelta(days=7), timedelta(days=400)
SOME, FEW, NONE, UNKNOWN = "some", "few", "none", ""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one group of the plan was reached: ``some``, ``few`` (too few to show), ``none`` or "" (not known).

    `count` is what may be shown, rounded; None otherwise. `how` says where it comes from.
    """

    target: GroupTarget
    state: str
    count: int | None = None
    how: str = ""
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether something should be done: nobody, too few to show, or less than half of what was hoped."""
        if self.state in (NONE, FEW):
            return True
        return self.count is not None and bool(self.target.people) and 2 * self.count < (self.target.people or 0)


@dataclass(frozen=True, slots=True)
class Missing:
    """Everything the live page says. `channels`: contributions by way in, exact, in the order of the record."""

    reached: tuple[Reached, ...]
    under: tuple[Mapping[str, Any], ...]
    channels: Mapping[str, int]
    participants: int
    hoped: int | None
    days_left: int | None
    past_half: bool
    non_digital_percent: int | None
    non_digital_is_low: bool
    reading: Reading | None
    suggestions: tuple[tuple[str, Suggestion], ...] = field(default=())


def who_is_missing(activity: Activity, today: date) -> Missing:
    """Reach so far against the targets set at planning, what is under-represented, and the suggestions that fit."""
    reading, targets = newest_reading(activity), targets_of(activity)
    rows = Contribution.objects.filter(strand__activity=activity, state=Contribution.State.RECEIVED).order_by()
    channels: dict[str, int] = {}
    came: set[int] = set()
    for row in rows.values("channel", "strand").annotate(n=Count("pk")).order_by("channel", "strand"):
        channels[row["channel"]] = channels.get(row["channel"], 0) + row["n"]
        came.add(row["strand"])
    reached = ask(_reach(activity, reading, targets.groups, came))
    under = tuple(_under(reading))
    percent = non_digital_percent(channels)
    low = percent is not None and 2 * percent < missing_policy().non_digital_percent
    return Missing(
        reached=reached,
        under=under,
        channels=channels,
        participants=rows.values("voice").distinct().count(),
        hoped=targets.participants,
        days_left=max(0, (activity.closes_on - today).days) if activity.is_open and activity.closes_on else None,
        past_half=is_past_half(activity, today),
        non_digital_percent=percent,
        non_digital_is_low=low,
        reading=reading,
        suggestions=tuple(_for_categories(under, low)),
    )


def is_past_half(activity: Activity, today: date) -> bool:
    """Whether at least half of the period in which people can take part is over."""
    half = half_way(activity)
    return half is not None and today >= half


def half_way(activity: Activity) -> date | None:
    """The day in the middle of the period."""
    if activity.opens_on is None or activity.closes_on is None:
        return None
    return activity.opens_on + timedelta(days=(activity.closes_on - activity.opens_on).days // 2)


def non_digital_percent(channels: Mapping[str, int]) -> int | None:
    """The share of contributions that came without the internet; None before there are enough to say."""
    total = sum(channels.values())
    if total < missing_policy().least:
        return None
    return round(100 * sum(n for channel, n in channels.items() if channel not in DIGITAL) / total)


def _reach(
    activity: Activity, reading: Reading | None, targets: Iterable[GroupTarget], came: set[int]
) -> Asking[tuple[Reached, ...]]:
    """Each group of the plan, in its order. `came`: the strands that brought something."""
    strands, rows = yield from side_by_side(
        strands_asked(activity), only(GroupMeasure.objects.filter(group__activity=activity))
    )
    measures = {each.group_id: each for each in rows}
    met, tried = yield from _met_in(strands, came)
    found = []
    for target in targets:
        state, count, how = _measured(reading, measures.get(target.group_id))
        if state != SOME and target.group_id in met:
            state, count, how = SOME, None, _("They took part where it was held with them.")
        elif state == UNKNOWN and (target.group_id in tried or not came):
            state, how = NONE, _("Nothing has come in by any way meant for them.")
        found.append(Reached(target, state, count, how, _for_group(target.name)))
    return tuple(found)


def reach_facts(activity: Activity) -> tuple[snapshot.Reach, ...]:
    """Each group's reach as the gates read it: they keep it in public for ever, so no number of people heard."""
    return ask(reach_facts_asked(activity))


def reach_facts_asked(activity: Activity) -> Asking[tuple[snapshot.Reach, ...]]:
    """`reach_facts`, for asking it beside others: two turns, and what the methods ask of whom they met."""
    rows = Contribution.objects.filter(strand__activity=activity, state="received").order_by()
    came, readings, groups = yield [
        rows.values_list("strand", flat=True).distinct(),
        Reading.objects.filter(activity=activity)[:1],
        activity.groups.all(),
    ]
    reading = readings[0] if readings else None
    reached = yield from _reach(activity, reading, group_targets(groups), set(came))
    return tuple(
        snapshot.Reach(each.target.name, each.target.most_affected, each.state, each.target.people) for each in reached
    )


def _met_in(strands: Sequence[Strand], came: set[int]) -> Asking[tuple[set[int], set[int]]]:
    """Groups met (a way made with them brought something, or a host counted them), and groups such a way exists for."""
    seen = yield from side_by_side(*(method_of(strand).groups_met_asked(strand) for strand in strands))
    met: set[int] = set().union(*seen)
    tried: set[int] = set()
    for strand in strands:
        if not strand.generic:
            groups = {group.pk for group in strand.groups.all()}
            tried |= groups
            met |= groups if strand.pk in came else set()
    return met, tried


def _measured(reading: Reading | None, measure: GroupMeasure | None) -> tuple[str, int | None, str]:
    """What the newest release says of a group that is recognised by its answers; never more than the release shows."""
    if reading is None or measure is None:
        return UNKNOWN, None, ""
    asked = next((each for each in reading.body["dimensions"] if each["slug"] == measure.question), None)
    if asked is None or asked["withheld"]:
        return UNKNOWN, None, ""
    wanted, sure = set(measure.answers), 0
    for line in asked["lines"]:
        if set(line["slugs"]) <= wanted:
            sure += line["count"]
    how = _("By the question about people: %(title)s.") % {"title": asked["title"]}
    return (SOME, sure, how) if sure else (FEW, None, how)


def _under(reading: Reading | None) -> Iterable[Mapping[str, Any]]:
    """Categories that are under-represented, or too small to show though people like these live here."""
    for asked in reading.body["dimensions"] if reading else ():
        for line in asked["lines"]:
            if line["stands"] == "under" or (line["together"] and line["population_percent"]):
                yield {"question": asked["slug"], "title": asked["title"], **line}


def _for_categories(under: Iterable[Mapping[str, Any]], low: bool) -> Iterable[tuple[str, Suggestion]]:
    """The suggestions that fit, each once, with whom they are for."""
    seen: set[str] = set()
    keys = [
        (f"{each['question']}:{slug}", f"{each['title']}: {name}")
        for each in under
        for slug, name in zip(each["slugs"], each["together"] or [each["name"]], strict=True)
    ]
    keys += [("channel:paper", _("People who are off-line")), ("channel:in_person", _("People who are off-line"))] * low
    for key, about in keys:
        for each in missing_policy().suggestions:
            if key in each.fits and each.slug not in seen:
                seen.add(each.slug)
                yield about, each


def _for_group(name: str) -> tuple[Suggestion, ...]:
    words = name.casefold()
    return tuple(
        each
        for each in missing_policy().suggestions
        if any(key.removeprefix("word:") in words for key in each.fits if key.startswith("word:"))
    )


def reach_actions(activity: Activity) -> QuerySet[ReachAction]:
    """What was done about who was missing, in the order it was taken on."""
    return ReachAction.objects.filter(activity=activity).select_related("group")


def activities_half_way(today: date) -> list[Activity]:
    """Open activities whose period is half over and where nobody has been named as missing yet."""
    raised = {entry.about for entry in entries(what=RAISED, since=today - A_YEAR)}
    rows = Activity.objects.filter(stage="open").select_related("plan", "lead", "owner").order_by("pk")
    return [each for each in rows if is_past_half(each, today) and f"activity:{each.public_id}" not in raised]


def activities_to_look_at_again(today: date) -> list[Activity]:
    """Open activities where a week ago or earlier nobody of a most affected group was known to have been heard from."""
    seen = entries(what="missing.", since=today - A_YEAR).filter(what__in=(RAISED, AGAIN)).order_by("at")
    newest = {entry.about: entry for entry in seen if clock.day_of(entry.at) <= today}
    rows = Activity.objects.filter(stage="open").select_related("plan", "lead", "owner").order_by("pk")
    waiting = [(each, newest.get(f"activity:{each.public_id}")) for each in rows]
    return [
        each
        for each, entry in waiting
        if entry is not None and entry.header.get("nobody") and clock.day_of(entry.at) <= today - A_WEEK
    ]


def looked_on(activity: Activity) -> tuple[Any, Any]:
    """The entries of the record by which it was named, half-way, who was missing, and last looked at again; or None."""
    rows = entries(what="missing.", about=f"activity:{activity.public_id}").filter(what__in=(RAISED, AGAIN))
    found = list(rows.order_by("at"))
    raised = next((entry for entry in found if entry.what == RAISED), None)
    return raised, next((entry for entry in reversed(found) if entry.what == AGAIN), None)


def running(activity: Activity) -> list[Account]:
    """Who is told that somebody is missing: whoever runs it, and the engagement leads of the body that leads."""
    people = {one.pk: one for one in leads_of(activity.lead)}
    if activity.owner.is_active:
        people[activity.owner_id] = activity.owner
    return [people[number] for number in sorted(people)]


def missing_email(activity: Activity, names: Sequence[str], name: str) -> tuple[str, str]:
    """To a lead, while there is time: whom nobody has heard from, by when it closes, and where to do something."""
    title = " ".join(activity.title.split())
    closes = in_words(activity.closes_on) if activity.closes_on else "–"
    lines = [
        _("Dear %(name)s,") % {"name": name},
        _("Half of the time of “%(title)s” is over. Nobody is known to have been heard from: %(who)s.")
        % {"title": title, "who": ", ".join(names)},
        _("It closes on %(day)s. If nobody of them is heard by then, somebody has to publish why.") % {"day": closes},
        _("Who is missing, and what others have done about it: %(url)s")
        % {"url": settings.SITE_URL + reverse("evaluation:staff_taking_part", args=[activity.slug])},
    ]
    return _("Nobody heard yet: %(who)s") % {"who": ", ".join(names)[:100]}, "\n\n".join(lines)
