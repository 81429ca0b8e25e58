"""Who votes, under a key that only their browser holds, and what they think: apart from voices and addresses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.ground.fields import PublicId
from heard.methods.opinions.models.statements import Opinions, Statement


class Participant(models.Model):
    """One person's votes in one strand, without the person: a hash of a random key, and the day it began.

    Nothing leads from here to a voice, a contribution, an address or a receipt. `source` is a keyed hash of the network
    address, other in every strand, so that a flood from one place can be seen; it goes with the votes.
    """

    public_id = PublicId()
    opinions = models.ForeignKey(Opinions, on_delete=models.PROTECT, db_index=False, related_name="participants")
    key_hash = models.CharField(max_length=64)
    begun_on = models.DateField()
    source = models.CharField(max_length=16, blank=True, default="")
    left_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opinions", "key_hash"], name="one_participant_of_a_key")]

    def __str__(self) -> str:
        return "a participant"


class Vote(models.Model):
    """What one participant thinks of one statement now. A changed vote takes a new number and forgets the old vote.

    The most numerous rows of the house: numbers grow with every change, so that what is new can be read from the last
    number on; the foreign keys have no index beside the pair.
    """

    class Way(models.IntegerChoices):
        AGREE = 1, _("Agree")
        DISAGREE = -1, _("Disagree")
        PASS = 0, _("Pass")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, db_index=False, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, db_index=False, related_name="+")
    way = models.SmallIntegerField(choices=Way)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="one_vote_per_participant_and_statement"),
            models.CheckConstraint(condition=Q(way__in=[-1, 0, 1]), name="a_vote_is_agree_disagree_or_pass"),
        ]

    def __str__(self) -> str:
        return "a vote"
