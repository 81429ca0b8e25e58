"""What people are asked about: one question, and the statements under it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Contribution, Strand
from heard.ground.fields import PublicId
from heard.people.models import Account

LONGEST = 200


class Opinions(models.Model):
    """The settings of an opinions strand: what it is about, and whether people may add statements of their own."""

    strand = models.OneToOneField(Strand, on_delete=models.CASCADE, primary_key=True, related_name="+")
    question = models.CharField(max_length=200, blank=True)
    introduction = models.TextField(blank=True)
    accepts_statements = models.BooleanField(default=True)
    shows_while_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"opinions of {self.strand_id}"


class Statement(models.Model):
    """One sentence that people agree or disagree with, or pass.

    Officers' statements keep their words here; a statement that somebody gave is a contribution and its words are a
    passage. A reworded one says what it came from; the first is put away with its votes, which were given to other
    words. If its author asks for their own words back it stands again, still saying why it was reworded, and the other
    is put away with its votes. `agree`, `disagree` and `passed` are kept by the database (a trigger on the votes):
    never written here.
    """

    class Leaning(models.TextChoices):
        FOR = "for", _("Leans one way")
        AGAINST = "against", _("Leans the other way")
        NEITHER = "neither", _("Neither")

    public_id = PublicId()
    opinions = models.ForeignKey(Opinions, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=LONGEST, blank=True)
    leaning = models.CharField(max_length=8, choices=Leaning, blank=True)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reworded")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    put_away_because = models.CharField(max_length=300, blank=True)
    put_away_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    put_away_at = models.DateTimeField(null=True, blank=True)

    agree = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["opinions", "number"], name="one_statement_of_a_number"),
            models.UniqueConstraint(
                fields=["came_from"], condition=Q(put_away_at__isnull=True), name="reworded_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(put_away_at__isnull=True) | ~Q(put_away_because=""), name="a_statement_put_away_says_why"
            ),
            models.CheckConstraint(
                condition=Q(came_from__isnull=True) | ~Q(came_from=F("id")), name="no_statement_comes_from_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"statement {self.number}"

    @property
    def is_brought_back(self) -> bool:
        """Whether it was put in other words once, and its author asked for their own back."""
        return self.put_away_at is None and bool(self.put_away_because)

    @property
    def votes(self) -> int:
        """How many voted on it, passes included."""
        return self.agree + self.disagree + self.passed
