"""What somebody asks about their own data, and complaints about how it is handled: each with its legal clock.

Sources: UK GDPR arts. 12 and 15–21; Data (Use and Access) Act 2025 (a month, two more where it is complex, the clock
stopped while the person proves who they are or says what they mean; complaints acknowledged within 30 days).
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.ground.fields import PublicId, SecretText
from heard.people.models.standing import Account, Partner


class DataRequest(models.Model):
    """One request or complaint. Who asked, how to reach them and their words are encrypted."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("See what you hold about me")
        CORRECT = "correct", _("Put something right")
        ERASE = "erase", _("Delete what you hold about me")
        RESTRICT = "restrict", _("Stop using it for now")
        OBJECT = "object", _("I object to how you use it")
        COMPLAINT = "complaint", _("Complain about how my data was handled")

    class Outcome(models.TextChoices):
        DONE = "done", _("Done as asked")
        PARTLY = "partly", _("Done in part")
        REFUSED = "refused", _("Refused")
        UPHELD = "upheld", _("The complaint is upheld")
        PARTLY_UPHELD = "partly_upheld", _("The complaint is upheld in part")
        NOT_UPHELD = "not_upheld", _("The complaint is not upheld")
        WITHDRAWN = "withdrawn", _("Taken back by the person")

    COMPLAINT_ENDS = frozenset({"upheld", "partly_upheld", "not_upheld", "withdrawn"})
    REQUEST_ENDS = frozenset({"done", "partly", "refused", "withdrawn"})

    public_id = PublicId()
    kind = models.CharField(max_length=9, choices=Kind)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, default="web")
    name = SecretText(null=True, blank=True)
    reach = SecretText(null=True, blank=True)
    words = SecretText(null=True, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    received_on = models.DateField()
    due_on = models.DateField()
    acknowledge_by = models.DateField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    extended_because = models.TextField(blank=True)
    paused_on = models.DateField(null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=13, choices=Outcome, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    was_late = models.BooleanField(default=False)
    logged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(outcome=""), name="a_data_request_ends_with_an_outcome"
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True) | ~Q(extended_because=""), name="an_extension_says_why"
            ),
        ]
        indexes = [models.Index(fields=["partner", "closed_on", "due_on", "id"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, due {self.due_on}"

    @property
    def is_complaint(self) -> bool:
        return self.kind == self.Kind.COMPLAINT

    @property
    def is_paused(self) -> bool:
        return self.paused_on is not None and self.closed_on is None

    def is_overdue(self, today: date) -> bool:
        """Past its day and not answered; the clock does not run while it is stopped."""
        return self.closed_on is None and not self.is_paused and self.due_on < today

    def acknowledgement_is_overdue(self, today: date) -> bool:
        by = self.acknowledge_by
        return by is not None and self.acknowledged_on is None and self.closed_on is None and by < today


class DataStep(models.Model):
    """What was done about a request, when and by whom. `words` go to the person and are encrypted."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        PAUSED = "paused", _("Clock stopped: something is needed from you")
        RESUMED = "resumed", _("Clock runs again")
        EXTENDED = "extended", _("Two months more")
        CLOSED = "closed", _("Answered")

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    words = SecretText(null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class DataReminder(models.Model):
    """Those who answer for data were reminded of one date of one request, once."""

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=12)
    due_on = models.DateField()
    people = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "what", "due_on"], name="each_reminder_leaves_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.due_on}"
