"""Who may look after addresses that get the printed calendar."""

from __future__ import annotations

from typing import Any

from heard.people.access import may
from heard.people.models import Partner
from heard.rules.verdict import Verdict


def may_keep_followers(account: Any, partner: Partner) -> Verdict:
    """May this account enter who asked by phone or on paper, and print their sheets? Only for its own partner."""
    return may(account, "print_letters", partner=partner)
