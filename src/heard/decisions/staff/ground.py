"""Officers' page of one promise: who is asked whether it is true, what they say, and the public reply that is owed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.activities.staff.opening import officer
from heard.decisions import access, actions, queries
from heard.decisions.forms import ReplyForm, TakenDownForm
from heard.decisions.models import Commitment, GroundAnswer, GroundAsk
from heard.decisions.queries.mails import asked_words
from heard.decisions.staff.page import done, opened, page
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.refusal import ask
from heard.people.access import StaffRequest
from heard.people.models import VoiceAddress


@login_required
@never_cache
def ground(request: StaffRequest, slug: str, commitment_id: str) -> HttpResponse:
    """One promise as residents see it, and what is to be done about that."""
    activity = opened(request, slug)
    return _desk(request, activity, _promise(activity, commitment_id))


@login_required
@require_POST
def print_asks(request: StaffRequest, slug: str, commitment_id: str) -> HttpResponse:
    """Put the letters that ask into one batch."""
    one = _promise(activity_for_staff(slug), commitment_id)
    batch = actions.print_asks(commitment=one, by=officer(request), at=clock.now())
    messages.success(
        request, _("%(n)d letters are in one file. You find it on the feedback page.") % {"n": batch.letters}
    )
    return redirect("decisions:staff_feedback", slug)


@login_required
@require_POST
def taken_down(request: StaffRequest, slug: str, commitment_id: str) -> HttpResponse:
    """Keep what somebody said by phone, on paper or in person; or that they were not reached."""
    activity = opened(request, slug)
    one = _promise(activity, commitment_id)
    asked = _asked(one, request.POST.get("ask", ""))
    if asked is not None and request.POST.get("reached") == "no":
        actions.note_asked(asked=asked, sent=False, why=_("not reached"), by=officer(request), at=clock.now())
        return redirect("decisions:ground", slug, commitment_id)
    form = TakenDownForm(request.POST, auto_id=f"{asked.pk if asked else 'open'}_%s")
    ask(access.may_enter_answers(request.user, activity))
    if not form.is_valid():
        return _desk(request, activity, one, taken={asked.pk if asked else 0: form})
    if asked is not None and asked.state == GroundAsk.State.OWED:
        actions.note_asked(asked=asked, sent=True, by=officer(request), at=clock.now())
    kept = actions.answer_promise(commitment=one, asked=asked, by=officer(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Counted. Read them their receipt: %(code)s") % {"code": kept.code})
    return redirect("decisions:ground", slug, commitment_id)


@login_required
@require_POST
def read(request: StaffRequest, slug: str, commitment_id: str, answer_id: str) -> HttpResponse:
    """Show somebody's words to everyone, or hold them back for a listed reason."""
    one = _promise(activity_for_staff(slug), commitment_id)
    answer = get_object_or_404(
        GroundAnswer.objects.select_related("commitment__decision__activity__lead"), commitment=one, public_id=answer_id
    )
    actions.read_answer(answer=answer, held=request.POST.get("held", ""), by=officer(request), at=clock.now())
    messages.success(request, _("Kept."))
    return redirect("decisions:ground", slug, commitment_id)


@login_required
@require_POST
def reply(request: StaffRequest, slug: str, commitment_id: str) -> HttpResponse:
    """Answer residents in public."""
    activity = opened(request, slug)
    one = _promise(activity, commitment_id)
    ask(access.may_promise(request.user, activity))
    owed = one.replies.filter(at=None).select_related("commitment__decision__activity__lead").first()
    if owed is None:
        raise Http404(_("No reply is owed."))
    form = ReplyForm(request.POST)
    if done(form, actions.reply_to_residents, reply=owed, by=officer(request), at=clock.now(), beside="words"):
        messages.success(request, _("Your reply is public."))
        return redirect("decisions:ground", slug, commitment_id)
    return _desk(request, activity, one, reply_form=form)


def _promise(activity: Activity, commitment_id: str) -> Commitment:
    rows = Commitment.objects.select_related("decision__activity__lead")
    return get_object_or_404(rows, public_id=commitment_id, decision__activity=activity)


def _asked(one: Commitment, number: str) -> GroundAsk | None:
    if not number:
        return None
    rows = GroundAsk.objects.select_related("check_made__commitment__decision__activity__lead")
    return get_object_or_404(rows, pk=whole(number, digits=18), check_made__commitment=one)


def _desk(
    request: StaffRequest, activity: Activity, one: Commitment, *, taken: dict[int, TakenDownForm] | None = None,
    reply_form: ReplyForm | None = None,
) -> HttpResponse:  # fmt: skip
    may_call = access.may_print_letters(request.user, activity)
    calls = list(queries.asks_to_make(one, "phone")[:8]) if may_call else []
    numbers = {
        kept.voice_id: kept
        for kept in VoiceAddress.objects.filter(voice__in=[call.voice_id for call in calls], kind="phone")
    }
    rows: list[dict[str, Any]] = [
        {"ask": call, "kept": numbers.get(call.voice_id),
         "form": (taken or {}).get(call.pk) or TakenDownForm(auto_id=f"{call.pk}_%s", initial={"channel": "phone"})}
        for call in calls
    ]  # fmt: skip
    return page(
        request, activity, "ground", commitment=one, seen=queries.on_the_ground(one), calls=rows,
        numbers=queries.asks_in_numbers(one), unread=queries.words_to_read(one), words=asked_words(one),
        held=GroundAnswer.Held.choices, terms=queries.feedback_terms(),
        open_form=(taken or {}).get(0) or TakenDownForm(auto_id="open_%s"), reply_form=reply_form or ReplyForm(),
        may_call=may_call, may_enter=access.may_enter_answers(request.user, activity),
        may_promise=access.may_promise(request.user, activity), today=clock.today(),
        invalid=bool(taken or reply_form),
    )  # fmt: skip
