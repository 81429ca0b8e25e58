"""Officers compare every way of taking part before anybody is asked, and read the script that callers hear."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.activities.staff.opening import opened as activity_opened
from heard.ground.refusal import ask
from heard.methods.survey import access
from heard.methods.survey.queries.asking import questionnaire
from heard.methods.survey.staff.opening import opened, shown
from heard.methods.survey.views.every_way import compared
from heard.methods.survey.views.shown import next_steps
from heard.people.queries.bank import monitoring_bank


@login_required
def every_way_staff(request: HttpRequest, slug: str) -> HttpResponse:
    """Each difference between the ways of taking part, the clause it breaks, and where it is put right."""
    return render(request, "survey/staff/parity.html", compared(activity_opened(request, slug)))


@login_required
def telephone(request: HttpRequest, strand_id: str) -> HttpResponse:
    """What a caller is read, word for word: the same as the web and the paper, in the same order."""
    strand = opened(request, strand_id)
    ask(access.may_key_in(request.user, strand))
    asked = questionnaire(strand)
    bank = monitoring_bank() if asked.asks_monitoring else ()
    steps = next_steps(strand.activity)
    return shown(request, "telephone.html", strand, asked=asked, bank=bank, steps=steps)
