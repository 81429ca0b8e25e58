"""The same questions in another language or in simpler words: written, checked by a second person, published."""

from __future__ import annotations

from django.core.cache import caches

from heard.activities.actions.versions import Versions
from heard.activities.models import Strand
from heard.methods.survey import access
from heard.methods.survey.models import Survey, Version
from heard.methods.survey.queries import phrases_of, questionnaire
from heard.methods.survey.queries.asking import version_key
from heard.methods.survey.queries.versions import offers_key


def _let_go(strand: Strand, version: Version) -> None:
    caches["pages"].delete_many([offers_key(strand), version_key(strand, version.language, version.format)])


VERSIONS = Versions(
    method="survey",
    model=Version,
    owner="survey",
    begin=lambda strand: Survey.objects.get_or_create(strand=strand)[0],
    may=access.may_translate,
    phrases=lambda strand: phrases_of(questionnaire(strand)),
    changed=_let_go,
)
start_version, write_version, check_version = VERSIONS.start, VERSIONS.write, VERSIONS.check
publish_version, withdraw_version = VERSIONS.publish, VERSIONS.withdraw
