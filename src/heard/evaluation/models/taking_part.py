"""Who took part, and who is missing: tables as they were released, and what was done about it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Group
from heard.ground.fields import PublicId
from heard.people.models import Account


class Reading(models.Model):
    """Who took part as it may be read by anyone, released at one moment. Nothing in it can be counted back (I-9).

    Between two releases at least as many people have answered as a table may show: comparing them tells of nobody.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()
    people = models.PositiveIntegerField(help_text=_("how many different voices had taken part"))
    body = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-taken_at", "-id"]
        indexes = [models.Index(fields=["activity", "-taken_at", "-id"])]

    def __str__(self) -> str:
        return f"read on {self.taken_at:%Y-%m-%d}"


class GroupMeasure(models.Model):
    """How one group of the plan is recognised: by these answers to one of the questions about people."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True, related_name="+")
    question = models.SlugField(max_length=60)
    answers = ArrayField(models.SlugField(max_length=60), default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.question}: {', '.join(self.answers)}"


class ReachAction(models.Model):
    """Somebody was missing while there was time: what was decided, who does it, and what came of it. Public.

    `about` names who is missing in plain words; `suggestion` the row of policy/missing.toml it began with, if any.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.CharField(_("Who is missing?"), max_length=200)
    suggestion = models.SlugField(max_length=60, blank=True)
    words = models.TextField(_("What will be done?"))
    assigned_to = models.CharField(_("Who does it?"), max_length=200)
    due_on = models.DateField(_("By when?"), null=True, blank=True)
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    outcome = models.TextField(_("What came of it?"), blank=True)
    was_done = models.BooleanField(null=True, blank=True)
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["accepted_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, was_done__isnull=True)
                | (Q(settled_at__isnull=False, settled_by__isnull=False, was_done__isnull=False) & ~Q(outcome="")),
                name="what_was_done_says_what_came_of_it",
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]
