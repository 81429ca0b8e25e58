"""The statements in other languages and in Easy Read: the pages that every method has."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from heard.activities.models import Strand
from heard.activities.staff.opening import officer
from heard.activities.staff.versions import VersionPages
from heard.ground.refusal import ask
from heard.methods.opinions import access, queries
from heard.methods.opinions.actions.versions import VERSIONS


def _opened(request: HttpRequest, strand_id: str) -> Strand:
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_see(officer(request), strand))
    return strand


PAGES = VersionPages(
    room="opinions",
    acts=VERSIONS,
    opened=_opened,
    about=_(
        "The question, the introduction and your own statements, in as many languages as the people you ask speak. "
        "Whoever reads in one votes on the same statements. What people add stands in their own words; a translation "
        "is added as a layer beside it. A statement without words here is shown in English, and says so."
    ),
)
