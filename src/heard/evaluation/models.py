"""What was learned: the five questions of GP-j, and lessons for whoever asks next."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity
from heard.ground import clock
from heard.people.models import Account


class Evaluation(models.Model):
    """The five answers that GP-j asks for. Counts come from the record and are kept as they stood."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="+")
    learned = models.TextField(_("What can you learn from this for next time?"), blank=True)
    representative = models.TextField(_("Was it representative, including people who are seldom heard?"), blank=True)
    what_changed = models.TextField(_("What has changed because of it?"), blank=True)
    better_informed_or_able = models.TextField(
        _("Did people feel better informed, or able to influence the decision?"), blank=True
    )
    how_many = models.PositiveIntegerField(_("How many people took part?"), null=True, blank=True)
    counts = models.JSONField(default=dict)
    follow_up_sent_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"evaluation of {self.activity_id}"


class Lesson(models.Model):
    """One thing worth telling the next person."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.words[:80]
