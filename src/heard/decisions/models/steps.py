"""News of an activity for those who took part in it: one round a morning, however much happened."""

from __future__ import annotations

from django.db import models

from heard.activities.models import Activity
from heard.people.models import Voice


class StepNews(models.Model):
    """What happened to one activity since the round before, in public words: told once to each who left an address.

    `lines` are ``[what, words, path]``; `up_to` is the number of the newest announcement in it.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    made_on = models.DateField()
    lines = models.JSONField(default=list)
    up_to = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "made_on"], name="one_round_of_news_a_day"),
            models.UniqueConstraint(fields=["activity", "up_to"], name="nothing_is_news_twice"),
        ]

    def __str__(self) -> str:
        return f"news of {self.activity_id}, {self.made_on}"


class NoMoreNews(models.Model):
    """Somebody who took part wants no news of the steps of an activity. The answer they were promised still comes."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "voice"], name="said_once_that_it_is_enough")]

    def __str__(self) -> str:
        return "no more news"
