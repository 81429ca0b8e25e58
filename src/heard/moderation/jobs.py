"""What happens later: what nobody decided comes back; people are told; removals are compared; concerns are watched."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.ground import clock
from heard.ground.refusal import Refused
from heard.moderation import actions, queries
from heard.moderation.actions import concerns
from heard.moderation.models import Alert, ConcernReminder, ConcernStep, Item
from heard.moderation.queries.concern_mails import reminder_email, step_email
from heard.notices.actions import MAIL, Letter, UnsafeMessage, Unsure, send, send_if_it_can
from heard.people.actions import mail_voice
from heard.people.models import Account, Exclusion
from heard.people.queries import address_of


@app.periodic(cron="20 0 * * *")
@app.task(name="moderation.let_fall", queueing_lock="moderation.let_fall", pass_context=False)
def let_fall(timestamp: int = 0) -> int:
    """Every night: what was taken down and not decided in time stands there again."""
    return actions.let_fall(at=clock.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="moderation.compare_removals", queueing_lock="moderation.compare_removals", pass_context=False)
def compare_removals(timestamp: int = 0) -> int:
    """Every night: are critical words taken down more than others?"""
    return len(actions.compare_removals(at=clock.now()))


@app.task(name="moderation.tell_author", **MAIL)
def tell_author(exclusion_ref: str) -> None:
    """Tell the author of an approved removal, by e-mail or on their receipt's page; that puts it in force.

    Left to a person where only a postal address or a number is known, and where the address does not work.
    """
    exclusion = Exclusion.objects.select_related("approved_by", "partner").filter(public_id=exclusion_ref).first()
    if exclusion is None or exclusion.state != "approved":
        return
    item = Item.objects.select_related("contribution", "activity__lead").get(
        contribution__trace_id=exclusion.reference
    )  # fmt: skip
    address = address_of(item.contribution.voice_id, "email")
    try:
        if address is None:
            actions.tell_on_receipt(exclusion=exclusion, at=clock.now())
            return
        subject, text = queries.removal_email(item, exclusion)
        send(key=f"removed:{exclusion.public_id}", to=str(address.address), subject=subject, text=text)
        actions.note_told(exclusion=exclusion, how=_("By e-mail, with the reason and how to appeal"), at=clock.now())
    except (UnsafeMessage, Unsure, Refused):
        return


@app.task(name="moderation.tell_reviewer", **MAIL)
def tell_reviewer(alert_id: int, account_id: int) -> None:
    """Tell one independent reviewer of a stance split, once."""
    alert = Alert.objects.select_related("activity__lead").filter(pk=alert_id, reviewed_at=None).first()
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if alert is None or account is None:
        return
    page = f"{settings.SITE_URL}{reverse('moderation:alert', args=[alert.public_id])}"
    text = render_to_string(
        "moderation/mail/split.txt", {"alert": alert, "activity": alert.activity, "name": account.name, "page": page}
    )
    subject = _("Please look: critical words taken down more than others in “%(title)s”")
    subject %= {"title": alert.activity.title}
    if send_if_it_can(key=f"split:{alert.public_id}:{account.pk}", to=account.email, subject=subject, text=text):
        actions.note_alerted(alert=alert, at=clock.now())


@app.periodic(cron="20 6 * * *")
@app.task(name="moderation.watch_concerns", queueing_lock="moderation.watch_concerns")
def watch_concerns(timestamp: int) -> None:
    """Every morning: whoever owes a step of a concern is told that its day is near or past. Each once."""
    concerns.watch_concerns(at=clock.now())


@app.task(name="moderation.tell_concern", **MAIL)
def tell_concern(step_id: int) -> None:
    """Tell the person one step by e-mail. May be tried again: the key lets it leave once."""
    steps = ConcernStep.objects.select_related("concern__activity", "concern__lead", "concern__reviewer_partner")
    step = steps.filter(pk=step_id, tell="email", told_on=None, not_told_because="").first()
    if step is None:
        return

    def told(sent: bool, why: str) -> None:
        concerns.note_told(step=step, sent=sent, why=why, by=None, at=clock.now())

    mail_voice(
        voice=step.concern.voice_id, key=f"concern:{step.pk}", told=told,
        write=lambda name: Letter(*step_email(step, name)),
    )  # fmt: skip


@app.task(name="moderation.remind_of_concern", **MAIL)
def remind_of_concern(reminder_id: int, account_id: int) -> None:
    """One reminder to one person who owes a step; the key lets it leave once."""
    rows = ConcernReminder.objects.select_related("concern__activity", "concern__lead")
    reminder = rows.filter(pk=reminder_id).first()
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if reminder is None or account is None:
        return
    subject, text = reminder_email(reminder, account.name)
    key = f"concern-due:{reminder.pk}:{account.pk}"
    send_if_it_can(key=key, to=account.email, subject=subject, text=text)
