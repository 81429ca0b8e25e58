"""What may be asked about evaluations: the five answers, the counts from the record, the lessons."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Contribution
from heard.decisions.models import Answer, Commitment
from heard.evaluation.models import Evaluation, FollowUp, Lesson, Score
from heard.evaluation.models.scoring import Rater
from heard.evaluation.queries.scoring import Cost, cost_of
from heard.findings.models import Finding
from heard.findings.queries.policy import shown, shown_list
from heard.ground.asking import Asking, ask
from heard.rules import snapshot


def evaluation_of(activity: Activity) -> Evaluation:
    """The activity's evaluation; an empty, unsaved one before anything is written."""
    return Evaluation.objects.filter(activity=activity).first() or Evaluation(activity=activity)


def people_told(one: Evaluation) -> list[tuple[str, str]]:
    """How many were told that they could take part, and how they were counted: a label and public words each."""
    if not one.reach:
        return []
    told = shown(one.reach, sensitive=False).words
    return [(_("People told that they could take part"), told), (_("How they were counted"), one.reach_because)]


def people_helped(one: Evaluation) -> list[tuple[str, str]]:
    """How many asked for what they needed and got it: a label and public words each; what is not known is left out.

    Who needs an adjustment is mostly disabled, so the stricter line of the policy hides small counts of them; that
    everybody got it tells on nobody.
    """
    found = [
        (_("People who asked for what they needed to take part"), _adjusted(one)),
        (_("What was asked for, and what could not be done"), one.adjustments_words),
    ]
    return [(label, words) for label, words in found if words]


def _adjusted(one: Evaluation) -> str:
    asked, met = one.adjustments_asked, one.adjustments_met
    if asked is None:
        return ""
    said = shown(asked, sensitive=True)
    if said.is_hidden or met is None:
        return said.words
    if met == asked:
        return _("%(n)s; all of them got it") % {"n": said}
    got, _not_got = shown_list([met, asked - met], sensitive=True)
    return _("%(n)s; of them got it: %(met)s") % {"n": said, "met": got}


def lessons_of(activity: Activity) -> QuerySet[Lesson]:
    """What was learned, in the order it was written down."""
    return Lesson.objects.filter(activity=activity).select_related("by").order_by("at", "id")


def counts_from_the_record(activity: Activity) -> dict[str, Any]:
    """What the record itself answers, exact: nobody types these.

    ``contributions`` and ``by_channel`` count contributions that were not withdrawn; ``voices`` counts the different
    pseudonymous people behind them (a session written up as one voice counts once); ``findings``, ``answered`` and
    ``changed`` count findings, those answered and those adopted in whole or part; ``promises`` by state.
    """
    given = Contribution.objects.filter(strand__activity=activity).exclude(state="withdrawn").order_by()
    by_channel = dict(given.values_list("channel").annotate(n=Count("pk")))
    promises = Commitment.objects.filter(decision__activity=activity).order_by()
    kinds = Answer.objects.filter(finding=OuterRef("pk")).values("kind")
    findings = Finding.objects.filter(activity=activity).order_by().annotate(kind=Coalesce(Subquery(kinds), Value("")))
    answers = dict(findings.values_list("kind").annotate(n=Count("pk")))
    return {
        "contributions": sum(by_channel.values()),
        "by_channel": dict(sorted(by_channel.items())),
        "voices": given.values("voice").distinct().count(),
        "findings": sum(answers.values()),
        "answered": sum(n for kind, n in answers.items() if kind),
        "changed": answers.get("adopted", 0) + answers.get("partly", 0),
        "promises": dict(promises.values_list("state").annotate(n=Count("pk"))),
        "feedback_due_on": activity.feedback_due_on.isoformat() if activity.feedback_due_on else "",
        "feedback_given_on": activity.feedback_given_on.isoformat() if activity.feedback_given_on else "",
    }


def evaluation_facts(activity: Activity) -> snapshot.Evaluation:
    """The five answers as the gate reads them: one query."""
    return ask(evaluation_facts_asked(activity))


def evaluation_facts_asked(activity: Activity) -> Asking[snapshot.Evaluation]:
    """`evaluation_facts`, for asking it beside others: one turn."""
    now = Score.objects.filter(activity=activity, replaced_at=None).order_by()
    shared = Lesson.objects.filter(activity=activity, shared_at__isnull=False).order_by()
    rows, scores, begun, lessons = yield [
        Evaluation.objects.filter(activity=activity)[:1],
        now.values("rater").annotate(n=Count("pk")).values_list("rater", "n"),
        FollowUp.objects.filter(activity=activity, started_at__isnull=False).values_list("pk")[:1],
        shared.values("activity").annotate(n=Count("pk")).values_list("n", flat=True),
    ]
    written, scored = (rows[0] if rows else Evaluation(activity=activity)), dict(scores)
    return snapshot.Evaluation(
        learned=written.learned,
        how_many=written.how_many,
        representative=written.representative,
        what_changed=written.what_changed,
        better_informed_or_able=written.better_informed_or_able,
        follow_up_sent=written.follow_up_sent_on is not None or bool(begun),
        own_scores=scored.get(Rater.LEAD, 0),
        second_scores=scored.get(Rater.PARTNER, 0),
        lessons_shared=lessons[0] if lessons else 0,
    )


def cost_for(activity: Activity) -> Cost:
    """What it cost, divided by the number of participants: the officer's estimate, or else the voices of the record."""
    written = evaluation_of(activity)
    if written.how_many:
        return cost_of(activity, written.how_many, written.how_many_because or _("The officer's estimate."))
    given = Contribution.objects.filter(strand__activity=activity).exclude(state="withdrawn").order_by()
    voices = given.values("voice").distinct().count()
    how = _("Different voices in the record: several contributions of one voice count once, a session counts as one.")
    return cost_of(activity, voices, how)
