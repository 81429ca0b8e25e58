"""Photographs are written anew from what shows, and nothing else."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from heard.rules.pictures import MOST_SCANS, Unusable, cleaned


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, more: bytes = b"") -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return segment(0xE1, b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + more)


def a_jpeg(secret: bytes = b"", *, orientation: int = 1, width: int = 4, height: int = 4, scans: int = 1) -> bytes:
    """The bones of a JPEG: enough for what takes it apart, with a secret in every place that can hold one."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + secret),
            exif(orientation, secret),
            segment(0xED, b"Photoshop" + secret),
            segment(0xFE, b"a comment " + secret),
            segment(0xDB, bytes(65)),
            segment(0xC0, frame),
            segment(0xC4, bytes(20)),
            scan * scans,
            b"\xff\xd9",
            secret and b"PK\x03\x04" + secret,
        ]
    )


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def a_png(secret: bytes = b"", *, width: int = 4, height: int = 4, rows: bytes | None = None) -> bytes:
    raw = b"".join(b"\0" + bytes(range(12)) for _row in range(4))
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            chunk(b"tEXt", b"Comment\0" + secret),
            chunk(b"eXIf", b"II*\0" + secret),
            chunk(b"IDAT", zlib.compress(raw) if rows is None else rows),
            chunk(b"IEND", b""),
            secret and b"PK\x03\x04" + secret,
        ]
    )


def reason_of(content: bytes) -> str:
    with pytest.raises(Unusable) as refused:
        cleaned(content)
    return str(refused.value)


def test_a_jpeg_keeps_what_draws_and_loses_every_secret() -> None:
    picture = cleaned(a_jpeg(b"52.4081 N 1.5106 W"))
    assert (picture.kind, picture.width, picture.height) == ("jpeg", 4, 4)
    for lost in (b"52.4081", b"Photoshop", b"comment", b"JFIF", b"PK"):
        assert lost not in picture.content
    assert picture.content.startswith(b"\xff\xd8")
    assert picture.content.endswith(b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9")


@pytest.mark.parametrize("orientation", range(2, 9))
def test_which_way_is_up_is_kept_and_nothing_else_of_exif(orientation: int) -> None:
    kept = cleaned(a_jpeg(b"secret", orientation=orientation)).content
    assert kept.count(b"Exif") == 1
    assert cleaned(kept).content == kept
    assert b"secret" not in kept


def test_an_upright_picture_has_no_exif_at_all() -> None:
    assert b"Exif" not in cleaned(a_jpeg(orientation=1)).content


def test_a_png_is_unfolded_folded_again_and_loses_every_secret() -> None:
    picture = cleaned(a_png(b"secret"))
    assert b"secret" not in picture.content
    assert b"tEXt" not in picture.content
    again = cleaned(picture.content)
    assert again.content == picture.content
    assert (again.width, again.height) == (4, 4)


def test_a_bomb_stops_where_its_own_size_says_it_must() -> None:
    assert reason_of(a_png(rows=zlib.compress(bytes(50_000_000)))) == "pixels"
    assert reason_of(a_png(width=60_000, height=60_000)) == "pixels"
    assert reason_of(a_jpeg(width=60_000, height=60_000)) == "pixels"
    assert reason_of(a_jpeg(scans=MOST_SCANS + 1)) == "scans"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "heic"),
        (b"\x00\x00\x00\x18ftypavif" + bytes(20), "heic"),
        (b"GIF89a", "moving"),
        (b"RIFF\x00\x00\x00\x00WEBP", "moving"),
        (b"<svg onload='x'>", "drawing"),
        (b"  <!doctype html>", "drawing"),
        (b"%PDF-1.7", "kind"),
        (b"\xff\xd8\xff", "broken"),
        (b"\xff\xd8\xff\xe1\xff\xff", "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (a_png()[:-20], "broken"),
        (a_png().replace(b"IDAT", b"IDAX"), "broken"),
        (bytes(12 * 1024 * 1024 + 1), "large"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert reason_of(content) == reason


@given(some.binary(max_size=400), some.integers(0, 300))
def test_no_bytes_at_all_break_it(noise: bytes, place: int) -> None:
    for whole in (a_jpeg(b"x"), a_png(b"x")):
        for content in (whole[:place] + noise, whole[:place] + noise + whole[place:], noise):
            try:
                picture = cleaned(content)
            except Unusable:
                continue
            assert picture.width * picture.height <= 50_000_000
