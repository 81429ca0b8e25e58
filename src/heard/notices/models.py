"""What was sent. The addressee is kept only as a keyed hash: enough to prove a sending, not to find a person."""

from __future__ import annotations

from django.db import models

from heard.ground import clock


class Sent(models.Model):
    """One message that left, once. `key` makes a sending happen at most once however often a job is tried."""

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, default="email")
    to_hash = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.subject
