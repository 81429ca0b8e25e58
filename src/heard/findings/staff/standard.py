"""To a standard: how it will be read, the second reading, the statement of quality, what peers say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.findings import access, actions
from heard.findings.forms import AnalysisPlanForm, NeutralityForm, QualityForm, SignForm
from heard.findings.models import AnalysisPlan, LeadingQuestion, NeutralityReview
from heard.findings.queries import drafting, neutrality, second, standard
from heard.findings.staff.opening import reader, shown, standard_desk
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.ui.parts import Head

HERE = "findings:standard"


@standard_desk
def overview(request: HttpRequest, activity: Activity) -> HttpResponse:
    """How far the reading is to a standard that others can rely on, part by part."""
    pairs = second.pairs_of(activity)
    words, twice = standard.read_twice(activity)
    context = {
        "versions": standard.plan_versions(activity, locked=False),
        "frames": standard.frames_of(activity),
        "sample": second.sample_of(activity),
        "words": words,
        "twice": twice,
        "agreement": second.agreement_of(pairs, second.theme_names(activity)) if pairs else None,
        "heads": _agreement_heads(),
        "left": sum(pair.differs and not pair.settled for pair in pairs),
        "quality": standard.quality_of(activity),
        "reviews": NeutralityReview.objects.filter(activity=activity).count(),
        "may_code": access.may_code(request.user, activity),
        "may_plan": access.may_plan_analysis(request.user, activity),
    }
    return shown(request, "standard.html", activity, context, current=HERE)


def _agreement_heads() -> list[Head]:
    numbers = (_("Both"), _("First only"), _("Second only"), _("Alike, %"), _("κ"), _("α"))
    return [Head(_("Theme")), *(Head(word, number=True) for word in numbers)]


@standard_desk
def analysis(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Write how answers will be read; lock it with a press."""
    newest = AnalysisPlan.objects.filter(activity=activity).last()
    form = AnalysisPlanForm(request.POST or None, initial=_said(newest))
    if form.is_valid() and _planned(form, activity, reader(request)):
        messages.success(request, _("Saved. It counts once it is locked."))
        return HttpResponseRedirect(reverse(HERE, args=[activity.slug]))
    context = {"form": form, "newest": newest, "allowed": access.may_plan_analysis(request.user, activity)}
    return shown(request, "analysis_plan.html", activity, context, current=HERE, status=_status(form))


def _said(newest: AnalysisPlan | None) -> dict[str, Any]:
    if newest is None:
        return {}
    return {name: getattr(newest, name) for name in AnalysisPlanForm.base_fields if name not in ("frame", "reason")} | {
        "frame": "\n".join(newest.frame)
    }


def _planned(form: AnalysisPlanForm, activity: Activity, by: Any) -> bool:
    said = dict(form.cleaned_data)
    reason = said.pop("reason")
    try:
        actions.plan_analysis(activity=activity, words=said, reason=reason, by=by, at=clock.now())
    except Refused as refusal:
        form.add_error("reason", f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return form.is_valid()


@require_POST
@standard_desk
def analysis_lock(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Lock the newest version."""
    newest = AnalysisPlan.objects.filter(activity=activity).select_related("activity").last()
    if newest is None:
        raise Refused(_("Write how answers will be read first."))
    actions.lock_analysis(plan=newest, by=reader(request), at=clock.now())
    messages.success(request, _("Locked. Everyone can read it now."))
    return HttpResponseRedirect(reverse(HERE, args=[activity.slug]))


@standard_desk
def quality(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The statement of quality: written from the record, mended by hand."""
    kept = standard.quality_of(activity)
    form = QualityForm(request.POST or None, initial=drafting.quality_draft(activity, kept))
    if form.is_valid():
        actions.write_quality(activity=activity, by=reader(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved. Now somebody independent signs it."))
        return HttpResponseRedirect(reverse(HERE, args=[activity.slug]))
    context = {
        "form": form,
        "kept": kept,
        "balances": drafting.balance_rows(activity),
        "heads": drafting.balance_heads(),
        "sign": SignForm(),
        "allowed": access.may_write(request.user, activity),
        "may_sign": access.may_sign(request.user, activity),
    }
    return shown(request, "quality.html", activity, context, current=HERE, status=_status(form))


@require_POST
@standard_desk
def quality_sign(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Sign the statement of quality, or sign with a dissent."""
    kept, form = standard.quality_of(activity), SignForm(request.POST)
    if kept is None or not form.is_valid():
        raise Refused(_("There is nothing to sign yet."))
    actions.sign_quality(statement=kept, dissent=form.cleaned_data["dissent"], by=reader(request), at=clock.now())
    messages.success(request, _("Signed."))
    return HttpResponseRedirect(reverse(HERE, args=[activity.slug]))


@standard_desk
def neutral(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A peer answers whether it is neutral and names what leads."""
    allowed, reviews = access.may_review(request.user, activity), neutrality.reviews_of(activity)
    flagged = any(review.leading.all() for review in reviews)
    asked = neutrality.questions_of(activity) if allowed or flagged else []
    form = NeutralityForm(request.POST or None, asked=asked)
    if form.is_valid() and _reviewed(form, activity, reader(request)):
        messages.success(request, _("Kept. Thank you for looking."))
        return HttpResponseRedirect(request.path)
    context = {
        "form": form,
        "reviews": reviews,
        "open": neutrality.still_leading(reviews, asked),
        "neutral": neutrality.NEUTRAL,
        "allowed": allowed,
        "may_plan": access.may_plan_analysis(request.user, activity),
    }
    return shown(request, "neutrality.html", activity, context, current=HERE, status=_status(form))


def _reviewed(form: NeutralityForm, activity: Activity, by: Any) -> bool:
    leading = [actions.Leading(each.strand, each.ref, why) for each, why in form.leading()]
    try:
        actions.review_neutrality(
            activity=activity, answers=form.answers(), leading=leading, dissent=form.cleaned_data["dissent"],
            by=by, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("dissent", f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return form.is_valid()


@require_POST
@standard_desk
def question_kept(request: HttpRequest, activity: Activity, question_id: int) -> HttpResponse:
    """Say why a question stays as it is."""
    one = LeadingQuestion.objects.filter(pk=question_id, review__activity=activity).select_related("review__activity")
    question = one.first()
    if question is None:
        raise Refused(_("This question is not on the list any more."))
    actions.keep_question(
        question=question, because=request.POST.get("because", ""), by=reader(request), at=clock.now()
    )
    messages.success(request, _("Kept, with the reason."))
    return HttpResponseRedirect(reverse("findings:neutrality", args=[activity.slug]))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
