"""Officers' page of the follow-up: who is asked, letters to print, people to ring, slips to key in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.activities.staff.opening import officer
from heard.activities.staff.texts import texts_file
from heard.evaluation import access, actions, queries
from heard.evaluation.forms import CardsForm, KeyForm, PostedForm
from heard.evaluation.models import FollowUp, FollowUpAsk
from heard.evaluation.staff.opening import opened, page
from heard.evaluation.views.tables import said_chart
from heard.ground import clock
from heard.ground.refusal import ask
from heard.ui.files import pdf_answer
from heard.ui.parts import Head


@login_required
def follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    """How asking goes, and what people answered."""
    return _page(request, opened(request, slug))


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask now rather than tonight."""
    actions.start_follow_up(activity=opened(request, slug), by=officer(request), at=clock.now())
    messages.success(request, _("People are being asked."))
    return redirect("evaluation:staff_follow_up", slug)


@login_required
@require_POST
def print_letters(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the letters or text messages that wait into one batch."""
    kind = "text" if request.POST.get("kind") == "text" else "letter"
    batch = actions.print_follow_up(
        follow_up=_of(opened(request, slug)), kind=kind, reminder=request.POST.get("reminder") == "yes",
        by=officer(request), at=clock.now(),
    )  # fmt: skip
    said = _("%(n)d letters wait to be opened and printed.")
    if kind == "text":
        said = _("%(n)d messages are in one file. Give it to your provider, and say when.")
    messages.success(request, said % {"n": batch.letters})
    return redirect("evaluation:staff_follow_up", slug)


@login_required
def letters(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One batch as a PDF: addresses, so only for the letters role."""
    activity = opened(request, slug)
    ask(access.may_print(request.user, activity))
    letters = queries.letters_of(queries.batch_of(activity, public_id))
    return pdf_answer("letters.typ", letters, "how-was-it-letters.pdf", opens=True)


@login_required
@never_cache
def texts(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One batch of text messages as the provider takes it: numbers, so only for the letters role."""
    activity = opened(request, slug)
    ask(access.may_print(request.user, activity))
    batch = queries.batch_of(activity, public_id)
    if batch.kind != "text":
        raise Http404(_("There is no such batch of text messages."))
    return texts_file(f"how-was-it-{batch.public_id}", queries.texts_of(batch))


@login_required
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The card that hosts hand out, as a PDF."""
    return pdf_answer("paper.typ", queries.card_of(opened(request, slug)), "how-was-it-card.pdf", opens=True)


@login_required
@require_POST
def posted(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A batch was posted."""
    activity, form = opened(request, slug), PostedForm(request.POST)
    batch = queries.batch_of(activity, public_id)
    if not form.is_valid():
        return _page(request, activity, posted_form=form)
    actions.post_follow_up(batch=batch, by=officer(request), at=clock.now(), **form.cleaned_data)
    return redirect("evaluation:staff_follow_up", slug)


@login_required
@require_POST
def called(request: HttpRequest, slug: str, ask_id: int) -> HttpResponse:
    """Somebody was rung, or could not be."""
    activity = opened(request, slug)
    rows = FollowUpAsk.objects.select_related("follow_up__activity").filter(follow_up__activity=activity, kind="phone")
    made, reached = get_object_or_404(rows, pk=ask_id), request.POST.get("reached") == "yes"
    actions.note_asked(ask_made=made, sent=reached, why="" if reached else "nobody answered", by=officer(request),
                       at=clock.now())  # fmt: skip
    return redirect("evaluation:staff_follow_up", slug)


@login_required
@require_POST
def cards(request: HttpRequest, slug: str) -> HttpResponse:
    """How many cards were handed out."""
    activity, form = opened(request, slug), CardsForm(request.POST)
    if not form.is_valid():
        return _page(request, activity, cards_form=form)
    actions.count_cards(follow_up=_of(activity), by=officer(request), at=clock.now(), **form.cleaned_data)
    return redirect("evaluation:staff_follow_up", slug)


@login_required
@require_POST
def key_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Key in a slip, a call or a card."""
    activity, form = opened(request, slug), KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, activity, key_form=form)
    given = {name: form.cleaned_data[name] for name in ("channel", "code", "entry_key")} | form.said()
    actions.key_follow_up(follow_up=_of(activity), by=officer(request), at=clock.now(), **given)
    messages.success(request, _("Kept. The next one may follow."))
    return redirect("evaluation:staff_follow_up", slug)


def _of(activity: Activity) -> FollowUp:
    return get_object_or_404(FollowUp.objects.select_related("activity"), activity=activity)


def _page(request: HttpRequest, activity: Activity, **wrong: Any) -> HttpResponse:
    begun = queries.follow_up_of(activity)
    said, may_print = queries.followed(begun), access.may_print(request.user, activity)
    may_read = access.may_add_lesson(request.user, activity)
    context: dict[str, Any] = {
        "begun": begun,
        "ask_heads": [
            _("By"),
            *(
                Head(words, number=True)
                for words in (_("To be asked"), _("Asked"), _("Could not be"), _("Answered"), _("Reminded"))
            ),
        ],
        "said": said,
        "chart": said_chart(said),
        "numbers": queries.asks_in_numbers(begun) if begun else [],
        "waiting": queries.waiting_for_batches(begun) if begun and may_print else [],
        "batches": list(begun.batches.all()[:20]) if begun else [],
        "calls": queries.calls_to_make(begun) if begun and may_print else [],
        "words": queries.words_said(begun) if begun and may_read else [],
        "may_start": access.may_follow_up(request.user, activity),
        "may_print": may_print,
        "may_key": access.may_key(request.user, activity),
        "key_form": KeyForm(),
        "cards_form": CardsForm(initial={"cards": begun.cards if begun else 0}),
        "posted_form": PostedForm(),
    }
    return page(request, activity, "staff_follow_up.html", "staff_follow_up", **(context | wrong))
