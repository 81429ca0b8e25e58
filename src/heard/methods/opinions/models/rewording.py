"""That the author of a statement is told when a moderator puts it in other words: by which way, and how it went."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.ground.fields import PublicId
from heard.methods.opinions.models.statements import Statement


class RewordNotice(models.Model):
    """News to the author of one reworded statement, by one way they left: ``email``, ``letter`` or ``phone``.

    It says that they were told, never where: the author is the voice of the first statement's contribution.
    """

    class State(models.TextChoices):
        OWED = "owed", _("To be told")
        SENT = "sent", _("Told")
        FAILED = "failed", _("Could not be told")

    public_id = PublicId()
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="reword_notices")
    kind = models.CharField(max_length=6)
    state = models.CharField(max_length=6, choices=State, default=State.OWED)
    sent_at = models.DateTimeField(null=True, blank=True)
    why_failed = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["statement", "kind"], name="one_reword_notice_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
