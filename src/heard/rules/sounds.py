"""Spoken messages that people send: what kind of sound a file is, by its first bytes, and how large it may be.

They are never decoded here: staff listen in their own browser, and write down what was said.
"""

from __future__ import annotations

from dataclasses import dataclass

from heard.rules.pictures import HEIC

LARGEST = 6 * 1024 * 1024  # about ten minutes, as telephones record
SIGNS = (
    (0, b"\x1a\x45\xdf\xa3", "audio/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (4, b"ftyp", "audio/mp4"),
    (8, b"WAVEfmt ", "audio/wav"),
    (0, b"#!AMR", "audio/amr"),
)


class Unheard(ValueError):
    """A file that is no sound we know, with the reason (`args[0]`): ``empty``, ``large`` or ``kind``."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What a spoken message is."""

    kind: str


def sound_of(content: bytes) -> Sound:
    """The kind of a sound. Raises Unheard."""
    if not content:
        raise Unheard("empty")
    if len(content) > LARGEST:
        raise Unheard("large")
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise Unheard("kind")  # a photograph in the same wrapping
    for place, sign, kind in SIGNS:
        if content[place : place + len(sign)] == sign:
            return Sound(kind)
    raise Unheard("kind")
