"""Several readers and writers at one desk in one moment: nobody waits for ever, and nothing is half-kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories import a_contribution
from tests.findings.desk import Desk, a_desk
from tests.findings.standard import PLANNED
from tests.queueing import at_once, queued

from heard.activities.models import Passage
from heard.findings import actions
from heard.findings.models import AnalysisPlan, Coding, Finding, FrameVersion, Theme
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def coding(desk: Desk, passage: Passage, *themes: Theme) -> Callable[[], Any]:
    return lambda: actions.code_passage(passage=passage, themes=dict.fromkeys(themes, ""), by=desk.ann, at=clock.now())


def a_passage(desk: Desk) -> Passage:
    return a_contribution(desk.strand, "Open before work").passages.get()


def test_findings_written_in_the_same_moment_each_get_a_number(desk: Desk) -> None:
    said = [f"People want thing number {number}." for number in range(6)]
    made = at_once(*[lambda words=words: desk.finding(words) for words in said])
    assert [type(one) for one in made] == [Finding] * 6
    assert sorted(Finding.objects.values_list("ordinal", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_themes_made_in_the_same_moment_each_get_a_key_and_a_place(desk: Desk) -> None:
    made = at_once(*[lambda name=name: desk.theme(name) for name in ("Hours", "Prices", "Noise", "Hoist")])
    assert [type(one) for one in made] == [Theme] * 4
    assert sorted(Theme.objects.values_list("ordinal", "key")) == [(1, "1"), (2, "2"), (3, "3"), (4, "4")]
    assert sorted(FrameVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_passage_put_to_a_theme_that_is_being_merged_is_refused_in_words(desk: Desk) -> None:
    passage, old, into = a_passage(desk), desk.theme("Late hours"), desk.theme("Hours")
    merged, coded = queued(
        old,
        lambda: actions.merge_themes(theme=Theme.objects.get(pk=old.pk), into=into, by=desk.ann, at=clock.now()),
        coding(desk, passage, old),
    )
    assert merged == into
    assert isinstance(coded, Conflict)
    assert "merged" in str(coded.verdict.why)
    assert not Coding.objects.exists()


def test_a_theme_to_which_a_passage_is_being_put_is_not_removed_under_it(desk: Desk) -> None:
    passage, theme = a_passage(desk), desk.theme("Hours")
    coded, dropped = queued(
        theme,
        coding(desk, passage, theme),
        lambda: actions.drop_theme(theme=Theme.objects.get(pk=theme.pk), by=desk.ann, at=clock.now()),
    )
    assert coded.passage == passage
    assert isinstance(dropped, Conflict)
    assert Coding.objects.get().theme == theme


def test_a_reader_with_two_tabs_that_name_themes_in_another_order_waits_in_no_ring(desk: Desk) -> None:
    passage, hours, prices = a_passage(desk), desk.theme("Hours"), desk.theme("Prices")
    coding(desk, passage, hours, prices)()
    first = Coding.objects.get(theme=hours)
    outcomes = queued(first, coding(desk, passage, hours, prices), coding(desk, passage, prices, hours))
    assert [one.passage for one in outcomes] == [passage, passage]
    assert Coding.objects.count() == 2


def test_a_plan_of_analysis_locked_while_somebody_still_writes_it_stays_locked(desk: Desk) -> None:
    draft = actions.plan_analysis(activity=desk.activity, words=PLANNED, by=desk.ann, at=clock.now())
    locked, written = queued(
        draft,
        lambda: actions.lock_analysis(plan=AnalysisPlan.objects.get(), by=desk.ann, at=clock.now()),
        lambda: actions.plan_analysis(
            activity=desk.activity, words=PLANNED | {"late": "Thrown away."}, by=desk.ann, at=clock.now()
        ),
    )
    assert locked.locked_at is not None
    assert isinstance(written, Refused)
    assert AnalysisPlan.objects.get().locked_at is not None
    assert AnalysisPlan.objects.get().late == PLANNED["late"]


def test_a_finding_is_not_written_on_a_theme_that_is_being_removed(desk: Desk) -> None:
    theme = desk.theme("Hours")
    dropped, written = queued(
        theme,
        lambda: actions.drop_theme(theme=Theme.objects.get(pk=theme.pk), by=desk.ann, at=clock.now()),
        lambda: desk.finding("People want longer hours.", theme),
    )
    assert dropped is None
    assert isinstance(written, Conflict)
    assert not Finding.objects.exists()


def test_a_theme_renamed_while_another_is_merged_into_it_waits_in_no_ring(desk: Desk) -> None:
    old, into = desk.theme("Late hours"), desk.theme("Hours")
    edited, merged = queued(
        into,
        lambda: actions.edit_theme(theme=Theme.objects.get(pk=into.pk), name="Opening", by=desk.ann, at=clock.now()),
        lambda: actions.merge_themes(theme=old, into=into, by=desk.bilal, at=clock.now()),
    )
    assert (edited.name, merged.pk) == ("Opening", into.pk)
    assert list(FrameVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_what_was_removed_in_another_tab_is_not_made_anew_by_a_page_that_was_opened_before(desk: Desk) -> None:
    theme, finding = desk.theme("Hours"), desk.finding("People want longer hours.")
    actions.drop_theme(theme=Theme.objects.get(), by=desk.ann, at=clock.now())
    actions.drop_finding(finding=Finding.objects.get(), by=desk.ann, at=clock.now())
    with pytest.raises(Conflict, match="removed meanwhile"):
        actions.edit_theme(theme=theme, name="Opening", by=desk.ann, at=clock.now())
    with pytest.raises(Conflict, match="removed meanwhile"):
        actions.edit_finding(
            finding=finding, statement="Anew", themes=[], strands=[], source="", range_of_views="", limits="",
            by=desk.ann, at=clock.now(),
        )  # fmt: skip
    assert not Theme.objects.exists()
    assert not Finding.objects.exists()
