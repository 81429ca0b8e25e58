"""The same questions in another language or in simpler words, and half-written answers kept for later."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from heard.activities.models.versions import Format, WordedVersion
from heard.ground.fields import SecretText
from heard.methods.survey.models.questions import Survey

__all__ = ["Format", "SavedDraft", "Version"]


class Version(WordedVersion):
    """A survey's words in one language and format. The English standard words are the questions themselves."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")

    class Meta(WordedVersion.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "language", "format"], name="one_version_per_language_and_format"
            ),
            models.CheckConstraint(
                condition=~Q(language="en", format="standard"), name="the_english_words_are_the_questions_themselves"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("written_by")),
                name="a_version_is_checked_by_a_second_person",
            ),
        ]


class SavedDraft(models.Model):
    """Half-written answers that somebody keeps for later. Never counted, and no page for staff shows them.

    `sealed` can be opened only with the return code, of which no more than a fingerprint is kept. `letter` holds the
    address and code to send, encrypted, until they are sent, and is then emptied.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    letter = SecretText(null=True, blank=True)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft until {self.expires_at:%Y-%m-%d}"
