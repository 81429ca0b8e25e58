"""What one browser remembers of a conversation: whose voice it is, and its receipt; nothing that was said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from heard.activities.actions import codes_for
from heard.activities.models import Strand
from heard.methods.conversation.actions import Posted
from heard.methods.conversation.models import Post
from heard.people.models import Voice


class Remembered:
    """One conversation in one browser. Reads the session only where there is one."""

    def __init__(self, request: HttpRequest, strand: Strand) -> None:
        self.session, self.strand = request.session, strand
        self.name = f"conversation:{strand.public_id}"
        kept: dict[str, str] = (self.session.get(self.name) or {}) if request.COOKIES else {}
        self.voice_id: UUID | None = UUID(kept["voice"]) if kept.get("voice") else None
        self.key, self.last, self.about = kept.get("key", ""), kept.get("last", ""), bool(kept.get("about"))

    @property
    def voice(self) -> Voice | None:
        """The voice, unless it was erased."""
        return Voice.objects.filter(pk=self.voice_id, erased_at__isnull=True).first() if self.voice_id else None

    def said(self, posted: Posted, key: str) -> None:
        """Remember who said it, and under which key their one receipt was given."""
        if posted.received.code and not self.key:
            self.key = key
        self.voice_id, self.last = posted.received.contribution.voice_id, posted.post.public_id
        self._save()

    def again(self, post: Post) -> None:
        """Remember which of its posts this voice has just sent once more."""
        self.last = post.public_id
        self._save()

    def added(self, voice: Any) -> None:
        """Remember the voice that supported something."""
        self.voice_id = voice.pk
        self._save()

    def told_about(self) -> None:
        """Remember that they said who they are, so that nobody asks again. Not what they said."""
        self.about = True
        self._save()

    def receipt(self) -> tuple[str, str]:
        """Code and secret of this voice's receipt; empty where nothing was said yet."""
        return codes_for(self.strand, self.key) if self.key else ("", "")

    def forget(self) -> None:
        """Forget everything, so that the next person at this computer is somebody else."""
        self.session.pop(self.name, None)

    def _save(self) -> None:
        about = "yes" if self.about else ""
        self.session[self.name] = {"voice": str(self.voice_id), "key": self.key, "last": self.last, "about": about}
