"""Voices for a post from paper, a room or the telephone: a number with where and when, taken back as one act."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heard.activities.queries.days import days_open
from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.refusal import Conflict, ask
from heard.ground.sending import key_sent
from heard.methods.conversation import access, actions
from heard.methods.conversation.forms.desk import CountedForm
from heard.methods.conversation.models import Post
from heard.methods.conversation.queries import cards, count_for_staff, counts_for_staff, post_for_staff
from heard.methods.conversation.staff.opening import shown


@login_required
def counted(request: HttpRequest, post_id: str) -> HttpResponse:
    """What was counted for a post so far, each to be undone; and a form for the next."""
    post = post_for_staff(post_id)
    strand = post.conversation.strand
    ask(access.may_see(request.user, strand))
    if request.method == "POST" and request.POST.get("undo"):
        one = count_for_staff(post, request.POST["undo"][:20])
        one.post = post
        actions.undo_count(counted=one, by=officer(request), at=clock.now())
        messages.success(request, _("Undone: these %(n)d voices count no more.") % {"n": one.number})
        return redirect("conversation:counted", post_id)
    form = CountedForm(days_open(strand), clock.today(), request.POST or None)
    if request.method == "POST" and form.is_valid() and _kept(request, post, form):
        messages.success(request, _("Counted. The page of the post says how many, where and when."))
        return redirect("conversation:counted", post_id)
    return shown(
        request,
        "counted.html",
        post.conversation,
        status=422 if form.errors else 200,
        card=cards([post])[0],
        form=form,
        key=key_sent(request.POST.get("entry_key")),
        counts=counts_for_staff(post)[:200],
        may_count=access.may_count_support(officer(request), strand),
    )


def _kept(request: HttpRequest, post: Post, form: CountedForm) -> bool:
    given = form.cleaned_data
    try:
        actions.count_support(
            post=post,
            number=given["number"],
            channel=given["channel"],
            where=given["where"],
            said_on=given["received_on"],
            key=key_sent(request.POST.get("entry_key")),
            by=officer(request),
            at=clock.now(),
        )
    except Conflict as refusal:
        form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}".strip())
        return False
    return True
