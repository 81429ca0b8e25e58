"""Imports: send a file, match its columns, try it, read the report, take it in, mend what was refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.models import Strand
from heard.ground import clock
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.ground.sheets import csv_lines
from heard.methods.survey import access, actions
from heard.methods.survey.forms.importing import WORDS, MatchForm, UploadForm, initial_matching
from heard.methods.survey.forms.matching import column_names
from heard.methods.survey.forms.sheets import Sheet
from heard.methods.survey.forms.targets import targets_of
from heard.methods.survey.models import Import, RefusedRow
from heard.methods.survey.queries import (
    import_by_id,
    imports_of,
    questionnaire,
    refused_of,
    refused_reasons,
    remarks_on,
)
from heard.methods.survey.staff.opening import officer, opened, shown
from heard.ui.files import streamed_answer
from heard.ui.parts import Head

SAMPLE_ROWS, SAMPLE_LETTERS = 3, 120
LIST_HEADS = (
    Head(_lazy("File")),
    Head(_lazy("State")),
    Head(_lazy("Taken in"), number=True),
    Head(_lazy("Refused"), number=True),
    Head(_lazy("By")),
    Head(_lazy("On")),
)
REASON_HEADS = (Head(_lazy("Column")), Head(_lazy("Reason")), Head(_lazy("Rows"), number=True))
ROW_HEADS = (Head(_lazy("Row"), number=True), Head(_lazy("Column")), Head(_lazy("Reason")))
WORKING = (Import.State.TRYING, Import.State.RUNNING)


@login_required
def imports(request: HttpRequest, strand_id: str) -> HttpResponse:
    """What was imported, and a form for the next file."""
    strand = _opened(request, strand_id)
    asked = questionnaire(strand)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(asked, *data)
    if form.is_bound and form.is_valid() and form.sheet is not None:
        try:
            batch = _take(request, strand, form, form.sheet)
        except Refused as refusal:
            form.add_error("file", f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            return HttpResponseRedirect(_url("import" if form.matching else "match", strand, batch))
    page = page_of(imports_of(strand), order=("-at", "-id"), after=request.GET.get("after", ""))
    status = 422 if form.errors else 200
    slots = {"form": form, "page": page, "may": _may(request, strand), "heads": LIST_HEADS}
    return shown(request, "imports.html", strand, status=status, **slots)


@login_required
@never_cache
def match(request: HttpRequest, strand_id: str, import_id: str) -> HttpResponse:
    """Say what each column is. The likeliest is chosen already; the first rows stand beside it."""
    strand = _opened(request, strand_id)
    batch, asked = import_by_id(strand, import_id), questionnaire(strand)
    if batch.state in (Import.State.RUNNING, Import.State.DONE, Import.State.UNDONE):
        return HttpResponseRedirect(_url("import", strand, batch))
    columns = batch.reading.get("columns", [])
    if not columns:
        raise Refused(_("The file was deleted because it was not taken in for weeks."), _("Send it again."))
    data = request.POST if request.method == "POST" else None
    form = MatchForm(columns, asked, strand.channels, data, initial=initial_matching(columns, asked, batch.mapping))
    if form.is_bound and form.is_valid():
        actions.keep_matching(
            batch=batch, strand=strand, mapping=form.matching.as_json(), by=officer(request), at=clock.now()
        )
        return HttpResponseRedirect(_url("import", strand, batch))
    examples = [list(cells) for cells in zip(*batch.reading["rows"], strict=True)] or [[] for _name in columns]
    status = 422 if form.errors else 200
    pairs = list(zip(form.column_fields(), examples, strict=True))
    return shown(request, "match.html", strand, form=form, batch=batch, columns=pairs, status=status)


@login_required
@never_cache
def one_import(request: HttpRequest, strand_id: str, import_id: str) -> HttpResponse:
    """Where an import stands: progress while it works, then the report. Asked again by itself while it works."""
    strand = _opened(request, strand_id)
    batch = import_by_id(strand, import_id)
    working = batch.state in WORKING
    page = page_of(refused_of(batch), order=("row", "id"), after=request.GET.get("after", ""), size=50)
    answer = shown(
        request,
        "progress.html" if request.headers.get("HX-Request") else "import.html",
        strand,
        batch=batch,
        matched=_matched(strand, batch),
        working=working,
        page=page,
        reasons=refused_reasons(batch) if not working else [],
        remarks=remarks_on(batch) if not working else [],
        reason_heads=REASON_HEADS,
        row_heads=ROW_HEADS,
        may=_may(request, strand),
    )
    if request.headers.get("HX-Request") and not working:
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_POST
def run(request: HttpRequest, strand_id: str, import_id: str) -> HttpResponse:
    """Take the good rows in for good."""
    strand = _opened(request, strand_id)
    batch = import_by_id(strand, import_id)
    actions.start_import(batch=batch, strand=strand, by=officer(request), at=clock.now())
    return HttpResponseRedirect(_url("import", strand, batch))


@login_required
@require_POST
def undo(request: HttpRequest, strand_id: str, import_id: str) -> HttpResponse:
    """Take a mistaken import out again, whole."""
    strand = _opened(request, strand_id)
    batch = import_by_id(strand, import_id)
    reason = request.POST.get("reason", "")[:500].replace("\x00", "")
    count = actions.undo_import(batch=batch, strand=strand, reason=reason, by=officer(request), at=clock.now())
    messages.success(request, _("Taken out again: %(count)d responses.") % {"count": count})
    return HttpResponseRedirect(_url("imports", strand))


@login_required
def refused_csv(request: HttpRequest, strand_id: str, import_id: str) -> StreamingHttpResponse:
    """The refused rows as they came, with the reason in front: to mend and import again."""
    strand = _opened(request, strand_id)
    batch = import_by_id(strand, import_id)
    return streamed_answer(csv_lines(_refused(batch)), f"refused-{batch.public_id}.csv")


def _opened(request: HttpRequest, strand_id: str) -> Strand:
    strand = opened(request, strand_id)
    ask(access.may_read_imports(request.user, strand))
    return strand


def _may(request: HttpRequest, strand: Strand) -> Any:
    return access.may_import(request.user, strand)


def _take(request: HttpRequest, strand: Strand, form: UploadForm, sheet: Sheet) -> Import:
    by, at = officer(request), clock.now()
    file = form.cleaned_data["file"]
    batch = actions.take_file(
        strand=strand, file_name=file.name, content=sheet.content, reading=_reading(sheet), by=by, at=at
    )
    if form.matching:
        actions.keep_matching(batch=batch, strand=strand, mapping=form.matching.as_json(), by=by, at=at)
    return batch


def _reading(sheet: Sheet) -> dict[str, Any]:
    width = len(sheet.columns)
    first = [
        [cell.replace("\x00", "␀")[:SAMPLE_LETTERS] for cell in [*cells, *[""] * width][:width]]
        for _number, cells in islice(sheet.rows(), SAMPLE_ROWS)
    ]
    return {"said": sheet.said, "columns": list(sheet.columns), "rows": first}


def _matched(strand: Strand, batch: Import) -> list[tuple[str, str]]:
    asked = questionnaire(strand)
    words = {target.key: target.label for target in targets_of(asked).values()}
    names = column_names(batch.reading.get("columns", ()))
    targets: Sequence[str] = batch.mapping.get("columns", ())
    return [
        (name, str(words.get(target) or WORDS.get(target, target)))
        for name, target in zip(names, targets, strict=False)
    ]


def _refused(batch: Import) -> Iterator[list[object]]:
    yield [_("Row"), _("Column"), _("Why it was refused"), *batch.reading.get("columns", ())]
    rows = refused_of(batch).iterator(chunk_size=500)
    for number, several in groupby(rows, key=lambda each: each.row):
        faults = list(several)
        columns = dict.fromkeys(each.column for each in faults if each.column)
        yield [number, "; ".join(columns), " | ".join(_why(each, len(faults)) for each in faults), *faults[0].cells]


def _why(fault: RefusedRow, of: int) -> str:
    """The reason; where there are several, with the column before each."""
    return f"{fault.column}: {fault.why}" if of > 1 and fault.column else fault.why


def _url(name: str, strand: Strand, batch: Import | None = None) -> str:
    return reverse(f"survey:{name}", args=[strand.public_id, *([batch.public_id] if batch else [])])
