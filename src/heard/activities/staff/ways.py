"""Methods × groups, and the page of each way to take part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities import access, actions, queries
from heard.activities.forms import RemoveStrandForm, StrandForm
from heard.activities.methods import all_methods, method_of
from heard.activities.models import Activity, Strand
from heard.activities.staff import opening
from heard.activities.templatetags.activities import address
from heard.ground import clock
from heard.ground.refusal import Refused, ask


def matrix(request: HttpRequest, activity: Activity, context: dict[str, Any]) -> HttpResponse:
    """Which way reaches which group: a tick in every cell that does; a group that nothing reaches stands out."""
    strands = list(queries.strands_of(activity))
    groups = list(activity.groups.prefetch_related("strands"))
    if request.method == "POST":
        shown = {*_keys(request, "group")}
        reached = {group.pk: _reached(request, group) for group in groups if group.pk in shown}
        actions.set_reach(activity=activity, reached=reached, by=opening.officer(request), at=clock.now())
        return opening.saved(request, True, opening.next_address(request, activity, "ways"))
    rows = [_row(group, strands) for group in groups]
    names = {each.slug: each.name for each in all_methods()}
    ways = [{"strand": one, "method": names.get(one.method, one.method)} for one in strands]
    return opening.shown(request, "plan/ways.html", activity, {**context, "rows": rows, "ways": ways})


def _keys(request: HttpRequest, name: str) -> list[int]:
    return [int(key) for key in request.POST.getlist(name) if key.isascii() and key.isdigit() and len(key) < 18]


def _reached(request: HttpRequest, group: Any) -> list[int]:
    """The ways that were ticked for a group, and those that were not on the page when it was opened."""
    shown = {*_keys(request, "way")}
    return [*_keys(request, f"group-{group.pk}"), *(one.pk for one in group.strands.all() if one.pk not in shown)]


def _row(group: Any, strands: list[Strand]) -> dict[str, Any]:
    reached = {each.pk for each in group.strands.all()}
    cells = [{"strand": one, "on": one.pk in reached} for one in strands]
    return {"group": group, "cells": cells, "missed": group.most_affected and not any(each["on"] for each in cells)}


@login_required
def strand_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a way to take part; then its method's own page, if it has one."""
    activity = opening.opened(request, slug)
    ask(access.may_edit_plan(request.user, activity))
    form = StrandForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            strand = actions.add_strand(
                activity=activity, by=opening.officer(request), at=clock.now(), terms=form.terms(), **form.columns()
            )
            return opening.saved(request, True, _settings_url(strand) or _back(activity))
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    context = {"form": form, "heading": _("Add a way to take part"), "back": _back(activity)}
    return opening.shown(request, "plan/strand.html", activity, context, status=opening.answered(form))


@login_required
def strand_edit(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Change a way to take part."""
    activity = opening.opened(request, slug)
    strand = queries.strand_by_id(activity, strand_id)
    form = StrandForm(request.POST or None, strand=strand)
    if form.is_bound and form.is_valid():
        try:
            actions.change_strand(
                strand=strand, by=opening.officer(request), at=clock.now(), terms=form.terms(), **form.columns()
            )
            return opening.saved(request, True, _back(activity))
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    context = {
        "form": form,
        "heading": strand.title,
        "strand": strand,
        "back": _back(activity),
        "settings_url": _settings_url(strand),
        "blockers": method_of(strand).blockers(strand),
        "may_edit": access.may_edit_plan(request.user, activity),
    }
    return opening.shown(request, "plan/strand.html", activity, context, status=opening.answered(form))


@login_required
def strand_remove(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Ask before a way to take part is taken away."""
    activity = opening.opened(request, slug)
    strand = queries.strand_by_id(activity, strand_id)
    form = RemoveStrandForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.remove_strand(
                strand=strand, reason=form.cleaned_data["reason"], by=opening.officer(request), at=clock.now()
            )
            messages.success(request, _("“%(title)s” was taken away.") % {"title": strand.title})
            return HttpResponseRedirect(_back(activity))
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    context = {"form": form, "strand": strand, "back": _back(activity)}
    return opening.shown(request, "plan/strand_remove.html", activity, context, status=opening.answered(form))


def _settings_url(strand: Strand) -> str:
    name = method_of(strand).settings_url
    return address(name, strand.public_id) if name else ""


def _back(activity: Activity) -> str:
    return reverse("activities:plan_page", args=[activity.slug, "ways"])
