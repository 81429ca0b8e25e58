"""What came in: the register, and one contribution with its readings, its withdrawal and its exclusion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heard.activities import access, actions, queries
from heard.activities.forms import ExclusionForm, RedactionForm, RegisterFilterForm, WithdrawForm
from heard.activities.forms.staff import STATES
from heard.activities.methods import method_of
from heard.activities.models import Activity, Contribution
from heard.activities.staff import opening
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.ui.parts import Head, Link, Table, address_with
from heard.ui.words import CHANNELS_SHORT


@never_cache
@login_required
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that came in, by channel, state and way to take part; the newest first."""
    activity = opening.opened(request, slug)
    ask(access.may_read_contributions(request.user, activity))
    form = RegisterFilterForm(request.GET, strands=list(queries.strands_of(activity)))
    chosen = form.chosen()
    rows = queries.with_words(queries.contributions_of(activity, **chosen))
    page = page_of(rows, order=("-received_at", "-id"), after=request.GET.get("after", ""))
    context = {
        "form": form,
        "page": page,
        "chosen": [
            Link(dict(form.fields[name].choices)[value], address_with(request.GET, **{name: ""}))  # type: ignore[attr-defined]
            for name, value in chosen.items()
            if value
        ],
        "totals": _totals(activity),
        "desks": _desks(activity),
    }
    return opening.shown(request, "contributions.html", activity, context, current="activities:contributions")


def _desks(activity: Activity) -> list[tuple[str, list[Link]]]:
    """For each way to take part, the pages where its answers come in: keying in, imports, sessions."""
    return [
        (
            strand.title,
            [Link(label, reverse(name, args=[strand.public_id])) for label, name in method_of(strand).desks],
        )
        for strand in queries.strands_of(activity)
    ]


def _totals(activity: Activity) -> Table:
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for row in queries.counts_of(activity):
        cells.setdefault((row["strand__title"], row["channel"]), {})[row["state"]] = row["n"]
    states = Contribution.State.values
    rows = [
        [title, CHANNELS_SHORT[channel], *(found.get(state, 0) for state in states), sum(found.values())]
        for (title, channel), found in cells.items()
    ]
    labels = [*(label for _state, label in STATES), _("In all")]
    heads = [Head(_("Way to take part")), Head(_("Channel")), *(Head(label, number=True) for label in labels)]
    return Table(_("How many, by way in and channel"), heads, rows)


@never_cache
@login_required
def contribution(request: HttpRequest, trace_id: str) -> HttpResponse:
    """One contribution: cover private details, withdraw it on request, or propose that it is not counted."""
    one = queries.contribution_by_trace(trace_id)
    activity = one.strand.activity
    ask(access.may_read_contributions(request.user, activity))
    forms = _forms(request, one)
    done = forms.pop("done")
    if done:
        messages.success(request, done)
        return HttpResponseRedirect(request.path)
    context = {
        "one": one,
        "passages": one.passages.prefetch_related("layers__by"),
        "answers_url": answers_url(one),
        "may_redact": access.may_redact(request.user, activity),
        "may_withdraw": access.may_withdraw_for(request.user, activity),
        "may_exclude": access.may_propose_exclusion(request.user, activity),
        **forms,
    }
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return opening.shown(
        request,
        "contribution.html",
        activity,
        context,
        current="activities:contributions",
        status=422 if wrong else 200,
    )


def answers_url(one: Contribution) -> str:
    """Where a method shows one contribution's answers, or "" if it has no such page."""
    name = method_of(one.strand).answers_url
    return reverse(name, args=[one.strand.public_id, one.trace_id]) if name else ""


def _forms(request: HttpRequest, one: Contribution) -> dict[str, Any]:
    """The three forms; the one whose button was pressed is bound, and `done` says what came of it ("" if nothing)."""
    what = request.POST.get("do", "")
    forms: dict[str, Any] = {
        "redaction": RedactionForm(request.POST if what == "redact" else None, prefix="redact"),
        "withdrawal": WithdrawForm(request.POST if what == "withdraw" else None, prefix="withdraw"),
        "exclusion": ExclusionForm(request.POST if what == "exclude" else None, prefix="exclude"),
        "done": "",
    }
    form = {"redact": "redaction", "withdraw": "withdrawal", "exclude": "exclusion"}.get(what)
    if form and forms[form].is_valid():
        try:
            forms["done"] = DO[what](request, one, forms[form].cleaned_data)
        except Refused as refusal:
            forms[form].add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
    return forms


def _redact(request: HttpRequest, one: Contribution, said: dict[str, Any]) -> str:
    passage = one.passages.filter(ordinal=whole(request.POST.get("passage"), digits=5)).first()
    if passage is None:
        raise Http404(_("There is no such passage."))
    actions.redact_passage(passage=passage, by=opening.officer(request), at=clock.now(), **said)
    return _("Covered. What was said stays underneath, for those who must see it.")


def _withdraw(request: HttpRequest, one: Contribution, said: dict[str, Any]) -> str:
    actions.withdraw_contribution(
        contribution=one, how=said["asked_how"], by=opening.officer(request), at=clock.now()
    )  # fmt: skip
    return _("Withdrawn. It stays in the totals as withdrawn.")


def _exclude(request: HttpRequest, one: Contribution, said: dict[str, Any]) -> str:
    actions.propose_leaving_out(contribution=one, by=opening.officer(request), at=clock.now(), **said)
    return _("Proposed. It counts until somebody from another team has approved, and the person is told.")


DO = {"redact": _redact, "withdraw": _withdraw, "exclude": _exclude}
