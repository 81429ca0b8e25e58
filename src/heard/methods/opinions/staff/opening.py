"""How every officers' page of these statements is drawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heard.activities.models import Strand


def page(request: HttpRequest, name: str, strand: Strand, *, status: int = 200, **slots: Any) -> HttpResponse:
    """One officers' page, under the plan."""
    current = reverse("activities:plan", args=[strand.activity.slug])
    context = {"activity": strand.activity, "strand": strand, "current_page": current, **slots}
    return render(request, f"opinions/staff/{name}.html", context, status=status)


def wrong(form: Any) -> int:
    """422 where something must be mended."""
    return 422 if form.is_bound and form.errors else 200
