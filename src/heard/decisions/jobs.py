"""What happens later: feedback goes out, one message a voice."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.decisions.actions import note_delivery
from heard.decisions.models import Delivery
from heard.decisions.queries.letters import email_to
from heard.ground import clock
from heard.notices.actions import NotSent, UnsafeMessage, Unsure, send
from heard.people.queries import address_of


@app.task(
    name="decisions.send_feedback",
    queue="mail",
    retry=RetryStrategy(max_attempts=8, exponential_wait=5, retry_exceptions={NotSent}),
)
def send_feedback(delivery_id: int) -> None:
    """Send one person's feedback. May be tried again: the key lets it leave once."""
    delivery = Delivery.objects.select_related("activity__lead").filter(pk=delivery_id, state="owed").first()
    if delivery is None:
        return
    address = address_of(delivery.voice_id, "email")
    if address is None:
        note_delivery(delivery=delivery, sent=False, why="no address any more", by=None, at=clock.now())
        return
    subject, text = email_to(delivery.activity, str(address.name or ""))
    try:
        send(key=f"feedback:{delivery.pk}", to=str(address.address), subject=subject, text=text)
    except (UnsafeMessage, Unsure) as error:
        note_delivery(delivery=delivery, sent=False, why=type(error).__name__, by=None, at=clock.now())
        return
    note_delivery(delivery=delivery, sent=True, by=None, at=clock.now())
