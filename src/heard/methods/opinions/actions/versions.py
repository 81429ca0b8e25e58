"""The statements in another language or in simpler words: written, checked by a second person, published."""

from __future__ import annotations

from heard.activities.actions.versions import Versions
from heard.methods.opinions import access
from heard.methods.opinions.models import Opinions, Version
from heard.methods.opinions.queries.reading import phrases_of

VERSIONS = Versions(
    method="opinions",
    model=Version,
    owner="opinions",
    begin=lambda strand: Opinions.objects.get_or_create(strand=strand)[0],
    may=access.may_translate,
    phrases=phrases_of,
)
