"""The page behind a voluntary body's link: read the terms, and confirm them in one's own name. No account is needed."""

from __future__ import annotations

import hmac

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities import actions
from heard.activities.actions.voluntary import hash_of
from heard.activities.forms import AcknowledgeForm
from heard.activities.models import VoluntaryPart
from heard.ground import clock


@never_cache
def acknowledge(request: HttpRequest, part_id: str, secret: str) -> HttpResponse:
    """Confirm what was agreed. A wrong, old or removed link answers 404."""
    parts = VoluntaryPart.objects.select_related("activity__lead", "activity__plan", "asked_by")
    part = parts.filter(public_id=part_id, removed_at__isnull=True).first()
    if part is None or not hmac.compare_digest(part.secret_hash, hash_of(secret)):
        raise Http404(_("This link no longer works. Ask whoever sent it to send it again."))
    initial = {"name": part.acknowledged_name, "benefit": part.benefit}
    form = AcknowledgeForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.acknowledge_part(part=part, secret=secret, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Thank you. It is confirmed in your name."))
        return redirect(request.path)
    context = {"form": form, "part": part, "activity": part.activity, "plan": part.activity.plan}
    answer = render(request, "activities/acknowledge.html", context, status=422 if form.is_bound else 200)
    answer["X-Robots-Tag"] = "noindex"
    # With "no-referrer" browsers hide the origin of the form as well, and it is refused.
    answer["Referrer-Policy"] = "strict-origin"
    return answer
