"""Voices raised on paper, in a room or by telephone: counted beside those of the web, with where they come from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.factories import an_account, signed_in
from tests.methods.conversation.talks import a_talk, again, ann_of, bilal_of, cass, home, put, says, url

from heard.audit.models import Entry
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.conversation import actions, queries
from heard.methods.conversation.models import Conversation, CountedSupport, Post
from heard.moderation.models import Item
from heard.people.models import Account

pytestmark = pytest.mark.django_db


def counts(talk: Conversation, post: Post, by: Account | None = None, **more: Any) -> CountedSupport:
    post.conversation = talk
    given: dict[str, Any] = {
        "number": 5, "channel": "in_person", "where": "Session at the library", "said_on": clock.today(), "key": "k1",
    }  # fmt: skip
    return actions.count_support(post=post, by=by or ann_of(talk), at=clock.now(), **(given | more))


def page_of(post: Post) -> str:
    return f"/staff/posts/{post.public_id}/counted/"


def form(**more: Any) -> dict[str, Any]:
    day = clock.today().isoformat()
    return {"number": 5, "channel": "paper", "where": "Sheet 3", "received_on": day, "entry_key": "p1", **more}


def test_they_stand_beside_the_voices_of_the_web_and_everyone_reads_where_they_come_from(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    client.post(url(talk, "support", post.public_id), {"do": "add"})
    kept = signed_in(ann_of(talk)).post(page_of(post), form(number=4, where="Sheet 3,  ticked"))
    assert kept.status_code == 302
    post.refresh_from_db()
    assert (post.supports, post.counted, post.supported.count()) == (5, 4, 1)
    page = client.get(url(talk, "post", post.public_id)).text
    assert "5 voices with it, 4 counted by hand" in " ".join(page.split())
    assert "Voices counted by hand" in page
    assert "Sheet 3, ticked" in page
    assert "Ann Example" not in page.partition("Voices counted by hand")[2].partition("</ul>")[0]
    assert "5 voices with it, 4 counted by hand" in " ".join(client.get(home(talk)).text.split())
    client.post(url(talk, "support", post.public_id), {"do": "remove"})
    post.refresh_from_db()
    assert (post.supports, post.counted) == (4, 4)


def test_who_entered_them_when_and_by_which_way_is_kept_and_on_the_record() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    made = counts(talk, post)
    assert (made.by, made.number, made.channel, made.where) == (ann_of(talk), 5, "in_person", "Session at the library")
    entry = Entry.objects.get(what="post.support_counted")
    assert entry.header["number"] == 5
    assert "Entered by Ann Example" in signed_in(bilal_of(talk)).get(page_of(post)).text


def test_a_count_is_undone_as_one_act_and_stays_to_be_seen_as_undone() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    one, two = counts(talk, post), counts(talk, post, where="Second round of hands", number=2, key="k2")
    ann = signed_in(ann_of(talk))
    assert ann.post(page_of(post), {"undo": one.public_id}).status_code == 302
    post.refresh_from_db()
    assert (post.supports, post.counted) == (2, 2)
    assert ann.post(page_of(post), {"undo": one.public_id}).status_code == 409
    assert "undone by Ann Example" in ann.get(page_of(post)).text
    other = says(talk, "Something else")
    assert ann.post(page_of(other), {"undo": two.public_id}).status_code == 404
    assert counts(talk, post, key="k3").number == 5, "the right number can be entered now"


def test_the_same_page_sent_twice_counts_once_and_the_same_session_again_is_refused() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    assert counts(talk, post).pk == counts(talk, post).pk
    with pytest.raises(Conflict, match="counted already"):
        counts(talk, post, key="k2", number=6)
    sent = signed_in(ann_of(talk)).post(page_of(post), form(channel="in_person", where="Session at the library"))
    assert sent.status_code == 422
    assert "Another round of hands needs a name of its own." in sent.text
    post.refresh_from_db()
    assert (post.supports, CountedSupport.objects.count()) == (5, 1)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"number": 0}, "at least one"),
        ({"number": 10_001}, "at most 10000"),
        ({"where": "  "}, "Say where"),
        ({"channel": "web"}, "not open that way"),
        ({"channel": "pigeon"}, "not open that way"),
        ({"said_on": clock.today() + timedelta(days=1)}, "not open that way"),
        ({"said_on": clock.today() - timedelta(days=4000)}, "not open that way"),
    ],
)
def test_what_cannot_be_true_is_refused_with_a_reason(given: dict[str, Any], why: str) -> None:
    talk = a_talk()
    with pytest.raises(Conflict, match=why):
        counts(talk, says(talk, "Open before work"), **given)
    assert CountedSupport.objects.count() == 0


def test_a_form_that_cannot_be_true_says_what_to_mend() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    ann = signed_in(ann_of(talk))
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for wrong in ({"number": 0}, {"number": "many"}, {"where": ""}, {"channel": "web"}, {"received_on": tomorrow}):
        assert ann.post(page_of(post), form(**wrong)).status_code == 422, wrong
    assert "It cannot have been received after today." in ann.post(page_of(post), form(received_on=tomorrow)).text


def test_only_those_who_write_down_what_came_another_way_count_and_undo() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    made = counts(talk, post)
    owner = an_account("Dee Example", "decision_owner", partner=talk.strand.activity.lead)
    for stranger in (cass(),):
        assert signed_in(stranger).get(page_of(post)).status_code == 403
        assert signed_in(stranger).post(page_of(post), form()).status_code == 403
        with pytest.raises(Refused):
            counts(talk, post, by=stranger, key="c")
        made.post = post
        with pytest.raises(Refused):
            actions.undo_count(counted=made, by=stranger, at=clock.now())
    sees_only = signed_in(owner)
    assert sees_only.get(page_of(post)).status_code == 200
    assert sees_only.post(page_of(post), form()).status_code == 403
    assert signed_in(bilal_of(talk)).post(page_of(post), form(entry_key="b")).status_code == 302
    assert Client().get(page_of(post)).status_code == 302


def test_after_closing_what_was_said_in_time_is_still_counted_until_everything_is() -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    put(talk.strand, "closed")
    talk = again(talk)
    counts(talk, post)
    type(talk.strand).objects.filter(pk=talk.strand.pk).update(concluded_at=clock.now())
    talk = again(talk)
    with pytest.raises(Refused, match="has been counted"):
        counts(talk, post, key="late", where="Another sheet")
    made = CountedSupport.objects.get()
    made.post = post
    post.conversation = talk
    with pytest.raises(Refused, match="has been counted"):
        actions.undo_count(counted=made, by=ann_of(talk), at=clock.now())


def test_nothing_is_counted_for_what_was_taken_down() -> None:
    talk = a_talk()
    post = says(talk, "Something unkind")
    Item.objects.filter(contribution=post.contribution).update(
        state="held", reason="unkind", reason_words="Unkind", falls_on=clock.today()
    )
    with pytest.raises(Conflict, match="taken down"):
        counts(talk, post)


def test_the_outcome_the_order_and_the_open_data_count_them_and_tell_them_apart() -> None:
    talk = a_talk()
    few, many = says(talk, "Warmer showers"), says(talk, "Open before work")
    actions.support(post=few, voice=None, at=clock.now())
    counts(talk, many, number=3)
    found = queries.outcome_of(talk.strand).found
    assert (found["supports"], found["counted"]) == (4, 3)
    assert [row["post"] for row in found["most_supported"]] == [many.public_id, few.public_id]
    page, _lanes = queries.listed(talk, order="supported", today=clock.today())
    assert [post.pk for post in page.items] == [many.pk, few.pk]
    rows = {row["post"]: row for row in queries.open_rows(talk.strand)}
    assert (rows[many.public_id]["supports"], rows[many.public_id]["counted_by_hand"]) == (3, 3)
    assert (rows[few.public_id]["supports"], rows[few.public_id]["counted_by_hand"]) == (1, 0)


def test_counted_voices_stay_where_they_were_raised_when_posts_are_put_together() -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    counts(talk, source)
    source.conversation = target.conversation = talk
    merge = actions.join_posts(source=source, target=target, because="Both.", by=ann_of(talk), at=clock.now())
    actions.stand_alone(merge=merge, by=ann_of(talk), at=clock.now())
    assert [Post.objects.get(pk=each.pk).supports for each in (source, target)] == [5, 0]


def test_the_database_itself_refuses_nobody_and_the_web() -> None:
    talk = a_talk()
    made = counts(talk, says(talk, "Open before work"))
    for wrong in ({"number": 0}, {"channel": "web"}, {"undone_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CountedSupport.objects.filter(pk=made.pk).update(**wrong)


def test_the_page_asks_as_much_with_three_counts_as_with_one(django_assert_max_num_queries: Any) -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    ann, anybody = signed_in(ann_of(talk)), Client()
    for number in range(3):
        counts(talk, post, key=f"k{number}", where=f"Round {number}")
        with django_assert_max_num_queries(14):
            assert ann.get(page_of(post)).status_code == 200
        with django_assert_max_num_queries(14):
            assert anybody.get(url(talk, "post", post.public_id)).status_code == 200
