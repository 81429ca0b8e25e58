"""Where a receipt code is typed in. Unknown, malformed and erased codes all get the same answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from heard.activities.forms import ReceiptForm
from heard.activities.queries import find_by_receipt
from heard.ground.slowing import count_miss, must_wait
from heard.rules import receipt as codes


@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """A code leads to its page; anything else to one and the same message, with status 404 (429 after many tries)."""
    if request.method != "POST":
        return _form(request, ReceiptForm(), 200)
    form = ReceiptForm(request.POST)
    if must_wait(request, "receipt"):
        form.add_error("code", form.wait)
        return _form(request, form, 429)
    found = find_by_receipt(form.cleaned_data["code"]) if form.is_valid() else None
    if found is not None:
        return HttpResponseRedirect(f"{reverse('activities:receipt')}{codes.read(form.cleaned_data['code'])}/")
    count_miss(request, "receipt")
    form.errors.pop("code", None)
    form.add_error("code", form.unknown)
    return _form(request, form, 404)


def _form(request: HttpRequest, form: ReceiptForm, status: int) -> HttpResponse:
    answer = render(request, "activities/receipt.html", {"form": form}, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer
