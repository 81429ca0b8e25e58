"""What may be asked about moderation: what everyone may read, the queue, the policy, the numbers."""

from heard.moderation.queries.policy import looks_before, moderation_policy, terms_of
from heard.moderation.queries.shown import item_of, shown, standing, withheld, withheld_among

__all__ = [
    "item_of",
    "looks_before",
    "moderation_policy",
    "shown",
    "standing",
    "terms_of",
    "withheld",
    "withheld_among",
]
