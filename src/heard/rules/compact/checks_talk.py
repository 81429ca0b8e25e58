"""Checks that digital tools invite people in and that a person answers: B4-b."""

from __future__ import annotations

from heard.rules.compact.registry import Found, Parameters, check, fails, fine, plural, short
from heard.rules.snapshot import Snapshot


@check("B4-b.1")
def nobody_signs_up_first(s: Snapshot, p: Parameters) -> Found:
    for place, strand in enumerate(s.strands):
        if strand.needs_account:
            return fails(
                f"“{short(strand.title)}” asks people to sign up before they can read or give a first short answer.",
                f"strands[{place}].needs_account",
            )  # fmt: skip
    return fine("Anyone can read and answer without an account.")


@check("B4-b.2")
def officers_answer_in_time(s: Snapshot, p: Parameters) -> Found:
    late = [(place, words) for place, strand in enumerate(s.strands) for words in strand.replies_late]
    if late:
        place, words = late[0]
        return fails(
            f"{plural(len(late), 'question')} to an officer waited longer than five working days: {short(words, 16)}",
            f"strands[{place}].replies_late", late=len(late),
        )  # fmt: skip
    return fine("No question to an officer has waited longer than five working days.")
