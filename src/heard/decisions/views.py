"""What everyone may read and say: what was decided and why, every promise, what residents see, and what is late."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from heard.activities.queries import activity_by_slug, public_activities
from heard.decisions import access, actions, queries
from heard.decisions.forms import CodeForm, SayForm
from heard.decisions.models import Commitment
from heard.decisions.queries.owing import years_of_lateness
from heard.decisions.queries.records import is_late
from heard.decisions.queries.steps import read_stop_code
from heard.decisions.queries.versions import changes_between, version_of, versions_of
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused
from heard.ground.slowing import tries_too_often
from heard.rules import receipt as codes

HOUR = 3600


def decided(request: HttpRequest, slug: str) -> HttpResponse:
    """The tab “What was decided”: you said, we did, finding by finding; and who to hold to it."""
    activity = activity_by_slug(slug, request.user)
    decision = queries.decision_of(activity)
    visible = access.may_see_decision(activity, decision)
    feedback = queries.feedback_of(activity)
    published = bool(decision and decision.published_at)
    given = bool(feedback and feedback.published_at)
    desk = queries.deciding_desk(activity) if published else []
    beside = queries.around(activity)
    context = {
        "activity": activity, "current_tab": reverse("decisions:decided", args=[slug]), "today": clock.today(),
        "decision": decision if visible else None, "rows": desk, "around": beside, "published": published,
        "late": beside.days_late(clock.today()), "feedback": feedback if given else None,
        "not_adopted": [row for row in desk if row["answer"] and row["answer"].kind == "not_adopted"],
        "passed_on": [row for row in desk if row["answer"] and row["answer"].kind == "outside_power"],
    }  # fmt: skip
    return render(request, "decisions/decided.html", context)


def short(request: HttpRequest, public_id: str) -> HttpResponse:
    """The short address of a poster or a text message."""
    activity = get_object_or_404(public_activities(), public_id=public_id)
    return redirect("decisions:decided", activity.slug)


def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of “You said, we did” that was public."""
    activity = activity_by_slug(slug, request.user)
    context = {"activity": activity, "current_tab": reverse("decisions:decided", args=[slug]),
               "versions": versions_of(activity)}  # fmt: skip
    return render(request, "decisions/versions.html", context)


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, with what it changed."""
    activity = activity_by_slug(slug, request.user)
    one = version_of(activity, number)
    before = version_of(activity, number - 1) if number > 1 else None
    context = {
        "activity": activity, "current_tab": reverse("decisions:decided", args=[slug]), "version": one,
        "body": one.body, "changes": changes_between(before.body, one.body) if before else [], "before": before,
    }  # fmt: skip
    return render(request, "decisions/version.html", context)


def late(request: HttpRequest) -> HttpResponse:
    """Every answer that is owed and late, the longest first; and the years before."""
    page = page_of(queries.late_public(), order=["due_on", "id"], after=request.GET.get("after", ""))
    return _late(request, page, None)


def late_year(request: HttpRequest, year: int) -> HttpResponse:
    """The annual list of late feedback: what fell due in a year and came late, or is still owed."""
    if not 2011 <= year <= clock.today().year:
        raise Http404(_("There is no list for this year."))
    page = page_of(queries.late_public(year=year), order=["due_on", "id"], after=request.GET.get("after", ""))
    return _late(request, page, year)


def late_interim(request: HttpRequest) -> HttpResponse:
    """Interim feedback that promised more by a day, and people did not hear: now, and ever."""
    page = page_of(queries.interims_late(), order=["-next_due_on", "-id"], after=request.GET.get("after", ""))
    today = clock.today()
    rows = [{"told": one, "days": one.days_late(today), "steps": list(one.steps.all())} for one in page]
    return render(request, "decisions/late_interim.html", {"page": page, "rows": rows})


def _late(request: HttpRequest, page: Any, year: int | None) -> HttpResponse:
    today = clock.today()
    rows = [{"owed": one, "days": one.days_late(today), "steps": list(one.escalations.all())} for one in page]
    context = {"page": page, "rows": rows, "year": year, "years": years_of_lateness()}
    return render(request, "decisions/late.html", context)


def tracker(request: HttpRequest) -> HttpResponse:
    """Every promise of every decision, the next to fall due on top."""
    state = request.GET.get("state", "")
    rows = queries.commitments_public()
    if state == "late":
        rows = rows.filter(settled_on__isnull=True, due_on__lt=clock.today())
    elif state == "reopened":
        rows = rows.filter(reopened_on__isnull=False)
    elif state in Commitment.State.values:
        rows = rows.filter(state=state)
    partner = request.GET.get("partner", "")
    if partner.isprintable() and partner:
        rows = rows.filter(decision__activity__lead__slug=partner)
    page = page_of(rows, order=["due_on", "id"], after=request.GET.get("after", ""))
    context = {"page": page, "state": state, "states": Commitment.State.choices, "today": clock.today()}
    return render(request, "decisions/tracker.html", context)


def commitment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One promise: who, by when, what became of it, what residents see, and whose words it goes back to."""
    one = queries.commitment_by_id(public_id)
    states = dict(Commitment.State.choices)
    context = {
        "commitment": one, "activity": one.decision.activity, "late": is_late(one), "answers": one.answers.all(),
        "steps": [(step, states.get(step.became, step.became)) for step in one.changes.all()],
        "seen": queries.on_the_ground(one), "terms": queries.feedback_terms(), "today": clock.today(),
    }  # fmt: skip
    return render(request, "decisions/commitment.html", context)


@never_cache
def say(request: HttpRequest, public_id: str) -> HttpResponse:
    """Anybody says whether a promise is true on the ground. No account; many may share a computer."""
    one = queries.commitment_by_id(public_id)
    form = SayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            form.add_error(None, _("Many answers came from this computer within an hour. Nothing is lost: wait a "
                                   "little and send it again, or ring us."))  # fmt: skip
            return render(request, "decisions/say.html", {"commitment": one, "form": form}, status=429)
        kept = actions.answer_promise(commitment=one, at=clock.now(), **form.cleaned_data)
        return redirect("decisions:said", kept.code)
    status = 422 if form.errors else 200
    return render(request, "decisions/say.html", {"commitment": one, "form": form}, status=status)


@csrf_exempt  # mail programs press this for people, without a page; the signed address is the proof
@never_cache
def no_more_news(request: HttpRequest, code: str) -> HttpResponse:
    """No more news of the steps of one activity, with one press: by a person, or by their mail program (RFC 8058)."""
    found = read_stop_code(code)
    activity = public_activities().filter(public_id=found[0]).first() if found else None
    if found is None or activity is None:
        raise Http404(_("This link has been cut short. Copy it whole from the e-mail."))
    if request.method == "POST":
        actions.stop_news(activity=activity, voice=found[1], at=clock.now())
    answer = render(request, "decisions/no_more_news.html", {"activity": activity, "done": request.method == "POST"})
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@never_cache
def asked_form(request: HttpRequest) -> HttpResponse:
    """The code from a letter leads to its question; any other to one and the same sentence."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if _too_many(request, "codes"):
            return render(request, "decisions/asked_form.html", {"form": form}, status=429)
        code = codes.read(form.cleaned_data["code"]) if form.is_valid() else None
        if code:
            return redirect("decisions:asked", code)
        form.errors.pop("code", None)
        form.add_error("code", _("We do not know this code. Check it letter by letter."))
    return render(request, "decisions/asked_form.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
def asked(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody who took part is asked about one promise, and answers once."""
    one = queries.asked_by_code(code)
    made = one.check_made.commitment
    known = queries.answer_of(one)
    initial = {"says": known.says, "words": known.words} if known else None
    form = SayForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.answer_promise(commitment=made, asked=one, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        else:
            return _unseen(redirect("decisions:said", kept.code))
    context = {"asked": one, "commitment": made, "form": form, "known": known, "code": code, "today": clock.today()}
    return _unseen(render(request, "decisions/asked.html", context, status=422 if form.errors else 200))


@require_POST
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody does not want to be asked again."""
    one = queries.asked_by_code(code)
    actions.stop_asking(asked=one, at=clock.now())
    messages.success(request, _("Your address is deleted. Nobody will ask you again."))
    return redirect("decisions:commitment", one.check_made.commitment.public_id)


@never_cache
def said(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt of an answer: what was said, and what came of it."""
    one = queries.answer_by_code(code)
    context = {"answer": one, "commitment": one.commitment, "code": codes.read(code)}
    return _unseen(render(request, "decisions/said.html", context))


def _unseen(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


def _too_many(request: HttpRequest, what: str = "answers") -> bool:
    """More than a library's computer would send in an hour?"""
    most = queries.feedback_terms().per_hour_from_one_computer
    return tries_too_often(request, f"ground-{what}", most=most, seconds=HOUR)
