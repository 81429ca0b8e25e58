"""Invitations, and news of a later closing day, that leave later."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heard.activities.actions.stakeholders import secret_of
from heard.activities.actions.telling import note_notice
from heard.activities.actions.voluntary import secret_of_part
from heard.activities.models import ColleagueQuestion, DateNotice, JointLead, Stakeholder, VoluntaryPart
from heard.activities.queries import longer_email
from heard.ground import clock
from heard.notices.actions import MAIL, UnsafeMessage, Unsure, send
from heard.people.queries import address_of, staff_who_may


@app.task(name="activities.invite_stakeholder", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def invite_stakeholder(stakeholder_id: int, invited_at: str) -> None:
    """Send one invitation, at most once. Passed over if it was renewed, answered or removed since."""
    stakeholder = Stakeholder.objects.select_related("activity__lead", "invited_by").filter(pk=stakeholder_id).first()
    if stakeholder is None or stakeholder.invited_at is None or stakeholder.invited_at.isoformat() != invited_at:
        return
    if stakeholder.removed_at or not stakeholder.email:
        return
    path = reverse("activities:invitation", args=[stakeholder.public_id, secret_of(stakeholder)])
    send(
        key=f"stakeholder:{stakeholder.public_id}:{invited_at}",
        to=stakeholder.email,
        subject=_("You are invited to take a part in: %(title)s") % {"title": stakeholder.activity.title},
        text=render_to_string(
            "activities/mail/invitation.txt",
            {"stakeholder": stakeholder, "activity": stakeholder.activity, "address": f"{settings.SITE_URL}{path}"},
        ),
    )


@app.task(name="activities.tell_longer", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_longer(change_id: int) -> None:
    """Set every e-mail about a later closing day on its way. May run again: each leaves once."""
    waiting = DateNotice.objects.filter(change_id=change_id, kind="email", state="owed")
    tell = app.configure_task("activities.tell_one_longer")
    for number in waiting.values_list("pk", flat=True).iterator():
        tell.defer(notice_id=number)


@app.task(
    name="activities.tell_one_longer",
    **MAIL,
)
def tell_one_longer(notice_id: int) -> None:
    """Tell one person or body. May be tried again: the key lets it leave once."""
    waiting = DateNotice.objects.select_related("change__activity__lead", "stakeholder")
    notice = waiting.filter(pk=notice_id, kind="email", state="owed").first()
    if notice is None:
        return
    to, name = _reach(notice)
    if not to:
        note_notice(notice=notice, sent=False, why="no address any more", by=None, at=clock.now())
        return
    subject, text = longer_email(notice.change, name)
    try:
        send(key=f"longer:{notice.pk}", to=to, subject=subject, text=text)
    except (UnsafeMessage, Unsure) as error:
        note_notice(notice=notice, sent=False, why=type(error).__name__, by=None, at=clock.now())
        return
    note_notice(notice=notice, sent=True, by=None, at=clock.now())


def _reach(notice: DateNotice) -> tuple[str, str]:
    """E-mail address and name; "" where there is none any more, or a body said no since."""
    if (body := notice.stakeholder) is not None:
        return ("", "") if body.removed_at or body.declined_at else (body.email, body.name)
    kept = address_of(notice.voice_id, "email") if notice.voice_id else None
    return (str(kept.address), str(kept.name or "")) if kept else ("", "")


@app.task(
    name="activities.tell_joint",
    **MAIL,
)
def tell_joint(joint_id: int) -> None:
    """Tell the leads of the other side that they are asked to lead together. Each of them once; answered: nobody."""
    joint = JointLead.objects.select_related("activity__lead", "partner", "asked_by").filter(pk=joint_id).first()
    if joint is None or not joint.is_waiting:
        return
    side = joint.activity.lead if joint.offered else joint.partner
    asking = joint.partner if joint.offered else joint.activity.lead
    address = settings.SITE_URL + reverse("compact:together", args=[joint.activity.slug])
    text = render_to_string("activities/mail/joint.txt", {"joint": joint, "asking": asking, "address": address})
    subject = _("%(asking)s would lead this with you: %(title)s") % {
        "asking": asking.name, "title": joint.activity.title,
    }  # fmt: skip
    for lead in staff_who_may("join_activities", side):
        with suppress(UnsafeMessage):
            send(key=f"joint:{joint.public_id}:{lead.pk}", to=lead.email, subject=subject, text=text)


@app.task(name="activities.ask_voluntary_body", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def ask_voluntary_body(part_id: int, asked_at: str) -> None:
    """Send a body the link to confirm its terms, at most once. Passed over if it was renewed, answered or removed."""
    part = VoluntaryPart.objects.select_related("activity__lead", "asked_by").filter(pk=part_id).first()
    if part is None or part.asked_at is None or part.asked_at.isoformat() != asked_at:
        return
    if part.removed_at or part.acknowledged_at or not part.email:
        return
    path = reverse("activities:acknowledge", args=[part.public_id, secret_of_part(part)])
    send(
        key=f"voluntary:{part.public_id}:{asked_at}",
        to=part.email,
        subject=_("Please confirm your part in: %(title)s") % {"title": part.activity.title},
        text=render_to_string(
            "activities/mail/voluntary.txt",
            {"part": part, "activity": part.activity, "address": f"{settings.SITE_URL}{path}"},
        ),
    )


@app.task(name="activities.tell_colleague", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def tell_colleague(question_id: int) -> None:
    """A colleague in another partner gets a question, once."""
    question = ColleagueQuestion.objects.select_related("activity", "asked_by", "colleague").get(pk=question_id)
    _tell_of(question, "asked", question.colleague.email, _("A colleague asks you about: %(title)s"))


@app.task(name="activities.tell_answer", queue="mail", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def tell_answer(question_id: int) -> None:
    """Whoever asked a colleague gets the answer, once."""
    question = ColleagueQuestion.objects.select_related("activity", "asked_by", "colleague").get(pk=question_id)
    _tell_of(question, "answered", question.asked_by.email, _("Your question was answered: %(title)s"))


def _tell_of(question: ColleagueQuestion, which: str, to: str, subject: str) -> None:
    path = reverse("activities:colleague_question", args=[question.activity.slug, question.public_id])
    with suppress(UnsafeMessage):
        send(
            key=f"colleague:{question.public_id}:{which}",
            to=to,
            subject=subject % {"title": question.activity.title},
            text=render_to_string(
                "activities/mail/colleague.txt",
                {"question": question, "which": which, "address": f"{settings.SITE_URL}{path}"},
            ),
        )
