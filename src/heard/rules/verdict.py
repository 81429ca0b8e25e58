"""A yes, or a no with a sentence that a resident can read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to "may this happen?".

    True in a boolean context when allowed. Otherwise `why` says what stands in the way and
    `way_forward` what the person can do about it; `clause` names the rule (``GP-n.1``) if one applies.
    """

    allowed: bool
    why: str = ""
    way_forward: str = ""
    clause: str = ""

    def __post_init__(self) -> None:
        if not self.allowed and not self.why.strip():
            raise ValueError("A refusal must say why.")

    def __bool__(self) -> bool:
        return self.allowed

    def __and__(self, other: Verdict) -> Verdict:
        return other if self.allowed else self


YES = Verdict(True)


def no(why: str, way_forward: str = "", clause: str = "") -> Verdict:
    """A refusal with its reason."""
    return Verdict(False, why, way_forward, clause)
