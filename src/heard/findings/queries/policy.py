"""The city's own thresholds, from policy/disclosure.toml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from heard.people.queries.monitoring import disclosure_policy
from heard.rules.disclosure import Terms, suppress_list


def floor_percent() -> int:
    """The share of coded contributions from which a theme must be answered for."""
    return disclosure_policy().theme_floor_percent


@dataclass(frozen=True, slots=True)
class Shown:
    """A count of people as the public may see it: `value` None when it is hidden, and the words for it."""

    value: int | None
    words: str

    @property
    def is_hidden(self) -> bool:
        return self.value is None

    def __str__(self) -> str:
        return self.words


def terms_in_words() -> str:
    """Both lines of the policy in one word: with which a published number was last looked at."""
    policy = disclosure_policy()
    return " ".join(f"{one.smallest}/{one.round_to}" for one in (policy.sensitive, policy.ordinary))


def terms_of(*, sensitive: bool, held_to: int = 0) -> Terms:
    """The terms that apply: those in force, and never laxer than those under which a number was published."""
    terms = disclosure_policy().sensitive if sensitive else disclosure_policy().ordinary
    return replace(terms, smallest=max(terms.smallest, held_to))


def shown_list(numbers: Sequence[int], *, sensitive: bool, held_to: int = 0) -> list[Shown]:
    """Counts of people that add up to a number others may know: small ones hidden, and one more beside a lone one."""
    terms = terms_of(sensitive=sensitive, held_to=held_to)
    published = suppress_list(numbers, terms).counts
    hidden = Shown(None, _("too few to show, or hidden beside one"))
    return [
        hidden if each is None else shown(number, sensitive=sensitive, held_to=held_to)
        for each, number in zip(published, numbers, strict=True)
    ]


def stands_for(number: int, *, sensitive: bool) -> int:
    """A count as the public record may keep it: as shown, and the largest hidden number where it is hidden."""
    terms = disclosure_policy().sensitive if sensitive else disclosure_policy().ordinary
    return terms.smallest - 1 if 0 < number < terms.smallest else terms.shown(number)


def smallest(*, sensitive: bool) -> int:
    """Counts under this are hidden."""
    return (disclosure_policy().sensitive if sensitive else disclosure_policy().ordinary).smallest


def shown(number: int, *, sensitive: bool, tells_beside: bool = False, held_to: int = 0) -> Shown:
    """A count of people under the disclosure policy: hidden below the threshold, rounded where it says so.

    `sensitive`: it is a count of people of a named group, so the stricter line applies. `tells_beside`: it would show a
    small number beside another that is published. `held_to`: it was hidden under this number once, so it stays so.
    """
    terms = terms_of(sensitive=sensitive, held_to=held_to)
    if tells_beside:
        return Shown(None, _("at least %(n)s") % {"n": terms.smallest})
    if terms.is_small(number):
        return Shown(None, _("fewer than %(n)s") % {"n": terms.smallest})
    public = terms.shown(number)
    words = number_format(public)
    return Shown(public, _("about %(n)s") % {"n": words} if terms.round_to > 1 else words)
