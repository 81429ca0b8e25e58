"""What happens later: the calendar closes what is over; bodies with a stake are told; partners are asked."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.models import Stakeholder
from heard.compact.actions import HeldBack, count_checks, keep_pack, move
from heard.compact.actions.alike import catch_up
from heard.compact.actions.duplicates import note_enquiry, secret_of
from heard.compact.models import Enquiry, Move, RationaleReview
from heard.compact.queries import activities_over
from heard.compact.queries.duplicates import enquiries_to_remind, recipients_of
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.notices.actions import MAIL, Letter, UnsafeMessage, Unsure, send

log = logging.getLogger(__name__)


@app.periodic(cron="7 * * * *")
@app.task(name="compact.close_due", queueing_lock="compact.close_due", pass_context=False)
def close_due(timestamp: int = 0) -> int:
    """Close every open activity whose closing day is over on all channels; answers with how many it closed.

    Hourly, so that midnight in Coventry counts in summer and winter. Running it again changes nothing. Post sent in
    time may still be keyed in for three working days: that is for `found` to wait for, not for the stage.
    A refusal is kept once a day and logged; the other activities go on.
    """
    at = clock.now()
    try:
        keep_pack(at=at)
    except Refused as fault:
        log.error("The rules in force cannot be used: %s", fault.verdict.why)
    closed = 0
    for activity in activities_over(clock.day_of(at)):
        try:
            move(activity=activity, to="closed", by=None, at=at)
            closed += 1
        except HeldBack as held:
            log.warning("Activity %s was not closed: %s", activity.public_id, held.verdict.clause)
    return closed


@app.task(
    name="compact.tell_stakeholder",
    **MAIL,
)
def tell_stakeholder(move_id: int, stakeholder_id: int) -> None:
    """Tell one body with a stake of an early notice, a reopening or a withdrawal; at most once for each.

    Passed over if the body was removed, said no, or has no address any more.
    """
    made = Move.objects.select_related("activity__lead", "activity__plan").get(pk=move_id)
    told = Stakeholder.objects.filter(pk=stakeholder_id, removed_at=None, declined_at=None).exclude(email="").first()
    if told is None:
        return
    activity = made.activity
    address = settings.SITE_URL + reverse("activities:take_part", args=[activity.slug])
    subjects = {
        "notice": _("Early notice: %(title)s"),
        "reopen": _("Open again: %(title)s"),
        "withdraw": _("Withdrawn: %(title)s"),
    }
    text = render_to_string(
        f"compact/mail/{made.name}.txt",
        {"activity": activity, "plan": activity.plan, "move": made, "address": address},
    )
    subject = subjects[made.name] % {"title": activity.title}
    try:
        send(key=f"move:{made.pk}:{told.public_id}", to=told.email, subject=subject, text=text)
    except UnsafeMessage:
        log.warning("Stakeholder %s has an address that cannot be written to.", told.public_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="compact.describe_changed", queueing_lock="compact.describe_changed", pass_context=False)
def describe_changed(timestamp: int = 0) -> int:
    """Describe anew what changed, so that a draft typed now meets it. Comparing a plan does the same for itself."""
    return catch_up(at=clock.now())


@app.periodic(cron="23 * * * *")
@app.task(name="compact.count_checks", queueing_lock="compact.count_checks", pass_context=False)
def count_checks_hourly(timestamp: int = 0) -> int:
    """Add up the checks of new moves for the page of the Compact."""
    counted = 0
    while found := count_checks():
        counted += found
    return counted


@app.periodic(cron="10 8 * * 1-5")
@app.task(name="compact.remind_partners", queueing_lock="compact.remind_partners", pass_context=False)
def remind_partners(timestamp: int = 0) -> int:
    """Remind partners that were asked three working days ago and have not replied; once each."""
    waiting = list(enquiries_to_remind(clock.today()))
    for enquiry in waiting:
        app.configure_task("compact.send_enquiry").defer(enquiry_id=enquiry.pk, reminder=True)
    return len(waiting)


@app.task(
    name="compact.send_enquiry",
    **MAIL,
)
def send_enquiry(enquiry_id: int, reminder: bool = False) -> None:
    """Ask (or remind) the engagement leads of a partner, else the partner's own address; each at most once.

    Passed over if it was answered since. Where no message can leave, the partner is to be rung up instead.
    """
    rows = Enquiry.objects.select_related("activity__lead", "activity__plan", "partner", "asked_by")
    enquiry = rows.filter(pk=enquiry_id, replied_at=None).first()
    if enquiry is None or (reminder and enquiry.reminded_at):
        return
    kind = "reminder" if reminder else "enquiry"
    to = {str(lead.pk): lead.email for lead in recipients_of(enquiry.partner)} or {"partner": enquiry.partner.email}
    left, why = False, ""
    for who, address in to.items():
        try:
            send(key=f"{kind}:{enquiry.public_id}:{who}", to=address, **_enquiry_mail(enquiry, reminder)._asdict())
            left = True
        except (UnsafeMessage, Unsure) as fault:
            why = type(fault).__name__
            log.warning("Enquiry %s could not be sent to one address: %s", enquiry.public_id, why)
    note_enquiry(enquiry=enquiry, at=clock.now(), sent=left, reminder=reminder, why=why)


def _enquiry_mail(enquiry: Enquiry, reminder: bool) -> Letter:
    page = settings.SITE_URL + reverse("compact:enquiry", args=[enquiry.public_id, secret_of(enquiry)])
    answers = [(label, f"{page}?answer={reply}") for reply, label in Enquiry.Reply.choices]
    words = {"enquiry": enquiry, "activity": enquiry.activity, "answers": answers, "page": page, "reminder": reminder}
    subject = _("Reminder: have you asked this before? %(title)s") if reminder else _(
        "Have you asked this before? %(title)s"
    )  # fmt: skip
    return Letter(
        subject=subject % {"title": enquiry.activity.title},
        text=render_to_string("compact/mail/enquiry.txt", words),
        html=render_to_string("compact/mail/enquiry.html", words),
    )


@app.task(
    name="compact.tell_rationale",
    **MAIL,
)
def tell_rationale(review_id: int) -> None:
    """Tell the leads of the partner what a reviewer said of its reason for a shorter period; each of them once."""
    review = RationaleReview.objects.select_related("activity__lead", "body").get(pk=review_id)
    activity = review.activity
    address = settings.SITE_URL + reverse("compact:rationale", args=[activity.slug])
    text = render_to_string("compact/mail/rationale.txt", {"review": review, "address": address})
    subject = _("Your reason for a shorter period was looked at: %(title)s") % {"title": activity.title}
    for lead in recipients_of(activity.lead):
        with suppress(UnsafeMessage):
            send(key=f"rationale:{review.pk}:{lead.pk}", to=lead.email, subject=subject, text=text)
