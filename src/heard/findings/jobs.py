"""What happens later: partners are told of shared findings; published numbers are looked at when the rules change."""

from __future__ import annotations

import logging

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.findings.actions import look_again, note_told
from heard.findings.models import SharedWith
from heard.findings.queries.facts import to_look_at_again
from heard.ground import clock
from heard.notices.actions import MAIL, UnsafeMessage, Unsure, send

LOOKED_AT = 500

log = logging.getLogger(__name__)


@app.task(name="findings.tell_partner", **MAIL)
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


@app.periodic(cron="40 3 * * *")
@app.task(name="findings.look_again", queueing_lock="findings.look_again")
def look_at_numbers_again(timestamp: int) -> None:
    """Every night: numbers published under other terms than today's are looked at again. May run again."""
    for activity in to_look_at_again()[:LOOKED_AT]:
        look_again(activity=activity, at=clock.now())
