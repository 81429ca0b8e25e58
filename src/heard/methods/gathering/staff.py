"""What officers and facilitators see: sessions arranged, notes written up, cards to print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.activities.models import Group, Strand
from heard.activities.staff.cards import receipt_cards
from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.methods.gathering import access, actions, queries
from heard.methods.gathering.forms import (
    AddSaidForm,
    AttendanceForm,
    CancelForm,
    NoteForm,
    PromiseFormSet,
    PromptsForm,
    QuietForm,
    SaidFormSet,
    SessionForm,
)
from heard.methods.gathering.models import Session


@login_required
def sessions(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Every session of a strand, with what is owed."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_arrange(officer(request), strand.activity))
    rows = list(queries.sessions_of(strand)[:300])
    return _page(
        request, "sessions", strand, rows=rows, gathering=queries.gathering_of(strand), totals=queries.totals(strand),
        now=clock.now(), late={row.pk for row in rows if queries.is_late(row)},
        may_change_prompts=access.may_change_prompts(officer(request), strand),
    )  # fmt: skip


@login_required
def prompts(request: HttpRequest, strand_id: str) -> HttpResponse:
    """What is asked in every room."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_change_prompts(officer(request), strand))
    form = PromptsForm.for_gathering(queries.gathering_of(strand), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_prompts(strand=strand, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. Every room is asked this."))
        return redirect("gathering:sessions", strand.public_id)
    return _page(request, "prompts", strand, form=form)


@login_required
def arrange(request: HttpRequest, strand_id: str) -> HttpResponse:
    """A new session."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_arrange(officer(request), strand.activity))
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        session = actions.arrange_session(strand=strand, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("“%(session)s” is on the register.") % {"session": session.title})
        return redirect("gathering:sessions", strand.public_id)
    return _page(request, "arrange", strand, form=form)


@login_required
def change(request: HttpRequest, session_id: str) -> HttpResponse:
    """When and where, until it is written up."""
    session = queries.session_for_staff(session_id)
    ask(access.may_arrange(officer(request), session.gathering.strand.activity))
    form = SessionForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        kept = queries.session_for_staff(session_id)
        actions.change_session(session=kept, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("gathering:sessions", session.gathering.strand.public_id)
    return _page(request, "arrange", session.gathering.strand, form=form, session=session, cancel=CancelForm())


@login_required
def cancel(request: HttpRequest, session_id: str) -> HttpResponse:
    """Call a session off."""
    session = queries.session_for_staff(session_id)
    ask(access.may_arrange(officer(request), session.gathering.strand.activity))
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_session(session=session, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("It is called off, and the page says why."))
        return redirect("gathering:sessions", session.gathering.strand.public_id)
    strand = session.gathering.strand
    return _page(request, "arrange", strand, form=SessionForm(instance=session), session=session, cancel=form)


@login_required
def note(request: HttpRequest, session_id: str) -> HttpResponse:
    """Write up a session: under five minutes for the usual one."""
    session = queries.session_for_staff(session_id)
    ask(access.may_enter_note(officer(request), session))
    if session.note_entered_at:
        return redirect("gathering:session", session.public_id)
    forms = _note_forms(session, request.POST or None)
    checked = [form.is_valid() for form in forms.values()]  # all of them, so that every error shows
    if request.method == "POST" and all(checked):
        _enter(session, forms, officer(request))
        messages.success(request, _("Written up. What was said is now in the register and counts like every answer."))
        return redirect("gathering:session", session.public_id)
    return _page(request, "note", session.gathering.strand, session=session, **forms)


@login_required
def session(request: HttpRequest, session_id: str) -> HttpResponse:
    """One session as it was written up; what was left out can be added."""
    one = queries.session_for_staff(session_id)
    ask(access.may_arrange(officer(request), one.gathering.strand.activity))
    return _written_up(request, one)


@login_required
def add(request: HttpRequest, session_id: str) -> HttpResponse:
    """Add something that was said and left out of the note; what cannot be kept stays in its box, with the reason."""
    one = queries.session_for_staff(session_id)
    ask(access.may_arrange(officer(request), one.gathering.strand.activity))
    form = AddSaidForm(request.POST or None, activity=one.gathering.strand.activity, prompts=one.gathering.prompts)
    if not form.is_bound:
        return redirect("gathering:session", one.public_id)
    if form.is_valid() and not form.cleaned_data["words"]:
        form.add_error("words", _("Nothing was added: write what was said."))
    if not form.is_valid():
        return _written_up(request, one, form)
    given = form.cleaned_data
    key = given.pop("entry_key")
    actions.add_said(session=one, quote=actions.Quote(**given), entry_key=key, by=officer(request), at=clock.now())
    messages.success(request, _("Added."))
    return redirect("gathering:session", one.public_id)


def _written_up(request: HttpRequest, one: Session, form: AddSaidForm | None = None) -> HttpResponse:
    strand = one.gathering.strand
    context = {
        "session": one, "said": list(queries.said_at(one)[:300]), "balance": queries.balance_of(one),
        "attendance": queries.attendance_told(one), "promises": list(one.promises.all()),
        "may_add": access.may_enter_note(officer(request), one), "now": clock.now(),
        "form": form or AddSaidForm(activity=strand.activity, prompts=one.gathering.prompts),
        "quiet": QuietForm(initial={"follow_up": one.quiet_voices_follow_up}),
    }  # fmt: skip
    return _page(request, "session_staff", strand, **context)


@login_required
def quiet(request: HttpRequest, session_id: str) -> HttpResponse:
    """How those who came and did not speak will be heard."""
    one = queries.session_for_staff(session_id)
    form = QuietForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.plan_for_quiet_voices(session=one, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. It is shown with this session."))
    return redirect("gathering:session", one.public_id)


@login_required
def cards(request: HttpRequest, session_id: str) -> HttpResponse:
    """Receipt cards to hand out: everyone at the table can follow what became of it."""
    one = queries.session_for_staff(session_id)
    ask(access.may_arrange(officer(request), one.gathering.strand.activity))
    if not one.note_entered_at:
        raise Refused(_("The cards work once the session has been written up."), _("Write up the session first."))
    code, _secret = actions.card_codes(one)
    return receipt_cards(
        one.gathering.strand.activity, asks=_("What became of what we said?"), room=one.title, code=code
    )


def _note_forms(session: Session, data: Any) -> dict[str, Any]:
    activity, prompts = session.gathering.strand.activity, session.gathering.prompts
    groups = list(Group.objects.filter(activity=activity))
    started = clock.now() if session.starts_at is None else session.starts_at
    return {
        "form": NoteForm(data, initial={"held_at": started.astimezone(clock.LONDON)}),
        "said": SaidFormSet(data, prefix="said", form_kwargs={"activity": activity, "prompts": prompts}),
        "promised": PromiseFormSet(data, prefix="promised"),
        "came": AttendanceForm(data, groups=groups),
    }


def _enter(session: Session, forms: dict[str, Any], by: Any) -> None:
    actions.enter_note(
        session=session,
        quotes=[
            actions.Quote(words=row["words"], prompt=row["prompt"], group=row["group"], may_quote=row["may_quote"])
            for row in forms["said"].cleaned_data
            if row.get("words")
        ],
        promises=[
            actions.Promise(words=row["words"], by_whom=row["by_whom"], due_on=row["due_on"])
            for row in forms["promised"].cleaned_data
            if row.get("words")
        ],
        attendance=forms["came"].counts(),
        by=by,
        at=clock.now(),
        **forms["form"].cleaned_data,
    )


def _page(request: HttpRequest, name: str, strand: Strand, **context: Any) -> HttpResponse:
    return render(
        request,
        f"gathering/staff/{name}.html",
        {
            "activity": strand.activity,
            "strand": strand,
            "current_page": reverse("activities:plan", args=[strand.activity.slug]),
            **context,
        },
    )


def _plan(strand: Strand) -> str:
    return reverse("activities:plan", args=[strand.activity.slug])
