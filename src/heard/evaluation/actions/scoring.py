"""Two bodies score how it was done, each on its own evidence; costs are written down, and struck, in the open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.evaluation import access
from heard.evaluation.models import CostLine, RaterInvitation, Score, ScoreTalk
from heard.evaluation.models.scoring import Rater
from heard.evaluation.queries import scoring as scored
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.ground.turns import one_at_a_time
from heard.people.models import Account, Partner


def invite_rater(*, activity: Activity, partner: Partner, email: str, by: Account, at: datetime) -> RaterInvitation:
    """Ask another partner for its own score. Consequences: a link leaves by e-mail; an earlier one stops working."""
    ask(access.may_evaluate(by, activity))
    if partner.pk == activity.lead_id:
        raise Conflict(_("The second score comes from another partner than the lead."))
    with transaction.atomic():
        Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        RaterInvitation.objects.filter(activity=activity, withdrawn_at=None).update(withdrawn_at=at)
        made = RaterInvitation(activity=activity, partner=partner, email=email, invited_by=by, invited_at=at)
        made.secret_hash = scored.rater_hash(scored.rater_secret(made))
        made.save()
        app.configure_task("evaluation.invite_rater").defer(invitation_id=made.pk)
        note("score.asked", activity, by, at, partner=partner.slug)
    return made


def score_as_lead(
    *, activity: Activity, standard: str, score: int, evidence: str, link: str, by: Account, at: datetime
) -> Score:
    """The lead scores itself on one standard, with what shows it. A changed mind is kept beside the earlier score."""
    ask(access.may_score_for_lead(by, activity))
    return _score(activity, standard, Rater.LEAD, score, evidence, link, by.name, activity.lead.name, by, at)


def score_as_partner(
    *, invitation: RaterInvitation, standard: str, score: int, evidence: str, link: str, name: str,
    by: Account | None, at: datetime,
) -> Score:  # fmt: skip
    """Another partner scores one standard: by an account, or (`by` None) by the link it was sent, with a name."""
    activity = invitation.activity
    if by is not None:
        ask(access.may_score_for_partner(by, activity, invitation))
    elif activity.stage in access.PUBLISHED:
        raise Conflict(_("The evaluation is published, so its scores stay as they are."))
    if not name.strip():
        raise Conflict(_("Write your name: a score has somebody who answers for it."))
    body = invitation.partner.name
    return _score(activity, standard, Rater.PARTNER, score, evidence, link, name, body, by, at)


def talk_about_score(
    *, activity: Activity, standard: str, words: str, name: str, by: Account | None, at: datetime,
    invitation: RaterInvitation | None = None,
) -> ScoreTalk:  # fmt: skip
    """Say why two scores differ. Both stay; nothing is averaged. Nobody says the same twice."""
    if by is not None:
        ask(access.may_talk_about_scores(by, activity, invitation))
    if not words.strip() or not name.strip():
        raise Conflict(_("Write what there is to say, and who says it."))
    said = {"activity": activity, "standard": standard, "words": words, "name": name, "account": by}
    with transaction.atomic():
        one_at_a_time("evaluation.talk", activity.pk)
        if known := ScoreTalk.objects.filter(**said).first():
            return known
        made = ScoreTalk.objects.create(**said, at=at)
        note("score.discussed", activity, by, at, standard=standard)
    return made


def add_cost(
    *, activity: Activity, kind: str, words: str, pence: int = 0, half_hours: int | None = None,
    rate_pence: int | None = None, entry_key: str = "", by: Account, at: datetime,
) -> CostLine:  # fmt: skip
    """Write down something that it cost. Staff time is half hours × hourly rate; the rest is an amount in pence.

    The same line with the same `entry_key` again counts once.
    """
    ask(access.may_add_lesson(by, activity))
    is_staff = kind == CostLine.Kind.STAFF
    if is_staff and (half_hours is None or rate_pence is None):
        raise Conflict(_("Staff time needs hours and what an hour costs."))
    if not is_staff and pence <= 0:
        raise Conflict(_("Write how much it was."))
    total = (half_hours or 0) * (rate_pence or 0) // 2 if is_staff else pence
    public_id = name_of(entry_key, activity.pk, kind, words, total, half_hours, rate_pence, by.pk)
    with transaction.atomic():
        if known := made_before(CostLine, public_id):
            return known
        line = CostLine.objects.create(
            public_id=public_id, activity=activity, kind=kind, words=words, pence=total, by=by, at=at,
            half_hours=half_hours if is_staff else None, rate_pence=rate_pence if is_staff else None,
        )  # fmt: skip
        note("cost.added", activity, by, at, line=line.public_id, pence=total, kind=kind)
    return line


def strike_cost(*, line: CostLine, by: Account, at: datetime) -> CostLine:
    """Strike a line that was wrong. It stays in the record and counts no more."""
    ask(access.may_add_lesson(by, line.activity))
    if line.struck_at is not None:
        raise Conflict(_("This line is struck already."))
    with transaction.atomic():
        line.struck_by, line.struck_at = by, at
        line.save(update_fields=["struck_by", "struck_at"])
        note("cost.struck", line.activity, by, at, line=line.public_id)
    return line


def _score(
    activity: Activity, standard: str, rater: str, score: int, evidence: str, link: str, name: str, body: str,
    by: Account | None, at: datetime,
) -> Score:  # fmt: skip
    if not evidence.strip():
        raise Conflict(_("A score needs what shows it."), _("Write the evidence, and link to it if it can be seen."))
    with transaction.atomic():
        Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        Score.objects.filter(activity=activity, standard=standard, rater=rater, replaced_at=None).update(replaced_at=at)
        made = Score.objects.create(
            activity=activity, standard=standard, rater=rater, score=score, evidence=evidence.strip(), link=link,
            name=name.strip(), body=body, account=by, at=at,
        )  # fmt: skip
        note("score.given", activity, by or "partner", at, standard=standard, rater=rater, score=score)
    return made
