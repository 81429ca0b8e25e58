"""The page behind a stakeholder's link: read, then accept or decline in one's own name. No account is needed."""

from __future__ import annotations

import hmac

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities import actions
from heard.activities.actions.stakeholders import hash_of
from heard.activities.forms import AnswerInvitationForm
from heard.activities.models import Stakeholder
from heard.ground import clock
from heard.people.models import Account


@never_cache
def invitation(request: HttpRequest, stakeholder_id: str, secret: str) -> HttpResponse:
    """Accept or decline. A wrong, old or removed link answers 404."""
    stakeholder = (
        Stakeholder.objects.select_related("activity__lead", "activity__plan", "invited_by")
        .filter(public_id=stakeholder_id, removed_at__isnull=True)
        .first()
    )
    if stakeholder is None or not hmac.compare_digest(stakeholder.secret_hash, hash_of(secret)):
        raise Http404(_("This link no longer works. Ask whoever invited you to send it again."))
    form = AnswerInvitationForm(request.POST or None, stakeholder=stakeholder)
    if form.is_valid():
        _answer(request, stakeholder, secret, form)
        return redirect(request.path)
    answer = render(
        request,
        "activities/invitation.html",
        {"form": form, "stakeholder": stakeholder, "activity": stakeholder.activity, "plan": stakeholder.activity.plan},
        status=422 if form.is_bound else 200,
    )
    answer["X-Robots-Tag"] = "noindex"
    # With "no-referrer" browsers hide the origin of the form as well, and it is refused.
    answer["Referrer-Policy"] = "strict-origin"
    return answer


def _answer(request: HttpRequest, stakeholder: Stakeholder, secret: str, form: AnswerInvitationForm) -> None:
    by = request.user if isinstance(request.user, Account) else None
    if form.cleaned_data["answer"] == "decline":
        actions.decline_invitation(stakeholder=stakeholder, secret=secret, by=by, at=clock.now())
        messages.success(request, _("You have declined. Thank you for saying so."))
        return
    actions.accept_invitation(
        stakeholder=stakeholder,
        secret=secret,
        name=form.cleaned_data["name"],
        role=form.cleaned_data["role"],
        by=by,
        at=clock.now(),
    )
    messages.success(request, _("You have accepted. Thank you."))
