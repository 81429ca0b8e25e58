"""The evidence, the decision and its life, its answers to findings, and its promises."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Activity
from heard.findings.models import Finding
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account


class EvidencePack(models.Model):
    """What the decision owner must have opened: frozen, named by its hash. Holds counts and statements, no persons."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=64, unique=True)
    body = models.JSONField()
    frozen_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["-frozen_at", "-id"]

    def __str__(self) -> str:
        return self.hash[:12]


class PackOpening(models.Model):
    """Someone opened the evidence pack and read to its end."""

    pack = models.ForeignKey(EvidencePack, on_delete=models.CASCADE, related_name="openings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "account"], name="one_opening_per_account")]

    def __str__(self) -> str:
        return f"{self.account_id} opened {self.pack_id}"


class Decision(models.Model):
    """What was decided, by whom, when and why; what was rejected; and which evidence it rests on."""

    public_id = PublicId()
    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="+")
    maker = models.CharField(max_length=200)
    made_on = models.DateField()
    option = models.TextField(_("What was decided"))
    reasons = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    conflicts = models.TextField(blank=True)
    dispensations = models.TextField(blank=True)
    considered_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True, help_text=_("Minute or notice reference"))
    pack = models.ForeignKey(EvidencePack, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before_close = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    no_commitment_reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.option[:80]


class KeyNotice(models.Model):
    """The public notice that a key decision is coming (SI 2012/2089, reg. 9: 28 clear days before it is made)."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="+")
    why_key = models.TextField()
    maker = models.CharField(max_length=200)
    published_on = models.DateField()
    expected_on = models.DateField()
    papers = models.TextField(blank=True)
    short_because = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_on__gte=models.F("published_on")), name="a_key_notice_comes_before_its_decision"
            )
        ]

    def __str__(self) -> str:
        return f"notice of a key decision, {self.published_on}"


class DecisionStep(models.Model):
    """What became of a published decision: called in, reconfirmed or changed, in effect, superseded. Never undone."""

    class Kind(models.TextChoices):
        CALLED_IN = "called_in", _("Called in")
        RECONFIRMED = "reconfirmed", _("Reconfirmed")
        CHANGED = "changed", _("Changed")
        IN_EFFECT = "in_effect", _("In effect")
        SUPERSEDED = "superseded", _("Replaced by another decision")

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=11, choices=Kind)
    on = models.DateField()
    words = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class DecisionNote(models.Model):
    """An annotation. A pre-decided flag is never cleared, but it may be explained."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="notes")
    words = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words[:60]


class Answer(models.Model):
    """What the decision says to one finding."""

    class Kind(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly adopted")
        NOT_ADOPTED = "not_adopted", _("Not adopted")
        ALREADY_SO = "already_so", _("Already so")
        OUTSIDE_POWER = "outside_power", _("Outside our power")

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="answers")
    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=Kind)
    reason = models.TextField(blank=True)
    referred_to = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="adopted") | ~Q(reason=""), name="an_answer_that_is_not_yes_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Commitment(models.Model):
    """A promise: who will do what by when. Kept, changed or dropped in public."""

    class State(models.TextChoices):
        PROMISED = "promised", _("Promised")
        IN_PROGRESS = "in_progress", _("Under way")
        DONE = "done", _("Done")
        VERIFIED = "verified", _("Done, and residents say so")
        CHANGED = "changed", _("Changed")
        DROPPED = "dropped", _("Dropped")

    public_id = PublicId()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="commitments")
    answers = models.ManyToManyField(Answer, blank=True, related_name="commitments")
    words = models.TextField()
    owner = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=11, choices=State, default=State.PROMISED)
    evidence = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    decider = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    settled_on = models.DateField(null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "verified"]) | ~Q(evidence=""), name="done_needs_evidence"
            ),
            models.CheckConstraint(condition=~Q(state="changed") | ~Q(reason=""), name="a_change_needs_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="dropped") | (~Q(reason="") & ~Q(decider="")),
                name="a_drop_needs_reason_and_decider",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on", "id"])]

    def __str__(self) -> str:
        return self.words[:80]


class CommitmentChange(models.Model):
    """One step in a commitment's life; the whole history is public. `by` is None where residents' answers made it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="changes")
    was = models.CharField(max_length=11)
    became = models.CharField(max_length=11)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"
