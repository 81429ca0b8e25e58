"""Where a code is typed in, whatever it is of. Unknown, malformed and erased codes all get the same answer."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
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
    if form.is_valid() and (elsewhere := _elsewhere(codes.read(form.cleaned_data["code"]))):
        return HttpResponseRedirect(elsewhere)
    count_miss(request, "receipt")
    form.errors.pop("code", None)
    form.add_error("code", form.unknown)
    return _form(request, form, 404)


def _elsewhere(code: str | None) -> str:
    """The page of a concern, a promise or a request whose code was typed here: to people a code is a code."""
    for finder, page in settings.CODE_PAGES.items() if code else ():
        try:
            import_string(finder)(code)
        except Http404:
            continue
        return reverse(page, args=[code])
    return ""


def _form(request: HttpRequest, form: ReceiptForm, status: int) -> HttpResponse:
    answer = render(request, "activities/receipt.html", {"form": form}, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer
