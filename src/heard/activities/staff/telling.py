"""Telling people that they have longer: what waits to be printed, and who is to be rung."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities import access, actions, queries
from heard.activities.models import Activity, NoticeBatch
from heard.activities.staff import opening
from heard.activities.staff.texts import texts_file
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.refusal import ask
from heard.ui.files import pdf_answer

CALLS_AT_ONCE = 8


@login_required
@require_POST
def longer_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the waiting letters, or text messages, into one file."""
    activity = opening.opened(request, slug)
    kind = "text" if request.POST.get("kind") == "text" else "letter"
    batch = actions.print_notices(activity=activity, kind=kind, by=opening.officer(request), at=clock.now())
    said = ngettext(
        "%(n)d letter is in one file. Print it, post it, and say when.",
        "%(n)d letters are in one file. Print it, post them, and say when.",
        batch.letters,
    )
    if kind == "text":
        said = ngettext(
            "%(n)d message is in one file. Give it to your provider, and say when.",
            "%(n)d messages are in one file. Give it to your provider, and say when.",
            batch.letters,
        )
    messages.success(request, said % {"n": batch.letters})
    return _back(activity)


@login_required
@never_cache
def longer_pdf(request: HttpRequest, slug: str, batch_id: str) -> HttpResponse:
    """A batch of letters as one PDF."""
    batch = _batch(request, slug, batch_id)
    return pdf_answer("letters.typ", queries.longer_letters(batch), f"longer-{batch.public_id}.pdf")


@login_required
@never_cache
def longer_csv(request: HttpRequest, slug: str, batch_id: str) -> HttpResponse:
    """A batch of text messages as the provider takes it: number and words."""
    batch = _batch(request, slug, batch_id)
    if batch.kind != NoticeBatch.Kind.TEXT:
        raise Http404(_("There is no such batch of text messages."))
    return texts_file(f"longer-{batch.public_id}", queries.longer_texts(batch))


@login_required
@require_POST
def longer_posted(request: HttpRequest, slug: str, batch_id: str) -> HttpResponse:
    """Say that a batch was posted today, or that the provider took it."""
    batch = _batch(request, slug, batch_id)
    actions.post_notices(batch=batch, posted_on=clock.today(), by=opening.officer(request), at=clock.now())
    messages.success(request, _("Kept: they count as told."))
    return _back(batch.activity)


@login_required
@never_cache
def longer_calls(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is to be rung, with the words to say. Only the letters role sees numbers."""
    activity = opening.opened(request, slug)
    ask(access.may_print_letters(request.user, activity))
    waiting = queries.calls_waiting(activity).select_related("change__activity")
    if request.method == "POST":
        reached = request.POST.get("reached") == "yes"
        notice = get_object_or_404(waiting, pk=whole(request.POST.get("notice"), digits=18))
        why = "" if reached else _("not reached")
        actions.note_notice(notice=notice, sent=reached, why=why, by=opening.officer(request), at=clock.now())
        return HttpResponseRedirect(reverse("activities:longer_calls", args=[slug]))
    rows = queries.numbers_to_ring(list(waiting[:CALLS_AT_ONCE]))
    newest = queries.extensions_of(activity).first()
    context = {"rows": rows, "words": queries.told_longer(newest) if newest else []}
    return opening.shown(request, "plan/longer_calls.html", activity, context)


def so_far(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """For the page “Give people longer”: who has been told, what waits to be printed, who is to be rung."""
    return {
        "numbers": queries.notices_in_numbers(activity),
        "waiting": queries.letters_waiting(activity),
        "batches": list(queries.notice_batches(activity)[:20]),
        "failed": queries.notices_failed(activity),
        "may_print": access.may_print_letters(request.user, activity),
    }


def _batch(request: HttpRequest, slug: str, batch_id: str) -> NoticeBatch:
    activity = opening.opened(request, slug)
    ask(access.may_print_letters(request.user, activity))
    return get_object_or_404(
        NoticeBatch.objects.select_related("activity__lead"), public_id=batch_id, activity=activity
    )


def _back(activity: Activity) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("activities:extend", args=[activity.slug]) + "#told")
