"""Whole pence, as people write them."""

from __future__ import annotations


def pounds(pence: int) -> str:
    """“£1,250” or “£12.50”."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"
