"""A whole activity on real responses: imported from the file, coded with the published human labels, found, decided,
fed back, and traced from one response to a commitment and back.

The responses are 7,908 patients' answers, coded by people (shared/data/README.md, `text/nhs_feedback`, MIT).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from heard.activities.actions.contributions import kept_key
from heard.activities.models import Activity, Contribution, Passage, Strand
from heard.compact.actions import override
from heard.config.sample.cast import call
from heard.config.sample.telling import Plot, Story, announce, begin, decide, tell
from heard.decisions.models import Commitment
from heard.findings import actions as findings
from heard.findings.actions.codings import CodingRow
from heard.findings.models import Finding, FindingContribution, Reconciliation
from heard.findings.queries import reconcile, theme_counts
from heard.ground import clock
from heard.methods.gathering.actions import cancel_session
from heard.methods.gathering.models import Session
from heard.methods.survey import actions as surveys
from heard.methods.survey.forms.matching import IGNORE, Matching
from heard.methods.survey.forms.sheets import read_sheet
from heard.methods.survey.jobs import run_import, try_import
from heard.methods.survey.models import Import
from heard.methods.survey.queries import questionnaire

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TODAY = date(2023, 6, 1)
FIRST_LABEL = "Not assigned"
ANSWERS = [
    ("adopted", ""),
    ("partly", "Some of it can be done within the budget."),
    ("not_adopted", "It would cost more than it brings."),
    ("already_so", "It has been done since last year."),
]


@dataclass(frozen=True)
class Real:
    """The file: its bytes, its rows, and which columns are labels that people gave."""

    content: bytes
    rows: list[dict[str, str]]
    labels: list[str]


@pytest.fixture
def real(shared: Path) -> Real:
    path = shared / "data" / "text" / "nhs_feedback" / "v6framework_230831_no_flagged_pii.csv"
    content = path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    columns = list(rows[0])
    return Real(content, rows, columns[columns.index(FIRST_LABEL) :])


def day_of(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None  # 289 rows of the real file have no day, or one with the month first


def days(number: date) -> int:
    return (number - TODAY).days


@pytest.fixture
def story(real: Real) -> Story:
    said_on = [day for row in real.rows if (day := day_of(row["Date"]))]
    with clock.stopped(date(2020, 1, 1)):
        cast = call(date(2011, 9, 1))
    plot = Plot(
        title="What should change in patient transport and community care?",
        purpose="We want to know what worked and what should change, in the words of those who used the service.",
        audience="Everyone who used the service.",
        open_matters=["How people are told", "Waiting times"],
        closed_matters=["Who runs the service"],
        influence="You can change how people are told and how waiting is dealt with.",
        options=["Better information", "Shorter waits"],
        topics=["health"],
        opens=days(min(said_on)),
        closes=days(max(said_on)),
    )
    story = begin(cast, plot, TODAY)
    announce(story, plot.opens - 35)
    story.go(plot.opens, "open")
    return story


def survey_of(story: Story) -> Strand:
    """The survey's strand as it stands now."""
    assert story.survey is not None
    return Strand.objects.select_related("activity__lead", "activity__plan").get(pk=story.survey.pk)


def imported(story: Story, real: Real) -> Import:
    """Taken in as an officer does: upload, match the columns, dry run, then for good."""
    strand, olu = survey_of(story), story.cast["olu"]
    with story.on(days(story.activity.closes_on or TODAY)) as at:
        text = next(question for question in questionnaire(strand).questions if question.kind == "text")
        known = {"Comment ID": "id", "Date": "received", "FFT answer": text.ref}
        sheet = read_sheet(real.content, "feedback.csv")
        columns = tuple(known.get(name, IGNORE) for name in real.rows[0])
        batch = surveys.take_file(
            strand=strand, file_name="feedback.csv", content=sheet.content, reading={"columns": list(real.rows[0])},
            by=olu, at=at,
        )  # fmt: skip
        mapping = Matching(columns=columns, channel="paper").as_json()
        surveys.keep_matching(batch=batch, strand=strand, mapping=mapping, by=olu, at=at)
        try_import(batch.pk)
        batch.refresh_from_db()
        assert batch.state == "tried"
        assert Contribution.objects.filter(strand=strand).count() == 0, "a dry run keeps nothing"
        surveys.start_import(batch=batch, strand=strand, by=olu, at=at)
        run_import(batch.pk)
        batch.refresh_from_db()
    return batch


def labelled(real: Real, strand: Strand) -> tuple[list[CodingRow], Counter[str]]:
    """The published labels as codings of the contributions that were taken; blank where a row has none."""
    keys = {kept_key(strand, f"id:{sha256(row['Comment ID'].strip().encode()).hexdigest()}"): row for row in real.rows}
    traces = dict(Contribution.objects.filter(strand=strand).values_list("entry_key", "trace_id"))
    by_id = {key: trace for key, trace in traces.items() if key in keys}
    assert len(by_id) == len(traces), "every contribution goes back to its row by its id"
    codings, counts, number = [], Counter[str](), 0
    for key, trace in by_id.items():
        given = [label for label in real.labels if keys[key][label].strip() in ("1", "1.0")]
        counts.update(given)
        for label in given or [""]:
            number += 1
            codings.append(CodingRow(number, trace, 1, label))
    return codings, counts


def test_a_whole_activity_on_real_responses_is_traced_from_a_response_to_a_commitment_and_back(
    story: Story, real: Real, client: Client
) -> None:
    batch = imported(story, real)
    strand = survey_of(story)
    undated = sum(1 for row in real.rows if day_of(row["Date"]) is None)
    wordless = sum(1 for row in real.rows if day_of(row["Date"]) and not row["FFT answer"].strip())
    assert batch.state == "done"
    assert batch.rows_seen == len(real.rows) == 7908
    assert batch.rows_taken == 7908 - undated - wordless
    assert batch.rows_refused == batch.refused.values("row").distinct().count() == undated + wordless
    assert not batch.refused.filter(why="").exists(), "every refused row says why"

    _explain_who_is_unknown(story)
    story.go(days(story.activity.closes_on or TODAY) + 1, "closed")
    _hold_the_session_called_off(story)
    codings, counts = labelled(real, strand)
    _read_and_find(story, codings, counts)
    facts = {(row.strand.title, row.channel): row for row in Reconciliation.objects.select_related("strand")}
    assert facts[strand.title, "paper"].received == facts[strand.title, "paper"].analysed == batch.rows_taken

    end = days(story.activity.closes_on or TODAY)
    answers = [ANSWERS[number % len(ANSWERS)] for number in range(len(story.findings))]
    promises = decide(
        story, end + 60, "Tell people sooner, and deal with waiting first.", "It is what most people wrote.",
        answers, [(0, "Send a text message when transport is late", "Head of Transport", 30)],
    )  # fmt: skip
    tell(story, end + 70, "You told us what waiting is like. You will be told sooner.", "People without English.")
    assert Activity.objects.get(pk=story.activity.pk).stage == "told"
    _walk(client, story.findings[0], promises[0], batch.rows_taken)


def _explain_who_is_unknown(story: Story) -> None:
    """UP-c.1: the real file does not say who wrote, so that a senior lead explains it in public."""
    with story.on(days(story.activity.closes_on or TODAY) + 1) as at:
        override(
            activity=story.activity, check_id="UP-c.1", by=story.cast["margaret"], at=at,
            reason="The answers came without who wrote them; nobody can say which groups they belong to.",
        )  # fmt: skip


def _hold_the_session_called_off(story: Story) -> None:
    """The sample plan arranges one session; in this run it is called off, with its reason."""
    with story.on(days(story.activity.closes_on or TODAY) + 2) as at:
        for session in Session.objects.filter(gathering__strand=story.gathering):
            cancel_session(session=session, because="This run is about what was written.", by=story.cast["olu"], at=at)


def _read_and_find(story: Story, codings: list[CodingRow], counts: Counter[str]) -> None:
    tomasz, start = story.cast["tomasz"], days(story.activity.closes_on or TODAY) + 30
    with story.on(start) as at:
        story.themes = {
            label: findings.make_theme(activity=story.activity, name=label, by=tomasz, at=at) for label in counts
        }
        coded = findings.code_many(
            activity=story.activity, rows=codings, by=tomasz, at=at, provenance="published labels"
        )
        assert coded.refused == ()
        assert coded.codings == counts.total()
        assert {each.theme.name: each.contributions for each in theme_counts(story.activity)} == dict(counts)
        assert all(row.received == row.analysed + row.excluded + row.withdrawn for row in reconcile(story.activity))
        most = [label for label, _n in counts.most_common(8)]
        for label in counts:
            if label not in most:
                findings.set_theme_aside(
                    theme=story.themes[label], because="Taken up with the larger themes.", by=tomasz, at=at
                )
        for label in most:
            made = findings.write_finding(
                activity=story.activity, statement=f"People wrote about: {label}.", themes=[story.themes[label]],
                strands=[strand for strand in (story.survey, story.gathering) if strand], source="Published labels",
                range_of_views="Good and bad experiences were both told.", by=tomasz, at=at,
            )  # fmt: skip
            story.findings.append(made)
            behind = Passage.objects.filter(pk__in=story.themes[label].codings.values("passage"))
            for passage in behind.select_related("contribution__strand").order_by("pk")[:3]:
                findings.attach_evidence(finding=made, passage=passage, by=tomasz, at=at)
    _sign_for_it(story, start)
    story.go(start + 1, "found", reason="The labels were published by others, who did not read a tenth again here.")
    with story.on(start + 4) as at:
        findings.share_findings(
            activity=story.activity, terms="Use it, naming us and the number it rests on.", by=story.cast["priya"],
            at=at,
        )  # fmt: skip
    for made, label in zip(story.findings, most, strict=True):
        made.refresh_from_db()
        assert made.base == counts[label]


def _sign_for_it(story: Story, number: int) -> None:
    """GP-i.4: what it rests on is written by an analyst, signed by somebody of another partner."""
    with story.on(number) as at:
        quality = findings.write_quality(
            activity=story.activity, methods="The labels that were published with the answers, taken over one by one.",
            limits="Only those who used the service were asked.", bases="Every number is of contributions.",
            by=story.cast["tomasz"], at=at,
        )  # fmt: skip
        findings.sign_quality(statement=quality, by=story.cast["hannah"], at=at)


def _walk(client: Client, finding: Finding, promise: Commitment, taken: int) -> None:
    """By links alone: from a response to the promise, and from the promise back to that response."""
    link = FindingContribution.objects.filter(finding=finding).select_related("contribution").latest("pk")
    there = f"/thread/{link.contribution.trace_id}/"
    forward = client.get(there).content.decode()
    assert f"/findings/{finding.public_id}/" in forward
    assert f"/commitments/{promise.public_id}/" in forward
    back = client.get(f"/commitments/{promise.public_id}/").content.decode()
    assert f"/findings/{finding.public_id}/" in back
    page: Any = client.get(f"/findings/{finding.public_id}/")
    for _page in range(taken):
        html = page.content.decode()
        if there in html:
            return
        following = re.search(r'href="\?after=([^"&]+)', html)
        assert following, "the response is behind the finding, so some page of it shows it"
        page = client.get(f"/findings/{finding.public_id}/", {"after": following[1]})
    raise AssertionError("the list of contributions behind a finding never ends")
