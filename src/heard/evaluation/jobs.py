"""What happens later: tables are released, who is missing is raised, people are asked how it was, lessons travel."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from heard.activities.models import Activity
from heard.evaluation import actions, queries
from heard.evaluation.models import FollowUpAsk, Lesson, RaterInvitation
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.notices.actions import MAIL, Letter, UnsafeMessage, send, send_if_it_can
from heard.people.actions import mail_voice
from heard.people.models import Account

log = logging.getLogger(__name__)


@app.periodic(cron="40 3 * * *")
@app.task(name="evaluation.every_night", queueing_lock="evaluation.every_night", pass_context=False)
def every_night(timestamp: int = 0) -> dict[str, int]:
    """Release tables that may be released, raise who is missing half-way, and take follow-ups a step further.

    Running it again changes nothing. Answers with how many of each.
    """
    at = clock.now()
    today = clock.day_of(at)
    done = {"released": 0, "raised": 0, "again": 0, "started": 0, "reminded": 0, "ended": 0}
    for activity in queries.activities_to_read():
        try:
            actions.release_reading(activity=activity, by=None, at=at)
            done["released"] += 1
        except Refused as refused:
            log.info("No new tables for %s: %s", activity.public_id, refused.verdict.clause)
    for activity in queries.activities_half_way(today):
        actions.raise_missing(activity=activity, at=at)
        done["raised"] += 1
    for activity in queries.activities_to_look_at_again(today):
        actions.look_again(activity=activity, at=at)
        done["again"] += 1
    for activity in queries.follow_ups_to_start(today):
        actions.start_follow_up(activity=activity, by=None, at=at)
        done["started"] += 1
    for follow_up in queries.follow_ups_to_remind(today):
        done["reminded"] += bool(actions.remind(follow_up=follow_up, at=at))
    for follow_up in queries.follow_ups_to_end(today):
        actions.end_follow_up(follow_up=follow_up, at=at)
        done["ended"] += 1
    return done


@app.task(name="evaluation.tell_missing", **MAIL)
def tell_missing(activity_id: int, account_id: int, on: str, names: list[str]) -> None:
    """Tell one lead whom nobody has heard from; once a look. Passed over once it has closed."""
    activity = Activity.objects.select_related("lead").filter(pk=activity_id, stage="open").first()
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if activity is None or account is None:
        return
    subject, text = queries.missing_email(activity, names, account.name)
    key = f"missing:{activity.public_id}:{account.pk}:{on}"
    send_if_it_can(key=key, to=account.email, subject=subject, text=text)


@app.task(name="evaluation.send_follow_up", **MAIL)
def send_follow_up(ask_id: int, reminder: bool = False) -> None:
    """Ask one person by e-mail, or remind them. May be tried again: the key lets it leave once."""
    made = FollowUpAsk.objects.select_related("follow_up__activity__lead").filter(pk=ask_id).first()
    if made is None or made.answered or (not reminder and made.state != FollowUpAsk.State.OWED):
        return

    def told(sent: bool, why: str) -> None:
        if not reminder:
            actions.note_asked(ask_made=made, sent=sent, why=why, by=None, at=clock.now())

    mail_voice(
        voice=made.voice_id, key=f"follow-up:{made.pk}:{'reminder' if reminder else 'ask'}", told=told, once_a_day=True,
        write=lambda name: Letter(*queries.follow_up_email(made, name, reminder=reminder)),
    )  # fmt: skip


@app.task(name="evaluation.invite_rater", **MAIL)
def invite_rater(invitation_id: int) -> None:
    """Ask another partner for its score; at most once for each invitation."""
    rows = RaterInvitation.objects.select_related("activity__lead", "partner")
    made = rows.filter(pk=invitation_id, withdrawn_at=None).first()
    if made is None:
        return
    subject, text = queries.rater_email(made)
    try:
        send(key=f"rater:{made.public_id}", to=made.email, subject=subject, text=text)
    except UnsafeMessage:
        log.warning("Invitation %s has an address that cannot be written to.", made.public_id)


@app.task(name="evaluation.tell_lesson", **MAIL)
def tell_lesson(lesson_id: int, account_id: int) -> None:
    """Send a shared lesson to one engagement lead; at most once."""
    lesson = Lesson.objects.select_related("activity__lead").filter(pk=lesson_id).first()
    lead = Account.objects.filter(pk=account_id, is_active=True).first()
    if lesson is None or lead is None:
        return
    subject, text = queries.lesson_email(lesson)
    try:
        send(key=f"lesson:{lesson.public_id}:{lead.pk}", to=lead.email, subject=subject, text=text)
    except UnsafeMessage:
        log.warning("Account %s has an address that cannot be written to.", lead.pk)
