"""A translation, Easy Read or plain words beside what was said: honest about its maker, never instead (I-12)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.activities.conftest import Town
from tests.factories import (
    a_contribution,
    a_strand,
    signed_in,
)

from heard.activities import actions, queries
from heard.activities.models import Contribution, Layer, Passage
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused

pytestmark = pytest.mark.django_db
SAID = "Basen jest za zimny dla dzieci."
ENGLISH = "The pool is too cold for children."
FORM = {
    "kind": "translation", "from_language": "pl", "language": "en", "words": ENGLISH, "how": "machine",
    "translator": "Example Translate",
}  # fmt: skip


def polish(town: Town, **fields: Any) -> Contribution:
    one = a_contribution(a_strand(town.activity(stage="open"), "plain"), SAID, **fields)
    one.passages.update(language="pl")
    return one


def address(one: Contribution) -> str:
    return reverse("activities:layer", args=[one.trace_id, 1])


def lay(town: Town, one: Contribution, **said: Any) -> Layer:
    given = {
        "passage": one.passages.get(), "kind": "translation", "words": ENGLISH, "language": "en", "how": "person",
        "translator": "Zofia Example", "by": town.ann, "at": clock.now(),
    }  # fmt: skip
    return actions.lay_reading(**(given | said))


def laid(one: Contribution) -> list[tuple[str, str, str]]:
    passage = Passage.objects.prefetch_related("layers").get(contribution=one)
    return [(each.title, each.words, each.note) for each in queries.laid_over(passage)]


def test_an_officer_adds_a_translation_from_the_page_and_it_says_that_a_machine_made_it(town: Town) -> None:
    one = polish(town)
    assert SAID in signed_in(town.ann).get(address(one)).content.decode()
    reply = signed_in(town.ann).post(address(one), FORM, follow=True)
    page = reply.content.decode()
    assert reply.redirect_chain[-1][0] == reverse("activities:contribution", args=[one.trace_id])
    assert SAID in page
    assert ENGLISH in page
    note = "Translated from Polish. By a machine (Example Translate); nobody has checked it."
    assert note in page
    assert laid(one) == [("In English", ENGLISH, note)]
    assert one.passages.get().words == SAID


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ({}, ("In English", ENGLISH, "Translated from Polish. By Zofia Example.")),
        (
            {"how": "checked", "translator": "Example Translate"},
            (
                "In English",
                ENGLISH,
                "Translated from Polish. By a machine (Example Translate), checked by a person who reads both.",
            ),
        ),
        (
            {"kind": "plain", "words": "Za zimno.", "language": "pl"},
            ("Plain words, in Polish", "Za zimno.", "The same in simpler words. By Zofia Example."),
        ),
        ({"language": "ur", "words": "ٹھنڈا"}, ("In Urdu", "ٹھنڈا", "Translated from Polish. By Zofia Example.")),
        ({"from_language": "sk"}, ("In English", ENGLISH, "Translated from Slovak. By Zofia Example.")),
        (
            {"kind": "easy_read", "words": "It is too cold."},
            ("Easy Read", "It is too cold.", "The same in simpler words. By Zofia Example."),
        ),
    ],
)
def test_each_reading_says_what_it_is_and_who_made_it(
    town: Town, said: dict[str, str], row: tuple[str, str, str]
) -> None:
    one = polish(town)
    lay(town, one, **said)
    assert laid(one) == [row]


def test_english_comes_first_and_the_newest_of_a_kind_is_shown(town: Town) -> None:
    one = polish(town)
    lay(town, one, kind="plain", words="Too cold.")
    lay(town, one, words="The basin is cold.")
    lay(town, one)
    assert [(title, words) for title, words, _note in laid(one)] == [
        ("In English", ENGLISH), ("Plain words", "Too cold."),
    ]  # fmt: skip
    assert Layer.objects.count() == 3


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"words": " "}, "Write the words"),
        ({"words": SAID}, "the words themselves"),
        ({"language": "pl"}, "another language than what was said"),
        ({"language": "xx"}, "Choose the language"),
        ({"how": ""}, "Say who made it"),
        ({"translator": " "}, "Say who made it"),
        ({"kind": "redaction"}, "Choose a translation"),
    ],
)
def test_a_reading_with_a_hole_in_it_is_refused_with_a_reason(town: Town, said: dict[str, str], why: str) -> None:
    with pytest.raises(Conflict, match=why):
        lay(town, polish(town), **said)
    assert not Layer.objects.exists()


def test_only_those_who_read_what_was_said_may_add_one(town: Town) -> None:
    one = polish(town)
    for account in (town.bilal, town.cass):
        assert signed_in(account).get(address(one)).status_code == 403
        assert signed_in(account).post(address(one), FORM).status_code == 403
        with pytest.raises(Refused):
            lay(town, one, by=account)
    assert Client().get(address(one)).status_code == 302
    assert signed_in(town.ann).get(address(one)).status_code == 200
    assert not Layer.objects.exists()


def test_what_is_missing_on_the_form_is_said_with_422_and_a_passage_that_is_not_there_is_404(town: Town) -> None:
    one = polish(town)
    assert signed_in(town.ann).post(address(one), FORM | {"translator": ""}).status_code == 422
    assert signed_in(town.ann).post(address(one), FORM | {"language": "pl"}).status_code == 422
    assert signed_in(town.ann).post(address(one), FORM | {"words": "a\x00b"}).status_code == 422
    assert signed_in(town.ann).get(reverse("activities:layer", args=[one.trace_id, 7])).status_code == 404
    assert not Layer.objects.exists()


def test_a_translation_made_before_words_were_covered_or_put_right_is_shown_no_more(town: Town) -> None:
    one = polish(town)
    lay(town, one)
    actions.redact_passage(passage=one.passages.get(), words="Basen […].", reason="Names", by=town.ann, at=clock.now())
    assert laid(one) == []
    lay(town, one, words="The pool […].")
    assert [words for _title, words, _note in laid(one)] == ["The pool […]."]
    actions.correct_words(
        passage=one.passages.get(), words="Basen jest ciepły.", reason="Misread", by=town.ann, at=clock.now()
    )
    assert laid(one) == []


def test_what_could_tell_who_said_it_must_be_looked_at_before_it_stands_beside_a_quote(town: Town) -> None:
    one = polish(town, may_quote=True)
    words = "I am the only teacher at the baths."
    with pytest.raises(Conflict, match="could tell who said it"):
        lay(town, one, words=words)
    lay(town, one, words=words, looked=True)
    assert laid(one)[0][1] == words


def test_nothing_is_laid_over_words_that_were_taken_back_or_erased(town: Town) -> None:
    one = polish(town)
    Contribution.objects.filter(pk=one.pk).update(state="withdrawn")
    with pytest.raises(Conflict, match="taken this back"):
        lay(town, one)
    Contribution.objects.filter(pk=one.pk).update(state="received", erased_at=clock.now())
    with pytest.raises(Conflict, match="erased"):
        lay(town, one)


def test_the_register_finds_what_is_not_translated_yet(town: Town) -> None:
    one = polish(town)
    english = a_contribution(one.strand, "Too cold")
    listed = reverse("activities:contributions", args=[one.strand.activity.slug]) + "?words=untranslated"
    page = signed_in(town.ann).get(listed).content.decode()
    assert one.trace_id in page
    assert english.trace_id not in page
    lay(town, one, language="ur", words="ٹھنڈا")
    assert one.trace_id in signed_in(town.ann).get(listed).content.decode()
    lay(town, one)
    assert one.trace_id not in signed_in(town.ann).get(listed).content.decode()
    actions.redact_passage(passage=one.passages.get(), words="[…]", reason="Names", by=town.ann, at=clock.now())
    assert one.trace_id in signed_in(town.ann).get(listed).content.decode()


def test_both_pages_ask_the_same_however_many_layers_there_are(town: Town) -> None:
    one, asked = polish(town), []
    client = signed_in(town.ann)
    for _round in range(3):
        lay(town, one, words=f"{ENGLISH} {_round}")
        for url in (address(one), reverse("activities:contribution", args=[one.trace_id])):
            with CaptureQueriesContext(
                connection,
            ) as queries_asked:
                client.get(url)
            asked.append(len(queries_asked))
    assert asked[2:4] == asked[4:6]
    assert max(asked[2:]) < 15
