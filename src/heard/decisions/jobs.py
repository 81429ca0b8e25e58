"""What happens later: feedback leaves, lateness climbs, and residents are asked whether promises are kept."""

from __future__ import annotations

from procrastinate.contrib.django import app

from heard.decisions import actions, queries
from heard.decisions.models import Commitment, Delivery, Escalation, GroundAsk, InterimStep, OutcomeQuestion
from heard.decisions.queries.letters import email_to
from heard.decisions.queries.mails import (
    asked_email,
    contradicted_email,
    escalation_email,
    interim_step_email,
    outcome_email,
)
from heard.decisions.queries.owing import interims_unkept, longer_open, still_owing
from heard.decisions.queries.steps import news_email
from heard.ground import clock
from heard.notices.actions import MAIL, Letter, send_if_it_can
from heard.people.access import role_pack
from heard.people.actions import mail_voice
from heard.people.models import Account, Role


@app.task(name="decisions.send_feedback", **MAIL)
def send_feedback(delivery_id: int) -> None:
    """Send one person's feedback. May be tried again: the key lets it leave once."""
    waiting = Delivery.objects.select_related("activity__lead", "interim__activity", "news__activity__lead")
    delivery = waiting.filter(pk=delivery_id, state="owed").first()
    if delivery is None:
        return

    def written(name: str) -> Letter:
        if delivery.news is not None:
            return Letter(*news_email(delivery.news, delivery.voice_id, name))
        return Letter(*email_to(delivery.activity, name, delivery.interim))

    def told(sent: bool, why: str) -> None:
        actions.note_delivery(delivery=delivery, sent=sent, why=why, by=None, at=clock.now())

    mail_voice(voice=delivery.voice_id, key=f"feedback:{delivery.pk}", write=written, told=told, once_a_day=True)


@app.periodic(cron="30 6 * * *")
@app.task(name="decisions.tell_steps", queueing_lock="decisions.tell_steps")
def tell_steps(timestamp: int) -> None:
    """Every morning: whoever took part is told what happened since, by the way they chose. May run again."""
    actions.tell_steps(at=clock.now())


@app.periodic(cron="15 6 * * *")
@app.task(name="decisions.watch_feedback", queueing_lock="decisions.watch_feedback")
def watch_feedback(timestamp: int) -> None:
    """Every morning: whoever is next on the ladder of late feedback is told. Each step is taken once, however often."""
    for activity in longer_open():
        actions.follow_closing(activity=activity, at=clock.now())
    for owed in still_owing():
        actions.escalate(obligation=owed, at=clock.now())
    for interim in interims_unkept():
        actions.escalate_interim(interim=interim, at=clock.now())


@app.task(name="decisions.tell_escalation", **MAIL)
def tell_escalation(escalation_id: int, account_id: int) -> None:
    """Tell one person that an answer is late. The key lets it leave once."""
    steps = Escalation.objects.select_related("obligation__activity__lead")
    step = steps.filter(pk=escalation_id).first()
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if step is None or account is None:
        return
    subject, text = escalation_email(step, account.name)
    send_if_it_can(key=f"escalation:{step.pk}:{account.pk}", to=account.email, subject=subject, text=text)


@app.task(name="decisions.tell_interim_step", **MAIL)
def tell_interim_step(step_id: int, account_id: int) -> None:
    """Tell one person that people did not hear again by the day they were told. The key lets it leave once."""
    step = InterimStep.objects.select_related("interim__activity").filter(pk=step_id).first()
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if step is None or account is None:
        return
    subject, text = interim_step_email(step, account.name)
    send_if_it_can(key=f"interim-step:{step.pk}:{account.pk}", to=account.email, subject=subject, text=text)


@app.periodic(cron="45 6 * * *")
@app.task(name="decisions.ask_about_promises", queueing_lock="decisions.ask_about_promises")
def ask_about_promises(timestamp: int) -> None:
    """Every morning: residents are asked about promises six or twelve months old, and owners what is different."""
    today = clock.today()
    for check in queries.checks_to_conclude(today):
        actions.conclude_check(check=check, at=clock.now())
    for commitment, months, base in list(queries.checks_due(today)):
        actions.ask_residents(commitment=commitment, months=months, base_on=base, at=clock.now())
    for decision, months in list(queries.outcomes_due(today)):
        actions.ask_outcome(decision=decision, months=months, at=clock.now())


@app.task(name="decisions.ask_resident", **MAIL)
def ask_resident(ask_id: int) -> None:
    """Ask one person whether a promise is kept. The key lets it leave once."""
    waiting = GroundAsk.objects.select_related("check_made__commitment__decision__activity__lead")
    asked = waiting.filter(pk=ask_id, state="owed").first()
    if asked is None:
        return

    def told(sent: bool, why: str) -> None:
        actions.note_asked(asked=asked, sent=sent, why=why, by=None, at=clock.now())

    mail_voice(
        voice=asked.voice_id, key=f"ground:{asked.pk}", told=told, once_a_day=True,
        write=lambda name: Letter(*asked_email(asked, name)),
    )  # fmt: skip


@app.task(name="decisions.tell_contradicted", **MAIL)
def tell_contradicted(commitment_id: int, on: str) -> None:
    """Tell those who follow a partner's promises that residents opened one again."""
    one = Commitment.objects.select_related("decision__activity__lead", "decision__activity__owner").get(
        pk=commitment_id
    )
    activity = one.decision.activity
    for account in _following(activity.lead_id, activity.public_id, activity.owner):
        subject, text = contradicted_email(one, account.name)
        send_if_it_can(key=f"contradicted:{one.pk}:{on}:{account.pk}", to=account.email, subject=subject, text=text)


@app.task(name="decisions.tell_outcome", **MAIL)
def tell_outcome(question_id: int) -> None:
    """Ask those who decided what is different since."""
    question = OutcomeQuestion.objects.select_related("decision__activity__lead", "decision__activity__owner").get(
        pk=question_id
    )
    activity = question.decision.activity
    for account in _following(activity.lead_id, activity.public_id, activity.owner, verb="sign_declaration"):
        subject, text = outcome_email(question, account.name)
        send_if_it_can(key=f"outcome:{question.pk}:{account.pk}", to=account.email, subject=subject, text=text)


def _following(partner: int, activity_ref: str, owner: Account, verb: str = "") -> list[Account]:
    """The activity's officer, and (with a `verb`) those who hold it for the lead or the activity."""
    found = {owner.pk: owner} if owner.is_active else {}
    roles = role_pack().roles_that_may(verb) if verb else ("engagement_lead",)
    held = Role.objects.filter(role__in=roles, ended_at=None, account__is_active=True).select_related("account")
    for role in [*held.filter(partner=partner, activity_ref="")[:20], *held.filter(activity_ref=activity_ref)[:20]]:
        found[role.account_id] = role.account
    return list(found.values())
