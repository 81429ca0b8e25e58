"""The statements in other languages: written, checked by a second person, chosen by the reader; else English."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.factories import a_partner, an_account, signed_in
from tests.methods.opinions.scene import KEY, a_strand_of_statements, conclude, crowd, first, put_into, url, votes
from tests.methods.opinions.test_rewording import given, reworded, text

from heard.activities.models import Stage, Strand
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.opinions import actions
from heard.methods.opinions.actions.versions import VERSIONS
from heard.methods.opinions.method import OpinionMap
from heard.methods.opinions.models import Statement, Version, Vote
from heard.methods.opinions.queries.reading import phrases_of, statement_key

pytestmark = pytest.mark.django_db
QUESTION, INTRODUCTION = "كيف ينبغي أن تُدار الحمامات؟", "خذ ما تشاء من الوقت."
ARABIC = "ينبغي أن تفتح الحمامات قبل العمل."
LACKING = "لم يترجم أحد هذا بعد"


def bilal_of(strand: Strand) -> Any:
    return an_account("Bilal Example", "engagement_lead", partner=strand.activity.lead)


def written(strand: Strand, language: str = "ar", words: dict[str, str] | None = None) -> Version:
    """A version with every phrase worded."""
    ann, at = strand.ann, clock.now()  # type: ignore[attr-defined]
    version = VERSIONS.start(strand=strand, language=language, format="standard", by=ann, at=at)
    own = {"question": QUESTION, "introduction": INTRODUCTION, statement_key(first(strand).public_id): ARABIC}
    every = {each.key: own.get(each.key, f"{language} {each.english}") for each in phrases_of(strand)}
    return VERSIONS.write(
        version=version, strand=strand, words={**every, **(words or {})}, translator="Example Agency", by=ann, at=at
    )


def published(strand: Strand, language: str = "ar") -> Version:
    version = written(strand, language)
    VERSIONS.check(version=version, strand=strand, checker="Noor", how="", by=bilal_of(strand), at=clock.now())
    return VERSIONS.publish(version=version, strand=strand, by=strand.ann, at=clock.now())  # type: ignore[attr-defined]


def start(strand: Strand) -> str:
    return reverse("activities:strand", args=[strand.activity.slug, strand.public_id])


def test_it_is_a_draft_then_checked_by_a_second_person_then_published_and_only_then_offered() -> None:
    strand = a_strand_of_statements()
    version = written(strand)
    assert "?in=ar" not in text(Client().get(start(strand)))
    with pytest.raises(Refused, match="Whoever wrote these words"):
        VERSIONS.check(version=version, strand=strand, checker="X", how="", by=strand.ann, at=clock.now())  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="A second person has not checked this yet"):
        VERSIONS.publish(version=version, strand=strand, by=strand.ann, at=clock.now())  # type: ignore[attr-defined]
    VERSIONS.check(version=version, strand=strand, checker="Noor", how="", by=bilal_of(strand), at=clock.now())
    VERSIONS.publish(version=version, strand=strand, by=strand.ann, at=clock.now())  # type: ignore[attr-defined]
    page = text(Client().get(start(strand), {"in": "ar"}))
    assert (QUESTION in page, INTRODUCTION in page, "Example Agency" in page) == (True, True, True)
    whats = list(
        Entry.objects.filter(what__startswith="opinions.version").values_list("what", flat=True).order_by("pk")
    )
    assert whats == [f"opinions.version_{step}" for step in ("begun", "written", "checked", "published")]


def test_the_browser_that_chose_a_language_votes_in_it_from_card_to_card() -> None:
    strand = a_strand_of_statements()
    published(strand)
    nur = Client()
    assert QUESTION in text(nur.get(start(strand), {"in": "ar"}))
    card = text(nur.get(url("card", strand, first(strand).public_id)))
    assert f'<h1 class="statement" dir="auto" lang="ar">{ARABIC}</h1>' in card
    assert ('<span dir="auto" lang="ar">أوافق</span>' in card, 'aria-current="true">العربية' in card) == (True, True)
    answer = nur.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "agree"})
    assert ARABIC in text(nur.get(answer["Location"]))
    assert ARABIC in text(nur.get(url("yours", strand)))
    assert ARABIC not in text(nur.get(url("yours", strand), {"in": "en"}))
    assert ARABIC not in text(nur.get(url("yours", strand)))
    assert Vote.objects.get().statement_id == first(strand).pk
    assert ARABIC not in text(Client().get(url("card", strand, first(strand).public_id)))
    cookie = nur.cookies[f"opinions-{strand.public_id}-in"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", start(strand))


def test_what_nobody_has_translated_stands_in_english_and_says_so() -> None:
    strand = a_strand_of_statements()
    published(strand)
    reworded(strand, first(strand, 2))
    own = given(strand)
    new = Statement.objects.get(came_from=first(strand, 2))
    card = text(Client().get(url("card", strand, new.public_id), {"in": "ar"}))
    assert (f'lang="en">{new.words}</h1>' in card, LACKING in card) == (True, True)
    theirs = text(Client().get(url("card", strand, own.public_id), {"in": "ar"}))
    assert LACKING not in theirs
    picture = text(Client().get(url("picture", strand), {"in": "ar"}))
    assert "ما لم يُترجم يبقى بالإنجليزية" in picture
    desk = text(signed_in(strand.ann).get(reverse("opinions:versions", args=[strand.public_id])))  # type: ignore[attr-defined]
    assert "11 / 12" in desk


def test_words_whose_english_changed_since_are_not_voted_on() -> None:
    strand = a_strand_of_statements(Stage.PLANNED)
    published(strand)
    actions.change_first_statement(
        statement=first(strand), words="The baths should open at noon.", leaning="for", by=strand.ann, at=clock.now()  # type: ignore[attr-defined]
    )  # fmt: skip
    strand = put_into(strand, Stage.OPEN)
    card = text(Client().get(url("card", strand, first(strand).public_id), {"in": "ar"}))
    assert ("The baths should open at noon." in card, ARABIC in card, LACKING in card) == (True, False, True)


def test_the_picture_the_result_the_room_and_paper_speak_it_too() -> None:
    strand = a_strand_of_statements()
    published(strand)
    crowd(strand, 60)
    assert ARABIC in text(Client().get(url("picture", strand), {"in": "ar"}))
    rooms = [text(Client().get(url("room", strand), {"in": "ar", "turn": turn})) for turn in range(0, 80, 4)]
    assert any(ARABIC in room and QUESTION in room for room in rooms)
    assert Client().get(url("room", strand), {"in": "ar"})["Refresh"].endswith("url=?turn=1&in=ar")
    for name in ("sheet", "cards"):
        answer = Client().get(url(name, strand), {"in": "ar"})
        assert answer["Content-Type"] == "application/pdf"
        said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert (first(strand).words in said, "lessons" in said) == (False, True)
    assert f"{url('sheet', strand)}?in=ar" in text(Client().get(start(strand)))
    strand = conclude(strand)
    assert ARABIC in text(Client().get(start(strand), {"in": "ar"}))
    assert Client().get(url("sheet", strand), {"in": "ar"}).status_code == 409


def test_the_words_of_the_sheet_itself_are_in_its_language_as_well() -> None:
    strand = a_strand_of_statements()
    published(strand, "pl")
    answer = Client().get(url("sheet", strand), {"in": "pl"})
    said = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    for polish in ("Czy zgadzasz się?", "Zaznacz jedno pole przy każdym stwierdzeniu.", "Oddaj ją tam, skąd ją masz"):
        assert polish in said
    assert "Tick one box" not in said


def test_the_gates_ask_for_the_languages_in_which_statements_can_be_voted_on() -> None:
    strand = a_strand_of_statements()
    plain = OpinionMap().facts(strand)
    assert (plain.languages, plain.formats) == (("English",), ("standard",))
    written(strand)
    assert OpinionMap().facts(strand).languages == ("English",), "a draft is offered to nobody"
    published(strand, "pl")
    assert OpinionMap().facts(strand).languages == ("English", "Polish")


@pytest.mark.parametrize("code", ["", "en", "xx", "pl", "\0", "ar' or 1=1", "a" * 300])
def test_a_language_that_is_not_offered_is_english(code: str) -> None:
    strand = a_strand_of_statements()
    published(strand)
    for name in ("statements", "picture", "room", "cards", "sheet"):
        assert Client().get(url(name, strand), {"in": code}).status_code == 200
    assert first(strand).words in text(Client().get(url("card", strand, first(strand).public_id), {"in": code}))


def test_erasing_an_author_takes_the_translation_of_what_was_made_of_their_words() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    new = reworded(strand, one)
    version = published(strand)
    assert one.contribution is not None
    actions.erase(one.contribution.voice)
    version.refresh_from_db()
    gone = statement_key(new.public_id)
    assert (gone in version.words, gone in version.published_words, len(version.words)) == (False, False, 12)


def test_ann_writes_it_on_its_pages_bilal_checks_it_and_cass_sees_nothing() -> None:
    strand = a_strand_of_statements(Stage.PLANNED)
    ann, bilal = signed_in(strand.ann), signed_in(bilal_of(strand))  # type: ignore[attr-defined]
    cass = signed_in(an_account("Cass Example", "engagement_lead", partner=a_partner()))
    every = reverse("opinions:versions", args=[strand.public_id])
    assert (cass.get(every).status_code, Client().get(every).status_code) == (403, 302)
    assert "Only the English words so far." in text(ann.get(every))
    assert ann.post(every, {"language": "en", "format": "standard"}).status_code == 422
    one = ann.post(every, {"language": "pl", "format": "standard"})["Location"]
    sent = {"translator": "Agencja Example"} | {f"w:{each.key}": f"pl {each.english}" for each in phrases_of(strand)}
    assert ann.post(one, {**sent, "w:question": "a\0b"}).status_code == 422
    assert ann.post(one, sent).status_code == 302
    assert ann.post(f"{one}check/", {"checker": "Ola"}).status_code == 422
    assert bilal.post(f"{one}check/", {"checker": "Ola"}).status_code == 302
    assert cass.post(f"{one}publish/").status_code == 403
    assert bilal.post(f"{one}publish/").status_code == 302
    strand = put_into(strand, Stage.OPEN)
    assert f"pl {first(strand).words}" in text(Client().get(url("card", strand, first(strand).public_id), {"in": "pl"}))
    assert ann.post(f"{one}withdraw/", {"reason": "A mistake in it."}).status_code == 302
    assert "?in=pl" not in text(Client().get(start(strand)))
    strand = put_into(strand, Stage.CLOSED)
    assert ann.post(one, sent).status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_pages_ask_under_fifteen_queries_however_many_versions(many: int, django_assert_max_num_queries: Any) -> None:
    strand = a_strand_of_statements()
    for language in ("ar", "pl", "ur")[:many]:
        published(strand, language)
    crowd(strand, 20)
    nur, ann = Client(), signed_in(strand.ann)  # type: ignore[attr-defined]
    nur.get(start(strand), {"in": "ar"})
    votes(strand, KEY)
    for name in ("statements", "picture", "room", "yours", "add", "sheet", "cards"):
        with django_assert_max_num_queries(14):
            assert nur.get(url(name, strand)).status_code == 200
    for page in (reverse("opinions:versions", args=[strand.public_id]),
                 reverse("opinions:version", args=[strand.public_id, Version.objects.all()[0].public_id])):  # fmt: skip
        with django_assert_max_num_queries(14):
            assert ann.get(page).status_code == 200
