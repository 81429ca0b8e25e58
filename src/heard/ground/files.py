"""Files that people hand in beside words: known by their first bytes, kept as they are, never decoded here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heard.ground.refusal import Conflict

LARGEST = 10 * 1024 * 1024
SIGNS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))
PHOTOS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")


def kind_of(content: bytes) -> str:
    """``image/jpeg``, ``image/png`` or ``application/pdf``, by the first bytes. Refused: anything else."""
    for sign, kind in SIGNS:
        if content.startswith(sign):
            return kind
    if content[4:12] in PHOTOS:
        raise Conflict(
            _("This is a picture in the telephone's own form (HEIC), which few computers open."),
            _("On the telephone choose “most compatible” for the camera, or send it to yourself as JPEG."),
        )
    raise Conflict(_("This is no picture and no PDF."), _("Scan or photograph the page as JPEG, PNG or PDF."))
