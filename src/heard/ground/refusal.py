"""Refusals are values. An action that may not happen raises `Refused` with its verdict; a page shows it."""

from __future__ import annotations

from heard.rules.verdict import Verdict, no


class Refused(Exception):
    """Something may not happen, and `verdict` says why in a sentence a resident can read."""

    status = 403

    def __init__(self, verdict: Verdict | str, way_forward: str = "") -> None:
        self.verdict = no(verdict, way_forward) if isinstance(verdict, str) else verdict
        super().__init__(self.verdict.why)


class Conflict(Refused):
    """It may happen in principle, but not in the state things are in now."""

    status = 409


def ask(verdict: Verdict) -> None:
    """Raise `Refused` unless the verdict allows it. The first line of every action."""
    if not verdict:
        raise Refused(verdict)
