"""Checks of what voluntary and community bodies give and get: GP-e and P-5."""

from __future__ import annotations

from heard.rules.compact.registry import Found, Parameters, check, fails, fine, is_blank, listed, plural, short
from heard.rules.money import pounds
from heard.rules.snapshot import Snapshot, VoluntaryPart


@check("GP-e.1")
def the_voluntary_sectors_part_is_resourced(s: Snapshot, p: Parameters) -> Found:
    if s.voluntary_involved and not s.voluntary_parts:
        return fails(
            "It relies on a voluntary or community body, and no line says who gives what and what they are paid.",
            "voluntary_parts",
        )
    for place, part in enumerate(s.voluntary_parts):
        if part.amount_pence is None:
            return fails(
                f"{short(part.body)} gives something, and it does not say what they are paid.",
                f"voluntary_parts[{place}].amount_pence",
            )
        if part.uses_network and not part.amount_pence:
            return fails(
                f"It relies on the network of {short(part.body)} and pays nothing for it.",
                f"voluntary_parts[{place}].amount_pence", body=part.body, amount_pence=0,
            )  # fmt: skip
    if not s.voluntary_parts:
        return fine("It does not rely on a voluntary or community body.")
    pence = sum(part.amount_pence or 0 for part in s.voluntary_parts)
    return fine(f"{plural(len(s.voluntary_parts), 'body', 'bodies')} resourced, {pounds(pence)} in all.", pence=pence)


@check("GP-e.2")
def what_is_given_for_nothing_says_why(s: Snapshot, p: Parameters) -> Found:
    unpaid = [(n, part) for n, part in enumerate(s.voluntary_parts) if part.amount_pence == 0]
    if not unpaid:
        return fine("No body gives its part for nothing.")
    silent = [(n, part) for n, part in unpaid if is_blank(part.why_nothing)]
    place, part = (silent or unpaid)[0]
    why = "" if silent else part.why_nothing
    return fails(
        f"{listed(each.body for _, each in unpaid)}: no payment. "
        + ("The reason is published." if why else "Publish the reason."),
        f"voluntary_parts[{place}].why_nothing", bodies=[each.body for _, each in unpaid], because=why,
    )  # fmt: skip


@check("GP-e.3")
def an_unpaid_body_has_acknowledged_it(s: Snapshot, p: Parameters) -> Found:
    waiting = [(n, part) for n, part in _unpaid(s) if part.acknowledged_on is None]
    if waiting:
        return fails(
            f"{listed(part.body for _, part in waiting)}: unpaid, and has not acknowledged that itself.",
            f"voluntary_parts[{waiting[0][0]}].acknowledged_on", bodies=[part.body for _, part in waiting],
        )  # fmt: skip
    if not _unpaid(s):
        return fine("No body gives its part for nothing.")
    return fine("Each body that is not paid has acknowledged it in its own name.")


@check("P-5.1")
def each_body_confirmed_its_terms(s: Snapshot, p: Parameters) -> Found:
    for place, part in enumerate(s.voluntary_parts):
        where = f"voluntary_parts[{place}]"
        if part.acknowledged_on is None:
            return fails(f"{short(part.body)} has not confirmed its terms yet.", f"{where}.acknowledged_on")
        if is_blank(part.benefit):
            return fails(f"{short(part.body)} has not said what it gets out of this.", f"{where}.benefit")
    return fine("Each voluntary body has confirmed its terms in its own words.")


@check("P-5.2")
def what_was_agreed_is_paid(s: Snapshot, p: Parameters) -> Found:
    owed = [(n, part) for n, part in enumerate(s.voluntary_parts) if part.amount_pence and part.paid_on is None]
    if owed:
        pence = sum(part.amount_pence or 0 for _, part in owed)
        return fails(
            f"Not yet paid: {listed(part.body for _, part in owed)} ({pounds(pence)}).",
            f"voluntary_parts[{owed[0][0]}].paid_on", pence=pence,
        )  # fmt: skip
    return fine("What was agreed with voluntary bodies is paid.")


def _unpaid(s: Snapshot) -> list[tuple[int, VoluntaryPart]]:
    return [(n, part) for n, part in enumerate(s.voluntary_parts) if part.amount_pence == 0]
