"""May a decision rest on evidence from elsewhere (ASLEF v Secretary of State, 2023)? Only if anyone can read it, and
only with a word on why it still holds once it is old.
"""

from __future__ import annotations

from datetime import date

from heard.rules.calendar import months_after
from heard.rules.verdict import YES, Verdict, no

MONTHS = 24


def is_dated(collected_on: date, today: date, months: int = MONTHS) -> bool:
    """Whether more than so many months have passed since it was collected."""
    return today > months_after(collected_on, months)


def may_rest_on(
    *, collected_on: date, published_where: str, currency_note: str, today: date, months: int = MONTHS
) -> Verdict:
    """Yes, or no with what to do: publish it first, or say why it still holds."""
    if collected_on > today:
        return no("It cannot have been collected in the future.", "Give the day on which it was finished.", "GP-i.9")
    if not published_where.strip():
        return no(
            "Evidence that nobody can read cannot support a decision.",
            "Publish it first, and say where; or leave it out.",
            "GP-i.8",
        )
    if is_dated(collected_on, today, months) and len(currency_note.split()) < 3:
        return no(
            f"It is more than {months} months old.",
            "Say in a sentence why it still holds. The note is published with it.",
            "GP-i.9",
        )
    return YES
