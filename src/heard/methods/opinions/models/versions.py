"""The question, the introduction and officers' statements in another language or in simpler words."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from heard.activities.models.versions import WordedVersion
from heard.methods.opinions.models.statements import Opinions


class Version(WordedVersion):
    """The words of an opinions strand in one language and format. What people gave has layers instead."""

    opinions = models.ForeignKey(Opinions, on_delete=models.CASCADE, related_name="versions")

    class Meta(WordedVersion.Meta):
        constraints = [
            models.UniqueConstraint(fields=["opinions", "language", "format"], name="statements_once_in_a_language"),
            models.CheckConstraint(
                condition=~Q(language="en", format="standard"), name="english_statements_are_the_statements"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("written_by")),
                name="worded_statements_are_checked_by_a_second_person",
            ),
        ]
