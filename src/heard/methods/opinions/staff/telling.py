"""Authors whose statement was put in other words, who asked to be told by letter or by telephone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from heard.activities.access import may_print_letters
from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.refusal import ask
from heard.methods.opinions import access, queries
from heard.methods.opinions.actions import note_reword_notice
from heard.methods.opinions.queries.rewording import addresses_of, reword_letters, reword_notices, told_by
from heard.methods.opinions.staff.opening import page
from heard.ui.files import pdf_answer

AT_ONCE = 1  # the next comes up once this one is told


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def authors(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Who is to be written to or rung, with the words. Only the letters role sees addresses and numbers."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_see(officer(request), strand))
    may = may_print_letters(officer(request), strand.activity)
    waiting = reword_notices(strand).filter(state="owed")
    if request.method == "POST":
        notice = get_object_or_404(waiting, public_id=request.POST.get("notice", "").replace("\0", "")[:12])
        told = request.POST.get("told") == "yes"
        why = "" if told else _("not reached")
        note_reword_notice(notice=notice, sent=told, why=why, by=officer(request), at=clock.now())
        messages.success(request, _("Kept: told.") if told else _("Kept: not reached."))
        return redirect("opinions:authors", strand_id)
    rows = [(one, kept, told_by(one, kept)) for one, kept in addresses_of(list(waiting[:AT_ONCE]))] if may else []
    failed = list(reword_notices(strand).filter(state="failed")[:50])
    return page(request, "authors", strand, rows=rows, failed=failed, waiting=waiting.count(), may=may)


@never_cache
@login_required
@require_safe
def author_letters(request: HttpRequest, strand_id: str) -> HttpResponse:
    """The letters that wait, as one PDF to print."""
    strand = queries.strand_for_staff(strand_id)
    ask(may_print_letters(officer(request), strand.activity))
    return pdf_answer("letters.typ", reword_letters(strand), f"{strand.public_id}-authors.pdf")
