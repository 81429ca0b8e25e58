"""Checks that standards and case law add: Moseley, evidence, options, the reader test, times before elections."""

from __future__ import annotations

from datetime import date

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
    warns,
)
from heard.rules.snapshot import Election, Evidence, Snapshot


@check("UP-d.7")
def what_is_withdrawn_says_what_else_was_considered(s: Snapshot, p: Parameters) -> Found:
    """Moseley v Haringey [2014] UKSC 56: fairness asks more where something that people have is taken away."""
    if not s.withdraws_existing_benefit:
        return fine("Nothing that people have is to be withdrawn.")
    if is_blank(s.rejected_alternatives):
        return fails(
            "Something that people have may be withdrawn: say which alternatives were set aside, and why.",
            "rejected_alternatives",
        )
    return fine("It says which alternatives to withdrawing it were set aside, and why.")


@check("GP-g.5", formats=list)
def what_is_withdrawn_is_explained_in_easier_formats(s: Snapshot, p: Parameters) -> Found:
    if not s.withdraws_existing_benefit:
        return fine("Nothing that people have is to be withdrawn.")
    offered = {"_".join(each.casefold().replace("-", " ").replace("_", " ").split()) for each in s.access.formats}
    if not offered & set(p["formats"]):
        wanted = " or ".join(each.replace("_", " ") for each in p["formats"])
        return fails(
            f"Something that people have may be withdrawn: it needs an easier format ({wanted}).", "access.formats"
        )
    return fine("It is explained in an easier format.")


@check("GP-a.6")
def options_show_costs_and_benefits(s: Snapshot, p: Parameters) -> Found:
    options = [each for each in s.options if not is_blank(each)]
    if len(options) < 2:
        return fine("There are not several options to compare.")
    told = {
        each.option.strip() for each in s.option_terms if not (is_blank(each.costs) or is_blank(each.benefits))
    }  # fmt: skip
    left = [each for each in options if each.strip() not in told]
    if left:
        return fails(
            f"{plural(len(options), 'option')}, and no cost and benefit beside: {listed(left)}.",
            "option_terms", missing=left,
        )  # fmt: skip
    return fine(f"Costs and benefits stand beside each of {len(options)} options.")


@check("GP-a.7")
def evidence_is_published(s: Snapshot, p: Parameters) -> Found:
    """ASLEF and others v Secretary of State (2023): an old, unpublished consultation could not be relied on."""
    for place, each in enumerate(s.evidence):
        if not each.published:
            said = "is not published" if each.published is False else "does not say whether it is published"
            return fails(f"“{short(each.title, 6)}” {said}: people cannot weigh it.", f"evidence[{place}].published")
    return fine(f"{plural(len(s.evidence), 'piece')} of evidence, all published." if s.evidence else "None is cited.")


@check("GP-a.8", months=int)
def evidence_is_not_stale(s: Snapshot, p: Parameters) -> Found:
    undated = [(n, each) for n, each in enumerate(s.evidence) if each.dated_on is None]
    if undated:
        return fails(f"“{short(undated[0][1].title, 6)}” has no date.", f"evidence[{undated[0][0]}].dated_on")
    old = [(n, each) for n, each in enumerate(s.evidence) if _is_old(each, s.today, p["months"])]
    if not old:
        return fine(f"No evidence is older than {p['months']} months.")
    silent = [(n, each) for n, each in old if is_blank(each.currency_note)]
    place, each = (silent or old)[0]
    assert each.dated_on
    said = "Say why it still holds." if silent else "It says why it still holds."
    more = len(silent or old) - 1
    others = f", and so {'is' if more == 1 else 'are'} {more} more" if more else ""
    return fails(
        f"“{short(each.title, 6)}” is of {in_words(each.dated_on)}, older than {p['months']} months{others}. {said}",
        f"evidence[{place}].currency_note", titles=[one.title for _, one in old],
        because="" if silent else each.currency_note,
    )  # fmt: skip


def _is_old(each: Evidence, today: date | None, months: int) -> bool:
    if each.dated_on is None or today is None:
        return False
    limit = (each.dated_on.year * 12 + each.dated_on.month + months, each.dated_on.day)
    return (today.year * 12 + today.month, today.day) > limit


@check("P-9.2", readers=int)
def readers_understand_what_they_can_change(s: Snapshot, p: Parameters) -> Found:
    for place, each in enumerate(s.readings):
        if each.matches is False:
            return fails(
                f"A reader understood something else: “{short(each.said, 12)}”. Say it more plainly.",
                f"readings[{place}].matches",
            )
    done = sum(each.matches is True for each in s.readings)
    if done < p["readers"]:
        return advises(
            f"{plural(done, 'reader')} of {p['readers']} said back what they can change.", "readings", readers=done
        )
    return fine(f"{plural(done, 'reader')} who are not staff said back rightly what they can change.", readers=done)


@check("GP-m.4")
def it_keeps_clear_of_elections(s: Snapshot, p: Parameters) -> Found:
    """Local Government Act 1986 s2, Publicity Code 2011: special care; the monitoring officer decides, in public."""
    begun = [(place, each) for place, each in enumerate(s.elections) if _begins_within(s, each)]
    waits = [(place, each) for place, each in begun if each.ruling == "wait"]
    unruled = [(place, each) for place, each in begun if each.ruling != "wait" and not _may_go_on(each)]
    if waits:
        place, each = waits[0]
        return fails(
            f"The monitoring officer ruled that it waits until after {short(each.name, 8)}.",
            f"elections[{place}].ruling",
        )
    if unruled:
        place, each = unruled[0]
        return warns(
            f"It begins in the time before {short(each.name, 8)}. The monitoring officer decides, and records it.",
            f"elections[{place}].ruling", election=each.name, verified=each.verified,
        )  # fmt: skip
    if begun:
        _place, each = begun[0]
        who = short(each.ruled_by) or "The monitoring officer"
        return fine(f"{who} ruled that it may go on before {short(each.name, 8)}, and why.", because=each.because)
    for place, each in enumerate(s.elections):
        if _is_open_within(s, each):
            return advises(f"It is open in the time before {short(each.name, 8)}: take care.",
                           f"elections[{place}].ruling")  # fmt: skip
    return fine("It keeps clear of the times before elections that are on record.")


def _may_go_on(each: Election) -> bool:
    """A ruling says why, in public: without that it is none."""
    return each.ruling == "go_on" and not is_blank(each.because)


def _is_open_within(s: Snapshot, each: Election) -> bool:
    """Whether people can answer on a day of it. A day that is not set counts as one of them."""
    if s.closes_on and each.begins_on and s.closes_on < each.begins_on:
        return False
    return not (s.opens_on and each.polling_on and s.opens_on > each.polling_on)


def _begins_within(s: Snapshot, each: Election) -> bool:
    if each.begins_on is None or each.polling_on is None:
        return False
    days = [day for day in (s.noticed_on, s.opens_on) if day]
    return any(each.begins_on <= day <= each.polling_on for day in days)
