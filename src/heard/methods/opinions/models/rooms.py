"""What people thought in a room: counts per statement, by show of hands or on cards. Counts, never people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Contribution
from heard.ground.fields import PublicId
from heard.methods.opinions.models.statements import Opinions, Statement
from heard.people.models import Account


class Room(models.Model):
    """One occasion where votes were counted by hand. Its contribution stands for the room: counted and traced."""

    class Kind(models.TextChoices):
        HANDS = "hands", _("Hands raised")
        CARDS = "cards", _("Cards or stickers")
        PAPER = "paper", _("Paper sheets handed in")
        PHONE = "phone", _("Read out by telephone")

    public_id = PublicId()
    opinions = models.ForeignKey(Opinions, on_delete=models.PROTECT, related_name="rooms")
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    title = models.CharField(max_length=160)
    held_on = models.DateField()
    people = models.PositiveIntegerField()
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(people__gt=0), name="somebody_was_in_the_room")]

    def __str__(self) -> str:
        return self.title


class RoomCount(models.Model):
    """How many in a room agreed, disagreed and passed on one statement: together never more than were there."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="counts")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    agree = models.PositiveIntegerField()
    disagree = models.PositiveIntegerField()
    passed = models.PositiveIntegerField()

    class Meta:
        ordering = ["statement__number"]
        constraints = [models.UniqueConstraint(fields=["room", "statement"], name="one_count_per_room_and_statement")]

    def __str__(self) -> str:
        return f"{self.agree} / {self.disagree} / {self.passed}"
