"""To a standard that others can rely on (GP-i): the plan locked beforehand, a second reading, an independent look."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Passage, Strand
from heard.findings.models.reading import Theme
from heard.ground import clock
from heard.people.models import Account, Partner


class AnalysisPlan(models.Model):
    """How what comes in will be read, said before anybody answers. A locked version stays; a later one says why.

    `frame`: the names of the themes that reading starts from. `digest`: of the words, set when it is locked.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    how_read = models.TextField(_("How will what people say be read?"))
    who = models.TextField(_("Who reads, and who reads a second time?"))
    frame = models.JSONField(_("Themes to start from"), default=list)
    second_percent = models.PositiveSmallIntegerField(_("Read a second time, in a hundred"), default=10)
    campaigns = models.TextField(_("How are campaigns and petitions treated?"))
    late = models.TextField(_("How are late answers treated?"))
    weighting = models.TextField(_("Will numbers be weighted, and how, or why not?"))
    not_done = models.TextField(_("What will we not do?"))
    reason = models.TextField(_("Why it was changed"), blank=True)
    digest = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    locked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "version"], name="one_analysis_plan_per_version"),
            models.CheckConstraint(
                condition=Q(locked_at=None, locked_by=None, digest="")
                | (Q(locked_at__isnull=False, locked_by__isnull=False) & ~Q(digest="")),
                name="a_locked_plan_says_who_and_has_its_digest",
            ),
            models.CheckConstraint(condition=Q(second_percent__lte=100), name="second_percent_is_a_percent"),
        ]

    def __str__(self) -> str:
        return f"analysis plan {self.version}"


class DoubleSample(models.Model):
    """Which passages are read a second time: those with the least SHA-256 of “seed:key”, so it can be drawn again."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="+")
    seed = models.CharField(max_length=32)
    size = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} of {self.out_of}"


class Sampled(models.Model):
    """One passage of the sample. `by` read it a second time without seeing what the first reader put it to."""

    sample = models.ForeignKey(DoubleSample, on_delete=models.CASCADE, related_name="passages")
    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sample", "at"])]

    def __str__(self) -> str:
        return f"sampled {self.passage_id}"


class SecondCoding(models.Model):
    """What the second reader put a sampled passage to. It is compared, and never counted."""

    sampled = models.ForeignKey(Sampled, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sampled", "theme"], name="one_second_coding_per_theme")]

    def __str__(self) -> str:
        return f"{self.sampled_id} ⇢ {self.theme_id}"


class Settlement(models.Model):
    """Two readers differed, talked about it, and agreed: what each had, what they agreed on, and what was said.

    Theme keys as lists: `first`, `second`, `agreed`. Agreement is always measured on what each had before.
    """

    sampled = models.OneToOneField(Sampled, on_delete=models.CASCADE, related_name="settlement")
    first = models.JSONField(default=list)
    second = models.JSONField(default=list)
    agreed = models.JSONField(default=list)
    words = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"settled {self.sampled_id}"


class QualityStatement(models.Model):
    """Methods, limits and response bases of what was heard; signed by someone independent of those who read it.

    `bases`: what the numbers rest on, as counted when it was written. `dissent` is printed with the findings.
    """

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="+")
    methods = models.TextField(_("How it was read"))
    limits = models.TextField(_("What it cannot tell us"))
    bases = models.TextField(_("What the numbers rest on"))
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_for = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_team = models.CharField(max_length=120, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    dissent = models.TextField(_("Where the reviewer does not agree"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="a_review_says_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"quality of {self.activity_id}"


class NeutralityReview(models.Model):
    """A peer's answers to the fixed questions about neutrality (UP-f). `answers`: question's slug → "yes" or "no"."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict)
    dissent = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "by"], name="one_neutrality_review_per_peer")]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.activity_id}"


class LeadingQuestion(models.Model):
    """A question that a peer finds leading; settled once its words changed, or it says why they stay."""

    review = models.ForeignKey(NeutralityReview, on_delete=models.CASCADE, related_name="leading")
    strand = models.ForeignKey(Strand, on_delete=models.CASCADE, related_name="+")
    question_ref = models.CharField(max_length=60)
    words = models.TextField()
    why = models.TextField()
    kept_because = models.TextField(blank=True)
    kept_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.words[:60]
