"""What may be asked about evaluations: the five answers, the counts from the record, the lessons."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from heard.activities.models import Activity, Contribution
from heard.decisions.queries import commitment_facts, feedback_facts, finding_facts
from heard.evaluation.models import Evaluation, FollowUp, Lesson
from heard.evaluation.queries.scoring import Cost, cost_of
from heard.rules import snapshot


def evaluation_of(activity: Activity) -> Evaluation:
    """The activity's evaluation; an empty, unsaved one before anything is written."""
    return Evaluation.objects.filter(activity=activity).first() or Evaluation(activity=activity)


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
    findings = finding_facts(activity)
    promises: dict[str, int] = {}
    for made in commitment_facts(activity):
        promises[made.state] = promises.get(made.state, 0) + 1
    told = feedback_facts(activity)
    return {
        "contributions": sum(by_channel.values()),
        "by_channel": dict(sorted(by_channel.items())),
        "voices": given.values("voice").distinct().count(),
        "findings": len(findings),
        "answered": sum(1 for finding in findings if finding.answer),
        "changed": sum(1 for finding in findings if finding.answer in ("adopted", "partly")),
        "promises": promises,
        "feedback_due_on": told.due_on.isoformat() if told.due_on else "",
        "feedback_given_on": told.given_on.isoformat() if told.given_on else "",
    }


def evaluation_facts(activity: Activity) -> snapshot.Evaluation:
    """The five answers as the gate reads them."""
    written = evaluation_of(activity)
    return snapshot.Evaluation(
        learned=written.learned,
        how_many=written.how_many,
        representative=written.representative,
        what_changed=written.what_changed,
        better_informed_or_able=written.better_informed_or_able,
        follow_up_sent=written.follow_up_sent_on is not None
        or FollowUp.objects.filter(activity=activity, started_at__isnull=False).exists(),
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
