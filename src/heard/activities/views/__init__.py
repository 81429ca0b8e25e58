"""What residents are shown of an activity."""

from heard.activities.views.acknowledging import acknowledge
from heard.activities.views.invitations import invitation
from heard.activities.views.pages import influence, paper, signed_brief, strand, take_part
from heard.activities.views.receipts import receipt

__all__ = ["acknowledge", "influence", "invitation", "paper", "receipt", "signed_brief", "strand", "take_part"]
