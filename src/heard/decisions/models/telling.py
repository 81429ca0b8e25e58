"""You said, we did: what is told, in which versions, by which channel, and the evidence that it was."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Channel
from heard.decisions.models.owing import Interim
from heard.decisions.models.steps import StepNews
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account, Voice
from heard.places.models import Venue


class Feedback(models.Model):
    """You said, we did: composed from the links, published as one page; each channel's delivery is logged."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="+")
    headline = models.CharField(_("In one plain sentence: what is the outcome?"), max_length=160, blank=True)
    summary = models.TextField(_("In a few plain sentences: what difference did it make?"))
    not_done = models.TextField(_("What was not done, and why?"), blank=True)
    not_heard = models.TextField(_("Who did we not hear from?"), blank=True)
    challenge = models.TextField(_("How can people challenge it?"), blank=True)
    formats = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    composed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    composed_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"feedback on {self.activity_id}"


class FeedbackVersion(models.Model):
    """The page as everyone could read it from a moment on. Kept for ever, and compared with the one before."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["feedback", "number"], name="feedback_versions_are_counted")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Translation(models.Model):
    """The summary in another language, by a named translator: for posters and the page. `language`: BCP 47 (`ur`)."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    where = models.CharField(max_length=300, blank=True)
    translator = models.CharField(max_length=160)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["feedback", "language"], name="one_translation_per_language")]

    def __str__(self) -> str:
        return self.language


class FeedbackChannel(models.Model):
    """One channel that people used, and when and how they were told through it."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel)
    given_on = models.DateField(null=True, blank=True)
    how = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "channel"], name="one_feedback_per_channel")]

    def __str__(self) -> str:
        return self.get_channel_display()


class Poster(models.Model):
    """A poster for a venue where people took part. The day it was put up is the evidence of feedback in person."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=160)
    language = models.CharField(max_length=12, default="en")
    due_on = models.DateField(null=True, blank=True)
    put_up_on = models.DateField(null=True, blank=True)
    put_up_by = models.CharField(max_length=160, blank=True)
    set_aside_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["place", "language", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "place", "language"], name="one_poster_per_venue_and_language"),
            models.CheckConstraint(
                condition=Q(put_up_on__isnull=True) | ~Q(put_up_by=""), name="a_poster_is_put_up_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.place


class LetterBatch(models.Model):
    """Letters printed in one go (one PDF)."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    interim = models.ForeignKey(Interim, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    news = models.ForeignKey(StepNews, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    letters = models.PositiveIntegerField()
    printed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    posted_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.letters} letters"


class TextBatch(models.Model):
    """Text messages exported in one file for the provider of the partner, and when it took them."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    interim = models.ForeignKey(Interim, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    news = models.ForeignKey(StepNews, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=160)
    messages = models.PositiveIntegerField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    handed_over_on = models.DateField(null=True, blank=True)
    returned = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.messages} messages"


class Delivery(models.Model):
    """Feedback to one voice by one way. Says that it was sent, never where to. `interim`: which interim feedback;
    `news`: which round of news. Both empty: the answer itself.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        LETTER = "letter", _("Letter")
        PHONE = "phone", _("Phone call")
        TEXT = "text", _("Text message")

    class State(models.TextChoices):
        OWED = "owed", _("To be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    interim = models.ForeignKey(Interim, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    news = models.ForeignKey(StepNews, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    state = models.CharField(max_length=6, choices=State, default=State.OWED)
    batch = models.ForeignKey(LetterBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    texts = models.ForeignKey(TextBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    why_failed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "interim", "news", "voice", "kind"],
                name="one_delivery_per_voice_and_kind",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["activity", "kind", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
