"""The second person: removals that wait for somebody from another team, to be told, or for an appeal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.queries import shown_words
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.moderation import access, queries
from heard.moderation.models import Item
from heard.people.access import StaffRequest
from heard.people.actions import approve_exclusion, refuse_exclusion
from heard.people.forms import BecauseForm
from heard.people.models import Exclusion
from heard.people.queries import exclusion_seen_by


@never_cache
@login_required
def second(request: StaffRequest) -> HttpResponse:
    """Everything that waits for a second person, with its words, its reason and the day on which it comes back."""
    ask(access.may_second_anywhere(request.user))
    return _shown(request)


@never_cache
@login_required
@require_POST
def judge(request: StaffRequest, exclusion_id: str) -> HttpResponse:
    """Agree to a removal, or refuse it with the reason."""
    exclusion = exclusion_seen_by(request.user, exclusion_id)
    form = BecauseForm(request.POST, prefix=exclusion.public_id)
    refuses = request.POST.get("do") != "agree"
    if refuses and not form.is_valid():
        return _shown(request, {exclusion.public_id: form})
    try:
        if refuses:
            refuse_exclusion(exclusion=exclusion, by=request.user, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Refused. It stands there again."))
        else:
            approve_exclusion(exclusion=exclusion, by=request.user, at=clock.now())
            messages.success(request, _("Agreed. Its author is told the reason and how to appeal; then it is gone."))
    except Refused as refused:
        form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        return _shown(request, {exclusion.public_id: form})
    return redirect("moderation:second")


def _shown(request: StaffRequest, bound: dict[str, BecauseForm] | None = None) -> HttpResponse:
    bound = bound or {}
    waiting = queries.to_second(request.user)
    along = queries.beside_words([item for item, _exclusion in waiting])
    rows = [_row(request, *each, bound) | {"along": along.get(each[0].pk, ())} for each in waiting]
    return render(request, "moderation/second.html", {"rows": rows}, status=422 if bound else 200)


def _row(request: StaffRequest, item: Item, exclusion: Exclusion, bound: dict[str, BecauseForm]) -> dict[str, Any]:
    reason = queries.moderation_policy().reason(item.reason)
    return {
        "item": item,
        "exclusion": exclusion,
        "passages": [(each, shown_words(each)) for each in item.contribution.passages.all()],
        "title": item.reason_words.partition("\n")[0],
        "words": item.reason_words.partition("\n")[2],
        "instead": reason.instead if reason else "",
        "form": _if_refused(bound.get(exclusion.public_id) or BecauseForm(prefix=exclusion.public_id)),
        "is_mine": exclusion.proposed_by_id == request.user.pk,
    }


def _if_refused(form: BecauseForm) -> BecauseForm:
    form.fields["because"].label = _("If you refuse: why?")
    form.fields["because"].widget.attrs["rows"] = 2
    return form
