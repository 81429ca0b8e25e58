"""What was sent. The addressee is kept only as a keyed hash: enough to prove a sending, not to find a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.ground import clock


class Sent(models.Model):
    """One message that left, once. `key` makes a sending happen at most once however often a job is tried.

    `once_a_day`: news, of which one address gets one e-mail a day.
    """

    class State(models.TextChoices):
        CLAIMED = "claimed", _("Being sent; if it stays so, the worker stopped and nobody knows")
        SENT = "sent", _("Taken by the mail server")
        FAILED = "failed", _("Not taken; may be tried again")
        UNSURE = "unsure", _("The connection broke while handing over; not tried again")

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, default="email")
    to_hash = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=State, default=State.SENT)
    at = models.DateTimeField(default=clock.now)
    once_a_day = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"]),
            models.Index(fields=["to_hash", "at"], condition=models.Q(once_a_day=True), name="notices_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.subject
