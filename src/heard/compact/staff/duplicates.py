"""What was asked before: shown while a plan is typed, compared and kept, answered match by match, partners' replies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.access import may_read_plans
from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.compact import access, actions, forms, queries
from heard.compact.models import Enquiry
from heard.compact.queries.alike import Compared, draft_of, terms_of
from heard.compact.queries.alike import alike as alike_to
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.places.models import Place
from heard.rules.likeness import work_of

LINES = ("open_matters", "options")
MOST = 5


@login_required
@never_cache
def alike(request: HttpRequest) -> HttpResponse:
    """What is like the words that stand in a form: a fragment while somebody types, and a page with a box of its own.

    Reads `activity` (a slug, or none for a new one), `title`, `purpose`, `open_matters`, `options`, `places`.
    """
    ask(may_read_plans(request.user))
    typed = request.POST or request.GET
    activity = activity_for_staff(typed["activity"]) if typed.get("activity") else None
    terms = terms_of(queries.pack_in_force())
    found = _found(activity, _typed(typed), terms)
    context = {
        "activity": activity,
        "found": found,
        "shown": found.alike[:MOST],
        "threshold": terms.threshold,
        "months": terms.months,
        "title": typed.get("title", ""),
        "purpose": typed.get("purpose", ""),
        "has_words": bool(activity or typed.get("title") or typed.get("purpose")),
    }
    fragment = bool(getattr(request, "htmx", False))
    return render(request, "compact/alike_fragment.html" if fragment else "compact/alike.html", context)


@login_required
@never_cache
def duplicates(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest comparison of a plan: each match with its answer, and each partner that was asked."""
    ask(may_read_plans(request.user))
    return _page(request, activity_for_staff(slug))


@login_required
@require_POST
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Compare the plan as it stands, keep what is found, and ask the partners."""
    activity = activity_for_staff(slug)
    form = forms.Compare(request.POST)
    if not form.is_valid():
        return _page(request, activity, compare_form=form)
    try:
        row = actions.compare(activity=activity, note=form.cleaned_data["note"], by=request.user, at=clock.now())  # type: ignore[arg-type]
    except Refused as refused:
        return _page(request, activity, refused=refused)
    number = row.matches.filter(score__gte=row.threshold).count()
    said = ngettext("Compared. %(n)d match to answer.", "Compared. %(n)d matches to answer.", number)
    messages.success(request, said % {"n": number})
    return redirect("compact:duplicates", slug=slug)


@login_required
@require_POST
def answer(request: HttpRequest, slug: str, match_id: int) -> HttpResponse:
    """Reuse it, join it, or go on because…"""
    activity = activity_for_staff(slug)
    match = queries.match_of(activity, match_id)
    form = forms.MatchAnswer(request.POST, prefix=f"m{match.pk}")
    if form.is_valid():
        try:
            actions.answer_match(activity=activity, match=match, by=request.user, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        else:
            messages.success(request, _("Kept. Your reason is published with the activity."))
            return redirect("compact:duplicates", slug=slug)
    return _page(request, activity, answer_form=(match.pk, form))


@login_required
@require_POST
def log_reply(request: HttpRequest, slug: str, enquiry_id: str) -> HttpResponse:
    """A partner rang, wrote or came by: what it said counts as much as an answer by the link."""
    activity = activity_for_staff(slug)
    enquiry = get_object_or_404(Enquiry, public_id=enquiry_id, activity=activity)
    form = forms.LogReply(request.POST, prefix=f"e{enquiry.public_id}")
    if form.is_valid():
        try:
            actions.log_reply(enquiry=enquiry, by=request.user, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        else:
            messages.success(request, _("Written down. It counts, and is public without a name."))
            return redirect("compact:duplicates", slug=slug)
    return _page(request, activity, log_form=(enquiry.public_id, form))


def _page(
    request: HttpRequest,
    activity: Activity,
    *,
    refused: Refused | None = None,
    compare_form: Any = None,
    answer_form: tuple[int, Any] | None = None,
    log_form: tuple[str, Any] | None = None,
) -> HttpResponse:
    check = queries.newest_check(activity)
    matches = queries.matches_of(check)
    forms_of = {each.row.pk: forms.MatchAnswer(prefix=f"m{each.row.pk}") for each in matches}
    if answer_form:
        forms_of[answer_form[0]] = answer_form[1]
    for each in matches:
        if not each.terms:
            del forms_of[each.row.pk].fields["accepts_terms"]
    asked = queries.enquiries_of(activity)
    logs = {each.public_id: forms.LogReply(prefix=f"e{each.public_id}") for each in asked if not each.is_settled}
    if log_form:
        logs[log_form[0]] = log_form[1]
    is_current = check is not None and check.query_digest == draft_of(activity).digest
    context = {
        "activity": activity,
        "check": check,
        "is_current": is_current,
        "matches": [(each, forms_of[each.row.pk]) for each in matches],
        "waiting": sum(each.is_waiting for each in matches),
        "enquiries": [(each, logs.get(each.public_id)) for each in asked],
        "may": access.may_compare(request.user, activity),  # type: ignore[arg-type]
        "form": compare_form or forms.Compare(),
        "refused": refused,
        "terms": terms_of(queries.pack_in_force()),
        "today": clock.today(),
    }
    wrong = refused.status if refused else 422 if compare_form or answer_form or log_form else 200
    return render(request, "compact/duplicates.html", context, status=wrong)


def _found(activity: Activity | None, typed: dict[str, Any], terms: Any) -> Compared:
    if activity is not None:
        return alike_to(draft_of(activity, typed), terms=terms, own=activity)
    draft = work_of("", title=typed.get("title", ""), purpose=typed.get("purpose", ""))
    return alike_to(draft, terms=terms)


def _typed(data: Any) -> dict[str, Any]:
    """What stands in a form and is not saved yet; what it does not ask for is left out."""
    found: dict[str, Any] = {name: data[name].replace("\0", " ") for name in ("title", "purpose") if name in data}
    found |= {name: data[name].replace("\0", " ").splitlines() for name in LINES if name in data}
    if "places" in data:
        keys = [each for each in data.getlist("places") if each.isascii() and each.isdigit() and len(each) < 10]
        found["places"] = list(Place.objects.filter(pk__in=keys).select_related("parent__parent"))
    return found
