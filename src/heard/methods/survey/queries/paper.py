"""Forms on paper: what was printed, given out and counted; what is left to key, to key twice and to settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.models import Activity, Contribution, Layer, Strand
from heard.ground.asking import Asking, ask, only
from heard.methods.survey.models import (
    Chosen,
    Format,
    PaperBatch,
    PaperEntry,
    PaperForm,
    PaperFormat,
    PaperIssue,
    PaperMark,
    PaperReturn,
)
from heard.methods.survey.queries.asked import Given, Questionnaire
from heard.methods.survey.queries.asking import questionnaire
from heard.people.access import role_pack
from heard.people.models import Role
from heard.rules.paper import ErrorRate, Figures, read_serial, second_entries

State = PaperForm.State
Answers = dict[str, dict[str, Any]]


def version_format(paper_format: str) -> str:
    """The wording that a printed format takes: Easy Read has its own; large print has the standard words."""
    return Format.EASY_READ if paper_format == PaperFormat.EASY_READ else Format.STANDARD


def printed_refs(asked: Questionnaire) -> list[str]:
    """The questions that a version really asks: those that are worded in its language, by reference."""
    return [question.ref for question in asked.questions if question.language == asked.language]


def batches_of(strand: Strand) -> QuerySet[PaperBatch]:
    """The batches of a survey in the order in which they were printed."""
    return PaperBatch.objects.filter(strand=strand).select_related("by").order_by("number")


def batch_by_id(strand: Strand, public_id: str) -> PaperBatch:
    """One batch with its strand; 404 with a sentence."""
    found = batches_of(strand).select_related("strand__activity__plan").filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("There is no such batch of paper forms."))
    return found


def form_by_serial(strand: Strand, text: str) -> PaperForm | None:
    """The form of this survey with this serial; None if it is mistyped, unknown or another survey's."""
    read = read_serial(text)
    if read is None:
        return None
    rows = PaperForm.objects.select_related("batch__strand__activity", "contribution__strand__activity", "keyed_by")
    return rows.filter(batch__strand=strand, batch__code=read[0], number=read[1]).first()


def form_by_number(batch: PaperBatch, number: int) -> PaperForm:
    """One form of a batch; 404 with a sentence."""
    rows = PaperForm.objects.select_related("batch__strand__activity", "contribution__strand__activity", "keyed_by")
    found = rows.filter(batch=batch, number=number).first()
    if found is None:
        raise Http404(_("There is no such form in this batch."))
    return found


def figures_of(batch: PaperBatch) -> Figures:
    """The batch as counted now. Two queries."""
    return all_figures([batch])[batch.pk]


def all_figures(batches: Sequence[PaperBatch]) -> dict[int, Figures]:
    """The figures of several batches: one query, however many."""
    return ask(figures_asked(batches))


def figures_asked(batches: Sequence[PaperBatch]) -> Asking[dict[int, Figures]]:
    """`all_figures`, for asking it beside others."""
    pks = [batch.pk for batch in batches]
    returned = PaperReturn.objects.filter(batch=OuterRef("batch")).order_by().values("batch").annotate(n=Sum("count"))
    rows = PaperForm.objects.filter(batch__in=pks).order_by().values("batch")
    counted = rows.annotate(
        issued=Count("pk", filter=~Q(state=State.PRINTED)),
        keyed=Count("pk", filter=Q(state=State.KEYED)),
        spoilt=Count("pk", filter=Q(state=State.SPOILT)),
        back=Subquery(returned.values("n")),
    )
    found = yield from only(counted)
    return {pk: Figures() for pk in pks} | {
        row["batch"]: Figures(row["issued"], row["back"] or 0, row["keyed"], row["spoilt"]) for row in found
    }


def to_key_twice(batch: PaperBatch) -> QuerySet[PaperForm]:
    """Keyed forms that the lot chose and nobody has keyed a second time yet, in the order of the draw.

    As many as the share asks for, less those done. Bounded by the size of the batch.
    """
    keyed = PaperForm.objects.filter(batch=batch, state=State.KEYED)
    seen = keyed.aggregate(n=Count("pk", distinct=True), done=Count("pk", distinct=True, filter=Q(entries__ordinal=2)))
    asked = second_entries(seen["n"], batch.second_percent, batch.second_least)
    waiting = keyed.filter(~Exists(PaperEntry.objects.filter(form=OuterRef("pk"), ordinal=2)))
    rows = waiting.select_related("batch__strand__activity", "contribution__strand__activity")
    return rows.order_by("draw", "pk")[: max(0, asked - seen["done"])]


def to_settle(batch: PaperBatch) -> QuerySet[PaperForm]:
    """Forms that two people keyed differently, and that nobody has settled yet."""
    rows = PaperForm.objects.filter(batch=batch, settled_at=None, entries__ordinal=2, entries__differed__gt=0)
    return rows.order_by("number")


def waits_for(batch: PaperBatch) -> list[str]:
    """What must happen before the count can be signed, apart from the count itself."""
    return waits_said(len(to_key_twice(batch)), to_settle(batch).count())


def waits_said(twice: int, settle: int) -> list[str]:
    """The same in words: so many to key twice, so many to settle."""
    said = []
    if twice:
        said.append(
            ngettext(
                "%(n)d form waits to be keyed by a second person.",
                "%(n)d forms wait to be keyed by a second person.",
                twice,
            )
            % {"n": twice}
        )
    if settle:
        said.append(
            ngettext(
                "%(n)d form was keyed differently by two people and is not settled.",
                "%(n)d forms were keyed differently by two people and are not settled.",
                settle,
            )
            % {"n": settle}
        )
    return said


def error_rate(batch: PaperBatch) -> ErrorRate:
    """How often the first entries of a batch were wrong, over what was keyed twice."""
    second, third = Q(ordinal=2), Q(ordinal=3)
    found = PaperEntry.objects.filter(form__batch=batch).aggregate(
        n=Count("pk", filter=second),
        fields=Sum("fields", filter=second),
        differed=Sum("differed", filter=second),
        wrong=Sum("wrong", filter=third),
    )
    return ErrorRate(found["n"], found["fields"] or 0, found["differed"] or 0, found["wrong"] or 0)


def plain_given(given: Sequence[Given]) -> Answers:
    """Answers as an entry keeps them: ``{question ref: {"words": …, "chosen": [[option, point], …]}}``."""
    return {
        one.question.ref: {"words": one.words, "chosen": [list(answer) for answer in one.answers]}
        for one in given
        if one
    }


def pairs_of(answer: Mapping[str, Any]) -> tuple[tuple[int | None, int | None], ...]:
    """What was chosen in an answer of an entry, as rows of the database name it: (option, point)."""
    return tuple((option, point) for option, point in answer.get("chosen", ()))


def plain_answers(contribution: Contribution, asked: Questionnaire) -> Answers:
    """What the record holds of one response now, corrections and all, in the same shape."""
    found: Answers = {}
    refs = {question.id: question.ref for question in asked.questions}
    for row in Chosen.objects.filter(response_id=contribution.pk).order_by("pk"):
        ref = refs.get(row.question_id, "")
        found.setdefault(ref, {"words": "", "chosen": []})["chosen"].append([row.option_id, row.point])
    corrections = Layer.objects.filter(kind=Layer.Kind.CORRECTION).order_by("-at", "-id")
    rows: QuerySet[Any] = contribution.passages.prefetch_related(Prefetch("layers", corrections, to_attr="corrected"))
    for passage in rows:
        words = passage.corrected[0].words if passage.corrected else passage.words
        if words:
            found.setdefault(passage.prompt_ref, {"words": "", "chosen": []})["words"] = words
    return found


def struck_in(strand: Strand) -> list[int]:
    """Passages whose newest correction says that nothing was written there: few, so they are named one by one."""
    rows = Layer.objects.filter(passage__contribution__strand=strand, kind=Layer.Kind.CORRECTION)
    newest = rows.order_by("passage", "-at", "-pk").distinct("passage")
    return [passage for passage, words in newest.values_list("passage", "words") if not words]


def may_key_staff(strand: Strand, most: int = 4) -> int:
    """How many people may key for this survey (counted up to `most`): whether a third look is possible at all."""
    roles = role_pack().roles_that_may("key_answers")
    activity = strand.activity
    live = Role.objects.filter(role__in=roles, ended_at=None, account__is_active=True).filter(
        Q(partner=activity.lead_id, activity_ref="") | Q(activity_ref=activity.public_id)
    )
    return len(live.values("account").distinct()[:most])


def signatures_of(batch: PaperBatch) -> list[PaperMark]:
    """Every signature and opening again, oldest first: a batch has a handful."""
    return list(batch.marks.select_related("by").order_by("at", "id"))


def issues_of(batch: PaperBatch) -> list[PaperIssue]:
    """Where forms of a batch went, by serial."""
    return list(batch.issues.select_related("by").order_by("first"))


def paper_owed(strand: Strand) -> list[str]:
    """Batches that were given out and are not signed off by two people: the result waits for them (I-18)."""
    return ask(paper_owed_asked(strand))


def paper_owed_asked(strand: Strand) -> Asking[list[str]]:
    """`paper_owed`, for asking it beside others: two turns."""
    issued = PaperIssue.objects.filter(batch=OuterRef("pk"))
    rows = yield from only(PaperBatch.objects.filter(Exists(issued), strand=strand, reconciled_at=None))
    figures = (yield from figures_asked(rows)) if rows else {}
    return [
        _("Paper batch %(number)d is not signed off: %(count)s.")
        % {"number": batch.number, "count": figures[batch.pk].sentence}
        for batch in rows
    ]


@dataclass(frozen=True)
class PaperNote:
    """A batch in the published note on methods: how it was counted, and how often the first entry was wrong."""

    batch: PaperBatch
    figures: Figures
    rate: ErrorRate
    signed_by: Sequence[str]
    reopened: int
    only_two: bool


def paper_notes_asked(activity: Activity) -> Asking[list[PaperNote]]:
    """The signed batches of an activity's surveys, for everyone to read: figures as they were signed. One turn."""
    two = PaperEntry.objects.filter(form__batch=OuterRef("pk"), only_two=True)
    signed = PaperBatch.objects.filter(
        strand__activity=activity, strand__dropped_because="", reconciled_at__isnull=False
    )
    batches, marks = yield [
        signed.annotate(only_two=Exists(two)).order_by("strand_id", "number"),
        PaperMark.objects.filter(batch__in=signed).annotate(who=F("by__name")).order_by("at", "id"),
    ]
    return [_noted(batch, [mark for mark in marks if mark.batch_id == batch.pk]) for batch in batches]


def _noted(batch: Any, marks: Sequence[Any]) -> PaperNote:
    signed = [mark for mark in marks if mark.kind == PaperMark.Kind.SIGNED][-2:]
    last = signed[-1].figures
    return PaperNote(
        batch=batch,
        figures=Figures(last["issued"], last["returned"], last["keyed"], last["spoilt"]),
        rate=ErrorRate(last["twice"], last["fields"], last["differed"], last["wrong"]),
        signed_by=tuple(mark.who for mark in signed),
        reopened=sum(mark.kind == PaperMark.Kind.REOPENED for mark in marks),
        only_two=batch.only_two,
    )


def owed_answers(strand: Strand, trace_id: str) -> list[str]:
    """Questions that the web requires and one response left out, by number: on paper that is noted, never refused."""
    asked = questionnaire(strand)
    one = Contribution.objects.filter(strand=strand, trace_id=trace_id).first()
    required = [question for question in asked.questions if question.required and not question.conditions]
    if one is None or not required:
        return []
    given = plain_answers(one, asked)
    return [str(question.number) for question in required if question.ref not in given]


def keyers_of(form: PaperForm) -> set[int]:
    """The accounts that keyed a form, first and second."""
    others = form.entries.filter(ordinal__lte=2).values_list("by", flat=True)
    return {*others, *([form.keyed_by_id] if form.keyed_by_id else [])}


def entries_of(form: PaperForm) -> dict[int, PaperEntry]:
    """The entries of a form by their place."""
    return {entry.ordinal: entry for entry in form.entries.select_related("by")}
