"""Who may set up a conversation, answer in it, say what becomes of an idea, and write up what came another way."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heard.activities.access import NOT_YET_OPEN, may_do
from heard.activities.models import Stage, Strand
from heard.methods.conversation.models import Conversation
from heard.rules.verdict import YES, Verdict, no

NEVER_AGAIN = (Stage.ARCHIVED, Stage.WITHDRAWN)


def may_set_up(account: Any, strand: Strand) -> Verdict:
    """What is asked may change until the activity opens; after that everyone must have been asked the same."""
    if strand.activity.stage not in NOT_YET_OPEN:
        return no(
            _("People have begun to answer this, so the question stays as it is."),
            _("Ask something else in a new activity. Who replies can still change."),
            "UP-e",
        )
    return may_do(account, "edit_plan", strand.activity)


def may_name_officer(account: Any, strand: Strand) -> Verdict:
    """Whoever writes the plan says who replies; people fall ill, so this may change while it is open."""
    return may_do(account, "edit_plan", strand.activity)


def may_see(account: Any, strand: Strand) -> Verdict:
    """May this account look at the officers' pages of this conversation?"""
    allowed = may_do(account, "edit_plan", strand.activity)
    for verb in ("key_answers", "code_passages", "answer_findings", "enter_session"):
        allowed = allowed or may_do(account, verb, strand.activity)
    return allowed


def may_reply(account: Any, conversation: Conversation) -> Verdict:
    """The named officer replies, and whoever may answer what people said for this activity."""
    activity = conversation.strand.activity
    if activity.stage in (*NOT_YET_OPEN, *NEVER_AGAIN):
        return no(_("Replies are given from the day it opens until it is archived."))
    if _is_officer(account, conversation):
        return YES
    return may_do(account, "answer_findings", activity)


def _is_officer(account: Any, conversation: Conversation) -> bool:
    return account is not None and account.pk is not None and account.pk == conversation.officer_id


def may_decide_on_ideas(account: Any, conversation: Conversation) -> Verdict:
    """Saying what becomes of an idea is a public answer: the same people, on a board only."""
    if not conversation.is_board:
        return no(_("This is a conversation, not a board of ideas: what came of it is said in the findings."))
    return may_reply(account, conversation)


def may_join_posts(account: Any, strand: Strand) -> Verdict:
    """Putting posts together, or taking one apart, is for those who sort what was said, until it is counted."""
    if strand.concluded_at is not None:
        return no(_("What was said has been counted, so posts stay as they are."))
    return may_do(account, "code_passages", strand.activity)


def may_key_in(account: Any, strand: Strand) -> Verdict:
    """May this account write down what came on paper, by phone, by letter or in person?"""
    keyed = may_do(account, "key_answers", strand.activity)
    return keyed or may_do(account, "enter_session", strand.activity)


def may_count_support(account: Any, strand: Strand) -> Verdict:
    """Voices raised elsewhere are counted by whoever writes down what came another way, until everything is counted."""
    if strand.concluded_at is not None:
        return no(_("What was said has been counted, so no more voices are added or taken away."))
    if strand.activity.stage in (*NOT_YET_OPEN, *NEVER_AGAIN):
        return no(_("Voices are counted from the day it opens."))
    return may_key_in(account, strand)


def may_tell(account: Any, strand: Strand) -> Verdict:
    """Letters and numbers name people, so only those who print letters see whom to tell."""
    return may_do(account, "print_letters", strand.activity)


def may_hear(account: Any, strand: Strand) -> Verdict:
    """A voice says who somebody is: only those who write it down hear it."""
    return may_key_in(account, strand)


def may_look_at_pictures(account: Any, strand: Strand) -> Verdict:
    """May this account see a picture that is not shown? Only who moderates, agrees to a removal or reviews."""
    if account is None or not account.is_authenticated:
        return no(_("This picture is not shown."))
    allowed = may_do(account, "moderate", strand.activity)
    for verb in ("approve_exclusion", "review_moderation"):
        allowed = allowed or may_do(account, verb, strand.activity)
    return allowed


def may_sum_up(account: Any, conversation: Conversation) -> Verdict:
    """The closing words come from the named officer, or from those who write what was heard."""
    activity = conversation.strand.activity
    if activity.stage in (*NOT_YET_OPEN, *NEVER_AGAIN):
        return no(_("The closing words are written once people have spoken, until it is archived."))
    if _is_officer(account, conversation):
        return YES
    return may_do(account, "write_findings", activity)
