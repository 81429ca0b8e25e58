"""What a hostile visitor, an unlucky one and an odd telephone send: refused with a way forward, or shown harmlessly."""

from __future__ import annotations

import io
import random
import struct
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from tests.factories import signed_in
from tests.methods.conversation.talks import a_talk, again, ann_of, hears, home, put, says, url
from tests.methods.conversation.test_files import OGG, a_file
from tests.rules.test_pictures import a_jpeg, a_png, claiming

from heard.activities.models import Contribution, Receipt
from heard.ground import clock
from heard.methods.conversation import actions, jobs
from heard.methods.conversation.models import Photo, Post, Recording, Telling
from heard.moderation.models import Item
from heard.people.actions import keep_address
from heard.rules.pictures import LONGEST_SIDE

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def heavy_photo(megabytes: int) -> bytes:
    """A JPEG of at least so many MB, grain in every pixel, that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 24.0, 30.12)})
    side, written = 1000 * megabytes // 2, io.BytesIO()
    grain = Image.frombytes("L", (side, side), random.Random(1).randbytes(side * side))
    grain.save(written, "jpeg", quality=95, exif=exif)
    return written.getvalue()


def spoken(content: bytes, name: str = "voice.m4a") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="audio/mp4")


def test_a_ten_megabyte_photograph_is_kept_and_where_it_was_taken_is_gone(client: Client) -> None:
    talk = a_talk()
    sent = heavy_photo(7)
    assert 10 * MEGABYTE < len(sent) < 12 * MEGABYTE
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    answer = hears(talk, client, "The path floods", photo=a_file(sent), description="A path under water")
    assert answer.status_code == 302
    shown = client.get(url(talk, "picture", Photo.objects.get().public_id)).content
    kept = Image.open(io.BytesIO(shown))
    assert (max(kept.size), dict(kept.getexif())) == (LONGEST_SIDE, {})
    assert len(shown) < 5 * MEGABYTE, "a telephone on a bus can fetch it"
    too_large = hears(
        talk, client, "The path floods", photo=a_file(sent + bytes(2 * MEGABYTE)), description="A path", entry_key="b"
    )
    assert too_large.status_code == 422
    assert "larger than 12 MB" in too_large.text


def animated_png() -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (10, 200)]
    frames[0].save(written, "png", save_all=True, append_images=frames[1:])
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x00\x00\x00\x18ftypmif1" + bytes(60), "HEIC"),
        (b"\x00\x00\x00\x18ftypavif" + bytes(60), "HEIC"),
        (b"GIF89a\x01\x00\x01\x00" + b"\x21\xff\x0bNETSCAPE2.0" + bytes(60), "Moving pictures"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(60), "Moving pictures"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        (b"  \n<SVG onload=alert(1)>", "SVG"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "SVG"),
        (animated_png(), "Moving pictures"),
        (b"%PDF-1.7" + bytes(60), "no photograph"),
        (b"PK\x03\x04" + bytes(60), "no photograph"),
        (claiming(60_000, 60_000, bytes(40_000_000)), "unfolds to more points"),
        (b"", "empty"),
    ],
)
def test_what_is_no_photograph_is_refused_and_the_words_stay_in_the_box(
    client: Client, content: bytes, why: str
) -> None:
    talk = a_talk()
    answer = hears(talk, client, "The path floods", photo=a_file(content, "holiday.jpg"), description="A path")
    assert answer.status_code == 422
    assert why in answer.text
    assert "The path floods</textarea>" in answer.text
    assert Post.objects.count() == Photo.objects.count() == 0


def test_what_hides_behind_or_inside_a_picture_does_not_come_along(client: Client) -> None:
    talk = a_talk()
    hidden = a_jpeg() + b"PK\x03\x04<script>alert(1)</script>"
    for number, content in enumerate((hidden, a_png(b"<script>alert(1)</script>"))):
        key = f"k{number}"
        assert hears(talk, client, "Look", photo=a_file(content), description="x", entry_key=key).status_code == 302
    for photo in Photo.objects.all():
        kept = bytes(photo.content)
        for secret in (b"<script>", b"PK\x03\x04"):
            assert secret not in kept


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(40), "audio/wav"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(60), "audio/mp4"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(60), "audio/mp4"),
        (b"\x1a\x45\xdf\xa3" + bytes(60), "audio/webm"),
        (OGG, "audio/ogg"),
    ],
)
def test_a_voice_is_taken_as_telephones_and_computers_record_it(client: Client, content: bytes, kind: str) -> None:
    talk = a_talk()
    assert hears(talk, client, "", spoken=spoken(content)).status_code == 302
    recording = Recording.objects.get()
    assert recording.kind == kind
    heard = signed_in(ann_of(talk)).get(f"/staff/recordings/{recording.public_id}/")
    assert (heard["Content-Type"], heard["X-Content-Type-Options"]) == (kind, "nosniff")
    assert heard.content == content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(6 * MEGABYTE), "save it as MP3 or M4A"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(6 * MEGABYTE), "larger than 6 MB"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(60), "no recording that we know"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(60), "no recording that we know"),
        (b"<html><script>alert(1)</script>", "no recording that we know"),
        (b"", "empty"),
    ],
)
def test_what_is_no_voice_or_too_long_is_refused_and_says_what_to_do(client: Client, content: bytes, why: str) -> None:
    talk = a_talk()
    answer = hears(talk, client, "", spoken=spoken(content))
    assert answer.status_code == 422
    assert why in answer.text
    assert Recording.objects.count() == Post.objects.count() == 0


@pytest.mark.parametrize("words", ["\u200b\u200b", "\u2060", "\ufeff \u00a0", "\u202e\u202c", "\u00ad"])
def test_signs_without_a_shape_are_nothing(client: Client, words: str) -> None:
    talk, board = a_talk(), a_talk("board")
    assert hears(talk, client, words).status_code == 422
    post = says(talk, "Open before work")
    reply = client.post(url(talk, "post", post.public_id), {"words": words, "tone": "adds", "entry_key": "r"})
    assert reply.status_code == 422
    assert hears(board, client, "It is dark at six", title=words).status_code == 422
    assert Post.objects.count() == 1


def test_markup_in_every_box_is_shown_as_written_and_none_of_it_runs(client: Client) -> None:
    board = a_talk("board")
    bad = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    hears(board, client, bad, title=bad[:100], place_words=bad, description=bad, photo=a_file(a_jpeg()))
    post = Post.objects.get()
    client.post(url(board, "post", post.public_id), {"words": bad, "tone": "differs", "entry_key": "r"})
    ann = signed_in(ann_of(board))
    ann.post(f"/staff/posts/{post.public_id}/", {"do": "reply", "words": bad})
    ann.post(f"/staff/posts/{post.public_id}/", {"do": "status", "status": "looking", "because": bad})
    desk = f"/staff/strands/{board.strand.public_id}/conversation/?shelf=all"
    for reader, address in (
        (client, home(board)),
        (client, url(board, "post", post.public_id)),
        (client, url(board, "said")),
        (ann, desk),
        (ann, f"/staff/posts/{post.public_id}/"),
    ):
        page = reader.get(address).text
        assert "alert(1)" in page, address
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


def test_a_third_level_is_refused_with_its_reason_even_where_the_form_is_forged(client: Client) -> None:
    talk = a_talk()
    top = says(talk, "Open before work")
    second = says(talk, "Then who opens up?", parent=says(talk, "I start at six", parent=top), tone="differs")
    answer = client.post(url(talk, "post", second.public_id), {"words": "No further", "tone": "adds"})
    assert answer.status_code == 409
    assert "Replies go two levels deep" in answer.text
    assert Post.objects.count() == 3


def test_a_reply_or_a_post_sent_after_closing_is_answered_with_the_reason_and_not_with_silence(client: Client) -> None:
    talk = a_talk()
    top = says(talk, "Open before work")
    put(talk.strand, "closed")
    reply = client.post(url(talk, "post", top.public_id), {"words": "Too late", "tone": "adds"})
    assert reply.status_code == 409
    assert "This has closed" in reply.text
    late = hears(again(talk), client, "Too late as well")
    assert late.status_code in (403, 409)
    assert "closed" in late.text
    assert Post.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_sending_pressed_twice_at_once_counts_once() -> None:
    talk = a_talk()
    answers: list[Any] = []

    def press() -> None:
        answers.append(hears(talk, Client(), "Open before work", entry_key="twice").status_code)
        connection.close()

    both = [Thread(target=press) for _finger in range(4)]
    for finger in both:
        finger.start()
    for finger in both:
        finger.join()
    assert answers == [302] * 4
    assert Post.objects.count() == Contribution.objects.count() == Receipt.objects.count() == Item.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "label"),
    [("heard", "Heard"), ("looking", "Being looked at"), ("adopted", "Adopted"), ("not_adopted", "Not adopted")],
)
def test_every_status_of_an_idea_is_told_to_its_author_and_its_supporters(
    client: Client, status: str, label: str
) -> None:
    board = a_talk("board")
    idea = says(board, "It is dark at six", title="Lights on the path")
    idea.conversation = board
    keep_address(voice=idea.contribution.voice, kind="letter", address="1 Example Street", wants_reply=True)
    supporter = actions.support(post=idea, voice=None, at=clock.now()).voice
    keep_address(voice=supporter, kind="text", address="07700 900001", wants_reply=True)
    by, at = ann_of(board), clock.now()
    change = actions.change_status(post=idea, status=status, because="The Trust says so.", by=by, at=at)
    for _twice in range(2):
        jobs.tell_status(change.pk)
    told = {(one.voice_id, one.way) for one in Telling.objects.filter(change=change)}
    assert told == {(idea.contribution.voice_id, "letter"), (supporter.pk, "text")}
    assert Telling.objects.count() == 2
    page = signed_in(by).get(f"/staff/strands/{board.strand.public_id}/conversation/tell/").text
    assert f"Your idea: {label.lower()}" in page
    shown = client.get(url(board, "post", idea.public_id)).text
    assert label in shown
    assert "The Trust says so." in shown


def test_a_late_answer_stands_late_in_the_list_on_its_page_and_on_the_desk_until_it_is_given(client: Client) -> None:
    talk = a_talk()
    post = says(talk, "Who opens up?")
    actions.ask_officer(post=post, at=clock.now() - timedelta(days=20))
    ann = signed_in(ann_of(talk))
    desk = f"/staff/strands/{talk.strand.public_id}/conversation/"
    places = ((client, home(talk)), (client, url(talk, "post", post.public_id)), (ann, desk))
    for reader, address in places:
        assert "Not answered yet." in reader.get(address).text, address
    ann.post(f"/staff/posts/{post.public_id}/", {"do": "reply", "words": "I do."})
    for reader, address in places:
        assert "Not answered yet." not in reader.get(address).text, address


def test_an_erased_person_leaves_no_recording_and_nobody_hears_it(client: Client) -> None:
    talk = a_talk()
    hears(talk, client, "", spoken=spoken(OGG, "voice.ogg"))
    recording = Recording.objects.get()
    actions.erase(Post.objects.get().contribution.voice)
    assert signed_in(ann_of(talk)).get(f"/staff/recordings/{recording.public_id}/").status_code == 404
