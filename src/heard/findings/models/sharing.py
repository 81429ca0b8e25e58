"""Findings go to the other partners (GP-l), are used again (P-3), and evidence from elsewhere is cited (ASLEF)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity
from heard.findings.models.statements import Finding
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account, Partner


class Sharing(models.Model):
    """One act of sharing an activity's findings with the partners, on terms."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    terms = models.TextField(_("Terms"))
    lessons = models.TextField(_("Lessons for others"), blank=True)
    findings = models.ManyToManyField(Finding, related_name="sharings")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["activity", "at"])]

    def __str__(self) -> str:
        return f"shared {self.activity_id} {self.at:%Y-%m-%d}"


class SharedWith(models.Model):
    """A partner's lead to whom a sharing went. `sent_at` once the mail server took it."""

    sharing = models.ForeignKey(Sharing, on_delete=models.CASCADE, related_name="recipients")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    why_failed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sharing", "partner", "account"], name="shared_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.sharing_id} to {self.partner_id}"


class Restriction(models.Model):
    """Words of a finding that are not shown (I-28): why, who answers for that, and when it is looked at again.

    While it is in force the finding carries words that say so instead, everywhere; the words themselves lie here.
    """

    class Code(models.TextChoices):
        SAFETY = "safety", _("It could put somebody at risk")
        IDENTIFIES = "identifies", _("It could tell who said it")
        LEGAL = "legal", _("A law or a court forbids it for now")
        COMMERCIAL = "commercial", _("It would harm a contract that is being negotiated")

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="restrictions")
    code = models.CharField(max_length=10, choices=Code)
    because = models.TextField()
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    statement = models.TextField()
    range_of_views = models.TextField(blank=True)
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=Q(lifted_at__isnull=True), name="one_restriction_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["lifted_at", "review_on"])]

    def __str__(self) -> str:
        return f"{self.code} until {self.review_on}"


class Superseded(models.Model):
    """A finding that a newer one takes the place of. It stays to be read, and says so."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="superseded")
    newer = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="+")
    because = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(finding=models.F("newer")), name="nothing_supersedes_itself")
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} → {self.newer_id}"


class Reuse(models.Model):
    """A partner asks to use a finding, is told yes or no, and says where it was cited. A public one needs no yes."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        CITED = "cited", _("Cited")

    public_id = PublicId()
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="reuses")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    purpose = models.TextField(_("What for?"))
    state = models.CharField(max_length=7, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    cited_in = models.CharField(max_length=300, blank=True)
    cited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="a_refusal_says_why"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.state} {self.finding_id}"


class EvidenceCited(models.Model):
    """Evidence from elsewhere that a decision is to rest on. Unpublished evidence is never kept here (ASLEF 2023)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.TextField(_("What it is, and whose"))
    says = models.TextField(_("What it says"))
    collected_on = models.DateField(_("When was it collected?"))
    published_where = models.CharField(_("Where can anyone read it?"), max_length=400)
    currency_note = models.TextField(_("Why it still holds"), blank=True)
    cited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    cited_at = models.DateTimeField()
    dropped_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["cited_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(published_where=""), name="evidence_can_be_read")]

    def __str__(self) -> str:
        return self.source[:80]
