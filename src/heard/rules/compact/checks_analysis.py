"""Checks of the standard to which people are read: GP-i, GP-l, and what is left of UP-f."""

from __future__ import annotations

from collections.abc import Mapping

from heard.rules.calendar import add_working_days, in_words
from heard.rules.compact.registry import Found, Parameters, check, fails, fine, is_blank, listed, plural, short, warns
from heard.rules.currency import is_dated
from heard.rules.snapshot import QuoteBalance, Snapshot

SIDES = ("for", "against", "mixed")


@check("GP-i.3")
def the_analysis_is_planned_before_opening(s: Snapshot, p: Parameters) -> Found:
    if s.analysis.locked_on is None:
        return fails("How answers will be read is not fixed before anybody answers.", "analysis.locked_on")
    return fine(f"How answers will be read was fixed on {in_words(s.analysis.locked_on)}.")


@check("GP-i.4")
def the_analysis_is_planned_before_closing(s: Snapshot, p: Parameters) -> Found:
    locked = s.analysis.locked_on
    if locked is None:
        return fails("How answers will be read is still not fixed. Lock the plan of analysis.", "analysis.locked_on")
    return fine(f"How answers will be read was fixed on {in_words(locked)}.")


@check("GP-i.5", percent=int, least=int)
def enough_is_read_twice(s: Snapshot, p: Parameters) -> Found:
    needed = min(s.analysis.free_text, max(p["least"], -(-s.analysis.free_text * p["percent"] // 100)))
    twice = s.analysis.read_twice
    if twice < needed:
        return fails(
            f"A second person read {twice} of {plural(s.analysis.free_text, 'passage')}; at least {needed} are needed.",
            "analysis.read_twice", needed=needed, read_twice=twice,
        )  # fmt: skip
    if not needed:
        return fine("There are no words to read a second time.")
    return fine(f"A second person read {twice} of {plural(s.analysis.free_text, 'passage')}.", read_twice=twice)


@check("GP-i.6", agreement=int)
def the_readers_agree(s: Snapshot, p: Parameters) -> Found:
    overall, floor = s.analysis.agreement, p["agreement"]
    weak = sorted(
        (each for each in s.analysis.theme_agreements if each.agreement < floor),
        key=lambda each: (each.agreement, each.theme),
    )
    if weak or (overall is not None and overall < floor):
        said = f"two readers agree {_hundredths(overall)}" if overall is not None else "two readers differ"
        worst = f"; worst on {listed(each.theme for each in weak)}" if weak else ""
        return fails(
            f"Beyond chance, {said} (α; {_hundredths(floor)} is wanted){worst}.", "analysis.agreement",
            themes={each.theme: each.agreement for each in weak},
        )  # fmt: skip
    if overall is None:
        return fine("Nothing was read twice from which agreement could be said.")
    return fine(f"Two readers agree {_hundredths(overall)} beyond chance (α).", agreement=overall)


def _hundredths(value: int) -> str:
    return f"{value / 100:.2f}"


@check("GP-i.7")
def somebody_independent_signed_the_quality(s: Snapshot, p: Parameters) -> Found:
    for key, words in (("methods", "how it was read"), ("limits", "what it cannot tell")):
        if is_blank(getattr(s.analysis, key)):
            return fails(f"The statement of quality does not say {words}.", f"analysis.{key}")
    if s.analysis.reviewed_on is None or is_blank(s.analysis.reviewed_by):
        return fails("Nobody from another team or partner has signed the statement of quality.", "analysis.reviewed_by")
    if s.analysis.reviewer_dissents:
        return warns("The independent reviewer signed with a dissent, which is printed.", "analysis.reviewed_by")
    return fine(f"{short(s.analysis.reviewed_by)} signed the statement of quality.")


@check("GP-i.8")
def evidence_from_elsewhere_can_be_read(s: Snapshot, p: Parameters) -> Found:
    for place, each in enumerate(s.analysis.cited):
        if not each.published:
            return fails(
                f"“{short(each.source)}” is not published, so the decision cannot rest on it.",
                f"analysis.cited[{place}].published",
            )
    return fine("Whatever is cited from elsewhere can be read by anyone.")


@check("GP-i.9", months=int)
def evidence_from_elsewhere_still_holds(s: Snapshot, p: Parameters) -> Found:
    for place, each in enumerate(s.analysis.cited):
        if each.collected_on is None:
            return fails(f"“{short(each.source)}” does not say when it was collected.", f"analysis.cited[{place}]")
        if s.today and is_dated(each.collected_on, s.today, p["months"]):
            why = (
                f"It says why it still holds: {short(each.currency_note, 8)}"
                if each.currency_note
                else "Say why it holds."
            )
            return fails(
                f"“{short(each.source)}” is from {in_words(each.collected_on)}, over {p['months']} months ago. {why}",
                f"analysis.cited[{place}].currency_note", note=each.currency_note,
            )  # fmt: skip
    return fine(f"Whatever is cited from elsewhere is at most {p['months']} months old.")


@check("UP-f.7", tolerance_percent=int, least_quotes=int)
def quotes_show_how_people_stood(s: Snapshot, p: Parameters) -> Found:
    for place, each in enumerate(s.analysis.quotes):
        quoted = {side: getattr(each, f"quotes_{side}") for side in SIDES}
        number = sum(quoted.values())
        if number < p["least_quotes"] and not _most_are_unquoted(each, quoted):
            continue
        apart = {side: abs(_percent(each, side) * number - 100 * quoted[side]) for side in SIDES}
        worst = max(SIDES, key=lambda side: (apart[side], side == "against"))
        if apart[worst] > p["tolerance_percent"] * number:
            where = f" of finding “{short(each.finding)}”" if each.finding else ""
            many = f"{quoted[worst]} of {number} quotes{where} are"
            only = f"the only quote{where} {'is' if quoted[worst] else 'is not'}"
            return fails(
                f"{_percent(each, worst)}% of those who took a side were {worst}, but {only if number == 1 else many}. "
                "Quote the others too, or say why.",
                f"analysis.quotes[{place}]", side=worst, quoted=quoted,
            )  # fmt: skip
    return fine("The quotes show how people stood, as far as a side was noted.")


def _most_are_unquoted(each: QuoteBalance, quoted: Mapping[str, int]) -> bool:
    """Most people took one side, only others are quoted: one quote is enough to mislead then."""
    return any(quoted.values()) and any(_percent(each, side) > 50 and not number for side, number in quoted.items())


def _percent(each: QuoteBalance, side: str) -> int:
    return int(getattr(each, f"{side}_percent"))


@check("UP-f.8")
def the_analysis_is_as_it_was_planned(s: Snapshot, p: Parameters) -> Found:
    if s.analysis.changed_after_closing:
        return fails(
            "The plan of analysis was changed after closing"
            + ("." if is_blank(s.analysis.change_reason) else f": {short(s.analysis.change_reason, 14)}"),
            "analysis.change_reason", reason=s.analysis.change_reason,
        )  # fmt: skip
    return fine("What was said was read as planned before closing.")


@check("UP-f.9")
def no_leading_question_is_left(s: Snapshot, p: Parameters) -> Found:
    if s.analysis.leading_open:
        return fails(
            f"A peer finds this leading; it is neither changed nor explained: {listed(s.analysis.leading_open, 2)}.",
            "analysis.leading_open", questions=list(s.analysis.leading_open),
        )  # fmt: skip
    return fine("No question that a peer finds leading is left without an answer.")


@check("UP-f.10", peers=int, outside=int)
def peers_looked_at_neutrality(s: Snapshot, p: Parameters) -> Found:
    if s.analysis.peers < p["peers"] or s.analysis.peers_outside < p["outside"]:
        return fails(
            f"{plural(s.analysis.peers, 'peer')} looked at whether it is neutral, {s.analysis.peers_outside} from "
            f"outside the lead partner; {p['peers']} are asked for, {p['outside']} from outside.",
            "analysis.peers",
        )  # fmt: skip
    return fine(f"{plural(s.analysis.peers, 'peer')} looked at whether it is neutral.")


@check("GP-l.1", working_days=int)
def findings_are_shared_in_time(s: Snapshot, p: Parameters) -> Found:
    published, shared = s.analysis.published_on, s.analysis.shared_on
    if published is None:
        return fine("There are no published findings to share.")
    due = add_working_days(published, p["working_days"])
    if shared is None and s.today and s.today > due:
        return fails(f"The findings were to be shared with the partners by {in_words(due)}.", "analysis.shared_on")
    if shared and shared > due:
        return fails(
            f"The findings were shared only on {in_words(shared)}, after {in_words(due)}.", "analysis.shared_on"
        )
    return fine("The findings are shared in time." if shared else f"The findings are to be shared by {in_words(due)}.")


@check("GP-l.2")
def findings_are_shared(s: Snapshot, p: Parameters) -> Found:
    if s.analysis.published_on is not None and s.analysis.shared_on is None:
        return fails("The findings have not been shared with the other partners.", "analysis.shared_on")
    return fine("The findings are shared with the other partners, or there are none.")
