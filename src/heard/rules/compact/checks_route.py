"""Checks of what an activity leads to and who stands behind it: A-2, P-2, P-4, P-6, tiers, formal consultation."""

from __future__ import annotations

from heard.rules.calendar import in_words
from heard.rules.compact.registry import (
    Found,
    Parameters,
    advises,
    check,
    fails,
    fine,
    is_blank,
    listed,
    plural,
    short,
)
from heard.rules.snapshot import Snapshot


@check("A-2.1")
def a_difference_is_aimed_at(s: Snapshot, p: Parameters) -> Found:
    missing = {
        "outcome": (is_blank(s.outcome), "what will be different"),
        "outcome_known_by": (is_blank(s.outcome_known_by), "how you will know"),
        "outcome_number": (s.outcome_number is None, "a number to reach"),
    }
    owed = [key for key, (absent, _) in missing.items() if absent]
    if owed:
        return fails(f"Not yet said: {'; '.join(missing[key][1] for key in owed)}.", owed[0], missing=owed)
    unit = f" {short(s.outcome_unit, 12)}" if not is_blank(s.outcome_unit) else ""
    return fine(f"It says what will be different, and how one will know: {s.outcome_number}{unit}.")


@check("P-2.1")
def a_decision_route_is_linked(s: Snapshot, p: Parameters) -> Found:
    missing = {
        "service": (is_blank(s.service), "which service or policy this is about"),
        "decision_maker": (is_blank(s.decision_maker), "who decides"),
        "decides_on": (s.decides_on is None, "when they decide"),
        "decision_goes_to": (is_blank(s.decision_goes_to), "where the paper goes"),
    }
    owed = [key for key, (absent, _) in missing.items() if absent]
    if owed:
        return fails(
            f"It leads to no decision yet. Not said: {'; '.join(missing[key][1] for key in owed)}.",
            owed[0], missing=owed,
        )  # fmt: skip
    assert s.decides_on
    return fine(
        f"It leads to {short(s.decision_maker)} on {in_words(s.decides_on)}, by {short(s.decision_goes_to, 8)}."
    )


@check("P-4.1")
def both_leads_are_named(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.consultation_lead):
        return fails("Nobody is named as leading the consultation.", "consultation_lead")
    if is_blank(s.communications_lead):
        return fails("Nobody is named as leading on communications.", "communications_lead")
    return fine("A lead for consultation and a lead for communications are both named.")


@check("P-4.2")
def communications_are_planned_before_notice(s: Snapshot, p: Parameters) -> Found:
    approved = s.comms_approved_on
    if approved is None:
        return fails("No day is recorded on which the communications plan was approved.", "comms_approved_on")
    if s.noticed_on and approved > s.noticed_on:
        return fails(
            f"The communications plan was approved on {in_words(approved)}, after notice on {in_words(s.noticed_on)}.",
            "comms_approved_on", approved_on=approved, noticed_on=s.noticed_on,
        )  # fmt: skip
    return fine(f"The communications plan was approved on {in_words(approved)}.")


@check("P-6.1", modules=list)
def the_lead_is_trained(s: Snapshot, p: Parameters) -> Found:
    done = [each for each in s.lead_modules if each in p["modules"]]
    if not done:
        return fails(
            "Whoever keeps this plan has no core module on record. Ask a colleague in another partner, or take one.",
            "lead_modules", modules=list(p["modules"]),
        )  # fmt: skip
    return fine(f"Whoever keeps this plan has {plural(len(done), 'core module')} on record.", modules=done)


@check("P-8.5")
def it_says_whether_it_is_a_formal_consultation(s: Snapshot, p: Parameters) -> Found:
    if s.formal_consultation is None:
        return fails("It does not say whether this is a formal consultation or not.", "formal_consultation")
    word = "is" if s.formal_consultation else "is not"
    return fine(f"It says that this {word} a formal consultation.", formal=s.formal_consultation)


def reasons_for_high(s: Snapshot, pounds: int) -> list[str]:
    """Why an activity belongs into the high tier, in words; empty when nothing asks for it."""
    reasons = {
        "it leads to a key decision": s.key_decision,
        "something that people have may be withdrawn": s.withdraws_existing_benefit,
        "it touches people who are vulnerable": s.vulnerable_groups,
        f"£{pounds:,} or more is at stake": (s.at_stake_pence or 0) >= pounds * 100,
    }
    return [words for words, holds in reasons.items() if holds]


@check("P-8.6", pounds=int)
def the_tier_fits_what_is_at_stake(s: Snapshot, p: Parameters) -> Found:
    reasons = reasons_for_high(s, p["pounds"])
    if reasons and s.tier != "high":
        return fails(f"This is “high”, not “{s.tier}”: {'; '.join(reasons)}.", "tier", reasons=reasons)
    if s.tier == "high":
        return fine(f"Treated as high: {'; '.join(reasons) or 'by choice'}.", reasons=reasons)
    return fine("Nothing here asks for the high tier.")


@check("GP-f.3")
def somebody_from_another_partner_reviewed_it(s: Snapshot, p: Parameters) -> Found:
    if not s.reviewed_by:
        return fails(
            "Much is at stake, and no independent reviewer from another partner has approved the notice.",
            "approved_by",
        )
    return fine(f"Reviewed by {listed(s.reviewed_by)}, of another partner.", reviewed=len(s.reviewed_by))


@check("GP-g.6")
def much_at_stake_has_an_equality_analysis(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.access.equality_analysis):
        return fails(
            "Much is at stake, so there must be an equality analysis: screening it out is not enough.",
            "access.equality_analysis",
        )
    return fine("There is an equality analysis, as there must be where much is at stake.")


@check("GP-m.3", days=int)
def a_key_decision_is_noticed_early(s: Snapshot, p: Parameters) -> Found:
    if not s.key_decision:
        return fine("It does not lead to a key decision.")
    decides = s.decision.made_on or s.decides_on
    if decides is None:
        return fails("A key decision needs its day, so that its notice can be counted.", "decides_on")
    noticed = s.decision.key_notice_on or s.key_decision_noticed_on
    since = noticed or s.today
    left = (decides - since).days if since else None
    if left is not None and left < p["days"]:
        when = f"noticed on {in_words(noticed)}" if noticed else "not noticed yet"
        return fails(
            f"A key decision on {in_words(decides)} is {when}: {plural(max(left, 0), 'day')}, not {p['days']}.",
            "key_decision_noticed_on", days=left,
        )  # fmt: skip
    if noticed is None:
        return advises(
            f"The notice of the key decision is due {p['days']} days before {in_words(decides)}.",
            "key_decision_noticed_on",
        )
    return fine(f"The key decision was noticed on {in_words(noticed)}, {left} days ahead.", days=left)


@check("GP-m.6")
def one_day_of_notice_is_told(s: Snapshot, p: Parameters) -> Found:
    """The public notice is what counts; a plan that says another day misleads whoever reads it."""
    planned, public = s.key_decision_noticed_on, s.decision.key_notice_on
    if public and not s.key_decision:
        return fails("There is a public notice of a key decision, and the plan says that it is none.", "key_decision")
    if planned and public and planned != public:
        return fails(
            f"The plan says that notice of the key decision was given on {in_words(planned)}; the public notice is of"
            f" {in_words(public)}.",
            "key_decision_noticed_on",
        )  # fmt: skip
    if planned and s.key_decision and not public and s.today and planned <= s.today:
        return advises(
            f"The plan says that notice was given on {in_words(planned)}, and no public notice stands here.",
            "key_decision_noticed_on",
        )
    return fine("The plan and the public notice of a key decision do not contradict one another.")


@check("GP-m.5", days=int)
def much_at_stake_is_noticed_earlier(s: Snapshot, p: Parameters) -> Found:
    if s.opens_on is None or s.noticed_on is None:
        return fine("There are no dates yet to count notice from.")
    notice = (s.opens_on - s.noticed_on).days
    if notice < p["days"]:
        return fails(
            f"Much is at stake: notice of {plural(notice, 'day')}; {p['days']} are asked for.",
            "notice_reason", days=notice, because=s.notice_reason,
        )  # fmt: skip
    return fine(f"Notice of {notice} days; {p['days']} are asked for where much is at stake.", days=notice)
