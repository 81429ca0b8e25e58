"""Stop here and go on later, without an account: a return code, which also opens the answers on another telephone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.refusal import Refused
from heard.ground.slowing import count_miss, must_wait
from heard.methods.survey.actions import delete_draft, save_draft
from heard.methods.survey.forms.answers import KeepForLater, ReturnCode, put_to, speaker
from heard.methods.survey.queries import strand_to_answer
from heard.methods.survey.queries.drafts import saved_draft
from heard.methods.survey.views.answering import is_open_here, page, start, status_of, too_late, url
from heard.methods.survey.views.drafts import Draft
from heard.rules.receipt import read

MISSES, SAVINGS = 20, 60
"""Wrong codes, and savings, from one address in ten minutes before it is asked to wait."""


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Keep what is written so far and get a return code."""
    strand, draft = _opened(request, slug, strand_id)
    asked = draft.asked()
    if not is_open_here(strand):
        return _quiet(too_late(request, strand, asked, draft))
    if not draft.is_begun:
        return HttpResponseRedirect(start(strand))
    form = KeepForLater(request.POST if request.method == "POST" else None, say=speaker(asked))
    if form.is_bound and form.is_valid():
        if must_wait(request, "survey-savings", most=SAVINGS):
            return _slow_down(request, strand, draft)
        count_miss(request, "survey-savings")
        try:
            code, _until = save_draft(
                strand=strand,
                answers=draft.answers,
                version=draft.version,
                code=draft.saved,
                email=form.cleaned_data["email"],
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            draft.note_saved(code)
            return HttpResponseRedirect(url("saved", strand))
    return _quiet(page(request, "survey/save.html", strand, asked, form=form, draft=draft, status=status_of(form)))


@require_GET
def saved(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """The return code, the day until which it holds, and the way on."""
    strand, draft = _opened(request, slug, strand_id)
    found = saved_draft(strand, draft.saved, clock.now()) if draft.saved else None
    if found is None:
        return HttpResponseRedirect(start(strand))
    return _quiet(
        page(
            request,
            "survey/saved.html",
            strand,
            draft.asked(),
            code=draft.saved,
            until=found[0].expires_at,
            address=request.build_absolute_uri(url("come_back", strand)),
        )
    )


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Go on where somebody stopped: the code opens what was kept."""
    strand, draft = _opened(request, slug, strand_id)
    asked = draft.asked()
    if must_wait(request, "survey-misses", most=MISSES):
        return _slow_down(request, strand, draft)
    form = ReturnCode(request.POST if request.method == "POST" else None, say=speaker(asked))
    if form.is_bound and form.is_valid():
        found = saved_draft(strand, form.cleaned_data["code"], clock.now())
        if found is not None:
            draft.take_up(found[1]["answers"], found[1]["version"], read(form.cleaned_data["code"]) or "")
            return HttpResponseRedirect(_where(strand, draft))
        count_miss(request, "survey-misses")
        form.add_error("code", (speaker(asked) or str)(NOTHING if read(form.cleaned_data["code"]) else MISTYPED))
    return _quiet(page(request, "survey/come_back.html", strand, asked, form=form, status=status_of(form)))


NOTHING = "Nothing is kept under this code. It may have been sent, deleted, or run out."
MISTYPED = "This is not a whole code, or one letter is wrong. Look at it again: it has eleven letters and figures."


@require_POST
def delete_saved(request: HttpRequest, slug: str, strand_id: str) -> HttpResponse:
    """Delete what was kept under the code, and what stands in this browser."""
    strand, draft = _opened(request, slug, strand_id)
    if draft.saved:
        delete_draft(strand=strand, code=draft.saved, at=clock.now())
    draft.forget()
    return HttpResponseRedirect(start(strand))


def _opened(request: HttpRequest, slug: str, strand_id: str) -> tuple[Strand, Draft]:
    strand = strand_to_answer(slug, strand_id)
    draft = Draft(request, strand)
    if version := request.GET.get("in"):
        draft.speak(version[:30])
    return strand, draft


def _where(strand: Strand, draft: Draft) -> str:
    """The first question that is put and not answered yet, else the last look."""
    put = put_to(draft.asked(), draft.answers)
    ahead = next((one.number for one in put if one.ref not in draft.answers), None)
    return url("answer", strand, ahead) if ahead else url("check", strand)


def _slow_down(request: HttpRequest, strand: Strand, draft: Draft) -> HttpResponse:
    return _quiet(page(request, "survey/slow_down.html", strand, draft.asked(), status=429))


def _quiet(answer: HttpResponse) -> HttpResponse:
    """Never kept, never indexed."""
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
