"""What is asked: a survey's settings, sections, questions and the answers on offer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Strand
from heard.ground.fields import PublicId


class Survey(models.Model):
    """The settings of a survey strand."""

    strand = models.OneToOneField(Strand, on_delete=models.CASCADE, primary_key=True, related_name="+")
    introduction = models.TextField(blank=True)
    thanks = models.TextField(blank=True)
    asks_monitoring = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"survey of {self.strand_id}"


class Section(models.Model):
    """Questions that belong together."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sections")
    ordinal = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)

    class Meta:
        ordering = ["ordinal", "id"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question, the same on every channel."""

    class Kind(models.TextChoices):
        TEXT = "text", _("In people's own words")
        CHOICE = "choice", _("Choose one")
        MULTI = "multi", _("Choose any")
        SCALE = "scale", _("On a scale")

    public_id = PublicId()
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    ordinal = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=6, choices=Kind)
    words = models.TextField()
    help = models.TextField(blank=True)
    required = models.BooleanField(default=False)
    scale_low = models.CharField(max_length=60, blank=True)
    scale_high = models.CharField(max_length=60, blank=True)
    scale_points = models.PositiveSmallIntegerField(default=5)

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scale_points__gte=2, scale_points__lte=11), name="scale_has_2_to_11_points"
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]


class Option(models.Model):
    """One answer on offer."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    ordinal = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["ordinal", "id"]

    def __str__(self) -> str:
        return self.words
