"""Who took part is released; who is missing is raised, and something is done about it in public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.actions.noting import note
from heard.activities.models import Activity, Group
from heard.evaluation import access, queries
from heard.evaluation.models import GroupMeasure, ReachAction, Reading
from heard.evaluation.queries.policy import comparing
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.people.models import Account
from heard.rules.outcome import digest


def release_reading(*, activity: Activity, by: Account | None, at: datetime) -> Reading:
    """Release the tables of who took part as they stand now. `by` is None where the nightly job does it.

    Refused while fewer people have come since the last release than a table may show: comparing the two would tell on
    them (I-9). Consequence: everyone reads the new tables; the earlier ones stay in the record by their digest.
    """
    if by is not None:
        ask(access.may_watch(by, activity))
    with transaction.atomic():
        Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        people = queries.people_of(activity)
        ask(queries.may_release(activity, len(people)))
        body = queries.body_of(activity, people)
        reading = Reading.objects.create(
            activity=activity, taken_at=at, people=len(people), body=body, digest=digest(body)
        )
        note("taking_part.released", activity, by, at, people=len(people), digest=reading.digest)
    return reading


def measure_group(*, group: Group, question: str, answers: Sequence[str], by: Account, at: datetime) -> GroupMeasure:
    """Say by which answers one group of the plan is recognised: categories of policy/representation.toml."""
    ask(access.may_watch(by, group.activity))
    lookup = comparing().of(question)
    if lookup is None or not answers or not set(answers) <= set(lookup.names()):
        raise Conflict(_("Choose one or more answers of one question."))
    with transaction.atomic():
        made, _new = GroupMeasure.objects.update_or_create(
            group=group, defaults={"question": question, "answers": list(answers), "by": by, "at": at}
        )
        note("group.measured", group.activity, by, at, question=question, answers=list(answers))
    return made


def accept_action(
    *,
    activity: Activity,
    about: str,
    words: str,
    assigned_to: str,
    by: Account,
    at: datetime,
    due_on: date | None = None,
    group: Group | None = None,
    suggestion: str = "",
    entry_key: str = "",
) -> ReachAction:
    """Take on something to reach whoever is missing: who does it, and by when. It is public from now on.

    The same words with the same `entry_key` again are one action.
    """
    ask(access.may_watch(by, activity))
    if not words.strip() or not assigned_to.strip() or not about.strip():
        raise Conflict(_("Say who is missing, what will be done and who does it."))
    if due_on is not None and due_on < clock.day_of(at):
        raise Conflict(_("That day is over."), _("Choose a day that is still to come."))
    public_id = name_of(entry_key, activity.pk, group and group.pk, about, words, assigned_to, due_on, by.pk)
    with transaction.atomic():
        if known := made_before(ReachAction, public_id):
            return known
        made = ReachAction.objects.create(
            public_id=public_id, activity=activity, group=group, about=about, suggestion=suggestion, words=words,
            assigned_to=assigned_to, due_on=due_on, accepted_by=by, accepted_at=at,
        )  # fmt: skip
        note("missing.accepted", activity, by, at, action=made.public_id)
    return made


def settle_action(*, action: ReachAction, was_done: bool, outcome: str, by: Account, at: datetime) -> ReachAction:
    """Say what came of it: done or not, and what happened. Kept as it was said."""
    ask(access.may_watch(by, action.activity))
    if not outcome.strip():
        raise Conflict(_("Say in a sentence what came of it."))
    with transaction.atomic():
        if ReachAction.objects.select_for_update(no_key=True).get(pk=action.pk).settled_at is not None:
            raise Conflict(_("It says already what came of this."))
        action.was_done, action.outcome, action.settled_by, action.settled_at = was_done, outcome, by, at
        action.save(update_fields=["was_done", "outcome", "settled_by", "settled_at"])
        note("missing.settled", action.activity, by, at, action=action.public_id, done=was_done)
    return action


def raise_missing(*, activity: Activity, at: datetime) -> list[str]:
    """At the middle of the period, once: name who is missing in the public record. Called by the daily job.

    Answers with the names of the plan's groups that nobody is known to have been heard from, the most affected first.
    Consequence: where nobody of a most affected group is known to have been heard from (UP-c), the leads are told.
    """
    return _look(activity, "missing.raised", at)


def look_again(*, activity: Activity, at: datetime) -> list[str]:
    """A week after nobody of a most affected group was known to have been heard from: look again, in the record.

    Called by the daily job until somebody has been heard or it closes. Consequence and answer as of `raise_missing`.
    """
    return _look(activity, "missing.again", at)


def _look(activity: Activity, what: str, at: datetime) -> list[str]:
    found = queries.who_is_missing(activity, clock.day_of(at))
    silent = [each for each in found.reached if each.state in ("none", "few")]
    silent.sort(key=lambda each: not each.target.most_affected)
    nobody: list[Any] = [each.target.name for each in silent if each.target.most_affected and each.state == "none"]
    names = [each.target.name for each in silent]
    with transaction.atomic():
        note(
            what, activity, None, at, groups=names, nobody=nobody,
            most_affected=[each.target.name for each in silent if each.target.most_affected],
            under=[f"{each['title']}: {each['name']}" for each in found.under],
            non_digital_percent=found.non_digital_percent, non_digital_is_low=found.non_digital_is_low,
        )  # fmt: skip
        tell = app.configure_task("evaluation.tell_missing")
        for account in queries.running(activity) if nobody else []:
            tell.defer(activity_id=activity.pk, account_id=account.pk, on=clock.day_of(at).isoformat(), names=nobody)
    return names
