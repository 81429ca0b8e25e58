"""The coding desk: one passage at a time, put to themes by keyboard or by form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Activity, Strand
from heard.findings import access, actions
from heard.findings.actions.codings import TURN
from heard.findings.forms import STANCES, QueueForm, read_codings
from heard.findings.models import Theme
from heard.findings.queries import desk as queries
from heard.findings.queries.standard import themes_planned
from heard.findings.staff.opening import desk, reader, shown
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ui.parts import Link, address_with

STAYS = ("show", "strand", "channel", "theme", "words")


@desk
def coding(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The passage in hand, with the themes it can be put to."""
    themes = list(Theme.objects.filter(activity=activity))
    form = QueueForm(request.GET, strands=Strand.objects.filter(activity=activity), themes=themes)
    queue = form.queue()
    allowed = access.may_code(request.user, activity)
    passage = _in_hand(request, activity, queue, may=bool(allowed))
    mine = queries.codings_of(passage, reader(request)) if passage else {}
    read, total = queries.reading_progress(activity)
    context = {
        "form": form,
        "chosen": _chosen(request, form, queue),
        "query": _query(request),
        "passage": passage,
        "beside": queries.codings_beside(passage, reader(request)) if passage and queue.show != "unread" else (),
        "themes": [{"theme": t, "on": t.pk in mine, "stance": mine.get(t.pk, "")} for t in themes],
        "stances": STANCES,
        "allowed": allowed,
        "planned": themes_planned(activity),
        "read": read,
        "total": total,
        "others": queries.also_reading(activity, reader(request), clock.now() - TURN),
    }
    return shown(request, "coding.html", activity, context)


def _in_hand(request: HttpRequest, activity: Activity, queue: queries.Queue, *, may: bool) -> Any:
    if number := whole(request.GET.get("passage"), digits=18):
        return queries.passage_in(activity, number)
    rows, after = queries.passages_in(activity, queue), whole(request.GET.get("after"), digits=18)
    if queue.show == "unread" and may:
        return actions.take_turn(activity=activity, queue=rows, by=reader(request), at=clock.now(), after=after)
    return rows.filter(pk__gt=after).order_by("pk").first()


@require_POST
@desk
def read(request: HttpRequest, activity: Activity, passage_id: int) -> HttpResponse:
    """Put the passage to what was ticked, mark it read, and hand out the next."""
    passage = queries.passage_in(activity, passage_id)
    themes = read_codings(request.POST, Theme.objects.filter(activity=activity))
    actions.code_passage(passage=passage, themes=themes, by=reader(request), at=clock.now())
    return _back(request, activity, after=passage_id)


@require_POST
@desk
def undo(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Take back the newest reading and look at that passage again."""
    passage = actions.undo_reading(activity=activity, by=reader(request), at=clock.now())
    messages.success(request, _("Taken back. It is in front of you again."))
    return _back(request, activity, passage=passage.pk)


@require_POST
@desk
def new_theme(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Add a theme without losing one's place."""
    theme = actions.make_theme(activity=activity, name=request.POST.get("name", ""), by=reader(request), at=clock.now())
    messages.success(request, _("“%(name)s” is on the list.") % {"name": theme.name})
    return _back(request, activity, passage=whole(request.POST.get("passage"), digits=18))


def _back(request: HttpRequest, activity: Activity, **place: int) -> HttpResponseRedirect:
    query = request.GET.copy()
    for name in ("passage", "after"):
        query.pop(name, None)
    for name, value in place.items():
        if value:
            query[name] = str(value)
    return HttpResponseRedirect(f"{reverse('findings:coding', args=[activity.slug])}?{query.urlencode()}")


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in set(query) - set(STAYS):
        query.pop(name)
    return query.urlencode()


def _chosen(request: HttpRequest, form: QueueForm, queue: queries.Queue) -> list[Link]:
    chosen = {name: getattr(queue, name) for name in STAYS}
    chosen["show"] = "" if chosen["show"] == "unread" else chosen["show"]
    return [
        Link(dict(getattr(form.fields[name], "choices", ())).get(value, value), address_with(request.GET, **{name: ""}))
        for name, value in chosen.items()
        if value
    ]
