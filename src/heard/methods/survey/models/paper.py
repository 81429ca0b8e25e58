"""Forms on paper: batches with serials, where they went, what came back, two entries of one form, scans, wordings.

A form's answers are a contribution like any other. What stands here says which form they came on, who keyed them, and
that every form that was issued is accounted for (I-18).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Contribution, Strand
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account
from heard.rules.paper import serial


class PaperFormat(models.TextChoices):
    """How the same questions are printed."""

    STANDARD = "standard", _("Standard, 12 point")
    LARGE_PRINT = "large_print", _("Large print, 18 point")
    EASY_READ = "easy_read", _("Easy Read")


class PaperBatch(models.Model):
    """Forms printed together: one language, one format. `asked` are the references of the questions as printed."""

    public_id = PublicId()
    strand = models.ForeignKey(Strand, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4, unique=True)
    language = models.CharField(max_length=12, default="en")
    format = models.CharField(max_length=11, choices=PaperFormat, default=PaperFormat.STANDARD)
    size = models.PositiveSmallIntegerField()
    asked = models.JSONField(default=list)
    second_percent = models.PositiveSmallIntegerField(default=10)
    second_least = models.PositiveSmallIntegerField(default=30)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    reconciled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["strand", "number"], name="a_batch_has_one_number"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=9999), name="a_batch_has_1_to_9999_forms"),
            models.CheckConstraint(condition=Q(second_percent__lte=100), name="at_most_all_are_keyed_twice"),
        ]

    def __str__(self) -> str:
        return f"batch {self.number}"

    def serial(self, number: int) -> str:
        return serial(self.code, number)


class PaperIssue(models.Model):
    """Forms handed to a place or a person, from one number to another, on a day."""

    public_id = PublicId(null=True, default=None)
    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="issues")
    place = models.CharField(max_length=200)
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["first", "id"]

    def __str__(self) -> str:
        return self.place

    @property
    def count(self) -> int:
        return self.last - self.first + 1


class PaperReturn(models.Model):
    """Forms that came back, counted before any was keyed. A correction of the count is a row below nought."""

    public_id = PublicId(null=True, default=None)
    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="returns")
    place = models.CharField(max_length=200)
    count = models.SmallIntegerField()
    returned_on = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["returned_on", "id"]

    def __str__(self) -> str:
        return self.place


class PaperForm(models.Model):
    """One printed form. `draw` decides by lot whether a second person keys it: nobody who keys can choose."""

    class State(models.TextChoices):
        PRINTED = "printed", _("Printed")
        ISSUED = "issued", _("Issued")
        RETURNED = "returned", _("Came back")
        KEYED = "keyed", _("Keyed")
        SPOILT = "spoilt", _("Spoilt")
        UNRETURNED = "unreturned", _("Not returned")

    class Spoilt(models.TextChoices):
        EMPTY = "empty", _("Nothing was answered")
        TORN = "torn", _("Torn or cannot be read")
        LATE = "late", _("Came after the closing day")
        NOT_OURS = "not_ours", _("Copied, or not one of our forms")
        TWICE = "twice", _("The same person sent another and asked us to count that")

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="forms")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PRINTED)
    spoilt_because = models.CharField(max_length=8, choices=Spoilt, blank=True)
    draw = models.PositiveIntegerField()
    contribution = models.OneToOneField(
        Contribution, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    keyed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    keyed_at = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=64, blank=True, help_text=_("Of the page it was keyed on"))
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_serial_is_printed_once"),
            models.CheckConstraint(condition=~Q(state="spoilt") | ~Q(spoilt_because=""), name="a_spoilt_form_says_why"),
        ]
        indexes = [models.Index(fields=["batch", "state", "draw"])]

    def __str__(self) -> str:
        return f"form {self.number}"


class PaperEntry(models.Model):
    """One reading of a form: the first (1), the second, blind (2), or the look that settled them (3).

    `answers` holds ``{question ref: {"words": …, "chosen": [[option, point], …]}}``. `only_two` says that the settler
    was one of the two because nobody else could.
    """

    form = models.ForeignKey(PaperForm, on_delete=models.CASCADE, related_name="entries")
    ordinal = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    differed = models.PositiveSmallIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    fields = models.PositiveSmallIntegerField(default=0)
    only_two = models.BooleanField(default=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["form", "ordinal"], name="one_entry_per_look"),
            models.CheckConstraint(condition=Q(ordinal__gte=1, ordinal__lte=3), name="a_form_is_looked_at_three_times"),
        ]

    def __str__(self) -> str:
        return f"look {self.ordinal}"


class PaperMark(models.Model):
    """A signature under a batch's count, or its being opened again, with the figures of that moment. Never changed."""

    class Kind(models.TextChoices):
        SIGNED = "signed", _("Signed")
        REOPENED = "reopened", _("Opened again")

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=8, choices=Kind)
    figures = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="reopened") | ~Q(reason=""), name="opening_again_says_why")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Scan(models.Model):
    """A picture of a page, beside its contribution. `content` is encrypted; it is never decoded, and never public."""

    class Kind(models.TextChoices):
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        PDF = "application/pdf", "PDF"

    public_id = PublicId()
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    page = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=Kind)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["page", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "page"], name="a_page_is_scanned_once"),
            models.UniqueConstraint(fields=["contribution", "digest"], name="a_scan_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"page {self.page}"


class Rendered(models.Model):
    """What people were shown at the point of answering, as it was shown (GP-h): kept once for each wording."""

    class Kind(models.TextChoices):
        WEB = "web", _("Web form")
        PAPER = "paper", _("Paper form, first page")
        PHONE = "phone", _("Telephone script")
        CARD = "card", _("Facilitator's card")

    strand = models.ForeignKey(Strand, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    language = models.CharField(max_length=12, default="en")
    format = models.CharField(max_length=11, choices=PaperFormat, default=PaperFormat.STANDARD)
    influence = models.TextField()
    shown = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "format", "language", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["strand", "kind", "language", "format", "digest"], name="a_rendering_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
