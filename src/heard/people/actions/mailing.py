"""Write to the person behind contributions by e-mail, for the jobs of every room: one pattern, one place."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from heard.notices.actions import Letter, UnsafeMessage, Unsure, send
from heard.people.queries import address_of


def mail_voice(
    *, voice: UUID, key: str, write: Callable[[str], Letter], told: Callable[[bool, str], object],
    once_a_day: bool = False,
) -> None:  # fmt: skip
    """Send what `write(name)` makes to a voice's e-mail address, once for each `key`; then say how it went.

    `told(True, "")` if it left (now or before); `told(False, why)` if there is no address any more, or it cannot be
    written to. NotSent and NotToday go on to the job, which tries again later; then nothing is told.
    """
    kept = address_of(voice, "email")
    if kept is None:
        told(False, "no address any more")
        return
    try:
        send(key=key, to=str(kept.address), once_a_day=once_a_day, **write(str(kept.name or ""))._asdict())
    except (UnsafeMessage, Unsure) as error:
        told(False, type(error).__name__)
        return
    told(True, "")
