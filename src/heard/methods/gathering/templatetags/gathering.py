"""Who came, in the same words on every page that everyone may read: `{% load gathering %}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.methods.gathering.models import Session
from heard.methods.gathering.queries import told_of

register = template.Library()


@register.simple_tag
def who_came(session: Session) -> str:
    """How many came to one session that is written up, and how many of them were heard, as far as that is told."""
    told = told_of(session)
    if told.came is None:
        return _("Too few came to show how many.")
    came = _came(told.came)
    if told.heard is None:
        return _("%(came)s How many of them were heard is not shown: it would tell of too few.") % {"came": came}
    return f"{came} {_('%(heard)s of them were heard.') % {'heard': told.heard}}"


@register.simple_tag
def who_came_in_all(totals: Mapping[str, int]) -> str:
    """The same over all sessions of a way of taking part."""
    number = totals["attended"]
    said = [_("At least %(n)s people came.") % {"n": number} if totals["few"] else _came(number)]
    if totals["few"] and not number:
        said = [_("Too few came to show how many.")]
    if 0 < totals["told"] < totals["sessions"]:
        said.append(
            _("%(heard)s of the %(of)s who came to the sessions whose numbers can be shown were heard.")
            % {"heard": totals["spoke"], "of": totals["of"]}
        )
    elif totals["told"]:
        said.append(_("%(heard)s of them were heard.") % {"heard": totals["spoke"]})
    return " ".join(said)


@register.simple_tag
def things_said(number: int) -> str:
    """How many things said at a session are counted as contributions: a count of what was done, so exact."""
    return ngettext("%(n)s thing said is counted.", "%(n)s things said are counted.", number) % {"n": number}


def _came(number: int) -> str:
    return ngettext("%(n)s person came.", "%(n)s people came.", number) % {"n": number}
