"""What is accepted from residents and from moderators."""

from heard.moderation.forms.guarded import Guarded, Trap

__all__ = ["Guarded", "Trap"]
