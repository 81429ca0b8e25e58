"""Checks after closing: UP-f and GP-i (found), B3-d (decided), GP-k and UP-a (told), GP-j, P-14, UP-b (archived)."""

from __future__ import annotations

from heard.rules.calendar import duration_days, in_words, late_grace_ends
from heard.rules.claims import claims_more
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
    way_in,
)
from heard.rules.reading import reading_age
from heard.rules.snapshot import Commitment, Count, Finding, Snapshot, Theme

POSTED = frozenset({"paper", "letter"})
LONGEST_REFERENCE = 6  # “F12” tells people something; a random public id does not


def called(each: Finding | Commitment) -> str:
    """A finding or promise as people would name it: by its reference where that is short, else by its first words."""
    words = each.statement if isinstance(each, Finding) else each.words
    if is_blank(words) or 0 < len(each.ref) <= LONGEST_REFERENCE:
        return short(each.ref) or "(without words)"
    return f"“{short(words)}”"


@check("GP-i.1")
def each_finding_has_its_base(s: Snapshot, p: Parameters) -> Found:
    for place, finding in enumerate(s.findings):
        if finding.base is None:
            return fails(f"Finding {called(finding)} does not say how many it rests on.", f"findings[{place}].base")
        if is_blank(finding.source) and not finding.strands:
            return fails(f"Finding {called(finding)} does not say where it comes from.", f"findings[{place}].source")
    return fine(f"{plural(len(s.findings), 'finding')} with base and source.")


@check("GP-i.2")
def each_finding_shows_the_range_of_views(s: Snapshot, p: Parameters) -> Found:
    for place, finding in enumerate(s.findings):
        if is_blank(finding.range_of_views):
            return fails(
                f"Finding {called(finding)} does not show the range of views.", f"findings[{place}].range_of_views"
            )
        if not finding.evidence:
            return fails(f"Finding {called(finding)} cites no evidence.", f"findings[{place}].evidence")
    return fine("Each finding shows the range of views and its evidence.")


@check("GP-i.10")
def no_finding_claims_more_than_was_heard(s: Snapshot, p: Parameters) -> Found:
    """I-8: those who took part never silently become “residents”."""
    for place, finding in enumerate(s.findings):
        for name in ("statement", "source", "range_of_views"):
            if phrase := claims_more(getattr(finding, name)):
                return fails(
                    f"Finding {called(finding)} says “{phrase}”. Only those who took part were heard: say so.",
                    f"findings[{place}].{name}",
                )
    return fine("Findings speak of those who took part, not of everyone.")


@check("UP-f.1")
def counts_add_up(s: Snapshot, p: Parameters) -> Found:
    off = [(n, each) for n, each in enumerate(s.counts) if _gap(each)]
    if off:
        place, count = off[0]
        total = count.analysed + count.excluded + count.withdrawn
        more = f" {plural(len(off) - 1, 'more channel')} also." if len(off) > 1 else ""
        return fails(
            f"“{short(count.strand)}”, {count.channel}: received {count.received}, but analysed {count.analysed} + "
            f"excluded {count.excluded} + withdrawn {count.withdrawn} = {total}.{more}",
            f"counts[{place}]", received=count.received, accounted=total,
        )  # fmt: skip
    received = sum(count.received for count in s.counts)
    return fine(f"All {plural(received, 'contribution')} accounted for, channel by channel.", received=received)


def _gap(count: Count) -> int:
    parts = (count.received, count.analysed, count.excluded, count.withdrawn)
    return 1 if min(parts) < 0 else parts[0] - sum(parts[1:])


@check("UP-f.2")
def exclusions_have_reasons(s: Snapshot, p: Parameters) -> Found:
    for place, count in enumerate(s.counts):
        if count.excluded > 0 and not [each for each in count.excluded_reasons if not is_blank(each)]:
            return fails(
                f"{count.excluded} left out of “{short(count.strand)}” ({count.channel}) without a reason.",
                f"counts[{place}].excluded_reasons",
            )
    return fine("Whatever was left out has its reason.")


@check("UP-f.3")
def every_strand_is_in_the_findings(s: Snapshot, p: Parameters) -> Found:
    heard = {title for finding in s.findings for title in finding.strands}
    received: dict[str, int] = {}
    for count in s.counts:
        received[count.strand] = received.get(count.strand, 0) + count.received - count.withdrawn
    silent = [strand for strand, number in received.items() if number > 0 and strand not in heard]
    if silent:
        together = sum(received[strand] for strand in silent)
        return fails(
            f"What was said in {listed(silent)} appears in no finding ({plural(together, 'contribution')}).",
            "findings", strands=silent,
        )  # fmt: skip
    return fine("Every way in which people took part appears in a finding.")


@check("UP-f.4", floor_percent=int)
def no_theme_is_buried(s: Snapshot, p: Parameters) -> Found:
    buried = [
        (n, theme) for n, theme in enumerate(s.themes)
        if _must_appear(theme, p["floor_percent"]) and is_blank(theme.in_finding) and is_blank(theme.not_taken_because)
    ]  # fmt: skip
    if buried:
        return fails(
            f"Neither in a finding nor listed as not taken further: {listed(theme.name for _, theme in buried)}.",
            f"themes[{buried[0][0]}].not_taken_because", themes=[theme.name for _, theme in buried],
        )  # fmt: skip
    return fine(f"Each theme at or above {p['floor_percent']}%, or raised by those most affected, is answered for.")


def _must_appear(theme: Theme, floor_percent: int) -> bool:
    if theme.contributions <= 0:
        return False
    return theme.raised_by_most_affected or theme.contributions * 100 >= floor_percent * theme.coded_base


@check("UP-f.5")
def late_responses_have_a_policy(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.late_response_policy):
        return fails("It does not say, before opening, what happens to late responses.", "late_response_policy")
    return fine("What happens to late responses is said before opening.")


@check("UP-f.6", post_grace_working_days=int)
def everything_received_is_entered(s: Snapshot, p: Parameters) -> Found:
    for place, strand in enumerate(s.strands):
        if strand.capture_owed:
            return fails(
                f"Still to be entered for “{short(strand.title)}”: {short(strand.capture_owed[0], 10)}",
                f"strands[{place}].capture_owed", owed=list(strand.capture_owed),
            )  # fmt: skip
    posted = any(POSTED & set(strand.channels) for strand in s.strands)
    if posted and s.closes_on and s.today:
        ends = late_grace_ends(s.closes_on, p["post_grace_working_days"])
        if s.today <= ends:
            return fails(f"Post sent in time still counts until the end of {in_words(ends)}.", "closes_on")
    return fine("Everything that was received is entered.")


@check("B3-d.1")
def every_finding_is_answered(s: Snapshot, p: Parameters) -> Found:
    open_ones = [(n, f) for n, f in enumerate(s.findings) if is_blank(f.answer)]
    if open_ones:
        answered = len(s.findings) - len(open_ones)
        return fails(
            f"The decision answers {answered} of {plural(len(s.findings), 'finding')}. Missing: "
            f"{listed((called(f) for _, f in open_ones), 4)}.",
            f"findings[{open_ones[0][0]}].answer", missing=[f.ref or f.statement for _, f in open_ones],
        )  # fmt: skip
    return fine(f"Every finding is answered ({len(s.findings)}).")


@check("B3-d.2", answers=list)
def each_answer_says_why(s: Snapshot, p: Parameters) -> Found:
    for place, finding in enumerate(s.findings):
        if finding.answer in p["answers"] and is_blank(finding.answer_reason):
            return fails(
                f"Finding {called(finding)} is answered “{finding.answer.replace('_', ' ')}” without a because.",
                f"findings[{place}].answer_reason",
            )
    return fine("Each answer that needs a because has one.")


@check("B3-d.3")
def the_decider_opened_the_evidence(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.decision.pack_hash):
        return fails("No evidence pack is frozen for the decision.", "decision.pack_hash")
    if not s.decision.pack_opened:
        who = short(s.decision.maker) or "The decision maker"
        return fails(f"{who} has not opened the evidence pack.", "decision.pack_opened")
    return fine("The decision maker opened the frozen evidence.", pack_hash=s.decision.pack_hash)


@check("B3-d.4")
def the_decision_is_complete(s: Snapshot, p: Parameters) -> Found:
    needed = ("maker", "option", "reasons", "alternatives")
    missing = [key for key in needed if is_blank(getattr(s.decision, key))]
    if s.decision.made_on is None:
        missing.insert(0, "made_on")
    if missing:
        words = [{"made_on": "its date"}.get(key, key) for key in missing]
        return fails(
            f"The record of the decision lacks: {listed(words, 5)}.", f"decision.{missing[0]}", missing=missing
        )
    assert s.decision.made_on
    if s.today and s.decision.made_on > s.today:
        return fails(f"The decision is dated {in_words(s.decision.made_on)}, in the future.", "decision.made_on")
    return fine(f"{short(s.decision.maker)} decided on {in_words(s.decision.made_on)}, with reasons.")


@check("B3-d.5")
def conflicts_are_declared(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.decision.conflicts):
        return fails("It does not say whether the decision maker has a conflict of interest.", "decision.conflicts")
    return fine("Conflicts of interest are declared, or none.")


@check("GP-k.1")
def there_is_a_summary_for_participants(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.feedback.summary):
        return fails("There is no summary telling people what difference they made.", "feedback.summary")
    return fine("There is a summary for those who took part.")


@check("GP-k.2", reading_age=int)
def the_summary_reads_easily(s: Snapshot, p: Parameters) -> Found:
    age = reading_age(s.feedback.summary)
    if age is not None and age > p["reading_age"]:
        return fails(
            f"The summary reads at about age {age}; aim for {p['reading_age']}.", "feedback.summary", reading_age=age
        )
    return fine("The summary reads easily, or is too short to judge.", reading_age=age)


@check("UP-a.1")
def everyone_is_told(s: Snapshot, p: Parameters) -> Found:
    left = sorted(set(s.feedback.channels_owed) - set(s.feedback.channels_given))
    if left:
        return fails(
            f"Feedback has not reached those who took part by {listed(map(way_in, left), 7)}.",
            "feedback.channels_given", missing=left,
        )  # fmt: skip
    if not s.feedback.channels_owed:
        return fine("Nobody has taken part, so nobody is owed an answer.")
    if s.feedback.given_on is None:
        return fails("No day is recorded on which people were told.", "feedback.given_on")
    return fine(f"Everyone who took part was told by {in_words(s.feedback.given_on)}.")


@check("UP-a.2")
def lateness_stays_on_record(s: Snapshot, p: Parameters) -> Found:
    due, given = s.feedback.due_on or s.feedback_due_on, s.feedback.given_on or s.today
    if due and given and given > due:
        late = duration_days(due, given)
        return fails(
            f"Feedback was due by {in_words(due)}: {plural(late, 'day')} late.", "feedback.given_on", late=late
        )
    return fine("Feedback is not late.")


@check("UP-a.3", overdue=int)
def the_lead_owes_no_one_an_answer(s: Snapshot, p: Parameters) -> Found:
    if s.lead_feedback_overdue >= p["overdue"]:
        return fails(
            f"{short(s.lead_partner) or 'The lead'} already owes feedback on {s.lead_feedback_overdue} activities.",
            "lead_feedback_overdue", overdue=s.lead_feedback_overdue,
        )  # fmt: skip
    return fine(f"Fewer than {p['overdue']} earlier activities of this lead still owe feedback.")


@check("GP-j.1", inform_answers=list)
def five_questions_are_answered(s: Snapshot, p: Parameters) -> Found:
    e = s.evaluation
    answers = {
        "learned": (is_blank(e.learned), "what was learned"),
        "how_many": (e.how_many is None, "how many took part"),
        "representative": (is_blank(e.representative), "whether they were representative"),
        "what_changed": (is_blank(e.what_changed), "what changed"),
        "better_informed_or_able": (is_blank(e.better_informed_or_able), "whether people felt better informed or able"),
    }
    asked = p["inform_answers"] if s.level == "inform" else answers
    left = [key for key in answers if key in asked and answers[key][0]]
    if left:
        return fails(f"The evaluation does not say: {'; '.join(answers[key][1] for key in left)}.",
                     f"evaluation.{left[0]}", missing=left)  # fmt: skip
    return fine("The evaluation answers every question that the code asks.")


@check("GP-j.2")
def participants_were_asked_afterwards(s: Snapshot, p: Parameters) -> Found:
    if not s.evaluation.follow_up_sent:
        return fails("Those who took part were not asked afterwards how it was.", "evaluation.follow_up_sent")
    return fine("Those who took part were asked afterwards how it was.")


@check("P-14.1")
def there_is_an_evaluation(s: Snapshot, p: Parameters) -> Found:
    if is_blank(s.evaluation.learned) and s.evaluation.how_many is None:
        return fails("There is no evaluation.", "evaluation.learned")
    return fine("There is an evaluation.")


@check("UP-b.1")
def every_promise_is_seen_through(s: Snapshot, p: Parameters) -> Found:
    left = [(n, each) for n, each in enumerate(s.commitments) if not _is_resolved(each)]
    if left:
        place, first = left[0]
        return fails(
            f"Not yet kept, nor changed or dropped with a reason: {listed((called(each) for _, each in left), 4)}.",
            f"commitments[{place}].state", missing=[each.ref or each.words for _, each in left], state=first.state,
        )  # fmt: skip
    return fine(f"{plural(len(s.commitments), 'promise')} seen through." if s.commitments else "No promise was made.")


def _is_resolved(each: Commitment) -> bool:
    if each.state in ("done", "verified"):
        return True
    if each.state == "changed":
        return not is_blank(each.reason)
    return each.state == "dropped" and not is_blank(each.reason) and not is_blank(each.decider)


@check("UP-b.2")
def done_is_shown_by_evidence(s: Snapshot, p: Parameters) -> Found:
    for place, each in enumerate(s.commitments):
        if each.state in ("done", "verified") and is_blank(each.evidence):
            return fails(f"{called(each)} is marked done without evidence.", f"commitments[{place}].evidence")
    return fine("Whatever is marked done has evidence.")


@check("UP-b.3")
def something_follows_or_it_says_why_not(s: Snapshot, p: Parameters) -> Found:
    if s.commitments:
        return fine(f"{plural(len(s.commitments), 'promise')} made.")
    if not is_blank(s.feedback.no_commitment_reason):
        return fine("No promise was made, and it says why.", reason=s.feedback.no_commitment_reason)
    return fails("Nothing is promised and it does not say why.", "feedback.no_commitment_reason")
