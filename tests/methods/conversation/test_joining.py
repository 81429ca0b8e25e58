"""Posts are put together and taken apart; originals stay, voices follow only with their say-so, and the trace works."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.factories import an_account, signed_in
from tests.methods.conversation.talks import a_talk, again, ann_of, cass, hears, put, says, url
from tests.queueing import queued

from heard.ground import clock
from heard.ground.refusal import Conflict, Refused
from heard.methods.conversation import actions, jobs, queries
from heard.methods.conversation.models import Conversation, Merge, Post, Support
from heard.methods.conversation.queries.telling import consent_code
from heard.people.actions import erase, keep_address

pytestmark = pytest.mark.django_db


def joined(talk: Conversation, source: Post, target: Post) -> Merge:
    source.conversation = target.conversation = talk
    why = "Both ask for mornings."
    return actions.join_posts(source=source, target=target, because=why, by=ann_of(talk), at=clock.now())


def test_both_posts_stay_each_names_the_other_and_nothing_is_counted_twice(client: Client) -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    joined(talk, source, target)
    assert "A swim before work" in client.get(url(talk, "post", source.public_id)).text
    assert "Doors open at six" in client.get(url(talk, "post", target.public_id)).text
    assert queries.outcome_of(talk.strand).found["posts"] == 2
    mix, _lanes = queries.listed(talk, order="mix", today=clock.today())
    assert [post.public_id for post in mix.items] == [target.public_id]
    newest, _none = queries.listed(talk, order="newest", today=clock.today())
    assert len(newest.items) == 2


def test_a_voice_goes_along_only_when_its_owner_says_so(client: Client) -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    client.post(url(talk, "support", source.public_id), {"do": "add"})
    joined(talk, source, target)
    assert Post.objects.get(pk=target.pk).supports == 0
    assert "Yes, take my voice along" in client.get(url(talk, "post", source.public_id)).text
    for _try in range(2):
        assert client.post(url(talk, "carry", source.public_id)).status_code == 302
    assert [Post.objects.get(pk=each.pk).supports for each in (source, target)] == [1, 1]
    assert Support.objects.get(post=target).carried_from == source
    assert Client().post(url(talk, "carry", source.public_id)).status_code == 404


def test_the_author_can_have_it_stand_on_its_own_and_carried_voices_go_back(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "Doors open at six")
    source, target = Post.objects.get(), says(talk, "A swim before work")
    supporter = Client()
    supporter.post(url(talk, "support", source.public_id), {"do": "add"})
    merge = joined(talk, source, target)
    supporter.post(url(talk, "carry", source.public_id))
    assert supporter.post(url(talk, "stand_alone", source.public_id)).status_code == 403
    assert "let it stand on its own" in client.get(url(talk, "post", source.public_id)).text
    assert client.post(url(talk, "stand_alone", source.public_id)).status_code == 302
    merge.refresh_from_db()
    assert merge.ended_by_author
    assert [Post.objects.get(pk=each.pk).supports for each in (source, target)] == [1, 0]


def test_author_and_supporters_are_told_that_they_can_say_no() -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    keep_address(voice=source.contribution.voice, kind="email", address="a@example.org", wants_reply=True)
    jobs.tell_joined(joined(talk, source, target).pk)
    assert [message.to for message in mail.outbox] == [["a@example.org"]]
    assert "let it stand on its own again" in mail.outbox[0].body


def test_what_cannot_be_put_together_is_refused_with_a_reason() -> None:
    talk = a_talk()
    one, two, three = (says(talk, words) for words in ("One thing", "Another thing", "A third"))
    reply = says(talk, "Me too", parent=one)
    with pytest.raises(Conflict, match="Only two different posts"):
        joined(talk, one, one)
    with pytest.raises(Conflict, match="not replies"):
        joined(talk, reply, two)
    joined(talk, one, two)
    for source, target in ((one, three), (two, three), (three, one)):
        with pytest.raises(Conflict, match="part of another already"):
            joined(talk, source, target)
    with pytest.raises(Refused):
        actions.join_posts(source=three, target=two, because="Mine", by=cass(), at=clock.now())
    type(talk.strand).objects.filter(pk=talk.strand.pk).update(concluded_at=clock.now())
    put(talk.strand, "found")
    with pytest.raises(Refused, match="has been counted"):
        joined(again(talk), three, two)


def test_officers_put_posts_together_on_the_posts_own_page_and_apart_again() -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    ann = signed_in(ann_of(talk))
    address = f"/staff/posts/{source.public_id}/"
    mistyped = ann.post(address, {"do": "join", "target": "nothere", "because": "Both ask for a club"})
    assert mistyped.status_code == 422
    assert "Copy the address of its page once more." in mistyped.text
    assert "Both ask for a club" in mistyped.text, "a slip in the address loses no words"
    whole = f"https://heard.example{url(talk, 'post', target.public_id)}"
    assert ann.post(address, {"do": "join", "target": whole, "because": "Same"}).status_code == 302
    assert Merge.objects.get().target == target
    assert ann.post(address, {"do": "join", "target": whole, "because": "Same"}).status_code == 422
    assert ann.post(address, {"do": "alone"}).status_code == 302
    assert Merge.objects.get().ended_at is not None


def test_a_post_about_two_things_is_taken_apart_counts_once_and_its_parts_can_be_answered(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Open before work. Also mend the hoist.")
    post.conversation = talk
    by, at = ann_of(talk), clock.now()
    with pytest.raises(Conflict, match="does not stand in the post like this"):
        actions.take_apart(post=post, pieces=["Open before work.", "Mend the roof"], by=by, at=at)
    with pytest.raises(Conflict, match="two pieces or more"):
        actions.take_apart(post=post, pieces=["Open before work."], by=by, at=at)
    first, second = actions.take_apart(post=post, pieces=["Open before work.", "Also mend the hoist."], by=by, at=at)
    assert queries.outcome_of(talk.strand).found["posts"] == 1
    page = client.get(url(talk, "post", second.public_id)).text
    assert "Also mend the hoist." in page
    assert "Open before work." not in page.partition('class="words"')[2].partition("</div>")[0]
    assert second.public_id in client.get(url(talk, "post", post.public_id)).text
    client.post(url(talk, "support", first.public_id), {"do": "add"})
    assert Post.objects.get(pk=first.pk).supports == 1
    assert {each.contribution_id for each in (post, first, second)} == {post.contribution_id}
    with pytest.raises(Conflict, match="once"):
        actions.take_apart(post=post, pieces=["Open", "work"], by=by, at=at)


def test_what_was_covered_in_the_whole_is_covered_in_its_parts_and_in_the_title(client: Client) -> None:
    from heard.activities.actions import redact_passage

    talk = a_talk("board")
    idea = says(talk, "Mrs Example of no. 12 says so", title="Ask Mrs Example")
    passage: Any = idea.contribution.passages.get()
    redact_passage(passage=passage, words="Ask […]\n\n[…] says so", reason="A name", by=ann_of(talk), at=clock.now())
    for address in (
        url(talk, "post", idea.public_id),
        f"/activities/{talk.strand.activity.slug}/take-part/{talk.strand.public_id}/",
    ):
        page = client.get(address).text
        assert "Mrs Example" not in page
        assert "Ask […]" in page


def test_the_trace_of_a_post_leads_on_to_what_it_became_part_of(client: Client) -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    joined(talk, source, target)
    page = client.get(f"/thread/{source.contribution.trace_id}/").text
    assert url(talk, "post", source.public_id) in page
    assert f"/thread/{target.contribution.trace_id}/" in page


def mailed_link(mail_body: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+/together/\S+)", mail_body)
    assert found
    return found.group(1)


def test_by_the_link_in_the_mail_a_supporter_says_yes_on_another_computer_and_looking_does_nothing(
    client: Client,
) -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    supporter = actions.support(post=source, voice=None, at=clock.now()).voice
    keep_address(voice=supporter, kind="email", address="s@example.org", wants_reply=True)
    jobs.tell_joined(joined(talk, source, target).pk)
    link = mailed_link(mail.outbox[0].body)
    page = client.get(link)
    assert page.status_code == 200
    assert "Yes, take my voice along" in page.text
    assert "let it stand on its own</button>" not in page.text
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert Post.objects.get(pk=target.pk).supports == 0
    assert client.post(link, {"do": "alone"}).status_code == 403, "only its author can do that"
    assert client.post(link, {"do": "carry"}).status_code == 302
    assert Post.objects.get(pk=target.pk).supports == 1
    assert "There is nothing to decide for you here" in client.get(link).text


def test_by_the_link_in_the_mail_an_author_lets_it_stand_alone_and_the_link_is_for_that_merge_only(
    client: Client,
) -> None:
    talk = a_talk()
    source, target, third = (says(talk, words) for words in ("Doors open at six", "A swim before work", "At dawn"))
    keep_address(voice=source.contribution.voice, kind="email", address="a@example.org", wants_reply=True)
    first = joined(talk, source, target)
    jobs.tell_joined(first.pk)
    link = mailed_link(mail.outbox[0].body)
    assert client.get(link[:-6] + "aaaaa/").status_code == 404
    assert client.post(link, {"do": "alone"}).status_code == 302
    assert client.get(link).status_code == 404, "it stands alone: there is nothing to agree to"
    joined(talk, source, third)
    assert client.get(link).status_code == 404, "another merge asks anew"


def test_with_what_stands_on_the_slip_one_says_yes_or_no_on_any_computer(client: Client) -> None:
    talk = a_talk()
    here = Client()
    hears(talk, here, "Doors open at six")
    source, target = Post.objects.get(), says(talk, "A swim before work")
    joined(talk, source, target)
    said = here.get(url(talk, "said")).text
    code = re.search(r"/receipt/([^/\"]+)/", said)
    secret = re.search(r'class="secret" translate="no">([^<]+)<', said)
    assert code
    assert secret
    address = url(talk, "together", source.public_id)
    assert "with your slip" in client.get(url(talk, "post", source.public_id)).text
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"code": code.group(1), "secret": "AAAABBBB"})
    assert wrong.status_code == 422
    assert "do not belong together" in wrong.text
    assert client.post(address, {"code": "", "secret": ""}).status_code == 422
    opened = client.post(address, {"code": code.group(1), "secret": secret.group(1)})
    assert opened.status_code == 302
    assert "You wrote the first one." in client.get(opened["Location"]).text
    assert client.post(opened["Location"], {"do": "alone"}).status_code == 302
    assert Merge.objects.get().ended_by_author
    assert client.get(address).status_code == 404


def test_a_slip_of_another_conversation_opens_nothing_and_guessing_is_slowed_down(client: Client) -> None:
    talk, other = a_talk(), a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    joined(talk, source, target)
    posted = actions.post(conversation=other, words="Elsewhere", by=None, at=clock.now())
    slip = {"code": posted.received.code, "secret": posted.received.secret}
    address = url(talk, "together", source.public_id)
    assert client.post(address, slip).status_code == 422
    answers = [client.post(address, {"code": "0000000000A", "secret": "AAAABBBB"}).status_code for _try in range(40)]
    assert answers[-1] == 403


def test_who_was_erased_agrees_to_nothing_any_more(client: Client) -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    merge = joined(talk, source, target)
    supporter = actions.support(post=source, voice=None, at=clock.now()).voice
    link = url(talk, "consent", source.public_id, consent_code(merge, supporter.pk))
    assert client.get(link).status_code == 200
    officer = an_account("Olu Example", "data_protection_officer", partner=talk.strand.activity.lead)
    erase(voice=supporter, by=officer, at=clock.now())
    assert client.get(link).status_code == 404


def test_the_trace_holds_through_merge_split_and_standing_alone_again(client: Client) -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six. And mend the hoist."), says(talk, "A swim before work")
    trace = f"/thread/{source.contribution.trace_id}/"
    merge = joined(talk, source, target)
    page = client.get(trace).text
    assert f"/thread/{target.contribution.trace_id}/" in page
    assert url(talk, "together", source.public_id) in page
    assert client.get(f"/thread/{target.contribution.trace_id}/").status_code == 200
    actions.stand_alone(merge=merge, by=ann_of(talk), at=clock.now())
    source.conversation = talk
    pieces = ["Doors open at six.", "And mend the hoist."]
    parts = actions.take_apart(post=source, pieces=pieces, by=ann_of(talk), at=clock.now())
    joined(talk, target, source)
    page = client.get(trace).text
    for one in (source, *parts):
        assert url(talk, "post", one.public_id) in page, one
    assert f"/thread/{target.contribution.trace_id}/" not in page
    assert url(talk, "post", source.public_id) in client.get(f"/thread/{target.contribution.trace_id}/").text
    assert queries.outcome_of(talk.strand).found["posts"] == 2


def test_once_everything_is_counted_no_voice_moves_and_the_pages_say_so(client: Client) -> None:
    talk = a_talk()
    source, target = says(talk, "Doors open at six"), says(talk, "A swim before work")
    merge = joined(talk, source, target)
    supporter = actions.support(post=source, voice=None, at=clock.now()).voice
    type(talk.strand).objects.filter(pk=talk.strand.pk).update(concluded_at=clock.now())
    put(talk.strand, "found")
    for voice, do in ((supporter, "carry"), (source.contribution.voice, "alone")):
        link = url(talk, "consent", source.public_id, consent_code(merge, voice.pk))
        page = client.get(link).text
        assert "Everything has been counted" in page
        assert "take my voice along" not in page
        assert client.post(link, {"do": do}).status_code == 409
    assert "together" not in client.get(f"/thread/{source.contribution.trace_id}/").text
    assert Post.objects.get(pk=target.pk).supports == 0


@pytest.mark.django_db(transaction=True)
def test_a_post_taken_apart_twice_in_one_moment_has_its_parts_once() -> None:
    talk = a_talk()
    post = says(talk, "Open before work. Also mend the hoist.")
    post.conversation = talk

    def apart() -> list[Post]:
        return actions.take_apart(
            post=post, pieces=["Open before work.", "Also mend the hoist."], by=ann_of(talk), at=clock.now()
        )

    first, second = queued(post, apart, apart)
    assert len(first) == Post.objects.filter(part_of=post).count() == 2
    assert isinstance(second, Conflict)
