"""Checks against asking people twice: compared, answered, asked of the others (GP-d), and done together (P-3)."""

from __future__ import annotations

from datetime import timedelta

from heard.rules.calendar import in_words, working_days_between
from heard.rules.compact.registry import Found, Parameters, check, fails, fine, is_blank, listed, plural, short
from heard.rules.snapshot import AlikeWork, Enquiry, Snapshot

MONTH = timedelta(days=30.44)


@check("GP-d.1", months=int)
def it_was_compared(s: Snapshot, p: Parameters) -> Found:
    compared = s.duplicates
    if compared.checked_on is None:
        return fails(
            f"It has not been compared with what partners asked in the last {p['months']} months, and plan to ask.",
            "duplicates.checked_on",
        )
    if not compared.is_current:
        return fails(
            f"The plan has changed since it was compared on {in_words(compared.checked_on)}. Compare it again.",
            "duplicates.is_current", checked_on=compared.checked_on,
        )  # fmt: skip
    found = plural(len(compared.matches), "piece of work is", "pieces of work are")
    return fine(f"Compared on {in_words(compared.checked_on)}: {found} alike.", checked_on=compared.checked_on)


@check("GP-d.2", score=int)
def what_is_alike_was_answered(s: Snapshot, p: Parameters) -> Found:
    alike = [each for each in s.duplicates.matches if each.score >= p["score"]]
    waiting = [each for each in alike if not each.response or is_blank(each.response_because)]
    if not waiting:
        return fine(
            f"{plural(len(alike), 'match', 'matches')} of {p['score']} % or more: each was answered."
            if alike else f"Nothing that partners did or plan is {p['score']} % alike or more.",
            answered=len(alike),
        )  # fmt: skip
    first = waiting[0]
    return fails(
        f"{_named(first)} is {first.score} % alike. Reuse it, join it, or say why people are asked again"
        f"{f' ({len(waiting) - 1} more)' if len(waiting) > 1 else ''}.",
        "duplicates.matches", waiting=[each.title for each in waiting],
    )  # fmt: skip


@check("GP-d.3", working_days=int)
def partners_had_time_to_reply(s: Snapshot, p: Parameters) -> Found:
    asked = s.duplicates.enquiries
    if s.today is None or not asked:
        return fine("No partner was asked, because none has work that is alike." if not asked else "There is no day.")
    open_ones = [each for each in asked if _is_open(each, s, p["working_days"])]
    if not open_ones:
        replied = sum(each.replied_on is not None for each in asked)
        return fine(
            f"{plural(len(asked), 'partner was', 'partners were')} asked; {replied} replied, the others had "
            f"{p['working_days']} working days.",
            asked=len(asked), replied=replied,
        )  # fmt: skip
    return fails(
        f"{listed(each.partner for each in open_ones)} still {'has' if len(open_ones) == 1 else 'have'} time to reply: "
        f"{p['working_days']} working days from being asked.",
        "duplicates.enquiries", waiting=[each.partner for each in open_ones],
    )  # fmt: skip


@check("P-3.1", months=int, score=int)
def others_were_asked_to_do_it_together(s: Snapshot, p: Parameters) -> Found:
    if s.today is None:
        return fine("There is no day to count from.")
    until = s.today + MONTH * p["months"]
    soon = [each for each in s.duplicates.matches if _is_planned_elsewhere(each, s, p, until)]
    waiting = [each for each in soon if not each.response or is_blank(each.response_because)]
    if not waiting:
        return fine(
            f"{plural(len(soon), 'similar plan', 'similar plans')} of other partners: each was answered."
            if soon else f"No other partner plans anything similar within {p['months']} months.",
            planned=len(soon),
        )  # fmt: skip
    first = waiting[0]
    return fails(
        f"{_named(first)} is planned within {p['months']} months and {first.score} % alike. Say whether you do it "
        "together.",
        "duplicates.matches", waiting=[each.title for each in waiting],
    )  # fmt: skip


def _is_open(enquiry: Enquiry, s: Snapshot, days: int) -> bool:
    """Not answered, and still inside its working days. “Call me” is answered once the call was logged."""
    if enquiry.asked_on is None or s.today is None or (enquiry.replied_on and enquiry.reply != "call"):
        return False
    return working_days_between(enquiry.asked_on, s.today) < days


def _is_planned_elsewhere(each: AlikeWork, s: Snapshot, p: Parameters, until: object) -> bool:
    if each.is_own or each.score < p["score"] or each.opens_on is None or s.today is None:
        return False
    return s.today <= each.opens_on <= until  # type: ignore[operator]


def _named(each: AlikeWork) -> str:
    title = f"“{short(each.title, 7)}”" if each.title else "A plan that is not announced"
    return title if each.is_own else f"{title} ({short(each.partner)})"
