"""Which activities there are, and what their pages show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.models import Activity, ChannelTerms, DateChange, Declaration, Plan, Strand
from heard.ground.asking import Asking, keep_at_hand


def public_activities() -> QuerySet[Activity]:
    """Every activity that has been announced, with its lead partner; also one that was withdrawn after that."""
    return Activity.objects.filter(announced_on__isnull=False).select_related("lead")


def titles_of(refs: Sequence[str]) -> dict[str, str]:
    """The titles of those activities of these (public ids) that have been announced. One query."""
    rows = Activity.objects.filter(public_id__in=list(refs), announced_on__isnull=False)
    return dict(rows.values_list("public_id", "title"))


def activity_by_slug(slug: str, viewer: Any = None) -> Activity:
    """An announced activity with its plan, lead and programme; 404 with a sentence if there is none.

    `viewer` (an account, for instance `request.user`) may also see one that is still being planned, if they may read
    plans.
    """
    activity = Activity.objects.select_related("lead", "plan", "programme").filter(slug=slug).first()
    if activity is None or not (activity.is_public or access.may_preview(viewer, activity)):
        raise Http404(_("There is no such activity, or it has not been announced yet."))
    return activity


def activities_for_staff(
    *, words: str = "", stage: str = "", partner: str = "", owner: Any = None
) -> QuerySet[Activity]:
    """Every activity of every partner, with lead and owner; narrowed by words of its title (every one of them),
    stage, lead (its slug) and who owns it.
    """
    rows = Activity.objects.select_related("lead", "owner")
    for word in words.split():
        rows = rows.filter(title__icontains=word)
    narrow = {"stage": stage, "lead__slug": partner, "owner": owner}
    return rows.filter(**{name: value for name, value in narrow.items() if value})


def activity_for_staff(slug: str) -> Activity:
    """Any activity with its plan, lead and owner, for officers' pages; 404 if there is none."""
    activity = (
        Activity.objects.select_related("lead", "plan__updated_by", "owner", "programme").filter(slug=slug).first()
    )
    if activity is None:
        raise Http404(_("There is no such activity."))
    return activity


def strands_of(activity: Activity) -> QuerySet[Strand]:
    """The ways of taking part that were not dropped, in the plan's order, with their terms."""
    return activity.strands.filter(dropped_because="").prefetch_related("terms")


def strands_asked(activity: Activity) -> Asking[list[Strand]]:
    """`strands_of` with terms and groups at hand, for asking it beside others: one turn."""
    found = activity.strands.filter(dropped_because="")
    pairs = Strand.groups.through.objects.filter(strand__activity=activity).order_by().values_list("strand", "group")
    strands, terms, groups, links = yield [
        found, ChannelTerms.objects.filter(strand__activity=activity), activity.groups.all(), pairs
    ]  # fmt: skip
    for strand in strands:
        strand.activity = activity
        linked = {group for one, group in links if one == strand.pk}
        keep_at_hand(strand, "terms", [each for each in terms if each.strand_id == strand.pk])
        keep_at_hand(strand, "groups", [each for each in groups if each.pk in linked])
    return list(strands)


def strand_by_id(activity: Activity, public_id: str) -> Strand:
    """One strand of an activity, with the activity; 404 with a sentence."""
    strand = activity.strands.filter(public_id=public_id).prefetch_related("terms").first()
    if strand is None:
        raise Http404(_("This way of taking part does not exist. The page “Take part” lists those that do."))
    strand.activity = activity
    return strand


def newest_declaration(activity: Activity) -> Declaration | None:
    """The decision owner's newest signature, which is the one that counts."""
    return activity.declarations.first()


def extensions_of(activity: Activity) -> QuerySet[DateChange]:
    """Every time the closing day was moved later, the newest first."""
    return activity.date_changes.order_by("-at", "-id")


def plan_of(activity: Activity) -> Plan:
    """The plan's row; made with the activity, so it is always there."""
    return activity.plan
