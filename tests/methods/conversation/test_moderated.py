"""Who judges a post sees all that everyone would read of it: its place, its picture and what is said about that."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import a_partner, an_account, signed_in
from tests.methods.conversation.talks import a_talk, ann_of, cass, hears, says, url
from tests.rules.test_pictures import a_jpeg

from heard.ground import clock
from heard.methods.conversation.models import Conversation, Photo, Post
from heard.moderation import actions
from heard.moderation.models import Item
from heard.people.actions import approve_exclusion
from heard.people.models import Account, Exclusion

pytestmark = pytest.mark.django_db
DESK, SECOND = "/staff/moderation/", "/staff/moderation/second/"


def with_a_picture(client: Client) -> tuple[Conversation, str]:
    """A post with a place and a picture that waits for a moderator, and the address of its picture."""
    talk = a_talk()
    photo = SimpleUploadedFile("picture.jpg", a_jpeg(), content_type="image/jpeg")
    hears(talk, client, "The path floods", place_words="By the weir", photo=photo, description="A path under water")
    Item.objects.update(state=Item.State.WAITING, to_look_at=True)
    return talk, url(talk, "picture", Photo.objects.get().public_id)


def somebody(talk: Conversation, role: str, team: str) -> Account:
    return an_account(f"{role} of {team}", role, partner=talk.strand.activity.lead, team=team)


def asked_on(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_moderator_sees_place_and_picture_before_anybody_else_does(client: Client) -> None:
    talk, picture = with_a_picture(client)
    amara = signed_in(somebody(talk, "moderator", "Digital"))
    page = amara.get(DESK).text
    assert ("By the weir" in page, f'<img src="{picture}" alt="A path under water">' in page) == (True, True)
    assert amara.get(picture)["Content-Type"] == "image/jpeg"
    strangers = (Client(), signed_in(cass()), signed_in(an_account("M", "moderator", partner=a_partner())))
    assert [each.get(picture).status_code for each in strangers] == [404, 404, 404]


@pytest.mark.parametrize("role", ["resident_co_owner", "facilitator"])
def test_who_does_not_judge_sees_no_picture_that_is_not_shown(role: str, client: Client) -> None:
    talk, picture = with_a_picture(client)
    keyer = signed_in(somebody(talk, role, "Post room"))
    assert keyer.get(picture).status_code == 404
    Item.objects.update(state=Item.State.SHOWN)
    assert keyer.get(picture).status_code == 200


def test_the_second_person_sees_them_too_and_nobody_once_it_is_taken_back(client: Client) -> None:
    talk, picture = with_a_picture(client)
    moderator = somebody(talk, "moderator", "Digital")
    actions.decide(item=Item.objects.get(), what="remove", reason="advert", note="", by=moderator, at=clock.now())
    grace = somebody(talk, "senior_lead", "Directors")
    page = signed_in(grace).get(SECOND).text
    assert ("By the weir" in page, f'src="{picture}"' in page) == (True, True)
    assert signed_in(grace).get(picture).status_code == 200
    approve_exclusion(exclusion=Exclusion.objects.get(), by=grace, at=clock.now())
    assert signed_in(grace).get(picture).status_code == 200
    Post.objects.get().contribution.__class__.objects.update(state="withdrawn")
    assert signed_in(grace).get(picture).status_code == 404


def test_the_list_has_the_words_of_a_spoken_post_as_they_were_written_down(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "", spoken=SimpleUploadedFile("v.ogg", b"OggS\x00\x02" + bytes(200), content_type="audio/ogg"))
    amara, address = signed_in(somebody(talk, "moderator", "Digital")), f"/staff/posts/{Post.objects.get().public_id}/"
    assert "(no words)" in amara.get(DESK).text
    signed_in(ann_of(talk)).post(address, {"do": "written", "words": "I would come at six."})
    Item.objects.update(to_look_at=True)
    assert "(no words)" not in amara.get(DESK).text


def test_only_who_may_open_the_whole_contribution_is_led_there(client: Client) -> None:
    talk, _picture = with_a_picture(client)
    assert "The whole contribution" not in signed_in(somebody(talk, "moderator", "Digital")).get(DESK).text
    assert "The whole contribution" in signed_in(somebody(talk, "engagement_lead", "Other")).get(DESK).text


def test_the_desk_asks_as_much_for_three_posts_as_for_one(client: Client) -> None:
    talk, _picture = with_a_picture(client)
    amara = signed_in(somebody(talk, "moderator", "Digital"))
    amara.get(DESK)
    one = asked_on(amara, DESK)
    for words in ("The bell is broken", "The lamps are dark"):
        says(talk, words)
    assert (asked_on(amara, DESK), one < 15) == (one, True)


def test_the_thread_of_a_post_leads_to_its_words_where_everyone_reads_them_and_hides_them_otherwise(
    client: Client,
) -> None:
    talk = a_talk()
    says(talk, "The path floods")
    post = Post.objects.get()
    thread, page = f"/thread/{post.contribution.trace_id}/", url(talk, "post", post.public_id)
    told = client.get(thread).text
    assert ("Its words stand where everyone reads them:" in told, page in told) == (True, True)
    assert "Its words are not shown here" not in told
    Item.objects.update(state=Item.State.WAITING, to_look_at=True)
    told = client.get(thread).text
    assert ("Its words are not shown here" in told, page in told) == (True, False)
