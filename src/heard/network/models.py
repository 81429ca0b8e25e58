"""Who follows what, and the news there is for them. Followers are no voices: nothing here touches a contribution."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.ground.fields import PublicId, SecretText
from heard.people.models import Account, Partner


class Follower(models.Model):
    """An address that asked for early notice. It gets nothing but one request to confirm until it is confirmed.

    `address_hash` (keyed) finds the address again. `told_to` is the number of the newest announcement that it was told
    or that did not concern it; `telling_to` up to where the e-mail goes that is on its way: a worker that was killed
    comes back to the same e-mail. A follower by post belongs to the partner that entered it, which alone sees the
    address.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        LETTER = "letter", _("Printed sheet by post")

    class Often(models.TextChoices):
        DAILY = "daily", _("The next morning, never more than one e-mail a day")
        WEEKLY = "weekly", _("On Mondays, if there is news")
        AT_ONCE = "at_once", _("Each time, at once: it can be several e-mails a day")
        NONE = "none", _("Nothing for now; keep my choices")
        QUARTERLY = "quarterly", _("Four times a year, by post")

    public_id = PublicId()
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.EMAIL)
    address = SecretText()
    name = SecretText(null=True, blank=True)
    address_hash = models.CharField(max_length=64, unique=True)
    often = models.CharField(max_length=9, choices=Often, default=Often.DAILY)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consent_evidence = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    asked_times = models.PositiveSmallIntegerField(default=1)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_to = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    telling_to = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="email") | Q(partner__isnull=False, entered_by__isnull=False),
                name="post_is_entered_by_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True) | ~Q(consent_evidence=""),
                name="entering_needs_evidence_of_consent",
            ),
        ]
        indexes = [models.Index(fields=["channel", "often", "told_to"])]

    def __str__(self) -> str:
        return "a follower"


class Follow(models.Model):
    """One thing that is followed: everything, a topic, a place, a partner or one activity (its public id).

    Counts from the day it was confirmed.
    """

    class Kind(models.TextChoices):
        EVERYTHING = "everything", _("Everything in the city")
        TOPIC = "topic", _("A topic")
        PLACE = "place", _("A ward or neighbourhood")
        PARTNER = "partner", _("A public body")
        ACTIVITY = "activity", _("One activity, step by step")

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=10, choices=Kind)
    reference = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "label", "id"]
        constraints = [
            models.UniqueConstraint(fields=["follower", "kind", "reference"], name="one_follow_of_a_thing"),
            models.CheckConstraint(
                condition=Q(kind="everything", reference="") | (~Q(kind="everything") & ~Q(reference="")),
                name="a_follow_is_of_something",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class Announcement(models.Model):
    """One piece of public news about an activity, in plain values: higher rooms put it here, followers are told it.

    Whoever follows the activity hears all of it; the others what `queries.news.WIDELY` lists.
    """

    class What(models.TextChoices):
        NOTICED = "noticed", _("Announced")
        OPEN = "open", _("Open now")
        LONGER = "longer", _("Open for longer")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED = "closed", _("Closed: now it is read")
        FOUND = "found", _("What we heard is published")
        DECIDED = "decided", _("Decided")
        TOLD = "told", _("You said, we did")
        PROMISE = "promise", _("News of a promise")
        CONCERN = "concern", _("A concern was decided")

    activity_ref = models.CharField(max_length=12)
    what = models.CharField(max_length=9, choices=What)
    key = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    path = models.CharField(max_length=200)
    partners = ArrayField(models.CharField(max_length=60), default=list)
    asked_by = models.CharField(max_length=200)
    places = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    city_wide = models.BooleanField(default=False)
    topics = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity_ref", "what", "key"], name="announced_once")]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_what_display()}"


class SheetBatch(models.Model):
    """The quarterly sheet, printed for everyone whom one partner posts it to."""

    public_id = PublicId()
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    letters = models.PositiveIntegerField()
    printed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    posted_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partner", "-printed_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.quarter}: {self.letters}"
