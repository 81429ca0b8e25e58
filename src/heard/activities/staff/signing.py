"""The page where the decision owner signs that nothing is decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from heard.activities import access, actions, queries
from heard.activities.forms import DeclarationForm
from heard.activities.models import Activity
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.refusal import Refused


def page(request: HttpRequest, activity: Activity, context: dict[str, Any]) -> HttpResponse:
    """Every signature there is, the newest first; a form for the decision owner alone."""
    may_sign = access.may_sign(request.user, activity)
    plan, name = activity.plan, getattr(request.user, "name", "")
    initial = {"decides_on": plan.decides_on, "other_inputs": plan.other_inputs, "signed_name": name}
    form = DeclarationForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.sign_declaration(
                activity=activity, by=opening.officer(request), at=clock.now(), **form.cleaned_data
            )
            return opening.saved(request, True, opening.next_address(request, activity, "declaration"))
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    newest = activity.declarations.first()
    changed = queries.changed_since_signing(newest.brief, activity, activity.plan) if newest else ()
    context["voided"] = [name.replace("_", " ") for name in changed]
    shown = {**context, "form": form, "may_sign": may_sign, "signatures": activity.declarations.all()[:20]}
    return opening.shown(request, "plan/declaration.html", activity, shown, status=opening.answered(form))
