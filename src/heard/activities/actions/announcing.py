"""News of an activity for everyone who follows its place, topic or partner (GP-m)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from heard.activities.models import Activity
from heard.network.actions import announce
from heard.places.models import Place


def announce_activity(
    *, activity: Activity, what: str, key: str = "", summary: str = "", path: str = "", at: datetime
) -> None:
    """Put down a step of an activity (`what`: as `network.Announcement`), once a `key`: announced, opened, closed…

    Part of the move or change that makes it true. `summary` and `path` (a public page) where the purpose and “Take
    part” are not the news. Consequences: followers are told the next morning.
    """
    places = list(activity.places.values_list("slug", "kind"))
    announce(
        activity_ref=activity.public_id,
        what=what,
        key=key,
        at=at,
        title=activity.title,
        summary=summary or activity.plan.purpose,
        path=path or reverse("activities:take_part", args=[activity.slug]),
        partners=[activity.lead.slug, *activity.partners.values_list("slug", flat=True)],
        asked_by=activity.lead.name,
        places=[slug for slug, kind in places if kind != Place.Kind.CITY],
        city_wide=not places or any(kind == Place.Kind.CITY for _slug, kind in places),
        topics=list(activity.topics or []),
        opens_on=activity.opens_on,
        closes_on=activity.closes_on,
    )
