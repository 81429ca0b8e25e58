"""The author of a statement that a moderator put in other words has their own words back; nobody's vote moves."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.factories import a_partner, an_account, signed_in
from tests.methods.opinions.scene import KEY, OTHER, a_strand_of_statements, counts, crowd, first, put_into, url, votes
from tests.methods.opinions.test_rewording import NEW, OLD, WHY, given, reworded, text

from heard.activities.actions import ReplyTo, withdraw_with_receipt
from heard.activities.models import Contribution, Passage, Receipt, Stage, Strand
from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.opinions import actions, jobs
from heard.methods.opinions.models import RewordNotice, Statement, Vote
from heard.methods.opinions.queries import open_to_votes, with_words
from heard.methods.opinions.queries.rewording import reworded_from
from heard.moderation.models import Item
from heard.people.models import Account

pytestmark = pytest.mark.django_db


def slip(strand: Strand, key: str = KEY) -> dict[str, str]:
    mine = actions.mine_of(strand, key)
    return {"code": mine.code, "secret": mine.secret}


def bring(strand: Strand, one: Statement, key: str = KEY) -> Any:
    return Client().post(url("own_words", strand), {**slip(strand, key), "statement": one.public_id})


def said(strand: Strand) -> tuple[bool, bool]:
    """Whether people vote on the old words now, and on the new."""
    cards = [each.said for each in with_words(open_to_votes(strand))]
    return OLD in cards, NEW in cards


def test_own_words_come_back_with_the_votes_that_were_given_to_them_and_no_others() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    votes(strand, KEY, one)
    new = reworded(strand, one)
    votes(strand, OTHER, new, way=-1)
    assert said(strand) == (False, True)
    answer = bring(strand, one)
    assert (answer.status_code, answer["Location"]) == (302, url("picture", strand))
    assert said(strand) == (True, False)
    assert (counts(one), counts(new)) == ((1, 0, 0), (0, 1, 0))
    assert Vote.objects.count() == 2
    new.refresh_from_db()
    one.refresh_from_db()
    assert (new.came_from_id, new.put_away_because) == (one.pk, "Its author asked for their own words back.")
    assert (one.put_away_because, one.is_brought_back) == (WHY, True)
    assert [(each[0].pk, each[1]) for each in reworded_from([one.contribution])] == [(one.pk, None)]  # type: ignore[list-item]
    page = text(Client().get(url("picture", strand)))
    assert (NEW in page, "Its author asked for their own words back." in page) == (True, True)
    assert OLD in text(Client().get(url("card", strand, one.public_id)))
    assert Entry.objects.filter(what="statement.brought_back").count() == 1


def test_what_happens_is_said_before_it_does_and_nothing_happens_by_looking() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    nobody = text(Client().get(url("own_words", strand)))
    assert (OLD in nobody, "With your receipt" in nobody) == (False, True)
    page = Client().post(url("own_words", strand), slip(strand))
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
    for words in (OLD, NEW, WHY, "stay with those words", "the moderator is told", "Let people vote on my own words"):
        assert words in text(page)
    assert said(strand) == (False, True)


def test_the_button_stands_where_the_author_is_told() -> None:
    strand = a_strand_of_statements()
    nur = Client()
    nur.get(url("statements", strand))
    key = nur.cookies[f"opinions-{strand.public_id}"].value
    one = given(strand, key=key)
    assert "Have my own words back" not in text(nur.get(url("receipt", strand)))
    reworded(strand, one)
    assert "Have my own words back" in text(nur.get(url("receipt", strand)))
    assert url("own_words", strand) in text(nur.get(url("picture", strand)))
    mine = actions.mine_of(strand, key)
    closed, opened = Client().get(f"/receipt/{mine.code}/"), Client().post(f"/receipt/{mine.code}/", slip(strand, key))
    assert ("Have your own words back" in text(closed), "Have your own words back" in text(opened)) == (False, True)
    assert one.contribution is not None
    assert "Have your own words back" not in text(Client().get(f"/thread/{one.contribution.trace_id}/"))
    bring(strand, one, key)
    assert "own words back" not in text(nur.get(url("receipt", strand)))
    assert "Have your own words back" not in text(Client().post(f"/receipt/{mine.code}/", slip(strand, key)))


def test_the_moderator_who_wrote_the_other_words_is_told_once() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    bring(strand, one)
    for _again in range(2):
        jobs.tell_moderator(one.pk)
    (sent,) = mail.outbox
    assert sent.to == [Account.objects.get(name="Mo Example").email]
    assert (OLD in sent.body, WHY in sent.body, one.public_id in sent.body) == (True, True, True)
    desk = text(signed_in(strand.ann).get(f"/staff/strands/{strand.public_id}/statements/"))  # type: ignore[attr-defined]
    assert "Its author has their own words back." in desk


def test_it_is_not_put_in_other_words_again() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    bring(strand, one)
    one.refresh_from_db()
    with pytest.raises(Refused, match="Its author asked for their own words back"):
        reworded(strand, one, "The café costs too much.")
    page = text(signed_in(strand.ann).get(f"/staff/statements/{one.public_id}/"))  # type: ignore[attr-defined]
    assert ("Its author asked for their own words back, so they stay." in page, WHY in page) == (True, True)


def test_words_that_were_covered_for_a_listed_reason_do_not_come_back() -> None:
    from heard.activities.actions import redact_passage

    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    passage = Passage.objects.get(contribution=one.contribution)
    redact_passage(
        passage=passage, words="[name]’s café is too dear.", reason="It names a private person.",
        by=strand.ann, at=clock.now(),  # type: ignore[attr-defined]
    )  # fmt: skip
    page = text(Client().post(url("own_words", strand), slip(strand)))
    assert "Some of your words were covered, so they do not come back: It names a private person." in page
    answer = bring(strand, one)
    assert answer.status_code == 403
    assert "It names a private person" in text(answer)
    assert said(strand) == (False, True)


def test_words_that_a_moderator_took_down_do_not_come_back() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    Item.objects.update(state="waiting")
    assert bring(strand, one).status_code == 403
    assert said(strand) == (False, True)


def test_after_closing_the_words_stay_that_people_voted_on() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    strand = put_into(strand, Stage.CLOSED)
    answer = bring(strand, one)
    assert (answer.status_code, "Voting has closed" in text(answer)) == (403, True)
    assert said(strand) == (False, True)


def test_only_the_slip_of_its_author_opens_it() -> None:
    strand, elsewhere = a_strand_of_statements(), a_strand_of_statements()
    one = given(strand)
    actions.add_statement(
        strand=strand, words="Another one.", channel="web", by=None, at=clock.now(), entry_key=OTHER, key=OTHER
    )
    given(elsewhere)
    reworded(strand, one)
    mine = slip(strand)
    for wrong in (
        {**mine, "secret": "AAAAAAAA"}, {"code": mine["code"], "secret": ""}, {"code": "", "secret": "x"},
        {**mine, "secret": "\0"}, {"code": "\0", "secret": mine["secret"]}, slip(elsewhere),
    ):  # fmt: skip
        answer = Client().post(url("own_words", strand), {**wrong, "statement": one.public_id})
        assert (answer.status_code, OLD in text(answer)) == (422, False)
    assert bring(strand, one, OTHER).status_code == 409
    assert Client().post(url("own_words", strand), {**mine, "statement": "\0\0"}).status_code == 200
    assert said(strand) == (False, True)
    assert bring(strand, one).status_code == 302
    assert bring(strand, one).status_code == 409


def test_many_wrong_slips_wait() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    client = Client()
    for _each in range(30):
        client.post(url("own_words", strand), {**slip(strand), "secret": "AAAAAAAA"})
    assert client.post(url("own_words", strand), slip(strand)).status_code == 403


def test_who_has_their_words_back_is_neither_written_to_nor_rung_any_more() -> None:
    strand = a_strand_of_statements()
    one = given(strand, ReplyTo("letter", "1 Example Street, CV1 1AA"))
    reworded(strand, one)
    bring(strand, one)
    assert RewordNotice.objects.get().state == "sent"


def test_words_that_were_put_in_others_twice_come_back_and_erasing_takes_all_of_them() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    second = reworded(strand, reworded(strand, one), "The pool is too dear.")
    assert bring(strand, one).status_code == 302
    second.refresh_from_db()
    assert second.put_away_at is not None
    assert one.contribution is not None
    actions.erase(one.contribution.voice)
    assert set(Statement.objects.filter(came_from__isnull=False).values_list("words", flat=True)) == {""}


def test_whoever_takes_their_statement_back_takes_the_clearer_words_with_it() -> None:
    """They are theirs as well: nobody reads them any more, nobody votes on them, and nobody rings about them."""
    strand = a_strand_of_statements()
    one = given(strand, ReplyTo("letter", "1 Example Street, CV1 1AA"))
    new = reworded(strand, reworded(strand, one), "The pool is too dear.")
    assert one.contribution is not None
    taken_back(one.contribution)
    assert not open_to_votes(strand).filter(pk=new.pk).exists()
    assert set(Statement.objects.filter(came_from__isnull=False).values_list("words", flat=True)) == {""}
    assert RewordNotice.objects.count() == 0
    votes(strand, KEY, first(strand))
    with pytest.raises(Refused, match="no longer there to vote on"):
        votes(strand, KEY, new)
    for name in ("picture", "yours"):
        page = text(Client().get(url(name, strand)))
        assert (OLD in page, NEW in page, "The pool is too dear." in page) == (False, False, False)


def taken_back(contribution: Contribution) -> None:
    receipt = Receipt.objects.get(voice=contribution.voice)
    secret = actions.mine_of(contribution.strand, KEY).secret
    withdraw_with_receipt(receipt=receipt, secret=secret, at=clock.now())


def test_nobody_without_the_slip_can_not_even_those_who_run_it() -> None:
    strand = a_strand_of_statements()
    one = given(strand)
    reworded(strand, one)
    for who in (strand.ann, an_account("Cass", "moderator", partner=a_partner())):  # type: ignore[attr-defined]
        assert signed_in(who).post(url("own_words", strand), {"statement": one.public_id}).status_code == 422
    assert said(strand) == (False, True)


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_ask_under_fifteen_queries(many: int, django_assert_max_num_queries: Any) -> None:
    strand = a_strand_of_statements()
    nur = Client()
    nur.get(url("statements", strand))
    key = nur.cookies[f"opinions-{strand.public_id}"].value
    for number in range(many):
        one = actions.add_statement(
            strand=strand, words=f"{OLD} {number}", channel="web", by=None, at=clock.now(), entry_key=str(number),
            key=key,
        )  # fmt: skip
        reworded(strand, one, f"{NEW} {number}")
    crowd(strand, 6)
    with django_assert_max_num_queries(14):
        assert f"{OLD} {many - 1}" in text(nur.get(url("receipt", strand)))
    with django_assert_max_num_queries(14):
        assert f"{OLD} {many - 1}" in text(nur.post(url("own_words", strand), slip(strand, key)))
