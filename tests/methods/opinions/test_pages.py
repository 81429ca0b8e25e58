"""The pages: what they say at each turn, who may, what they cost, what they refuse."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import (
    a_partner,
    an_account,
    signed_in,
)
from tests.methods.opinions.scene import (
    KEY,
    a_strand_of_statements,
    ann_of,
    conclude,
    crowd,
    first,
    url,
    votes,
)
from tests.sending import sent_twice

from heard.activities.actions import lay_reading
from heard.activities.models import Contribution, Passage, Stage, Strand
from heard.ground import clock
from heard.methods.opinions import actions
from heard.methods.opinions.models import Participant, Statement, Vote
from heard.moderation.models import Item

pytestmark = pytest.mark.django_db


def a_browser(strand: Strand) -> Client:
    """A browser that was given its key."""
    client = Client()
    assert client.get(url("statements", strand)).status_code == 200
    return client


def cookie_of(client: Client, strand: Strand) -> Any:
    return client.cookies[f"opinions-{strand.public_id}"]


def test_the_key_stays_in_the_browser_for_these_pages_alone_where_no_script_reads_it() -> None:
    strand = a_strand_of_statements()
    cookie = cookie_of(a_browser(strand), strand)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == f"/activities/{strand.activity.slug}/take-part/{strand.public_id}/"
    assert len(cookie.value) == 43


def test_a_browser_without_the_key_is_told_why_nothing_was_kept() -> None:
    strand = a_strand_of_statements()
    answer = Client().post(url("vote", strand), {"statement": first(strand).public_id, "vote": "agree"})
    assert answer.status_code == 409
    assert "your browser keeps no cookie" in answer.content.decode()
    assert Participant.objects.count() == 0


def test_a_vote_leads_to_the_next_card_which_can_undo_it() -> None:
    strand = a_strand_of_statements()
    client = a_browser(strand)
    answer = client.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "disagree"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "You disagreed." in page
    assert "You have voted on 1 of the 10" in page
    back = client.post(url("undo", strand), {"statement": first(strand).public_id})
    assert back["Location"] == url("card", strand, first(strand).public_id)
    assert Vote.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"vote": "maybe"}, {"vote": "agree", "statement": "\x00"}, {"vote": "agree"}])
def test_a_form_that_says_nothing_is_refused_in_words(sent: dict[str, str]) -> None:
    strand = a_strand_of_statements()
    answer = a_browser(strand).post(url("vote", strand), sent)
    assert answer.status_code in (403, 409)
    assert "<h1" in answer.content.decode()
    assert Vote.objects.count() == 0


def test_scenario_41_without_scripts_everything_is_a_plain_form_and_every_picture_has_its_table() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 60)
    client = a_browser(strand)
    card = client.get(url("statements", strand)).content.decode()
    main = card.partition("<main")[2].partition("</main>")[0]
    assert main.count('<button class="button vote') == 3
    assert "<script" not in main
    picture = client.get(url("picture", strand)).content.decode()
    assert picture.count("<svg") >= 1
    assert "<table" in picture.partition("<svg viewBox")[2]


@pytest.mark.parametrize("people", [1, 60])
def test_pages_cost_the_same_however_many_people_and_statements_there_are(
    people: int, django_assert_max_num_queries: Any
) -> None:
    strand = a_strand_of_statements()
    if people > 1:
        for number in range(3):
            actions.add_statement(
                strand=strand, words=f"Number {number} was given.", channel="web", by=None, at=clock.now(),
                entry_key=f"{number}", key=f"{number}" * 43,
            )  # fmt: skip
    crowd(strand, people)
    client = a_browser(strand)
    client.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "agree"})
    strand.ann = ann_of(strand)  # type: ignore[attr-defined]
    officer = signed_in(strand.ann)  # type: ignore[attr-defined]
    for name in ("statements", "picture", "room", "yours", "how", "add", "receipt"):
        with django_assert_max_num_queries(14):
            assert client.get(url(name, strand)).status_code == 200
    with django_assert_max_num_queries(6):
        assert client.post(url("vote", strand), {"statement": first(strand, 2).public_id, "vote": "pass"})
    for page in ("statements", "rooms", "rooms/new", "odd-votes"):
        with django_assert_max_num_queries(14):
            assert officer.get(f"/staff/strands/{strand.public_id}/{page}/").status_code == 200


def test_a_statement_goes_to_the_moderators_and_waits_where_they_look_first() -> None:
    from heard.moderation.models import Terms

    strand = a_strand_of_statements()
    Terms.objects.create(activity=strand.activity, before=True, because="New", by=ann_of(strand), at=clock.now())
    client = a_browser(strand)
    form = client.get(url("add", strand)).content.decode()
    entry = re.search(r'name="entry" value="([^"]+)"', form)
    assert entry is not None
    sent = {"words": "Lockers should not\n need a coin.", "entry": entry[1]}
    for _twice in range(2):
        answer = client.post(url("add", strand), sent, follow=True)
        assert "Somebody reads your statement first" in answer.content.decode()
    item = Item.objects.get()
    assert (item.kind, item.state) == ("statement", "waiting")
    assert item.contribution.passages.get().words == "Lockers should not need a coin."
    assert "Lockers" not in client.get(url("picture", strand)).content.decode()


def test_a_statement_sent_twice_is_one_and_its_receipt_is_shown_both_times() -> None:
    strand = a_strand_of_statements()
    client = a_browser(strand)
    sent = {"words": "Lockers should not need a coin.", "entry": "e" * 32}
    for _twice in range(2):
        answer = client.post(url("add", strand), sent, follow=True)
        assert "Your statement stands there now" in answer.content.decode()
    assert Contribution.objects.count() == 1
    client.post(url("add", strand), sent | {"words": "Lockers should be larger."})
    assert Contribution.objects.count() == 2
    assert a_browser(strand).post(url("add", strand), sent).status_code == 422


@pytest.mark.parametrize(
    ("words", "status"),
    [("", 422), ("x", 422), ("a" * 201, 422), ("a" * 20_000, 422), ("Bad \x00 byte in it", 422),
     ("\u200b" * 20, 422), ("\u202e \u2066\u2069 \ufeff", 422), ("a" * 10_000, 422), ("🏊" * 6, 302),
     ("<script>alert(1)</script>", 302),
     ("يجب أن تفتح الحمامات باكرا", 302), ("🏊 every day 🏊‍♀️ please", 302)],
)  # fmt: skip
def test_a_statement_of_any_kind_is_taken_or_refused_in_words(words: str, status: int) -> None:
    strand = a_strand_of_statements()
    client = a_browser(strand)
    answer = client.post(url("add", strand), {"words": words})
    assert answer.status_code == status
    assert Contribution.objects.count() == int(status == 302)
    if status == 302:
        page = client.get(url("card", strand, Statement.objects.get(number=11).public_id)).content.decode()
        assert "<script>alert" not in page


def test_what_somebody_said_already_is_offered_to_vote_on() -> None:
    strand = a_strand_of_statements()
    answer = a_browser(strand).post(url("add", strand), {"words": first(strand).words.upper()})
    assert answer.status_code == 422
    assert url("card", strand, first(strand).public_id) in answer.content.decode()


def test_a_reworded_statement_keeps_its_first_words_and_their_votes_beside_it() -> None:
    strand = a_strand_of_statements()
    given = actions.add_statement(
        strand=strand,
        words="Open early and close late.",
        channel="web",
        by=None,
        at=clock.now(),
        entry_key="1",
        key=KEY,
    )
    votes(strand, KEY, given)
    ann = signed_in(strand.ann)  # type: ignore[attr-defined]
    sent = {"words": "Open at half past six.", "because": "It said two things."}
    assert ann.post(f"/staff/statements/{given.public_id}/reword/", sent).status_code == 302
    new = Statement.objects.get(came_from=given)
    assert (new.words, new.votes, Statement.objects.get(pk=given.pk).votes) == ("Open at half past six.", 0, 1)
    page = Client().get(url("picture", strand)).content.decode()
    assert "Open early and close late." in page
    assert "It said two things." in page
    assert "Put more clearly by a moderator." in Client().get(url("card", strand, new.public_id)).content.decode()


def test_erasing_its_author_takes_the_clearer_words_too() -> None:
    from heard.people.actions import erase

    strand = a_strand_of_statements()
    given = actions.add_statement(
        strand=strand,
        words="Open early and close late.",
        channel="web",
        by=None,
        at=clock.now(),
        entry_key="1",
        key=KEY,
    )
    actions.reword_statement(
        statement=given, words="Open at half past six.", because="Two things.", by=strand.ann, at=clock.now()  # type: ignore[attr-defined]
    )  # fmt: skip
    officer = an_account("Dana Example", "data_protection_officer", partner=strand.activity.lead)
    assert given.contribution is not None
    erase(voice=given.contribution.voice, by=officer, at=clock.now())
    page = Client().get(url("picture", strand)).content.decode()
    assert "half past six" not in page.replace("from half past six", "")
    assert "Open early" not in page


def test_who_has_too_few_votes_to_be_placed_is_not_drawn_either() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 60)
    client = a_browser(strand)
    client.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "agree"})
    mine = client.get(url("yours", strand)).content.decode()
    assert "too few votes yet to be placed" in mine
    assert "Where people stand" in mine
    assert ">You</text>" not in mine
    assert "The ring is your own place" not in mine


def test_nobody_else_sees_where_somebody_stands() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 60)
    client = a_browser(strand)
    for number in range(1, 9):
        client.post(url("vote", strand), {"statement": first(strand, number).public_id, "vote": "agree"})
    mine = client.get(url("yours", strand))
    assert "You vote most like" in mine.content.decode()
    assert ">You</text>" in mine.content.decode()
    assert {"no-store", "private"} <= set(mine["Cache-Control"].split(", "))
    for other in (Client().get(url("yours", strand)), Client().get(url("picture", strand))):
        assert ">You</text>" not in other.content.decode()


def test_votes_are_put_away_or_deleted_by_whoever_gave_them() -> None:
    strand = a_strand_of_statements()
    client = a_browser(strand)
    client.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "agree"})
    away = client.post(url("forget", strand), {"what": "key"})
    assert away.cookies[f"opinions-{strand.public_id}"].value == ""
    assert Vote.objects.count() == 1
    other = a_browser(strand)
    other.post(url("vote", strand), {"statement": first(strand).public_id, "vote": "agree"})
    other.post(url("forget", strand), {"what": "votes"})
    assert Vote.objects.count() == 1


def test_the_picture_stays_closed_while_open_where_that_was_chosen() -> None:
    strand = a_strand_of_statements(Stage.PLANNED)
    actions.set_up(strand=strand, by=strand.ann, at=clock.now(), shows_while_open=False)  # type: ignore[attr-defined]
    from tests.methods.opinions.scene import put_into

    strand = put_into(strand, Stage.OPEN)
    crowd(strand, 40)
    page = Client().get(url("picture", strand)).content.decode()
    assert "The picture is shown when everyone has voted." in page
    room = Client().get(url("room", strand)).content.decode()
    assert "<strong>40</strong>" in room
    assert "in 10 agree" not in room
    assert "<svg" not in room


def test_the_result_holds_no_person_and_no_words_and_open_data_has_the_polis_columns() -> None:
    strand = a_strand_of_statements()
    crowd(strand, 60)
    actions.add_statement(
        strand=strand, words="=cmd()", channel="web", by=None, at=clock.now(), entry_key="1", key=KEY
    )  # fmt: skip
    strand = conclude(strand)
    text = str(strand.outcome)
    assert "half past six" not in text
    people = Participant.objects.filter(opinions=strand.pk)
    assert not any(person.public_id in text or person.key_hash in text for person in people)
    answer = Client().get(url("data", strand))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].split(",")[:6] == ["comment-id", "agrees", "disagrees", "passes", "moderated", "comment-body"]
    assert len(lines) == 12
    assert any(",'=cmd()," in line for line in lines)
    assert b"=cmd" in b"".join(Client().get(url("data", strand)).streaming_content)  # type: ignore[attr-defined]


def test_ann_and_those_who_help_see_the_desk_and_cass_does_not() -> None:
    strand = a_strand_of_statements()
    cass = signed_in(an_account("Cass", "engagement_lead", partner=a_partner()))
    bilal = signed_in(an_account("Bilal", "facilitator", partner=strand.activity.lead))
    ann = signed_in(strand.ann)  # type: ignore[attr-defined]
    for page in ("statements", "rooms", "rooms/new", "odd-votes", "statements/enter"):
        address = f"/staff/strands/{strand.public_id}/{page}/"
        assert ann.get(address).status_code == bilal.get(address).status_code == 200, page
        assert cass.get(address).status_code == 403, page
    reword = f"/staff/statements/{first(strand).public_id}/reword/"
    assert ann.get(reword).status_code == 200
    assert cass.get(reword).status_code == 403


def test_first_statements_are_written_with_hints_and_fixed_when_it_opens() -> None:
    strand = a_strand_of_statements(Stage.PLANNED)
    ann = signed_in(strand.ann)  # type: ignore[attr-defined]
    desk = f"/staff/strands/{strand.public_id}/statements/"
    sent = {"what": "first", "words": "Obviously nobody should not open and close early?", "leaning": "for"}
    page = ann.post(desk, sent, follow=True).content.decode()
    for hint in ("This is a question.", "joins two things", "pushes one way", "hard to think through"):
        assert hint in page
    one = Statement.objects.get(number=11)
    address = f"/staff/statements/{one.public_id}/"
    changed = {"words": "The baths should open early.", "leaning": "for"}
    assert ann.post(address, changed).status_code == 302
    assert Statement.objects.get(number=11).words == "The baths should open early."
    assert ann.post(f"{address}remove/").status_code == 302
    assert Statement.objects.filter(opinions=strand.pk).count() == 10
    from tests.methods.opinions.scene import put_into

    put_into(strand, Stage.OPEN)
    assert ann.post(desk, sent).status_code in (403, 409)
    assert ann.post(f"/staff/statements/{first(strand).public_id}/remove/").status_code in (403, 409)


def test_statements_that_lean_one_way_may_not_open() -> None:
    from heard.activities.methods import method_of

    strand = a_strand_of_statements(Stage.PLANNED)
    Statement.objects.filter(opinions=strand.pk).update(leaning="for")
    assert any("lean one way" in each for each in method_of(strand).blockers(strand))
    Statement.objects.filter(opinions=strand.pk, number__gt=5).delete()
    assert any("needs 3 more" in each for each in method_of(strand).blockers(strand))


def test_a_statement_in_another_language_stands_on_its_card_with_what_was_laid_beside_it() -> None:
    """Whoever reads only English, or only Easy Read, votes on the same card; nothing replaces what was said."""
    strand = a_strand_of_statements()
    own, english, easy = "المسبح بارد جدا في الشتاء", "The pool is too cold in winter.", "The pool is cold. I get cold."
    one = actions.add_statement(
        strand=strand, words=own, channel="web", by=None, at=clock.now(), entry_key="own", key=KEY
    )  # fmt: skip
    passage = Passage.objects.get(contribution=one.contribution)
    Passage.objects.filter(pk=passage.pk).update(language="ar")
    passage.refresh_from_db()
    for kind, words in (("translation", english), ("easy_read", easy)):
        lay_reading(
            passage=passage, kind=kind, words=words, language="en", how="machine", translator="Sample machine",
            looked=True, by=ann_of(strand), at=clock.now(),
        )  # fmt: skip
    page = " ".join(Client().get(url("card", strand, one.public_id)).content.decode().split())
    assert f'<h1 class="statement" dir="auto" lang="ar">{own}</h1>' in page
    assert (english in page, easy in page, "In English" in page, "nobody has checked it" in page) == (True,) * 4
    plain = Client().get(url("card", strand, first(strand).public_id)).content.decode()
    assert 'class="laid"' not in plain


def test_a_statement_written_down_twice_by_a_double_click_stands_there_once() -> None:
    strand = a_strand_of_statements()
    before = Statement.objects.count()
    page = reverse("opinions:enter", args=[strand.public_id])
    said = {"words": "The cafe should open too.", "channel": "paper", "received_on": clock.today().isoformat()}
    first, again = sent_twice(signed_in(strand.ann), page, said)  # type: ignore[attr-defined]
    assert (first.status_code, again.status_code) == (302, 302)
    assert Statement.objects.count() == before + 1
