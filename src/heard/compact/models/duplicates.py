"""GP-d: what a draft was compared with, what was answered to each match, and what the other partners replied."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity
from heard.findings.models import Finding
from heard.ground.fields import PublicId
from heard.people.models import Account, Partner


class DuplicateCheck(models.Model):
    """A draft was compared with what every partner did and plans. Frozen: draft, rule, pack and matches."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    query = models.JSONField()
    query_digest = models.CharField(max_length=64, help_text="Of the draft's words, places and groups as they stood")
    rule = models.CharField(max_length=20)
    pack_digest = models.CharField(max_length=64)
    months = models.PositiveSmallIntegerField()
    threshold = models.PositiveSmallIntegerField(help_text="Per cent: from here on a match is to be answered")
    compared = models.PositiveIntegerField(help_text="How many activities and findings it was compared with")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["activity", "-at", "-id"])]

    def __str__(self) -> str:
        return f"{self.activity_id} compared {self.at:%Y-%m-%d}"


class DuplicateMatch(models.Model):
    """Something alike, with its score as it was then and the reasons in words."""

    check_made = models.ForeignKey(DuplicateCheck, on_delete=models.CASCADE, related_name="matches")
    other = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    opens_on = models.DateField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(help_text="Per cent")
    parts = models.JSONField(default=dict)
    because = ArrayField(models.TextField(), default=list)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_made", "other", "finding"], name="one_match_per_work", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(score__lte=100), name="a_match_is_at_most_the_same"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.score} %"


class DuplicateAnswer(models.Model):
    """What is done about a match: reuse it, join it, or go on because… The newest counts; none is ever changed."""

    class Kind(models.TextChoices):
        REUSE = "reuse", _("We use what they found")
        JOIN = "join", _("We join them")
        PROCEED = "proceed", _("We go on, because…")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    because = models.TextField()
    terms = models.TextField(blank=True, help_text="The terms of sharing, as they were accepted")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="an_answer_to_a_match_says_why"),
            models.CheckConstraint(condition=Q(kind__in=["reuse", "join", "proceed"]), name="answer_kind_is_known"),
        ]
        indexes = [models.Index(fields=["activity", "other"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class Enquiry(models.Model):
    """A partner whose work is alike is asked what it has. One for each partner and draft; the answer is public.

    Where to is never kept here: the job looks up the partner's engagement leads, else the partner's own address.
    Without either it is asked by phone (`way`), and staff log what was said.
    """

    class Reply(models.TextChoices):
        FINDINGS = "findings", _("We have findings that you may use")
        JOIN = "join", _("Join us, or let us join you")
        NOTHING = "nothing", _("We have nothing to share")
        CALL = "call", _("Call me")

    class How(models.TextChoices):
        LINK = "link", _("by the link in the e-mail")
        PHONE = "phone", _("by phone")
        EMAIL = "email", _("by e-mail")
        LETTER = "letter", _("by letter")
        IN_PERSON = "in_person", _("face to face")

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    about = models.TextField(help_text="The titles of what is alike")
    note = models.TextField(blank=True, help_text="In the officer's own words")
    way = models.CharField(max_length=5, choices=[("email", _("By e-mail")), ("phone", _("By phone"))])
    secret_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    why_failed = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=8, choices=Reply, blank=True)
    reply_words = models.TextField(blank=True)
    replied_how = models.CharField(max_length=9, choices=How, blank=True)
    replied_by = models.CharField(max_length=120, blank=True, help_text="Who of the partner answered; never public")
    replied_at = models.DateTimeField(null=True, blank=True)
    logged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "partner"], name="one_enquiry_per_partner"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="a_reply_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(replied_how__in=["", "link"]) | Q(logged_by__isnull=False), name="a_logged_reply_has_a_name"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(replied_at__isnull=True), name="enquiry_open_by_day")]

    def __str__(self) -> str:
        return f"{self.partner_id} asked about {self.activity_id}"

    @property
    def is_settled(self) -> bool:
        """It was answered, and not only with “call me”."""
        return self.replied_at is not None and self.reply != self.Reply.CALL
