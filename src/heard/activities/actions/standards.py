"""What stands beside the plan’s words: options with costs, evidence, readers, rulings before elections, tiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities import access
from heard.activities.actions.holding import hold_activity
from heard.activities.actions.planning import touch
from heard.activities.models import (
    Activity,
    CitedEvidence,
    ElectionRuling,
    OptionTerms,
    ReaderTest,
    Tier,
    TierLift,
)
from heard.activities.queries import planning_policy
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import made_before, name_of
from heard.people.models import Account

TIERS = list(Tier.values)


@dataclass(frozen=True, slots=True)
class OptionLine:
    """What one option costs and brings; `option` by the plan's words."""

    option: str
    costs: str = ""
    benefits: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence as it stands on the page; `from_activity` what an earlier activity heard."""

    title: str
    found_at: str = ""
    dated_on: date | None = None
    published: bool | None = None
    currency_note: str = ""
    from_activity: Activity | None = None


def set_options(*, activity: Activity, options: Sequence[OptionLine], by: Account, at: datetime) -> bool:
    """Write what each option costs and brings, in this order; lines of options that are no longer asked about go.

    Consequences: the table is public once the activity is announced; audit names `option_terms`. False: no difference.
    """
    ask(access.may_edit_plan(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_edit_plan(by, activity))
        was = [OptionLine(each.option, each.costs, each.benefits) for each in activity.option_terms.all()]
        kept = [each for each in options if each.costs.strip() or each.benefits.strip()]
        if kept == was:
            return False
        activity.option_terms.all().delete()
        OptionTerms.objects.bulk_create(
            OptionTerms(activity=activity, ordinal=number, option=each.option, costs=each.costs, benefits=each.benefits)
            for number, each in enumerate(kept)
        )
        old = [[each.option, each.costs, each.benefits] for each in was]
        touch(activity=activity, by=by, at=at, page="options", fields=["option_terms"], was=old)
    return True


def set_evidence(*, activity: Activity, evidence: Sequence[EvidenceLine], by: Account, at: datetime) -> bool:
    """Write which evidence the plan rests on, in this order, with its day and whether it is published.

    Consequences: the list is public once the activity is announced; audit names `evidence` and keeps the old list.
    Refused: two pieces of one title. False: no difference.
    """
    ask(access.may_edit_plan(by, activity))
    titles = [each.title for each in evidence]
    if len(set(titles)) < len(titles):
        raise Conflict(_("Two pieces of evidence have the same title. Give each its own."))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_edit_plan(by, activity))
        rows = activity.cited_evidence.select_related("from_activity")
        was = [_line(each) for each in rows]
        if list(evidence) == was:
            return False
        activity.cited_evidence.all().delete()
        CitedEvidence.objects.bulk_create(
            CitedEvidence(
                activity=activity,
                ordinal=number,
                title=each.title,
                found_at=each.found_at,
                dated_on=each.dated_on,
                published=each.published,
                currency_note=each.currency_note,
                from_activity=each.from_activity,
            )
            for number, each in enumerate(evidence)
        )
        touch(activity=activity, by=by, at=at, page="evidence", fields=["evidence"], was=[each.title for each in was])
    return True


def _line(each: CitedEvidence) -> EvidenceLine:
    return EvidenceLine(
        each.title, each.found_at, each.dated_on, each.published, each.currency_note, each.from_activity
    )  # fmt: skip


def note_reading(
    *, activity: Activity, reader: str, said: str, matches: bool, read_on: date, by: Account, at: datetime,
    entry_key: str = "",
) -> ReaderTest:  # fmt: skip
    """Keep what somebody who is not staff said that they can change, after reading (P-9). No name: “a neighbour”.

    The same words with the same `entry_key` again are one reading.
    """
    ask(access.may_edit_plan(by, activity))
    if read_on > clock.day_of(at):
        raise Conflict(_("The day on which they read it lies ahead."), _("Write it down once they have read it."))
    public_id = name_of(entry_key, activity.pk, reader, said, matches, read_on, by.pk)
    with transaction.atomic():
        if known := made_before(ReaderTest, public_id):
            return known
        reading = ReaderTest.objects.create(
            public_id=public_id, activity=activity, reader=reader.strip(), said=said.strip(), matches=matches,
            read_on=read_on, noted_by=by, noted_at=at,
        )  # fmt: skip
        touch(activity=activity, by=by, at=at, page="readers", fields=["readings"], added=reading.pk)
    return reading


def set_reading_aside(*, reading: ReaderTest, by: Account, at: datetime) -> None:
    """The words were made plainer since, so this reading no longer counts. It stays on record."""
    ask(access.may_edit_plan(by, reading.activity))
    with transaction.atomic():
        held = ReaderTest.objects.select_for_update(no_key=True).get(pk=reading.pk)
        if held.set_aside_at:
            raise Conflict(_("It was set aside already."))
        held.set_aside_at = at
        held.save(update_fields=["set_aside_at"])
        touch(activity=reading.activity, by=by, at=at, page="readers", fields=["readings"], set_aside=held.pk)


def rule_on_election(
    *, activity: Activity, election: str, ruling: str, because: str, by: Account, at: datetime
) -> ElectionRuling:
    """The monitoring officer decides whether this may begin in the time before an election, and says why in public.

    Consequences: the ruling stands on the public page with name and day; “wait” holds the activity back (GP-m.4). A
    new ruling is a new line; none is ever changed. Refused: an election that is not on record, no reason.
    """
    ask(access.may_rule_on_election(by, activity))
    if election not in {each.name for each in planning_policy().elections}:
        raise Conflict(_("There is no such election on record."), _("See policy/planning.toml."))
    if len(because.split()) < 3:
        raise Conflict(_("Say why, in a sentence: it is published under your name."))
    with transaction.atomic():
        hold_activity(activity)
        newest = ElectionRuling.objects.filter(activity=activity, election=election).order_by("-pk").first()
        if newest and (newest.by_id, newest.ruling, newest.because) == (by.pk, ruling, because.strip()):
            return newest
        row = ElectionRuling.objects.create(
            activity=activity, election=election, ruling=ruling, because=because.strip(), by=by, at=at
        )
        record(
            what="activity.election_ruling",
            about=f"activity:{activity.public_id}",
            by=by,
            at=at,
            public={"election": election, "ruling": ruling, "because": row.because},
        )
    return row


def lift_tier(*, activity: Activity, to: str, because: str, by: Account | None, at: datetime) -> TierLift | None:
    """More is at stake than it was run as: raise the tier, for ever, and keep why. None when it is as high already.

    For other rooms' actions, which have asked their own access: a light conversation that is cited as evidence for a
    decision is lifted to standard by whoever freezes that evidence. It gets no gates that it never had: the page about
    how it was run goes on listing them. `activity` itself is brought up to date.
    """
    with transaction.atomic():
        held = Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
        if TIERS.index(held.tier) >= TIERS.index(to):
            return None
        lift = TierLift.objects.create(activity=held, was=held.tier, became=to, because=because, by=by, at=at)
        held.tier = to
        held.save(update_fields=["tier"])
        record(
            what="activity.tier_lifted",
            about=f"activity:{held.public_id}",
            by=by or "system",
            at=at,
            public={"was": lift.was, "became": to, "because": because},
        )
    activity.tier = to
    return lift


def lift_cited(*, activity: Activity, by: Account | None, at: datetime) -> list[TierLift]:
    """Evidence for a decision about `activity` is frozen: it and every light activity that it cites become standard."""
    because = _("It is cited as evidence for a decision: %(title)s") % {"title": activity.title}
    cited = Activity.objects.filter(pk__in=activity.cited_evidence.values("from_activity"), tier=Tier.LIGHT)
    both = sorted([activity, *cited], key=lambda each: each.pk)  # one order: two that cite each other wait in no ring
    lifts = [
        lift_tier(activity=each, to=Tier.STANDARD, because=because, by=by, at=at) for each in both
    ]  # fmt: skip
    return [lift for lift in lifts if lift]
