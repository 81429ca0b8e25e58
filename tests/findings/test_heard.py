"""What everyone reads of the findings: before, after, and with small numbers and words protected."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import a_contribution, a_group, a_strand, an_activity
from tests.findings.desk import Desk, a_desk

from heard.activities.actions import lay_reading, redact_passage
from heard.activities.models import Activity, Contribution, Passage
from heard.findings import actions, queries
from heard.findings.models import Finding
from heard.findings.queries.outcomes import outcomes_of
from heard.findings.queries.policy import shown
from heard.findings.queries.public import published_findings, published_themes, rows_of_themes
from heard.ground import clock
from heard.search.queries import find
from heard.ui.words import CHANNELS

pytestmark = pytest.mark.django_db


def tab(activity: Activity) -> str:
    answer = Client().get(reverse("findings:heard", args=[activity.slug]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def page_of(finding: Finding, **query: str) -> Any:
    return Client().get(reverse("findings:finding", args=[finding.public_id]), query)


def published(number: int = 12, *, quoted: int = 1, **fields: Any) -> tuple[Desk, Finding]:
    """A desk with one finding on `number` contributions, `quoted` of them quoted, published."""
    desk = a_desk(**fields)
    hours = desk.theme("Hours")
    said = [a_contribution(desk.strand, f"Open on Sundays {n}", may_quote=True) for n in range(number)]
    for one in said:
        desk.read(one, {hours: "for"})
    finding = desk.finding("People want Sundays.", hours, range_of_views="Two said Sundays are for rest.")
    for one in said[:quoted]:
        desk.cite(finding, one, quoted=True)
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    finding.refresh_from_db()
    return desk, finding


def test_from_one_finding_whoever_doubts_it_reaches_the_sums_and_who_left_what_out() -> None:
    desk, finding = published()
    page = page_of(finding).content.decode()
    heard = reverse("findings:heard", args=[desk.activity.slug])
    run = reverse("compact:how_run", args=[desk.activity.slug])
    assert f'href="{heard}#adds-up"' in page
    assert f'href="{run}#left-out"' in page
    assert 'id="adds-up"' in tab(desk.activity)
    assert 'id="left-out"' in Client().get(run).content.decode()


@pytest.mark.parametrize("stage", ["noticed", "open", "closed"])
def test_before_publication_the_tab_says_what_happens_when(stage: str) -> None:
    activity = an_activity(stage=stage)
    page = tab(activity)
    assert "somebody reads every single word" in page
    assert "Cabinet Member for Examples must answer each point" in page
    assert f"{activity.plan.feedback_due_on:%Y}" in page


def test_an_activity_that_is_not_announced_has_no_tab() -> None:
    activity = an_activity(stage="planned")
    assert Client().get(reverse("findings:heard", args=[activity.slug])).status_code == 404


def test_an_activity_that_informs_says_that_it_does_not_ask() -> None:
    assert "does not ask what you think" in tab(an_activity(stage="open", level="inform"))


def test_drafts_are_never_public() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    desk.read(a_contribution(desk.strand, "Sundays"), {hours: ""})
    draft = desk.finding("A draft that nobody may see yet", hours)
    assert "A draft" not in tab(desk.activity)
    assert page_of(draft).status_code == 404
    assert not find("draft nobody")
    for what in ("findings", "themes", "counts"):
        for kind in ("csv", "json"):
            url = reverse("findings:data", args=[desk.activity.slug, what, kind])
            assert Client().get(url).status_code == 404


def test_a_published_finding_stands_with_its_base_its_range_and_its_quotes() -> None:
    desk, finding = published()
    page = tab(desk.activity)
    assert "12 contributions came in. All of them were read and counted." in page
    assert "Rests on 12 contributions." in page
    assert "Two said Sundays are for rest." in page
    assert "Open on Sundays 0" in page
    assert "Open on Sundays 1" not in page
    assert f'id="finding-{finding.public_id}"' in page


def test_how_it_was_answered_is_linked_once_it_is_decided() -> None:
    desk, finding = published()
    link = f"/activities/{desk.activity.slug}/decided/#finding-{finding.public_id}"
    assert link not in tab(desk.activity)
    Activity.objects.filter(pk=desk.activity.pk).update(stage="decided")
    assert link in tab(desk.activity)


def test_a_finding_can_be_found_by_its_words_once_it_is_published() -> None:
    _desk, finding = published()
    [entry] = find("want sundays").items
    assert entry.url == reverse("findings:finding", args=[finding.public_id])


def test_a_finding_lists_the_contributions_behind_it_and_names_nobody() -> None:
    desk, finding = published(35)
    first = page_of(finding)
    rows = list(Contribution.objects.order_by("pk"))
    text = first.content.decode()
    assert all(row.trace_id in text for row in rows[:30])
    assert rows[30].trace_id not in text
    second = page_of(finding, after=first.context["page"].after).content.decode()
    assert all(row.trace_id in second for row in rows[30:])
    assert "Open on Sundays 5" not in text
    assert desk.ann.name not in text


def test_words_of_someone_who_withdrew_afterwards_are_no_longer_shown() -> None:
    desk, _finding = published()
    Contribution.objects.filter(passages__words="Open on Sundays 0").update(state="withdrawn")
    page = tab(desk.activity)
    assert "Open on Sundays 0" not in page
    assert "Rests on 12 contributions." in page


def test_a_quote_is_shown_as_covered_and_so_is_its_translation() -> None:
    desk, _finding = published()
    passage = Contribution.objects.get(passages__words="Open on Sundays 0").passages.get()
    passage.layers.create(kind="translation", words="Says Mrs Featherstone", by=desk.ann, at=clock.now())
    assert "Says Mrs Featherstone" in tab(desk.activity)
    redact_passage(passage=passage, words="Open on […]", reason="Names someone", by=desk.ann, at=clock.now())
    page = tab(desk.activity)
    assert "Open on […]" in page
    assert "Open on Sundays 0" not in page
    assert "Featherstone" not in page


def test_a_quote_in_another_language_stands_with_its_translation_and_who_made_it() -> None:
    desk, _finding = published()
    passage = Contribution.objects.get(passages__words="Open on Sundays 0").passages.get()
    Passage.objects.filter(pk=passage.pk).update(language="pl")
    passage.refresh_from_db()
    lay_reading(
        passage=passage, kind="translation", words="Open every Sunday", language="en", how="machine",
        translator="Example Translate", by=desk.ann, at=clock.now(),
    )  # fmt: skip
    for page in (
        tab(desk.activity),
        Client().get(reverse("front:trace", args=[passage.contribution.trace_id])).content.decode(),
    ):
        assert "Open on Sundays 0" in page
        assert "Open every Sunday" in page
        assert "Translated from Polish. By a machine (Example Translate); nobody has checked it." in page


def six_of_two_hundred(aside: str = "") -> tuple[Desk, Finding | None]:
    """Scenario 11: six wheelchair users among two hundred, in a finding of their own or set aside."""
    desk = a_desk()
    chairs = a_group(desk.activity, "Wheelchair users", most_affected=True)
    hours, hoist = desk.theme("Hours"), desk.theme("The hoist is broken", groups=[chairs])
    for n in range(200):
        desk.read(a_contribution(desk.strand, f"Answer {n}"), {hours: "for"} if n >= 6 else {hoist: "against"})
    desk.finding("People want longer hours.", hours)
    small = None
    if aside:
        actions.set_theme_aside(theme=hoist, because=aside, by=desk.ann, at=clock.now())
    else:
        small = desk.finding("The hoist has been broken for a year.", hoist)
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    return desk, small


def test_what_few_of_the_most_affected_raised_is_answered_and_their_number_is_hidden() -> None:
    desk, small = six_of_two_hundred(aside="It was mended in May, before this closed.")
    page = tab(desk.activity)
    assert small is None
    assert "It was mended in May, before this closed." in page
    assert "fewer than 10 contributions, raised by Wheelchair users" in page.replace("\n", " ")
    themes = queries_of(desk.activity, "themes")
    assert themes["The hoist is broken"] == "fewer than 10"


def queries_of(activity: Activity, what: str) -> dict[str, str]:
    answer = Client().get(reverse("findings:data", args=[activity.slug, what, "csv"]))
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {row["theme"]: row["contributions"] for row in rows}


def test_a_finding_of_few_in_a_group_lists_nobody_and_shows_no_number_anywhere() -> None:
    """I-9: not on the tab, not on its own page, not in the files."""
    desk, small = six_of_two_hundred()
    assert small is not None
    small.refresh_from_db()
    assert small.base == 6
    page = page_of(small).content.decode()
    assert "Rests on fewer than 10 contributions." in page
    assert "Too few people raised this" in page
    assert not any(trace in page for trace in Contribution.objects.values_list("trace_id", flat=True))
    answer = Client().get(reverse("findings:data", args=[desk.activity.slug, "findings", "json"]))
    bases = {row["finding"]: row["base"] for row in answer.json()["findings"]}
    assert bases[small.public_id] == "fewer than 10"
    assert "Rests on fewer than 10 contributions." in tab(desk.activity)


@pytest.mark.parametrize(
    ("number", "sensitive", "words"),
    [(4, False, "fewer than 5"), (5, False, "5"), (0, False, "0"), (9, True, "fewer than 10"), (10, True, "about 10"),
     (13, True, "about 15"), (1234, False, "1234")],
)  # fmt: skip
def test_counts_of_people_follow_the_citys_own_policy(number: int, sensitive: bool, words: str) -> None:
    assert str(shown(number, sensitive=sensitive)) == words


def test_the_reconciliation_is_shown_by_way_in_with_every_reason() -> None:
    desk = a_desk()
    hours = desk.theme("Hours")
    desk.read(a_contribution(desk.strand, "One"), {hours: ""})
    a_contribution(desk.strand, "Two", channel="paper", state="excluded", excluded_because="duplicate")
    a_contribution(desk.strand, "Three", channel="paper", state="withdrawn")
    desk.finding("Hours.", hours)
    desk.publish()
    page = tab(desk.activity)
    assert "3 contributions came in." in page
    assert "1 was read and counted. 1 was left out, for a reason shown below. 1 was taken back" in page
    assert "The same contribution, sent twice by the same person: 1" in page
    rows = Client().get(reverse("findings:data", args=[desk.activity.slug, "counts", "json"])).json()["counts"]
    assert rows[1] == {
        "strand": "Survey", "channel": "paper", "received": 2, "analysed": 0, "excluded": 1, "withdrawn": 1,
        "excluded_because": "The same contribution, sent twice by the same person: 1",
    }  # fmt: skip


def test_no_cell_of_a_file_runs_as_a_formula() -> None:
    desk = a_desk()
    evil = desk.theme('=HYPERLINK("http://example.org")')
    for n in range(6):
        desk.read(a_contribution(desk.strand, f"{n}"), {evil: ""})
    desk.finding("+1 for hours", evil, range_of_views="\t@SUM(A1)", limits="-2")
    desk.publish()
    for what in ("findings", "themes"):
        answer = Client().get(reverse("findings:data", args=[desk.activity.slug, what, "csv"]))
        cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell.strip()[:1] in set("=+-@")]
        assert [cell for cell in cells if cell.startswith("'")]


def test_a_reopened_activity_says_that_its_findings_are_being_read_again() -> None:
    desk, finding = published()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="closed")
    page = tab(desk.activity)
    assert "This is being read again" in page
    assert "People want Sundays." in page
    fresh = Finding.objects.get(pk=finding.pk)
    actions.edit_finding(
        finding=fresh, statement="People want Sundays and evenings.", themes=fresh.themes.all(), strands=[],
        source="", range_of_views="", limits="", by=desk.ann, at=clock.now(),
    )  # fmt: skip
    assert "Sundays and evenings" not in tab(desk.activity)
    assert page_of(finding).status_code == 404


def test_what_was_ticked_is_drawn_whatever_the_method() -> None:
    activity = an_activity(stage="found")
    strand = a_strand(activity, title="Survey")
    strand.outcome = {
        "rule": "tally/1",
        "found": {
            "Do you swim?": {"asked": 10, "answered": 9, "counts": [["Yes", 6], ["No", None]]},
            "by_channel": {"web": 4, "paper": 6},
            "sessions": 3,
        },
        "because": ["Do you swim?: 9 of 10 answered."],
    }
    [outcome] = outcomes_of([strand])
    charts = {chart.title: [(str(bar.label), bar.value) for bar in chart.bars] for chart in outcome.charts}
    assert charts == {
        "Do you swim?": [("Yes", 6), ("No", None)],
        "By channel": [(str(CHANNELS["web"]), 4), (str(CHANNELS["paper"]), 6)],
    }
    assert [(row.label, row.value) for row in outcome.facts] == [("Meetings", 3)]
    assert outcome.charts[0].description == "Asked: 10 · Answered: 9"
    assert outcome.because == ("Do you swim?: 9 of 10 answered.",)


def test_a_surveys_own_outcome_is_drawn_question_by_question() -> None:
    """The shape that the survey keeps (`methods.survey.queries.results`): hidden counts stay hidden."""
    strand = a_strand(an_activity(stage="found"), title="Survey")
    answers = [{"words": "Yes", "count": 40, "percent": 80}, {"words": "No", "count": None, "percent": None}]
    strand.outcome = {
        "rule": "survey/1",
        "found": {
            "base": 52, "channels": {"web": 30, "paper": 22}, "smallest": 5,
            "questions": [
                {"ref": "q1", "words": "Do you swim?", "asked": 52, "answered": 50, "answers": answers},
                {"ref": "q2", "words": "Tell us more", "kind": "text", "asked": 52, "answered": 12, "answers": []},
            ],
        },
        "because": ["52 responses were received."],
    }  # fmt: skip
    [outcome] = outcomes_of([strand])
    assert [(row.label, row.value) for row in outcome.facts] == [("Answers", 52)]
    channels, swim = outcome.charts
    assert channels.title == "How people answered"
    assert (swim.title, swim.description) == ("Do you swim?", "Asked: 52 · Answered: 50")
    assert [(bar.label, bar.value, str(bar.shown)) for bar in swim.bars] == [
        ("Yes", 40, ""),
        ("No", None, "too few to show"),
    ]


@pytest.mark.parametrize("found", [None, [], {}, "text", {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}, {"x": [1, "y"]}])
def test_an_outcome_of_any_shape_breaks_no_page(found: Any) -> None:
    desk, _finding = published()
    desk.strand.outcome = {"rule": "odd/1", "found": found, "because": []}
    desk.strand.save()
    tab(desk.activity)


def many(number: int) -> Desk:
    desk = a_desk()
    for n in range(number):
        group = a_group(desk.activity, f"Group {n}")
        theme, other = desk.theme(f"Theme {n}", groups=[group]), desk.theme(f"Aside {n}")
        one = a_contribution(desk.strand, f"Words {n}", may_quote=True)
        desk.read(one, {theme: "for", other: ""})
        desk.cite(desk.finding(f"Finding {n}", theme), one, quoted=True)
        actions.set_theme_aside(theme=other, because="It is outside our power.", by=desk.ann, at=clock.now())
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="decided")
    return desk


def test_the_tab_asks_as_little_of_three_findings_as_of_one() -> None:
    def asked(number: int) -> int:
        desk = many(number)
        with CaptureQueriesContext(connection) as caught:
            tab(desk.activity)
        return len(caught)

    assert asked(1) == asked(3) < 15


def test_a_finding_asks_as_little_of_thirty_contributions_as_of_ten() -> None:
    def asked(number: int) -> int:
        _desk, finding = published(number)
        with CaptureQueriesContext(connection) as caught:
            assert page_of(finding).status_code == 200
        return len(caught)

    assert asked(10) == asked(30) < 15


def test_a_contribution_leads_to_its_findings_and_a_finding_to_its_contributions() -> None:
    """Scenario 33, this room's part."""
    _desk, finding = published(3)
    for contribution in Contribution.objects.all():
        assert list(queries.findings_of(contribution)) == [finding]
    assert set(queries.contributions_behind(finding)) == set(Contribution.objects.all())


def test_a_theme_whose_total_beside_a_finding_would_tell_on_two_people_is_not_numbered() -> None:
    """40 raised one theme and 42 one of both: published side by side they would say that two raised only the other."""
    desk = a_desk()
    hours, hoist = desk.theme("Hours"), desk.theme("The hoist is broken")
    for n in range(42):
        desk.read(a_contribution(desk.strand, f"Answer {n}"), {hours if n < 40 else hoist: ""})
    desk.finding("People want to be able to swim.", hours, hoist)
    desk.publish()
    Activity.objects.filter(pk=desk.activity.pk).update(stage="found")
    [statement] = published_findings(desk.activity)
    assert statement.base.words == "42"
    assert [(each.name, each.count.words) for each in published_themes(desk.activity)] == [
        ("Hours", "at least 5"), ("The hoist is broken", "fewer than 5"),
    ]  # fmt: skip
    rows = list(rows_of_themes(desk.activity))
    assert [row["contributions"] for row in rows] == ["at least 5", "fewer than 5"]
    assert ">40<" not in tab(desk.activity)
