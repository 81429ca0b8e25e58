"""Versions: which languages and formats there are, the words of one, its check, its publishing. For every method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from heard.activities.actions.versions import V, Versions
from heard.activities.forms.versions import CheckForm, NewVersionForm, VersionForm
from heard.activities.models import Strand
from heard.activities.models.versions import Format
from heard.activities.queries.versions import easy_read_remarks, standing_of
from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.ui.parts import Head

HEADS = (
    Head(_lazy("Language")), Head(_lazy("Format")), Head(_lazy("State")), Head(_lazy("Phrases"), number=True),
    Head(_lazy("Translated by")), Head(_lazy("Checked by")),
)  # fmt: skip


@dataclass(frozen=True)
class VersionPages(Generic[V]):
    """The officers' pages of one method's versions: `room` has their addresses and `staff/nav.html`.

    `opened` gives the strand to an officer who may look at it; `about` says what a version is for. `preview`: there is
    a page that shows the words as people would read them.
    """

    room: str
    acts: Versions[V]
    opened: Callable[[HttpRequest, str], Strand]
    about: str | Promise
    preview: bool = False

    def paths(self, prefix: str) -> list[URLPattern]:
        """The addresses of these pages, under a prefix that names the strand (`strand_id`)."""
        one = f"{prefix}<slug:version_id>/"
        return [
            path(prefix, login_required(self.versions), name="versions"),
            path(one, login_required(self.version), name="version"),
            path(f"{one}check/", login_required(require_POST(self.check)), name="version_check"),
            path(f"{one}publish/", login_required(require_POST(self.publish)), name="version_publish"),
            path(f"{one}withdraw/", login_required(require_POST(self.withdraw)), name="version_withdraw"),
        ]

    def by_id(self, strand: Strand, public_id: str) -> V:
        """One version; 404 with a sentence."""
        found = self._rows(strand).filter(public_id=public_id).first()
        if found is None:
            raise Http404(_("There is no such version."))
        return found

    def versions(self, request: HttpRequest, strand_id: str) -> HttpResponse:
        """Every version with where it stands, and a form to begin another."""
        strand = self.opened(request, strand_id)
        form = NewVersionForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                new = self.acts.start(strand=strand, by=officer(request), at=clock.now(), **form.cleaned_data)
                return self._to(strand, new)
            except Refused as refusal:
                form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        phrases = self.acts.phrases(strand)
        standings = [standing_of(version, phrases) for version in self._rows(strand)]
        return self._page(request, "versions", strand, form=form, standings=standings, heads=HEADS, about=self.about)

    def version(self, request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
        """The words of one version, English beside them."""
        strand = self.opened(request, strand_id)
        one = self.by_id(strand, version_id)
        form = self._form(strand, one, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            self.acts.write(
                version=one, strand=strand, words=form.words(), translator=form.cleaned_data["translator"],
                still_right=form.still_right(), by=officer(request), at=clock.now(),
            )  # fmt: skip
            messages.success(request, _("Kept."))
            return self._to(strand, one)
        return self._one(request, strand, one, form, CheckForm())

    def check(self, request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
        """A second person has read it back."""
        strand = self.opened(request, strand_id)
        one, check = self.by_id(strand, version_id), CheckForm(request.POST)
        if check.is_valid():
            try:
                self.acts.check(version=one, strand=strand, by=officer(request), at=clock.now(), **check.cleaned_data)
                return self._to(strand, one)
            except Refused as refusal:
                check.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        return self._one(request, strand, one, self._form(strand, one), check)

    def publish(self, request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
        """Offer it to everyone."""
        strand = self.opened(request, strand_id)
        one = self.by_id(strand, version_id)
        self.acts.publish(version=one, strand=strand, by=officer(request), at=clock.now())
        messages.success(request, _("Published: people can choose it now."))
        return self._to(strand, one)

    def withdraw(self, request: HttpRequest, strand_id: str, version_id: str) -> HttpResponse:
        """Offer it no longer."""
        strand = self.opened(request, strand_id)
        one, reason = self.by_id(strand, version_id), request.POST.get("reason", "")[:500].replace("\x00", "")
        self.acts.withdraw(version=one, strand=strand, reason=reason, by=officer(request), at=clock.now())
        return self._to(strand, one)

    def _rows(self, strand: Strand) -> QuerySet[V]:
        rows = self.acts.model._default_manager.filter(**{f"{self.acts.owner}_id": strand.pk})
        return rows.select_related("written_by", "checked_by", "published_by")

    def _form(self, strand: Strand, one: V, data: Any = None) -> VersionForm:
        return VersionForm(standing_of(one, self.acts.phrases(strand)), data)

    def _one(self, request: HttpRequest, strand: Strand, one: V, form: VersionForm, check: CheckForm) -> HttpResponse:
        easy = one.format == Format.EASY_READ and one.language == "en"
        return self._page(
            request, "version", strand, version=one, standing=form.standing, form=form, check=check, is_easy=easy,
            remarks=easy_read_remarks(form.standing) if easy else [],
        )  # fmt: skip

    def _page(self, request: HttpRequest, name: str, strand: Strand, **slots: Any) -> HttpResponse:
        wrong = any(each.errors for each in (slots["form"], slots.get("check")) if each is not None)
        names = {f"to_{step}": f"{self.room}:version_{step}" for step in ("check", "publish", "withdraw")}
        names |= {"to_version": f"{self.room}:version", "above": f"{self.room}/staff/nav.html"}
        names["to_preview"] = f"{self.room}:version_preview" if self.preview else ""
        may = self.acts.may(request.user, strand)
        about = {"activity": strand.activity, "plan": strand.activity.plan, "strand": strand, "may": may}
        template = f"activities/{name}.html"
        return render(request, template, {**about, **names, **slots}, status=422 if wrong else 200)

    def _to(self, strand: Strand, one: V) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"{self.room}:version", args=[strand.public_id, one.public_id]))
