"""The statements: what it is about, the first ones with hints, those people gave, clearer words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heard.activities.models import Strand
from heard.activities.staff.opening import officer
from heard.ground import clock
from heard.ground.refusal import ask
from heard.ground.sending import name_of
from heard.methods.opinions import access, actions, queries
from heard.methods.opinions.forms import EnterStatementForm, FirstStatementForm, RewordForm, SetUpForm
from heard.methods.opinions.forms.residents import same
from heard.methods.opinions.staff.opening import page, wrong
from heard.moderation.queries import withheld_among
from heard.rules.fair_statement import Hint, hints

PAGE = 300


@login_required
def statements(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Everything on one page: what it is about, the statements with what to look at, and a new one."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_see(officer(request), strand))
    opinions = queries.opinions_of(strand)
    rows = list(queries.statements_for_staff(strand)[:PAGE])
    what = request.POST.get("what")
    settings = SetUpForm(request.POST if what == "settings" else None, instance=opinions, prefix="settings")
    first = FirstStatementForm(request.POST if what == "first" else None, known={same(each.said) for each in rows})
    if what == "settings" and settings.is_valid():
        actions.set_up(strand=strand, by=officer(request), at=clock.now(), **settings.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("opinions:staff_statements", strand_id)
    if what == "first" and first.is_valid():
        actions.add_first_statement(strand=strand, by=officer(request), at=clock.now(), **first.cleaned_data)
        messages.success(request, _("Added. Look at the hints beside it."))
        return redirect("opinions:staff_statements", strand_id)
    lines = _lines(rows)
    lacking, unbalanced = queries.lacking([each for each in rows if each.is_live])
    return page(
        request, "statements", strand, lines=lines, opinions=opinions, settings=settings, first=first,
        lacking=lacking, unbalanced=unbalanced, enough=queries.ENOUGH,
        may_set_up=access.may_set_up(officer(request), strand),
        may_enter=access.may_enter_statement(officer(request), strand),
        form=settings if what == "settings" else first, status=max(wrong(settings), wrong(first)),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, statement: str) -> HttpResponse:
    """One first statement, to be changed before it opens; afterwards, how it stands and what may be done."""
    one = queries.statement_for_staff(statement)
    strand = one.opinions.strand
    ask(access.may_see(officer(request), strand))
    may = access.may_set_up(officer(request), strand)
    form = FirstStatementForm(request.POST or None, initial={"words": one.said, "leaning": one.leaning})
    if request.method == "POST" and form.is_valid():
        actions.change_first_statement(statement=one, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("opinions:staff_statements", strand.public_id)
    is_first = one.contribution is None and one.came_from is None
    slots: dict[str, Any] = {"one": one, "form": form, "may_set_up": may, "is_first": is_first}
    slots |= {"hints": [said(each) for each in hints(one.said)], "may_reword": access.may_reword(officer(request), one)}
    return page(request, "statement", strand, status=wrong(form), **slots)


@login_required
@require_POST
def remove(request: HttpRequest, statement: str) -> HttpResponse:
    """Take a first statement away before it opens."""
    one = queries.statement_for_staff(statement)
    actions.remove_first_statement(statement=one, by=officer(request), at=clock.now())
    messages.success(request, _("Taken away. Nobody had voted on it."))
    return redirect("opinions:staff_statements", one.opinions.strand.public_id)


@login_required
def enter(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Write down a statement that somebody gave on paper, by phone or in a room."""
    strand = queries.strand_for_staff(strand_id)
    ask(access.may_enter_statement(officer(request), strand))
    form = EnterStatementForm(request.POST or None, strand=strand, today=clock.today())
    if request.method == "POST" and form.is_valid():
        _entered(request, strand, form)
        messages.success(request, _("It stands there like any other statement, once moderators let it."))
        return redirect("opinions:staff_statements", strand_id)
    return page(request, "enter", strand, form=form, status=wrong(form))


def _entered(request: HttpRequest, strand: Strand, form: EnterStatementForm) -> None:
    given, now, by = form.cleaned_data, clock.now(), officer(request)
    day = given["received_on"]
    name = name_of(given["entry_key"], strand.pk, given["words"], given["channel"], day, by.pk)
    actions.add_statement(
        strand=strand, words=given["words"], channel=given["channel"], by=by, at=now,
        entry_key=f"entered:{name}", provenance="entered",
        received_at=now if day == clock.day_of(now) else clock.midday(day),
    )  # fmt: skip


@login_required
def reword(request: HttpRequest, statement: str) -> HttpResponse:
    """Put a statement more clearly; the first words stay beside it, with their votes."""
    one = queries.statement_for_staff(statement)
    strand = one.opinions.strand
    ask(access.may_reword(officer(request), one))
    form = RewordForm(request.POST or None, before=one.said, initial={"words": one.said})
    if request.method == "POST" and form.is_valid():
        actions.reword_statement(statement=one, by=officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("People vote on the clearer words from now on. The first words stand beside them."))
        return redirect("opinions:staff_statements", strand.public_id)
    return page(request, "reword", strand, one=one, form=form, status=wrong(form))


def _lines(rows: list[Any]) -> list[dict[str, Any]]:
    held = withheld_among([each.contribution_id for each in rows if each.contribution_id])
    return [
        {
            "one": each,
            "hints": [said(hint) for hint in hints(each.said)] if each.contribution_id is None else [],
            "withheld": held.get(each.contribution_id or 0, ""),
        }
        for each in rows
    ]


def said(hint: Hint) -> str:
    """A hint as a sentence."""
    sentences = {
        "question": _("This is a question. Say it as something one can agree with."),
        "long": _("This is long (%(found)s characters). Shorter ones are read by more people."),
        "two_in_one": _("“%(found)s” joins two things. Somebody may agree with one of them only: make two statements."),
        "loaded": _("“%(found)s” pushes one way. Could somebody who disagrees have written it?"),
        "negative": _("“%(found)s”: to disagree with a “not” is hard to think through. Say it the other way round."),
    }
    return sentences[hint.slug] % {"found": hint.found}
