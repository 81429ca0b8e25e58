"""Sharing with the other partners, reuse, what is held back, and evidence from elsewhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.findings import access, actions
from heard.findings.forms import EvidenceForm, FindForm, RestrictForm, ReuseForm, ReviewForm, ShareForm
from heard.findings.models import EvidenceCited, Finding, Restriction, Reuse
from heard.findings.queries import sharing as queries
from heard.findings.staff.opening import desk, reader, shown
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.people.access import partners_for
from heard.people.models import Account, Partner, Role
from heard.places.models import Place
from heard.ui.parts import Link, address_with

HERE = "findings:staff_findings"


@desk
def sharing(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Share by one press; see whom it went to, who asked to use it, what is held back."""
    form = ShareForm(request.POST or None)
    if form.is_valid():
        actions.share_findings(activity=activity, by=reader(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Shared. Each lead is written to; everyone at the partners can find it."))
        return HttpResponseRedirect(request.path)
    context = {
        "form": form,
        "sharings": queries.sharings_of(activity),
        "reuses": queries.reuses_of(activity),
        "restrictions": queries.restrictions_of(activity),
        "findings": Finding.objects.filter(activity=activity).count(),
        "review": ReviewForm(auto_id=False),
        "today": clock.today(),
        "allowed": access.may_share(request.user, activity),
    }
    return shown(request, "sharing.html", activity, context, current=HERE, status=422 if form.errors else 200)


@desk
def restrict(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Hold back the words of a finding, with reason, owner and a day to look again."""
    findings = Finding.objects.filter(activity=activity, published_at__isnull=True)
    owners = Account.objects.filter(
        pk__in=Role.objects.filter(partner=activity.lead_id, ended_at__isnull=True).values("account")
    ).order_by("name")
    form = RestrictForm(
        request.POST or None, owners=owners,
        findings=findings.exclude(restrictions__lifted_at__isnull=True, restrictions__isnull=False),
    )  # fmt: skip
    if form.is_valid() and _restricted(form, reader(request)):
        messages.success(request, _("Held back. It says so everywhere, and comes up again on its day."))
        return HttpResponseRedirect(reverse("findings:sharing", args=[activity.slug]))
    context = {"form": form, "allowed": access.may_restrict(request.user, activity)}
    return shown(request, "restrict.html", activity, context, current=HERE, status=422 if form.errors else 200)


def _restricted(form: RestrictForm, by: Any) -> bool:
    try:
        actions.restrict_finding(by=by, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error("review_on", refusal.verdict.why)
    return form.is_valid()


@require_POST
@desk
def restriction(request: HttpRequest, activity: Activity, restriction_id: int) -> HttpResponse:
    """Show it again, or hold it back until another day."""
    rows = Restriction.objects.filter(pk=restriction_id, finding__activity=activity)
    one = rows.select_related("finding__activity").first()
    if one is None:
        raise Http404(_("There is nothing held back under this number."))
    if request.POST.get("do") == "lift":
        actions.lift_restriction(restriction=one, by=reader(request), at=clock.now())
    else:
        form = ReviewForm(request.POST)
        if not form.is_valid():
            raise Refused(_("Say why in a sentence, and when within a year it is looked at again."))
        actions.review_restriction(restriction=one, by=reader(request), at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("findings:sharing", args=[activity.slug]))


@require_POST
@desk
def reuse_answer(request: HttpRequest, activity: Activity, reuse_id: str) -> HttpResponse:
    """Grant the use of a finding, or refuse it with the reason."""
    rows = Reuse.objects.filter(public_id=reuse_id, finding__activity=activity)
    one = rows.select_related("finding__activity", "partner").first()
    if one is None:
        raise Http404(_("There is no such request."))
    actions.answer_reuse(
        reuse=one, grant=request.POST.get("do") == "grant", reason=request.POST.get("reason", ""), by=reader(request),
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("Answered."))
    return HttpResponseRedirect(reverse("findings:sharing", args=[activity.slug]))


@never_cache
@login_required
def found(request: HttpRequest) -> HttpResponse:
    """What partners have found: every shared finding, by words, place, partner, theme."""
    ask(access.may_see_shared(request.user))
    places = Place.objects.filter(kind=Place.Kind.WARD).order_by("name").values_list("slug", "name")
    partners = Partner.objects.filter(left_on__isnull=True).values_list("slug", "name")
    form = FindForm(request.GET, places=list(places), partners=list(partners))
    chosen = form.chosen()
    rows = queries.shared_findings(**chosen)
    page = page_of(rows, order=("-shared_on", "-pk"), after=request.GET.get("after", ""), size=20)
    context = {
        "form": form,
        "page": page,
        "items": queries.as_reusable(page.items),
        "chosen": [Link(value, address_with(request.GET, **{name: ""})) for name, value in chosen.items()],
    }
    return render(request, "findings/shared.html", context)


@never_cache
@login_required
def found_one(request: HttpRequest, finding_id: str) -> HttpResponse:
    """One shared finding: its terms, and asking to use it."""
    ask(access.may_see_shared(request.user))
    row = queries.shared_finding(finding_id)
    homes = partners_for(request.user, "write_findings") | partners_for(request.user, "plan_activity")
    home = homes.exclude(pk=row.activity.lead_id).order_by("pk").first()
    form = ReuseForm(request.POST or None)
    if form.is_valid():
        if home is None:
            raise Refused(_("Only staff of another partner ask to use a finding."))
        actions.ask_reuse(finding=row, partner=home, by=reader(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Asked. Where it is public, you may use it at once."))
        return HttpResponseRedirect(request.path)
    context = {"one": queries.as_reusable([row])[0], "form": form, "home": home,
               "mine": Reuse.objects.filter(finding=row, partner=home).select_related("partner")}  # fmt: skip
    return render(request, "findings/shared_one.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
@login_required
def reuse_cite(request: HttpRequest, reuse_id: str) -> HttpResponse:
    """Say what a finding was cited in."""
    mine = Reuse.objects.filter(public_id=reuse_id, asked_by=reader(request))
    one = mine.select_related("finding", "partner").first()
    if one is None:
        raise Http404(_("There is no such request of yours."))
    actions.cite_reuse(reuse=one, cited_in=request.POST.get("cited_in", ""), by=reader(request), at=clock.now())
    messages.success(request, _("Counted as used."))
    return HttpResponseRedirect(reverse("findings:shared_one", args=[one.finding.public_id]))


@desk
def elsewhere(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Evidence from elsewhere that the decision is to rest on; `?from=` takes over a shared finding."""
    source = _from_heard(request.GET.get("from", ""))
    form = EvidenceForm(request.POST or None, initial=_said(source))
    if form.is_valid() and _cited(form, activity, source, reader(request)):
        messages.success(request, _("Kept. It goes into the evidence pack when that is frozen."))
        return HttpResponseRedirect(request.path)
    context = {
        "form": form,
        "cited": queries.evidence_cited(activity),
        "offers": queries.evidence_for_reuse(request.GET.get("words", ""), size=10) if "words" in request.GET else (),
        "words": request.GET.get("words", ""),
        "allowed": access.may_cite(request.user, activity),
    }
    return shown(request, "elsewhere.html", activity, context, current=HERE, status=422 if form.errors else 200)


def _from_heard(ref: str) -> Any:
    return Finding.objects.filter(public_id=ref).select_related("activity__lead").first() if ref else None


def _said(source: Any) -> dict[str, Any]:
    if source is None:
        return {}
    where = reverse("findings:finding", args=[source.public_id]) if source.published_at else ""
    return {
        "source": f"{source.activity.lead.name}: {source.activity.title}"[:300],
        "says": source.statement,
        "collected_on": source.activity.closes_on,
        "published_where": where,
    }


def _cited(form: EvidenceForm, activity: Activity, source: Any, by: Any) -> bool:
    try:
        actions.cite_evidence(activity=activity, finding=source, by=by, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        field = {"GP-i.8": "published_where", "GP-i.9": "currency_note"}.get(refusal.verdict.clause)
        form.add_error(field, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return form.is_valid()


@require_POST
@desk
def elsewhere_drop(request: HttpRequest, activity: Activity, evidence_id: int) -> HttpResponse:
    """Take evidence from elsewhere out again."""
    one = EvidenceCited.objects.filter(pk=evidence_id, activity=activity).select_related("activity").first()
    if one is None:
        raise Http404(_("It is not among the evidence."))
    actions.drop_evidence(evidence=one, by=reader(request), at=clock.now())
    messages.success(request, _("Taken out."))
    return HttpResponseRedirect(reverse("findings:elsewhere", args=[activity.slug]))
