"""The paper desk: batches of forms, where they went, what came back, who signed; forms keyed twice and settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from heard.activities.models import Stage, Strand
from heard.audit.actions import record
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.paging import page_of
from heard.ground.refusal import Refused, ask
from heard.methods.survey import access
from heard.methods.survey.actions import paper as actions
from heard.methods.survey.actions.twice import key_second, settle_form
from heard.methods.survey.forms.answers import AnswersForm
from heard.methods.survey.forms.paper import (
    BatchForm,
    IssueForm,
    Reading,
    ReopenForm,
    ReturnForm,
    SettleForm,
    SpoilForm,
)
from heard.methods.survey.models import PaperBatch, PaperForm
from heard.methods.survey.queries import paper as queries
from heard.methods.survey.queries.answers import given_from
from heard.methods.survey.queries.asked import Asked, Given
from heard.methods.survey.queries.asking import questionnaire
from heard.methods.survey.queries.printing import printed_versions
from heard.methods.survey.staff.opening import officer, opened, shown
from heard.methods.survey.views.paper import batch_pdf
from heard.rules.languages import name_of
from heard.rules.paper import differing
from heard.ui.files import file_answer
from heard.ui.parts import Head

SHEETS = 200
HEADS = (
    Head(_lazy("Batch")),
    Head(_lazy("Language and format")),
    Head(_lazy("Printed"), number=True),
    Head(_lazy("Given out"), number=True),
    Head(_lazy("Came back"), number=True),
    Head(_lazy("Keyed"), number=True),
    Head(_lazy("Spoilt"), number=True),
    Head(_lazy("Signed")),
)
FORM_HEADS = (Head(_lazy("Serial")), Head(_lazy("State")), Head(_lazy("By")), Head(_lazy("On")))


def _made(batch: PaperBatch) -> str:
    if batch.strand.activity.stage in (Stage.IDEA, Stage.PLANNED, Stage.NOTICED):
        return _("Made. Print it now; give it out once this is open.")
    if batch.strand.activity.stage == Stage.OPEN:
        return _("Made. Print it, and write down where the forms go.")
    return _("Made. This has closed: use it only for forms that were given out before.")


@login_required
def batches(request: HttpRequest, strand_id: str) -> HttpResponse:
    """Every batch of a survey with its count, and a form for the next."""
    strand = _opened(request, strand_id)
    versions = printed_versions(strand)
    form = BatchForm(versions, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.make_batch(strand=strand, by=officer(request), at=clock.now(), **form.chosen())
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            messages.success(request, _made(batch))
            return HttpResponseRedirect(_url("paper_batch", batch))
    rows = list(queries.batches_of(strand)[:200])
    figures = queries.all_figures(rows)
    labels = {(language, format): label for language, format, label in versions}
    table = [(row, figures[row.pk], labels.get((row.language, row.format), row.language)) for row in rows]
    status = 422 if form.errors else 200
    return shown(request, "paper_batches.html", strand, form=form, rows=table, heads=HEADS, status=status)


@login_required
@never_cache
def batch(request: HttpRequest, strand_id: str, batch_id: str) -> HttpResponse:
    """One batch: its count, what can be done next, its history."""
    strand = _opened(request, strand_id)
    one = queries.batch_by_id(strand, batch_id)
    forms = _forms(request, one)
    do = request.POST.get("do", "")
    if request.method == "POST" and do in DOING and forms[do].is_valid():
        try:
            DOING[do](request, one, forms[do])
        except Refused as refusal:
            forms[do].add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            messages.success(request, _done(do, one))
            return HttpResponseRedirect(_url("paper_batch", one))
    figures, settle = queries.figures_of(one), list(queries.to_settle(one)[:100])
    twice = len(queries.to_key_twice(one))
    sheets = [(first, min(first + SHEETS - 1, one.size)) for first in range(1, one.size + 1, SHEETS)]
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return shown(
        request,
        "paper_batch.html",
        strand,
        batch=one,
        language=name_of(one.language),
        figures=figures,
        problems=[*figures.problems(), *queries.waits_said(twice, len(settle))] if figures.issued else [],
        sheets=sheets,
        issues=queries.issues_of(one),
        returns=list(one.returns.select_related("by")[:300]),
        marks=queries.signatures_of(one),
        twice=twice,
        settle=settle,
        rate=queries.error_rate(one),
        may_give_out=access.may_give_out(request.user, strand),
        status=422 if wrong else 200,
        **forms,
    )


def _forms(request: HttpRequest, one: PaperBatch) -> dict[str, Any]:
    do = request.POST.get("do", "")

    def data(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "issue": IssueForm(data("issue"), prefix="issue"),
        "back": ReturnForm(one, data("back"), prefix="back"),
        "spoil": SpoilForm(data("spoil"), prefix="spoil"),
        "sign": Form(data("sign"), prefix="sign"),
        "reopen": ReopenForm(data("reopen"), prefix="reopen"),
        "replace": Form(data("replace"), prefix="replace"),
    }


def _spoil(request: HttpRequest, one: PaperBatch, form: Any) -> None:
    found = queries.form_by_serial(one.strand, form.cleaned_data["serial"])
    if found is None or found.batch_id != one.pk:
        raise Refused(_("This batch has no form with that serial."), _("Check it sign by sign."))
    actions.spoil_form(form=found, because=form.cleaned_data["because"], by=officer(request), at=clock.now())


def _back(request: HttpRequest, one: PaperBatch, form: Any) -> None:
    said = dict(form.cleaned_data)
    actions.count_returned(batch=one, serials=said.pop("scanned"), by=officer(request), at=clock.now(), **said)


def _issue(request: HttpRequest, one: PaperBatch, form: Any) -> None:
    actions.issue_forms(batch=one, by=officer(request), at=clock.now(), **form.cleaned_data)


def _sign(request: HttpRequest, one: PaperBatch, form: Any) -> None:
    actions.sign_batch(batch=one, by=officer(request), at=clock.now())


def _reopen(request: HttpRequest, one: PaperBatch, form: Any) -> None:
    actions.reopen_batch(batch=one, reason=form.cleaned_data["reason"], by=officer(request), at=clock.now())


def _replace(request: HttpRequest, one: PaperBatch, form: Any) -> None:
    actions.replace_batch(batch=one, by=officer(request), at=clock.now())


DOING: dict[str, Callable[[HttpRequest, PaperBatch, Any], None]] = {
    "issue": _issue, "back": _back, "spoil": _spoil, "sign": _sign, "reopen": _reopen, "replace": _replace,
}  # fmt: skip
DONE = {
    "issue": _lazy("Noted where they went."),
    "back": _lazy("Counted."),
    "spoil": _lazy("Set aside, with its reason."),
    "sign": _lazy("Signed."),
    "reopen": _lazy("Opened again. What was signed stays in its history."),
    "replace": _lazy("Noted that this batch is pulped."),
}


def _done(do: str, one: PaperBatch) -> str:
    one.refresh_from_db(fields=["reconciled_at"])
    if do == "sign" and not one.reconciled_at:
        return _("Signed. It takes a second person: ask a colleague to count, open this page and sign.")
    return str(DONE[do])


@login_required
@never_cache
def batch_print(request: HttpRequest, strand_id: str, batch_id: str) -> HttpResponse:
    """Some forms of a batch as one PDF. It holds receipts that nobody has yet, so each printing is on the record."""
    strand = _opened(request, strand_id)
    one = queries.batch_by_id(strand, batch_id)
    first = whole(request.GET.get("from", "1"), digits=5)
    last = min(one.size, first + SHEETS - 1, whole(request.GET.get("to", str(one.size)), digits=5))
    if not 1 <= first <= last:
        raise Http404(_("This batch has no such forms."))
    pdf = batch_pdf(one, range(first, last + 1))
    record(
        what="paper.printed",
        about=f"activity:{strand.activity.public_id}",
        by=officer(request),
        at=clock.now(),
        public={"strand": strand.public_id, "batch": one.number, "from": first, "to": last},
    )
    answer = file_answer(pdf, f"forms-{one.code}-{first}-{last}.pdf")
    answer["Cache-Control"] = "no-store, private"
    return answer


@login_required
def batch_forms(request: HttpRequest, strand_id: str, batch_id: str) -> HttpResponse:
    """Every form of a batch with what became of it."""
    strand = _opened(request, strand_id)
    one = queries.batch_by_id(strand, batch_id)
    rows = PaperForm.objects.filter(batch=one).select_related("keyed_by", "contribution")
    state = request.GET.get("state", "")
    if state in PaperForm.State.values:
        rows = rows.filter(state=state)
    page = page_of(rows, order=("number", "id"), after=request.GET.get("after", ""), size=50)
    named = [(one.serial(row.number), row) for row in page]
    return shown(
        request, "paper_forms.html", strand, batch=one, page=page, named=named, heads=FORM_HEADS,
        states=PaperForm.State.choices, state=state,
    )  # fmt: skip


@login_required
@require_POST
def unspoil(request: HttpRequest, strand_id: str, batch_id: str, number: int) -> HttpResponse:
    """A form was set aside by mistake."""
    strand = _opened(request, strand_id)
    form = queries.form_by_number(queries.batch_by_id(strand, batch_id), number)
    actions.unspoil_form(form=form, by=officer(request), at=clock.now())
    messages.success(request, _("It can be keyed again."))
    return HttpResponseRedirect(_url("paper_forms", form.batch))


@login_required
@never_cache
def second(request: HttpRequest, strand_id: str, batch_id: str) -> HttpResponse:
    """The next form that the lot chose, keyed by a second person who does not see what the first one read."""
    strand = _opened(request, strand_id)
    one = queries.batch_by_id(strand, batch_id)
    mine = [form for form in queries.to_key_twice(one) if form.keyed_by_id != officer(request).pk]
    wanted = whole(request.POST.get("number"), digits=5)
    form = next((each for each in mine if each.number == wanted), None) if wanted else next(iter(mine), None)
    asked = questionnaire(strand)
    answers = AnswersForm(asked.questions, request.POST if form and wanted else None, enforce=False, asked=asked)
    if form and answers.is_bound and answers.is_valid():
        try:
            made = key_second(form=form, given=answers.given(), by=officer(request), at=clock.now())
        except Refused as refusal:
            answers.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            messages.success(request, _second_said(made.differed))
            return HttpResponseRedirect(_url("paper_second", one))
    status = 422 if answers.is_bound and answers.errors else 200
    serial = one.serial(form.number) if form else ""
    return shown(
        request, "paper_second.html", strand, batch=one, form=form, serial=serial, answers=answers, left=len(mine),
        status=status,
    )  # fmt: skip


def _second_said(differed: int) -> str:
    if not differed:
        return _("Both of you read the same.")
    return _("Kept. You differ on %(n)d of the questions: a third look settles them.") % {"n": differed}


@login_required
@never_cache
def settle(request: HttpRequest, strand_id: str, batch_id: str, number: int) -> HttpResponse:
    """What two people read differently, side by side, for a third who looks at the form."""
    strand = _opened(request, strand_id)
    one = queries.batch_by_id(strand, batch_id)
    form = queries.form_by_number(one, number)
    entries = queries.entries_of(form)
    if form.settled_at or 2 not in entries:
        return HttpResponseRedirect(_url("paper_batch", one))
    readings = _readings(questionnaire(strand).questions, entries[1].answers, entries[2].answers)
    settling = SettleForm(readings, request.POST if request.method == "POST" else None)
    if request.method == "POST" and settling.is_valid():
        try:
            settle_form(form=form, right=settling.right(), says=settling.says(), by=officer(request), at=clock.now())
        except Refused as refusal:
            settling.add_error(None, f"{refusal.verdict.why} {refusal.verdict.way_forward}")
        else:
            messages.success(request, _("Settled. That reading counts; both entries are kept."))
            return HttpResponseRedirect(_url("paper_batch", one))
    status = 422 if settling.errors else 200
    return shown(
        request, "paper_settle.html", strand, batch=one, serial=one.serial(number), form=settling, entries=entries,
        own=officer(request).pk in queries.keyers_of(form), staff=queries.may_key_staff(strand), status=status,
    )  # fmt: skip


def _readings(questions: Sequence[Asked], first: Any, second: Any) -> list[Reading]:
    refs = set(differing(first, second))
    return [
        Reading(question, words_of(question, first.get(question.ref)), words_of(question, second.get(question.ref)))
        for question in questions
        if question.ref in refs
    ]


def words_of(question: Asked, answer: Any) -> str:
    """An answer as an entry keeps it, in words on one line."""
    if not answer:
        return ""
    return given_from(Given(question, words=answer["words"]), queries.pairs_of(answer)).said.replace("\n", "; ")


def _opened(request: HttpRequest, strand_id: str) -> Strand:
    strand = opened(request, strand_id)
    ask(access.may_key_in(request.user, strand))
    return strand


def _url(name: str, batch: PaperBatch) -> str:
    return reverse(f"survey:{name}", args=[batch.strand.public_id, batch.public_id])
