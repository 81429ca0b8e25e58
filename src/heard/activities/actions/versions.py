"""What people are asked, in another language or in simpler words: written, checked by a second person, published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.activities.models.versions import Format, WordedVersion
from heard.activities.queries.versions import Phrase, languages, standing_of
from heard.audit.actions import record
from heard.ground.fields import refuse_nul
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.models import Account
from heard.rules.languages import ENGLISH
from heard.rules.verdict import Verdict

V = TypeVar("V", bound=WordedVersion)
State = WordedVersion.State


@dataclass(frozen=True)
class Versions(Generic[V]):
    """Everything that may happen to the versions of one method.

    `model` keeps them and `owner` is its field that leads to the method's settings, which `begin` finds or makes;
    `may` says who writes them, `phrases` what there is to word; `changed` is called when what people read changed.
    """

    method: str
    model: type[V]
    owner: str
    begin: Callable[[Strand], Model]
    may: Callable[[Any, Strand], Verdict]
    phrases: Callable[[Strand], tuple[Phrase, ...]]
    changed: Callable[[Strand, V], None] = lambda _strand, _version: None

    def start(self, *, strand: Strand, language: str, format: str, by: Account, at: datetime) -> V:
        """Begin a version in one language and format. Refused when there is one, or for plain English.

        Consequence: an audit entry.
        """
        ask(self.may(by, strand))
        if language not in languages() or (language, format) == (ENGLISH, Format.STANDARD):
            raise Refused(_("Choose another language, or Easy Read."), _("The English words stand there already."))
        try:
            with transaction.atomic():
                version = self.model._default_manager.create(
                    language=language, format=Format(format), written_by=by, written_at=at,
                    **{self.owner: self.begin(strand)},
                )  # fmt: skip
                self._note(strand, by, at, "begun", _named(version))
        except IntegrityError as error:
            raise Conflict(_("This version has been begun already."), _("Open it in the list.")) from error
        return version

    def write(
        self,
        *,
        version: V,
        strand: Strand,
        words: Mapping[str, str],
        translator: str,
        by: Account,
        at: datetime,
        still_right: Collection[str] = (),
    ) -> V:
        """Keep the words of a version: ``{key: words}``, and who translated them.

        Words that changed, and those of `still_right`, are taken as translating the English of now. Consequences: it is
        a draft again and needs a second person; what is published stays as it is until it is published anew; an audit
        entry.
        """
        ask(self.may(by, strand))
        phrases = {phrase.key: phrase for phrase in self.phrases(strand)}
        with transaction.atomic():
            held = self._held(version)
            kept = {key: value for key, value in held.words.items() if key in phrases}
            for key, said in words.items():
                phrase, text = phrases.get(key), refuse_nul(said).strip()
                if phrase is None:
                    continue
                if not text:
                    kept.pop(key, None)
                elif key in still_right or kept.get(key, {}).get("words") != text:
                    kept[key] = {"words": text, "source": phrase.source}
            held.words, held.translator, held.state = kept, refuse_nul(translator).strip(), State.DRAFT
            held.written_by, held.written_at = by, at
            held.checked_by = held.checked_at = None
            held.checker = held.check_note = ""
            held.save()
            self._note(strand, by, at, "written", {**_named(held), "phrases": len(kept)})
        return held

    def check(self, *, version: V, strand: Strand, checker: str, how: str, by: Account, at: datetime) -> V:
        """A second person says that the words mean what the English means: who read them back, and how.

        Refused: by whoever wrote them, without a translator's or a checker's name, or while words are missing or the
        English has changed since. Consequence: an audit entry.
        """
        ask(self.may(by, strand))
        with transaction.atomic():
            held = self._held(version)
            self._refuse_unfinished(held, strand)
            if held.written_by_id == by.pk:
                raise Refused(
                    _("Whoever wrote these words cannot check them."), _("Ask a colleague who has not worked on them.")
                )
            if not held.translator or not checker.strip():
                raise Refused(
                    _("Say who translated this, and who read it back."), _("A name, or the name of an agency.")
                )
            if checker.strip().casefold() == held.translator.casefold():
                raise Refused(_("The one who translated it cannot read it back."), _("Ask a second person."))
            held.state, held.checker, held.check_note = State.CHECKED, checker.strip(), how.strip()
            held.checked_by, held.checked_at = by, at
            held.save()
            self._note(strand, by, at, "checked", _named(held))
        return held

    def publish(self, *, version: V, strand: Strand, by: Account, at: datetime) -> V:
        """Offer a version to everyone. Refused unless it is whole, of today's English, and checked.

        Consequences: people can choose it, on the web and on paper; an audit entry.
        """
        ask(self.may(by, strand))
        with transaction.atomic():
            held = self._held(version)
            self._refuse_unfinished(held, strand)
            if held.state != State.CHECKED:
                raise Refused(
                    _("A second person has not checked this yet."), _("It takes a draft, a check, then publishing.")
                )
            held.state, held.published_words, held.published_translator = State.PUBLISHED, held.words, held.translator
            held.published_by, held.published_at = by, at
            held.save()
            self._note(strand, by, at, "published", _named(held))
        self.changed(strand, held)
        return held

    def withdraw(self, *, version: V, strand: Strand, reason: str, by: Account, at: datetime) -> V:
        """Offer a version no longer. Whoever is reading in it goes on in English; answers stay. Needs a reason.

        Consequence: an audit entry with the reason.
        """
        ask(self.may(by, strand))
        if not reason.strip():
            raise Refused(_("Say why it is no longer offered. The reason is kept in the record."))
        with transaction.atomic():
            held = self._held(version)
            held.state, held.published_words, held.published_translator = State.DRAFT, {}, ""
            held.published_by = held.published_at = None
            held.save()
            self._note(strand, by, at, "withdrawn", {**_named(held), "because": refuse_nul(reason).strip()})
        self.changed(strand, held)
        return held

    def _held(self, version: V) -> V:
        return self.model._default_manager.select_for_update(no_key=True).get(pk=version.pk)

    def _refuse_unfinished(self, version: V, strand: Strand) -> None:
        standing = standing_of(version, self.phrases(strand))
        if standing.missing:
            raise Refused(
                _("%(n)d of %(needed)d phrases have no words yet, the first: %(first)s.")
                % {"n": len(standing.missing), "needed": standing.needed, "first": standing.missing[0].what}
            )
        if standing.stale:
            raise Refused(
                _("The English of %(what)s has changed since it was translated.") % {"what": standing.stale[0].what},
                _("Translate it anew, or say that the words still fit."),
            )

    def _note(self, strand: Strand, by: Account, at: datetime, step: str, public: dict[str, Any]) -> None:
        about = f"strand:{strand.public_id}"
        record(what=f"{self.method}.version_{step}", about=about, by=by, at=at, public=public)


def _named(version: WordedVersion) -> dict[str, str]:
    return {"language": version.language, "format": version.format}
