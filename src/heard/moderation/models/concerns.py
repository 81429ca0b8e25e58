"""Concerns: what somebody says is wrong with an activity, who looked into it, what was found and how it was mended."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity, Channel, Level
from heard.ground import clock
from heard.ground.fields import PublicId, SecretText
from heard.people.models import Account, AddressKind, Partner, Voice
from heard.rules.concerns import Stands, state_of

WAYS_TO_TELL = [*AddressKind.choices, ("text", _("Text message"))]


class Concern(models.Model):
    """One concern. Their words are encrypted; where to tell them is a voice's address; the rest is a public record.

    `question` is what is wrong as the page asked it, copied; `clause` what it is about, `clause_breached` what the
    reviewer found. `contradicts`: it shows that it was decided already, so whoever decides answers in public.
    `remedy_done_on` is what those say who lead; it counts once somebody of another body confirms it. `dispute`: why the
    person says that it is not mended, for that reviewer alone. `real_level`: what people were really offered, if found.
    """

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Upheld")
        NOT_UPHELD = "not_upheld", _("Not upheld")
        WITHDRAWN = "withdrawn", _("Taken back by the person")

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel)
    clause = models.CharField(max_length=10)
    question = models.CharField(max_length=200)
    contradicts = models.BooleanField(default=False)
    words = SecretText(null=True, blank=True)
    link = SecretText(null=True, blank=True)
    may_show = models.BooleanField(default=False)
    shown_words = models.TextField(blank=True)
    shown_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signals = models.JSONField(default=dict, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    logged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_on = models.DateField()
    raised_at = models.DateTimeField()
    acknowledge_by = models.DateField()
    acknowledged_on = models.DateField(null=True, blank=True)
    outcome_by = models.DateField()
    reviewer = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewer_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assigned_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    finding = models.TextField(blank=True)
    clause_breached = models.CharField(max_length=10, blank=True)
    remedy = models.TextField(blank=True)
    remedy_due_on = models.DateField(null=True, blank=True)
    remedy_done_on = models.DateField(null=True, blank=True)
    remedy_evidence = models.TextField(blank=True)
    confirm_by = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_words = models.TextField(blank=True)
    dispute = SecretText(null=True, blank=True)
    disputed_on = models.DateField(null=True, blank=True)
    real_level = models.CharField(max_length=10, choices=Level, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    group_member = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group_answered_on = models.DateField(null=True, blank=True)
    was_late = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [
            models.Index(fields=["-raised_at", "-id"]),
            models.Index(fields=["activity", "-raised_at", "-id"]),
            models.Index(fields=["outcome_by", "id"], condition=Q(outcome=""), name="concerns_without_outcome"),
            models.Index(fields=["lead", "outcome_by"], condition=Q(outcome=""), name="concerns_of_a_lead"),
            models.Index(fields=["reviewer", "outcome_by"], condition=Q(outcome=""), name="concerns_of_a_reviewer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewer_partner__isnull=True) | ~Q(reviewer_partner=F("lead")),
                name="a_concern_is_reviewed_by_another_body",
            ),
            models.CheckConstraint(
                condition=Q(group_partner__isnull=True)
                | (
                    ~Q(group_partner=F("lead"))
                    & (Q(reviewer_partner__isnull=True) | ~Q(group_partner=F("reviewer_partner")))
                ),
                name="the_compact_group_is_a_third_body",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True, reviewer_partner__isnull=True, assigned_on__isnull=True)
                | Q(reviewer__isnull=False, reviewer_partner__isnull=False, assigned_on__isnull=False),
                name="a_reviewer_has_a_body_and_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["upheld", "not_upheld"])
                | (~Q(finding="") & (Q(reviewer__isnull=False) | Q(group_member__isnull=False))),
                name="an_outcome_has_a_finding_and_a_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="upheld")
                | (~Q(clause_breached="") & ~Q(remedy="") & Q(remedy_due_on__isnull=False)),
                name="what_is_upheld_names_clause_and_remedy",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True) | (~Q(outcome="") & Q(decided_on__isnull=False)),
                name="an_outcome_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(remedy_done_on__isnull=True) | ~Q(remedy_evidence=""), name="a_remedy_done_can_be_seen"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True)
                | (
                    Q(remedy_done_on__isnull=False, confirmed_by__isnull=False, confirmed_partner__isnull=False)
                    & ~Q(confirmed_words="")
                    & ~Q(confirmed_partner=F("lead"))
                ),
                name="a_remedy_is_confirmed_by_another_body",
            ),
            models.CheckConstraint(
                condition=Q(real_level="") | Q(outcome="upheld"), name="a_level_is_corrected_by_what_is_upheld"
            ),
            models.CheckConstraint(
                condition=Q(shown_words="") | Q(may_show=True, shown_by__isnull=False),
                name="words_are_shown_with_consent_and_read_first",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="a_public_answer_has_words_and_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause}: {self.question}"

    @property
    def state(self) -> str:
        """``raised acknowledged looked_into escalated remedy_owed remedy_said closed``."""
        return state_of(
            Stands(
                self.acknowledged_on is not None, self.reviewer_id is not None, self.outcome,
                self.remedy_done_on is not None, self.confirmed_on is not None, self.escalated_on is not None,
                self.group_answered_on is not None,
            )
        )  # fmt: skip

    @property
    def state_words(self) -> str:
        words = {
            "raised": _("Raised: not acknowledged yet"),
            "acknowledged": _("Acknowledged: waits for a reviewer"),
            "looked_into": _("Being looked into by another body"),
            "escalated": _("With the Compact group"),
            "remedy_owed": _("Upheld: to be mended"),
            "remedy_said": _("Upheld: said to be mended, not confirmed yet"),
            "closed": _("Closed"),
        }
        return str(words[self.state])

    @property
    def is_late(self) -> bool:
        """Is a step of it past its day?"""
        return bool(self.late_days(clock.today()))

    def late_days(self, today: date) -> list[tuple[str, date]]:
        """What is late now (``acknowledge outcome remedy confirm``), and the day by which it was due."""
        waits = [
            ("acknowledge", self.acknowledge_by, self.acknowledged_on is None and not self.outcome),
            ("outcome", self.outcome_by, not self.outcome),
            ("remedy", self.remedy_due_on, self.outcome == "upheld" and self.remedy_done_on is None),
            ("confirm", self.confirm_by, self.remedy_done_on is not None and self.confirmed_on is None),
        ]
        return [(what, day) for what, day, open_ in waits if open_ and day is not None and day < today]


class ConcernFile(models.Model):
    """A file of evidence, encrypted, never decoded. Read by the reviewer and by those who answer."""

    class Kind(models.TextChoices):
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        PDF = "application/pdf", "PDF"

    public_id = PublicId()
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=15, choices=Kind)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["concern", "digest"], name="a_file_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.size} bytes"


class ConcernStep(models.Model):
    """What was done about a concern, and when. `words` are public: what was found, answered, mended.

    `tell` is the way in which the person is told this step ("" where they left no address); `told_on` the day it was.
    """

    class Kind(models.TextChoices):
        RAISED = "raised", _("Raised")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        ASSIGNED = "assigned", _("A reviewer from another body looks into it")
        ANSWERED = "answered", _("Answered in public by whoever decides")
        DECIDED = "decided", _("Decided")
        RELABELLED = "relabelled", _("The level of influence was corrected")
        REMEDY_DONE = "remedy_done", _("Said to be mended")
        DISPUTED = "disputed", _("Whoever raised it says that it is not mended")
        NOT_MENDED = "not_mended", _("Looked at by another body: not mended")
        CONFIRMED = "confirmed", _("Confirmed by another body: mended")
        ESCALATED = "escalated", _("Taken to the Compact group")
        GROUP = "group", _("The Compact group has answered")
        WITHDRAWN = "withdrawn", _("Taken back by the person")

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    words = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    tell = models.CharField(max_length=6, choices=WAYS_TO_TELL, blank=True)
    told_on = models.DateField(null=True, blank=True)
    not_told_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["concern", "at", "id"]),
            models.Index(
                fields=["tell", "id"], condition=Q(told_on=None, not_told_because=""), name="concerns_to_tell"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ConcernReminder(models.Model):
    """Those who owe the next step of a concern were reminded of one day, once."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="reminders")
    what = models.CharField(max_length=16)
    due_on = models.DateField()
    people = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "what", "due_on"], name="each_concern_reminder_leaves_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.due_on}"
