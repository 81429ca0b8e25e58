"""What residents are shown of an activity."""

from heard.activities.views.invitations import invitation
from heard.activities.views.pages import influence, paper, strand, take_part
from heard.activities.views.receipts import receipt

__all__ = ["influence", "invitation", "paper", "receipt", "strand", "take_part"]
