"""An import of 100,000 responses: how long, how much memory, nothing lost."""

from __future__ import annotations

import csv
import io
import os
import resource
import threading
import time
from pathlib import Path

import pytest
from tests.methods.survey.surveys import a_plain_survey, ann_of

from heard.activities.models import Contribution, Passage
from heard.ground import clock
from heard.methods.survey import jobs
from heard.methods.survey.actions import take_file
from heard.methods.survey.forms.matching import Matching
from heard.methods.survey.models import Chosen, Import, Response
from heard.methods.survey.queries import questionnaire

ROWS = int(os.environ.get("HEARD_BENCH_ROWS", "100000"))
SECONDS = 60.0
MEGABYTES = 150


class Watch(threading.Thread):
    """Reads this process's memory while something runs; `most` is the largest, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.over = 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.most = max(self.most, memory())


def memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


def a_file() -> bytes:
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(["Id", "Which?", "Rate", "Why?"])
    for number in range(ROWS):
        words = f"The bus at {number % 24} is the reason, every time. " + "It is late. " * (number % 4)
        writer.writerow([f"R{number}", "AB"[number % 2], number % 5 + 1, words])
    return page.getvalue().encode()


@pytest.mark.django_db(transaction=True)
def test_100_000_responses_are_taken_in_within_a_minute_and_memory_stays_flat() -> None:
    strand = a_plain_survey(
        ("choice", "Which?", ("A", "B")),
        ("scale", "Rate", (), {"scale_low": "bad", "scale_high": "good"}),
        ("text", "Why?"),
    )
    refs = [question.ref for question in questionnaire(strand).questions]
    content = a_file()
    ann = ann_of(strand)
    batch = take_file(
        strand=strand,
        file_name="r.csv",
        content=content,
        reading={"said": "", "columns": [], "rows": []},
        by=ann,
        at=clock.now(),
    )
    matching = Matching(columns=("id", *refs), channel="paper", received_on=clock.today())
    Import.objects.filter(pk=batch.pk).update(state=Import.State.TRYING, mapping=matching.as_json())
    before, watch = memory(), Watch()
    watch.start()
    began = time.perf_counter()
    jobs.try_import(batch.pk)
    tried = time.perf_counter() - began
    Import.objects.filter(pk=batch.pk).update(state=Import.State.RUNNING)
    began = time.perf_counter()
    jobs.run_import(batch.pk)
    taken = time.perf_counter() - began
    watch.over.set()
    print(f"\nAn import of {ROWS:,} responses ({len(content) / 1e6:.1f} MB)")
    print(f"  tried in {tried:6.1f} s, taken in {taken:6.1f} s ({ROWS / taken:,.0f} /s)")
    print(f"  memory: {before:.0f} MB before, at most {watch.most - before:.0f} MB more")
    assert Contribution.objects.count() == Response.objects.count() == Passage.objects.count() == ROWS
    assert Chosen.objects.count() == 2 * ROWS
    assert taken <= SECONDS * ROWS / 100_000
    assert watch.most - before <= MEGABYTES
