"""Partners: the bodies that signed the Compact, and those that have not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.people import access
from heard.people.models import Account, Partner

EDITABLE = ("name", "sector", "about", "signed_on", "left_on", "postal_address", "phone", "email")
SHOWN = {"name", "sector", "signed_on", "left_on"}


def create_partner(*, by: Account, at: datetime, name: str, sector: str, **fields: Any) -> Partner:
    """Add a partner to the city. It can lead activities once it has an administrator, who is invited next."""
    ask(access.may_manage_partners(by))
    with transaction.atomic():
        partner = Partner(name=name.strip(), slug=_free_slug(name), sector=sector, **_known(fields))
        _save(partner)
        record(
            what="partner.created",
            about=f"partner:{partner.slug}",
            by=by,
            at=at,
            public={"name": partner.name, "sector": sector, "signed_on": _day(partner.signed_on)},
        )
    return partner


def edit_partner(*, partner: Partner, by: Account, at: datetime, **fields: Any) -> Partner:
    """Change what is written about a partner. Its address in links (slug) stays. What changed is recorded."""
    ask(access.may_edit_partner(by, partner))
    changed = {name: value for name, value in _known(fields).items() if getattr(partner, name) != value}
    if not changed:
        raise Conflict(_("Nothing was changed."), _("Change a field first, or go back."))
    with transaction.atomic():
        for name, value in changed.items():
            setattr(partner, name, value)
        _save(partner)
        record(
            what="partner.edited",
            about=f"partner:{partner.slug}",
            by=by,
            at=at,
            public={"changed": sorted(changed), **{n: str(v) for n, v in changed.items() if n in SHOWN}},
        )
    return partner


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(f"A partner has no field {sorted(unknown)[0]}.")
    return fields


def _save(partner: Partner) -> None:
    if partner.left_on and (partner.signed_on is None or partner.left_on < partner.signed_on):
        raise Conflict(_("A partner can only leave after it signed."), _("Check the two dates."))
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError as error:
        raise Conflict(
            _("There is a partner of this name already."), _("Open it from the list of partners.")
        ) from error


def _free_slug(name: str) -> str:
    wished = slugify(name)[:54].strip("-") or "partner"
    taken = set(Partner.objects.filter(slug__startswith=wished).values_list("slug", flat=True))
    numbered = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return wished if wished not in taken else next(slug for slug in numbered if slug not in taken)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
