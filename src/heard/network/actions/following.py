"""Following: nobody gets news at an address that did not confirm it, or whose consent nobody can show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heard.audit.actions import record
from heard.ground.refusal import Conflict, ask
from heard.network import access, queries
from heard.network.models import Follow, Follower
from heard.people.models import Account, Partner

REQUESTS_A_DAY = 3  # e-mails asking one address to confirm, so that nobody can flood it
Choice = tuple[str, str, str]  # kind, reference, label


def ask_to_follow(
    *, address: str, choices: Sequence[Choice], name: str = "", often: str = "daily", at: datetime
) -> None:
    """Somebody asks for early notice at an e-mail address: that address is asked to confirm, by e-mail.

    Says nothing about whether the address was known. What was confirmed before goes on as it was; what is new counts
    once it is confirmed. Consequences: one e-mail (at most three a day to one address).
    """
    if not choices:
        raise Conflict(_("Choose at least one thing to follow."))
    with transaction.atomic():
        follower, is_new = Follower.objects.select_for_update(no_key=True).get_or_create(
            address_hash=queries.hash_of_address(address),
            defaults={"address": address, "name": name or None, "often": often, "asked_at": at},
        )
        if not is_new and not _may_ask_again(follower, at):
            return
        _add(follower, choices)
        asked = f"{follower.asked_at.isoformat()}:{follower.asked_times}"
        app.configure_task("network.ask_to_confirm").defer(follower_id=follower.pk, asked=asked)
        _note("follower.asked", follower, None, at)


def _may_ask_again(follower: Follower, at: datetime) -> bool:
    """Count the request; false once the day's e-mails are used up."""
    if at - follower.asked_at >= timedelta(days=1):
        follower.asked_at, follower.asked_times = at, 1
    elif follower.asked_times >= REQUESTS_A_DAY:
        return False
    else:
        follower.asked_times += 1
    follower.save(update_fields=["asked_at", "asked_times"])
    return True


def confirm(*, follower: Follower, at: datetime) -> Follower:
    """The address says yes, by the link it was sent: from now on it hears what is announced."""
    with transaction.atomic():
        stored = _held(follower)
        if stored.confirmed_at is None:
            stored.confirmed_at, stored.told_to = at, queries.newest_number()
            stored.save(update_fields=["confirmed_at", "told_to"])
        stored.follows.filter(confirmed_at=None).update(confirmed_at=at)
        _note("follower.confirmed", stored, None, at)
    return stored


def change_follows(*, follower: Follower, choices: Sequence[Choice], often: str, at: datetime) -> None:
    """Whoever holds the link chooses anew what they follow and how often they hear.

    Who heard nothing for a while hears from now on, not what was missed: they chose not to.
    """
    if not choices:
        raise Conflict(_("Choose at least one thing, or stop following altogether."))
    with transaction.atomic():
        stored = _held(follower)
        if stored.confirmed_at is None or stored.often == Follower.Often.NONE:
            stored.confirmed_at, stored.told_to = stored.confirmed_at or at, queries.newest_number()
        stored.often = often
        stored.save(update_fields=["often", "confirmed_at", "told_to"])
        stored.follows.exclude(pk__in=_add(stored, choices)).delete()
        stored.follows.filter(confirmed_at=None).update(confirmed_at=at)
        _note("follower.changed", stored, None, at)


def stop_following(*, follower: Follower, at: datetime) -> None:
    """It ends here: the address and everything about it is deleted at once."""
    with transaction.atomic():
        _held(follower)
        _note("follower.stopped", follower, None, at)
        Follower.objects.filter(pk=follower.pk).delete()


def enter_follower(
    *, partner: Partner, channel: str, address: str, name: str, choices: Sequence[Choice], evidence: str,
    by: Account, at: datetime,
) -> Follower:  # fmt: skip
    """Keep that somebody asked by phone, on paper or at a session. `evidence` says how and when they did.

    By post they get the quarterly sheet from this partner; an e-mail address is confirmed by what they said. Refused:
    no evidence, nothing chosen, an address that follows already.
    """
    ask(access.may_keep_followers(by, partner))
    if not evidence.strip():
        raise Conflict(_("Say how and when they asked. Nobody is written to without having asked."))
    if not choices:
        raise Conflict(_("Choose at least one thing to follow."))
    by_post = channel == Follower.Channel.LETTER
    with transaction.atomic():
        follower, is_new = Follower.objects.get_or_create(
            address_hash=queries.hash_of_address(f"{name} {address}" if by_post else address),
            defaults={
                "channel": channel, "address": address, "name": name or None, "partner": partner, "entered_by": by,
                "often": Follower.Often.QUARTERLY if by_post else Follower.Often.DAILY,
                "consent_evidence": evidence.strip(), "asked_at": at, "confirmed_at": at,
                "told_to": queries.newest_number(),
            },
        )  # fmt: skip
        if not is_new:
            raise Conflict(_("This address is written to already, or has been asked to confirm."))
        _add(follower, choices)
        follower.follows.update(confirmed_at=at)
        _note("follower.entered", follower, by, at)
    return follower


def stop_entered(*, follower: Follower, by: Account, at: datetime) -> None:
    """They told a member of staff that they want to stop: everything about them is deleted at once."""
    if follower.partner is None:
        raise Conflict(_("Only they themselves can stop this, by the link in any of their e-mails."))
    ask(access.may_keep_followers(by, follower.partner))
    with transaction.atomic():
        _held(follower)
        _note("follower.stopped", follower, by, at)
        Follower.objects.filter(pk=follower.pk).delete()


def note_telling(*, follower: Follower, up_to: int) -> None:
    """Keep, before it leaves, how far the e-mail goes. Part of the sending job, which may be killed and run again."""
    Follower.objects.filter(pk=follower.pk).update(telling_to=up_to)


def note_told(*, follower: Follower, up_to: int, sent: bool, at: datetime) -> None:
    """Keep how far a follower has been told. Part of the sending job; a moment only where an e-mail left."""
    fields = {"told_to": up_to, **({"told_at": at} if sent else {})}
    Follower.objects.filter(pk=follower.pk, told_to__lt=up_to).update(**fields)


def _held(follower: Follower) -> Follower:
    held = Follower.objects.select_for_update(no_key=True).filter(pk=follower.pk).first()
    if held is None:
        raise Conflict(
            _("This was ended meanwhile, and nothing of it is kept."), _("You can ask to follow again at any time.")
        )
    return held


def _add(follower: Follower, choices: Sequence[Choice]) -> list[int]:
    return [
        Follow.objects.get_or_create(follower=follower, kind=kind, reference=ref, defaults={"label": label})[0].pk
        for kind, ref, label in choices
    ]


def _note(what: str, follower: Follower, by: Account | None, at: datetime) -> None:
    public = {"channel": follower.channel}
    record(what=what, about=f"follower:{follower.public_id}", by=by or "resident", at=at, public=public)
