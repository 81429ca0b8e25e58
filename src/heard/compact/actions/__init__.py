"""What may happen at the gates: every write."""

from heard.compact.actions.level import change_level
from heard.compact.actions.moves import HeldBack, move
from heard.compact.actions.packs import keep_pack, sign_pack
from heard.compact.actions.signing import approve, override, withdraw_override

__all__ = ["HeldBack", "approve", "change_level", "keep_pack", "move", "override", "sign_pack", "withdraw_override"]
