"""Photographs that people send, drawn anew by Pillow from what shows: no EXIF, no place, no name of a camera, no
comment, nothing behind the end, no second file inside. They are turned upright, none larger than a page needs.

HEIC, GIF, WebP, SVG and everything else is refused with what to do instead. What a file may cost is bounded before it
is drawn: by its bytes, by the size that it claims, by the number of its scans.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps

LARGEST = 12 * 1024 * 1024  # bytes that are read: a good telephone makes ten
MOST_PIXELS = {"jpeg": 50_000_000, "png": 25_000_000}  # a JPEG is drawn small at once, a PNG whole first
MOST_SCANS = 60  # a progressive JPEG has about ten; hundreds are made to keep a computer busy
LONGEST_SIDE = 2_000  # pixels that are kept: twice the widest column of a page
QUALITY = 85
HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
SIGNS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
_FAULTS = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, struct.error, zlib.error)


class Unusable(ValueError):
    """A file that cannot be shown, with the reason (`args[0]`, a slug) that the page puts into words.

    Reasons: ``empty large heic moving drawing kind broken pixels scans``.
    """


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: ``jpeg`` or ``png``, upright. Width and height in pixels."""

    kind: str
    width: int
    height: int
    content: bytes


def cleaned(content: bytes) -> Picture:
    """The same picture with only what shows, at most `LONGEST_SIDE` long. Raises Unusable."""
    if not content:
        raise Unusable("empty")
    if len(content) > LARGEST:
        raise Unusable("large")
    kind = next((kind for sign, kind in SIGNS.items() if content.startswith(sign)), "")
    if not kind:
        raise Unusable(_strange(content))
    if kind == "jpeg" and content.count(b"\xff\xda") > MOST_SCANS:
        raise Unusable("scans")
    try:
        return _drawn(kind, content)
    except Unusable:
        raise
    except Image.DecompressionBombError as fault:
        raise Unusable("pixels") from fault
    except _FAULTS as fault:
        raise Unusable("broken") from fault


def _strange(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return "heic"
    if content.startswith((b"GIF8", b"RIFF")):
        return "moving"
    if content.lstrip()[:5].lower() in (b"<?xml", b"<svg ", b"<!doc", b"<html"):
        return "drawing"
    return "kind"


def _drawn(kind: str, content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=(kind,)) as sent:
        if sent.width * sent.height > MOST_PIXELS[kind]:
            raise Unusable("pixels")
        if kind == "png" and getattr(sent, "is_animated", False):
            raise Unusable("moving")
        sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        sent.load()
        upright = _upright(sent)
    seen = upright.convert("RGBA" if kind == "png" and upright.has_transparency_data else "RGB")
    seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    seen.info.clear()  # comments and profiles, which saving would write again
    written = io.BytesIO()
    if kind == "jpeg":
        seen.save(written, "jpeg", quality=QUALITY, optimize=True, progressive=True)
    else:
        seen.save(written, "png")
    return Picture(kind, seen.width, seen.height, written.getvalue())


def _upright(sent: Image.Image) -> Image.Image:
    """Turned as its Exif says; as it is where that cannot be read."""
    try:
        return ImageOps.exif_transpose(sent)
    except _FAULTS:
        return sent
