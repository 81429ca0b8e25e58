"""What may happen to activities, plans and contributions: every write."""

from heard.activities.actions.announcing import announce_activity
from heard.activities.actions.contributions import (
    Arrival,
    Received,
    ReplyTo,
    Said,
    codes_for,
    give_receipt,
    receive_batch,
    receive_contribution,
)
from heard.activities.actions.correcting import (
    correct_channel,
    correct_on_behalf_of,
    correct_words,
    give_to_person,
    lay_words,
    move_words,
    note_correction,
    recheck_erratum,
    take_out_entry,
)
from heard.activities.actions.dates import extend
from heard.activities.actions.declarations import sign_declaration
from heard.activities.actions.exclusions import (
    exclude_contribution,
    propose_leaving_out,
    propose_removal,
    remove_stakeholder,
    restore_contribution,
    restore_stakeholder,
)
from heard.activities.actions.index import index_activity
from heard.activities.actions.joint import accept_joint, ask_to_join, decline_joint, leave_joint, offer_to_join
from heard.activities.actions.marks import mark
from heard.activities.actions.planning import edit_plan, plan_activity, relabel
from heard.activities.actions.stakeholders import (
    accept_invitation,
    add_stakeholder,
    decline_invitation,
    invite_stakeholder,
)
from heard.activities.actions.telling import note_notice, owe_notices, post_notices, print_notices
from heard.activities.actions.ways import (
    GroupTerms,
    Terms,
    add_strand,
    change_strand,
    remove_strand,
    set_groups,
    set_reach,
)
from heard.activities.actions.words import (
    add_layer,
    erase,
    redact_passage,
    withdraw_contribution,
    withdraw_with_receipt,
)

__all__ = [
    "Arrival",
    "GroupTerms",
    "Received",
    "ReplyTo",
    "Said",
    "Terms",
    "accept_invitation",
    "accept_joint",
    "add_layer",
    "add_stakeholder",
    "add_strand",
    "announce_activity",
    "ask_to_join",
    "change_strand",
    "codes_for",
    "correct_channel",
    "correct_on_behalf_of",
    "correct_words",
    "decline_invitation",
    "decline_joint",
    "edit_plan",
    "erase",
    "exclude_contribution",
    "extend",
    "give_receipt",
    "give_to_person",
    "index_activity",
    "invite_stakeholder",
    "lay_words",
    "leave_joint",
    "mark",
    "move_words",
    "note_correction",
    "note_notice",
    "offer_to_join",
    "owe_notices",
    "plan_activity",
    "post_notices",
    "print_notices",
    "propose_leaving_out",
    "propose_removal",
    "receive_batch",
    "receive_contribution",
    "recheck_erratum",
    "redact_passage",
    "relabel",
    "remove_stakeholder",
    "remove_strand",
    "restore_contribution",
    "restore_stakeholder",
    "set_groups",
    "set_reach",
    "sign_declaration",
    "take_out_entry",
    "withdraw_contribution",
    "withdraw_with_receipt",
]
