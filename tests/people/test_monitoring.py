"""Answers about the person lie apart from what the person said."""

from __future__ import annotations

import pytest

from heard.audit.models import Entry
from heard.ground import clock
from heard.people import actions, queries
from heard.people.actions.monitoring import forget_monitoring
from heard.people.models import MonitoringAnswer, MonitoringKey
from heard.rules.representation import Dimension

pytestmark = pytest.mark.django_db
GROUPS = ("white", "asian", "black")


def keep(ref: str = "trace1", **answers: str) -> int:
    return actions.keep_monitoring(activity_ref="act", contribution_ref=ref, answers=answers or {"age": "25 to 34"})


def test_an_answer_carries_no_reference_that_can_be_read() -> None:
    keep()
    row = MonitoringAnswer.objects.values().get()
    assert "trace1" not in str(row)
    assert set(row) == {"id", "blind", "question", "answer", "own_words"}


def test_two_activities_blind_the_same_contribution_differently() -> None:
    keep()
    actions.keep_monitoring(activity_ref="other", contribution_ref="trace1", answers={"age": "25 to 34"})
    assert len(set(MonitoringAnswer.objects.values_list("blind", flat=True))) == 2


def test_answering_again_replaces_the_answer() -> None:
    keep(age="25 to 34")
    keep(age="35 to 44", sex="")
    assert list(MonitoringAnswer.objects.values_list("question", "answer")) == [("age", "35 to 44")]


def test_own_words_are_kept_encrypted() -> None:
    actions.keep_monitoring(
        activity_ref="act", contribution_ref="t", answers={"gender": "other"}, own_words={"gender": "demigirl"}
    )
    assert MonitoringAnswer.objects.get().own_words == "demigirl"
    assert not MonitoringAnswer.objects.extra(where=["position('demigirl'::bytea in own_words) > 0"]).exists()


def test_keeping_an_answer_leaves_no_audit_entry_with_a_time() -> None:
    keep()
    assert not Entry.objects.exists()


def test_answers_are_forgotten_with_their_contribution() -> None:
    keep("trace1", age="a", sex="b")
    keep("trace2", age="a")
    assert forget_monitoring(activity_ref="act", contribution_refs=["trace1"]) == 2
    assert forget_monitoring(activity_ref="nowhere", contribution_refs=["trace1"]) == 0
    assert MonitoringAnswer.objects.count() == 1


def test_destroying_the_key_is_recorded_and_unlinks_for_ever() -> None:
    keep()
    assert actions.destroy_monitoring_key(activity_ref="act", by="system", at=clock.now()) == 1
    assert not MonitoringKey.objects.exists()
    assert Entry.objects.get().what == "monitoring.unlinked"
    keep()
    assert MonitoringAnswer.objects.count() == 2, "the old answer can no longer be found by its contribution"


def several(**counts: int) -> list[str]:
    """As many contributions as it takes, each with one answer about ethnic group; returns their trace ids."""
    refs = []
    for answer, number in counts.items():
        for each in range(number):
            refs.append(f"{answer}-{each}")
            actions.keep_monitoring(
                activity_ref="act", contribution_ref=refs[-1], answers={"ethnic-group": answer, "age": answer}
            )
    return refs


def table(refs: list[str], activity: str = "act") -> queries.TookPart:
    asked = queries.Asked("ethnic-group", Dimension("ethnic-group", GROUPS), {one: n for n, one in enumerate(GROUPS)})
    return queries.tabulate(
        activity_ref=activity, people=[[ref] for ref in refs], asked=[asked], crossings=[], least=10
    )


def lines(told: queries.TookPart) -> list[tuple[str, int]]:
    return [(line.category or "+".join(line.together), line.count) for line in told.compared[0].lines]


def test_a_small_number_is_counted_together_with_another() -> None:
    assert lines(table(several(white=30, asian=25, black=3))) == [("white", 30), ("asian+black", 30)]


def test_large_numbers_are_rounded() -> None:
    told = table([*several(white=32, asian=28), "silent"])
    assert (told.compared[0].base, told.compared[0].asked) == (60, 61)
    assert lines(told)[0] == ("white", 30)


def test_too_few_people_show_nothing_at_all() -> None:
    told = table(several(white=4, asian=2)).compared[0]
    assert (told.withheld, told.lines, told.base) == (True, (), None)


def test_an_activity_without_answers_has_no_table() -> None:
    assert table(["x"], activity="nowhere").compared[0].lines == ()


def test_only_the_people_asked_about_are_counted_and_each_once() -> None:
    refs = several(white=20, asian=20)
    told = table([ref for ref in refs if ref.startswith("white")])
    assert (told.compared[0].asked, told.compared[0].base) == (20, 20)
    asked = queries.Asked("ethnic-group", Dimension("ethnic-group", GROUPS), {one: n for n, one in enumerate(GROUPS)})
    twice = queries.tabulate(activity_ref="act", people=[refs], asked=[asked], crossings=[], least=10)
    assert twice.compared[0].withheld, "one person gave all of it"
