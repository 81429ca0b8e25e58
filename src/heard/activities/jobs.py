"""Invitations that leave later."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.activities.actions.stakeholders import secret_of
from heard.activities.models import Stakeholder
from heard.notices.actions import send


@app.task(name="activities.invite_stakeholder", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def invite_stakeholder(stakeholder_id: int, invited_at: str) -> None:
    """Send one invitation, at most once. Passed over if it was renewed, answered or removed since."""
    stakeholder = Stakeholder.objects.select_related("activity__lead", "invited_by").filter(pk=stakeholder_id).first()
    if stakeholder is None or stakeholder.invited_at is None or stakeholder.invited_at.isoformat() != invited_at:
        return
    if stakeholder.removed_at or not stakeholder.email:
        return
    path = reverse("activities:invitation", args=[stakeholder.public_id, secret_of(stakeholder)])
    send(
        key=f"stakeholder:{stakeholder.public_id}:{invited_at}",
        to=stakeholder.email,
        subject=_("You are invited to take a part in: %(title)s") % {"title": stakeholder.activity.title},
        text=render_to_string(
            "activities/mail/invitation.txt",
            {"stakeholder": stakeholder, "activity": stakeholder.activity, "address": f"{settings.SITE_URL}{path}"},
        ),
    )
