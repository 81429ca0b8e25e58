"""Officers' pages: compose “You said, we did”, give interim feedback, tell everyone, and keep the evidence of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.activities.staff.opening import officer
from heard.decisions import access, actions, queries
from heard.decisions.forms import FeedbackForm, HandedOverForm, InterimForm, PostedForm, TellForm, TranslationForm
from heard.decisions.queries.letters import told
from heard.decisions.staff.page import done, opened, page, say
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.people.access import StaffRequest

COMPOSED = ("headline", "summary", "not_done", "not_heard", "challenge")


@login_required
@never_cache
def feedback(request: StaffRequest, slug: str) -> HttpResponse:
    """Compose “You said, we did”, and tell everyone by the channel they used."""
    activity = opened(request, slug)
    form = composed(activity, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        ask(access.may_tell(request.user, activity))
        if form.is_valid() and _compose(request, activity, form):
            return redirect("decisions:staff_feedback", slug)
    return desk(request, activity, form)


def _compose(request: StaffRequest, activity: Activity, form: FeedbackForm) -> bool:
    try:
        kept = actions.compose_feedback(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
    except Refused as refused:
        say(form, refused, "why" if "why" in form.fields else None)
        return False
    words = _("Saved as a new version; those before stay readable.") if kept.published_at else _(
        "Saved. Nobody has been told yet."
    )  # fmt: skip
    messages.success(request, words)
    return True


@login_required
def interim(request: StaffRequest, slug: str) -> HttpResponse:
    """Say what was heard so far and to when the decision is delayed."""
    activity = activity_for_staff(slug)
    ask(access.may_give_interim(request.user, activity))
    form = InterimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(
        form, actions.give_interim, activity=activity, by=officer(request), at=clock.now()
    ):
        messages.success(request, _("Public, and on its way to everyone who left an address."))
        return redirect("decisions:staff_feedback", slug)
    return page(
        request, activity, "interim", form=form, given=queries.around(activity).interims, invalid=bool(form.errors)
    )  # fmt: skip


@login_required
@require_POST
def start(request: StaffRequest, slug: str) -> HttpResponse:
    """Publish the page and begin to tell people."""
    activity = activity_for_staff(slug)
    number = actions.start_telling(activity=activity, by=officer(request), at=clock.now())
    left = ngettext("Published. %(n)d person left an address.", "Published. %(n)d people left an address.", number)
    waiting = _("E-mails leave by themselves; letters, text messages and calls wait below.")
    nobody = _("Published. Nobody waits to be told at an address they left.")
    messages.success(request, f"{left % {'n': number}} {waiting}" if number else nobody)
    return redirect("decisions:staff_feedback", slug)


@login_required
@require_POST
def tell(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep how one channel was told."""
    activity = opened(request, slug)
    ask(access.may_tell(request.user, activity))
    form = TellForm(request.POST, auto_id=f"{request.POST.get('channel', '')}_%s")
    if done(form, actions.tell_channel, activity=activity, by=officer(request), at=clock.now(), beside="given_on"):
        messages.success(request, _("Kept."))
        return redirect("decisions:staff_feedback", slug)
    return desk(request, activity, composed(activity), tell=form)


@login_required
def translations(request: StaffRequest, slug: str) -> HttpResponse:
    """Keep the summary in another language."""
    activity = activity_for_staff(slug)
    ask(access.may_tell(request.user, activity))
    form = TranslationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(
        form, actions.translate_feedback, activity=activity, by=officer(request), at=clock.now()
    ):
        messages.success(request, _("Kept. Posters can be had in this language, and the page shows it."))
        return redirect("decisions:posters", slug)
    rows = queries.translations_of(activity)
    return page(request, activity, "translations", form=form, rows=rows, invalid=bool(form.errors))


def composed(activity: Activity, given: Any = None) -> FeedbackForm:
    """The form of the words, as they stand."""
    known = queries.feedback_of(activity)
    initial = {name: getattr(known, name) for name in COMPOSED} | {"formats": "\n".join(known.formats)} if known else {}
    form = FeedbackForm(given, initial=initial, published=bool(known and known.published_at))
    form.known = known
    return form


def desk(
    request: StaffRequest, activity: Activity, form: FeedbackForm, *, tell: TellForm | None = None,
    posted: dict[int, PostedForm] | None = None, handed: dict[int, HandedOverForm] | None = None,
) -> HttpResponse:  # fmt: skip
    """The feedback desk, with what was sent and could not be taken."""
    today, beside, user = clock.today(), queries.around(activity), request.user
    given = {one.channel: one for one in beside.channels}
    channels = [
        {"channel": channel, "given": given.get(channel),
         "form": tell if tell and tell.data.get("channel") == channel
         else TellForm(auto_id=f"{channel}_%s", initial={"channel": channel, "given_on": today})}
        for channel in queries.owed_channels(activity)
    ]  # fmt: skip
    owed = beside.owed
    for one in beside.interims:
        one.ladder_days = queries.steps_of_lateness(one.next_due_on, one.ladder, one.steps)
    return page(
        request, activity, "feedback", form=form, feedback=form.known, channels=channels, told=told(activity),
        batches=_batches(queries.letter_batches(activity)[:20], PostedForm, "posted_on", posted),
        texts=_batches(queries.text_batches(activity)[:20], HandedOverForm, "handed_over_on", handed),
        owed=owed, late=beside.days_late(today), replies=queries.replies_owed(activity),
        steps=queries.steps_of_lateness(owed.due_on, owed.ladder, beside.escalations) if owed else [],
        interims=beside.interims, going=queries.how_telling_goes(activity), may_tell=access.may_tell(user, activity),
        may_print=access.may_print_letters(user, activity), may_interim=access.may_give_interim(user, activity),
        invalid=bool(form.errors or tell or posted or handed),
    )  # fmt: skip


def _batches(rows: Any, form: Any, day: str, sent: dict[int, Any] | None) -> list[dict[str, Any]]:
    """Each batch with its own form, or with what was sent for it."""
    today = clock.today()
    return [
        {"batch": one, "form": (sent or {}).get(one.pk) or form(auto_id=f"{one.public_id}_%s", initial={day: today})}
        for one in rows
    ]
