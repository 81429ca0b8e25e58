"""What happens later: invitations and reminders leave, and what has been kept long enough goes."""

from __future__ import annotations

from procrastinate.contrib.django import app

from heard.ground import clock
from heard.notices.actions import MAIL, send_if_it_can
from heard.people import actions, queries
from heard.people.models import Account, DataReminder, Invitation


@app.task(
    name="people.send_invitation",
    retry=MAIL["retry"],
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


@app.periodic(cron="30 6 * * *")
@app.task(name="people.watch_data_requests", queueing_lock="people.watch_data_requests")
def watch_data_requests(timestamp: int) -> None:
    """Every morning: those who answer for data are told of days that are near or past, each once."""
    actions.remind_of_data_requests(at=clock.now())


@app.task(
    name="people.remind_of_data",
    **MAIL,
)
def remind_of_data(reminder_id: int, account_id: int) -> None:
    """One reminder to one person; the key lets it leave once."""
    reminder = DataReminder.objects.select_related("request__partner").filter(pk=reminder_id).first()
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if reminder is None or account is None:
        return
    subject, text = queries.reminder_email(reminder, account.name)
    send_if_it_can(key=f"data:{reminder.pk}:{account.pk}", to=account.email, subject=subject, text=text)
