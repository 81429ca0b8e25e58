"""An author is told, by the way they chose, that a moderator put their statement in other words, and how to object."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader
from tests.factories import a_partner, an_account, signed_in
from tests.methods.opinions.scene import KEY, a_strand_of_statements, url

from heard.activities.actions import ReplyTo
from heard.activities.models import Strand
from heard.ground import clock
from heard.methods.opinions import actions, jobs
from heard.methods.opinions.models import RewordNotice, Statement
from heard.methods.opinions.queries.rewording import reworded_from
from heard.people.models import VoiceAddress

pytestmark = pytest.mark.django_db
OLD, NEW, WHY = "The pool and the café are both too dear.", "The pool costs too much.", "It said two things at once."
NUMBER = "024 7655 0100"


def given(strand: Strand, *ways: ReplyTo, key: str = KEY) -> Statement:
    return actions.add_statement(
        strand=strand, words=OLD, channel="web", by=None, at=clock.now(), entry_key=key, key=key, reply_to=ways
    )


def reworded(strand: Strand, statement: Statement, words: str = NEW) -> Statement:
    moderator = an_account("Mo Example", "moderator", partner=strand.activity.lead)
    return actions.reword_statement(statement=statement, words=words, because=WHY, by=moderator, at=clock.now())


def text(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_by_email_once_with_both_wordings_the_reason_and_how_to_object() -> None:
    strand = a_strand_of_statements()
    reworded(strand, given(strand, ReplyTo("email", "nur@example.org")))
    notice = RewordNotice.objects.get()
    for _again in range(2):
        jobs.tell_reworded(notice.pk)
    (sent,) = mail.outbox
    assert sent.to == ["nur@example.org"]
    for words in (OLD, NEW, WHY, f"/activities/{strand.activity.slug}/concern/", "another organisation", "#put-away"):
        assert words in sent.body
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at is not None) == ("sent", True)


def test_whoever_left_no_way_reads_it_with_the_receipt_and_on_the_trace() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    assert RewordNotice.objects.count() == 0
    assert one.contribution is not None
    mine = actions.mine_of(strand, KEY)
    opened = Client().post(f"/receipt/{mine.code}/", {"secret": mine.secret})
    for page in (opened, Client().get(f"/thread/{one.contribution.trace_id}/")):
        said = text(page)
        assert (OLD in said, NEW in said, WHY in said) == (True, True, True)


def test_a_first_statement_of_officers_has_no_author_to_tell() -> None:
    strand = a_strand_of_statements()
    reworded(strand, Statement.objects.get(opinions=strand.pk, number=1))
    assert RewordNotice.objects.count() == 0


def test_letters_and_calls_wait_for_the_letters_role_with_the_words_to_say() -> None:
    strand = a_strand_of_statements()
    reworded(strand, given(strand, ReplyTo("letter", "1 Example Street, CV1 1AA"), ReplyTo("phone", NUMBER)))
    desk = f"/staff/strands/{strand.public_id}/authors/"
    writer = signed_in(strand.ann)  # type: ignore[attr-defined]
    helper = signed_in(an_account("Bilal Example", "moderator", activity=strand.activity))
    stranger = signed_in(an_account("Cass Example", "moderator", partner=a_partner()))
    assert stranger.get(desk).status_code == 403
    assert "2 letters and calls wait" in text(helper.get(desk))
    assert NUMBER not in text(helper.get(desk))
    assert helper.get(f"{desk}letters.pdf").status_code == 403
    said = text(writer.get(desk))
    assert (OLD in said, NEW in said, "2 letters and calls wait" in said) == (True,) * 3
    letter = PdfReader(io.BytesIO(writer.get(f"{desk}letters.pdf").content)).pages[0].extract_text()
    assert (NEW in " ".join(letter.split()), "Example Street" in letter) == (True, True)
    for kind, where, told in (("letter", "1 Example Street", "yes"), ("phone", NUMBER, "no")):
        assert where in text(writer.get(desk))
        notice = RewordNotice.objects.get(kind=kind)
        assert helper.post(desk, {"notice": notice.public_id, "told": told}).status_code == 403
        assert writer.post(desk, {"notice": notice.public_id, "told": told}).status_code == 302
    assert dict(RewordNotice.objects.values_list("kind", "state")) == {"phone": "failed", "letter": "sent"}
    assert "not reached" in text(writer.get(desk))
    assert writer.post(desk, {"notice": "\0", "told": "yes"}).status_code == 404


def test_whoever_asked_for_a_text_message_is_sent_a_short_one_and_not_rung() -> None:
    strand = a_strand_of_statements()
    reworded(strand, given(strand, ReplyTo("text", NUMBER)))
    page = text(signed_in(strand.ann).get(f"/staff/strands/{strand.public_id}/authors/"))  # type: ignore[attr-defined]
    assert ("Send a text message to" in page, NUMBER in page, "Ring" in page, OLD in page) == (True, True, False, False)
    assert f"{strand.activity.lead.name}: a moderator put your statement in other words." in page


def test_the_receipt_offers_the_same_ways_as_every_other_form() -> None:
    strand = a_strand_of_statements()
    nur = Client()
    nur.get(url("statements", strand))
    one = Statement.objects.get(opinions=strand.pk, number=1)
    nur.post(url("vote", strand), {"statement": one.public_id, "vote": "agree"})
    page = text(nur.get(url("receipt", strand)))
    assert [way for way in ("email", "text", "letter", "phone") if f'value="{way}"' in page] == [
        "email", "text", "letter", "phone",
    ]  # fmt: skip
    assert "may_quote" not in page
    for wrong in ({"way": "text"}, {"way": "text", "phone": "1"}, {"way": "pigeon"}, {"way": "email", "email": "x"}):
        assert nur.post(url("receipt", strand), wrong).status_code == 422
    assert nur.post(url("receipt", strand), {"way": "text", "phone": NUMBER, "name": "Nur"}).status_code == 302
    kept = VoiceAddress.objects.get()
    assert (kept.kind, kept.takes_texts, kept.address, kept.name) == ("phone", True, NUMBER, "Nur")


@pytest.mark.parametrize("many", [1, 3])
def test_the_desk_asks_under_fifteen_queries(many: int, django_assert_max_num_queries: Any) -> None:
    strand = a_strand_of_statements()
    for number in range(many):
        reworded(strand, given(strand, ReplyTo("phone", NUMBER), key=f"{number:043}"))
    writer = signed_in(strand.ann)  # type: ignore[attr-defined]
    with django_assert_max_num_queries(14):
        assert NUMBER in text(writer.get(f"/staff/strands/{strand.public_id}/authors/"))


def test_erasing_an_author_takes_the_notice_too() -> None:
    strand = a_strand_of_statements()
    one = given(strand, ReplyTo("phone", NUMBER))
    reworded(strand, one)
    assert one.contribution is not None
    actions.erase(one.contribution.voice)
    assert RewordNotice.objects.count() == 0


def test_the_picture_shows_the_first_words_beside_the_new_ones() -> None:
    strand = a_strand_of_statements()
    reworded(strand, given(strand))
    page = text(Client().get(url("picture", strand)))
    assert (OLD in page, WHY in page) == (True, True)


@pytest.mark.parametrize("many", [1, 3])
def test_what_statements_say_now_is_asked_in_two_queries_however_often_they_were_reworded(
    many: int, django_assert_num_queries: Any
) -> None:
    strand = a_strand_of_statements()
    contributions = []
    for number in range(many):
        one = given(strand, key=f"{number:043}")
        contributions.append(one.contribution)
        for turn in range(number + 1):
            one = reworded(strand, one, f"In other words {number}-{turn}.")
    with django_assert_num_queries(2):
        found = reworded_from(contributions)  # type: ignore[arg-type]
    assert {old.said for old, _new in found} == {OLD}
    assert sorted(new.said for _old, new in found) == [f"In other words {each}-{each}." for each in range(many)]
