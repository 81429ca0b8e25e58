"""Somebody says something without account or name: kept once, receipt at once, whatever it is that they send."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.factories import an_account, signed_in
from tests.methods.conversation.talks import (
    a_talk,
    again,
    ann_of,
    bilal_of,
    cass,
    hears,
    home,
    put,
    says,
    url,
)

from heard.activities.models import Contribution, Passage, Receipt
from heard.activities.queries import find_by_receipt
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.conversation import actions, queries
from heard.methods.conversation.models import Post, Question, Support
from heard.moderation.models import Item
from heard.people.actions import erase
from heard.people.models import VoiceAddress
from heard.places.actions import load_city
from heard.places.models import Place

pytestmark = pytest.mark.django_db


def test_words_come_first_and_the_receipt_at_once_with_no_account_and_no_name(client: Client) -> None:
    talk = a_talk()
    page = client.get(home(talk)).text
    assert 'name="words"' in page
    assert "email" not in page.partition('class="say"')[2].partition("</section>")[0]
    sent = hears(talk, client, "Open before work")
    assert sent.status_code == 302
    said = client.get(sent["Location"]).text
    post = Post.objects.get()
    assert Receipt.objects.count() == 1
    receipts = [found for word in re.split(r"[\s<>\"/]+", said) if (found := find_by_receipt(word))]
    assert {receipt.voice_id for receipt in receipts} == {post.contribution.voice_id}
    assert "Would you like to tell us more? You need not." in said
    assert "Open before work" in client.get(home(talk)).text


def test_reading_asks_for_nothing_and_sets_no_cookie_but_the_forms_own(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    for address in (home(talk), url(talk, "post", post.public_id)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert set(answer.cookies) <= {"csrftoken"}


def test_the_same_sending_again_counts_once_and_shows_the_same_receipt(client: Client) -> None:
    talk = a_talk()
    first, second = (hears(talk, client, "Open before work", entry_key="once") for _try in range(2))
    assert first["Location"] == second["Location"]
    assert Post.objects.count() == Contribution.objects.count() == Item.objects.count() == 1


def test_other_words_from_the_same_page_are_kept_too(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Open before work", entry_key="once")
    hears(talk, client, "Open before work, and on Sundays", entry_key="once")
    assert [each.words for each in Passage.objects.order_by("id")] == [
        "Open before work",
        "Open before work, and on Sundays",
    ]
    assert Receipt.objects.count() == 1


def test_what_is_added_to_the_same_words_from_the_same_page_is_not_lost(client: Client) -> None:
    talk = a_talk()
    for more in ({}, {"asks": "on"}, {"asks": "on"}, {"place_words": "The side door"}):
        hears(talk, client, "Open before work", entry_key="once", **more)
    assert Post.objects.count() == 3
    assert Question.objects.count() == 1
    assert Post.objects.filter(place_words="The side door").count() == 1


def test_the_same_words_by_the_same_voice_are_one_post_until_they_are_taken_back(client: Client) -> None:
    talk = a_talk()
    for key in ("a", "b"):
        assert hears(talk, client, "Open before work", entry_key=key)["Location"] == url(talk, "said")
    assert Post.objects.count() == 1
    hears(talk, client, "Open before work", entry_key="c", place_words="The side door")
    assert Post.objects.count() == 2
    hears(talk, Client(), "Open before work", entry_key="d")
    assert Post.objects.count() == 3
    Contribution.objects.update(state=Contribution.State.WITHDRAWN)
    hears(talk, client, "Open before work", entry_key="e")
    assert Post.objects.count() == 4


def test_a_browser_is_one_voice_with_one_receipt_until_it_begins_afresh(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Open before work", entry_key="a")
    hears(talk, client, "And on Sundays", entry_key="b")
    assert Contribution.objects.values("voice").distinct().count() == 1
    assert Receipt.objects.count() == 1
    client.post(url(talk, "forget"))
    hears(talk, client, "I am somebody else", entry_key="c")
    assert Contribution.objects.values("voice").distinct().count() == 2
    assert Receipt.objects.count() == 2


def test_details_come_later_and_a_reply_is_owed_where_an_address_was_left(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Open before work")
    wrong = client.post(url(talk, "said"), {"do": "tell", "way": "email", "email": "nowhere"})
    assert wrong.status_code == 422
    sent = {"do": "tell", "way": "email", "email": "resident@example.org", "may_quote": "on"}
    kept = client.post(url(talk, "said"), sent)
    assert kept.status_code == 302
    one = Contribution.objects.get()
    assert one.may_quote
    assert VoiceAddress.objects.get().voice_id == one.voice_id


@pytest.mark.parametrize("words", ["", "   ", "\n\n\t "])
def test_nothing_is_refused_kindly_and_nothing_is_kept(client: Client, words: str) -> None:
    talk = a_talk()
    answer = hears(talk, client, words)
    assert answer.status_code == 422
    assert "There is nothing in it yet" in answer.text
    assert Post.objects.count() == 0


def test_twenty_thousand_characters_are_refused_with_the_number_and_stay_in_the_box(client: Client) -> None:
    talk = a_talk()
    answer = hears(talk, client, "x" * 20_000)
    assert answer.status_code == 422
    assert "20000 characters long. We can keep 5000" in answer.text
    assert "x" * 20_000 in answer.text


@pytest.mark.parametrize(
    "words",
    [
        "يجب أن تفتح المسابح أبوابها قبل العمل",
        "👋🏽🏊‍♀️ early swims please 🌅",
        "<script>alert(1)</script> & <b>bold</b> {{ 7|add:7 }}",
        "\u202eevil right-to-left override",
        "a" * 5000,
    ],
)
def test_any_words_are_shown_as_they_were_sent_and_none_runs(client: Client, words: str) -> None:
    talk = a_talk()
    assert hears(talk, client, words).status_code == 302
    assert Passage.objects.get().words == words
    post = Post.objects.get()
    page = client.get(url(talk, "post", post.public_id)).text
    assert "<script>alert" not in page
    assert "14" not in page.partition('class="words"')[2].partition("</div>")[0]
    assert 'class="words" dir="auto"' in page


def test_a_nul_character_is_refused_with_a_reason(client: Client) -> None:
    talk = a_talk()
    assert hears(talk, client, "before\x00after").status_code == 422
    assert Post.objects.count() == 0


@pytest.mark.parametrize("stage", ["closed", "found", "archived", "withdrawn"])
def test_a_closed_strand_takes_no_post_reply_or_voice_and_says_why(client: Client, stage: str) -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    put(talk.strand, stage)
    talk = again(talk)
    post.conversation = talk
    with pytest.raises(Refused) as refusal:
        says(talk, "Too late")
    assert refusal.value.verdict.why
    with pytest.raises(Refused):
        says(talk, "Me too", parent=post)
    with pytest.raises(Refused):
        actions.support(post=post, voice=None, at=clock.now())
    assert client.post(url(talk, "support", post.public_id), {"do": "add"}).status_code == 409
    assert Post.objects.count() == 1


def test_replies_go_two_levels_deep_and_no_further(client: Client) -> None:
    talk = a_talk()
    top = says(talk, "Open before work")
    first = says(talk, "I start at six", parent=top, tone="adds")
    second = says(talk, "Then who opens up?", parent=first, tone="differs")
    assert [each.depth for each in (top, first, second)] == [0, 1, 2]
    assert second.top_id == top.pk
    with pytest.raises(Conflict, match="two levels deep"):
        says(talk, "No further", parent=second)
    page = client.get(url(talk, "post", top.public_id)).text
    assert page.index("I start at six") < page.index("Then who opens up?")
    assert "I see it differently" in page
    assert 'name="tone"' not in client.get(url(talk, "post", second.public_id)).text


def test_one_voice_adds_itself_once_takes_itself_away_and_the_count_is_honest(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    support = url(talk, "support", post.public_id)
    for _try in range(2):
        assert client.post(support, {"do": "add"}).status_code == 302
    assert Post.objects.get().supports == Support.objects.count() == 1
    assert "Take my voice away again" in client.get(url(talk, "post", post.public_id)).text
    other = Client()
    other.post(support, {"do": "add"})
    assert Post.objects.get().supports == 2
    client.post(support, {"do": "remove"})
    assert Post.objects.get().supports == Support.objects.count() == 1
    assert client.post(support, {"do": "remove"}).status_code == 409


def test_ones_own_post_has_ones_voice_already(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Open before work")
    post = Post.objects.get()
    assert client.post(url(talk, "support", post.public_id), {"do": "add"}).status_code == 409
    assert "Add my voice" not in client.get(url(talk, "post", post.public_id)).text


def test_a_voice_that_supported_first_and_spoke_later_has_one_receipt(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Open before work")
    client.post(url(talk, "support", post.public_id), {"do": "add"})
    answer = client.get(hears(talk, client, "And on Sundays")["Location"])
    voice = Support.objects.get().voice
    assert Contribution.objects.filter(voice=voice).count() == 1
    assert Receipt.objects.filter(voice=voice).count() == 1
    assert "For you alone: the secret word" in answer.text


def test_someone_who_said_something_close_is_shown_before_and_after_sending(client: Client) -> None:
    talk = a_talk()
    says(talk, "The late swim ends after the last number 20 bus has gone")
    says(talk, "Warmer showers in the changing rooms, please")
    words = "The last bus, number 20, leaves before the late swim ends"
    looked = hears(talk, client, words, go="look")
    assert looked.status_code == 200
    assert "Someone said something close" in looked.text
    assert Post.objects.count() == 2
    close = looked.text.partition('class="close"')[2].partition("</section>")[0]
    assert "number 20" in close
    assert "showers" not in close
    fragment = client.get(url(talk, "alike"), {"words": words}).text
    assert "number 20" in fragment
    assert "Someone said something close" in client.get(hears(talk, client, words)["Location"]).text
    assert "Nobody has said something close yet" in hears(talk, client, "Sauna evenings for nurses", go="look").text


def test_what_came_on_paper_counts_alike_and_gets_its_receipt(client: Client) -> None:
    talk = a_talk()
    ann = signed_in(ann_of(talk))
    page = url_of_desk(talk, "key_in")
    day = clock.today().isoformat()
    kept = ann.post(page, {"channel": "paper", "received_on": day, "words": "Benches by the door", "entry_key": "p1"})
    assert kept.status_code == 302
    assert "Receipt to read out or write down" in ann.get(page).text
    one = Contribution.objects.get()
    assert (one.channel, one.entered_by) == ("paper", ann_of(talk))
    assert "Benches by the door" in client.get(home(talk)).text
    late = ann.post(page, {"channel": "phone", "received_on": "2001-01-01", "words": "Long ago", "entry_key": "p2"})
    assert late.status_code == 422


def url_of_desk(talk: Any, name: str) -> str:
    from django.urls import reverse

    return reverse(f"conversation:{name}", args=[talk.strand.public_id])


def test_only_those_with_a_part_in_it_see_the_desk(client: Client) -> None:
    talk = a_talk()
    for name in ("desk", "key_in", "set_up", "summary"):
        address = url_of_desk(talk, name)
        assert client.get(address).status_code == 302
        assert signed_in(ann_of(talk)).get(address).status_code == 200
        assert signed_in(bilal_of(talk)).get(address).status_code == 200
        assert signed_in(cass()).get(address).status_code == 403


def test_what_waits_for_a_moderator_is_seen_by_its_author_and_nobody_else(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Open before work")
    Item.objects.update(state=Item.State.WAITING)
    post = Post.objects.get()
    assert "Somebody looks at it before it is shown" in client.get(url(talk, "said")).text
    assert client.get(url(talk, "post", post.public_id)).status_code == 200
    stranger = Client()
    assert stranger.get(url(talk, "post", post.public_id)).status_code == 404
    assert "Open before work" not in stranger.get(home(talk)).text


def test_what_is_taken_down_leaves_a_sentence_and_its_replies_stand(client: Client) -> None:
    talk = a_talk()
    top = says(talk, "Something unkind")
    says(talk, "That is not fair", parent=top, tone="differs")
    reason = {"state": "held", "reason": "unkind", "reason_words": "Unkind\nIt hurts", "falls_on": clock.today()}
    Item.objects.filter(contribution=top.contribution).update(**reason)
    page = client.get(url(talk, "post", top.public_id)).text
    assert "Something unkind" not in page
    assert "This is taken down for now" in page
    assert "That is not fair" in page
    assert client.post(url(talk, "support", top.public_id), {"do": "add"}).status_code == 409


def test_pages_ask_as_much_of_the_database_with_three_posts_as_with_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    talk = a_talk()
    ann = signed_in(ann_of(talk))
    top = says(talk, "Open before work")
    for count in range(2):
        for number in range(2 * count):
            reply = says(talk, f"Reply {number}", parent=top)
            says(talk, f"Reply to {number}", parent=reply, tone="differs")
            actions.ask_officer(post=says(talk, f"Post {number}"), at=clock.now())
            actions.reply_as_officer(post=reply, words="Yes", by=ann_of(talk), at=clock.now())
        client.post(url(talk, "support", top.public_id), {"do": "add"})
        for address in (
            home(talk),
            f"{home(talk)}?order=supported",
            f"{home(talk)}?order=unanswered",
            f"{home(talk)}?order=place",
            url(talk, "post", top.public_id),
        ):
            with django_assert_max_num_queries(14):
                assert client.get(address).status_code == 200
        for address in (
            f"{url_of_desk(talk, 'desk')}?shelf=all",
            f"{url_of_desk(talk, 'desk')}?shelf=unanswered",
            f"/staff/posts/{top.public_id}/",
        ):
            with django_assert_max_num_queries(14):
                assert ann.get(address).status_code == 200


def test_a_long_conversation_is_read_page_by_page_and_nothing_twice(client: Client) -> None:
    talk = a_talk()
    for number in range(30):
        says(talk, f"Post number {number:02}")
    for order in ("mix", "newest", "supported", "unanswered"):
        seen: list[str] = []
        after = ""
        while True:
            page, _lanes = queries.listed(talk, order=order, after=after, today=clock.today())
            seen += [post.public_id for post in page.items]
            after = page.after
            if not after:
                break
        assert len(seen) == len(set(seen)) == 30, order


def test_erasing_somebody_takes_words_title_and_voice_and_leaves_the_replies_of_others(client: Client) -> None:
    talk = a_talk("board")
    top = says(talk, "A swim before work", title="Early swims")
    other = says(talk, "Mend the hoist", title="A hoist that works")
    actions.support(post=other, voice=top.contribution.voice, at=clock.now())
    says(talk, "Good idea", parent=top)
    actions.erase(top.contribution.voice)
    top.refresh_from_db()
    other.refresh_from_db()
    assert (top.title, top.terms, other.supports) == ("", [], 0)
    assert Post.objects.count() == 3


def test_where_it_is_about_is_a_ward_words_or_a_pin_rounded_to_a_hundred_metres(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "The path floods", place_words="By the canal", pin="52.4081234,-1.5106789")
    post = Post.objects.get()
    assert (str(post.pin_north), str(post.pin_east)) == ("52.408", "-1.511")
    assert "By the canal, about 52.408 north, -1.511 east" in client.get(url(talk, "post", post.public_id)).text


def test_by_place_the_wards_lie_as_they_do_in_the_city_with_their_posts_and_a_list_beside(client: Client) -> None:
    load_city()
    talk = a_talk()
    ward = Place.objects.get(kind="ward", name="Foleshill")
    for number in range(2):
        hears(talk, client, f"Mend lamp {number}", place=ward.pk, entry_key=f"k{number}")
    page = client.get(f"{home(talk)}?order=place").text
    drawn = dict(re.findall(r'<span class="what">([^<]+)</span> <strong>(\d+)</strong>', page))
    assert len(drawn) == 18
    assert {name: n for name, n in drawn.items() if n != "0"} == {"Foleshill": "2"}
    assert "It shows no boundaries." in page
    assert f"?order=place&amp;place={ward.slug}#said" in page
    assert '<span class="what">' not in client.get(f"{home(talk)}?order=place&place={ward.slug}").text


def test_replies_to_what_was_erased_stand_under_a_sentence_in_every_list_and_on_its_page(client: Client) -> None:
    talk = a_talk()
    top, alone = says(talk, "My own story"), says(talk, "Nobody answered this one")
    first = says(talk, "That happened to me too", parent=top)
    says(talk, "And to me", parent=first, tone="differs")
    officer = an_account("Olu Example", "data_protection_officer", partner=talk.strand.activity.lead)
    for gone in (top, first, alone):
        erase(voice=gone.contribution.voice, by=officer, at=clock.now())
    for order in ("mix", "newest", "supported"):
        page = client.get(f"{home(talk)}?order={order}").text
        assert page.count("The person who wrote this had it erased.") == 1, order
        assert url(talk, "post", top.public_id) in page
        assert "My own story" not in page
    assert "erased" not in client.get(f"{home(talk)}?order=unanswered").text
    desk = signed_in(ann_of(talk)).get(f"/staff/posts/{top.public_id}/").text
    assert "Said aloud, not written down yet" not in desk
    assert "<title>The person who wrote this had it erased." in desk
    page = client.get(url(talk, "post", top.public_id)).text
    assert page.count("The person who wrote this had it erased.") == 2
    assert "And to me" in page
    assert 'name="tone"' not in page
    assert client.get(url(talk, "post", alone.public_id)).status_code == 404
    with pytest.raises(Conflict, match="not there any more"):
        says(talk, "I say it anyway", parent=Post.objects.select_related("contribution").get(pk=top.pk))
