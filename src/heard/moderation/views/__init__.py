"""What residents see of moderation."""

from heard.moderation.views.policy import policy, report

__all__ = ["policy", "report"]
