"""Section 13 of an activity's report: each concern with its outcome and its remedy, on the page and in print."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.moderation.concern_people import around, looked_into, raised

from heard.ground import clock
from heard.moderation.actions import concerns
from heard.reports import actions, queries
from heard.reports.views import printed

pytestmark = pytest.mark.django_db


def test_each_concern_stands_in_section_13_with_outcome_and_remedy_on_the_page_and_in_print() -> None:
    here = around("decided", level="involve")
    one = concerns.decide_concern(
        concern=looked_into(here, "pretended"), outcome="upheld", finding="Nothing could be changed.", clause="P-8",
        remedy="Say so on each page.", remedy_due_on=clock.today(), real_level="inform", by=here.rita, at=clock.now(),
    )  # fmt: skip
    concerns.finish_remedy(concern=one, evidence="It says so.", by=here.ann, at=clock.now())
    raised(here, words="My own words.")
    here.activity.refresh_from_db()
    actions.write_report(activity=here.activity, by=here.ann, at=clock.now())
    report = queries.report_of(here.activity)
    assert report is not None
    sections = queries.shown_report(here.activity, report)
    assert [section.slug for section in sections].index("overrides") == 12, "the thirteenth, as handbook 6 counts"
    table = next(block for block in sections[12].blocks if block["kind"] == "table")
    assert [row[2] for row in table["rows"]] == [
        "Raised: not acknowledged yet", "Upheld: said to be mended, not confirmed yet",
    ]  # fmt: skip
    page = Client().get(f"/activities/{here.activity.slug}/report/").content.decode()
    in_print = str(printed(here.activity, sections))
    made = PdfReader(BytesIO(Client().get(f"/activities/{here.activity.slug}/report.pdf").content))
    in_pdf = " ".join(" ".join(each.extract_text() for each in made.pages).split())
    for words in ("Nothing could be changed.", "Say so on each page.", "nobody independent has confirmed it", "Inform"):
        assert words in page, words
        assert words in in_print, words
    assert "Nothing could be changed." in in_pdf
    assert "My own words." not in page + in_print + in_pdf
