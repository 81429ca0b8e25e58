"""Is it true on the ground? Residents are asked, answer without an account, and can open a promise again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.audit.actions import record
from heard.decisions import access
from heard.decisions.actions.index import index_commitment
from heard.decisions.actions.steps import announce_promise
from heard.decisions.models import (
    Commitment,
    CommitmentChange,
    Decision,
    GroundAnswer,
    GroundAsk,
    GroundCheck,
    LetterBatch,
    OutcomeQuestion,
    PromiseReply,
)
from heard.decisions.queries.ground import code_for, said_of
from heard.decisions.queries.terms import feedback_terms
from heard.decisions.queries.ways import ways_to_tell
from heard.ground import clock
from heard.ground.fields import refuse_nul
from heard.ground.refusal import Conflict, Refused, ask
from heard.ground.sending import code_of, made_before, name_of
from heard.people.actions import delete_addresses_told
from heard.people.models import Account
from heard.rules.calendar import add_working_days
from heard.rules.feedback import weigh
from heard.rules.receipt import hashed

DONE = (Commitment.State.DONE, Commitment.State.VERIFIED)


@dataclass(frozen=True, slots=True)
class Answered:
    """A resident's answer as it was kept, with the code of its receipt, which is stored only hashed."""

    answer: GroundAnswer
    code: str


def ask_residents(*, commitment: Commitment, months: int, base_on: date, at: datetime) -> GroundCheck:
    """Ask everyone who took part and can be reached whether a promise is true. Called by the scheduled job.

    Each is asked once, by the way they used; anybody else may answer on the promise's page and is counted apart.
    The same check again is the same row. Consequences: e-mails leave by jobs; letters and calls wait for officers.
    """
    activity, today = commitment.decision.activity, clock.day_of(at)
    with transaction.atomic():
        check, new = GroundCheck.objects.get_or_create(
            commitment=commitment, months=months, base_on=base_on,
            defaults={"asked_on": today, "closes_on": today + timedelta(days=feedback_terms().answers_open_days)},
        )  # fmt: skip
        if not new:
            return check
        made = GroundAsk.objects.bulk_create(
            GroundAsk(check_made=check, voice_id=voice, kind=_asked_by(ways), code_hash=_hash(code_for(check, voice)))
            for voice, ways in ways_to_tell(activity).items()
            if ways
        )
        check.asked = len(made)
        check.save(update_fields=["asked"])
        send = app.configure_task("decisions.ask_resident")
        for one in made:
            if one.kind == "email":
                send.defer(ask_id=one.pk)
        _note("promise.asked", commitment, "system", at, months=months, people=len(made))
    return check


def _asked_by(ways: list[str]) -> str:
    """By text message there is no room for the question: those are rung."""
    return "phone" if ways[0] == "text" else ways[0]


def note_asked(*, asked: GroundAsk, sent: bool, why: str = "", by: Account | None, at: datetime) -> GroundAsk:
    """Keep that somebody was asked, or why not. A call that reaches nobody is tried again, as feedback is."""
    activity = asked.check_made.commitment.decision.activity
    if by is not None:
        ask(access.may_print_letters(by, activity))
    with transaction.atomic():
        asked.tries = GroundAsk.objects.select_for_update(no_key=True).get(pk=asked.pk).tries + 1
        again = not sent and asked.kind == "phone" and asked.tries < feedback_terms().call_tries
        asked.state = GroundAsk.State.SENT if sent else GroundAsk.State.OWED if again else GroundAsk.State.FAILED
        asked.sent_at, asked.why_failed = (at, "") if sent else (None, why[:200])
        if asked.state == GroundAsk.State.FAILED and asked.kind == "phone":
            _by_letter(asked)
        asked.save(update_fields=["kind", "tries", "state", "sent_at", "why_failed"])
        _note("promise.asked_one", asked.check_made.commitment, by or "system", at, kind=asked.kind, sent=sent)
    return asked


def _by_letter(asked: GroundAsk) -> None:
    """Nobody picked up: write instead, where there is an address."""
    if "letter" in ways_to_tell(asked.check_made.commitment.decision.activity).get(asked.voice_id, []):
        asked.kind, asked.state = "letter", GroundAsk.State.OWED


def print_asks(*, commitment: Commitment, by: Account, at: datetime) -> LetterBatch:
    """Put every letter that asks about this promise into one batch; posted like any other."""
    activity = commitment.decision.activity
    ask(access.may_print_letters(by, activity))
    with transaction.atomic():
        owed = (
            GroundAsk.objects.select_for_update(no_key=True)
            .filter(check_made__commitment=commitment, kind="letter", state="owed", batch=None)
            .order_by("pk")
        )
        numbers = list(owed.values_list("pk", flat=True))
        if not numbers:
            raise Conflict(_("No letter is waiting to be printed."))
        batch = LetterBatch.objects.create(activity=activity, letters=len(numbers), printed_by=by, printed_at=at)
        GroundAsk.objects.filter(pk__in=numbers).update(batch=batch)
        _note("letters.printed", commitment, by, at, batch=batch.public_id, letters=len(numbers))
    return batch


def answer_promise(
    *,
    commitment: Commitment,
    says: str,
    words: str = "",
    channel: str = "web",
    asked: GroundAsk | None = None,
    entry_key: str = "",
    by: Account | None = None,
    at: datetime,
) -> Answered:
    """Keep what a resident says about a promise. No account is needed; `by` is the officer who takes it down.

    Somebody who was asked answers once; until the question closes a second answer takes the first one's place. The same
    words with the same `entry_key` again are the same answer, counted once, with the same code.
    Consequences: counted at once; beyond the published threshold the promise is opened again and the partner owes a
    public reply; words are shown to everyone once an officer has read them. Refused before the decision is published.
    """
    if by is not None:
        ask(access.may_enter_answers(by, commitment.decision.activity))
    refuse_nul(words)
    public_id = name_of(entry_key, commitment.pk, asked and asked.pk, says, words, channel, by and by.pk)
    code = code_of(public_id)
    fresh = {"says": GroundAnswer.Says(says), "words": words.strip()[:2000], "channel": channel, "at": at,
             "shown": False, "held": "", "read_by": None, "entered_by": by, "code_hash": _hash(code)}  # fmt: skip
    with transaction.atomic():
        held = Commitment.objects.select_for_update(of=("self",), no_key=True).select_related("decision__activity").get(
            pk=commitment.pk
        )  # fmt: skip
        if held.decision.published_at is None:
            raise Refused(_("This promise is not public yet."))
        if known := made_before(GroundAnswer, public_id):
            return Answered(known, code)
        if asked is not None:
            _refuse_closed(asked.check_made, at)
            answer, _new = GroundAnswer.objects.update_or_create(
                ask=asked,
                defaults={**fresh, "commitment": held, "check_made": asked.check_made, "was_asked": True},
            )
        else:
            answer = GroundAnswer.objects.create(
                public_id=public_id, commitment=held, check_made=_open_check(held, at), **fresh
            )
        _note("promise.answered", held, by or "resident", at, says=says, was_asked=asked is not None, channel=channel)
        _weigh(held, answer.check_made, at)
    return Answered(answer, code)


def _refuse_closed(check: GroundCheck, at: datetime) -> None:
    if clock.day_of(at) > check.closes_on:
        raise Conflict(_("This question has closed."), _("You can still say what you see on the promise's own page."))


def _open_check(commitment: Commitment, at: datetime) -> GroundCheck | None:
    today = clock.day_of(at)
    return commitment.checks.filter(asked_on__lte=today, closes_on__gte=today).order_by("-asked_on", "-id").first()


def _weigh(commitment: Commitment, check: GroundCheck | None, at: datetime) -> None:
    """Opened again, once for each time it was said to be done, when residents contradict it."""
    if commitment.state not in DONE:
        return
    asked, others = said_of(commitment, check)
    weighed = weigh(asked, others, feedback_terms())
    if weighed.result == "contradicted":
        _reopen(commitment, weighed.because, at)


def _reopen(commitment: Commitment, because: str, at: datetime) -> None:
    today, was = clock.day_of(at), commitment.state
    commitment.state, commitment.settled_on, commitment.reopened_on = Commitment.State.IN_PROGRESS, None, today
    commitment.save(update_fields=["state", "settled_on", "reopened_on"])
    CommitmentChange.objects.create(
        commitment=commitment, was=was, became=commitment.state, by=None, at=at,
        words=_("Opened again by residents. %(because)s") % {"because": because},
    )  # fmt: skip
    if not commitment.replies.filter(at=None).exists():
        PromiseReply.objects.create(
            commitment=commitment, contradicted_on=today,
            due_on=add_working_days(today, feedback_terms().reply_working_days),
        )  # fmt: skip
    index_commitment(commitment=commitment)
    app.configure_task("decisions.tell_contradicted").defer(commitment_id=commitment.pk, on=today.isoformat())
    said = _("%(words)s Opened again by residents. %(because)s") % {"words": commitment.words, "because": because}
    announce_promise(commitment=commitment, key=f"reopened-{today.isoformat()}", said=said, at=at)
    _note("promise.reopened", commitment, "residents", at, was=str(was), because=because)


def conclude_check(*, check: GroundCheck, at: datetime) -> GroundCheck:
    """The question has closed: a promise that residents bear out is marked so. Called by the scheduled job, once."""
    with transaction.atomic():
        held = Commitment.objects.select_for_update(of=("self",), no_key=True).select_related("decision__activity").get(
            pk=check.commitment_id
        )  # fmt: skip
        check.refresh_from_db(fields=["concluded_at"])
        if check.concluded_at is not None:
            return check
        asked, others = said_of(held, check)
        weighed = weigh(asked, others, feedback_terms())
        check.concluded_at = at
        check.save(update_fields=["concluded_at"])
        if weighed.result == "borne_out" and held.state == Commitment.State.DONE:
            held.state = Commitment.State.VERIFIED
            held.save(update_fields=["state"])
            CommitmentChange.objects.create(
                commitment=held, was="done", became=held.state, words=weighed.because, by=None, at=at
            )
            index_commitment(commitment=held)
            said = _("%(words)s Residents say that it is true.") % {"words": held.words}
            announce_promise(commitment=held, key="verified", said=said, at=at)
        _note("promise.check_concluded", held, "system", at, result=weighed.result, because=weighed.because)
    return check


def reply_to_residents(*, reply: PromiseReply, words: str, by: Account, at: datetime) -> PromiseReply:
    """Answer in public, once, when residents say that a promise is not kept."""
    ask(access.may_promise(by, reply.commitment.decision.activity))
    if not words.strip():
        raise Conflict(_("Say what you will do, or why it is as it is."))
    with transaction.atomic():
        held = PromiseReply.objects.select_for_update(no_key=True).get(pk=reply.pk)
        if held.at is not None:
            raise Conflict(_("This is answered, and the answer stays as it is."))
        reply.words, reply.by, reply.at = words, by, at
        reply.save(update_fields=["words", "by", "at"])
        late = clock.day_of(at) > reply.due_on
        _note("promise.replied", reply.commitment, by, at, late=late)
    return reply


def read_answer(*, answer: GroundAnswer, held: str = "", by: Account, at: datetime) -> GroundAnswer:
    """Show a resident's words to everyone, or hold them back for a listed reason. The count never changes."""
    ask(access.may_promise(by, answer.commitment.decision.activity))
    if held and held not in GroundAnswer.Held.values:
        raise Conflict(_("Choose one of the listed reasons."), _("Being critical is none."))
    with transaction.atomic():
        answer.shown, answer.held, answer.read_by = not held, held, by
        answer.save(update_fields=["shown", "held", "read_by"])
        _note("promise.words_held" if held else "promise.words_shown", answer.commitment, by, at, because=held)
    return answer


def stop_asking(*, asked: GroundAsk, at: datetime) -> None:
    """Somebody does not want to be asked any more: their addresses are deleted, and what waits for them goes."""
    with transaction.atomic():
        delete_addresses_told(voices=[asked.voice_id], by="resident", at=at)
        GroundAsk.objects.filter(voice=asked.voice_id, state="owed").update(
            state="failed", why_failed=_("asked to stop")
        )


def ask_outcome(*, decision: Decision, months: int, at: datetime) -> OutcomeQuestion:
    """Ask the decision's owner what is different since. Called by the scheduled job; the same question once."""
    today = clock.day_of(at)
    with transaction.atomic():
        asked, new = OutcomeQuestion.objects.get_or_create(
            decision=decision, months=months,
            defaults={"asked_on": today, "due_on": add_working_days(today, feedback_terms().outcome_working_days)},
        )  # fmt: skip
        if new:
            app.configure_task("decisions.tell_outcome").defer(question_id=asked.pk)
            ref = f"activity:{decision.activity.public_id}"
            record(what="outcome.asked", about=ref, by="system", at=at, public={"months": months})
    return asked


def answer_outcome(*, question: OutcomeQuestion, words: str, by: Account, at: datetime) -> OutcomeQuestion:
    """Say in public what is different since the decision. It can be said again; the record keeps each time."""
    activity = question.decision.activity
    ask(access.may_answer_outcome(by, activity))
    if not words.strip():
        raise Conflict(_("Say what is different, or that nothing is and why."))
    with transaction.atomic():
        question.words, question.by, question.at = words, by, at
        question.save(update_fields=["words", "by", "at"])
        record(
            what="outcome.answered", about=f"activity:{activity.public_id}", by=by, at=at,
            public={"months": question.months, "late": clock.day_of(at) > question.due_on},
        )  # fmt: skip
    return question


def _hash(code: str) -> str:
    return hashed(code, settings.HEARD_RECEIPT_KEY)


def _note(what: str, commitment: Commitment, by: Account | str, at: datetime, **public: object) -> None:
    ref = commitment.decision.activity.public_id
    record(what=what, about=f"activity:{ref}", by=by, at=at, public={"commitment": commitment.public_id, **public})
