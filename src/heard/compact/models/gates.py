"""Every move with its snapshot, the pack in force and every check; overrides and their published reasons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heard.activities.models import Activity
from heard.ground import clock
from heard.people.models import Account


class PackVersion(models.Model):
    """A version of policy/compact.toml, kept whole, so that any gate can be replayed years later."""

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    seen_at = models.DateTimeField(default=clock.now)
    because = models.TextField(blank=True)
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | (Q(signed_by__isnull=False) & ~Q(because="")),
                name="a_signed_pack_says_who_and_why",
            )
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class Governing(models.Model):
    """The pack in force when an activity opened: it governs that activity for life."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="+")
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="governed")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.activity_id} under {self.pack_id}"


class Move(models.Model):
    """An activity went, or was refused to go, from one stage to another."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=12)
    from_stage = models.CharField(max_length=10)
    to_stage = models.CharField(max_length=10)
    allowed = models.BooleanField()
    reason = models.TextField(blank=True)
    snapshot = models.JSONField()
    snapshot_digest = models.CharField(max_length=64)
    snapshot_schema = models.PositiveSmallIntegerField()
    pack = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["activity", "at", "id"])]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"


class CheckResult(models.Model):
    """What one check said at one move. Public."""

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="checks")
    check_id = models.CharField(max_length=20)
    clause = models.CharField(max_length=12)
    result = models.CharField(max_length=8)
    why = models.TextField()
    field = models.CharField(max_length=120, blank=True)
    evidence = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "check_id"], name="one_result_per_check_and_move"),
            models.CheckConstraint(
                condition=Q(result__in=["pass", "advise", "warn", "override", "refused"]),
                name="check_result_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} {self.result}"


class Approval(models.Model):
    """One of the two people who approve that notice is given, for the plan as it stood then."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    to_stage = models.CharField(max_length=10)
    digest = models.CharField(
        max_length=64, help_text="Of the plan as it stood: a changed plan is to be approved again"
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "to_stage", "by"], name="one_approval_per_person")]

    def __str__(self) -> str:
        return f"{self.by_id} approves {self.to_stage}"


class Override(models.Model):
    """A named senior lead lets one overridable check through, and says why in public."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    check_id = models.CharField(max_length=20)
    reason = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "check_id"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_live_override_per_check",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_says_why"),
        ]

    def __str__(self) -> str:
        return self.check_id


class CheckCount(models.Model):
    """How often a check gave a result, summed up to the moves that `Uncounted` still lists."""

    check_id = models.CharField(max_length=20)
    result = models.CharField(max_length=8)
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_id", "result"], name="one_count_per_check_and_result")]

    def __str__(self) -> str:
        return f"{self.check_id} {self.result}: {self.times}"


class Uncounted(models.Model):
    """A move whose checks are not in `CheckCount` yet."""

    move = models.OneToOneField(Move, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.move_id)
