"""What voluntary and community bodies give and get, confirmed by themselves, and paid (GP-e, P-5)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.activities import access
from heard.activities.actions.holding import hold_activity
from heard.activities.actions.planning import touch
from heard.activities.models import Activity, VoluntaryPart
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.models import Account
from heard.rules.outcome import digest

PAGE = "voluntary"
TERMS = ("body", "role", "uses_network", "hours", "pay", "amount_pence", "why_nothing")


def add_part(*, activity: Activity, by: Account, at: datetime, email: str = "", **terms: Any) -> VoluntaryPart:
    """Put a body's part into the plan (`TERMS`), and ask the body to confirm it if there is an e-mail address.

    Consequences: who gives what and for how much is public once the activity is announced (never the address).
    Refused: a body that is there already.
    """
    ask(access.may_edit_plan(by, activity))
    with transaction.atomic():
        hold_activity(activity)
        ask(access.may_edit_plan(by, activity))
        if activity.voluntary_parts.filter(body=terms["body"], removed_at=None).exists():
            raise Conflict(_("“%(name)s” is there already.") % {"name": terms["body"]})
        part = VoluntaryPart.objects.create(activity=activity, email=email, **terms)
        touch(activity=activity, by=by, at=at, page=PAGE, fields=["voluntary_parts"], added=part.public_id)
        if email:
            _ask_body(part, by, at)
    return part


def change_part(*, part: VoluntaryPart, by: Account, at: datetime, email: str = "", **terms: Any) -> bool:
    """Change the terms. What the body confirmed were other terms, so it is asked again. False: nothing differs."""
    ask(access.may_edit_plan(by, part.activity))
    with transaction.atomic():
        held = _held(part)
        was = {name: getattr(held, name) for name in TERMS if getattr(held, name) != terms.get(name)}
        if not was and email in ("", held.email):
            return False
        for name in was:
            setattr(held, name, terms[name])
        held.email = email or held.email
        if was:
            _unconfirmed(held)
        held.save()
        touch(activity=held.activity, by=by, at=at, page=PAGE, fields=["voluntary_parts"], was=was)
        if held.email and held.acknowledged_at is None:
            _ask_body(held, by, at)
    return True


def ask_body(*, part: VoluntaryPart, by: Account, at: datetime) -> VoluntaryPart:
    """Send the link to confirm the terms (again). An older link stops working."""
    ask(access.may_edit_plan(by, part.activity))
    with transaction.atomic():
        held = _held(part)
        if not held.email:
            raise Conflict(_("There is no e-mail address to send it to."), _("Ring them, and note what they say."))
        if held.acknowledged_at:
            raise Conflict(_("%(body)s has confirmed these terms already.") % {"body": held.body})
        _ask_body(held, by, at)
    return held


def acknowledge_part(*, part: VoluntaryPart, secret: str, name: str, benefit: str, at: datetime) -> VoluntaryPart:
    """The body confirms its terms in its own name, by the link; no account is needed.

    Consequences: name and words are public once the activity is announced. Refused: a wrong or old link, no name.
    """
    with transaction.atomic():
        held = _held(part)
        if not held.secret_hash or not hmac.compare_digest(held.secret_hash, hash_of(secret)):
            raise Refused(
                _("This link no longer works."), _("Ask whoever sent it to send it again, and use the newest e-mail.")
            )
        return _confirmed(held, VoluntaryPart.How.LINK, name, benefit, None, at)


def acknowledge_by_phone(*, part: VoluntaryPart, name: str, benefit: str, by: Account, at: datetime) -> VoluntaryPart:
    """Note what the body said on the phone: who confirmed the terms, and what it gets out of it, in its own words."""
    ask(access.may_edit_plan(by, part.activity))
    with transaction.atomic():
        return _confirmed(_held(part), VoluntaryPart.How.PHONE, name, benefit, by, at)


def note_payment(
    *, part: VoluntaryPart, agreed_on: date | None, due_from: date | None, paid_on: date | None, by: Account,
    at: datetime,
) -> VoluntaryPart:  # fmt: skip
    """When it was agreed, when the invoice came, when it was paid. The days to pay are public."""
    ask(access.may_note_payment(by, part.activity))
    if paid_on and agreed_on is None:
        raise Conflict(_("It was paid before it was agreed: write both days."))
    if paid_on and paid_on < max(day for day in (agreed_on, due_from) if day):
        raise Conflict(_("It cannot have been paid before it was agreed and claimed."))
    with transaction.atomic():
        held = _held(part)
        held.agreed_on, held.due_from, held.paid_on = agreed_on, due_from, paid_on
        held.save(update_fields=["agreed_on", "due_from", "paid_on"])
        _record("voluntary.paid" if paid_on else "voluntary.agreed", held, by, at, days=held.days_to_pay)
    return held


def remove_part(*, part: VoluntaryPart, by: Account, at: datetime) -> None:
    """The body takes no part after all. Refused once it was paid: that stays on record."""
    ask(access.may_edit_plan(by, part.activity))
    with transaction.atomic():
        held = _held(part)
        if held.paid_on:
            raise Conflict(_("It was paid, so it stays on record."))
        held.removed_at = at
        held.save(update_fields=["removed_at"])
        touch(activity=held.activity, by=by, at=at, page=PAGE, fields=["voluntary_parts"], removed=held.public_id)


def secret_of_part(part: VoluntaryPart) -> str:
    """The secret in a body's link (26 letters and figures). It can be made again by the job that sends it."""
    assert part.asked_at
    message = f"voluntary:{part.public_id}:{part.asked_at.isoformat()}".encode()
    seed = hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), message, "sha256")
    return base64.b32encode(seed).decode()[:26].lower()


def hash_of(secret: str) -> str:
    """What is stored instead of the secret."""
    return hashlib.sha256(f"voluntary:{secret}".encode()).hexdigest()


def _held(part: VoluntaryPart) -> VoluntaryPart:
    held = VoluntaryPart.objects.select_for_update(of=("self",), no_key=True).select_related("activity").get(pk=part.pk)
    if held.removed_at:
        raise Conflict(_("“%(name)s” takes no part any more.") % {"name": held.body})
    return held


def _unconfirmed(held: VoluntaryPart) -> None:
    held.acknowledged_how = held.acknowledged_name = held.terms_digest = ""
    held.acknowledged_at = held.acknowledged_noted_by = None


def _confirmed(
    held: VoluntaryPart, how: str, name: str, benefit: str, by: Account | None, at: datetime
) -> VoluntaryPart:
    if not name.strip():
        raise Conflict(_("Write the name of whoever confirms it: it is how the body signs."))
    held.acknowledged_how, held.acknowledged_name, held.acknowledged_at = how, name.strip(), at
    held.acknowledged_noted_by = by
    held.benefit = benefit.strip() or held.benefit
    held.terms_digest = digest({term: getattr(held, term) for term in TERMS})
    held.agreed_on = held.agreed_on or clock.day_of(at)
    held.save()
    _record("voluntary.acknowledged", held, by, at, how=how, terms=held.terms_digest)
    return held


def _ask_body(part: VoluntaryPart, by: Account, at: datetime) -> None:
    part.asked_by, part.asked_at = by, at
    part.secret_hash = hash_of(secret_of_part(part))
    part.save(update_fields=["email", "asked_by", "asked_at", "secret_hash"])
    app.configure_task("activities.ask_voluntary_body").defer(part_id=part.pk, asked_at=at.isoformat())
    _record("voluntary.asked", part, by, at)


def _record(what: str, part: VoluntaryPart, by: Account | None, at: datetime, **more: Any) -> None:
    record(
        what=what,
        about=f"activity:{part.activity.public_id}",
        by=by or "voluntary body",
        at=at,
        public={"part": part.public_id, "amount_pence": part.amount_pence, **more},
    )
