"""Partners that lead an activity together (P-3): offered or asked for, and accepted by the other side's lead."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heard.activities.models.activity import Activity
from heard.activities.models.choices import words
from heard.ground.fields import PublicId
from heard.people.models import Account, Partner


class JointLead(models.Model):
    """A partner beside the one that began the activity. Once accepted, its people may act by the roles they hold.

    `offered` is true where the partner offered to join, false where the lead partner asked it to. The other accepts.
    """

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="joint_leads")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    brings = words(_("What do they bring?"), _("People, rooms, money, members to ask, findings."))
    offered = models.BooleanField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_on = models.DateField(null=True, blank=True)
    declined_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declined_on = models.DateField(null=True, blank=True)
    declined_because = models.TextField(blank=True)
    left_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "partner"],
                condition=Q(declined_on__isnull=True, left_on__isnull=True),
                name="one_live_joint_lead_per_partner",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(declined_on__isnull=True),
                name="a_joint_lead_is_accepted_or_declined",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(accepted_on__isnull=False), name="only_a_joint_lead_can_leave"
            ),
        ]
        indexes = [models.Index(fields=["partner", "activity"])]

    def __str__(self) -> str:
        return f"{self.partner_id} with {self.activity_id}"

    @property
    def is_waiting(self) -> bool:
        return self.accepted_on is None and self.declined_on is None

    @property
    def is_live(self) -> bool:
        return self.accepted_on is not None and self.left_on is None
