"""What happens later: the leads of the other partners are told of shared findings."""

from __future__ import annotations

import logging

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.findings.actions import note_told
from heard.findings.models import SharedWith
from heard.ground import clock
from heard.notices.actions import NotSent, UnsafeMessage, Unsure, send

log = logging.getLogger(__name__)


@app.task(
    name="findings.tell_partner",
    queue="mail",
    retry=RetryStrategy(max_attempts=8, exponential_wait=5, retry_exceptions={NotSent}),
)
def tell_partner(told_id: int) -> None:
    """Send shared findings to one partner's lead, at most once; it is logged when the mail server took it."""
    told = SharedWith.objects.select_related("sharing__activity__lead", "sharing__by", "partner", "account")
    one = told.filter(pk=told_id, sent_at__isnull=True, account__is_active=True).first()
    if one is None or one.account is None:
        return
    sharing, activity = one.sharing, one.sharing.activity
    text = render_to_string(
        "findings/mail/shared.txt",
        {
            "told": one, "sharing": sharing, "activity": activity,
            "findings": sharing.findings.order_by("ordinal", "pk"),
            "address": settings.SITE_URL + reverse("findings:shared") + f"?partner={activity.lead.slug}",
        },
    )  # fmt: skip
    subject = _("%(partner)s shares what it heard: %(title)s") % {
        "partner": activity.lead.name,
        "title": activity.title,
    }
    try:
        send(key=f"findings:{sharing.public_id}:{one.pk}", to=one.account.email, subject=subject, text=text)
    except (UnsafeMessage, Unsure) as why:
        log.warning("Shared findings could not be sent to recipient %s (%s).", one.pk, type(why).__name__)
        note_told(told=one, at=None, why_failed=type(why).__name__)
        return
    note_told(told=one, at=clock.now())
