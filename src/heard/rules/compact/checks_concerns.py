"""Checks of concerns: A-1 (poor practice is challenged, and mended) and UP-d (evidence that it was decided already)."""

from __future__ import annotations

from heard.rules.calendar import in_words
from heard.rules.compact.registry import Found, Parameters, check, fails, fine, is_blank, plural, short
from heard.rules.snapshot import Concern, Snapshot


def _named(each: Concern) -> str:
    return f"{each.ref} ({each.clause})" if each.ref else each.clause or "(without a clause)"


@check("A-1.2")
def what_was_upheld_is_mended(s: Snapshot, p: Parameters) -> Found:
    left = [
        (n, each) for n, each in enumerate(s.concerns) if each.ended == "upheld" and each.remedy_confirmed_on is None
    ]  # fmt: skip
    if left:
        place, first = min(left, key=lambda row: (row[1].remedy_done_on is not None, row[0]))
        if first.remedy_done_on is not None:
            return fails(
                f"A concern was upheld, and nobody independent has confirmed that it is mended: {_named(first)}.",
                f"concerns[{place}].remedy_confirmed_on", missing=[_named(each) for _, each in left],
            )  # fmt: skip
        due = _past(s, first)
        more = f" {plural(len(left) - 1, 'more concern')} also." if len(left) > 1 else ""
        remedy = short(first.remedy, 10) or "none is named"
        return fails(
            f"A concern was upheld and is not mended: {_named(first)}, remedy: {remedy}.{due}{more}",
            f"concerns[{place}].remedy_done_on", missing=[_named(each) for _, each in left],
        )  # fmt: skip
    return fine("No concern that was upheld still waits for its remedy, or for somebody independent to confirm it.")


def _past(s: Snapshot, each: Concern) -> str:
    if s.today and each.remedy_due_on and each.remedy_due_on < s.today:
        return f" It was due by {in_words(each.remedy_due_on)}."
    return ""


@check("A-1.3")
def every_concern_has_an_outcome(s: Snapshot, p: Parameters) -> Found:
    left = [(n, each) for n, each in enumerate(s.concerns) if is_blank(each.ended)]
    if left:
        place, first = left[0]
        return fails(
            f"{plural(len(left), 'concern')} without an outcome: {_named(first)}.", f"concerns[{place}].ended",
            missing=[_named(each) for _, each in left],
        )  # fmt: skip
    raised = plural(len(s.concerns), "concern")
    return fine(f"{raised} raised, each with an outcome." if s.concerns else "No concern was raised.")


@check("UP-d.8")
def evidence_that_it_was_decided_is_answered(s: Snapshot, p: Parameters) -> Found:
    for place, each in enumerate(s.concerns):
        if each.contradicts and each.answered_on is None and each.ended != "withdrawn":
            return fails(
                f"Evidence that it was decided already was shown ({each.ref or each.clause}), and whoever decides "
                "has not answered in public.",
                f"concerns[{place}].answered_on",
            )  # fmt: skip
    return fine("Nobody showed evidence that it was decided already, or it is answered in public.")
