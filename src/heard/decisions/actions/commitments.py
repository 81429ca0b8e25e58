"""Promises are made with an owner and a day, and kept, changed or dropped in public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.audit.actions import record
from heard.decisions import access
from heard.decisions.actions.index import index_commitment
from heard.decisions.actions.steps import announce_promise
from heard.decisions.models import Answer, Commitment, CommitmentChange, Decision
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.sending import made_before, name_of
from heard.people.models import Account
from heard.rules.verdict import no

SETTLED = (Commitment.State.DONE, Commitment.State.CHANGED, Commitment.State.DROPPED)
ENDED = (*SETTLED, Commitment.State.VERIFIED)


def make_commitment(
    *,
    decision: Decision,
    words: str,
    owner: str,
    due_on: date,
    answers: Sequence[Answer] = (),
    entry_key: str = "",
    by: Account,
    at: datetime,
) -> Commitment:
    """Promise something. Consequence: it is on the public tracker, and findable, once the decision is published.

    The same words with the same `entry_key` again are the same promise.
    """
    ask(access.may_promise(by, decision.activity))
    if not (words.strip() and owner.strip()):
        raise Conflict(_("A promise says what will be done and who will do it."))
    public_id = name_of(entry_key, decision.pk, words, owner, due_on, sorted(each.pk for each in answers), by.pk)
    with transaction.atomic():
        if known := made_before(Commitment, public_id):
            return known
        made = Commitment.objects.create(
            public_id=public_id, decision=decision, words=words, owner=owner, due_on=due_on, made_at=at
        )
        made.answers.set(answers)
        _index(made)
        _note("commitment.made", made, by, at, due_on=due_on.isoformat())
    return made


def start_commitment(*, commitment: Commitment, words: str = "", by: Account, at: datetime) -> Commitment:
    """Say that work on it has begun."""
    return _become(commitment, Commitment.State.IN_PROGRESS, words, by, at)


def settle_commitment(
    *,
    commitment: Commitment,
    state: str,
    evidence: str = "",
    reason: str = "",
    decider: str = "",
    by: Account,
    at: datetime,
) -> Commitment:
    """Say that it is done (with evidence anyone can check), changed (why) or dropped (why, and who decided that)."""
    if state not in SETTLED:
        raise Conflict(_("A promise ends as done, changed or dropped."))
    if state == Commitment.State.DONE and not evidence.strip():
        raise Refused(no(_("“Done” needs evidence that anyone can check."), _("Say where it can be seen."), "UP-b"))
    if state != Commitment.State.DONE and not reason.strip():
        raise Refused(no(_("A promise that is not kept as made says why."), _("Write the reason."), "UP-b"))
    if state == Commitment.State.DROPPED and not decider.strip():
        raise Refused(no(_("A dropped promise names who decided that."), _("Name them."), "UP-b"))
    commitment.evidence, commitment.reason, commitment.decider = evidence, reason, decider
    return _become(commitment, state, evidence or reason, by, at)


def _become(commitment: Commitment, state: str, words: str, by: Account, at: datetime) -> Commitment:
    ask(access.may_promise(by, commitment.decision.activity))
    with transaction.atomic():
        was = Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk).state
        if was in ENDED:
            raise Conflict(
                _("This promise is settled, and its history stays as it is."),
                _("Make a new promise if there is more to do."),
            )
        commitment.state = state
        commitment.settled_on = clock.day_of(at) if state in SETTLED else None
        commitment.save(update_fields=["state", "settled_on", "evidence", "reason", "decider"])
        _index(commitment)
        CommitmentChange.objects.create(commitment=commitment, was=was, became=state, words=words, by=by, at=at)
        said = f"{commitment.words} {commitment.get_state_display()}. {words}".strip()
        announce_promise(commitment=commitment, key=str(state), said=said, at=at)
        _note("commitment.moved", commitment, by, at, was=was, became=str(state))
    return commitment


def _index(commitment: Commitment) -> None:
    if commitment.decision.published_at:
        index_commitment(commitment=commitment)


def _note(what: str, commitment: Commitment, by: Account, at: datetime, **public: object) -> None:
    ref = commitment.decision.activity.public_id
    record(what=what, about=f"activity:{ref}", by=by, at=at, public={"commitment": commitment.public_id, **public})
