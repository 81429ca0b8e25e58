"""Public things and what moderators judged of them. The words themselves are passages of the contribution."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Contribution, Strand
from heard.ground.fields import PublicId
from heard.people.models import Account

REASON_LENGTH = 30


class Terms(models.Model):
    """Whether moderators look before or after something is shown. A change is a new row; the newest counts."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    before = models.BooleanField()
    because = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["activity", "-at", "-id"])]
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="moderation_terms_say_why")]

    def __str__(self) -> str:
        return "before" if self.before else "after"


class Item(models.Model):
    """One public thing and how it stands: one for each contribution that is meant for everyone to read.

    `attention` holds why moderators should look (slugs of rules.moderation.ATTENTION); `reason` and its words are
    copied from policy/moderation.toml as they read on the day. A held item comes back on `falls_on` unless
    two teams decided. `assigned_to` has it in hand; `handed_by` gave it to them, if they did not take it themselves.
    """

    class Kind(models.TextChoices):
        POST = "post", _("Post")
        REPLY = "reply", _("Reply")
        STATEMENT = "statement", _("Statement")

    class Stance(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        MIXED = "mixed", _("Mixed")

    class State(models.TextChoices):
        WAITING = "waiting", _("Not shown yet")
        SHOWN = "shown", _("Shown")
        HELD = "held", _("Taken down for now")
        DECLINED = "declined", _("Removed")

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    strand = models.ForeignKey(Strand, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    stance = models.CharField(max_length=8, choices=Stance, blank=True)
    state = models.CharField(max_length=8, choices=State)
    to_look_at = models.BooleanField(default=True)
    attention = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    signals = models.JSONField(default=dict, blank=True)
    words_digest = models.CharField(max_length=64, blank=True)
    reports = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.SlugField(max_length=REASON_LENGTH, blank=True)
    reason_words = models.TextField(blank=True)
    falls_on = models.DateField(null=True, blank=True)
    exclusion_ref = models.CharField(max_length=12, blank=True)
    assigned_to = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(null=True, blank=True)
    handed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["submitted_at", "id"], condition=Q(to_look_at=True), name="moderation_to_look_at"),
            models.Index(fields=["activity", "state", "submitted_at", "id"]),
            models.Index(fields=["activity", "words_digest"]),
            models.Index(fields=["assigned_to", "assigned_at"], condition=Q(to_look_at=True), name="moderation_mine"),
            models.Index(fields=["falls_on"], condition=Q(state="held"), name="moderation_falling"),
            models.Index(fields=["exclusion_ref"], condition=~Q(exclusion_ref=""), name="moderation_exclusion"),
            GinIndex(fields=["attention"], condition=Q(to_look_at=True), name="moderation_attention"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["held", "declined"]) | (~Q(reason="") & ~Q(reason_words="")),
                name="what_is_not_shown_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(falls_on__isnull=False), name="what_is_held_has_a_day_of_return"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(exclusion_ref=""), name="what_is_removed_is_an_exclusion"
            ),
            models.CheckConstraint(
                condition=Q(assigned_to__isnull=True, assigned_at__isnull=True)
                | Q(assigned_to__isnull=False, assigned_at__isnull=False),
                name="an_assignment_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(handed_by__isnull=True) | Q(assigned_to__isnull=False), name="what_is_handed_on_is_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display()}"


class Judgement(models.Model):
    """What became of an item once: who, when, why. Nothing here is changed, but that its author may take it back."""

    class What(models.TextChoices):
        SHOWN = "shown", _("Looked at, and shown")
        HELD = "held", _("Taken down for now")
        PROPOSED = "proposed", _("Taken down; removal proposed")
        REFUSED = "refused", _("Removal refused; shown again")
        FELL = "fell", _("Nobody decided in time; shown again")
        REMOVED = "removed", _("Removed; the author was told")
        RESTORED = "restored", _("The appeal was upheld; shown again")
        COVERED = "covered", _("Private details covered")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="judgements")
    what = models.CharField(max_length=8, choices=What)
    reason = models.SlugField(max_length=REASON_LENGTH, blank=True)
    reason_words = models.TextField(blank=True)
    note = models.TextField(blank=True)
    before = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["by", "-at", "-id"]), models.Index(fields=["item", "at", "id"])]

    def __str__(self) -> str:
        return str(self.get_what_display())


class Report(models.Model):
    """Somebody said that an item should be looked at. No account, no address; however many, a moderator decides."""

    public_id = PublicId(null=True, default=None)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    reason = models.SlugField(max_length=REASON_LENGTH)
    words = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reported_at", "id"]
        indexes = [models.Index(fields=["item", "reported_at", "id"])]

    def __str__(self) -> str:
        return "a report"


class Alert(models.Model):
    """One night's finding that critical items were taken down more than others could be by chance (UP-c).

    An independent reviewer looks at it and says what they found; the figures and what was said are public.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    critical_removed = models.PositiveIntegerField()
    critical = models.PositiveIntegerField()
    others_removed = models.PositiveIntegerField()
    others = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    chance = models.FloatField()
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(reviewed_at__isnull=True), name="one_open_alert_per_activity"
            ),
            models.CheckConstraint(
                condition=Q(critical_removed__lte=F("critical")) & Q(others_removed__lte=F("others")),
                name="no_more_removed_than_there_are",
            ),
            models.CheckConstraint(condition=Q(reviewed_at__isnull=True) | ~Q(words=""), name="a_review_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.critical_removed} of {self.critical} critical, {self.others_removed} of {self.others} others"
