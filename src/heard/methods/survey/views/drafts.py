"""What somebody has written so far, kept on the server in their session until they send it or throw it away.

Only answers to the questions are kept. Addresses and answers about the person are never put in a session.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest

from heard.activities.models import Strand
from heard.ground.sending import new_key
from heard.methods.survey.queries import ENGLISH, Asked, Questionnaire, offer_of, questionnaire, questions_in


class Draft:
    """One strand's draft in this browser. `key` names the sending, so that it counts once however often it is tried.

    `version` is the language and format in which it is answered ("ar", "en-easy"), `saved` the return code under which
    it was kept for later.
    """

    def __init__(self, request: HttpRequest, strand: Strand) -> None:
        self.session, self.name, self.strand = request.session, f"survey:{strand.public_id}", strand
        kept: dict[str, Any] = self.session.get(self.name) or {}
        self.key: str = kept.get("key", "")
        self.answers: dict[str, Any] = kept.get("answers", {})
        self.sent: str = kept.get("sent", "")
        self.version: str = kept.get("version", "")
        self.saved: str = kept.get("saved", "")

    @property
    def is_begun(self) -> bool:
        return bool(self.answers)

    def asked(self) -> Questionnaire:
        """The questions in the language of this draft; in English where that version is not offered any more."""
        offer = offer_of(self.strand, self.version) if self.version else None
        try:
            return questions_in(self.strand, offer.language, offer.format) if offer else questionnaire(self.strand)
        except Http404:
            return questionnaire(self.strand)

    def speak(self, version: str) -> None:
        """Go on in another language or format, if it is offered."""
        if version != self.version and (version == ENGLISH or offer_of(self.strand, version)):
            self.version = "" if version == ENGLISH else version
            self._save()

    def keep(self, questions: Iterable[Asked], typed: dict[str, Any]) -> None:
        """Keep what was typed to these questions; an answer that was emptied is forgotten."""
        for question in questions:
            self.answers.pop(question.ref, None)
        self.answers |= typed
        self.key = self.key or new_key()
        self._save()

    def take_up(self, answers: dict[str, Any], version: str, code: str) -> None:
        """Go on with what was saved under a return code."""
        self.answers, self.version, self.saved, self.sent = answers, version, code, ""
        self.key = new_key()
        self._save()

    def note_saved(self, code: str) -> None:
        """Remember the return code, so that saving again keeps it."""
        self.saved = code
        self._save()

    def mark_sent(self) -> None:
        """Forget the answers and remember only which sending it was, to show the receipt again."""
        self.sent, self.key, self.answers, self.saved = self.key, "", {}, ""
        self._save()

    def forget(self) -> None:
        """Forget everything about this strand in this browser."""
        self.session.pop(self.name, None)

    def _save(self) -> None:
        self.session[self.name] = {
            "key": self.key,
            "answers": self.answers,
            "sent": self.sent,
            "version": self.version,
            "saved": self.saved,
        }
