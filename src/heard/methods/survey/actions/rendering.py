"""What people are shown at the point of answering is kept, wording by wording, as it was shown (GP-h)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from heard.activities.methods import method_of
from heard.activities.models import Activity, Strand
from heard.audit.actions import record
from heard.methods.survey.models import PaperFormat, Rendered
from heard.methods.survey.queries.asked import Questionnaire
from heard.methods.survey.queries.asking import questions_in
from heard.methods.survey.queries.paper import version_format
from heard.methods.survey.queries.printing import printed_versions
from heard.methods.survey.queries.versions import offers_of
from heard.rules.outcome import digest

Kind = Rendered.Kind


def keep_renderings(*, activity: Activity, at: datetime) -> int:
    """Keep what every way of taking part shows now, each wording once. Answers with how many are new.

    Web pages and prints by language and format, the telephone script, and the card or sheet of what is not a survey.
    Called when an activity opens and when forms are printed; the same wording again is kept once.
    """
    new = 0
    with transaction.atomic():
        for strand in activity.strands.filter(dropped_because="").prefetch_related("terms"):
            strand.activity = activity
            for row in _rows(strand, at):
                _kept, is_new = Rendered.objects.get_or_create(
                    strand=row.strand, kind=row.kind, language=row.language, format=row.format, digest=row.digest,
                    defaults={"influence": row.influence, "shown": row.shown, "at": at},
                )  # fmt: skip
                new += is_new
        if new:
            public = {"activity": activity.public_id, "renderings": new}
            about = f"activity:{activity.public_id}"
            record(what="activity.rendered", about=about, by="system", at=at, public=public)
    return new


def _rows(strand: Strand, at: datetime) -> Iterable[Rendered]:
    if strand.method != "survey":
        paper = method_of(strand).paper(strand)
        yield _row(
            strand, Kind.CARD, "en", PaperFormat.STANDARD, paper.influence, [q.words for q in paper.questions], at
        )
        return
    if "web" in strand.channels:
        for offer in offers_of(strand):
            asked = questions_in(strand, offer.language, offer.format)
            yield _survey_row(strand, Kind.WEB, offer.language, offer.format, asked, at)
    if "paper" in strand.channels:
        for language, format, _label in printed_versions(strand):
            asked = questions_in(strand, language, version_format(format))
            yield _survey_row(strand, Kind.PAPER, language, format, asked, at)
    if "phone" in strand.channels:
        yield _survey_row(strand, Kind.PHONE, "en", PaperFormat.STANDARD, questions_in(strand), at)


def _survey_row(strand: Strand, kind: str, language: str, format: str, asked: Questionnaire, at: datetime) -> Rendered:
    shown = [words for question in asked.questions for words in (question.words, *question.on_offer)]
    return _row(strand, kind, language, format, asked.influence, [asked.introduction, *shown], at)


def _row(
    strand: Strand, kind: str, language: str, format: str, influence: str, shown: Sequence[Any], at: datetime
) -> Rendered:
    words = [str(one) for one in shown if one]
    return Rendered(
        strand=strand, kind=kind, language=language, format=format, influence=influence, shown=words,
        digest=digest([influence, words]), at=at,
    )  # fmt: skip
