"""Printed forms in every language and format: nothing torn apart, every line in the order in which it is read."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader
from tests.methods.survey.surveys import a_survey, a_version

from heard.activities.models import Strand
from heard.methods.survey.views.paper import paper_pdf
from heard.rules.languages import spoken
from heard.ui.pdf import HERE

pytestmark = pytest.mark.django_db
MARKS = str.maketrans("", "", "\u2066\u2068\u2069")


def printed(strand: Strand, language: str, format: str = "standard") -> list[str]:
    """The words of each page, without the marks of direction."""
    return [page.extract_text().translate(MARKS) for page in read(strand, language, format).pages]


def read(strand: Strand, language: str, format: str) -> PdfReader:
    return PdfReader(io.BytesIO(paper_pdf(strand, language, format)))


def starts_at(page: Any, words: str) -> float:
    """How far from the left edge of the page a line of text begins, in points."""
    found: list[float] = []

    def look(text: str, page_at: list[float], place: list[float], *_font: Any) -> None:
        if words in text:
            found.append(place[4] * page_at[0] + page_at[4])

    page.extract_text(visitor_text=look)
    return found[0]


@pytest.mark.parametrize("format", ["standard", "large_print", "easy_read"])
def test_the_address_to_send_it_to_is_never_torn_over_two_pages(format: str) -> None:
    strand = a_survey()
    lead = strand.activity.lead
    lead.postal_address = "1 Example Street\nExample Quarter\nCoventry\nCV1 0XX"
    lead.save()
    if format == "easy_read":
        a_version(strand, "en", "easy_read", mark="")
    held = [page for page in printed(strand, "en", format) if "Example Quarter" in page]
    assert len(held) == 1
    assert "Where to send it" in held[0]
    assert "CV1 0XX" in held[0]


@pytest.mark.parametrize("format", ["standard", "large_print"])
def test_what_happens_to_the_answers_stands_before_the_questions_about_the_person(format: str) -> None:
    strand = a_survey()
    strand.activity.plan.controller = "Sample City Council"
    strand.activity.plan.save()
    whole = "\n".join(printed(strand, "en", format))
    assert whole.index("Before you send") < whole.index("What happens to your answers?") < whole.index("Address slip")


def test_a_form_that_is_read_from_the_right_keeps_the_order_of_what_stands_in_english() -> None:
    """“16 to 24” would be set as “to 24 16”, and a full stop before its sentence."""
    strand = a_survey()
    a_version(strand, "ur")
    raw = "\n".join(page.extract_text() for page in read(strand, "ur", "standard").pages)
    assert "16 to 24" in raw.translate(MARKS)


@pytest.mark.parametrize(("language", "from_right"), [("ur", True), ("ar", True), ("pa", False), ("pl", False)])
def test_a_form_begins_on_the_side_from_which_its_language_is_read(language: str, from_right: bool) -> None:
    """Panjabi of the Gurmukhi script is read from the left, whatever the typesetter believes."""
    strand = a_survey()
    a_version(strand, language, mark="" if not from_right else "ع ")
    first = read(strand, language, "standard").pages[0]
    assert (starts_at(first, "Asked by") > 200) is from_right


def test_the_typesetter_knows_every_language_that_is_read_from_the_right() -> None:
    source = (HERE / "heard.typ").read_text("utf-8")
    known = source.split("#let from-right = (")[1].split(")")[0].replace('"', "").split(", ")
    assert known == sorted(one.code for one in spoken().values() if one.direction == "rtl")
