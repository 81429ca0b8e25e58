"""What was answered: closed answers beside the contribution they belong to, and the imports they came by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Contribution
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.methods.survey.models.questions import Option, Question, Survey
from heard.people.models import Account


class Import(models.Model):
    """Responses taken in from a file: how columns were matched, what was taken, what was refused and why.

    `reading` says how the file was read (kind, encoding, separator, columns, a few first rows, how many rows).
    `content` is emptied when the import is done or undone.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        TRYING = "trying", _("Being tried")
        TRIED = "tried", _("Tried without saving")
        RUNNING = "running", _("Being taken in")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Undone")

    public_id = PublicId()
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    reading = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    rows_seen = models.PositiveIntegerField(default=0)
    rows_taken = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_remarked = models.PositiveIntegerField(default=0)
    why_failed = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_because = models.CharField(max_length=500, blank=True)
    undone_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.file_name


class RefusedRow(models.Model):
    """One fault of a row that was not taken. The first of a row holds its `cells` as they came, to mend and send again.

    With `taken` it is a remark about a row that was taken: it answers a question that its own answers pass over.
    """

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refused")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300)
    taken = models.BooleanField(default=False)
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["row", "id"]

    def __str__(self) -> str:
        return f"row {self.row}: {self.why}"


class Response(models.Model):
    """One set of answers: the contribution it is, and the import it came by if it did."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, primary_key=True, related_name="+")
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, blank=True, related_name="responses")

    def __str__(self) -> str:
        return f"response {self.contribution_id}"


class Chosen(models.Model):
    """A closed answer: an option, a point on a scale, or both (an option with its rank, a row with its column).

    The most numerous rows of all, so the foreign keys have no index beside the two that begin with them.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, db_index=False, related_name="chosen")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, db_index=False, related_name="+")
    option = models.ForeignKey(
        Option, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    point = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "option"],
                name="an_option_is_chosen_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(option__isnull=False) | Q(point__isnull=False),
                name="chosen_is_option_or_point_or_both",
            ),
        ]
        indexes = [models.Index(fields=["question", "option", "point"])]

    def __str__(self) -> str:
        return f"{self.question_id}"
