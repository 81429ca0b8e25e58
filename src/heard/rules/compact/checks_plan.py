"""Checks of the plan itself: P-1, P-7 to P-12, GP-a, GP-b, GP-c, A-1."""

from __future__ import annotations

from heard.rules.calendar import duration_days, in_words
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
    way_in,
)
from heard.rules.reading import reading_age, word_count
from heard.rules.snapshot import Group, Snapshot, Strand

# What comes in by a channel can be answered by any of these (scenario 28: paper in, web only out, is not enough).
ANSWERED_BY = {
    "web": {"web", "email", "text_message", "letter", "phone"},
    "email": {"email", "letter", "phone"},
    "text_message": {"text_message", "phone", "letter"},
    "paper": {"paper", "letter", "phone", "in_person"},
    "letter": {"letter", "paper", "phone", "in_person"},
    "phone": {"phone", "letter", "paper", "in_person"},
    "in_person": {"in_person", "letter", "paper", "phone"},
}


@check("A-1.1")
def lead_signed_the_compact(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.lead_partner):
        return fails("No partner is named as leading this.", "lead_partner")
    if not s.lead_is_signatory:
        return fails(f"{short(s.lead_partner)} leads this but has not signed the Compact.", "lead_partner")
    return fine(f"{short(s.lead_partner)} leads this and has signed the Compact.")


@check("P-1.1")
def something_is_open(s: Snapshot, p: Parameters) -> Found:
    matters = [each for each in s.open_matters if not is_blank(each)]
    if not matters:
        return fails("Nothing is listed that people can still change. Say what is open.", "open_matters")
    return fine(f"{plural(len(matters), 'matter')} can still change.", open_matters=len(matters))


@check("P-1.2", topics=list)
def business_is_on_the_map(s: Snapshot, p: Parameters) -> Found:
    touched = sorted({topic for topic in s.topics if topic.casefold() in p["topics"]})
    if not touched:
        return fine("No topic here is one that businesses must be asked about.")
    if any(each.sector == "business" for each in s.stakeholders):
        return fine("Businesses are among the stakeholders.", topics=touched)
    return fails(
        f"The topic {listed(touched)} touches businesses, and none is among the stakeholders.",
        "stakeholders", topics=touched,
    )  # fmt: skip


@check("P-7.1")
def seldom_heard_considered(s: Snapshot, p: Parameters) -> Found:
    groups = [group.name for group in s.groups if group.seldom_heard and not is_blank(group.name)]
    if groups:
        return fine(f"Seldom-heard people considered: {listed(groups)}.", groups=groups)
    if not is_blank(s.no_seldom_heard_because):
        return fine("No seldom-heard group, with the reason given.", reason=s.no_seldom_heard_because)
    return fails(
        "No seldom-heard group is considered. Mark the groups whose voices are least often heard, or say why "
        "there are none.",
        "no_seldom_heard_because",
    )


@check("P-8.1")
def level_is_set(s: Snapshot, p: Parameters) -> Found:
    if not s.level:
        return fails("It does not say whether this informs, consults, involves or more.", "level")
    return fine(f"The level is “{s.level}”.", level=s.level)


@check("P-8.2")
def level_kept_since_opening(s: Snapshot, p: Parameters) -> Found:
    if not s.level_at_opening or s.level_at_opening == s.level:
        return fine("The level has not changed since opening.")
    return fails(
        f"People were told “{s.level_at_opening}” when it opened; now it says “{s.level}”.",
        "level", at_opening=s.level_at_opening, now=s.level,
    )  # fmt: skip


@check("P-8.3", methods=list)
def informing_does_not_look_like_consulting(s: Snapshot, p: Parameters) -> Found:
    if s.level != "inform":
        return fine("Only asked of activities that inform.")
    for place, strand in enumerate(s.strands):
        if strand.method in p["methods"]:
            return fails(
                f"This looks like consultation: it says “inform”, and “{short(strand.title)}” asks questions.",
                f"strands[{place}].method", method=strand.method,
            )  # fmt: skip
    if len(s.options) > 1:
        return fails(f"This looks like consultation: it says “inform” and puts {len(s.options)} options.", "options")
    return fine("It informs, and asks for no views on options.")


@check("P-8.4")
def light_means_no_decision_is_linked(s: Snapshot, p: Parameters) -> Found:
    linked = [
        key for key, given in (
            ("decision_maker", not is_blank(s.decision_maker)), ("decides_on", s.decides_on), ("options", s.options),
            ("decision_made_on", s.decision_made_on),
        ) if given
    ]  # fmt: skip
    if linked:
        return fails(
            "A light activity listens, with no decision linked to it. This one has a decision: make it standard.",
            "tier", linked=linked,
        )  # fmt: skip
    return fine("A light activity: listening, with no decision linked.")


@check("P-9.1")
def influence_is_clear(s: Snapshot, p: Parameters) -> Found:
    missing = {
        "influence_statement": (is_blank(s.influence_statement), "how much influence people have"),
        "decision_maker": (is_blank(s.decision_maker), "who decides"),
        "decides_on": (s.decides_on is None, "when they decide"),
        "other_inputs": (is_blank(s.other_inputs), "what else is weighed (budget, law, evidence)"),
    }
    owed = [key for key, (absent, _) in missing.items() if absent]
    if owed:
        return fails(f"Not yet said: {'; '.join(missing[key][1] for key in owed)}.", owed[0], missing=owed)
    assert s.decides_on
    return fine(f"{short(s.decision_maker)} decides on {in_words(s.decides_on)}.", decides_on=s.decides_on)


def reaching(s: Snapshot, group: Group) -> list[Strand]:
    """The strands that a group's `reached_by` names, where they exist."""
    return [strand for strand in s.strands if strand.title in group.reached_by]


@check("P-10.1")
def most_affected_have_a_method(s: Snapshot, p: Parameters) -> Found:
    if not s.strands and s.level != "inform":
        return fails("There is no way to take part yet.", "strands")
    left = [(n, g.name) for n, g in enumerate(s.groups) if g.most_affected and not reaching(s, g)]
    if left:
        return fails(
            f"No way of taking part reaches {listed(name for _, name in left)}, who are most affected.",
            f"groups[{left[0][0]}].reached_by", groups=[name for _, name in left],
        )  # fmt: skip
    return fine("Every most-affected group is reached by a way of taking part.")


@check("P-10.2")
def each_method_says_why_it_fits(s: Snapshot, p: Parameters) -> Found:
    for place, strand in enumerate(s.strands):
        if is_blank(strand.why):
            return fails(f"It does not say why “{short(strand.title)}” fits the purpose.", f"strands[{place}].why")
    return fine("Each way of taking part says why it fits.")


@check("P-10.3")
def each_barrier_has_a_remedy(s: Snapshot, p: Parameters) -> Found:
    for place, group in enumerate(s.groups):
        if not is_blank(group.barrier) and is_blank(group.remedy):
            return fails(
                f"{short(group.name)} face a barrier ({short(group.barrier)}) with no remedy.",
                f"groups[{place}].remedy",
            )
    return fine("Each barrier that is named has a remedy.")


@check("P-10.4")
def each_method_is_ready(s: Snapshot, p: Parameters) -> Found:
    for place, strand in enumerate(s.strands):
        if strand.blockers:
            return fails(
                f"“{short(strand.title)}” is not ready: {short(strand.blockers[0], 12)}",
                f"strands[{place}]", blockers=list(strand.blockers),
            )  # fmt: skip
    return fine("Every way of taking part is ready.")


@check("P-11.1")
def authority_has_accepted(s: Snapshot, p: Parameters) -> Found:
    holders = [(n, each) for n, each in enumerate(s.stakeholders) if each.stake == "authority"]
    accepted = [each for _, each in holders if each.accepted_on]
    if not holders:
        return fails("Nobody with authority to make the change is among the stakeholders.", "stakeholders")
    if not accepted:
        place, holder = holders[0]
        return fails(
            f"{short(holder.name)} has authority to make the change but has not accepted the role.",
            f"stakeholders[{place}].accepted_on",
        )
    if s.today and all(each.accepted_on > s.today for each in accepted if each.accepted_on):
        return warns("The acceptance by those with authority is dated in the future.", "stakeholders")
    return fine(f"{short(accepted[0].name)} has authority and has accepted the role.")


def _equality_is_recorded(s: Snapshot) -> bool:
    return not is_blank(s.access.equality_analysis) or not is_blank(s.access.equality_screening_reason)


@check("P-12.1")
def equality_analysis_begun(s: Snapshot, p: Parameters) -> Found:
    if _equality_is_recorded(s):
        return fine("The equality analysis, or a reason for none, is on record.")
    return fails("The equality analysis is best begun with the plan.", "access.equality_analysis")


@check("P-12.2")
def equality_read_again_at_decision(s: Snapshot, p: Parameters) -> Found:
    if _equality_is_recorded(s):
        return fine("The decision can be read with its equality analysis.")
    return fails("No equality analysis, nor a reason for none, stands beside the decision.", "access.equality_analysis")


@check("GP-a.1", words=int)
def purpose_is_clear(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.title):
        return fails("It has no title.", "title")
    if is_blank(s.purpose):
        return fails("The purpose is blank. Say what this is for.", "purpose")
    count = word_count(s.purpose)
    if count > p["words"]:
        return fails(f"The purpose has {count} words; at most {p['words']}.", "purpose", words=count)
    return fine(f"The purpose is said in {plural(count, 'word')}.", words=count)


@check("GP-a.2")
def audience_is_named(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.audience):
        return fails("It does not say who this is for.", "audience")
    return fine("It says who this is for.")


@check("GP-a.3")
def affected_groups_are_named(s: Snapshot, p: Parameters) -> Found:
    groups = [group.name for group in s.groups if not is_blank(group.name)]
    if not groups:
        return fails("No group is named that the outcome will affect.", "groups")
    return fine(f"{plural(len(groups), 'affected group')} named: {listed(groups)}.", groups=groups)


@check("GP-a.4", reading_age=int)
def purpose_reads_easily(s: Snapshot, p: Parameters) -> Found:
    age = reading_age(s.purpose)
    if age is not None and age > p["reading_age"]:
        return fails(
            f"The purpose reads at about age {age}; aim for {p['reading_age']}. Shorter words and sentences help.",
            "purpose", reading_age=age,
        )  # fmt: skip
    return fine("The purpose reads easily, or is too short to judge.", reading_age=age)


@check("GP-a.5")
def information_is_ready(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.information_pack):
        return fails("There is no information pack: people need enough to answer well.", "information_pack")
    return fine("There is an information pack.")


@check("GP-b.1")
def purpose_came_before_method(s: Snapshot, p: Parameters) -> Found:
    for place, strand in enumerate(s.strands):
        if strand.method_chosen_on and s.purpose_written_on and strand.method_chosen_on < s.purpose_written_on:
            return fails(
                f"Method first: “{short(strand.title)}” was chosen on {in_words(strand.method_chosen_on)}, "
                f"before the purpose was written on {in_words(s.purpose_written_on)}.",
                f"strands[{place}].method_chosen_on",
            )
    return fine("No method was chosen before the purpose was written.")


@check("GP-b.2")
def seldom_heard_have_more_than_a_generic_method(s: Snapshot, p: Parameters) -> Found:
    for place, group in enumerate(s.groups):
        if group.seldom_heard and all(strand.generic for strand in reaching(s, group)):
            return fails(
                f"{short(group.name)} are seldom heard and have no way of taking part made for them.",
                f"groups[{place}].reached_by",
            )
    return fine("Seldom-heard groups have a way of taking part made for them.")


@check("GP-c.1")
def publicity_and_feedback_are_chosen(s: Snapshot, p: Parameters) -> Found:
    if not s.publicity_channels:
        return fails("It does not say how people will hear of this.", "publicity_channels")
    if not s.feedback_channels:
        return fails("It does not say how people will be told the outcome.", "feedback_channels")
    return fine(f"Publicity by {listed(s.publicity_channels)}; feedback by {listed(s.feedback_channels)}.")


@check("GP-c.2")
def feedback_reaches_every_way_in(s: Snapshot, p: Parameters) -> Found:
    ways_in = {channel for strand in s.strands for channel in strand.channels}
    back = set(s.feedback_channels)
    missed = sorted(way for way in ways_in if not back & ANSWERED_BY.get(way, {way}))
    if missed:
        return fails(
            f"People can answer by {listed(map(way_in, missed), 7)} but would not be told the outcome that way.",
            "feedback_channels", missed=missed,
        )  # fmt: skip
    return fine("Feedback goes back to every way in.")


@check("GP-c.3", days=int)
def feedback_is_promised_in_time(s: Snapshot, p: Parameters) -> Found:
    if s.feedback_due_on is None:
        return fails("It gives no day by which people will be told the outcome.", "feedback_due_on")
    if s.closes_on is None:
        return fine(f"Feedback is promised by {in_words(s.feedback_due_on)}.")
    wait = duration_days(s.closes_on, s.feedback_due_on)
    if wait <= 0:
        return warns("Feedback is promised for a day before answers are in.", "feedback_due_on", days=wait)
    if wait > p["days"]:
        return advises(
            f"Feedback is promised {wait} days after closing; {p['days']} is usual, or explain.",
            "feedback_due_on", days=wait,
        )  # fmt: skip
    return fine(f"Feedback is promised within {wait} days of closing.", days=wait)
