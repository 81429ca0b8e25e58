"""What is owed: an officer's first page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.front import queries
from heard.ground import clock


@login_required
def owed(request: HttpRequest) -> HttpResponse:
    """Feedback due, sessions without notes, promises late, activities waiting for their next step."""
    return render(request, "front/owed.html", {"owed": queries.owed_to(request.user), "today": clock.today()})
