"""The promises that every method keeps. A new method inherits these tests by being registered.

Each method brings `sample.py` with `furnish(strand, by, at)`, which makes a strand openable, and
`contribute(strand, by, at, number)`, which gives one contribution, different for each number.
"""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.factories import a_partner, a_strand, an_account, an_activity

from heard.activities.methods import Method, all_methods, method_of
from heard.activities.models import Contribution, Passage, Stage, Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.people.models import Account
from heard.rules.outcome import canonical
from heard.rules.snapshot import CHANNELS

pytestmark = pytest.mark.django_db

every_method = pytest.mark.parametrize("method", all_methods(), ids=lambda method: method.slug)
DIFFERENT = 4  # samples: so many contributions say different things
AFTER_NOTICE = [stage for stage in Stage.values if stage not in (Stage.IDEA, Stage.PLANNED)]


def sample_of(method: Method) -> ModuleType:
    return import_module(type(method).__module__.rpartition(".")[0] + ".sample")


def a_bare_strand(method: Method) -> Strand:
    """A strand with nothing of the method's own, in an activity that is being planned."""
    activity = an_activity(stage=Stage.PLANNED, lead=a_partner(), opens=clock.today() - timedelta(days=10))
    return a_strand(activity, method.slug, title="A sample strand", channels=method.channels)


def ann_of(strand: Strand) -> Account:
    return an_account("Ann Example", "engagement_lead", partner=strand.activity.lead)


def put_into(strand: Strand, stage: str) -> Strand:
    """The same strand, read anew, with its activity put into a stage."""
    announced = clock.today() if stage in AFTER_NOTICE else None
    type(strand.activity).objects.filter(pk=strand.activity_id).update(stage=stage, announced_on=announced)
    return Strand.objects.select_related("activity__plan", "activity__lead").get(pk=strand.pk)


def a_furnished_strand(method: Method, stage: str = Stage.OPEN) -> tuple[Strand, Account]:
    strand = a_bare_strand(method)
    ann = ann_of(strand)
    sample_of(method).furnish(strand, ann, clock.now())
    return put_into(strand, stage), ann


def a_used_strand(method: Method, count: int = 12) -> tuple[Strand, Account]:
    strand, ann = a_furnished_strand(method)
    for number in range(count):
        sample_of(method).contribute(strand, ann, clock.now(), number)
    return put_into(strand, Stage.CLOSED), ann


def freeze(strand: Strand, method: Method) -> Strand:
    """What the move to `found` does with a strand's result."""
    outcome = method.conclude(strand)
    strand.outcome, strand.outcome_digest = json.loads(canonical(outcome)), outcome.digest
    strand.concluded_at = clock.now()
    strand.save(update_fields=["outcome", "outcome_digest", "concluded_at"])
    return put_into(strand, Stage.FOUND)


def someone_and_their_words(strand: Strand) -> tuple[Contribution, str]:
    """Somebody who may be quoted, and the words that only they said."""
    passage = Passage.objects.filter(contribution__strand=strand, contribution__may_quote=True).order_by("pk")[0]
    assert Passage.objects.filter(contribution__strand=strand, words=passage.words).count() == 1
    return passage.contribution, passage.words


def printed(strand: Strand) -> str:
    pdf = method_of(strand).paper(strand).pdf
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@every_method
def test_it_says_what_it_is_and_where_its_settings_are(method: Method) -> None:
    assert re.fullmatch(r"[a-z_]{3,30}", method.slug)
    assert str(method.name)
    assert str(method.about)
    assert method.channels
    assert set(method.channels) <= set(CHANNELS)
    strand, ann = a_furnished_strand(method, Stage.PLANNED)
    client = Client()
    client.force_login(ann, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (method.settings_url, *(name for _label, name in method.desks)):
        assert client.get(reverse(address, args=[strand.public_id])).status_code == 200
    register = client.get(reverse("activities:contributions", args=[strand.activity.slug])).content.decode()
    for label, name in method.desks:
        assert f'href="{reverse(name, args=[strand.public_id])}">{label}</a>' in register


@every_method
def test_a_strand_with_nothing_in_it_may_not_open_and_says_what_is_missing(method: Method) -> None:
    blockers = method.blockers(a_bare_strand(method))
    assert blockers
    assert all(sentence.endswith(".") for sentence in blockers)


@every_method
def test_a_furnished_strand_may_open(method: Method) -> None:
    strand, _ann = a_furnished_strand(method, Stage.PLANNED)
    assert method.blockers(strand) == []


@every_method
@pytest.mark.parametrize("stage", AFTER_NOTICE)
def test_its_page_shows_at_every_stage_without_script(method: Method, stage: str) -> None:
    strand, _ann = a_furnished_strand(method, stage)
    answer = Client().get(reverse("activities:strand", args=[strand.activity.slug, strand.public_id]))
    assert answer.status_code == 200
    page = answer.content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert strand.title in main
    assert "<script" not in main
    assert not re.search(r"\son[a-z]+=", main)
    assert " style=" not in main


@every_method
def test_its_page_costs_as_many_questions_to_the_database_with_one_contribution_as_with_nine(
    method: Method, django_assert_max_num_queries: Any
) -> None:
    for count in (1, 9):
        strand, _ann = a_used_strand(method, count)
        strand = freeze(strand, method)
        address = reverse("activities:strand", args=[strand.activity.slug, strand.public_id])
        with django_assert_max_num_queries(14):
            Client().get(address)


@every_method
def test_the_influence_on_offer_stands_where_people_take_part_on_the_page_and_on_paper(method: Method) -> None:
    strand, _ann = a_furnished_strand(method)
    statement = strand.activity.plan.influence_statement
    page = Client().get(reverse("activities:strand", args=[strand.activity.slug, strand.public_id])).content.decode()
    assert statement in page
    assert re.sub(r"\s+", "", statement) in printed(strand)
    assert method.paper(strand).influence == statement


@every_method
def test_paper_asks_the_same_questions_as_every_other_channel(method: Method) -> None:
    strand, _ann = a_furnished_strand(method)
    paper, facts, text = method.paper(strand), method.facts(strand), printed(strand)
    assert paper.questions == facts.questions != ()
    place = 0
    for question in paper.questions:
        for words in (question.words, *question.options):
            place = text.find(re.sub(r"\s+", "", words), place)
            assert place >= 0, words
    assert {terms.channel for terms in facts.terms} == set(strand.channels)
    assert {terms.questions for terms in facts.terms} == {len(paper.questions)}
    assert paper.pdf.startswith(b"%PDF")
    assert paper.key_in_url.startswith("/staff/")


@every_method
def test_a_contribution_is_received_once_with_its_channel(method: Method) -> None:
    strand, ann = a_furnished_strand(method)
    contribution = sample_of(method).contribute(strand, ann, clock.now(), 1)
    assert contribution.strand_id == strand.pk
    assert contribution.channel in strand.channels
    assert contribution.state == "received"


@every_method
@pytest.mark.parametrize("stage", [Stage.NOTICED, Stage.FOUND, Stage.ARCHIVED, Stage.WITHDRAWN])
def test_nothing_can_be_given_when_it_is_not_open_and_it_says_why(method: Method, stage: str) -> None:
    strand, ann = a_furnished_strand(method, stage)
    before = strand.contributions.count()
    with pytest.raises((Refused, ValueError)) as refusal:
        sample_of(method).contribute(strand, ann, clock.now(), 1)
    assert str(refusal.value)
    assert strand.contributions.count() == before


@every_method
def test_only_those_with_a_part_in_it_may_write_down_what_others_said(method: Method) -> None:
    strand, _ann = a_furnished_strand(method)
    cass = an_account("Cass", "engagement_lead", partner=a_partner())
    keyed = next(number for number, channel in enumerate(strand.channels) if channel != "web")
    with pytest.raises(Refused) as refusal:
        sample_of(method).contribute(strand, cass, clock.now(), keyed)
    assert refusal.value.verdict.why


@every_method
def test_closing_freezes_a_result_that_recomputes_to_the_same_digest(method: Method) -> None:
    strand, _ann = a_used_strand(method)
    strand = freeze(strand, method)
    again = method.conclude(strand)
    assert again.digest == strand.outcome_digest
    assert json.loads(canonical(again)) == strand.outcome
    assert again.because


@every_method
def test_open_data_names_nobody_and_only_what_may_be_quoted(method: Method) -> None:
    strand, _ann = a_used_strand(method, DIFFERENT)
    one, secret = someone_and_their_words(strand)
    strand.contributions.filter(pk=one.pk).update(may_quote=False, on_behalf_of="Someone Identifiable")
    rows = list(method.rows(freeze(strand, method)))
    assert rows
    text = json.dumps(rows, default=str)
    assert secret not in text
    assert "Someone Identifiable" not in text
    for contribution in strand.contributions.all():
        assert str(contribution.voice_id) not in text
    assert len({frozenset(row) for row in rows}) == 1


@every_method
def test_erasing_a_person_leaves_nothing_of_them_in_open_data_and_the_counts_stand(method: Method) -> None:
    from heard.people.actions import erase

    strand, _ann = a_used_strand(method, DIFFERENT)
    strand = freeze(strand, method)
    frozen = strand.outcome
    one, words = someone_and_their_words(strand)
    officer = an_account("Dana Example", "data_protection_officer", partner=strand.activity.lead)
    erase(voice=one.voice, by=officer, at=clock.now())
    strand = put_into(strand, Stage.FOUND)
    assert words not in json.dumps(list(method.rows(strand)), default=str)
    assert strand.outcome == frozen
    page = Client().get(reverse("activities:strand", args=[strand.activity.slug, strand.public_id]))
    assert words not in page.content.decode()


@every_method
def test_no_cell_of_open_data_runs_as_a_formula_in_what_is_downloaded(method: Method) -> None:
    strand, _ann = a_used_strand(method)
    strand = freeze(strand, method)
    for row in method.rows(strand):
        assert all(isinstance(name, str) and re.fullmatch(r"[a-z_]+", name) for name in row)
