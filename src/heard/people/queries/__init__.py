"""What may be asked about partners, accounts, voices, monitoring answers and exclusions."""

from heard.people.queries.addresses import (
    address_of,
    addresses_left_with,
    mobile_of,
    voices_taking_texts,
    voices_with_an_address,
)
from heard.people.queries.data_requests import (
    data_request_by_code,
    data_request_for,
    data_requests_for,
    officers_for,
    reminder_email,
)
from heard.people.queries.exclusions import (
    Register,
    appeal_path,
    exclusion_register,
    exclusion_seen_by,
    exclusion_steps,
    exclusion_to_appeal,
    exclusions_seen_by,
    waiting,
)
from heard.people.queries.invitations import invitation_by_secret, invitation_state, secret_of
from heard.people.queries.monitoring import Asked, TookPart, Weighed, tabulate
from heard.people.queries.staff import (
    account_seen_by,
    accounts_seen_by,
    invitation_seen_by,
    partner_by_slug,
    partners_invited_for,
    role_seen_by,
    sample_accounts,
    scope_of,
    staff_who_may,
    waiting_invitations,
)

__all__ = [
    "Asked",
    "Register",
    "TookPart",
    "Weighed",
    "account_seen_by",
    "accounts_seen_by",
    "address_of",
    "addresses_left_with",
    "appeal_path",
    "data_request_by_code",
    "data_request_for",
    "data_requests_for",
    "exclusion_register",
    "exclusion_seen_by",
    "exclusion_steps",
    "exclusion_to_appeal",
    "exclusions_seen_by",
    "invitation_by_secret",
    "invitation_seen_by",
    "invitation_state",
    "mobile_of",
    "officers_for",
    "partner_by_slug",
    "partners_invited_for",
    "reminder_email",
    "role_seen_by",
    "sample_accounts",
    "scope_of",
    "secret_of",
    "staff_who_may",
    "tabulate",
    "voices_taking_texts",
    "voices_with_an_address",
    "waiting",
    "waiting_invitations",
]
