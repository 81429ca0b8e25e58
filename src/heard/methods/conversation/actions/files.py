"""Photographs and spoken messages that belong to a post."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.models import Contribution, Layer
from heard.audit.actions import record
from heard.ground.fields import seal_bytes, unseal_bytes
from heard.ground.refusal import Conflict, ask
from heard.methods.conversation import access
from heard.methods.conversation.models import Photo, Post, Recording
from heard.methods.conversation.queries import terms_in
from heard.people.models import Account
from heard.rules.pictures import Picture
from heard.rules.sounds import Sound


def attach_photo(*, post: Post, picture: Picture, description: str, at: datetime) -> Photo:
    """Keep a picture beside a post, as `rules.pictures` wrote it anew. One each; called by the sending of the post."""
    if not description.strip():
        raise Conflict(_("Say in a few words what the picture shows, for those who cannot see it."))
    with transaction.atomic():
        photo, _new = Photo.objects.get_or_create(
            post=post,
            defaults={
                "kind": picture.kind,
                "width": picture.width,
                "height": picture.height,
                "description": description.strip(),
                "content": picture.content,
                "at": at,
            },
        )
        _record("photo.attached", post, None, at)
    return photo


def attach_recording(*, post: Post, sound: Sound, content: bytes, at: datetime) -> Recording:
    """Keep a spoken message, encrypted, until it is written down. One each; called by the sending of the post."""
    with transaction.atomic():
        kept = {"kind": sound.kind, "size": len(content), "content": seal_bytes(content), "at": at}
        recording, _new = Recording.objects.get_or_create(post=post, defaults=kept)
        _record("recording.attached", post, None, at)
    return recording


def open_recording(*, recording: Recording, by: Account, at: datetime) -> bytes:
    """The sound, for those who write it down. Consequence: who listened is on the record."""
    ask(access.may_hear(by, recording.post.conversation.strand))
    _record("recording.opened", recording.post, by, at)
    return unseal_bytes(bytes(recording.content))


def write_down(*, recording: Recording, words: str, by: Account, at: datetime) -> Layer:
    """Lay what was said over the passage as its transcription. Consequence: that is what everyone reads."""
    strand = recording.post.conversation.strand
    ask(access.may_hear(by, strand))
    if not words.strip():
        raise Conflict(_("Write what was said. If nothing can be understood, write “(not to be understood)”."))
    passage = recording.post.contribution.passages.order_by("ordinal")[0]
    with transaction.atomic():
        if Contribution.objects.select_for_update(no_key=True).get(pk=passage.contribution_id).erased_at:
            raise Conflict(_("These words were erased, so there is nothing left to write down."))
        layer = Layer.objects.create(passage=passage, kind=Layer.Kind.TRANSCRIPTION, words=words.strip(), by=by, at=at)
        Post.objects.filter(pk=recording.post_id).update(terms=terms_in(words))
        _record("recording.written_down", recording.post, by, at)
        recording.written_by, recording.written_at = by, at
        recording.save(update_fields=["written_by", "written_at"])
    return layer


def _record(what: str, post: Post, by: Account | None, at: datetime) -> None:
    contribution: Contribution = post.contribution
    about = f"contribution:{contribution.trace_id}"
    record(what=what, about=about, by=by or "resident", at=at, public={"post": post.public_id})
