"""Surveys to test with. People and words are invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.factories import a_partner, a_strand, an_account, an_activity

from heard.activities.models import Activity, Stage, Strand
from heard.ground import clock
from heard.methods.survey import actions, sample
from heard.methods.survey.models import Option, Question, Section, Survey, Version
from heard.methods.survey.queries import phrases_of, questionnaire
from heard.people.models import Account
from heard.places.models import Place

CHANNELS = ("web", "paper", "phone", "letter", "in_person")


def a_survey(
    *, stage: str = Stage.OPEN, channels: tuple[str, ...] = CHANNELS, full: bool = False, **fields: Any
) -> Strand:
    """The sample survey in an activity put into a stage; Ann leads it. `full`: with every kind and a condition."""
    activity = an_activity(
        stage=Stage.PLANNED, lead=a_partner(phone="024 7600 0000", postal_address="1 Example Street\nCV1 1AA"), **fields
    )
    strand = a_strand(activity, "survey", title="The baths", channels=channels)
    ann = ann_of(strand)
    sample.furnish(strand, ann, clock.now(), full=full)
    put_into(activity, stage)
    strand.refresh_from_db()
    return strand


def ann_of(strand: Strand) -> Account:
    """Ann is engagement lead of the partner that asks."""
    return an_account("Ann Example", "engagement_lead", partner=strand.activity.lead)


def put_into(activity: Activity, stage: str) -> None:
    activity.stage = stage
    if stage not in (Stage.IDEA, Stage.PLANNED):
        activity.announced_on = activity.announced_on or clock.today()
    activity.save(update_fields=["stage", "announced_on"])


def a_plain_survey(
    *questions: tuple[Any, ...],
    stage: str = Stage.OPEN,
    opens: date | None = None,
    closes: date | None = None,
    channels: tuple[str, ...] = CHANNELS,
) -> Strand:
    """A survey with just these questions: (kind, words, [options], {columns})."""
    activity = an_activity(stage=stage, opens=opens or clock.today() - timedelta(days=10), closes=closes)
    strand = a_strand(activity, "survey", channels=channels)
    survey = Survey.objects.create(strand=strand)
    section = Section.objects.create(survey=survey, title="")
    for number, (kind, words, *more) in enumerate(questions, start=1):
        options = more[0] if more else ()
        columns = more[1] if len(more) > 1 else {}
        question = Question.objects.create(section=section, ordinal=number, kind=kind, words=words, **columns)
        for place, option in enumerate(options, start=1):
            Option.objects.create(question=question, ordinal=place, words=option)
    return strand


def some_wards() -> list[Place]:
    """Three wards that are in force."""
    names = ("Earlsdon", "Foleshill", "Radford")
    return [
        Place.objects.get_or_create(kind="ward", name=name, version="test", defaults={"slug": f"{name.lower()}-ward"})[
            0
        ]
        for name in names
    ]


ARABIC = {
    "How often do you use the baths?": "كم مرة تستخدم المسبح؟",
    "Every week": "كل أسبوع",
    "Never": "أبدا",
}


def a_version(strand: Strand, language: str = "ar", format: str = "standard", *, mark: str = "ع ") -> Version:
    """A whole version, published: each phrase is the English with a mark before it, or what stands in `ARABIC`."""
    ann, bilal = ann_of(strand), an_account("Bilal Example", "engagement_lead", partner=strand.activity.lead)
    when: dict[str, Any] = {"strand": strand, "at": clock.now()}
    version = actions.start_version(language=language, format=format, by=ann, **when)
    words = {
        phrase.key: ARABIC.get(phrase.english, f"{mark}{phrase.english}")
        for phrase in phrases_of(questionnaire(strand))
    }
    version = actions.write_version(
        version=version, words=words, translator="Sample translation, not checked", by=ann, **when
    )
    version = actions.check_version(version=version, checker="Somebody Else", how="Read back", by=bilal, **when)
    return actions.publish_version(version=version, by=bilal, **when)
