"""Officers' first page, the partners' calendar with its clashes, and the calendar that goes by post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.access import may_read_plans
from heard.activities.models import Activity, Stage
from heard.activities.queries import activity_for_staff
from heard.front import queries
from heard.front.queries import calendar as asked
from heard.front.views.calendar import quarter_in_words, sheet_blocks
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.network import actions
from heard.network import queries as network
from heard.network.access import may_keep_followers
from heard.network.forms import EnterForm
from heard.network.models import Follower, SheetBatch
from heard.people.access import StaffRequest, partners_for
from heard.people.models import Partner
from heard.rules.observances import Observance
from heard.ui.charts import Period, PeriodChart
from heard.ui.files import pdf_answer
from heard.ui.parts import Link

DRAFTS = (Stage.IDEA, Stage.PLANNED)
MONTHS = 6


@login_required
def owed(request: HttpRequest) -> HttpResponse:
    """Feedback due, sessions without notes, promises late, activities waiting for their next step."""
    return render(request, "front/owed.html", {"owed": queries.owed_to(request.user), "today": clock.today()})


@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Half a year of what every partner plans and runs, drafts included, with holidays and feasts behind it."""
    ask(may_read_plans(request.user))
    first = asked.month_of(clock.today())
    last = asked.months_later(first, MONTHS) - timedelta(days=1)
    activities = asked.planned_and_public(first, last)
    mind = asked.days_to_mind(first, last)
    chart = PeriodChart(
        _("What all partners plan and run"), [_period(one) for one in activities], first, last,
        shades=[_shade(one) for one in mind if one.days > 1],
        description=_("Shaded: school holidays, feasts, fasts, Christmas. The table names them."),
    )  # fmt: skip
    context = {"chart": chart, "mind": mind, "activities": activities, "by_post": _kept_by(request)[:1]}
    return render(request, "front/staff_calendar.html", context)


@login_required
def clashes(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands in the way of one activity's days."""
    ask(may_read_plans(request.user))
    activity = activity_for_staff(slug)
    found, others = asked.clashes_of(activity)
    chart = None
    if activity.opens_on and activity.closes_on:
        first, last = activity.opens_on - timedelta(days=14), activity.closes_on + timedelta(days=14)
        shades = [
            Period(one.name, one.first, one.last, note=_note(one.sure, one.source)) for one in found if not one.ref
        ]
        chart = PeriodChart(
            _("Its days, and what else happens then"), [_period(one) for one in [activity, *others]], first, last,
            shades,
        )  # fmt: skip
    context = {
        "activity": activity, "plan": activity.plan, "current_page": request.path, "chart": chart, "clashes": found,
    }  # fmt: skip
    return render(request, "front/clashes.html", context)


def _period(activity: Activity) -> Period:
    assert activity.opens_on is not None
    assert activity.closes_on is not None
    draft = activity.stage in DRAFTS
    label = _("%(title)s (draft)") % {"title": activity.title} if draft else activity.title
    note = f"{activity.lead.name}: {activity.opens_on:%-d %b} – {activity.closes_on:%-d %b}"
    kind, href = "letter" if draft else "web", reverse("activities:plan", args=[activity.slug])
    return Period(label, activity.opens_on, activity.closes_on, href, kind, note)


def _shade(one: Observance) -> Period:
    return Period(one.name, one.first, one.last, note=_note(one.sure, one.source))


def _note(sure: bool, source: str) -> str:
    return source if sure else _("may differ · %(source)s") % {"source": source}


@login_required
@never_cache
def by_post(request: StaffRequest, partner: str = "") -> HttpResponse:
    """Whom a partner posts the printed calendar to: enter, print, post, stop."""
    partners = list(_kept_by(request))
    if not partners:
        raise Refused(_("Only the staff of a partner who print letters look after these addresses."))
    one = next((each for each in partners if each.slug == partner), None) if partner else partners[0]
    if one is None:
        ask(may_keep_followers(request.user, get_object_or_404(Partner, slug=partner)))
        raise Refused(_("This partner does not post a calendar."))
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.enter_follower(
            partner=one, channel=form.cleaned_data["channel"], address=form.where(), name=form.cleaned_data["name"],
            choices=form.chosen(), evidence=form.cleaned_data["evidence"], by=request.user, at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("Kept. They will hear."))
        return redirect("front:by_post_of", one.slug)
    first, _last = asked.quarter_of(clock.today())
    context = {
        "partner": one, "form": form, "followers": list(network.post_followers(one)[:200]),
        "batches": list(network.sheet_batches(one)[:12]),
        "heads": [_("Name"), _("Address"), _("How they asked"), _("Stop")], "quarter": quarter_in_words(first),
        "others": [Link(each.name, each.slug) for each in partners if each != one],
    }  # fmt: skip
    return render(request, "front/by_post.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def print_sheets(request: StaffRequest, partner: str) -> HttpResponse:
    """Put this quarter's sheets into one file."""
    one = get_object_or_404(Partner, slug=partner)
    first, _last = asked.quarter_of(clock.today())
    quarter = f"{first.year}-Q{(first.month + 2) // 3}"
    batch = actions.print_sheets(partner=one, quarter=quarter, by=request.user, at=clock.now())
    said = ngettext("%(n)d letter is in one file.", "%(n)d letters are in one file.", batch.letters)
    messages.success(request, said % {"n": batch.letters})
    return redirect("front:by_post_of", partner)


@login_required
@never_cache
def sheets_pdf(request: StaffRequest, partner: str, batch_id: str) -> HttpResponse:
    """A batch as one PDF."""
    batch = _batch(request, partner, batch_id)
    first, last = asked.quarter_of(clock.day_of(batch.printed_at))
    data = network.sheet_letters(batch, sheet_blocks(first, last))
    return pdf_answer("letters.typ", data, f"calendar-{batch.public_id}.pdf")


@login_required
@require_POST
def sheets_posted(request: StaffRequest, partner: str, batch_id: str) -> HttpResponse:
    """Say that a batch was posted today."""
    actions.post_sheets(
        batch=_batch(request, partner, batch_id), posted_on=clock.today(), by=request.user, at=clock.now()
    )
    messages.success(request, _("Kept: these sheets are on their way."))
    return redirect("front:by_post_of", partner)


@login_required
@require_POST
def stop_entered(request: StaffRequest, partner: str, public_id: str) -> HttpResponse:
    """They said that they want no more."""
    follower = get_object_or_404(Follower.objects.select_related("partner"), partner__slug=partner, public_id=public_id)
    actions.stop_entered(follower=follower, by=request.user, at=clock.now())
    messages.success(request, _("Stopped. Their address is deleted."))
    return redirect("front:by_post_of", partner)


def _kept_by(request: Any) -> Any:
    return partners_for(request.user, "print_letters").distinct().order_by("name")


def _batch(request: StaffRequest, partner: str, batch_id: str) -> SheetBatch:
    batch = get_object_or_404(SheetBatch.objects.select_related("partner"), partner__slug=partner, public_id=batch_id)
    ask(may_keep_followers(request.user, batch.partner))
    return batch
