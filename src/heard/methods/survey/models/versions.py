"""The same questions in another language or in simpler words, and half-written answers kept for later."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.ground.fields import PublicId, SecretText
from heard.methods.survey.models.questions import Survey
from heard.people.models import Account


class Format(models.TextChoices):
    """How a version is worded."""

    STANDARD = "standard", _("Standard")
    EASY_READ = "easy_read", _("Easy Read")


class Version(models.Model):
    """A survey's words in one language and format. The English standard words are the questions themselves.

    `words` is what is being worked on and `published_words` what people are shown, each ``{key: {"words", "source"}}``:
    `source` is the fingerprint of the English that was translated (queries/wording.py), so that a change shows.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CHECKED = "checked", _("Checked by a second person")
        PUBLISHED = "published", _("Published")

    public_id = PublicId()
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=12)
    format = models.CharField(max_length=9, choices=Format, default=Format.STANDARD)
    translator = models.CharField(max_length=120, blank=True)
    words = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    checker = models.CharField(max_length=120, blank=True)
    check_note = models.TextField(blank=True)
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    published_words = models.JSONField(default=dict)
    published_translator = models.CharField(max_length=120, blank=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["language", "format"]
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

    def __str__(self) -> str:
        return f"{self.language} ({self.format})"


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
