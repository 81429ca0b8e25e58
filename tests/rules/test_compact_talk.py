"""B4-b: nobody signs up before they can read or answer, and officers answer within five working days."""

from __future__ import annotations

import pytest
from tests.rules.city import PACK

from heard.rules.compact import REGISTRY, judge
from heard.rules.snapshot import Snapshot, Strand

TALK = Strand(title="Say it here", method="conversation", channels=("web",))


@pytest.mark.parametrize(
    ("strands", "check", "result", "field"),
    [
        ((), "B4-b.1", "pass", ""),
        ((TALK,), "B4-b.1", "pass", ""),
        ((TALK, Strand(title="Members' club", needs_account=True)), "B4-b.1", "fail", "strands[1].needs_account"),
        ((TALK,), "B4-b.2", "pass", ""),
        ((TALK, Strand(title="Ideas", replies_late=("Asked on 3 July",))), "B4-b.2", "fail", "strands[1].replies_late"),
    ],
)
def test_each_case(strands: tuple[Strand, ...], check: str, result: str, field: str) -> None:
    found = REGISTRY[check].function(Snapshot(strands=strands), {})
    assert (found.result, found.field) == (result, field)


def test_signing_up_first_is_refused_and_a_late_answer_is_shown_to_everyone() -> None:
    strand = Strand(title="Ideas", needs_account=True, replies_late=("Asked on 3 July", "Asked on 4 July"))
    opening = {check.id: check for check in judge(Snapshot(strands=(strand,)), PACK, "open")}
    closing = {check.id: check for check in judge(Snapshot(strands=(strand,)), PACK, "closed")}
    assert opening["B4-b.1"].result == "refused"
    assert closing["B4-b.2"].result == "warn"
    assert closing["B4-b.2"].why.startswith("2 questions to an officer waited longer")
