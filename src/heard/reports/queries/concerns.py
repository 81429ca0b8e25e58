"""The concerns in a report: what people said was not right, what was found, and whether it is mended."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from heard.moderation.models import Concern
from heard.reports.queries.blocks import Block, day, table, text


def concern_blocks(concerns: Sequence[Concern]) -> list[Block]:
    """One row a concern, in the order given: whatever is owed stands first."""
    rows = [
        [
            f"{one.question} ({one.clause_breached or one.clause})",
            day(one.received_on),
            _("%(state)s; late") % {"state": one.state_words} if one.is_late else one.state_words,
            " ".join(word for word in (str(one.get_outcome_display()), one.finding) if word),
            _mended(one),
        ]
        for one in concerns
    ]
    heads = [_("Concern"), _("Raised"), _("Where it stands"), _("What was found"), _("What has to be done")]
    return table(_("Concerns that people raised"), heads, rows) or text(_("Nobody raised a concern about it."))


def _mended(one: Concern) -> str:
    """The remedy, and how far it is."""
    if not one.remedy:
        return ""
    if one.confirmed_on:
        how = _("Mended, as another body confirmed on %(day)s.") % {"day": day(one.confirmed_on)}
    elif one.remedy_done_on:
        how = _("Said to be mended on %(day)s; nobody independent has confirmed it.") % {"day": day(one.remedy_done_on)}
    else:
        how = _("To be done by %(day)s.") % {"day": day(one.remedy_due_on)}
    return f"{one.remedy} {how}"
