"""Versions: which languages and formats there are, the words of one, its check, its publishing, its preview."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from heard.activities.staff.versions import VersionPages
from heard.methods.survey.actions.versions import VERSIONS
from heard.methods.survey.forms.answers import AnswersForm
from heard.methods.survey.queries.versions import draft_of_version
from heard.methods.survey.staff.opening import opened, shown

PAGES = VersionPages(
    room="survey",
    acts=VERSIONS,
    opened=opened,
    about=_(
        "One survey, in as many languages as the people you ask speak. Answers are put together by the option, not by "
        "its words. What people write stays in their own words; a translation is added as a layer beside it."
    ),
    preview=True,
)


@login_required
def version_preview(request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
    """The questions as this version words them now."""
    strand = opened(request, strand_id)
    asked = draft_of_version(strand, PAGES.by_id(strand, version_id))
    form = AnswersForm(asked.questions, paths=True, asked=asked)
    return shown(request, "preview.html", strand, form=form, asked=asked)
