"""What was written down wrong and put right: before, after, why, who and when. The original is never overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models.contribution import Contribution
from heard.people.models import Account


class Correction(models.Model):
    """One thing put right about one contribution. A correction of a correction is a new row; none is ever changed.

    `about` names what within it: a question's reference, or a passage's number. `before` and `after` hold what the
    record said and says, as ``{"words": …}``, ``{"channel": …}``, ``{"chosen": [[option, point], …]}`` or
    ``{"contribution": trace id}``. After findings are published it is an erratum, and somebody says whether a finding
    changes: `rechecked_by`, `rechecked_at`, `recheck_note`.
    """

    class What(models.TextChoices):
        ANSWER = "answer", _("An answer keyed in wrong")
        WORDS = "words", _("Words written down wrong")
        CHANNEL = "channel", _("The wrong channel")
        ON_BEHALF_OF = "on_behalf_of", _("On whose behalf")
        MOVED = "moved", _("Words put to the wrong contribution")
        PERSON = "person", _("Put to the wrong person")

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="corrections")
    what = models.CharField(max_length=12, choices=What)
    about = models.CharField(max_length=40, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    is_erratum = models.BooleanField(default=False)
    rechecked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rechecked_at = models.DateTimeField(null=True, blank=True)
    recheck_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_correction_says_why"),
            models.CheckConstraint(
                condition=Q(rechecked_at__isnull=True, rechecked_by__isnull=True) | ~Q(recheck_note=""),
                name="a_recheck_says_what_it_found",
            ),
        ]
        indexes = [models.Index(fields=["is_erratum", "rechecked_at"])]

    def __str__(self) -> str:
        return self.get_what_display()
