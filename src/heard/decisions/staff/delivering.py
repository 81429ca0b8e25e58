"""Officers' pages: letters, text messages, calls, posters and the card to read out."""

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
from heard.activities.staff.texts import texts_file
from heard.decisions import access, actions, queries
from heard.decisions.forms import HandedOverForm, PostedForm, PostersForm, PosterUpForm
from heard.decisions.models import Delivery, LetterBatch, Poster, TextBatch
from heard.decisions.queries.letters import card_of, interim_words, letters_of, said_beside, short_address, told
from heard.decisions.queries.mails import asked_letters
from heard.decisions.queries.steps import news_words
from heard.decisions.queries.telling import poster_of, text_rows
from heard.decisions.staff.page import done, opened, page, say
from heard.decisions.staff.telling import composed, desk
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.refusal import Refused, ask
from heard.people.access import StaffRequest
from heard.rules.calendar import add_working_days
from heard.rules.languages import name_of
from heard.ui.files import pdf_answer

PAPERS = ("a4", "a3")


@login_required
@require_POST
def letters(request: StaffRequest, slug: str) -> HttpResponse:
    """Put the waiting letters of one round into one batch."""
    activity = activity_for_staff(slug)
    ask(access.may_print_letters(request.user, activity))
    round_ = _waiting_round(activity, "letter", "batch")
    batch = actions.print_letters(activity=activity, **round_, by=officer(request), at=clock.now())
    messages.success(
        request, _("%(n)d letters are in one file. Print it, post them, and say when.") % {"n": batch.letters}
    )
    return redirect("decisions:staff_feedback", slug)


@login_required
@never_cache
def batch_pdf(request: StaffRequest, slug: str, batch_id: str) -> HttpResponse:
    """A batch of letters as one PDF."""
    activity = activity_for_staff(slug)
    ask(access.may_print_letters(request.user, activity))
    batch = _one(LetterBatch.objects.select_related("activity__lead", "interim__activity", "news"), activity, batch_id)
    data = asked_letters(batch) if batch.asks.exists() else letters_of(batch)
    return pdf_answer("letters.typ", data, f"letters-{batch.public_id}.pdf")


@login_required
@require_POST
def posted(request: StaffRequest, slug: str, batch_id: str) -> HttpResponse:
    """Say that a batch was posted."""
    activity = opened(request, slug)
    ask(access.may_print_letters(request.user, activity))
    batch = _one(LetterBatch.objects.select_related("activity__lead"), activity, batch_id)
    form = PostedForm(request.POST, auto_id=f"{batch.public_id}_%s")
    if done(form, actions.post_letters, batch=batch, by=officer(request), at=clock.now(), beside="posted_on"):
        messages.success(request, _("Kept: these letters count as sent."))
        return redirect("decisions:staff_feedback", slug)
    return desk(request, activity, composed(activity), posted={batch.pk: form})


@login_required
@require_POST
def texts(request: StaffRequest, slug: str) -> HttpResponse:
    """Put the waiting text messages of one round into one file."""
    activity = activity_for_staff(slug)
    ask(access.may_print_letters(request.user, activity))
    round_ = _waiting_round(activity, "text", "texts")
    batch = actions.make_texts(activity=activity, **round_, by=officer(request), at=clock.now())
    messages.success(
        request, _("%(n)d messages are in one file. Give it to your provider, and say when.") % {"n": batch.messages}
    )
    return redirect("decisions:staff_feedback", slug)


@login_required
@never_cache
def texts_csv(request: StaffRequest, slug: str, batch_id: str) -> HttpResponse:
    """A batch of text messages as the provider takes it: number and words."""
    activity = activity_for_staff(slug)
    ask(access.may_print_letters(request.user, activity))
    batch = _one(TextBatch.objects.all(), activity, batch_id)
    return texts_file(f"texts-{batch.public_id}", text_rows(batch))


@login_required
@require_POST
def handed_over(request: StaffRequest, slug: str, batch_id: str) -> HttpResponse:
    """Say that the provider took the file, and which rows came back."""
    activity = opened(request, slug)
    ask(access.may_print_letters(request.user, activity))
    batch = _one(TextBatch.objects.select_related("activity__lead"), activity, batch_id)
    form = HandedOverForm(request.POST, auto_id=f"{batch.public_id}_%s")
    if form.is_valid():
        try:
            actions.hand_over_texts(batch=batch, by=officer(request), at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            say(form, refused, "returned" if form.cleaned_data["returned"] else "handed_over_on")
        else:
            messages.success(request, _("Kept: these messages count as sent."))
            return redirect("decisions:staff_feedback", slug)
    return desk(request, activity, composed(activity), handed={batch.pk: form})


@login_required
@never_cache
def calls(request: StaffRequest, slug: str) -> HttpResponse:
    """Who is to be rung, with the words to say. Only the letters role sees numbers."""
    activity = activity_for_staff(slug)
    ask(access.may_print_letters(request.user, activity))
    if request.method == "POST":
        return _called(request, activity)
    rows = queries.numbers_to_ring(list(queries.phone_list(activity)[:8]))
    first = next((one for one, _kept in rows if one.interim_id or one.news_id), None)
    said: list[str] = []
    if first is not None:
        rows = [row for row in rows if (row[0].interim_id, row[0].news_id) == (first.interim_id, first.news_id)]
        said = _words_of(first, activity)
    feedback = queries.feedback_of(activity)
    return page(
        request, activity, "calls", rows=rows, told=told(activity), interim=said,
        summary=getattr(feedback, "summary", ""), beside=said_beside(feedback),
        most=queries.feedback_terms().call_tries, url=short_address(activity),
    )  # fmt: skip


def _words_of(one: Delivery, activity: Activity) -> list[str]:
    """What is said in a call that is not the answer itself: interim feedback, or all news so far."""
    if one.news is not None:
        one.news.activity = activity
        return news_words(one.news, so_far=True)
    assert one.interim is not None
    one.interim.activity = activity
    return interim_words(one.interim)


def _called(request: StaffRequest, activity: Activity) -> HttpResponse:
    owed = queries.phone_list(activity).select_related("activity__lead")
    reached = request.POST.get("reached", "")
    delivery = get_object_or_404(owed, pk=whole(request.POST.get("delivery"), digits=18))
    if reached not in ("yes", "no", "wrong"):
        raise Http404(_("Say whether they were reached."))
    why = {"yes": "", "no": _("not reached"), "wrong": _("wrong number")}[reached]
    kept = actions.note_delivery(
        delivery=delivery, sent=reached == "yes", why=why, final=reached == "wrong", by=officer(request), at=clock.now()
    )
    if kept.state == Delivery.State.FAILED:
        messages.info(request, _("No more calls. If they left another address, it takes over now."))
    return redirect("decisions:calls", activity.slug)


@login_required
def posters(request: StaffRequest, slug: str) -> HttpResponse:
    """Where an answer is to hang, by when, and since when it does."""
    activity = activity_for_staff(slug)
    ask(access.may_tell(request.user, activity))
    known = queries.posters_of(activity)
    form = _posters_form(activity, {one.place for one in known}, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.plan_posters(activity=activity, by=officer(request), at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            say(form, refused)
        else:
            messages.success(request, _("%(n)d posters are ready to print.") % {"n": number})
            return redirect("decisions:posters", slug)
    return _posters(request, activity, form, known)


@login_required
@require_POST
def poster_up(request: StaffRequest, slug: str, poster_id: str) -> HttpResponse:
    """Say that a poster hangs, or why it cannot."""
    activity = activity_for_staff(slug)
    ask(access.may_tell(request.user, activity))
    poster = _one(Poster.objects.select_related("activity__lead"), activity, poster_id)
    form = PosterUpForm(request.POST, auto_id=f"{poster.public_id}_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            if given["because"]:
                actions.set_poster_aside(poster=poster, because=given["because"], by=officer(request), at=clock.now())
            else:
                actions.put_up_poster(
                    poster=poster, put_up_on=given["put_up_on"], put_up_by=given["put_up_by"], by=officer(request),
                    at=clock.now(),
                )  # fmt: skip
        except Refused as refused:
            say(form, refused)
        else:
            messages.success(request, _("Kept."))
            return redirect("decisions:posters", slug)
    known = queries.posters_of(activity)
    return _posters(
        request, activity, _posters_form(activity, {one.place for one in known}), known, up={poster.pk: form}
    )


@login_required
def poster_pdf(request: StaffRequest, slug: str, poster_id: str, paper: str) -> HttpResponse:
    """One poster to print."""
    activity = activity_for_staff(slug)
    ask(access.may_tell(request.user, activity))
    if paper not in PAPERS:
        raise Http404(_("Posters come in A4 and A3."))
    poster = _one(Poster.objects.select_related("activity__lead"), activity, poster_id)
    return pdf_answer("poster.typ", poster_of(poster, paper), f"poster-{poster.public_id}-{paper}.pdf")


@login_required
def card_pdf(request: StaffRequest, slug: str) -> HttpResponse:
    """The card that a host reads out at the next session."""
    activity = activity_for_staff(slug)
    ask(access.may_tell(request.user, activity))
    return pdf_answer("paper.typ", card_of(activity), f"card-{activity.public_id}.pdf")


def _posters_form(activity: Activity, there: set[str], given: Any = None) -> PostersForm:
    due = add_working_days(clock.today(), queries.feedback_terms().poster_working_days)
    waiting = [place for place in queries.venues_of(activity) if place not in there]
    initial = {"places": "\n".join(waiting), "due_on": due, "languages": ["en"]}
    return PostersForm(given, initial=initial, languages=["en", *queries.languages_of(activity)])


def _posters(
    request: StaffRequest, activity: Activity, form: PostersForm, known: list[Poster],
    up: dict[int, PosterUpForm] | None = None,
) -> HttpResponse:  # fmt: skip
    today = clock.today()
    rows = [
        {"poster": one, "language": name_of(one.language), "late": bool(one.due_on and one.due_on < today),
         "form": (up or {}).get(one.pk) or PosterUpForm(auto_id=f"{one.public_id}_%s", initial={"put_up_on": today})}
        for one in known
    ]  # fmt: skip
    feedback = queries.feedback_of(activity)
    return page(
        request, activity, "posters", form=form, rows=rows, feedback=feedback,
        invalid=bool(form.errors or up),
    )  # fmt: skip


def _waiting_round(activity: Activity, kind: str, batch: str) -> dict[str, Any]:
    """The round whose deliveries wait the longest, as `interim` and `news`: both None for the final answer."""
    rows = Delivery.objects.filter(activity=activity, kind=kind, state="owed", **{f"{batch}__isnull": True})
    first = rows.select_related("interim__activity", "news__activity").order_by("pk").first()
    return {"interim": first.interim if first else None, "news": first.news if first else None}


def _one(rows: Any, activity: Activity, public_id: str) -> Any:
    return get_object_or_404(rows, activity=activity, public_id=public_id)
