"""On which days each way of taking part counts."""

from __future__ import annotations

from datetime import date

from heard.activities.models import Stage, Strand


def days_open(strand: Strand) -> dict[str, tuple[date | None, date | None]]:
    """For each channel of the strand the first and the last day on which an answer counts."""
    own = {terms.channel: terms for terms in strand.terms.all()}
    activity = strand.activity
    return {
        channel: (
            (own[channel].opens_on if channel in own else None) or activity.opens_on,
            (own[channel].closes_on if channel in own else None) or activity.closes_on,
        )
        for channel in strand.channels
    }


def is_open_on(strand: Strand, channel: str, day: date) -> bool:
    """Whether an answer by this channel counts on this day."""
    if strand.activity.stage != Stage.OPEN or channel not in strand.channels:
        return False
    opens_on, closes_on = days_open(strand)[channel]
    return opens_on is not None and opens_on <= day and (closes_on is None or day <= closes_on)
