"""What those see who look after partners, roles, exclusions, erasure and the record."""

from heard.people.staff.data import data_request, data_requests, log_data_request
from heard.people.staff.exclusions import exclusion, exclusions, propose
from heard.people.staff.partners import edit_partner, new_partner, partners
from heard.people.staff.people import account, close, end_role, invitations, invite, people, withdraw
from heard.people.staff.record import audit, erasure

__all__ = [
    "account",
    "audit",
    "close",
    "data_request",
    "data_requests",
    "edit_partner",
    "end_role",
    "erasure",
    "exclusion",
    "exclusions",
    "invitations",
    "invite",
    "log_data_request",
    "new_partner",
    "partners",
    "people",
    "propose",
    "withdraw",
]
