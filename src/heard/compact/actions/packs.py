"""Keeping each version of the city's pack, and who says why it changed."""

from __future__ import annotations

import os
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.audit.actions import record
from heard.audit.models import Entry
from heard.compact import access
from heard.compact.models import PackVersion
from heard.compact.queries import changes_between, kept_pack, pack_file, pack_in_force, text_in_force
from heard.ground.refusal import Conflict, ask
from heard.people.models import Account
from heard.rules.compact import PackError, parse_pack

ABOUT = "pack"
FEWEST_WORDS = 5


def keep_pack(*, at: datetime) -> PackVersion:
    """The row of the pack in force, stored whole the first time it is met.

    Asks no access: the file itself is the change, and a gate must be able to store what judged it.
    Consequences: a version not seen before becomes public on the pack page, with what changed against the one before;
    a change, also back to an older version, is one audit entry `compact.pack_changed`. Nobody has signed for it until
    `sign_pack`.
    """
    pack = pack_in_force()
    told = Entry.objects.filter(about=ABOUT, what="compact.pack_changed").order_by("-id").first()
    was = str(told.header["is"]) if told else ""
    known = PackVersion.objects.filter(digest=pack.version).first()
    if known is not None and was == pack.version:
        return known
    with transaction.atomic():
        row, _new = PackVersion.objects.get_or_create(
            digest=pack.version, defaults={"text": text_in_force(), "seen_at": at}
        )
        changes = changes_between(kept_pack(was), pack) if was else ()
        record(
            what="compact.pack_changed",
            about=ABOUT,
            at=at,
            public={"was": was, "is": row.digest, "changes": list(changes)[:40]},
        )
    return row


def load_pack(*, text: str, because: str, by: Account, at: datetime) -> PackVersion:
    """Put a changed pack in the place of the one in force, with who changes it and why.

    Consequences: policy/compact.toml holds the new text from here on (written whole, or not at all); the version, what
    it changes and the reason are public; what has opened goes on under the pack it opened with. Refused: a file that
    cannot be used, naming line and key of each fault; no reason; nothing changed.
    """
    ask(access.may_sign_for_the_pack(by))
    _says_why(because)
    try:
        fresh = parse_pack(text)
    except PackError as fault:
        raise Conflict(
            _("This file cannot be used, and nothing was changed: %(faults)s") % {"faults": "; ".join(fault.problems)},
            _("Mend each of these and load it again."),
        ) from fault
    keep_pack(at=at)
    if fresh.version == pack_in_force().version:
        raise Conflict(_("These are the rules in force already: nothing is changed."))
    known = PackVersion.objects.filter(digest=fresh.version, signed_at__isnull=False).exists()
    replace_pack_text(text)
    row = keep_pack(at=at)
    return row if known else sign_pack(pack=row, because=because, by=by, at=at)


def _says_why(because: str) -> None:
    if len(because.split()) < FEWEST_WORDS:
        raise Conflict(_("Say in a sentence why the rules changed. It is published."), _("Write the reason."))


def sign_pack(*, pack: PackVersion, because: str, by: Account, at: datetime) -> PackVersion:
    """Somebody says, with their name, why the city changed its rules. Published on the pack page; said once.

    Refused without a reason of a few words, and when someone has signed already.
    """
    ask(access.may_sign_for_the_pack(by))
    _says_why(because)
    with transaction.atomic():
        row = PackVersion.objects.select_for_update(no_key=True).get(pk=pack.pk)
        if row.signed_at:
            raise Conflict(_("Somebody has already signed for this version."), _("The pack page shows who and why."))
        row.because, row.signed_by, row.signed_at = because.strip(), by, at
        row.save(update_fields=["because", "signed_by", "signed_at"])
        record(
            what="compact.pack_signed",
            about=ABOUT,
            by=by,
            at=at,
            public={"pack": row.digest, "because": row.because},
        )
    return row


def replace_pack_text(text: str) -> None:
    """Write policy/compact.toml anew beside the old one and change places, so that no reader meets half a file."""
    path = pack_file()
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, "utf-8")
    os.replace(fresh, path)
