"""Pictures of pages: checked by their first bytes and size, never decoded, kept encrypted beside a contribution."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from heard.activities.models import Contribution
from heard.audit.actions import record
from heard.ground.fields import seal_bytes, unseal_bytes
from heard.ground.files import LARGEST, kind_of
from heard.ground.refusal import Conflict, ask
from heard.methods.survey import access
from heard.methods.survey.models import Scan
from heard.people.models import Account

MOST_PAGES = 40


def attach_scan(*, contribution: Contribution, content: bytes, by: Account, at: datetime) -> Scan:
    """Keep a picture of a page beside its contribution, encrypted.

    It is never decoded here, so a picture that would unfold to fill the memory cannot. Refused: more than 10 MB,
    another kind of file, the same picture twice, an erased contribution, more than 40 pages.
    """
    strand = contribution.strand
    ask(access.may_key_in(by, strand))
    if not content:
        raise Conflict(_("This file is empty."), _("Scan the page again."))
    if len(content) > LARGEST:
        raise Conflict(_("This file is larger than 10 MB."), _("Scan the page with 200 dots an inch, in grey."))
    kind, digest = kind_of(content), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        held = Contribution.objects.select_for_update(no_key=True).get(pk=contribution.pk)
        if held.erased_at:
            raise Conflict(_("This was erased, so nothing may be kept beside it."))
        mine = Scan.objects.filter(contribution=held)
        if mine.filter(digest=digest).exists():
            raise Conflict(_("This very picture is attached already."))
        page = (mine.aggregate(last=Max("page"))["last"] or 0) + 1
        if page > MOST_PAGES:
            raise Conflict(_("There are 40 pages already."), _("Put the rest in one PDF."))
        made = Scan.objects.create(
            contribution=held,
            page=page,
            kind=kind,
            size=len(content),
            digest=digest,
            content=seal_bytes(content),
            by=by,
            at=at,
        )
        _note("scan.attached", made, contribution, by, at)
    return made


def open_scan(*, scan: Scan, by: Account, at: datetime) -> bytes:
    """The picture, for those who key in or code. Consequence: who opened it is on the record."""
    contribution = scan.contribution
    ask(access.may_open_scans(by, contribution.strand))
    _note("scan.opened", scan, contribution, by, at)
    return unseal_bytes(bytes(scan.content))


def _note(what: str, scan: Scan, contribution: Contribution, by: Account, at: datetime) -> None:
    record(
        what=what,
        about=f"contribution:{contribution.trace_id}",
        by=by,
        at=at,
        public={"strand": contribution.strand.public_id, "page": scan.page},
        private={"digest": scan.digest, "bytes": scan.size},
    )
