"""Few who came, were heard or kept silent are told nowhere, and the same everywhere (docs/decisions/0010, I-9)."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.factories import a_group, a_partner, a_strand, an_account, an_activity

from heard.activities.models import Strand
from heard.findings.models import Finding, Reconciliation
from heard.findings.queries.outcomes import outcomes_of
from heard.ground import clock
from heard.methods.gathering import actions, queries, sample
from heard.methods.gathering.method import Gathering
from heard.methods.gathering.models import Session
from heard.reports.actions import write_report
from heard.rules.outcome import canonical

pytestmark = pytest.mark.django_db
TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def strand() -> Strand:
    lead = a_partner("Example Council")
    ann = an_account("Ann Example", "officer", partner=lead)
    activity = an_activity("How shall the baths be run?", stage="open", lead=lead, owner=ann)
    return a_strand(activity, "gathering", "Tea and talk", channels=("in_person",))


def held(strand: Strand, *, came: int, heard: int, **attendance: int) -> Session:
    """A session, written up: nothing was said that is counted, so that every number here is of people."""
    by, at = strand.activity.owner, clock.now()
    one = sample.arrange(strand, by, at, number=Session.objects.count() + 100, starts_at=at - timedelta(days=1))
    groups = {group: attendance[group.name] for group in strand.activity.groups.all() if group.name in attendance}
    return actions.enter_note(
        session=one, attended=came, spoke=heard, confidence="noted", summary="", quotes=[], attendance=groups,
        promises=[], by=by, at=at,
    )  # fmt: skip


def everywhere(strand: Strand) -> dict[str, str]:
    """Each place where everyone may read of who came, as plain words: pages, register, file, outcome, report, PDF."""
    activity = strand.activity
    outcome = Gathering().conclude(strand)
    Strand.objects.filter(pk=strand.pk).update(outcome=json.loads(canonical(outcome)), concluded_at=clock.now())
    activity.stage = "found"
    activity.save(update_fields=["stage"])
    Finding.objects.create(
        activity=activity, ordinal=1, statement="Longer hours.", base=12, source="Talks", published_at=clock.now(),
        written_by=activity.owner,
    )  # fmt: skip
    Reconciliation.objects.create(
        activity=activity, strand=strand, channel="in_person", received=12, analysed=12, excluded=0, withdrawn=0,
        excluded_reasons={},
    )  # fmt: skip
    write_report(activity=activity, by=activity.owner, at=clock.now())
    client, slug = Client(), activity.slug
    pages = {
        "way": reverse("activities:strand", args=[slug, strand.public_id]),
        "register": reverse("gathering:register") + "?when=held",
        "heard": reverse("findings:heard", args=[slug]),
        "report": reverse("reports:report", args=[slug]),
    }
    for session in queries.shown_sessions(strand):
        pages[session.public_id] = reverse("gathering:session_page", args=[slug, strand.public_id, session.public_id])
    said = {name: TAGS.sub(" ", client.get(address).content.decode()) for name, address in pages.items()}
    printed = PdfReader(BytesIO(client.get(reverse("reports:report_pdf", args=[slug])).content))
    said["print"] = " ".join(page.extract_text() for page in printed.pages)
    said["outcome"] = canonical(outcome)
    said["file"] = str(list(Gathering().rows(strand)))
    return {name: " ".join(words.split()) for name, words in said.items()}


def test_three_at_a_kitchen_table_are_told_as_too_few_wherever_one_looks(strand: Strand) -> None:
    held(strand, came=37, heard=29)
    few = held(strand, came=3, heard=2)
    said = everywhere(strand)
    assert "Too few came to show how many." in said[few.public_id]
    assert "Too few came to show how many." in said["register"]
    assert "At least 37 people came." in said["way"]
    assert "29 of the 37 who came to the sessions whose numbers can be shown were heard." in said["way"]
    assert "at least 37" in said["report"]
    assert "at least 37" in said["print"]
    assert "people who came: at least 37." in said["outcome"]
    assert "29 of 37, at sessions whose numbers can be shown: 1" in said["heard"]
    assert "'attended': None, 'spoke': None" in said["file"]
    for place, words in said.items():
        assert not re.search(r"\b([23]|31|40) (people|of them|were heard|came)", words), place  # 37 + 3 would tell
        assert not re.search(r"(came|attended|least|drew|spoke)\W+([23]|31|40)\b", words), place


@pytest.mark.parametrize("heard", [4, 28])
def test_few_who_spoke_or_kept_silent_are_not_told_though_all_who_came_are(strand: Strand, heard: int) -> None:
    one = held(strand, came=30, heard=heard)
    said = everywhere(strand)
    assert "30 people came. How many of them were heard is not shown: it would tell of too few." in said[one.public_id]
    assert "'attended': 30, 'spoke': None" in said["file"]
    for place, words in said.items():
        assert not re.search(rf"\b{heard} (of|were|people)", words), place


def test_six_small_tables_are_told_together_in_fives(strand: Strand) -> None:
    for _number in range(6):
        held(strand, came=4, heard=4)
    assert "At least 20 people came." in everywhere(strand)["way"]


def test_one_more_small_table_moves_the_total_by_nothing_that_tells_on_it(strand: Strand) -> None:
    held(strand, came=37, heard=29)
    before = queries.totals(strand)["attended"]
    held(strand, came=3, heard=2)
    assert (before, queries.totals(strand)["attended"]) == (37, 37)


def test_an_outcome_from_before_small_numbers_were_hidden_is_not_told(strand: Strand) -> None:
    held(strand, came=3, heard=2)
    strand.outcome = {"rule": "gathering/1", "found": {"attended": 3, "spoke": 2}, "because": ["people who came: 3"]}
    strand.concluded_at = clock.now()
    strand.save()
    assert outcomes_of([strand]) == []


def test_who_came_by_group_is_rounded_and_hidden_on_the_desk_too(strand: Strand) -> None:
    a_group(strand.activity, "Carers")
    a_group(strand.activity, "Drivers")
    one = held(strand, came=30, heard=14, Carers=3, Drivers=17)
    desk = Client()
    desk.force_login(strand.activity.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = TAGS.sub("", desk.get(reverse("gathering:session", args=[one.public_id])).content.decode())
    assert "Carers: fewer than 10" in page
    assert "Drivers: about 15" in page
    for place, words in everywhere(strand).items():
        assert not re.search(r"Drivers\W+17\b|\b17 (people|of)", words), place
