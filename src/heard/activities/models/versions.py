"""What people are asked, in another language or in simpler words: what every method keeps of a version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account


class Format(models.TextChoices):
    """How a version is worded."""

    STANDARD = "standard", _("Standard")
    EASY_READ = "easy_read", _("Easy Read")


class WordedVersion(models.Model):
    """A strand's words in one language and format. The English standard words are what the strand itself holds.

    `words` is what is being worked on and `published_words` what people are shown, each ``{key: {"words", "source"}}``:
    `source` is the fingerprint of the English that was translated (queries/versions.py), so that a change shows.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CHECKED = "checked", _("Checked by a second person")
        PUBLISHED = "published", _("Published")

    public_id = PublicId()
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
        abstract = True
        ordering = ["language", "format"]

    def __str__(self) -> str:
        return f"{self.language} ({self.format})"
