"""What may happen to activities, plans and contributions: every write."""

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
from heard.activities.actions.dates import extend
from heard.activities.actions.declarations import sign_declaration
from heard.activities.actions.index import index_activity
from heard.activities.actions.marks import mark
from heard.activities.actions.planning import edit_plan, plan_activity, relabel
from heard.activities.actions.stakeholders import (
    accept_invitation,
    add_stakeholder,
    decline_invitation,
    invite_stakeholder,
)
from heard.activities.actions.ways import (
    GroupTerms,
    Terms,
    add_strand,
    change_strand,
    remove_strand,
    set_groups,
    set_reach,
)

__all__ = [
    "Arrival",
    "GroupTerms",
    "Received",
    "ReplyTo",
    "Said",
    "Terms",
    "accept_invitation",
    "add_stakeholder",
    "add_strand",
    "change_strand",
    "codes_for",
    "decline_invitation",
    "edit_plan",
    "extend",
    "give_receipt",
    "index_activity",
    "invite_stakeholder",
    "mark",
    "plan_activity",
    "receive_batch",
    "receive_contribution",
    "relabel",
    "remove_strand",
    "set_groups",
    "set_reach",
    "sign_declaration",
]
