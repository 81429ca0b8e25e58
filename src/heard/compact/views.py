"""Residents' pages: how an activity was run, and the code that partners signed."""

from __future__ import annotations

import hmac
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.queries import activity_by_slug
from heard.compact import actions, forms, queries
from heard.compact.actions.duplicates import hash_of
from heard.compact.models import Move, PackVersion
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.moderation.queries import run_of
from heard.people.models import Account
from heard.ui.files import file_answer
from heard.ui.parts import Head, Link, Row


def how_run(request: HttpRequest, slug: str) -> HttpResponse:
    """Every move with every check, who let what through and why, and how anyone can check it."""
    activity = activity_by_slug(slug, request.user)
    is_draft = not activity.is_public
    governing = queries.governing_of(activity)
    pack = queries.kept_pack(governing.pack.digest) if governing else queries.pack_in_force()
    moves = queries.moves_told(activity, after=request.GET.get("after", ""), for_staff=is_draft)
    context: dict[str, Any] = {
        "activity": activity,
        "moves": moves,
        "replays": all(told.replay.is_same for told in moves),
        "before": queries.asked_before(activity),
        "governing": governing,
        "moderated": run_of(activity),
        "never_asked": queries.never_asked(activity, governing),
        "check_heads": [_("Check"), _("Clause"), _("What it found")],
        "entry_heads": [_("When"), _("What"), _("Sealed")],
        **queries.told_of(activity, pack, drafted=is_draft),
    }
    return render(request, "compact/how_run.html", context)


@never_cache
def enquiry(request: HttpRequest, public_id: str, secret: str) -> HttpResponse:
    """A partner that was asked reads what is planned and answers with one press; no account is needed.

    Opening the link changes nothing (mail scanners follow links): the answer it carries is chosen, the press sends it.
    """
    row = queries.enquiry_by_id(public_id)
    if not hmac.compare_digest(row.secret_hash, hash_of(secret)):
        raise Http404(_("This link no longer works. Ask whoever wrote to you to send it again."))
    form = forms.EnquiryReply(request.POST or None, initial={"reply": request.GET.get("answer", "")})
    if form.is_bound and form.is_valid():
        by = request.user if isinstance(request.user, Account) else None
        try:
            actions.answer_enquiry(enquiry=row, secret=secret, by=by, at=clock.now(), **form.cleaned_data)
            return redirect("compact:enquiry", public_id=public_id, secret=secret)
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
    context = {"enquiry": row, "activity": row.activity, "plan": row.activity.plan, "form": form}
    answer = render(request, "compact/enquiry.html", context, status=422 if form.is_bound else 200)
    answer["X-Robots-Tag"] = "noindex"
    # With "no-referrer" browsers hide the origin of the form as well, and it is refused.
    answer["Referrer-Policy"] = "strict-origin"
    return answer


def stored_gate(request: HttpRequest, slug: str, move_id: int) -> HttpResponse:
    """One move as it was kept: the snapshot, the digest of the pack, every check. Enough to judge it again."""
    activity = activity_by_slug(slug, request.user)
    rows = queries.public_moves(activity) if activity.is_public else Move.objects.filter(activity=activity)
    row = rows.select_related("pack").defer("pack__text").prefetch_related("checks").filter(pk=move_id).first()
    if row is None:
        raise Http404(_("There is no such move here."))
    name = f"{activity.slug}-{row.pk}-{row.name}.json"
    answer = JsonResponse(queries.gate_data(row), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def pack(request: HttpRequest) -> HttpResponse:
    """The code, clause by clause: its words, where they stand, and what the software checks, or does not yet."""
    in_force = queries.pack_in_force()
    tallies = queries.check_tallies()
    checked = sum(bool(clause.checks) for clause in in_force.clauses)
    context = {
        "pack": in_force,
        "parts": [
            (part, title, [(told, queries.tally_of(told.clause.checks, tallies)) for told in clauses])
            for part, title, clauses in queries.parts_of(in_force)
        ],
        "figures": [
            Row(_("clauses"), len(in_force.clauses)),
            Row(_("have checks"), checked),
            Row(_("not yet checked"), len(in_force.clauses) - checked),
        ],
        "versions": queries.version_told(),
    }
    return render(request, "compact/pack.html", context)


def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One clause: why am I seeing this?"""
    in_force = queries.pack_in_force()
    try:
        told = queries.clause_told(in_force, clause_id)
    except KeyError:
        raise Http404(_("The Compact has no clause of that number. Its page lists them all.")) from None
    trail = [Link(_("The Compact"), reverse("compact:pack")), Link(told.clause.id)]
    tallies = queries.check_tallies(told.clause.id)
    context = {
        "told": told,
        "trail": trail,
        "tallies": [(check, tallies.get(check.terms.id, queries.Tally())) for check in told.checks],
        "changes": queries.changes_of(told.clause),
        "tally_heads": [
            _("Check"),
            *(
                Head(word, number=True)
                for word in (_("Passed"), _("Advised"), _("Warned"), _("Set aside"), _("Refused"))
            ),
        ],
        "change_heads": [_("When"), _("What"), _("Was"), _("Became"), _("Who says so, and why")],
    }
    return render(request, "compact/clause.html", context)


def pack_text(request: HttpRequest, digest: str) -> HttpResponse:
    """A version of the pack, exactly as the city wrote it."""
    row = get_object_or_404(PackVersion, digest=digest)
    return file_answer(row.text, f"compact-{row.digest[:12]}.toml")
