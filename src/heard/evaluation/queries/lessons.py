"""Lessons: those of one activity, those that everyone shares, and those that fit what somebody plans now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.evaluation.models import Lesson, LessonShare, LessonUse
from heard.people.models import Account, Partner, Role

MOST_LOOKED_AT = 500
COMMON = frozenset(
    {"about", "after", "again", "asked", "does", "from", "have", "into", "people", "should", "than", "that", "their",
     "them", "they", "this", "what", "when", "where", "which", "will", "with", "would", "your"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fitting:
    """A lesson that fits a plan, why it fits, and whether the plan says that it used it."""

    lesson: Lesson
    because: tuple[str, ...]
    used: bool


def shared_lessons() -> QuerySet[Lesson]:
    """Every shared lesson with where it comes from and how often it was used, the newest first."""
    rows = Lesson.objects.filter(shared_at__isnull=False).select_related("activity__lead")
    return rows.annotate(used=Count("uses")).order_by("-shared_at", "-id")


def lessons_about(words: str) -> QuerySet[Lesson]:
    """Shared lessons that hold these words, or are tagged with them."""
    tagged = Q()
    for name in ("methods", "groups", "places", "themes"):
        tagged |= Q(**{f"{name}__icontains": words})
    return shared_lessons().filter(Q(words__icontains=words) | tagged) if words.strip() else shared_lessons()


def lesson_by_id(public_id: str) -> Lesson:
    """One lesson; 404 with a sentence."""
    if found := Lesson.objects.select_related("activity__lead").filter(public_id=public_id).first():
        return found
    raise Http404(_("There is no such lesson."))


def lessons_for(activity: Activity, most: int = 5) -> list[Fitting]:
    """Shared lessons of other activities that fit this plan: by method, group, place, theme and words. Six queries.

    Each is listed with why it fits; the best fit first, then the newest.
    """
    ours = tags_of(activity)
    spoken = _words([activity.title, activity.plan.purpose, activity.plan.audience])
    used = set(LessonUse.objects.filter(activity=activity).values_list("lesson", flat=True))
    found = []
    for lesson in shared_lessons().exclude(activity=activity)[:MOST_LOOKED_AT]:
        because = [tag for name in ours for tag in getattr(lesson, name) if tag.casefold() in ours[name]]
        alike = sorted(_words([lesson.words]) & spoken)
        if because or len(alike) > 1 or lesson.pk in used:
            fit = 3 * len(because) + len(alike)
            found.append((fit, Fitting(lesson, tuple([*dict.fromkeys(because), *alike][:6]), lesson.pk in used)))
    found.sort(key=lambda row: -row[0])
    return [fitting for _fit, fitting in found[:most]]


def tags_of(activity: Activity) -> dict[str, set[str]]:
    """What an activity would be tagged with: its methods, groups, places and topics, in small letters."""
    return {name: {tag.casefold() for tag in tags} for name, tags in plain_tags(activity).items()}


def plain_tags(activity: Activity) -> dict[str, list[str]]:
    """The same as they are written: what a new lesson is tagged with unless somebody says otherwise. One query."""
    found: dict[str, list[str]] = {"methods": [], "groups": [], "places": [], "themes": list(activity.topics)}
    tagged = (
        (activity.strands.filter(dropped_because=""), "methods", "method"), (activity.groups.all(), "groups", "name"),
        (activity.places.all(), "places", "name"),
    )  # fmt: skip
    rows = [each.order_by().values_list(Value(kind), Cast(name, TextField())) for each, kind, name in tagged]
    for kind, tag in sorted(rows[0].union(*rows[1:])):
        found[kind].append(tag)
    return found


def _words(texts: Iterable[str]) -> set[str]:
    found = set()
    for text in texts:
        for word in "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split():
            if len(word) > 3 and word not in COMMON:
                found.add(word)
    return found


def partners_to_share_with(lesson: Lesson) -> QuerySet[Partner]:
    """Every other partner that has not been sent it."""
    sent = LessonShare.objects.filter(lesson=lesson).values("partner")
    return Partner.objects.filter(left_on=None).exclude(pk=lesson.activity.lead_id).exclude(pk__in=sent)


def leads_of(partner: Partner) -> QuerySet[Account]:
    """Who leads engagement at a partner."""
    held = Role.objects.filter(partner=partner, role="engagement_lead", activity_ref="", ended_at=None)
    return Account.objects.filter(pk__in=held.values("account"), is_active=True).order_by("pk")


def lesson_email(lesson: Lesson) -> tuple[str, str]:
    """Subject and plain text of the e-mail that shares a lesson."""
    activity = lesson.activity
    url = settings.SITE_URL + reverse("evaluation:lessons")
    title = " ".join(activity.title.split())
    lines = [
        _("%(lead)s learned this from “%(title)s”:") % {"lead": activity.lead.name, "title": title},
        lesson.words,
        _("All lessons that partners share: %(url)s. If you use one, say so on your plan: reuse is counted.")
        % {"url": url},
    ]
    return _("A lesson from %(lead)s: %(title)s") % {"lead": activity.lead.name, "title": title}, "\n\n".join(lines)
