"""What people gave: contributions, their passages in the original words, layers over them, and receipts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models.choices import Channel
from heard.activities.models.plan import Strand
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account, Voice


class Contribution(models.Model):
    """Anything that one voice gave to a strand, on any channel. Its words are its passages.

    `trace_id` is its public name (never the receipt). `entry_key` makes a repeated sending count once.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        EXCLUDED = "excluded", _("Not counted")
        WITHDRAWN = "withdrawn", _("Withdrawn by the person")

    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="contributions")
    trace_id = PublicId()
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel)
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField(default=clock.now)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provenance = models.CharField(
        max_length=200, blank=True, help_text=_("Where it comes from: a session, a batch, an import")
    )
    on_behalf_of = models.CharField(
        max_length=200, blank=True, help_text=_("An organisation, or the basis for speaking for someone")
    )
    may_quote = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    excluded_because = models.CharField(max_length=12, blank=True)
    entry_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["strand", "state", "channel"]),
            models.Index(fields=["strand", "-received_at", "-id"]),
            models.Index(fields=["voice"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="excluded") | ~Q(excluded_because=""),
                name="an_excluded_contribution_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.trace_id


class Passage(models.Model):
    """One stretch of words, as said. `prompt` is the question it answers; its method knows it by `prompt_ref`."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="passages")
    ordinal = models.PositiveSmallIntegerField()
    prompt = models.TextField(blank=True)
    prompt_ref = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    language = models.CharField(max_length=12, default="en")
    original = models.CharField(
        max_length=10,
        default="written",
        choices=[("written", _("Written")), ("spoken", _("Spoken, noted down"))],
    )

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["contribution", "ordinal"], name="one_passage_per_ordinal")]
        indexes = [models.Index(fields=["prompt_ref", "id"])]

    def __str__(self) -> str:
        return self.words[:60]


class Layer(models.Model):
    """A reading laid over a passage: it never overwrites what was said. The newest redaction is what is shown."""

    class Kind(models.TextChoices):
        TRANSCRIPTION = "transcription", _("Transcription")
        TRANSLATION = "translation", _("Translation")
        REDACTION = "redaction", _("Redaction")
        CORRECTION = "correction", _("Correction")
        EASY_READ = "easy_read", _("Easy Read")
        PLAIN = "plain", _("Plain words")

    class How(models.TextChoices):
        PERSON = "person", _("By a person")
        MACHINE = "machine", _("By a machine, not checked by anybody")
        CHECKED = "checked", _("By a machine, checked by a person who reads both")

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="layers")
    kind = models.CharField(max_length=13, choices=Kind)
    words = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    from_language = models.CharField(
        max_length=12, blank=True, help_text=_("What a translation was made from; blank: the passage's own language")
    )
    how = models.CharField(max_length=7, choices=How, blank=True)
    translator = models.CharField(
        max_length=120, blank=True, help_text=_("A name or an agency; for a machine, which one")
    )
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="redaction") | ~Q(reason=""), name="a_redaction_says_why"),
            models.CheckConstraint(condition=Q(how="") | ~Q(translator=""), name="a_reading_says_who_made_it"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Receipt(models.Model):
    """Lets one voice follow what became of what it gave to one strand. The code is stored hashed."""

    code_hash = models.CharField(max_length=64, unique=True)
    secret_hash = models.CharField(
        max_length=64, blank=True, help_text=_("Hash of the secret on the slip that opens the words")
    )
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    given_on = models.DateField(default=clock.today)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strand", "voice"], name="one_receipt_per_voice_and_strand")]

    def __str__(self) -> str:
        return "a receipt"
