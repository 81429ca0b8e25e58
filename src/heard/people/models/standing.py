"""Partners, the accounts of their staff, roles, voices and their addresses, monitoring answers, exclusions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.ground.fields import PublicId, SecretText


class Sector(models.TextChoices):
    STATUTORY = "statutory", _("Statutory body")
    VOLUNTARY = "voluntary", _("Voluntary organisation")
    COMMUNITY = "community", _("Community group")
    BUSINESS = "business", _("Business")


class Partner(models.Model):
    """A body that signed the Compact, or one that has not (yet, or no longer)."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200, unique=True)
    sector = models.CharField(max_length=12, choices=Sector)
    about = models.TextField(blank=True)
    signed_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    postal_address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("signed_on")),
                name="partner_left_after_signing",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_signatory(self) -> bool:
        return self.signed_on is not None and self.left_on is None


class AccountManager(BaseUserManager["Account"]):
    """Django asks a user model for a manager of this shape."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password) if password else account.set_unusable_password()
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in: staff of a partner, an elected member, a resident co-owner. Taking part needs none."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now)
    is_sample = models.BooleanField(default=False)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.Model):
    """What someone may do, and where: for a partner, or for one activity (its public id). Slugs: policy/roles.toml."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    role = models.SlugField(max_length=40)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="roles")
    activity_ref = models.CharField(max_length=12, blank=True)
    team = models.CharField(max_length=120, blank=True)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "partner", "activity_ref"],
                condition=Q(ended_at__isnull=True),
                name="one_live_role_of_a_kind",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(partner__isnull=False) | ~Q(activity_ref=""), name="role_has_a_scope"),
        ]
        indexes = [models.Index(fields=["activity_ref", "role"])]

    def __str__(self) -> str:
        return f"{self.account} · {self.role}"


class Invitation(models.Model):
    """An invitation to take a role, sent by e-mail. The link's secret is stored hashed."""

    public_id = PublicId()
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.SlugField(max_length=40)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    activity_ref = models.CharField(max_length=12, blank=True)
    team = models.CharField(max_length=120, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_on = models.DateField()
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | ~Q(activity_ref=""), name="invitation_has_a_scope"
            )
        ]
        indexes = [models.Index(fields=["-invited_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.email} → {self.role}"

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None


class Voice(models.Model):
    """The pseudonymous person behind contributions. Holds nothing about them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_on = models.DateField(default=clock.today)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "a voice"


class AddressKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    POST = "letter", _("Letter by post")
    PHONE = "phone", _("Phone call")


class VoiceAddress(models.Model):
    """Where a voice asked to be told. Encrypted; read by the sending job and the letters role; deleted when told."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=6, choices=AddressKind)
    name = SecretText(null=True, blank=True)
    address = SecretText()
    wants_reply = models.BooleanField(default=False)
    takes_texts = models.BooleanField(default=False, help_text="This number is to be sent text messages, not rung")
    given_on = models.DateField(default=clock.today)
    delete_after_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "kind"], name="one_address_of_a_kind_per_voice")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of a voice"


class MonitoringKey(models.Model):
    """One activity's secret key. Destroying it unlinks every monitoring answer of that activity for ever."""

    activity_ref = models.CharField(max_length=12, unique=True)
    key = SecretText()

    def __str__(self) -> str:
        return "a monitoring key"


class MonitoringAnswer(models.Model):
    """An optional answer about the person (age band, ethnic group…). No foreign key, no time: only `blind`.

    `blind` = HMAC-SHA256(activity key, contribution's public id), hex. Only `people.queries.tabulate` reads this table.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blind = models.CharField(max_length=64)
    question = models.SlugField(max_length=60)
    answer = models.CharField(max_length=120)
    own_words = SecretText(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blind", "question"], name="one_monitoring_answer_per_question")]

    def __str__(self) -> str:
        return "a monitoring answer"


CLOSED_REASONS = [
    "duplicate", "not_about", "unlawful", "personal", "asked", "not_eligible", "no_longer", "conduct",
]  # fmt: skip


class Exclusion(models.Model):
    """Every removal of a person, contact, item, code or organisation: reason, two approvers, told, appeal.

    `kind` and `reference` are plain values; the room that owns the thing applies it. Being critical is no reason.
    """

    class Kind(models.TextChoices):
        INVITEE = "invitee", _("Invited person or body")
        STAKEHOLDER = "stakeholder", _("Stakeholder")
        CONTRIBUTION = "contribution", _("Contribution")
        PARTNER = "partner", _("Organisation")
        ROLE = "role", _("Role")
        CONTACT = "contact", _("Contact")
        CODE = "code", _("Access code")
        VOTES = "votes", _("Votes that look made up")

    class Reason(models.TextChoices):
        DUPLICATE = "duplicate", _("The same contribution, sent twice by the same person")
        NOT_ABOUT = "not_about", _("Not about this activity at all (advertising, test entry)")
        UNLAWFUL = "unlawful", _("Unlawful: threatens, defames or incites hatred")
        PERSONAL = "personal", _("Gives away someone else's private details")
        ASKED = "asked", _("The person asked to be removed")
        NOT_ELIGIBLE = "not_eligible", _("Outside the published eligibility rule")
        NO_LONGER = "no_longer", _("The body or post no longer exists")
        CONDUCT = "conduct", _("Broke the published code of conduct, after a warning")

    public_id = PublicId()
    kind = models.CharField(max_length=12, choices=Kind)
    reference = models.CharField(max_length=80)
    activity_ref = models.CharField(max_length=12, blank=True, db_index=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    note = models.TextField()
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_team = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_team = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.TextField(blank=True)
    told_how = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    unsafe_to_tell_because = models.TextField(blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_words = models.TextField(blank=True)
    appeal_outcome = models.CharField(
        max_length=10,
        blank=True,
        choices=[("upheld", _("Exclusion stands")), ("overturned", _("Exclusion overturned"))],
    )
    appeal_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    appeal_decided_at = models.DateTimeField(null=True, blank=True)
    appeal_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("proposed_by")),
                name="exclusion_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_team=models.F("proposed_team")),
                name="exclusion_needs_two_teams",
            ),
            models.CheckConstraint(
                condition=Q(in_force_at__isnull=True)
                | (Q(approved_at__isnull=False) & (Q(told_at__isnull=False) | ~Q(unsafe_to_tell_because=""))),
                name="exclusion_in_force_is_approved_and_told",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="exclusion_approval_has_a_name",
            ),
            models.CheckConstraint(condition=Q(reason__in=CLOSED_REASONS), name="exclusion_reason_is_listed"),
            models.CheckConstraint(
                condition=Q(appeal_by__isnull=True)
                | (~Q(appeal_by=models.F("proposed_by")) & ~Q(appeal_by=models.F("approved_by"))),
                name="exclusion_appeal_is_heard_by_a_third",
            ),
        ]
        indexes = [models.Index(fields=["-proposed_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_reason_display()}"

    @property
    def state(self) -> str:
        """``proposed``, ``refused``, ``approved`` (to be told), ``in_force``, ``appealed`` or ``overturned``."""
        if self.appeal_outcome == "overturned":
            return "overturned"
        if self.refused_at:
            return "refused"
        if self.appealed_at and not self.appeal_outcome:
            return "appealed"
        return "in_force" if self.in_force_at else "approved" if self.approved_at else "proposed"

    @property
    def state_words(self) -> str:
        words = {
            "proposed": _("Proposed: somebody from another team decides"),
            "refused": _("Refused: nothing was left out"),
            "approved": _("Approved: the person has to be told"),
            "in_force": _("In force"),
            "appealed": _("Appealed: a third person decides"),
            "overturned": _("Overturned: it counts again"),
        }
        return str(words[self.state])
