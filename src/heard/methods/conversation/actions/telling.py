"""People who left no e-mail address are told by letter, telephone or text message, and somebody says that they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.noting import note
from heard.ground.refusal import Conflict, ask
from heard.methods.conversation import access
from heard.methods.conversation.models import Conversation, Merge, OfficerReply, Post, StatusChange, Telling
from heard.people.models import Account

OWED, TOLD, FAILED = Telling.State.OWED, Telling.State.TOLD, Telling.State.FAILED


def owe_tellings(
    *,
    post: Post,
    ways: Mapping[UUID, str],
    at: datetime,
    reply: OfficerReply | None = None,
    change: StatusChange | None = None,
    merge: Merge | None = None,
) -> int:
    """Owe one piece of news to each of these voices by its way. Called by the job that tells; may run again.

    Returns how many are owed now. Consequence: they stand on the page of those who may see addresses.
    """
    of = {"reply": reply, "change": change, "merge": merge}
    rows = [Telling(post=post, voice_id=voice, way=way, owed_at=at, **of) for voice, way in ways.items()]
    if not rows:
        return 0
    with transaction.atomic():
        Telling.objects.bulk_create(rows, ignore_conflicts=True)
        note("post.to_tell", post.conversation.strand.activity, None, at, post=post.public_id, people=len(rows))
    return len(rows)


def settle_tellings(
    *, conversation: Conversation, tellings: Sequence[Telling], told: bool, by: Account, at: datetime
) -> int:
    """Say that these people were told, or could not be reached. Returns how many. Refused: none of them waits."""
    activity = conversation.strand.activity
    ask(access.may_tell(by, conversation.strand))
    with transaction.atomic():
        waiting = Telling.objects.filter(
            pk__in=[one.pk for one in tellings], state=OWED, post__conversation=conversation
        )
        number = waiting.update(state=TOLD if told else FAILED, settled_by=by, settled_at=at)
        if not number:
            raise Conflict(_("This is settled already."), _("Somebody else has noted it."))
        note("post.told" if told else "post.not_told", activity, by, at, people=number)
    return number
