"""What handbook 6 asks of a report beside findings and decision: reach, voice balance, adjustments, instruments."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.factories import a_group, a_partner, a_strand, an_account, an_activity

from heard.activities.models import Activity, Strand
from heard.evaluation.models import Evaluation
from heard.findings.models import Finding, Reconciliation, Theme
from heard.ground import clock
from heard.methods.gathering.models import Gathering, Session
from heard.methods.survey.models import Option, Question, Section, Survey
from heard.reports import actions

pytestmark = pytest.mark.django_db
OPENED = date(2026, 1, 5)


@pytest.fixture
def activity() -> Activity:
    """An activity whose findings are published, with a survey of two questions."""
    lead = a_partner("Example Council")
    ann = an_account("Ann Example", "officer", partner=lead)
    made = an_activity(
        "Baths at dawn", stage="found", lead=lead, owner=ann, opens=OPENED, closes=OPENED + timedelta(days=40),
        short_period_because="The tender closes in March.",
    )  # fmt: skip
    a_group(made, "Carers")
    strand = a_strand(made, title="The form", channels=("web", "paper"))
    section = Section.objects.create(survey=Survey.objects.create(strand=strand), title="The baths")
    Question.objects.create(section=section, ordinal=1, kind="text", words="What should change?", required=True)
    choice = Question.objects.create(section=section, ordinal=2, kind="choice", words="When do you swim?")
    for number, words in enumerate(("At dawn", "At dusk")):
        Option.objects.create(question=choice, ordinal=number, words=words)
    Finding.objects.create(
        activity=made, ordinal=1, statement="Dawn it is.", base=12, source="12 answers", published_at=clock.now(),
        written_by=ann,
    )  # fmt: skip
    return made


def met(activity: Activity, *, came: int, heard: int, follow_up: str = "") -> Strand:
    """A meeting that was held and written up."""
    strand = a_strand(activity, "gathering", "The evening", ("in_person",))
    Session.objects.create(
        gathering=Gathering.objects.create(strand=strand, prompts=["What would make you come?"]), kind="meeting",
        title="Hall night", host="Ann", starts_at=clock.now(), attended=came, spoke=heard, note_entered_at=clock.now(),
        quiet_voices_follow_up=follow_up,
    )  # fmt: skip
    return strand


def evaluated(activity: Activity, **numbers: Any) -> None:
    Evaluation.objects.create(
        activity=activity, how_many=90, how_many_because="Forms, and heads in the hall.", published_at=clock.now(),
        **numbers,
    )  # fmt: skip


def page_and_print(activity: Activity) -> tuple[str, str]:
    """The report's page and the text of its PDF, white space made single."""
    actions.write_report(activity=activity, by=activity.owner, at=clock.now())
    address = f"/activities/{activity.slug}/report"
    page = Client().get(f"{address}/").content.decode().replace("&#x27;", "'")
    made = PdfReader(BytesIO(Client().get(f"{address}.pdf").content))
    return page, " ".join(" ".join(one.extract_text() for one in made.pages).split())


def both_say(activity: Activity, *expected: str) -> tuple[str, str]:
    page, in_print = page_and_print(activity)
    for words in expected:
        assert words in page, words
        assert words in in_print, words
    return page, in_print


def test_reach_is_a_number_with_how_it_was_counted(activity: Activity) -> None:
    evaluated(activity, reach=6480, reach_because="Homes with a leaflet.")
    a_reconciliation(activity)
    both_say(activity, "People told that they could take part", "6480", "Homes with a leaflet.")


def a_reconciliation(activity: Activity) -> None:
    Reconciliation.objects.create(
        activity=activity, strand=activity.strands.get(), channel="paper", received=12, analysed=12, excluded=0,
        withdrawn=0, excluded_reasons={},
    )  # fmt: skip


def test_a_theme_names_its_finding_by_number_and_a_finding_without_a_theme_claims_no_reader(activity: Activity) -> None:
    read = Finding.objects.create(
        activity=activity, ordinal=2, statement="Benches, please.", base=3, published_at=clock.now(),
        written_by=activity.owner,
    )  # fmt: skip
    theme = Theme.objects.create(activity=activity, name="Benches", carried_by=30, made_by=activity.owner)
    read.themes.add(theme)
    a_reconciliation(activity)
    page, in_print = both_say(
        activity, "Rests on contributions: 12. 12 answers", "Fewer than 5 of those whose words were read said so."
    )
    assert "Benches 30 Finding 2" in in_print
    assert read.public_id not in page + in_print, "no key of the database stands for a finding"
    assert (page + in_print).count("whose words were read said so") == 2, "once on each"


def test_an_evaluation_that_is_not_published_says_nothing(activity: Activity) -> None:
    evaluated(activity, reach=6480, reach_because="Homes with a leaflet.", adjustments_asked=40, adjustments_met=40)
    a_reconciliation(activity)
    Evaluation.objects.update(published_at=None)
    page, in_print = page_and_print(activity)
    assert "6480" not in page + in_print
    assert "asked for what they needed" not in page + in_print


@pytest.mark.parametrize(
    ("asked", "got", "said"),
    [
        (3, 3, "fewer than 10"),
        (0, 0, "fewer than 10"),
        (12, 12, "about 10; all of them got it"),
        (41, 24, "about 40; of them got it: about 25"),
        (41, 39, "about 40; of them got it: too few to show, or hidden beside one"),
        (41, 2, "about 40; of them got it: too few to show, or hidden beside one"),
        (41, None, "about 40"),
    ],
)
def test_adjustments_asked_for_and_met_hide_small_numbers(
    activity: Activity, asked: int, got: int | None, said: str
) -> None:
    evaluated(activity, adjustments_asked=asked, adjustments_met=got, adjustments_words="A lift to the hall.")
    page, in_print = both_say(
        activity, "People who asked for what they needed to take part", said, "A lift to the hall."
    )
    its_own = Client().get(f"/activities/{activity.slug}/evaluation/").content.decode()
    assert said in its_own
    if said == "fewer than 10":
        assert "all of them got it" not in page + in_print + its_own


def test_the_voice_balance_of_meetings_and_what_is_done_for_the_quiet(activity: Activity) -> None:
    met(activity, came=60, heard=15, follow_up="Cards to write on, and a call back.")
    both_say(
        activity, "Voice balance", "60", "15", "25 %", "Hall night: Cards to write on, and a call back.",
        "For those who came and did not speak",
    )  # fmt: skip


def test_a_quiet_meeting_without_a_follow_up_is_said_so(activity: Activity) -> None:
    met(activity, came=60, heard=15)
    both_say(activity, "Nothing is written down of how those who came and did not speak are to be heard.")


@pytest.mark.parametrize(
    ("came", "heard", "said"),
    [(30, 4, "too few to show"), (30, 28, "too few to show"), (3, 3, "too few to show")],
)
def test_few_who_spoke_or_kept_silent_are_not_counted_out(activity: Activity, came: int, heard: int, said: str) -> None:
    strand = met(activity, came=came, heard=heard)
    Strand.objects.filter(pk=strand.pk).update(
        outcome={"rule": "gathering/1", "found": {}, "because": [f"people who spoke, wrote or drew: {heard}."]}
    )
    page, in_print = both_say(activity, said)
    assert f"{100 * heard // came} %" not in page + in_print
    assert "people who spoke, wrote or drew" not in page + in_print


def test_no_meeting_no_voice_balance(activity: Activity) -> None:
    page, in_print = page_and_print(activity)
    assert "Voice balance" not in page + in_print


def test_the_annex_holds_every_strands_questions_as_asked_and_where_the_data_is(activity: Activity) -> None:
    met(activity, came=60, heard=30)
    page, in_print = both_say(
        activity, "The questions as asked: The form", "What should change? – in people's own words",
        "When do you swim? – one of these: At dawn · At dusk", "The questions as asked: The evening",
        "What would make you come?", "The same as open data",
    )  # fmt: skip
    assert "2. When do you swim?" in in_print
    data = f"/activities/{activity.slug}/heard/findings.csv"
    assert data in page
    assert data in in_print.replace(" ", "")
    assert Client().get(data).status_code == 200


def test_channels_stand_beside_one_another_and_short_periods_with_their_reason(activity: Activity) -> None:
    both_say(
        activity, "What each channel offered", "5 January 2026", "14 February 2026",
        "The cabinet meeting, through the head of sport", "30 days", "40 days", "The tender closes in March.",
    )  # fmt: skip
