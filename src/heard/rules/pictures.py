"""Photographs that people send, written anew from what shows and nothing else: no EXIF, no place, no name of a camera,
no comment, nothing behind the end, no second file inside.

A JPEG is taken apart into its segments; only those that draw are written again, byte for byte, so nothing is lost in
quality; the tag that says which way is up is written anew, alone. A PNG is unfolded within a limit that its own size
sets (a bomb stops there), checked, and folded again. Neither needs a picture library. HEIC, GIF, WebP, SVG and
everything else is refused with what to do instead. Sources: ITU-T T.81 (JPEG), RFC 2083 (PNG), Exif 2.32 (orientation).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 12 * 1024 * 1024  # bytes that are read: a good telephone makes ten
MOST_PIXELS = 50_000_000
MOST_SCANS = 60  # a progressive JPEG has about ten; hundreds are made to keep a browser busy
LONGEST_SIDE = 20_000
KEPT_SEGMENTS = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD})
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
CHANNELS_OF = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # PNG colour type → samples a pixel
HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})


class Unusable(ValueError):
    """A file that cannot be shown, with the reason (`args[0]`, a slug) that the page puts into words.

    Reasons: ``empty large heic moving drawing kind broken pixels scans``.
    """


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept. Width and height in pixels, as stored (before it is turned upright)."""

    kind: str
    width: int
    height: int
    content: bytes


def cleaned(content: bytes) -> Picture:
    """The same picture with only what shows. Raises Unusable."""
    if not content:
        raise Unusable("empty")
    if len(content) > LARGEST:
        raise Unusable("large")
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    raise Unusable(_strange(content))


def _strange(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return "heic"
    if content.startswith((b"GIF8", b"RIFF")):
        return "moving"
    if content.lstrip()[:5].lower() in (b"<?xml", b"<svg ", b"<!doc", b"<html"):
        return "drawing"
    return "kind"


def _jpeg(content: bytes) -> Picture:
    parts, size, scans, turned = [b"\xff\xd8"], (0, 0), 0, 1
    for marker, body in _segments(content):
        if marker == 0xE1:
            turned = _orientation(body) or turned
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) == 12:
            parts.append(_segment(0xEE, body))
        elif marker in KEPT_SEGMENTS:
            if marker in FRAMES:
                size = _frame(body)
            parts.append(_segment(marker, body))
        elif marker == 0xDA:
            scans += 1
            if scans > MOST_SCANS:
                raise Unusable("scans")
            parts.append(b"\xff\xda" + body)
    if not scans or not size[0]:
        raise Unusable("broken")
    parts.insert(1, _upright(turned))
    return Picture("jpeg", *size, b"".join([*parts, b"\xff\xd9"]))


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of each segment, up to the end of the image; a scan's body holds its header and its data."""
    place = 2
    while True:
        while content[place : place + 2] == b"\xff\xff":
            place += 1
        if place + 2 > len(content) or content[place] != 0xFF:
            raise Unusable("broken")
        marker = content[place + 1]
        if marker == 0xD9:
            return
        if place + 4 > len(content):
            raise Unusable("broken")
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(content):
            raise Unusable("broken")
        if marker == 0xDA:
            stop = _scan_end(content, end)
            yield marker, content[place + 2 : stop]
            place = stop
            if stop >= len(content):  # cut off in transfer: what is there is shown
                return
        else:
            yield marker, content[place + 4 : end]
            place = end


def _scan_end(content: bytes, place: int) -> int:
    """Where the data of a scan ends: the first marker that is neither stuffing nor a restart."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            return len(content)
        following = content[place + 1]
        if following == 0xFF:
            place += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            place += 2
        else:
            return place


def _frame(body: bytes) -> tuple[int, int]:
    if len(body) < 6:
        raise Unusable("broken")
    height, width = struct.unpack_from(">HH", body, 1)
    return _sized(width, height)


def _sized(width: int, height: int) -> tuple[int, int]:
    if not width or not height:
        raise Unusable("broken")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Unusable("pixels")
    return width, height


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _orientation(body: bytes) -> int:
    """Which way is up, from an Exif block: 1 to 8, or 0 if it does not say."""
    if not body.startswith(b"Exif\0\0"):
        return 0
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 0
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(entries, 200)):
            tag, kind, count, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if (tag, kind, count) == (0x0112, 3, 1):
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _upright(turned: int) -> bytes:
    """An Exif block that says which way is up and nothing else; none where the picture is upright."""
    if turned == 1:
        return b""
    return _segment(0xE1, b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0))


def _png(content: bytes) -> Picture:
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise Unusable("broken")
    width, height, depth, colour, *ways = struct.unpack(">IIBBBBB", chunks[0][1])
    _sized(width, height)
    if colour not in CHANNELS_OF or depth not in (1, 2, 4, 8, 16) or ways[:2] != [0, 0] or ways[2] not in (0, 1):
        raise Unusable("broken")
    rows = _unfolded(
        b"".join(body for kind, body in chunks if kind == b"IDAT"), _raw_size(width, height, depth, colour)
    )
    kept = [(kind, body) for kind, body in chunks if kind in (b"PLTE", b"tRNS") and len(body) <= 768]
    whole = [(b"IHDR", chunks[0][1]), *kept, (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")]
    return Picture("png", width, height, b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in whole))


def _raw_size(width: int, height: int, depth: int, colour: int) -> int:
    """The most bytes that the rows of such a picture can take: interlaced ones begin a few more rows."""
    row = (width * CHANNELS_OF[colour] * depth + 7) // 8 + 1
    return row * height + 8 * (height + width) + 1024


def _unfolded(folded: bytes, limit: int) -> bytes:
    """The rows, never more than `limit` bytes of them."""
    reader = zlib.decompressobj()
    try:
        rows = reader.decompress(folded, limit)
    except zlib.error as error:
        raise Unusable("broken") from error
    if not reader.eof:
        raise Unusable("pixels" if len(rows) >= limit else "broken")
    return rows


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        kind, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        if len(body) != length or zlib.crc32(kind + body) != int.from_bytes(content[place + 8 + length :][:4], "big"):
            raise Unusable("broken")
        if kind == b"acTL":
            raise Unusable("moving")
        yield kind, body
        if kind == b"IEND":
            return
        place += 12 + length
    raise Unusable("broken")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
