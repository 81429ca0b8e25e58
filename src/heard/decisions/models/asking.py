"""Is it true on the ground? What residents say about a promise, what the partner replies, what is different since."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.decisions.models.deciding import Commitment, Decision
from heard.decisions.models.telling import LetterBatch
from heard.ground.fields import PublicId
from heard.people.models import Account, Voice


class GroundCheck(models.Model):
    """Those who took part are asked about one promise, so many months after `base_on` (done, or else due)."""

    public_id = PublicId()
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="checks")
    months = models.PositiveSmallIntegerField()
    base_on = models.DateField()
    asked_on = models.DateField()
    closes_on = models.DateField()
    asked = models.PositiveIntegerField(default=0)
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "months", "base_on"], name="each_check_is_made_once")
        ]

    def __str__(self) -> str:
        return f"asked after {self.months} months"


class GroundAsk(models.Model):
    """One voice is asked, once, by the way it is reached. Says that it was asked, never where."""

    class State(models.TextChoices):
        OWED = "owed", _("To be asked")
        SENT = "sent", _("Asked")
        FAILED = "failed", _("Could not be asked")

    check_made = models.ForeignKey(GroundCheck, on_delete=models.CASCADE, related_name="asks")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6)
    code_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=6, choices=State, default=State.OWED)
    batch = models.ForeignKey(LetterBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="asks")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    why_failed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_made", "voice"], name="a_voice_is_asked_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class GroundAnswer(models.Model):
    """What one resident says. `ask` is set where they took part and were asked; others are counted apart.

    `words` are shown to everyone once an officer has read them (`shown`), or held back for a listed reason.
    """

    class Says(models.TextChoices):
        YES = "yes", _("Yes, it is true")
        NOT_TRUE = "not_true", _("No, it is not true")
        DONT_KNOW = "dont_know", _("I do not know")

    class Held(models.TextChoices):
        PERSONAL = "personal", _("Gives away somebody's private details")
        UNLAWFUL = "unlawful", _("Threatens, defames or incites hatred")
        NOT_ABOUT = "not_about", _("Not about this promise at all")

    public_id = PublicId()
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="ground_answers")
    check_made = models.ForeignKey(GroundCheck, on_delete=models.CASCADE, null=True, blank=True, related_name="answers")
    ask = models.OneToOneField(GroundAsk, on_delete=models.SET_NULL, null=True, blank=True, related_name="answer")
    was_asked = models.BooleanField(default=False)
    says = models.CharField(max_length=9, choices=Says)
    words = models.TextField(blank=True)
    channel = models.CharField(max_length=12, default="web")
    code_hash = models.CharField(max_length=64, unique=True)
    shown = models.BooleanField(default=False)
    held = models.CharField(max_length=9, choices=Held, blank=True)
    read_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(shown=False) | Q(held=""), name="words_are_shown_or_held_back")
        ]
        indexes = [models.Index(fields=["commitment", "was_asked", "says"])]

    def __str__(self) -> str:
        return self.says


class PromiseReply(models.Model):
    """What the partner answers in public when residents say that a promise is not kept."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="replies")
    contradicted_on = models.DateField()
    due_on = models.DateField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["contradicted_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["commitment"], condition=Q(at=None), name="one_reply_is_owed_at_a_time"),
            models.CheckConstraint(condition=Q(at=None) | ~Q(words=""), name="a_reply_has_words"),
        ]

    def __str__(self) -> str:
        return f"reply by {self.due_on}"


class OutcomeQuestion(models.Model):
    """Six and twelve months on the decision's owner is asked: what is different? The answer is public (P-2)."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="outcomes")
    months = models.PositiveSmallIntegerField()
    asked_on = models.DateField()
    due_on = models.DateField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["months"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "months"], name="an_outcome_is_asked_once"),
            models.CheckConstraint(condition=Q(at=None) | ~Q(words=""), name="an_outcome_has_words"),
        ]

    def __str__(self) -> str:
        return f"after {self.months} months"
