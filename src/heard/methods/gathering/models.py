"""Sessions where people talk: a meeting, a drop-in, a kitchen table. What is said is contributions like any other."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Contribution, Group, Strand
from heard.ground.fields import PublicId
from heard.people.models import Account, Voice
from heard.places.models import Place, Venue


class Gathering(models.Model):
    """The settings of a gathering strand: what is asked in the room."""

    strand = models.OneToOneField(Strand, on_delete=models.CASCADE, primary_key=True, related_name="+")
    prompts = ArrayField(models.TextField(), default=list, blank=True)
    introduction = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"gathering of {self.strand_id}"


class Session(models.Model):
    """One occasion: announced before, noted afterwards. Its note is owed by the strand until it is entered."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        DROP_IN = "drop_in", _("Drop-in")
        DOORSTEP = "doorstep", _("Doorstep")
        KITCHEN_TABLE = "kitchen_table", _("Kitchen table")
        FOCUS_GROUP = "focus_group", _("Small group")

    public_id = PublicId()
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=14, choices=Kind)
    title = models.CharField(max_length=160)
    host = models.CharField(_("host"), max_length=200)
    starts_at = models.DateTimeField(null=True, blank=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue_words = models.CharField(_("where"), max_length=250, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(_("anyone may come"), default=True)
    access_facts = models.TextField(_("access"), blank=True)
    cancelled_because = models.TextField(blank=True)
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    attended = models.PositiveIntegerField(null=True, blank=True)
    spoke = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.CharField(
        max_length=10,
        blank=True,
        choices=[
            ("verbatim", _("Their own words")),
            ("noted", _("Noted at the time")),
            ("recalled", _("Written up afterwards")),
        ],
    )
    summary = models.TextField(blank=True)
    note_entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note_entered_at = models.DateTimeField(null=True, blank=True)
    quiet_voices_follow_up = models.TextField(blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(spoke__isnull=True) | Q(attended__isnull=True) | Q(spoke__lte=F("attended")),
                name="no_more_spoke_than_came",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """How many of one group came to a session, as counted or as they said."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "group"], name="one_attendance_per_group")]

    def __str__(self) -> str:
        return f"{self.count}"


class Said(models.Model):
    """One thing said at a session: the contribution it is."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, primary_key=True, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="said")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"said at {self.session_id}"


class PromiseMade(models.Model):
    """Something a host promised on the spot."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="promises")
    words = models.TextField()
    by_whom = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.words[:60]
