"""Checks of what follows: P-2 and UP-b (is it true on the ground?), P-13 and UP-a (is it all told?), B3-d (call-in)."""

from __future__ import annotations

from heard.rules.calendar import in_words
from heard.rules.compact.checks_after import called
from heard.rules.compact.registry import Found, Parameters, check, fails, fine, is_blank, listed
from heard.rules.snapshot import Snapshot


@check("P-2.2")
def the_owner_says_what_is_different(s: Snapshot, p: Parameters) -> Found:
    if s.decision.outcomes_owed:
        return fails(
            f"Asked what is different since, the decision's owner has not said ({s.decision.outcomes_owed}).",
            "decision.outcomes_owed",
        )
    return fine("Whatever the decision's owner was asked about its effect is answered.")


@check("P-13.1")
def what_is_outside_our_power_is_passed_on(s: Snapshot, p: Parameters) -> Found:
    for place, finding in enumerate(s.findings):
        if finding.answer == "outside_power" and is_blank(finding.referred_to):
            return fails(
                f"Finding {called(finding)} is outside our power, and it does not say who it was passed to.",
                f"findings[{place}].referred_to",
            )
    return fine("Whatever is outside our power says who it was passed to.")


@check("P-13.2")
def it_says_who_was_not_heard(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.feedback.not_heard):
        return fails("The feedback does not say who was not heard.", "feedback.not_heard")
    return fine("The feedback says who was not heard.")


@check("UP-a.4")
def each_who_asked_has_a_reply(s: Snapshot, p: Parameters) -> Found:
    waiting = s.feedback.replies_waiting
    if waiting:
        return fails(
            f"Of those who asked for a reply, {waiting} {'has' if waiting == 1 else 'have'} none yet.",
            "feedback.replies_waiting", waiting=waiting,
        )  # fmt: skip
    return fine("Each who asked for a reply has had one.")


@check("UP-a.5")
def people_are_told_while_they_wait(s: Snapshot, p: Parameters) -> Found:
    due = s.feedback.due_on or s.feedback_due_on
    if due and s.today and s.today > due and s.feedback.interim_given_on is None:
        return fails(f"An answer was due by {in_words(due)}, and no interim feedback was given.",
                     "feedback.interim_given_on")  # fmt: skip
    return fine("Nobody has waited past the day without a word.")


@check("UP-b.4")
def residents_who_contradict_have_a_reply(s: Snapshot, p: Parameters) -> Found:
    owed = [(n, each) for n, each in enumerate(s.commitments) if each.reply_owed]
    if owed:
        return fails(
            f"Residents say that it is not kept, and have no public reply: {listed(called(one) for _, one in owed)}.",
            f"commitments[{owed[0][0]}].reply_owed",
        )
    return fine("No reply to residents about a promise is owed.")


@check("UP-b.5")
def residents_were_asked(s: Snapshot, p: Parameters) -> Found:
    for place, each in enumerate(s.commitments):
        if each.state in ("done", "verified") and not each.residents_asked:
            return fails(
                f"Nobody has asked residents whether {called(each)} is true on the ground.",
                f"commitments[{place}].residents_asked",
            )
    return fine("Residents were asked about whatever is done.")


@check("B3-d.6")
def a_call_in_is_settled(s: Snapshot, p: Parameters) -> Found:
    if s.decision.called_in_open:
        return fails(
            "The decision was called in, and is neither reconfirmed nor changed yet.", "decision.called_in_open"
        )
    return fine("No call-in of the decision is open.")


@check("B3-d.7")
def dispensations_are_recorded(s: Snapshot, p: Parameters) -> Found:
    if s.key_decision and is_blank(s.decision.dispensations):
        return fails("The record of this key decision does not say which dispensations were granted, or none.",
                     "decision.dispensations")  # fmt: skip
    return fine("Dispensations are recorded, or it is no key decision.")
