"""What may happen to reports: written anew from the record, words beside them, a partner's record made in steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities.models import Activity
from heard.audit.actions import record as note
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account, Partner
from heard.people.queries.monitoring import disclosure_policy
from heard.reports import access, queries
from heard.reports.models import Record, Report, ReportWords
from heard.rules.outcome import digest
from heard.rules.record import Run, record_of

AT_ONCE = 50  # activities counted between two signs of progress


def write_report(*, activity: Activity, by: Account | None, at: datetime) -> Report:
    """Write an activity's report anew from the record. `by` is None where the night's job does it.

    Consequences: the old text is replaced, officers' own words stay; nothing is audited if nothing was different.
    """
    if by is not None:
        ask(access.may_write(by, activity))
    body = queries.sections_of(activity)
    found = digest(body)
    with transaction.atomic():
        old = Report.objects.select_for_update(no_key=True).filter(activity=activity).first()
        report, _is_new = Report.objects.update_or_create(
            activity=activity, defaults={"body": body, "digest": found, "made_at": at}
        )
        if old is None or old.digest != found:
            _note("report.written", f"activity:{activity.public_id}", by, at, digest=found)
    return report


def say_beside(*, activity: Activity, section: str, words: str, by: Account, at: datetime) -> None:
    """Put an officer's own words beside a section, or take them away (no words). Shown with their name and the day."""
    ask(access.may_write(by, activity))
    if section not in queries.SECTIONS:
        raise Conflict(_("The report has no such section."))
    with transaction.atomic():
        rows = ReportWords.objects.filter(activity=activity, section=section)
        if words.strip():
            ReportWords.objects.update_or_create(
                activity=activity, section=section, defaults={"words": words.strip(), "by": by, "at": at}
            )
        else:
            rows.delete()
        _note("report.words", f"activity:{activity.public_id}", by, at, section=section)


def ask_for_record(*, partner: Partner, year: int, by: Account | None, at: datetime) -> Record:
    """Have a partner's record of a year made, by a job that shows how far it is. One at a time."""
    if by is not None:
        ask(access.may_make(by, partner))
    numbers = queries.refs_of_year(partner, year)
    try:
        with transaction.atomic():
            made = Record.objects.create(partner=partner, year=year, of=len(numbers), asked_by=by, asked_at=at)
            app.configure_task("reports.make_record").defer(record_id=made.pk)
    except IntegrityError:
        raise Conflict(_("It is being made just now."), _("Look again in a moment.")) from None
    return made


def make_record(*, made: Record, at: datetime) -> Record:
    """Count the activities in steps, then keep the record. Called by the job; may run again from the start.

    Consequences: `done` grows as it goes; one audit entry with the digest; what was counted is public at once.
    """
    runs: list[Run] = []
    numbers = queries.refs_of_year(made.partner, made.year)
    policy, today = disclosure_policy(), clock.day_of(at)
    Record.objects.filter(pk=made.pk).update(of=len(numbers), done=0)
    for start in range(0, len(numbers), AT_ONCE):
        runs += queries.runs_of(numbers[start : start + AT_ONCE], today=today, policy=policy)
        Record.objects.filter(pk=made.pk).update(done=len(runs))
    outcome = record_of(runs, today=today)
    outcome = replace(outcome, found={**outcome.found, **queries.kept_of(numbers)})
    with transaction.atomic():
        made.found, made.because, made.digest = dict(outcome.found), list(outcome.because), outcome.digest
        made.state, made.made_at, made.done, made.of = Record.State.MADE, at, len(runs), len(numbers)
        made.save()
        Record.objects.filter(partner=made.partner, year=made.year, state="made").exclude(pk=made.pk).delete()
        public = {"year": made.year, "digest": made.digest}
        _note("record.made", f"partner:{made.partner.slug}", made.asked_by, at, **public)
    return made


def give_up_record(*, made: Record) -> None:
    """It could not be made: the next may be asked for."""
    Record.objects.filter(pk=made.pk, state=Record.State.MAKING).update(state=Record.State.FAILED)


def _note(what: str, about: str, by: Account | None, at: datetime, **public: object) -> None:
    note(what=what, about=about, by=by, at=at, public=public)
