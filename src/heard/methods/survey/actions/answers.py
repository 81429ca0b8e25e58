"""One set of answers comes in: words as passages, choices beside them, together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from heard.activities.actions import Received, ReplyTo, Said, receive_contribution
from heard.activities.models import Contribution, Strand
from heard.ground.refusal import Refused
from heard.methods.survey.models import Chosen, Response
from heard.methods.survey.queries import ENGLISH, Given
from heard.people.models import Account


def keep_answers(
    *,
    strand: Strand,
    given: Sequence[Given],
    channel: str,
    by: Account | None,
    at: datetime,
    entry_key: str,
    received_at: datetime | None = None,
    may_quote: bool = False,
    on_behalf_of: str = "",
    provenance: str = "",
    reply_to: Sequence[ReplyTo] = (),
    monitoring: Mapping[str, str] | None = None,
    language: str = ENGLISH,
) -> Received:
    """Keep what one person answered, on any channel, and give the receipt.

    `language` is the one in which they answered. `by` is None for a resident, else who keyed it in (asked by
    `receive_contribution`). The same `entry_key` again gives the same receipt and keeps nothing twice. Consequences:
    those of `receive_contribution`, plus the closed answers. Refused when nothing was answered.
    """
    if not given:
        raise Refused(_("There is no answer yet."), _("Answer at least one question, then send it."))
    return receive_contribution(
        strand=strand,
        channel=channel,
        passages=spoken(
            given, original="spoken" if channel in ("phone", "in_person") else "written", language=language
        ),
        by=by,
        at=at,
        received_at=received_at,
        may_quote=may_quote,
        on_behalf_of=on_behalf_of,
        provenance=provenance,
        entry_key=entry_key,
        reply_to=reply_to,
        monitoring=monitoring,
        beside=lambda contribution: _closed(contribution, given),
    )


def _closed(contribution: Contribution, given: Sequence[Given]) -> list[Model]:
    response = Response(contribution=contribution)
    return [response, *chosen_rows(response, given)]


def spoken(given: Iterable[Given], original: str = "written", language: str = ENGLISH) -> list[Said]:
    """The answers in people's own words, as passages, in the language in which they were given."""
    return [
        Said(
            answer.words,
            prompt=answer.question.words,
            prompt_ref=answer.question.ref,
            language=language,
            original=original,
        )
        for answer in given
        if answer.words
    ]


def chosen_rows(response: Response, given: Iterable[Given]) -> list[Chosen]:
    """The closed answers, as rows."""
    return [
        Chosen(response=response, question_id=answer.question.id, option_id=option, point=point)
        for answer in given
        for option, point in answer.answers
    ]
