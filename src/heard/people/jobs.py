"""What happens later: invitations leave, and what has been kept long enough goes."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.ground import clock
from heard.notices.actions import NotSent
from heard.people import actions
from heard.people.models import Invitation


@app.task(
    name="people.send_invitation",
    retry=RetryStrategy(max_attempts=8, exponential_wait=5, retry_exceptions=[NotSent]),
)
def send_invitation(invitation_id: int) -> None:
    """E-mail an invitation, once however often this is tried."""
    invitation = Invitation.objects.select_related("partner", "invited_by").filter(pk=invitation_id).first()
    if invitation is not None:
        actions.send_invitation(invitation=invitation)


@app.periodic(cron="40 2 * * *")
@app.task(name="people.apply_retention", queueing_lock="people.apply_retention")
def apply_retention(timestamp: int) -> None:
    """Let go of what policy/retention.toml says has been kept long enough."""
    actions.apply_retention(at=clock.now())
