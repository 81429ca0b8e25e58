"""Who is told that people have longer: every body with a stake, and everyone who took part and left an address."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models.activity import Activity, DateChange
from heard.activities.models.plan import Stakeholder
from heard.ground.fields import PublicId
from heard.people.models import Account, Voice


class NoticeBatch(models.Model):
    """Letters about a later closing day printed in one go (one PDF); or text messages, in one file for the provider.

    `letters` is how many there are of either; `posted_on` the day of the post, or on which the provider took the file.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", _("Letters")
        TEXT = "text", _("Text messages")

    public_id = PublicId()
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.LETTER)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    letters = models.PositiveIntegerField()
    printed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    posted_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.letters} letters"


class DateNotice(models.Model):
    """News of one change of the closing day, to one voice or body, by one way. Says that it was sent, never where to.

    `kind`: ``email``, ``letter``, ``phone``, ``text``. What still waits when a later change comes is overtaken by it.
    """

    class State(models.TextChoices):
        OWED = "owed", _("To be told")
        SENT = "sent", _("Told")
        FAILED = "failed", _("Could not be told")
        OVERTAKEN = "overtaken", _("Overtaken by a later change")

    change = models.ForeignKey(DateChange, on_delete=models.CASCADE, related_name="notices")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=6)
    state = models.CharField(max_length=9, choices=State, default=State.OWED)
    batch = models.ForeignKey(NoticeBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    sent_at = models.DateTimeField(null=True, blank=True)
    why_failed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "voice", "kind"], name="one_notice_per_voice_and_kind"),
            models.UniqueConstraint(fields=["change", "stakeholder"], name="one_notice_per_stakeholder"),
            models.CheckConstraint(
                condition=Q(voice__isnull=True, stakeholder__isnull=False)
                | Q(voice__isnull=False, stakeholder__isnull=True),
                name="a_notice_is_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["change", "kind", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
