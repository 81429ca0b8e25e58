"""The city's own thresholds, from policy/disclosure.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _


@cache
def _policy() -> dict[str, Any]:
    return tomllib.loads((settings.POLICY / "disclosure.toml").read_text("utf-8"))


def floor_percent() -> int:
    """The share of coded contributions from which a theme must be answered for."""
    return int(_policy()["themes"]["floor_percent"])


@dataclass(frozen=True, slots=True)
class Shown:
    """A count of people as the public may see it: `value` None when it is hidden, and the words for it."""

    value: int | None
    words: str

    def __str__(self) -> str:
        return self.words


def shown(number: int, *, sensitive: bool) -> Shown:
    """A count of people under the disclosure policy: hidden below the threshold, rounded where it says so.

    `sensitive`: it is a count of people in a named group, so the stricter line applies. Nought may be shown.
    """
    terms = _policy()["sensitive" if sensitive else "ordinary"]
    smallest, step = int(terms["smallest"]), int(terms["round_to"])
    if 0 < number < smallest:
        return Shown(None, _("fewer than %(n)s") % {"n": smallest})
    rounded = step * ((number + step // 2) // step)
    if rounded != number or (step > 1 and number):
        return Shown(rounded, _("about %(n)s") % {"n": number_format(rounded)})
    return Shown(number, number_format(number))
