"""Officers' pages: the gates beside the plan, and what may be done at them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.access import may_read_plans
from heard.activities.models import Activity
from heard.activities.queries import activity_for_staff
from heard.compact import access, actions, forms, queries
from heard.compact.models import Override, PackVersion
from heard.compact.queries import words
from heard.ground import clock
from heard.ground.refusal import Refused, ask
from heard.rules.verdict import Verdict
from heard.ui.words import STAGES

APPROVED_AT = ("planned", "noticed")
RELABELLED = ("open", "closed", "found", "decided")


@login_required
@never_cache
def gates(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands between an activity and its next stage: a fragment beside the plan, and a whole page."""
    activity = activity_for_staff(slug)
    return _gates_page(request, activity)


@login_required
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Try a move. A refusal is kept, and shown above the gates."""
    activity = activity_for_staff(slug)
    asked = _asked(request)
    hand = access.hand_of(request.user, activity)
    ask(hand.may_move(queries.move_named(activity, asked["to"])))
    try:
        row = actions.move(activity=activity, by=request.user, at=clock.now(), **asked)  # type: ignore[arg-type]
    except Refused as refused:
        return _gates_page(request, activity, refused=refused)
    messages.success(request, f"{words.DONE[row.name]}. {queries.effect_of(row)}")
    return redirect("compact:gates", slug=slug)


@login_required
@require_POST
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """One of two people approves the plan as it stands."""
    actions.approve(activity=activity_for_staff(slug), by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("You have approved this plan. If it changes, it needs approving again."))
    return redirect("compact:gates", slug=slug)


@login_required
@require_POST
def override(request: HttpRequest, slug: str, check_id: str) -> HttpResponse:
    """A senior lead publishes a reason for letting one check through."""
    activity = activity_for_staff(slug)
    form = forms.Reason(request.POST, prefix=check_id)
    ask(access.may_override(request.user, activity))  # type: ignore[arg-type]
    if not form.is_valid():
        return _gates_page(request, activity, override_form=(check_id, form))
    try:
        actions.override(activity=activity, check_id=check_id, by=request.user, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
    except Refused as refused:
        return _gates_page(request, activity, refused=refused, override_form=(check_id, form))
    messages.success(request, _("Your reason is published on “How this was run”."))
    return redirect("compact:gates", slug=slug)


@login_required
@require_POST
def withdraw_override(request: HttpRequest, slug: str, override_id: int) -> HttpResponse:
    """An override is taken back; it stays on record."""
    row = get_object_or_404(Override.objects.select_related("activity"), pk=override_id, activity__slug=slug)
    actions.withdraw_override(override=row, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("The override is withdrawn. It stays on record."))
    return redirect("compact:gates", slug=slug)


@login_required
@never_cache
def change_level(request: HttpRequest, slug: str) -> HttpResponse:
    """A senior lead says another level than the one of the opening, in public."""
    activity = activity_for_staff(slug)
    may = access.may_override(request.user, activity)  # type: ignore[arg-type]
    form = forms.NewLevel(request.POST or None, activity=activity)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_level(activity=activity, by=request.user, at=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        else:
            messages.success(request, _("The level is changed, and people are told on every page."))
            return redirect("compact:gates", slug=slug)
    shown = {"activity": activity, "form": form, "may": may}
    return render(request, "compact/level.html", shown, status=422 if form.errors else 200)


@login_required
@never_cache
def sign_pack(request: HttpRequest, digest: str) -> HttpResponse:
    """Somebody says why the city changed its rules."""
    row = get_object_or_404(PackVersion, digest=digest)
    form = forms.Reason(request.POST or None)
    may = access.may_sign_for_the_pack(request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["reason"]
        actions.sign_pack(pack=row, because=because, by=request.user, at=clock.now())  # type: ignore[arg-type]
        messages.success(request, _("Your reason stands on the page of the Compact."))
        return redirect("compact:pack")
    shown = {"version": row, "form": form, "may": may}
    return render(request, "compact/sign.html", shown, status=422 if form.errors else 200)


def _gates_page(
    request: HttpRequest,
    activity: Activity,
    *,
    refused: Refused | None = None,
    override_form: tuple[str, Any] | None = None,
) -> HttpResponse:
    """The gates as they stand now; after a refusal with its words on top and the reason that was typed kept."""
    hand = access.hand_of(request.user, activity)
    if not hand.roles:
        ask(may_read_plans(request.user))
    found = queries.gates(activity)
    context: dict[str, Any] = {"activity": activity, "gates": found, "refused": refused, "hand": hand}
    if found is not None:
        context |= _next(request, activity, found, hand, override_form)
    is_fragment = bool(getattr(request, "htmx", False)) and refused is None
    if not is_fragment:
        context |= _sideways(request, activity, hand)
        context["tests"] = queries.tests_now(found) if found else []
    template = "compact/gates_fragment.html" if is_fragment else "compact/gates.html"
    status = refused.status if refused else 200
    return render(request, template, context, status=status)


def _next(
    request: HttpRequest, activity: Activity, found: queries.Gates, hand: access.Hand, override_form: Any
) -> dict[str, Any]:
    may = hand.may_move(found.move)
    approvals = queries.approvals_of(activity, queries.plan_digest(found.snapshot)) if _asks_approval(activity) else []
    reasons = {each.id: forms.Reason(prefix=each.id) for each in found.refused if each.may_be_overridden}
    if override_form and override_form[0] in reasons:
        reasons[override_form[0]] = override_form[1]
    return {
        "do": words.DO[found.move.name],
        "effect": _(found.move.effect),
        "next_stage": STAGES[found.move.to_stage],
        "may_move": may and _gate_verdict(found),
        "has_role": bool(may),
        "may_override": hand.may_override(),
        "may_approve": hand.may_approve(),
        "form": forms.form_of(found.move, found.needs_reason, _posted(request, found.move.name)),
        "refusals": [(each, reasons.get(each.id)) for each in found.refused],
        "approvals": approvals,
        "asks_approval": _asks_approval(activity),
        "has_approved": any(row.by_id == request.user.pk and row.is_current for row in approvals),
    }


def _gate_verdict(found: queries.Gates) -> Verdict:
    return found.verdict if not found.refused else Verdict(False, _("What is refused above comes first."))


def _sideways(request: HttpRequest, activity: Activity, hand: access.Hand) -> dict[str, Any]:
    """Reopening, withdrawing, a new level: what a whole page has room for."""
    ways = []
    for each in queries.side_moves(activity):
        form = forms.form_of(each, each.needs_reason, _posted(request, each.name))
        ways.append({"do": words.DO[each.name], "effect": _(each.effect), "form": form, "may": hand.may_move(each)})
    return {
        "ways": ways,
        "live_overrides": queries.live_overrides(activity) if activity.overrides else [],
        "may_extend": _address("activities:extend", activity.slug) if activity.is_open else "",
        "may_relabel": hand.may_override() if activity.stage in RELABELLED else None,
    }


def _asks_approval(activity: Activity) -> bool:
    return activity.stage in APPROVED_AT


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Which move is asked for: the forms of several moves stand on one page, told apart by their prefix."""
    for name in words.DO:
        if f"{name}-to" in request.POST:
            form = forms.Move(request.POST, prefix=name)
            if form.is_valid():
                return dict(form.cleaned_data)
            raise Refused(_("That could not be read."), _("Go back to the gates and try again."))
    raise Refused(_("It does not say which move to make."), _("Go back to the gates and choose one."))


def _posted(request: HttpRequest, name: str) -> Any:
    """What was typed into the form of one move, if it was that one."""
    return request.POST if f"{name}-to" in request.POST else None


def _address(name: str, slug: str) -> str:
    """The address of a page of a room that may be left out: "" then."""
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
