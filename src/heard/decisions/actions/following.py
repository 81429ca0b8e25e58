"""Before and after a decision: the notice that a key one is coming, and what became of it once it was published."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.noting import note
from heard.activities.models import Activity
from heard.decisions import access, queries
from heard.decisions.models import Decision, DecisionStep, KeyNotice
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account
from heard.rules.calendar import in_words

KIND = DecisionStep.Kind
FOLLOWS: dict[str, tuple[str, ...]] = {
    "": (KIND.CALLED_IN, KIND.IN_EFFECT, KIND.SUPERSEDED),
    KIND.CALLED_IN: (KIND.RECONFIRMED, KIND.CHANGED),
    KIND.RECONFIRMED: (KIND.IN_EFFECT, KIND.SUPERSEDED),
    KIND.CHANGED: (KIND.IN_EFFECT, KIND.SUPERSEDED),
    KIND.IN_EFFECT: (KIND.SUPERSEDED,),
    KIND.SUPERSEDED: (),
}


def steps_after(kind: str) -> tuple[str, ...]:
    """What may follow a step (“” for a decision just published)."""
    return FOLLOWS[kind]


def announce_key_decision(
    *, activity: Activity, why_key: str, maker: str, published_on: date, expected_on: date, papers: str = "",
    short_because: str = "", by: Account, at: datetime,
) -> KeyNotice:  # fmt: skip
    """Keep the public notice of a key decision: who decides, when, on which papers (SI 2012/2089). Public at once.

    Until the decision is published it can be written again; the record keeps each time.
    """
    ask(access.may_announce(by, activity))
    if not (why_key.strip() and maker.strip()):
        raise Conflict(_("Say why it is a key decision and who makes it."))
    if published_on > clock.day_of(at):
        raise Conflict(_("The notice is not published yet on that day."), _("Check the day."))
    if expected_on < published_on:
        raise Conflict(_("The notice comes before the decision."), _("Check both days."))
    with transaction.atomic():
        made, _new = KeyNotice.objects.update_or_create(
            activity=activity,
            defaults={"why_key": why_key, "maker": maker, "published_on": published_on, "expected_on": expected_on,
                      "papers": papers, "short_because": short_because, "by": by, "at": at},
        )  # fmt: skip
        note("decision.announced", activity, by, at, published_on=published_on.isoformat(),
              expected_on=expected_on.isoformat())  # fmt: skip
    return made


def note_step(*, decision: Decision, kind: str, on: date, words: str, by: Account, at: datetime) -> DecisionStep:
    """Keep what became of a published decision. Nothing is undone: the decision as made stays readable."""
    ask(access.may_note(by, decision))
    if decision.published_at is None:
        raise Conflict(_("The decision is not published yet."), _("Publish it by the move to “decided”."))
    if not words.strip():
        raise Conflict(_("Say what happened, and where it is recorded."))
    with transaction.atomic():
        Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
        last = queries.newest_step(decision)
        if kind not in FOLLOWS[last.kind if last else ""]:
            raise Conflict(
                _("This cannot follow “%(last)s”.") % {"last": last.get_kind_display() if last else _("published")},
                _("A decision that was called in is first reconfirmed or changed."),
            )
        if on > clock.day_of(at) or on < (last.on if last else decision.made_on):
            raise Conflict(
                _("That day cannot be right: it lies before what came before, or is still to come."),
                _("Check the day."),
            )
        step = DecisionStep.objects.create(decision=decision, kind=kind, on=on, words=words, by=by, at=at)
        note(f"decision.{kind}", decision.activity, by, at, on=on.isoformat(), said=in_words(on))
    return step
