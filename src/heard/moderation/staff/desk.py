"""The moderators' desk: the queue with one item in hand, decided by keyboard or by button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.queries import shown_words
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.moderation import access, actions, queries
from heard.moderation.forms import WHY, CoverForm, DecideForm, HandForm, QueueForm
from heard.moderation.models import Item
from heard.people.access import StaffRequest
from heard.ui.parts import Link, address_with

SIZE = 30
STAYS = ("view", "activity", "why", "kind", "age", "mine", "after")
DONE = {
    "show": gettext_lazy("Shown."),
    "hold": gettext_lazy("Taken down for now. The line in its place says why, and when it comes back."),
    "remove": gettext_lazy("Proposed, and taken down meanwhile. Somebody from another team decides."),
}


@never_cache
@login_required
def queue(request: StaffRequest) -> HttpResponse:
    """The queue, narrowed, with the item in hand: the one that was asked for, else the first.

    Who does not moderate is led to what there is for them: to agree or refuse, or to look into a split.
    """
    if not access.may_moderate_anywhere(request.user):
        if access.may_second_anywhere(request.user):
            return redirect("moderation:second")
        ask(access.may_moderate_anywhere(request.user))
    return _desk(request, None)


@never_cache
@login_required
@require_POST
def decide(request: StaffRequest, trace_id: str) -> HttpResponse:
    """One decision; then the next item. A decision that may not be is said on the page, and nothing is lost."""
    ask(access.may_moderate_anywhere(request.user))
    form = DecideForm(request.POST, reasons=queries.moderation_policy().reasons)
    item = _opened(request, trace_id)
    if form.is_valid():
        try:
            actions.decide(item=item, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}")
        else:
            messages.success(request, DONE[form.cleaned_data["what"]])
            return _back(request, item=request.POST.get("next", ""))
    return _desk(request, form, item)


@never_cache
@login_required
@require_POST
def cover(request: StaffRequest, trace_id: str) -> HttpResponse:
    """Cover private details in one passage; the item stays in hand."""
    item = _opened(request, trace_id)
    form = CoverForm(request.POST, prefix="cover")
    passages = {str(each.pk): each for each in item.contribution.passages.all()}
    passage = passages.get(request.POST.get("passage", ""))
    if form.is_valid() and passage is not None:
        actions.cover(item=item, passage=passage, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Covered. Everyone reads the rest; what was said stays underneath."))
        return _back(request, item=trace_id)
    return _desk(request, None, item, cover=form)


@never_cache
@login_required
@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """Put the next items of this queue into my hands."""
    at = clock.now()
    chosen = _form(request).queue()
    mine = actions.take(queue=queries.items_for(request.user, chosen, at), by=request.user, at=at, most=SIZE)
    said = ngettext("%(n)d is in your hands.", "%(n)d are in your hands.", len(mine)) % {"n": len(mine)}
    messages.success(request, said if mine else _("There is nothing to take: colleagues have the rest in hand."))
    return _back(request, mine="on" if mine else "", after="")


@never_cache
@login_required
@require_POST
def give_back(request: StaffRequest) -> HttpResponse:
    """Everything that I have in hand goes back to the queue."""
    actions.give_back(by=request.user, at=clock.now())
    messages.success(request, _("Given back. Your colleagues can take it."))
    return _back(request, mine="")


@never_cache
@login_required
@require_POST
def hand_over(request: StaffRequest) -> HttpResponse:
    """Hand the next items of this queue to named colleagues."""
    ask(access.may_moderate_anywhere(request.user))
    at = clock.now()
    form = HandForm(request.POST, prefix="hand", colleagues=queries.colleagues_of(request.user, at))
    if form.is_valid():
        rows = queries.items_for(request.user, _form(request).queue(), at)
        try:
            given = actions.hand_over(
                queue=rows, to=form.chosen(), by=request.user, at=at, most=form.cleaned_data["most"]
            )
        except Refused as refused:
            form.add_error(None, f"{refused.verdict.why} {refused.verdict.way_forward}".strip())
        else:
            said = ", ".join(f"{account.name}: {number}" for account, number in given.items())
            messages.success(request, _("Handed over. %(who)s.") % {"who": said})
            return _back(request, mine="", after="")
    return _desk(request, None, hand=form)


@never_cache
@login_required
@require_POST
def take_back_handed(request: StaffRequest) -> HttpResponse:
    """What I handed over and nobody has decided yet goes back to the queue."""
    number = actions.take_back_handed(by=request.user, at=clock.now())
    said = ngettext("%(n)d is in the queue again.", "%(n)d are in the queue again.", number) % {"n": number}
    messages.success(request, said)
    return _back(request)


@never_cache
@login_required
@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """Take back my newest step and look at that item again."""
    try:
        item = actions.take_back(by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, f"{refused.verdict.why} {refused.verdict.way_forward}")
        return _back(request)
    messages.success(request, _("Taken back. It is in front of you again."))
    return _back(request, item=item.contribution.trace_id)


def _opened(request: StaffRequest, trace_id: str) -> Item:
    item = queries.item_open_to(request.user, trace_id)
    if item is None:
        raise Http404(_("There is nothing of that name that you look after."))
    return item


def _form(request: StaffRequest) -> QueueForm:
    return QueueForm(request.GET, activities=queries.activities_in_queue(request.user))


def _desk(
    request: StaffRequest, decision: DecideForm | None, item: Item | None = None, *, cover: CoverForm | None = None,
    hand: HandForm | None = None,
) -> HttpResponse:  # fmt: skip
    at, form = clock.now(), _form(request)
    chosen = form.queue()
    rows = queries.with_all(queries.items_for(request.user, chosen, at))
    order = ("submitted_at", "id") if chosen.view == "look" else ("-submitted_at", "-id")
    page = page_of(rows, order=order, after=request.GET.get("after", ""), size=SIZE)
    item = item or _in_hand(request, page.items)
    colleagues = queries.colleagues_of(request.user, at)
    context = {
        "form": form,
        "chosen": _chosen(request, form),
        "page": page,
        "rows": [_row(request, each, item) for each in page],
        "query": _query(request),
        "counts": queries.counted(request.user, at),
        "others": [one for one in colleagues if one.in_hand],
        "handed": sum(one.from_viewer for one in colleagues),
        "hand": hand or HandForm(prefix="hand", colleagues=colleagues) if colleagues else None,
        "view": chosen.view,
        "mine": chosen.mine,
        **(_shown(request, item, page.items, decision, cover) if item else {}),
    }
    wrong = any(form is not None and form.errors for form in (decision, cover, hand))
    return render(request, "moderation/queue.html", context, status=422 if wrong else 200)


def _in_hand(request: StaffRequest, items: Sequence[Item]) -> Item | None:
    wanted = request.GET.get("item", "")
    found = next((each for each in items if each.contribution.trace_id == wanted), None)
    if found is None and wanted:
        found = queries.item_open_to(request.user, wanted)
    return found or next(iter(items), None)


def _shown(
    request: StaffRequest, item: Item, items: Sequence[Item], decision: DecideForm | None, cover: CoverForm | None
) -> dict[str, Any]:
    reasons = queries.moderation_policy().reasons
    reports, steps = queries.said_of(item)
    before, after = queries.neighbours(items, item)
    titles = {each.slug: each.title for each in reasons}
    passages = [(each, shown_words(each)) for each in item.contribution.passages.all()]
    return {
        "item": item,
        "passages": passages,
        "along": queries.beside_words([item]).get(item.pk, ()),
        "reasons": reasons,
        "decision": decision or DecideForm(reasons=reasons),
        "cover": cover or CoverForm(prefix="cover", initial={"words": passages[0][1] if len(passages) == 1 else ""}),
        "cover_open": bool(cover),
        "why": [dict(WHY)[slug] for slug in item.attention if slug in dict(WHY)],
        "reports": [(each, titles.get(each.reason, each.reason)) for each in reports],
        "steps": steps,
        "seen": max((step.pk for step in steps), default=0),
        "previous": _address(request, before),
        "following": _address(request, after),
        "next_item": after or before,
        "allowed": access.may_moderate(request.user, item.activity),
        "may_read": access.is_reader(request.user),
        "line": queries.line_of(item),
    }


def _row(request: StaffRequest, item: Item, current: Item | None) -> dict[str, Any]:
    return {
        "item": item,
        "href": _address(request, item.contribution.trace_id),
        "words": queries.excerpt(item),
        "current": current is not None and item.pk == current.pk,
        "why": [dict(WHY)[slug] for slug in item.attention if slug in dict(WHY)],
    }


def _chosen(request: StaffRequest, form: QueueForm) -> list[Link]:
    values = {name: value for name, value in form.cleaned_data.items() if value and name != "view"}
    return [
        Link(
            form.fields[name].label if name == "mine" else dict(form.fields[name].choices).get(value, value),  # type: ignore[attr-defined]
            address_with(request.GET, **{name: "", "item": ""}),
        )
        for name, value in values.items()
    ]


def _address(request: StaffRequest, trace_id: str) -> str:
    """This queue's address with another item in hand, on the same page of it."""
    if not trace_id:
        return ""
    kept = {name: request.GET[name] for name in STAYS if request.GET.get(name)}
    return f"{reverse('moderation:queue')}?{urlencode({**kept, 'item': trace_id})}"


def _query(request: StaffRequest) -> str:
    return urlencode({name: request.GET[name] for name in STAYS if request.GET.get(name)})


def _back(request: StaffRequest, **changes: str) -> HttpResponseRedirect:
    kept = {name: request.GET[name] for name in STAYS if request.GET.get(name)}
    query = urlencode({name: value for name, value in {**kept, **changes}.items() if value})
    return HttpResponseRedirect(f"{reverse('moderation:queue')}?{query}")
