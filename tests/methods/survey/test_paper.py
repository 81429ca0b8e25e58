"""The paper twin asks the same questions in the same words and order (scenario 7, UP-e, GP-h)."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.methods.survey.surveys import a_plain_survey, a_survey

from heard.activities.methods import method_of
from heard.activities.models import Strand
from heard.methods.survey.queries import questionnaire
from heard.people.queries.bank import monitoring_bank

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages_of(strand: Strand) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(method_of(strand).paper(strand).pdf)).pages]


def web_text(strand: Strand) -> str:
    page = Client().get(reverse("survey:answer_all", args=[strand.activity.slug, strand.public_id]))
    import html

    return html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_every_word_asked_on_the_web_stands_on_the_paper_in_the_same_order() -> None:
    strand = a_survey()
    printed, web = plain("".join(pages_of(strand))), plain(web_text(strand))
    at_print = at_web = 0
    for question in questionnaire(strand).questions:
        for words in [question.words, *[choice.words for choice in question.choices]]:
            at_print, at_web = printed.find(plain(words), at_print), web.find(plain(words), at_web)
            assert at_print >= 0, words
            assert at_web >= 0, words


def test_the_paper_asks_nothing_that_the_web_does_not() -> None:
    strand = a_survey()
    printed = "".join(pages_of(strand))
    numbered = re.findall(r"(?m)^(\d+)\. ", printed)
    assert numbered == [str(question.number) for question in questionnaire(strand).questions]
    paper = method_of(strand).paper(strand)
    assert [question.words for question in paper.questions] == [q.words for q in questionnaire(strand).questions]


def test_page_one_says_how_much_influence_there_is_where_to_send_it_and_by_when() -> None:
    strand = a_survey()
    first = plain(pages_of(strand)[0])
    assert plain("You can change the opening hours and the prices.") in first
    assert plain("1 Example Street") in first
    assert plain(f"{strand.activity.closes_on:%-d %B %Y}") in first
    assert plain("024 7600 0000") in first


def test_the_optional_questions_about_people_are_on_the_paper_too() -> None:
    printed = plain("".join(pages_of(a_survey())))
    for question in monitoring_bank():
        for words in [question.words, *[words for _slug, words in question.answers]]:
            assert plain(words) in printed


def test_the_address_slip_is_a_page_of_its_own() -> None:
    pages = pages_of(a_survey())
    assert plain("Address slip") in plain(pages[-1])
    assert not any(plain("Address slip") in plain(page) for page in pages[:-1])


def test_the_pdf_is_tagged_and_says_its_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(method_of(a_survey()).paper(a_survey()).pdf))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).startswith("en")
    assert reader.metadata is not None
    assert reader.metadata.title


def test_anyone_can_fetch_it_while_the_activity_is_open() -> None:
    strand = a_survey()
    answer = Client().get(reverse("activities:paper", args=[strand.activity.slug, strand.public_id]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")


def test_each_channel_is_asked_as_many_questions_with_the_influence_beside_them() -> None:
    strand = a_survey()
    facts = method_of(strand).facts(strand)
    assert {terms.channel: (terms.questions, terms.shows_influence) for terms in facts.terms} == dict.fromkeys(
        strand.channels, (4, True)
    )


def test_words_that_look_like_typesetting_are_printed_as_they_are() -> None:
    strand = a_plain_survey(("choice", "Is #1 *really* $2 < 3 @ [home]?", ("#yes", "_no_")))
    printed = plain("".join(pages_of(strand)))
    for words in ("Is #1 *really* $2 < 3 @ [home]?", "#yes", "_no_"):
        assert plain(words) in printed
