"""What an author is told about what they sent: on the page of their receipt, and by e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from heard.activities.models import Contribution
from heard.moderation.models import Item, Judgement
from heard.moderation.queries.policy import moderation_policy
from heard.people.models import Exclusion
from heard.people.queries import appeal_path


@dataclass(frozen=True, slots=True)
class Told:
    """How one contribution stands with the moderators, for its author. `appeal` is an address that only they get."""

    item: Item
    exclusion: Exclusion | None
    appeal: str
    came_back: bool

    @property
    def title(self) -> str:
        return self.item.reason_words.partition("\n")[0]

    @property
    def words(self) -> str:
        return self.item.reason_words.partition("\n")[2]


def told_to(contributions: Iterable[Contribution]) -> list[Told]:
    """What the author of these is told: what waits, is taken down, was removed, or came back. Three queries at most."""
    rows = Item.objects.filter(contribution__in=[each.pk for each in contributions]).order_by("submitted_at", "pk")
    items = list(rows.select_related("contribution"))
    if not items:
        return []
    names = [item.contribution.trace_id for item in items]
    found = Exclusion.objects.filter(kind="contribution", reference__in=names, refused_at=None).order_by("pk")
    exclusions = {each.reference: each for each in found}
    back = set(
        Judgement.objects.filter(item__in=items, what__in=["fell", "refused", "restored"]).values_list(
            "item", flat=True
        )
    )
    told = [_told(item, exclusions.get(item.contribution.trace_id), item.pk in back) for item in items]
    return [each for each in told if each.item.state != Item.State.SHOWN or each.came_back or each.exclusion]


def _told(item: Item, exclusion: Exclusion | None, came_back: bool) -> Told:
    open_to_appeal = exclusion is not None and exclusion.in_force_at is not None
    return Told(item, exclusion, appeal_path(exclusion) if open_to_appeal and exclusion else "", came_back)


def removal_email(item: Item, exclusion: Exclusion) -> tuple[str, str]:
    """Subject and text of the e-mail that tells an author of a removal: the reason, and how to appeal."""
    context = {
        "told": _told(item, exclusion, False),
        "activity": item.activity,
        "address": f"{settings.SITE_URL}{appeal_path(exclusion)}",
        "policy": moderation_policy(),
        "site": settings.SITE_URL,
    }
    subject = _("What you sent to “%(title)s” was removed, and how to appeal") % {"title": item.activity.title}
    return subject, render_to_string("moderation/mail/removed.txt", context)
