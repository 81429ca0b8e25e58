"""Is it neutral? The fixed questions for peers, the questions that people are asked, and what peers said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heard.activities.methods import method_of
from heard.activities.models import Activity, Strand
from heard.activities.queries import strands_asked
from heard.findings.models import LeadingQuestion, NeutralityReview
from heard.ground.asking import ask, side_by_side

NEUTRAL: Mapping[str, str | Promise] = {
    "questions": _("Could somebody who disagrees answer every question honestly?"),
    "options": _("Are the options, and what is said of them, even-handed?"),
    "methods": _("Are the ways of taking part open to those most likely to object?"),
    "reading": _("Is it fixed beforehand how answers will be read?"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as people are asked it."""

    strand: Strand
    ref: str
    words: str


def questions_of(activity: Activity) -> list[Asked]:
    """Every question of every way of taking part, in order, as its method asks it now. Two or three queries."""
    strands = ask(strands_asked(activity))
    facts = ask(side_by_side(*(method_of(strand).facts_asked(strand) for strand in strands)))
    return [
        Asked(strand, each.ref, each.words)
        for strand, known in zip(strands, facts, strict=True)
        for each in known.questions
    ]


def reviews_of(activity: Activity) -> list[NeutralityReview]:
    """What peers said, the first first, each with the questions that they find leading."""
    rows = NeutralityReview.objects.filter(activity=activity).select_related("by", "partner")
    return list(rows.prefetch_related("leading__strand"))


def still_leading(reviews: list[NeutralityReview], asked: list[Asked]) -> list[LeadingQuestion]:
    """The flagged questions that are asked in the same words still, without a reason why they stay."""
    now = {(each.strand.pk, each.ref): each.words.strip() for each in asked}
    return [
        each
        for review in reviews
        for each in review.leading.all()
        if not each.kept_because and now.get((each.strand_id, each.question_ref)) == each.words.strip()
    ]
