"""In which languages and formats a survey is offered, and what officers see of each version."""

from __future__ import annotations

from django.core.cache import caches
from django.db.models import QuerySet

from heard.activities.models import Stage, Strand
from heard.activities.queries.versions import Offer, offers_from
from heard.methods.survey.models import Version
from heard.methods.survey.queries.asked import Questionnaire
from heard.methods.survey.queries.asking import questionnaire
from heard.methods.survey.queries.wording import worded

__all__ = [
    "Offer",
    "draft_of_version",
    "offer_of",
    "offered_to",
    "offers_from",
    "offers_key",
    "offers_of",
    "published_versions",
]


def offers_of(strand: Strand) -> tuple[Offer, ...]:
    """Every language and format in which people can answer, English first. One query; none for a while when open."""
    key = offers_key(strand)
    if strand.activity.stage == Stage.OPEN and (known := caches["pages"].get(key)) is not None:
        return tuple(known)
    found = offers_from(published_versions(strand).values_list("language", "format", "published_translator"))
    if strand.activity.stage == Stage.OPEN:
        caches["pages"].set(key, found, 60)
    return found


def published_versions(strand: Strand) -> QuerySet[Version]:
    """The versions that people can answer in, English standard apart."""
    return Version.objects.filter(survey_id=strand.pk, published_at__isnull=False).order_by("format", "language")


def offers_key(strand: Strand) -> str:
    """The name under which the offers are kept for a while."""
    return f"survey:offers:{strand.pk}"


def offer_of(strand: Strand, code: str) -> Offer | None:
    """The published version with this code in addresses ("ar", "en-easy"); None if there is none."""
    return next((offer for offer in offers_of(strand) if offer.code == code), None)


def draft_of_version(strand: Strand, version: Version) -> Questionnaire:
    """The questions as the version words them now, published or not: for its preview."""
    return worded(questionnaire(strand), version, published=False)


def offered_to(strand: Strand) -> tuple[tuple[str, str], ...]:
    """(language, format) of every published version, English standard first: what the gates ask."""
    return tuple((offer.language, offer.format) for offer in offers_of(strand))
