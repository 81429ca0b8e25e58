"""What the Compact and the law ask of a plan beside its own words: tables of their own, around one activity."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models.activity import Activity
from heard.activities.models.choices import Tier, words
from heard.ground.fields import PublicId
from heard.people.models import Account

A_YEAR_OF_HOURS = 10_000
MOST_PENCE = 10_000_000_00


class OptionTerms(models.Model):
    """What one option that people are asked about would cost, and what it would bring. `option` as in the plan."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="option_terms")
    ordinal = models.PositiveSmallIntegerField(default=0)
    option = models.TextField()
    costs = words(_("What it costs, and whom"))
    benefits = words(_("What it brings, and to whom"))

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "option"], name="one_set_of_terms_per_option")]

    def __str__(self) -> str:
        return self.option[:60]


class CitedEvidence(models.Model):
    """Evidence that the plan or its information pack rests on: where it is, of when, and whether anyone may read it.

    `from_activity` when it is what an earlier activity heard. Old evidence says why it still holds (`currency_note`).
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="cited_evidence")
    ordinal = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("What is it?"), max_length=200)
    found_at = models.CharField(_("Where can people read it?"), max_length=400, blank=True)
    dated_on = models.DateField(_("Of which day is it?"), null=True, blank=True)
    published = models.BooleanField(_("Is it published?"), null=True, blank=True)
    currency_note = words(_("If it is older than 24 months, why does it still hold?"))
    from_activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Heard by")
    )

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "title"], name="evidence_is_cited_once")]

    def __str__(self) -> str:
        return self.title


class ReaderTest(models.Model):
    """Somebody who is not staff read the page and said back what they can change (P-9). No name is kept."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="reader_tests")
    reader = models.CharField(_("Who read it?"), max_length=120)
    said = models.TextField(_("What did they say they can change?"))
    matches = models.BooleanField(_("Is that right?"))
    read_on = models.DateField(_("On which day?"))
    public_id = PublicId(null=True, default=None)
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["noted_at", "id"]

    def __str__(self) -> str:
        return self.reader


class VoluntaryPart(models.Model):
    """What a voluntary or community body gives to an activity, what it gets, and when it is paid (GP-e, P-5).

    Money is whole pence. `benefit` is in the body's own words. It acknowledges the terms itself: by the link in an
    e-mail, or by phone, noted by staff (`acknowledged_how`).
    """

    class Pay(models.TextChoices):
        FEE = "fee", _("A fee")
        EXPENSES = "expenses", _("Expenses")

    class How(models.TextChoices):
        LINK = "link", _("By the link in the e-mail")
        PHONE = "phone", _("By phone, noted by staff")

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="voluntary_parts")
    body = models.CharField(_("Which body?"), max_length=200)
    role = words(_("What does it do?"))
    uses_network = models.BooleanField(_("You rely on its network to reach people"), default=False)
    hours = models.PositiveIntegerField(
        _("How many hours?"), null=True, blank=True, validators=[MaxValueValidator(A_YEAR_OF_HOURS)]
    )
    pay = models.CharField(_("What kind of payment?"), max_length=8, choices=Pay, default=Pay.FEE)
    amount_pence = models.PositiveBigIntegerField(_("How much?"), null=True, validators=[MaxValueValidator(MOST_PENCE)])
    why_nothing = words(_("If nothing, why?"))
    benefit = words(_("What the body gets out of it, in its own words"))
    email = models.EmailField(_("E-mail address"), blank=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    acknowledged_how = models.CharField(max_length=5, choices=How, blank=True)
    acknowledged_name = models.CharField(max_length=200, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_noted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    terms_digest = models.CharField(max_length=64, blank=True)
    agreed_on = models.DateField(_("Agreed on"), null=True, blank=True)
    due_from = models.DateField(_("Invoice or claim received on"), null=True, blank=True)
    paid_on = models.DateField(_("Paid on"), null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "body"], condition=Q(removed_at__isnull=True), name="one_part_per_body"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | (~Q(acknowledged_name="") & ~Q(acknowledged_how="")),
                name="an_acknowledgement_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(agreed_on__isnull=False), name="what_is_paid_was_agreed"
            ),
        ]

    def __str__(self) -> str:
        return self.body

    @property
    def days_to_pay(self) -> int | None:
        """Days from the invoice (or, without one, from the agreement) to the payment; None while unpaid."""
        since = self.due_from or self.agreed_on
        return (self.paid_on - since).days if self.paid_on and since else None


class ElectionRuling(models.Model):
    """What the monitoring officer decided about an activity that falls into a time before an election. Public."""

    class Ruling(models.TextChoices):
        GO_ON = "go_on", _("It may go on")
        WAIT = "wait", _("It waits until after the election")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="election_rulings")
    election = models.CharField(max_length=200)
    ruling = models.CharField(max_length=5, choices=Ruling)
    because = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="a_ruling_says_why")]

    def __str__(self) -> str:
        return f"{self.election}: {self.ruling}"


class TierLift(models.Model):
    """How much is at stake went up after opening, and why. It never comes down."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="tier_lifts")
    was = models.CharField(max_length=8, choices=Tier)
    became = models.CharField(max_length=8, choices=Tier)
    because = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"


class TrainingRecord(models.Model):
    """A member of staff completed a module of the core training (policy/planning.toml)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    module = models.SlugField(max_length=40)
    completed_on = models.DateField()
    given_by = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-completed_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["account", "module"], name="one_record_per_module")]

    def __str__(self) -> str:
        return self.module


class ColleagueQuestion(models.Model):
    """A question to a colleague in another partner, and what they answered (P-6). Every partner’s staff may read it."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="colleague_questions")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    colleague = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return self.question[:60]
