"""Somebody says that something is wrong: kept at once, with a code; nothing about them is on the record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.models import Activity
from heard.ground import clock
from heard.ground.fields import refuse_nul, seal_bytes, unseal_bytes
from heard.ground.files import kind_of
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import code_of, made_before, name_of
from heard.moderation import access
from heard.moderation.actions.concerns.steps import note_concern, put_down, remind_once
from heard.moderation.models import Concern, ConcernFile, ConcernStep
from heard.moderation.queries.concerns import concern_policy
from heard.people.actions import keep_address, make_voice
from heard.people.models import Account
from heard.rules import concerns as rules
from heard.rules.receipt import hashed

LONGEST = 8000
STEP = ConcernStep.Kind


@dataclass(frozen=True, slots=True)
class RaisedConcern:
    """A concern as it was kept. `code` is shown once and kept only hashed."""

    concern: Concern
    code: str


def raise_concern(
    *,
    activity: Activity,
    question: str,
    words: str,
    link: str = "",
    files: Sequence[bytes] = (),
    may_show: bool = False,
    tell: str = "",
    address: str = "",
    name: str = "",
    channel: str = "web",
    received_on: date | None = None,
    signals: Mapping[str, Any] | None = None,
    entry_key: str = "",
    by: Account | None,
    at: datetime,
) -> RaisedConcern:
    """Keep what somebody says is wrong. `by` is None for the person themselves, else who wrote it down for them.

    `question` is a slug of policy/concerns.toml; `tell` (``email letter phone``) and `address` are how they hear of it.
    Consequences: public at once without their words; the days run from the day it came in; those who answer are told,
    and reviewers from other bodies. The same words with the same `entry_key` again are one concern, with one code.
    """
    if by is not None:
        ask(access.may_log_concern(by, activity))
    _refuse(activity, words, link, received_on, at)
    policy = concern_policy()
    asked = policy.question(question)
    if asked is None:
        raise Conflict(_("Choose what was not right."))
    kinds = _kinds(files)
    day = received_on or clock.day_of(at)
    public_id = name_of(
        entry_key, activity.pk, question, words, link, may_show, channel, tell, address, name, received_on,
        [hashlib.sha256(each).hexdigest() for each in files], by and by.pk,
    )  # fmt: skip
    code = code_of(public_id)
    with transaction.atomic():
        if known := made_before(Concern, public_id):
            return RaisedConcern(known, code)
        voice = make_voice(at=at)
        if tell:
            keep_address(voice=voice, kind=tell, address=address, name=name, wants_reply=True, at=at)
        made = Concern.objects.create(
            public_id=public_id, activity=activity, lead_id=activity.lead_id, voice=voice, channel=channel,
            clause=asked.clause, question=asked.words, contradicts=asked.contradicts, words=words.strip(),
            link=link.strip() or None, may_show=may_show, signals=dict(signals or {}),
            code_hash=hashed(code, settings.HEARD_RECEIPT_KEY), logged_by=by, received_on=day, raised_at=at,
            acknowledge_by=rules.acknowledge_by(day, policy.times), outcome_by=rules.outcome_by(day, policy.times),
        )  # fmt: skip
        for content, kind in zip(files, kinds, strict=True):
            _keep_file(made, content, kind, at)
        put_down(concern=made, kind=STEP.RAISED, by=by, at=at, tell="")
        remind_once(concern=made, what="raised", due_on=made.acknowledge_by, at=at)
        remind_once(concern=made, what="reviewer_wanted", due_on=made.outcome_by, at=at)
        note_concern("concern.raised", made, by or "resident", at, clause=asked.clause, channel=channel)
    return RaisedConcern(made, code)


def _refuse(activity: Activity, words: str, link: str, received_on: date | None, at: datetime) -> None:
    if not activity.is_public:
        raise Conflict(_("This activity has not been announced yet, so there is nothing to raise a concern about."))
    if not words.strip():
        raise Conflict(_("Say in your own words what was not right."))
    if len(words) > LONGEST:
        raise Conflict(_("These are more than 8,000 characters."), _("Put the rest into a file."))
    for part in (words, link):
        refuse_nul(part)
    if link.strip() and urlsplit(link.strip()).scheme not in ("http", "https"):
        raise Conflict(_("A link begins with http:// or https://."))
    if received_on and received_on > clock.day_of(at):
        raise Conflict(_("It cannot have come in on a day that is still to come."), _("Check the day."))


def _kinds(files: Sequence[bytes]) -> list[str]:
    """What each file is. Refused: too many, too large, empty, the same twice, anything but JPEG, PNG and PDF."""
    terms = concern_policy().files
    if len(files) > terms.most:
        raise Conflict(_("At most %(n)d files can go with a concern.") % {"n": terms.most}, _("Put them in one PDF."))
    for content in files:
        if not content:
            raise Conflict(_("This file is empty."))
        if len(content) > terms.largest_megabytes * 1024 * 1024:
            raise Conflict(_("A file is larger than %(n)d MB.") % {"n": terms.largest_megabytes})
    if len({hashlib.sha256(content).digest() for content in files}) < len(files):
        raise Conflict(_("The same file is there twice."))
    return [kind_of(content) for content in files]


def _keep_file(concern: Concern, content: bytes, kind: str, at: datetime) -> None:
    ConcernFile.objects.create(
        concern=concern, kind=kind, size=len(content), digest=hashlib.sha256(content).hexdigest(),
        content=seal_bytes(content), at=at,
    )  # fmt: skip


def open_evidence(*, file: ConcernFile, by: Account, at: datetime) -> bytes:
    """The file, for those who may read the concern. Consequence: who opened it is on the record."""
    ask(access.may_read_concern(by, file.concern))
    with transaction.atomic():
        note_concern("concern.evidence_opened", file.concern, by, at)
    return unseal_bytes(bytes(file.content))


def withdraw_concern(*, concern: Concern, at: datetime) -> Concern:
    """The person takes it back, by their code. It stays in the register as taken back; words and evidence go.

    Refused once it is decided: then it is for everyone.
    """
    with transaction.atomic():
        held = Concern.objects.select_for_update(no_key=True).get(pk=concern.pk)
        if held.outcome:
            raise Conflict(_("It is decided already, and what was found concerns everyone."))
        held.outcome, held.decided_on = Concern.Outcome.WITHDRAWN, clock.day_of(at)
        held.words, held.link, held.shown_words, held.shown_by = None, None, "", None
        held.save()
        held.files.all().delete()
        put_down(concern=held, kind=STEP.WITHDRAWN, by=None, at=at, tell="")
        note_concern("concern.withdrawn", held, "resident", at)
    return held
