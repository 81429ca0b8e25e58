"""Checks of fairness before opening: B0-c, GP-f, GP-g, GP-h, UP-d, UP-e."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from heard.rules.calendar import in_words
from heard.rules.compact.checks_plan import reaching
from heard.rules.compact.registry import (
    Found,
    Parameters,
    check,
    fails,
    fine,
    is_blank,
    listed,
    plural,
    short,
    warns,
    way_in,
)
from heard.rules.languages import not_offered
from heard.rules.snapshot import DIGITAL, ChannelTerms, Snapshot, Strand


@check("B0-c.1")
def people_are_told_who_keeps_their_answers(s: Snapshot, p: Parameters) -> Found:
    missing = [name for name in ("lawful_basis", "controller", "retention") if is_blank(getattr(s.privacy, name))]
    if missing:
        words = [name.replace("_", " ") for name in missing]
        return fails(
            f"The privacy record people are shown lacks: {listed(words)}.", f"privacy.{missing[0]}", missing=missing
        )
    return fine(f"The privacy record is complete; {short(s.privacy.controller)} keeps the answers.")


@check("GP-f.1")
def decision_owner_signed_the_brief(s: Snapshot, p: Parameters) -> Found:
    d = s.declaration
    if is_blank(d.signed_by) or d.signed_on is None:
        where = "declaration.signed_by" if is_blank(d.signed_by) else "declaration.signed_on"
        return fails("The decision owner has not signed the brief (name and day).", where)
    if is_blank(d.would_change_my_mind):
        return fails(
            f"{short(d.signed_by)} has not said what would change their mind.", "declaration.would_change_my_mind"
        )
    if is_blank(d.what_is_fixed):
        return fails(f"{short(d.signed_by)} has not said what is fixed.", "declaration.what_is_fixed")
    if d.changed_since:
        return fails(
            f"{short(d.signed_by)} signed other words: {listed(d.changed_since)} changed since. Sign it again.",
            "declaration.signed_on", changed=list(d.changed_since),
        )  # fmt: skip
    if s.noticed_on and d.signed_on > s.noticed_on:
        return warns(
            f"{short(d.signed_by)} signed on {in_words(d.signed_on)}, after notice on {in_words(s.noticed_on)}.",
            "declaration.signed_on", signed_on=d.signed_on,
        )  # fmt: skip
    return fine(f"{short(d.signed_by)} signed the brief on {in_words(d.signed_on)}.", signed_on=d.signed_on)


@check("GP-f.2", people=int)
def two_people_approved_the_notice(s: Snapshot, p: Parameters) -> Found:
    names = {" ".join(name.split()).casefold() for name in s.approved_by if not is_blank(name)}
    if len(names) < p["people"]:
        return fails(
            f"{plural(len(names), 'person has', 'people have')} approved the notice; it takes {p['people']}.",
            "approved_by", approved=len(names),
        )  # fmt: skip
    authors = {" ".join(name.split()).casefold() for name in s.approved_by_author}
    if names <= authors:
        return fails("Only those who wrote the plan approved it. Ask somebody else to read it too.", "approved_by")
    return fine(f"{plural(len(names), 'person', 'people')} approved the notice.", approved=len(names))


@check("GP-g.1")
def equality_was_considered(s: Snapshot, p: Parameters) -> Found:
    if not is_blank(s.access.equality_analysis):
        return fine("There is an equality analysis.", reference=s.access.equality_analysis)
    if not is_blank(s.access.equality_screening_reason):
        return fine("Equality was screened out, with the reason.", reason=s.access.equality_screening_reason)
    return fails("There is no equality analysis, and no reason for screening it out.", "access.equality_analysis")


@check("GP-g.2")
def easy_read_for_those_who_need_it(s: Snapshot, p: Parameters) -> Found:
    if not s.access.includes_learning_disabled:
        return fine("The audience is not recorded as including learning-disabled people.")
    if "easy_read" in {_slug(each) for each in s.access.formats}:
        return fine("There is an Easy Read version.")
    return fails("The audience includes learning-disabled people and there is no Easy Read.", "access.formats")


@check("GP-g.3")
def languages_are_offered(s: Snapshot, p: Parameters) -> Found:
    if missing := list(not_offered(s.access.languages_spoken, s.access.languages)):
        return fails(f"Spoken here and not offered: {listed(missing)}.", "access.languages", missing=missing)
    return fine("Every language recorded as spoken here is offered.")


@check("GP-g.4")
def places_and_support_are_thought_of(s: Snapshot, p: Parameters) -> Found:
    meets = any("in_person" in strand.channels for strand in s.strands)
    if meets and is_blank(s.access.venue_check):
        return fails("People meet in person and no venue has been checked for access.", "access.venue_check")
    if is_blank(s.access.support_offered):
        return fails("It does not say what support people can ask for.", "access.support_offered")
    return fine("Venues and support are thought of.")


def _slug(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


@check("GP-h.1")
def influence_is_shown_where_people_answer(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.influence_statement):
        return fails("There is no influence statement to show where people answer.", "influence_statement")
    for place, strand in enumerate(s.strands):
        for number, terms in enumerate(strand.terms):
            if terms.shows_influence is False:
                return fails(
                    f"The {way_in(terms.channel)} form of “{short(strand.title)}” does not say how much influence "
                    "people have.",
                    f"strands[{place}].terms[{number}].shows_influence",
                )
    return fine("Each form says how much influence people have.")


@check("UP-d.1")
def nothing_was_decided_before_closing(s: Snapshot, p: Parameters) -> Found:
    made = _first_day(s.decision_made_on, s.decision.made_on)
    if made is None:
        return fine("No decision is recorded.")
    if s.closes_on is None or made <= s.closes_on:
        closing = f"before closing on {in_words(s.closes_on)}" if s.closes_on else "before a closing date is set"
        return fails(
            f"A decision is recorded on {in_words(made)}, {closing}. Inform people honestly, or narrow what is asked.",
            "decision_made_on", made_on=made, closes_on=s.closes_on,
        )  # fmt: skip
    return fine(f"The decision is dated {in_words(made)}, after closing.", made_on=made)


@check("UP-d.2")
def the_owner_declared_that_nothing_is_decided(s: Snapshot, p: Parameters) -> Found:
    d = s.declaration
    if d.nothing_decided is None:
        return fails("The declaration “nothing is decided” is missing.", "declaration.nothing_decided")
    if not d.nothing_decided:
        return fails(
            "The decision owner says that it is decided. Do not consult: inform people, or narrow what is asked.",
            "declaration.nothing_decided",
        )
    if is_blank(d.signed_by) or d.signed_on is None:
        where = "declaration.signed_by" if is_blank(d.signed_by) else "declaration.signed_on"
        return fails("The declaration “nothing is decided” is not signed with name and day.", where)
    if s.today and d.signed_on > s.today:
        return warns(f"The declaration is dated {in_words(d.signed_on)}, in the future.", "declaration.signed_on")
    return fine(f"{short(d.signed_by)} declared on {in_words(d.signed_on)} that nothing is decided.")


@check("UP-d.3")
def there_is_more_than_one_option(s: Snapshot, p: Parameters) -> Found:
    options = [each for each in s.options if not is_blank(each)]
    if len(options) == 1 and not s.something_else_welcome:
        return fails("There is one option and no room for “something else”.", "options", options=1)
    return fine("People are not held to one option.", options=len(options))


@check("UP-d.4")
def rejected_alternatives_are_described(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.rejected_alternatives):
        return fails("Alternatives already set aside are not described, with why.", "rejected_alternatives")
    return fine("Alternatives already set aside are described.")


@check("UP-d.5")
def the_decision_is_planned_for_after_closing(s: Snapshot, p: Parameters) -> Found:
    if s.decides_on and s.closes_on and s.decides_on <= s.closes_on:
        return fails(
            f"The decision is planned for {in_words(s.decides_on)}; people can answer until {in_words(s.closes_on)}.",
            "decides_on", decides_on=s.decides_on, closes_on=s.closes_on,
        )  # fmt: skip
    return fine("The decision is planned for after closing.")


@check("UP-d.6")
def a_decision_before_closing_stays_flagged(s: Snapshot, p: Parameters) -> Found:
    made = _first_day(s.decision_made_on, s.decision.made_on)
    if made and s.closes_on and made <= s.closes_on:
        return fails(
            f"Decision recorded before close: {in_words(made)}, closing {in_words(s.closes_on)}. This stays shown.",
            "decision.made_on", made_on=made, closes_on=s.closes_on,
        )  # fmt: skip
    return fine("No decision was recorded before close.")


def _first_day(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


@check("UP-e.1", offline_percent=int, basic_percent=int)
def not_digital_only(s: Snapshot, p: Parameters) -> Found:
    ways = sorted({channel for strand in s.strands for channel in strand.channels})
    if s.strands and not ways:
        return fails("No way of taking part says by which channel.", "strands[0].channels")
    if any(way not in DIGITAL for way in ways):
        return fine(f"People can take part by {listed(map(way_in, ways), 7)}.", channels=ways)
    offline = [group.name for group in s.groups if group.offline_likely]
    if ways and (s.general_public or offline):
        return fails(
            f"Every way in is digital ({listed(map(way_in, ways))}). About {p['offline_percent']}% are offline and "
            f"{p['basic_percent']}% have only basic use. Add paper, phone or face to face.",
            "strands[0].channels", channels=ways, offline_percent=p["offline_percent"],
            basic_percent=p["basic_percent"], groups=offline,
        )  # fmt: skip
    return fine("The audience is not the general public and nobody in it is likely to be offline.", channels=ways)


@check("UP-e.2")
def offline_groups_have_a_way_in(s: Snapshot, p: Parameters) -> Found:
    for place, group in enumerate(s.groups):
        ways = {channel for strand in reaching(s, group) for channel in strand.channels}
        if group.offline_likely and not ways - DIGITAL:
            return fails(
                f"{short(group.name)} are likely to be offline, and only digital ways reach them."
                if ways else f"{short(group.name)} are likely to be offline, and no way without internet reaches them.",
                f"groups[{place}].reached_by", channels=sorted(ways),
            )  # fmt: skip
    return fine("Each group that is likely to be offline has a way in without internet.")


@check("UP-e.3")
def every_channel_is_equal(s: Snapshot, p: Parameters) -> Found:
    unsure: Found | None = None
    for place, strand in enumerate(s.strands):
        for number, terms in enumerate(strand.terms):
            where = f"strands[{place}].terms[{number}]"
            if terms.channel in DIGITAL or terms.channel not in strand.channels:
                continue
            for what, key in _worse(s, strand, terms):
                return fails(
                    f"On {way_in(terms.channel)}, “{short(strand.title)}” {what} than on-line.", f"{where}.{key}"
                )
            if terms.questions is not None and _most_questions(strand) is None and DIGITAL & set(strand.channels):
                unsure = warns(
                    f"“{short(strand.title)}” counts questions on {way_in(terms.channel)}: say how many are on-line.",
                    f"{where}.questions",
                )
    return unsure or fine("Every channel has the same dates, questions and prompts.")


def _worse(s: Snapshot, strand: Strand, terms: ChannelTerms) -> Iterator[tuple[str, str]]:
    """Each way in which a channel without internet is worse off, with the key that shows it."""
    twins = [each for each in s.strands if each.method == strand.method and DIGITAL & set(each.channels)]
    if not twins:
        return
    digital = [each for twin in twins for each in twin.terms if each.channel in DIGITAL]
    opens = min((each.opens_on or s.opens_on or date.max for each in digital), default=s.opens_on)
    closes = max((each.closes_on or s.closes_on or date.min for each in digital), default=s.closes_on)
    if terms.opens_on and opens and terms.opens_on > opens:
        yield f"opens later ({in_words(terms.opens_on)})", "opens_on"
    if terms.closes_on and closes and terms.closes_on < closes:
        yield f"closes earlier ({in_words(terms.closes_on)})", "closes_on"
    most = _most_questions(strand)
    if terms.questions is not None and most is not None and terms.questions < most:
        yield f"asks fewer questions ({terms.questions}, not {most})", "questions"
    if terms.shows_influence is False:
        yield "says less about people's influence", "shows_influence"


def _most_questions(strand: Strand) -> int | None:
    counts = [each.questions for each in strand.terms if each.channel in DIGITAL and each.questions is not None]
    return max(counts, default=None)
