"""What somebody has written so far, kept on the server in their session until they send it or throw it away.

Only answers to the questions are kept. Addresses and answers about the person are never put in a session.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from heard.activities.models import Strand
from heard.methods.survey.queries import Asked


class Draft:
    """One strand's draft in this browser. `key` names the sending, so that it counts once however often it is tried."""

    def __init__(self, request: HttpRequest, strand: Strand) -> None:
        self.session, self.name = request.session, f"survey:{strand.public_id}"
        kept: dict[str, Any] = self.session.get(self.name) or {}
        self.key: str = kept.get("key", "")
        self.answers: dict[str, Any] = kept.get("answers", {})
        self.sent: str = kept.get("sent", "")

    @property
    def is_begun(self) -> bool:
        return bool(self.answers)

    def keep(self, questions: Iterable[Asked], typed: dict[str, Any]) -> None:
        """Keep what was typed to these questions; an answer that was emptied is forgotten."""
        for question in questions:
            self.answers.pop(question.ref, None)
        self.answers |= typed
        self.key = self.key or secrets.token_urlsafe(24)
        self._save()

    def mark_sent(self) -> None:
        """Forget the answers and remember only which sending it was, to show the receipt again."""
        self.sent, self.key, self.answers = self.key, "", {}
        self._save()

    def forget(self) -> None:
        """Forget everything about this strand in this browser."""
        self.session.pop(self.name, None)

    def _save(self) -> None:
        self.session[self.name] = {"key": self.key, "answers": self.answers, "sent": self.sent}
