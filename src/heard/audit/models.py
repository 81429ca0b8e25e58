"""The audit log: an append-only chain over public headers and salted payload hashes. The payloads lie apart.

A trigger (migration 0002) lets an entry be sealed once and otherwise refuses every change, removal and emptying.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.ground import clock


class Entry(models.Model):
    """One thing that happened. Sealed later, in order, by the one sealer; never changed after that."""

    what = models.CharField(max_length=80)
    about = models.CharField(max_length=120)
    by = models.CharField(max_length=60, blank=True, help_text="Account number or “resident”, “system”; never a name")
    at = models.DateTimeField(default=clock.now)
    header = models.JSONField(default=dict, help_text="What anyone may read")
    cover = models.BinaryField(
        max_length=16, null=True, editable=False, help_text="Salt that hides the header of an entry about a person"
    )
    payload_hash = models.CharField(max_length=64)
    sequence = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["about", "-id"]),
            models.Index(fields=["what", "-id"]),
            models.Index(fields=["id"], condition=Q(sequence__isnull=True), name="audit_unsealed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sequence__isnull=True, hash="") | (Q(sequence__gte=1) & ~Q(hash="")),
                name="audit_sealed_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} · {self.about}"


class Payload(models.Model):
    """What only some may read. Deleting it (shredding) leaves the chain valid."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, related_name="payload")
    salt = models.BinaryField(max_length=32)
    body = models.JSONField()

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"


class DailyHead(models.Model):
    """The chain's head at the end of a day, published so that anyone can hold us to it."""

    on = models.DateField(unique=True)
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on}: {self.hash[:12]}"
