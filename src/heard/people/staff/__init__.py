"""What those see who look after partners, roles, exclusions, erasure and the record."""

from heard.people.staff.exclusions import exclusion, exclusions, propose
from heard.people.staff.partners import edit_partner, new_partner, partners
from heard.people.staff.people import account, close, end_role, invitations, invite, people, withdraw
from heard.people.staff.record import audit, erasure

__all__ = [
    "account",
    "audit",
    "close",
    "edit_partner",
    "end_role",
    "erasure",
    "exclusion",
    "exclusions",
    "invitations",
    "invite",
    "new_partner",
    "partners",
    "people",
    "propose",
    "withdraw",
]
