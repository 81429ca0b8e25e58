"""Checks of what was taken down and left out, and of whether critics were: UP-c (found, decided, told)."""

from __future__ import annotations

from heard.rules.compact.registry import Found, Parameters, check, fails, fine, plural
from heard.rules.snapshot import Snapshot


@check("UP-c.2")
def nothing_waits_or_is_held(s: Snapshot, p: Parameters) -> Found:
    waiting, held = s.moderation.waiting, s.moderation.held
    if waiting or held:
        return fails(
            f"{waiting} that people sent wait to be looked at, {held} are taken down and undecided. Decide them first: "
            "findings rest on what everyone could read.",
            "moderation", waiting=waiting, held=held,
        )  # fmt: skip
    return fine("Nothing that people sent waits to be looked at or is taken down undecided.")


@check("UP-c.3")
def two_teams_agreed_and_the_person_was_told(s: Snapshot, p: Parameters) -> Found:
    one_team, untold = s.moderation.one_team, s.moderation.untold
    if one_team or untold:
        return fails(
            f"Of {s.moderation.removed} left out, {one_team} were agreed by one team alone and {untold} without "
            "telling the person.",
            "moderation", one_team=one_team, untold=untold,
        )  # fmt: skip
    if not s.moderation.removed:
        return fine("Nobody and nothing was left out.")
    return fine(f"{plural(s.moderation.removed, 'exclusion')}, each agreed by two teams and told.")


@check("UP-c.4")
def appeals_were_heard(s: Snapshot, p: Parameters) -> Found:
    waiting = s.moderation.appeals
    if waiting:
        return fails(
            f"{plural(waiting, 'appeal')} against leaving something out not heard yet. Somebody who had no part in it "
            "decides first, or a senior lead explains in public.",
            "moderation.appeals", waiting=waiting,
        )  # fmt: skip
    return fine("No appeal waits to be heard.")


@check("UP-c.5")
def critics_were_not_taken_down_more(s: Snapshot, p: Parameters) -> Found:
    if s.moderation.split:
        return fails(
            f"Critical words were taken down more than others: {s.moderation.split}. An independent reviewer looks "
            "into it.",
            "moderation.split", split=s.moderation.split,
        )  # fmt: skip
    return fine("No split between critical words and others stands unreviewed.")
