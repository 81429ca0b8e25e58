"""Pictures are shown without what they give away; voices are heard by those who write them down and nobody else."""

from __future__ import annotations

import re
import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import signed_in
from tests.methods.conversation.talks import a_talk, ann_of, cass, hears, home, says, url
from tests.rules.test_pictures import a_jpeg, a_png, claiming

from heard.audit.models import Entry
from heard.methods.conversation.models import Photo, Post, Recording
from heard.moderation.models import Item

pytestmark = pytest.mark.django_db
OGG = b"OggS\x00\x02" + bytes(200)


def a_file(content: bytes, name: str = "picture.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_a_picture_is_shown_with_its_description_and_without_where_it_was_taken(client: Client) -> None:
    talk = a_talk()
    sent = hears(talk, client, "The path floods", photo=a_file(a_jpeg(b"GPS 52.4N")), description="A path under water")
    assert sent.status_code == 302
    photo = Photo.objects.get()
    assert b"GPS" not in bytes(photo.content)
    answer = client.get(url(talk, "picture", photo.public_id))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    page = client.get(home(talk)).text
    assert 'alt="A path under water"' in page
    Item.objects.update(state="waiting")
    assert Client().get(url(talk, "picture", photo.public_id)).status_code == 404


def test_a_picture_without_a_description_is_refused_kindly(client: Client) -> None:
    talk = a_talk()
    answer = hears(talk, client, "The path floods", photo=a_file(a_jpeg()))
    assert answer.status_code == 422
    assert "Say in a few words what the picture shows" in answer.text
    assert "Choose the picture again" in answer.text
    assert Post.objects.count() == 0


def test_files_that_were_in_order_are_asked_for_again_when_something_else_has_to_be_mended(client: Client) -> None:
    talk = a_talk()
    voice = SimpleUploadedFile("v.ogg", OGG, content_type="audio/ogg")
    refused = hears(talk, client, "The path floods", photo=a_file(a_jpeg()), spoken=voice)
    assert "Choose the picture again" in refused.text
    assert "Choose your recording again" in refused.text
    lone = hears(talk, client, "The path floods", photo=a_file(b"GIF89a" + bytes(60)), description="A path")
    assert "Choose the picture again" not in lone.text
    assert Post.objects.count() == 0


def test_bombs_telephones_own_forms_and_disguises_are_refused_with_a_way_forward(client: Client) -> None:
    talk = a_talk()
    for content, said in (
        (b"\x00\x00\x00\x18ftypheic" + bytes(60), "HEIC"),
        (claiming(100_000, 100_000), "unfolds to more points"),
        (b"<svg xmlns='x'><script>alert(1)</script></svg>", "SVG"),
        (b"GIF89a" + bytes(60), "Moving pictures"),
        (b"MZ" + bytes(60), "no photograph"),
        (b"\xff\xd8\xff" + bytes(60), "damaged"),
        (a_jpeg() + bytes(13 * 1024 * 1024), "larger than 12 MB"),
    ):
        answer = hears(talk, client, "The path floods", photo=a_file(content), description="A path")
        assert answer.status_code == 422, said
        assert said in answer.text
    assert Post.objects.count() == 0


def test_a_spoken_message_is_heard_by_those_who_write_it_down_and_read_by_everyone(client: Client) -> None:
    talk = a_talk()
    sent = hears(talk, client, "", spoken=SimpleUploadedFile("voice.ogg", OGG, content_type="audio/ogg"))
    assert sent.status_code == 302
    post, recording = Post.objects.get(), Recording.objects.get()
    assert OGG not in bytes(recording.content)
    assert "has not been written down yet" in client.get(home(talk)).text
    listen = f"/staff/recordings/{recording.public_id}/"
    assert client.get(listen).status_code == 302
    assert signed_in(cass()).get(listen).status_code == 403
    ann = signed_in(ann_of(talk))
    assert ann.get(listen).content == OGG
    assert Entry.objects.filter(what="recording.opened").count() == 1
    address = f"/staff/posts/{post.public_id}/"
    assert ann.post(address, {"do": "written", "words": ""}).status_code == 422
    assert ann.post(address, {"do": "written", "words": "I would come at six."}).status_code == 302
    assert "I would come at six." in client.get(home(talk)).text


def test_what_was_said_aloud_has_a_name_before_it_is_written_down(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "", spoken=SimpleUploadedFile("voice.ogg", OGG, content_type="audio/ogg"))
    page = client.get(url(talk, "post", Post.objects.get().public_id)).text
    assert "<title>Said aloud, not written down yet ·" in page
    desk = signed_in(ann_of(talk)).get(f"/staff/strands/{talk.strand.public_id}/conversation/?shelf=spoken").text
    assert "Spoken, and not written down yet." in desk


@pytest.mark.parametrize("kind", ["talk", "board"])
def test_each_box_on_the_desk_of_a_post_has_an_id_of_its_own(client: Client, kind: str) -> None:
    talk = a_talk(kind)
    hears(talk, client, "", title="A bench", spoken=SimpleUploadedFile("v.ogg", OGG, content_type="audio/ogg"))
    page = signed_in(ann_of(talk)).get(f"/staff/posts/{Post.objects.get().public_id}/").text
    boxes = re.findall(r'<(?:textarea|input|select)[^>]* id="([^"]+)"', page)
    assert {"id_written_words", "id_reply_words", "id_join_because"} <= set(boxes)
    assert len(boxes) == len(set(boxes))


@pytest.mark.parametrize("content", [b"", b"not a sound", OGG + bytes(7 * 1024 * 1024)])
def test_what_is_no_recording_is_refused(client: Client, content: bytes) -> None:
    talk = a_talk()
    answer = hears(talk, client, "", spoken=SimpleUploadedFile("voice.ogg", content))
    assert answer.status_code == 422
    assert Post.objects.count() == 0


def test_an_erased_person_leaves_no_picture_and_no_voice(client: Client) -> None:
    from heard.methods.conversation.actions import erase

    talk = a_talk()
    hears(talk, client, "The path floods", photo=a_file(a_jpeg()), description="A path")
    erase(Post.objects.get().contribution.voice)
    assert Photo.objects.count() == 0


def test_a_png_is_written_anew_and_still_the_same_picture(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "The path floods", photo=a_file(a_png(), "p.png"), description="A path")
    kept = bytes(Photo.objects.get().content)
    assert struct.unpack(">II", kept[16:24]) == (32, 16)
    assert says(talk, "And another").pk
