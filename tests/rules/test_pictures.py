"""Photographs are drawn anew from what shows, upright and no larger than a page needs, and nothing else is kept."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, PngImagePlugin

from heard.rules.pictures import LONGEST_SIDE, MOST_SCANS, Unusable, cleaned

pytestmark = pytest.mark.filterwarnings(
    "ignore:Corrupt EXIF data", "ignore:Tag data larger", "ignore:Possibly corrupt", "ignore:Truncated File"
)
RED, BLUE = (200, 30, 30), (30, 30, 200)
ORIENTATION, MAKER, GPS, LATITUDE = 0x0112, 0x010F, 0x8825, 2


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new(mode, (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def a_jpeg(secret: bytes = b"", *, orientation: int = 1, width: int = 32, height: int = 16) -> bytes:
    """A photograph with a secret in every place that can hold one."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = f"Maker {secret.decode()}"
    exif.get_ifd(GPS)[LATITUDE] = (52.0, 24.0, 29.0)
    written = io.BytesIO()
    drawn(width, height).save(written, "jpeg", exif=exif, comment=b"a comment " + secret, quality=95)
    whole = written.getvalue()
    return whole[:2] + segment(0xED, b"Photoshop" + secret) + whole[2:] + (secret and b"PK\x03\x04" + secret)


def a_png(secret: bytes = b"", *, width: int = 32, height: int = 16, mode: str = "RGB") -> bytes:
    about = PngImagePlugin.PngInfo()
    about.add_text("Comment", secret.decode())
    written = io.BytesIO()
    drawn(width, height, mode).save(written, "png", pnginfo=about, exif=b"Exif\0\0II*\0" + secret)
    return written.getvalue() + (secret and b"PK\x03\x04" + secret)


def claiming(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that claims this size and unfolds to these rows."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def reason_of(content: bytes) -> str:
    with pytest.raises(Unusable) as refused:
        cleaned(content)
    return str(refused.value)


def seen(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("content", [a_jpeg(b"52.4081 N"), a_png(b"52.4081 N")])
def test_a_picture_keeps_what_shows_and_loses_every_secret(content: bytes) -> None:
    picture = cleaned(content)
    assert (picture.width, picture.height) == (32, 16)
    for lost in (b"52.4081", b"Photoshop", b"comment", b"Comment", b"Maker", b"Exif", b"eXIf", b"PK\x03\x04"):
        assert lost not in picture.content
    image = seen(picture.content)
    assert dict(image.getexif()) == {}
    left, right = image.getpixel((4, 8)), image.getpixel((28, 8))
    assert max(abs(a - b) for a, b in zip([*left, *right], [*RED, *BLUE], strict=True)) <= 12


@pytest.mark.parametrize(("orientation", "red_at"), [(1, (4, 8)), (3, (28, 8)), (6, (8, 4)), (8, (8, 28))])
def test_a_picture_that_was_held_askew_is_turned_upright(orientation: int, red_at: tuple[int, int]) -> None:
    picture = cleaned(a_jpeg(orientation=orientation))
    assert (picture.width, picture.height) == ((32, 16) if orientation < 5 else (16, 32))
    red, _green, blue = seen(picture.content).getpixel(red_at)
    assert red > 150 > 100 > blue


@pytest.mark.parametrize(("content", "kind"), [(a_jpeg(width=4000, height=3000), "jpeg"), (a_png(width=4000), "png")])
def test_a_large_picture_is_made_as_small_as_a_page_needs(content: bytes, kind: str) -> None:
    picture = cleaned(content)
    assert (picture.kind, picture.width) == (kind, LONGEST_SIDE)
    assert len(picture.content) < 100_000


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (8, 8)).save(written, "png")
    picture = cleaned(written.getvalue())
    assert seen(picture.content).mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")
    assert cleaned(picture.content).content == picture.content


def test_a_picture_whose_exif_cannot_be_read_is_shown_as_it_is() -> None:
    written = io.BytesIO()
    drawn(32, 16).save(written, "png", exif=b"Exif\0\0II*\0")
    assert (cleaned(written.getvalue()).width, cleaned(written.getvalue()).height) == (32, 16)


def test_a_picture_for_printers_is_drawn_for_screens() -> None:
    written = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(written, "jpeg")
    assert seen(cleaned(written.getvalue()).content).mode == "RGB"


def test_a_bomb_is_never_unfolded() -> None:
    assert reason_of(claiming(60_000, 60_000)) == "pixels"
    assert reason_of(claiming(9_000, 9_000)) == "pixels"
    assert len(cleaned(claiming(4, 4, bytes(50_000_000))).content) < 200, "drawn as far as its own size goes"
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34"
    whole = a_jpeg()
    assert reason_of(whole[:-2] + scan * (MOST_SCANS + 1) + whole[-2:]) == "scans"


def test_text_that_unfolds_to_gigabytes_is_not_read() -> None:
    whole = a_png()
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9))
    assert reason_of(whole[:33] + text + whole[33:]) == "broken"


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
        (a_png()[:-40], "broken"),
        (a_jpeg(width=400, height=400)[:-900], "broken"),
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
            assert max(picture.width, picture.height) <= LONGEST_SIDE
