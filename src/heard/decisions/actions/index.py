"""Published decisions and promises can be found by their words."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.decisions.models import Commitment, Decision
from heard.rules.calendar import in_words
from heard.search.actions import put


def index_decision(*, decision: Decision) -> None:
    """Put a published decision into the search, or renew it. Part of the caller's transaction."""
    activity = decision.activity
    _put(
        activity, f"decision:{decision.public_id}", "decision", _("Decided: %(title)s") % {"title": activity.title},
        decision.option, reverse("decisions:decided", args=[activity.slug]),
        [decision.option, decision.reasons, decision.alternatives, decision.maker, activity.title],
        decision.published_at or decision.recorded_at,
    )  # fmt: skip


def index_commitment(*, commitment: Commitment) -> None:
    """Put a promise of a published decision into the search, or renew it. Part of the caller's transaction."""
    activity = commitment.decision.activity
    _put(
        activity, f"commitment:{commitment.public_id}", "commitment", commitment.words,
        _("%(who)s, by %(day)s: %(state)s")
        % {"who": commitment.owner, "day": in_words(commitment.due_on), "state": commitment.get_state_display()},
        reverse("decisions:commitment", args=[commitment.public_id]),
        [commitment.words, commitment.owner, commitment.evidence, commitment.reason, activity.title],
        commitment.made_at,
    )  # fmt: skip


def _put(
    activity: Activity, ref: str, kind: str, title: str, extract: str, url: str, words: list[str], at: datetime
) -> None:
    place = activity.places.order_by("kind", "name").values_list("name", flat=True).first()
    put(
        ref=ref, kind=kind, title=title, extract=extract, url=url, text="\n".join(words), at=at, place=place or "",
        activity_ref=activity.public_id,
    )  # fmt: skip
