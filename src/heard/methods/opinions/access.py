"""Who may write statements, count a room, and judge what looks odd. Anyone may vote."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import NOT_YET_OPEN, may_do
from heard.activities.models import Stage, Strand
from heard.methods.opinions.models import Statement
from heard.moderation.access import may_moderate
from heard.rules.verdict import YES, Verdict, no


def may_see(account: Any, strand: Strand) -> Verdict:
    """May this account look at the officers' pages of these statements?"""
    for verb in ("edit_plan", "enter_session", "key_answers"):
        if allowed := may_do(account, verb, strand.activity):
            return allowed
    return may_moderate(account, strand.activity)


def may_set_up(account: Any, strand: Strand) -> Verdict:
    """What it is about, and the first statements, may change until it opens; then people are asked them."""
    if strand.activity.stage not in NOT_YET_OPEN:
        return no(
            _("The first statements were fixed when this opened, because people vote on them from then on."),
            _("Add a statement that somebody gave, or reword one: the first words stay beside it."),
            "UP-e",
        )
    return may_do(account, "edit_plan", strand.activity)


def may_translate(account: Any, strand: Strand) -> Verdict:
    """Versions in other languages and in Easy Read may be written and published until it closes."""
    if strand.activity.stage not in (*NOT_YET_OPEN, Stage.OPEN):
        return no(
            _("This has closed, so its statements are offered in no further language."),
            _("Translate the findings and the feedback instead."),
        )
    return may_do(account, "edit_plan", strand.activity)


def may_enter_statement(account: Any, strand: Strand) -> Verdict:
    """May this account write down a statement that somebody gave on paper, by phone or in a room?"""
    keyed = may_do(account, "key_answers", strand.activity)
    return keyed or may_do(account, "enter_session", strand.activity)


def may_reword(account: Any, statement: Statement) -> Verdict:
    """While it is open, whoever moderates may put a statement more clearly; the first words stay beside it."""
    strand = statement.opinions.strand
    if strand.activity.stage != Stage.OPEN:
        return no(
            _("A statement is reworded while people can vote on it."),
            _("Before opening, change it; afterwards the words that people voted on stay."),
        )
    if statement.put_away_at:
        return no(_("This statement was put away already."))
    if statement.is_brought_back:
        return no(
            _("Its author asked for their own words back, so they stay."),
            _("If a listed reason speaks against them, cover or take them down at the moderators’ desk."),
        )
    return may_moderate(account, strand.activity)


def may_bring_back(statement: Statement, *, covered: str, withheld: str) -> Verdict:
    """May the author of a reworded statement have their own words back? Asked of whoever holds the secret on the slip.

    `covered`: the reason for which some of the words were covered; `withheld`: the line that stands in their place.
    """
    if statement.opinions.strand.activity.stage != Stage.OPEN:
        return no(
            _("Voting has closed, so the words stay that people voted on last."),
            _("Your own words stand beside them. You can raise a concern."),
        )
    if covered:
        return no(
            _("Some of your words were covered, so they do not come back: %(reason)s.")
            % {"reason": covered.rstrip(".")},
            _("Add a statement without them, or raise a concern if the reason does not fit."),
        )
    if withheld:
        return no(_("Your own words cannot be read by everyone just now. %(why)s") % {"why": withheld})
    return YES


def may_count_room(account: Any, strand: Strand) -> Verdict:
    """Rooms are counted by whoever holds them, from opening until the result is worked out."""
    allowed = may_do(account, "enter_session", strand.activity)
    if not allowed:
        return allowed
    if strand.activity.stage in NOT_YET_OPEN:
        return no(_("The activity is not open yet."), _("Rooms can be counted from the day it opens."))
    if strand.activity.stage not in (Stage.OPEN, Stage.CLOSED) or strand.concluded_at:
        return no(
            _("What people think has been worked out, so no room can be added."),
            _("If one was left out, ask the lead partner to reopen the activity."),
        )
    return YES


def may_take_in(account: Any, strand: Strand) -> Verdict:
    """May this account take in votes of a conversation that was held elsewhere?"""
    return may_do(account, "import_answers", strand.activity)


def may_watch(account: Any, strand: Strand) -> Verdict:
    """May this account see what looked odd among the votes? Moderators, and those who propose leaving things out."""
    allowed = may_moderate(account, strand.activity)
    return allowed or may_do(account, "propose_exclusion", strand.activity)


def may_judge(account: Any, strand: Strand) -> Verdict:
    """May this account say what to make of it? Votes are left out by two people from two teams, never by one."""
    if strand.concluded_at:
        return no(_("The result has been worked out with these votes."), _("It can be judged again after a reopening."))
    return may_watch(account, strand)
