"""What is asked, who replies, and the closing words."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.methods.conversation import access, actions
from heard.methods.conversation.forms.desk import AskedForm, OfficerForm, SummaryForm
from heard.methods.conversation.models import Conversation
from heard.methods.conversation.staff.opening import opened, shown


def _settings(
    request: HttpRequest, conversation: Conversation, asked: AskedForm | None = None, who: OfficerForm | None = None
) -> HttpResponse:
    strand, by = conversation.strand, officer(request)
    forms = {"asked": asked or AskedForm(instance=conversation), "who": who or OfficerForm(conversation)}
    return shown(
        request,
        "settings.html",
        conversation,
        status=422 if any(form.errors for form in forms.values()) else 200,
        may_set_up=access.may_set_up(by, strand),
        may_name=access.may_name_officer(by, strand),
        **forms,
    )


@login_required
def set_up(request: HttpRequest, strand_id: str) -> HttpResponse:
    """What is asked, and what people may add to their words."""
    conversation = opened(request, strand_id)
    if request.method != "POST":
        return _settings(request, conversation)
    form = AskedForm(request.POST)
    if not form.is_valid():
        return _settings(request, conversation, asked=form)
    actions.set_up(strand=conversation.strand, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Saved. Every way asks this."))
    return redirect("conversation:set_up", strand_id)


@login_required
@require_POST
def name_officer(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Who replies, under the name and office that everyone reads."""
    conversation = opened(request, strand_id)
    form = OfficerForm(conversation, request.POST)
    if not form.is_valid():
        return _settings(request, conversation, who=form)
    actions.name_officer(strand=conversation.strand, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Saved. Questions go to them from now on."))
    return redirect("conversation:set_up", strand_id)


@login_required
def summary(request: HttpRequest, strand_id: str) -> HttpResponse:
    """The closing words, which everyone reads first."""
    conversation = opened(request, strand_id)
    form = SummaryForm(request.POST or None, initial={"words": conversation.summary})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        actions.write_summary(conversation=conversation, words=words, by=officer(request), at=clock.now())
        messages.success(request, _("It stands at the top of the conversation now."))
        return redirect("conversation:desk", strand_id)
    may = access.may_sum_up(officer(request), conversation)
    return shown(request, "summary.html", conversation, status=422 if form.errors else 200, form=form, may_sum_up=may)
