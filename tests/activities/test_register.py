"""What came in: covered, withdrawn, left out by two teams, erased; the totals stay (I-7, I-12, I-27)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.activities.conftest import Town
from tests.factories import a_contribution, a_strand, signed_in

from heard.activities import actions, queries
from heard.activities.actions import Said, receive_contribution
from heard.activities.models import Contribution, Layer, Passage, Receipt
from heard.audit.models import Entry, Payload
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.people.actions import approve_exclusion, tell_excluded
from heard.people.models import Exclusion

pytestmark = pytest.mark.django_db
WORDS = "My neighbour Jan at number 4 says the pool is too cold."


def one(town: Town, *said: str) -> Contribution:
    return a_contribution(a_strand(town.activity(stage="open"), "plain"), *(said or (WORDS,)))


def page(contribution: Contribution) -> str:
    return reverse("activities:contribution", args=[contribution.trace_id])


def test_private_details_are_covered_and_the_original_stays_underneath(town: Town) -> None:
    contribution = one(town)
    covered = "My neighbour […] says the pool is too cold."
    data = {"do": "redact", "passage": "1", "redact-words": covered, "redact-reason": "Names somebody else"}
    assert signed_in(town.ann).post(page(contribution), data).status_code == 302
    passage = Passage.objects.prefetch_related("layers").get()
    assert passage.words == WORDS
    assert queries.shown_words(passage) == covered
    layer = Layer.objects.get()
    assert (layer.by, layer.reason) == (town.ann, "Names somebody else")
    again = data | {"redact-words": "[…]", "redact-reason": "All of it"}
    signed_in(town.ann).post(page(contribution), again)
    assert queries.shown_words(Passage.objects.get()) == "[…]"


def test_covering_without_a_reason_or_by_a_stranger_is_refused(town: Town) -> None:
    contribution = one(town)
    data = {"do": "redact", "passage": "1", "redact-words": "x", "redact-reason": ""}
    assert signed_in(town.ann).post(page(contribution), data).status_code == 422
    assert signed_in(town.cass).post(page(contribution), data | {"redact-reason": "x"}).status_code == 403
    passage = contribution.passages.get()
    with pytest.raises(Refused, match="Only"):
        actions.redact_passage(passage=passage, words="x", reason="x", by=town.cass, at=clock.now())
    assert not Layer.objects.exists()


def test_a_contribution_is_withdrawn_on_request_and_stays_in_the_totals(town: Town) -> None:
    contribution = one(town)
    data = {"do": "withdraw", "withdraw-asked_how": "By phone, with the code of the slip."}
    assert signed_in(town.ann).post(page(contribution), data).status_code == 302
    contribution.refresh_from_db()
    assert contribution.state == "withdrawn"
    assert queries.channel_counts(contribution.strand) == {"web": 1}
    with pytest.raises(Conflict, match="withdrawn already"):
        actions.withdraw_contribution(contribution=contribution, how="again", by=town.ann, at=clock.now())


def test_somebody_takes_their_words_back_with_the_secret_of_their_slip_alone(town: Town) -> None:
    strand = a_strand(town.activity(stage="open"), "plain")
    got = receive_contribution(strand=strand, channel="web", passages=[Said(WORDS)], by=None, at=clock.now())
    receipt = Receipt.objects.get()
    with pytest.raises(Refused, match="does not belong"):
        actions.withdraw_with_receipt(receipt=receipt, secret="WRONGONE", at=clock.now())
    assert len(actions.withdraw_with_receipt(receipt=receipt, secret=f" {got.secret.lower()}", at=clock.now())) == 1
    assert Contribution.objects.get().state == "withdrawn"


def test_nothing_is_left_out_until_two_teams_agreed_and_the_person_was_told(town: Town) -> None:
    contribution = one(town)
    data = {"do": "exclude", "exclude-reason": "not_about", "exclude-note": "An advertisement for shoes."}
    assert signed_in(town.ann).post(page(contribution), data | {"exclude-reason": "critical"}).status_code == 422
    assert signed_in(town.ann).post(page(contribution), data).status_code == 302
    exclusion = Exclusion.objects.get()
    contribution.refresh_from_db()
    assert contribution.state == "received"
    approve_exclusion(exclusion=exclusion, by=town.sami, at=clock.now())
    contribution.refresh_from_db()
    assert contribution.state == "received"
    tell_excluded(exclusion=exclusion, by=town.ann, at=clock.now(), how="By e-mail")
    contribution.refresh_from_db()
    assert (contribution.state, contribution.excluded_because) == ("excluded", "not_about")
    actions.restore_contribution(exclusion=exclusion, by=town.sami, at=clock.now())
    contribution.refresh_from_db()
    assert (contribution.state, contribution.excluded_because) == ("received", "")


def test_erasing_a_voice_blanks_every_word_and_keeps_the_totals(town: Town) -> None:
    strand = a_strand(town.activity(stage="open"), "plain")
    got = receive_contribution(
        strand=strand, channel="paper", passages=[Said(WORDS), Said("And Jan again")], by=town.ann, at=clock.now()
    )
    actions.redact_passage(
        passage=got.contribution.passages.first(), words="Jan […]", reason="A name", by=town.ann, at=clock.now()
    )
    voice = got.contribution.voice
    voice.erased_at = clock.now()
    voice.save()
    actions.erase(voice)
    left = [*Passage.objects.values_list("words", flat=True), *Layer.objects.values_list("words", flat=True)]
    assert left == ["", "", ""]
    contribution = Contribution.objects.get()
    assert contribution.erased_at == voice.erased_at
    assert queries.channel_counts(strand) == {"paper": 1}
    assert queries.find_by_receipt(got.code) is None
    assert not queries.secret_opens(Receipt.objects.get(), got.secret)
    told = str(list(Entry.objects.values_list("header", flat=True))) + str(
        list(Payload.objects.values_list("body", flat=True))
    )
    assert "Jan" not in told
    with pytest.raises(Conflict, match="erased"):
        actions.redact_passage(
            passage=contribution.passages.first(), words="Jan", reason="x", by=town.ann, at=clock.now()
        )
    assert signed_in(town.ann).get(page(contribution)).status_code == 200


def test_the_register_is_narrowed_by_channel_state_and_strand(town: Town) -> None:
    activity = town.activity(stage="open")
    web, paper = a_strand(activity, "plain", "Tell us"), a_strand(activity, "plain", "On paper")
    a_contribution(web, "From the web")
    a_contribution(paper, "From a library", channel="paper")
    address, client = reverse("activities:contributions", args=[activity.slug]), signed_in(town.ann)
    assert "From the web" in client.get(address).text
    assert "From the web" not in client.get(address, {"channel": "paper"}).text
    assert "From a library" not in client.get(address, {"strand": web.public_id}).text
    assert "From the web" not in client.get(address, {"state": "withdrawn"}).text
    assert client.get(address, {"channel": "nonsense", "after": "x"}).status_code == 200


def test_the_register_asks_the_same_number_of_questions_for_one_and_three(town: Town) -> None:
    counts = []
    for number in (1, 3):
        activity = town.activity(stage="open")
        strand = a_strand(activity, "plain")
        for _n in range(number):
            contribution = a_contribution(strand, "One", "Two")
            actions.redact_passage(
                passage=contribution.passages.first(), words="…", reason="x", by=town.ann, at=clock.now()
            )
        client = signed_in(town.ann)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("activities:contributions", args=[activity.slug])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


def test_one_contribution_asks_the_same_number_of_questions_for_one_and_three_passages(town: Town) -> None:
    counts = []
    for said in (("One",), ("One", "Two", "Three")):
        contribution, client = one(town, *said), signed_in(town.ann)
        for passage in contribution.passages.all():
            actions.redact_passage(passage=passage, words="…", reason="x", by=town.ann, at=clock.now())
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(contribution)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


@pytest.mark.parametrize("words", ["‏مرحبا‏", "🏊🏽‍♀️🏳️‍🌈", "a\u0301 e\u0328 ﷽", "line\r\nline"])
def test_every_script_that_is_laid_over_comes_back_as_it_was_written(town: Town, words: str) -> None:
    contribution = one(town)
    data = {"do": "redact", "passage": "1", "redact-words": words, "redact-reason": "x"}
    signed_in(town.ann).post(page(contribution), data)
    assert Layer.objects.get().words == words
