"""A stored answer (contribution, passages, receipt, closed answers, audit) against a bare insert, in the same run."""

from __future__ import annotations

import secrets

import pytest
from tests.bench.measuring import interleaved, told
from tests.methods.survey.surveys import a_survey

from heard.activities.models import Contribution
from heard.ground import clock
from heard.methods.survey import sample
from heard.methods.survey.actions import keep_answers
from heard.methods.survey.queries import questionnaire
from heard.people.models import Voice

BAR = 0.25


@pytest.mark.django_db(transaction=True)
def test_a_stored_answer_reaches_a_quarter_of_a_bare_inserts_rate() -> None:
    strand = a_survey()
    asked = questionnaire(strand)
    voice = Voice.objects.create()

    def bare(_number: int) -> None:
        Contribution.objects.create(strand=strand, voice=voice, channel="web", received_at=clock.now())

    def stored(number: int) -> None:
        keep_answers(
            strand=strand,
            given=sample.answers(asked, abs(number)),
            channel="web",
            by=None,
            at=clock.now(),
            entry_key=secrets.token_urlsafe(24),
        )

    medians = interleaved({"bare insert": bare, "stored answer": stored}, rounds=7, times=150)
    ratios = told("A stored answer, four questions, each in its own transaction", medians, "bare insert")
    assert ratios["stored answer"] >= BAR
