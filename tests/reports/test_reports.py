"""The activity's report: half-written from the record, the other half in an officer's own name."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader
from tests.factories import a_contribution, a_group, a_partner, a_strand, an_account, an_activity

from heard.compact.models import CheckResult, Move, PackVersion
from heard.decisions.models import Answer, Commitment, Decision, Interim
from heard.evaluation.models import Reading
from heard.findings.models import Finding, Reconciliation
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.reports import actions, jobs, queries
from heard.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> dict[str, Any]:
    """An activity that was decided: one finding, one answer, one promise."""
    lead = a_partner("Example Council")
    ann = an_account("Ann Example", "officer", partner=lead)
    activity = an_activity("Baths at dawn", stage="decided", lead=lead, owner=ann)
    a_group(activity, "Carers")
    strand = a_strand(activity)
    for _each in range(12):
        a_contribution(strand, channel="paper")
    Reconciliation.objects.create(
        activity=activity,
        strand=strand,
        channel="paper",
        received=12,
        analysed=12,
        excluded=0,
        withdrawn=0,
        excluded_reasons={},
    )
    finding = Finding.objects.create(
        activity=activity, ordinal=1, statement="People want to swim before work.", base=12, source="12 paper answers",
        range_of_views="A few would rather swim late.", published_at=clock.now(), written_by=ann,
    )  # fmt: skip
    decision = Decision.objects.create(
        activity=activity, maker="Cllr Example", made_on=clock.today(), option="Open at six",
        reasons="Most asked for it.",
        alternatives="Opening at eight.", recorded_by=ann, recorded_at=clock.now(), published_at=clock.now(),
    )  # fmt: skip
    answer = Answer.objects.create(
        decision=decision, finding=finding, kind="adopted", reason="It can be staffed.", by=ann, at=clock.now()
    )
    promise = Commitment.objects.create(decision=decision, words="Open at six", owner="Pools", due_on=clock.today())
    promise.answers.add(answer)
    return {"activity": activity, "ann": ann, "lead": lead}


def written(scene: dict[str, Any]) -> dict[str, Any]:
    actions.write_report(activity=scene["activity"], by=scene["ann"], at=clock.now())
    report = queries.report_of(scene["activity"])
    assert report is not None
    return {one["slug"]: one["blocks"] for one in report.body}


def test_the_record_writes_the_report(scene: dict[str, Any]) -> None:
    body = written(scene)
    assert list(body) == list(queries.SECTIONS)
    assert len(queries.SECTIONS) == 15
    decided = next(one for one in body["decision"] if one["kind"] == "table")
    assert decided["rows"][0][:3] == ["People want to swim before work.", "Adopted", "It can be staffed."]
    numbers = next(one for one in body["numbers"] if one["kind"] == "table")
    assert numbers["rows"][0][2:] == ["12", "12", "0", "0"]
    assert body["promises"][0]["rows"][0][0] == "Open at six"
    assert "A few would rather swim late." in str(body["findings"])
    methods = [one for one in body["methods"] if one["kind"] == "table"]
    assert "Carers" in str(methods)


def test_the_report_tells_of_delay_of_who_came_off_line_of_weights_and_of_every_check(scene: dict[str, Any]) -> None:
    """Handbook §6, sections 3, 5, 6 and the annex."""
    activity = scene["activity"]
    Interim.objects.create(
        activity=activity, heard="Early swims.", because="The roof is surveyed.", delayed_until=date(2026, 3, 1),
        given_on=date(2026, 2, 1), next_due_on=date(2026, 3, 30), kept_on=date(2026, 4, 2), by=scene["ann"],
        at=clock.now(),
    )  # fmt: skip
    Reconciliation.objects.filter(activity=activity).update(received=40, analysed=40)
    Reading.objects.create(activity=activity, taken_at=clock.now(), people=40, body=RELEASED, digest="0" * 64)
    pack = PackVersion.objects.create(digest="d" * 64, text="")
    move = Move.objects.create(
        activity=activity, name="close", from_stage="open", to_stage="closed", allowed=True, snapshot={}, pack=pack,
        snapshot_digest="0" * 64, snapshot_schema=1, at=clock.now(),
    )  # fmt: skip
    for number, result in enumerate(("pass", "pass", "warn")):
        CheckResult.objects.create(move=move, check_id=f"GP-n.{number}", clause="GP-n", result=result, why="x")
    body = {name: str(blocks) for name, blocks in written(scene).items()}
    assert "takes longer: The roof is surveyed. They heard again 3 days later than they were told." in body["timeline"]
    assert "100 of every 100 contributions" in body["numbers"]
    for words in ("93 of every 100 people answered this", "12 of every 100 would have to be of another group",
                  "counted together: Black, Mixed", "as much as about 60 unweighted answers of about 80",
                  "no gap is worked out"):  # fmt: skip
        assert words in body["people"], words
    assert "'2', '0', '1', '0'" in body["annex"]


RELEASED = {
    "dimensions": [
        {
            "title": "Ethnic group", "response_percent": 93, "dissimilarity_percent": 12.4, "withheld": False,
            "comparator": None, "refused": "",
            "lines": [
                {"name": "White", "count": 25, "percent": 62.5, "population_percent": 65.5, "ratio": 0.95,
                 "together": []},
                {"name": "Small groups counted together", "count": 15, "percent": 37.5, "population_percent": 34.5,
                 "ratio": 1.09, "together": ["Black", "Mixed"]},
            ],
        }
    ],
    "weighed": {"base": 80, "efficiency_percent": 75, "effective_base": 60},
    "deprivation": "No verified table of deprivation by area is loaded, so no gap is worked out.",
}  # fmt: skip


def test_page_and_print_say_the_same(scene: dict[str, Any]) -> None:
    written(scene)
    actions.say_beside(
        activity=scene["activity"],
        section="lessons",
        words="Ask the night shift as well.",
        by=scene["ann"],
        at=clock.now(),
    )
    address = f"/activities/{scene['activity'].slug}/report"
    page = Client().get(f"{address}/").content.decode()
    reader = PdfReader(BytesIO(Client().get(f"{address}.pdf").content))
    print_ = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    for words in (
        "People want to swim before work.",
        "It can be staffed.",
        "Open at six",
        "Ask the night shift as well.",
    ):
        assert words in page
        assert words in print_
    assert "In the words of Ann Example" in page
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_writing_it_anew_keeps_an_officers_words_and_changes_nothing_if_nothing_changed(scene: dict[str, Any]) -> None:
    written(scene)
    first = Report.objects.get(activity=scene["activity"]).digest
    actions.say_beside(activity=scene["activity"], section="people", words="Mine.", by=scene["ann"], at=clock.now())
    written(scene)
    assert Report.objects.get(activity=scene["activity"]).digest == first
    shown = queries.shown_report(scene["activity"], queries.report_of(scene["activity"]))
    assert [one.words for one in shown if one.slug == "people"] == ["Mine."]
    actions.say_beside(activity=scene["activity"], section="people", words=" ", by=scene["ann"], at=clock.now())
    shown = queries.shown_report(scene["activity"], queries.report_of(scene["activity"]))
    assert not any(one.words for one in shown)
    with pytest.raises(Conflict, match="no such section"):
        actions.say_beside(activity=scene["activity"], section="gossip", words="x", by=scene["ann"], at=clock.now())


def test_the_owner_and_a_helper_write_and_a_stranger_may_not(scene: dict[str, Any]) -> None:
    bilal = an_account("Bilal", "analyst", activity=scene["activity"])
    cass = an_account("Cass", "officer", partner=a_partner())
    for who in (scene["ann"], bilal):
        actions.write_report(activity=scene["activity"], by=who, at=clock.now())
    with pytest.raises(Refused):
        actions.write_report(activity=scene["activity"], by=cass, at=clock.now())
    with pytest.raises(Refused):
        actions.say_beside(activity=scene["activity"], section="people", words="x", by=cass, at=clock.now())
    client = Client()
    client.force_login(cass)
    assert client.post(f"/staff/activities/{scene['activity'].slug}/report/write/").status_code == 403


def test_before_the_findings_are_published_only_its_own_staff_read_it(scene: dict[str, Any]) -> None:
    activity = scene["activity"]
    type(activity).objects.update(stage="closed")
    address = f"/activities/{activity.slug}/report/"
    actions.write_report(activity=activity, by=scene["ann"], at=clock.now())
    told = Client().get(address)
    assert (told.status_code, "report-section" in told.content.decode()) == (200, False)
    assert "The report can be read once the findings are published." in told.content.decode()
    assert Client().get(address.removesuffix("/") + ".pdf").status_code == 404
    client = Client()
    client.force_login(scene["ann"])
    assert "A draft" in client.get(address).content.decode()


def test_officers_see_every_section_and_put_words_beside_one(scene: dict[str, Any]) -> None:
    client = Client()
    client.force_login(scene["ann"])
    address = f"/staff/activities/{scene['activity'].slug}/report/"
    before = client.get(address).content.decode()
    assert "not written yet" in before
    assert "nothing in the record yet" not in before
    assert client.post(f"{address}write/").status_code == 302
    assert "15. Annex" in client.get(address).content.decode()
    assert client.post(f"{address}summary/", {"words": "In the end it went well."}).status_code == 302
    assert client.post(f"{address}summary/", {"words": "x\x00y"}).status_code == 422
    assert client.get(f"{address}nothing/").status_code == 404
    assert "In the end it went well." in client.get(address).content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_the_pages_ask_few_queries(scene: dict[str, Any], more: int, django_assert_max_num_queries: Any) -> None:
    for each in range(more):
        a_group(scene["activity"], f"Group {each}")
    written(scene)
    with django_assert_max_num_queries(14):
        Client().get(f"/activities/{scene['activity'].slug}/report/")
    client = Client()
    client.force_login(scene["ann"])
    with django_assert_max_num_queries(14):
        client.get(f"/staff/activities/{scene['activity'].slug}/report/")


def test_the_night_writes_what_is_not_archived(scene: dict[str, Any]) -> None:
    jobs.every_night(0)
    for job in ProcrastinateJob.objects.filter(task_name="reports.write"):
        jobs.write(**job.args)
    assert Report.objects.get().activity == scene["activity"]
