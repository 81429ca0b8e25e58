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
    """One question, the same on every channel.

    A matrix has its rows as options and its columns as `scale_words`. A place question has as options the places of
    `place_kind` as they were called when it was written, and takes other words beside. `shown_if` says how several
    conditions are joined; a question without conditions is put to everyone.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("In people's own words")
        CHOICE = "choice", _("Choose one")
        MULTI = "multi", _("Choose any")
        SCALE = "scale", _("On a scale")
        RANK = "rank", _("Put in order")
        MATRIX = "matrix", _("Several things on one scale")
        PLACE = "place", _("A place")

    class PlaceKind(models.TextChoices):
        WARD = "ward", _("Wards")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhoods")
        VENUE = "venue", _("Venues")

    class ShownIf(models.TextChoices):
        ALL = "all", _("all of these are so")
        ANY = "any", _("any of these is so")

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
    scale_words = models.JSONField(default=list, blank=True)
    place_kind = models.CharField(max_length=13, choices=PlaceKind, blank=True)
    shown_if = models.CharField(max_length=3, choices=ShownIf, default=ShownIf.ALL)

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
    """One answer on offer; of a matrix, one row. `place_ref` is the slug of the place or venue that it names."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    ordinal = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300)
    place_ref = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["ordinal", "id"]

    def __str__(self) -> str:
        return self.words


class Condition(models.Model):
    """Ask `question` only if an earlier question, `on`, was answered so.

    `option` and `point` name an answer as `Chosen` does: an option, a point on a scale, or both (a row of a matrix
    with its column; an option with its rank).
    """

    class Test(models.TextChoices):
        IS = "is", _("is, or includes")
        IS_NOT = "is_not", _("is not, and does not include")
        ANSWERED = "answered", _("was answered")
        NOT_ANSWERED = "not_answered", _("was left out")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="conditions")
    on = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    test = models.CharField(max_length=12, choices=Test)
    option = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    point = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=models.F("on")), name="a_question_does_not_wait_for_itself"),
            models.CheckConstraint(
                condition=Q(test__in=["answered", "not_answered"]) | Q(option__isnull=False) | Q(point__isnull=False),
                name="a_condition_names_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} if {self.on_id} {self.test}"
