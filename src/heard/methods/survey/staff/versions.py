"""Versions: which languages and formats there are, the words of one, its check, its publishing, its preview."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.methods.survey import access, actions
from heard.methods.survey.forms.answers import AnswersForm
from heard.methods.survey.forms.versions import CheckForm, NewVersionForm, VersionForm
from heard.methods.survey.models import Format, Version
from heard.methods.survey.queries import questionnaire
from heard.methods.survey.queries.versions import (
    draft_of_version,
    easy_read_remarks,
    standing_of,
    standings_of,
    version_by_id,
)
from heard.methods.survey.staff.opening import officer, opened, shown
from heard.ui.parts import Head

HEADS = (
    Head(_lazy("Language")), Head(_lazy("Format")), Head(_lazy("State")), Head(_lazy("Phrases"), number=True),
    Head(_lazy("Translated by")), Head(_lazy("Checked by")),
)  # fmt: skip


@login_required
def versions(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Every version with where it stands, and a form to begin another."""
    strand = opened(request, strand_id)
    form = NewVersionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            version = actions.start_version(strand=strand, by=officer(request), at=clock.now(), **form.cleaned_data)
            return _to(strand, version)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return shown(
        request,
        "versions.html",
        strand,
        form=form,
        standings=standings_of(strand),
        heads=HEADS,
        may=access.may_translate(request.user, strand),
        status=422 if form.errors else 200,
    )


@login_required
def version(request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
    """The words of one version, English beside them."""
    strand = opened(request, strand_id)
    one = version_by_id(strand, version_id)
    form = VersionForm(standing_of(one, questionnaire(strand)), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.write_version(
            version=one,
            strand=strand,
            words=form.words(),
            translator=form.cleaned_data["translator"],
            still_right=form.still_right(),
            by=officer(request),
            at=clock.now(),
        )
        messages.success(request, _("Kept."))
        return _to(strand, one)
    return _page(request, strand, one, form, CheckForm(), 422 if form.errors else 200)


@login_required
@require_POST
def version_check(request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
    """A second person has read it back."""
    strand = opened(request, strand_id)
    one, check = version_by_id(strand, version_id), CheckForm(request.POST)
    if check.is_valid():
        try:
            actions.check_version(version=one, strand=strand, by=officer(request), at=clock.now(), **check.cleaned_data)
            return _to(strand, one)
        except Refused as refusal:
            check.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    form = VersionForm(standing_of(one, questionnaire(strand)))
    return _page(request, strand, one, form, check, 422)


@login_required
@require_POST
def version_publish(request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
    """Offer it to everyone."""
    strand = opened(request, strand_id)
    one = version_by_id(strand, version_id)
    actions.publish_version(version=one, strand=strand, by=officer(request), at=clock.now())
    messages.success(request, _("Published: people can choose it now."))
    return _to(strand, one)


@login_required
@require_POST
def version_withdraw(request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
    """Offer it no longer."""
    strand = opened(request, strand_id)
    one, reason = version_by_id(strand, version_id), request.POST.get("reason", "")[:500].replace("\x00", "")
    actions.withdraw_version(version=one, strand=strand, reason=reason, by=officer(request), at=clock.now())
    return _to(strand, one)


@login_required
def version_preview(request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
    """The questions as this version words them now."""
    strand = opened(request, strand_id)
    asked = draft_of_version(strand, version_by_id(strand, version_id))
    form = AnswersForm(asked.questions, paths=True, asked=asked)
    return shown(request, "preview.html", strand, form=form, asked=asked)


def _page(
    request: HttpRequest, strand: Strand, one: Version, form: VersionForm, check: CheckForm, status: int
) -> HttpResponse:
    easy = one.format == Format.EASY_READ and one.language == "en"
    return shown(
        request,
        "version.html",
        strand,
        version=one,
        standing=form.standing,
        form=form,
        check=check,
        remarks=easy_read_remarks(form.standing) if easy else [],
        is_easy=easy,
        may=access.may_translate(request.user, strand),
        status=status,
    )


def _to(strand: Strand, one: Version) -> HttpResponse:
    return HttpResponseRedirect(reverse("survey:version", args=[strand.public_id, one.public_id]))
