"""What may happen to partners, accounts, roles, voices and what is known of them: every write."""

from heard.people.actions.addresses import delete_addresses_told, hold_voice, keep_address, let_addresses_go, make_voice
from heard.people.actions.data_requests import (
    Raised,
    acknowledge_data_request,
    close_data_request,
    extend_data_request,
    pause_data_request,
    raise_data_request,
    remind_of_data_requests,
    resume_data_request,
)
from heard.people.actions.erasure import apply_ledger, erase
from heard.people.actions.exclusions import (
    appeal_exclusion,
    approve_exclusion,
    decide_appeal,
    end_excluded_role,
    lapse_exclusion,
    propose_exclusion,
    refuse_exclusion,
    restore_excluded_role,
    tell_excluded,
)
from heard.people.actions.invitations import accept_invitation, invite, send_invitation, withdraw_invitation
from heard.people.actions.mailing import mail_voice
from heard.people.actions.monitoring import destroy_monitoring_key, forget_monitoring, keep_monitoring
from heard.people.actions.partners import create_partner, edit_partner
from heard.people.actions.retention import apply_retention
from heard.people.actions.roles import assign_role, close_account, end_role

__all__ = [
    "Raised",
    "accept_invitation",
    "acknowledge_data_request",
    "appeal_exclusion",
    "apply_ledger",
    "apply_retention",
    "approve_exclusion",
    "assign_role",
    "close_account",
    "close_data_request",
    "create_partner",
    "decide_appeal",
    "delete_addresses_told",
    "destroy_monitoring_key",
    "edit_partner",
    "end_excluded_role",
    "end_role",
    "erase",
    "extend_data_request",
    "forget_monitoring",
    "hold_voice",
    "invite",
    "keep_address",
    "keep_monitoring",
    "lapse_exclusion",
    "let_addresses_go",
    "mail_voice",
    "make_voice",
    "pause_data_request",
    "propose_exclusion",
    "raise_data_request",
    "refuse_exclusion",
    "remind_of_data_requests",
    "restore_excluded_role",
    "resume_data_request",
    "send_invitation",
    "tell_excluded",
    "withdraw_invitation",
]
