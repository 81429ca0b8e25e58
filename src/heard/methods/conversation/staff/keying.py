"""Keying in what people said on paper, by phone or face to face: it counts, and is shown, like any other post."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities.actions import codes_for
from heard.activities.queries.days import days_open
from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.ground.sending import key_sent
from heard.methods.conversation import access, actions
from heard.methods.conversation.actions.posting import Posted, Where
from heard.methods.conversation.forms.desk import KeyedForm
from heard.methods.conversation.models import Conversation
from heard.methods.conversation.staff.opening import opened, shown


@login_required
@never_cache
def key_in(request: HttpRequest, strand_id: str) -> HttpResponse:
    """One post on one page. Channel and day of the last one are filled in for the next; its receipt stands above."""
    conversation = opened(request, strand_id)
    strand = conversation.strand
    ask(access.may_key_in(request.user, strand))
    name = f"keyed:{strand.public_id}"
    last = request.session.get(name, {})
    form = KeyedForm(conversation, days_open(strand), clock.today(), request.POST or None, initial=last)
    key = key_sent(request.POST.get("entry_key"))
    if request.method == "POST" and form.is_valid():
        try:
            posted = _keep(request, conversation, form, f"keyed:{key}")
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}".strip())
        else:
            request.session[name] = {
                "channel": form.cleaned_data["channel"],
                "received_on": form.cleaned_data["received_on"].isoformat(),
                "key": f"keyed:{key}",
                "post": posted.post.public_id,
            }
            messages.success(request, _("Kept. It is shown and counts like every other post."))
            return redirect("conversation:key_in", strand_id)
    code, secret = codes_for(strand, last["key"]) if last.get("key") else ("", "")
    slots = {"form": form, "key": key, "code": code, "secret": secret, "last": last}
    return shown(request, "key_in.html", conversation, status=422 if form.errors else 200, **slots)


def _keep(request: HttpRequest, conversation: Conversation, form: KeyedForm, key: str) -> Posted:
    given, at = form.cleaned_data, clock.now()
    posted = actions.post(
        conversation=conversation,
        words=given["words"],
        title=given.get("title", ""),
        where=Where(given.get("place")),
        channel=given["channel"],
        by=officer(request),
        at=at,
        received_at=form.received_at(at),
        may_quote=given["may_quote"],
        on_behalf_of=given["on_behalf_of"],
        entry_key=key,
    )
    if given.get("asks") and posted.received.is_new:
        actions.ask_officer(post=posted.post, at=at)
    return posted
