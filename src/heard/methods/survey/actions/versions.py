"""The same questions in another language or in simpler words: written, checked by a second person, published."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from heard.activities.models import Strand
from heard.ground.fields import refuse_nul
from heard.ground.refusal import Conflict, Refused, ask
from heard.methods.survey import access
from heard.methods.survey.actions.building import note
from heard.methods.survey.models import Format, Survey, Version
from heard.methods.survey.queries import ENGLISH, languages, phrases_of, questionnaire
from heard.methods.survey.queries.asking import version_key
from heard.methods.survey.queries.versions import offers_key, standing_of
from heard.people.models import Account

State = Version.State


def start_version(*, strand: Strand, language: str, format: str, by: Account, at: datetime) -> Version:
    """Begin a version in one language and format. Refused when there is one, or for plain English.

    Consequence: an audit entry.
    """
    ask(access.may_translate(by, strand))
    if language not in languages() or (language, format) == (ENGLISH, Format.STANDARD):
        raise Refused(_("Choose another language, or Easy Read."), _("The questions themselves are the English ones."))
    survey, _made = Survey.objects.get_or_create(strand=strand)
    try:
        with transaction.atomic():
            version = Version.objects.create(
                survey=survey, language=language, format=Format(format), written_by=by, written_at=at
            )
            note(strand, by, at, "survey.version_begun", _named(version))
    except IntegrityError as error:
        raise Conflict(_("This version has been begun already."), _("Open it in the list.")) from error
    return version


def write_version(
    *,
    version: Version,
    strand: Strand,
    words: Mapping[str, str],
    translator: str,
    by: Account,
    at: datetime,
    still_right: Collection[str] = (),
) -> Version:
    """Keep the words of a version: ``{key: words}``, and who translated them.

    Words that changed, and those of `still_right`, are taken as translating the English of now. Consequences: it is a
    draft again and needs a second person; what is published stays as it is until it is published anew; an audit entry.
    """
    ask(access.may_translate(by, strand))
    phrases = {phrase.key: phrase for phrase in phrases_of(questionnaire(strand))}
    with transaction.atomic():
        held = _held(version)
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
        note(strand, by, at, "survey.version_written", {**_named(held), "phrases": len(kept)})
    return held


def check_version(*, version: Version, strand: Strand, checker: str, how: str, by: Account, at: datetime) -> Version:
    """A second person says that the words mean what the English means: who read them back, and how.

    Refused: by whoever wrote them, without a translator's or a checker's name, or while words are missing or the
    English has changed since. Consequence: an audit entry.
    """
    ask(access.may_translate(by, strand))
    with transaction.atomic():
        held = _held(version)
        _refuse_unfinished(held, strand)
        if held.written_by_id == by.pk:
            raise Refused(
                _("Whoever wrote these words cannot check them."), _("Ask a colleague who has not worked on them.")
            )
        if not held.translator or not checker.strip():
            raise Refused(_("Say who translated this, and who read it back."), _("A name, or the name of an agency."))
        if checker.strip().casefold() == held.translator.casefold():
            raise Refused(_("The one who translated it cannot read it back."), _("Ask a second person."))
        held.state, held.checker, held.check_note = State.CHECKED, checker.strip(), how.strip()
        held.checked_by, held.checked_at = by, at
        held.save()
        note(strand, by, at, "survey.version_checked", _named(held))
    return held


def publish_version(*, version: Version, strand: Strand, by: Account, at: datetime) -> Version:
    """Offer a version to everyone who answers. Refused unless it is whole, of today's English, and checked.

    Consequences: people can choose it, on the web and on paper; an audit entry.
    """
    ask(access.may_translate(by, strand))
    with transaction.atomic():
        held = _held(version)
        _refuse_unfinished(held, strand)
        if held.state != State.CHECKED:
            raise Refused(
                _("A second person has not checked this yet."), _("It takes a draft, a check, then publishing.")
            )
        held.state, held.published_words, held.published_translator = State.PUBLISHED, held.words, held.translator
        held.published_by, held.published_at = by, at
        held.save()
        note(strand, by, at, "survey.version_published", _named(held))
    _let_go(strand, held)
    return held


def withdraw_version(*, version: Version, strand: Strand, reason: str, by: Account, at: datetime) -> Version:
    """Offer a version no longer. Whoever is answering in it goes on in English; answers stay. Needs a reason.

    Consequence: an audit entry with the reason.
    """
    ask(access.may_translate(by, strand))
    if not reason.strip():
        raise Refused(_("Say why it is no longer offered. The reason is kept in the record."))
    with transaction.atomic():
        held = _held(version)
        held.state, held.published_words, held.published_translator = State.DRAFT, {}, ""
        held.published_by = held.published_at = None
        held.save()
        note(strand, by, at, "survey.version_withdrawn", {**_named(held), "because": refuse_nul(reason).strip()})
    _let_go(strand, held)
    return held


def _held(version: Version) -> Version:
    return Version.objects.select_for_update(no_key=True).get(pk=version.pk)


def _refuse_unfinished(version: Version, strand: Strand) -> None:
    standing = standing_of(version, questionnaire(strand))
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


def _named(version: Version) -> dict[str, str]:
    return {"language": version.language, "format": version.format}


def _let_go(strand: Strand, version: Version) -> None:
    caches["pages"].delete_many([offers_key(strand), version_key(strand, version.language, version.format)])
