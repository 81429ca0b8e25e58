"""A partner's record of a year in print: every figure of the page with its base, clause by clause, and concerns."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.moderation.concern_people import around, looked_into, raised

from heard.compact.models import CheckResult, Move, PackVersion
from heard.evaluation.models import Lesson
from heard.ground import clock
from heard.moderation.actions import concerns
from heard.reports import actions, jobs
from heard.reports.models import Record

pytestmark = pytest.mark.django_db


def test_page_and_print_hold_the_clauses_the_concerns_and_what_was_learned() -> None:
    here = around("decided", level="involve")
    activity, now = here.activity, clock.now()
    concerns.decide_concern(
        concern=looked_into(here, "pretended"), outcome="upheld", finding="Nothing could be changed.", clause="P-8",
        remedy="Say so on each page.", remedy_due_on=clock.today(), real_level="inform", by=here.rita, at=now,
    )  # fmt: skip
    raised(here, words="My own words.")
    Lesson.objects.create(activity=activity, words="Ring first.", by=here.ann, shared_at=now, shared_by=here.ann)
    move = Move.objects.create(
        activity=activity, name="close", from_stage="open", to_stage="closed", allowed=True, snapshot={}, at=now,
        pack=PackVersion.objects.create(digest="d" * 64, text=""), snapshot_digest="0" * 64, snapshot_schema=1,
    )  # fmt: skip
    for number, result in enumerate(("pass", "pass", "warn")):
        CheckResult.objects.create(move=move, check_id=f"GP-x.{number}", clause="GP-x", result=result, why="x")
    activity.refresh_from_db()
    year = (clock.today() - timedelta(days=10)).year
    record = actions.ask_for_record(partner=activity.lead, year=year, by=None, at=now)
    jobs.make_record(record.pk)
    found = Record.objects.get(pk=record.pk).found
    assert ["GP-x", 2, 0, 1, 0] in found["clauses"]
    assert found["concerns"] == {"base": 2, "open": 1, "upheld": 1, "not_upheld": 0, "mended": 0, "late": 0}
    assert found["learned"] == {"lessons": 1, "lessons_used": 0, "findings_reused": 0}
    page = " ".join(Client().get(f"/partners/{activity.lead.slug}/record/{year}/").content.decode().split())
    made = PdfReader(BytesIO(Client().get(f"/partners/{activity.lead.slug}/record/{year}/record.pdf").content))
    in_print = " ".join(" ".join(one.extract_text() for one in made.pages).split())
    assert found["relabelled"] == [[activity.slug, activity.title, "involve", "inform"]]
    assert page.index("Could people influence what was decided?") < page.index("Early notice")
    assert "Levels that were corrected after opening" in page
    data = Client().get(f"/partners/{activity.lead.slug}/record/{year}/record.csv").content.decode()
    assert f"relabelled.{activity.slug},involve to inform," in data
    assert "2 concerns were raised: 1 upheld (0 mended, as another body confirmed), 1 still open." in page
    assert "1 lesson was shared with every partner." in page
    assert "record.pdf" in page
    for words in (
        "Concerns upheld 1 of 2",
        "Lessons shared with every partner 1",
        "GP-x 2 0 1 0",
        "the National Audit Office found",
        "Median notice, days",
        "Levels of influence corrected after opening 1",
        "What was really on offer",
    ):
        assert words in in_print, words
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "My own words." not in page + in_print


def test_a_record_that_was_made_before_these_figures_is_still_shown_and_printed() -> None:
    here = around("decided", level="involve")
    lead, year = here.activity.lead, (clock.today() - timedelta(days=10)).year
    record = actions.ask_for_record(partner=lead, year=year, by=None, at=clock.now())
    jobs.make_record(record.pk)
    made = Record.objects.get(pk=record.pk)
    made.found = {k: v for k, v in made.found.items() if k not in ("clauses", "concerns", "learned", "relabelled")}
    made.save()
    page = Client().get(f"/partners/{lead.slug}/record/{year}/")
    assert page.status_code == 200
    assert "Clause by clause" not in page.content.decode()
    assert Client().get(f"/partners/{lead.slug}/record/{year}/record.pdf").content.startswith(b"%PDF")


def test_no_record_no_print() -> None:
    here = around("decided", level="involve")
    assert Client().get(f"/partners/{here.activity.lead.slug}/record/2001/record.pdf").status_code == 404
