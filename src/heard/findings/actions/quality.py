"""A statement of quality, signed by somebody independent; peers look at whether it is neutral (GP-i, UP-f)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from heard.activities.actions.noting import note
from heard.activities.models import Activity, Strand
from heard.findings import access
from heard.findings.actions.holding import hold
from heard.findings.models import LeadingQuestion, NeutralityReview, QualityStatement
from heard.findings.queries.neutrality import NEUTRAL, questions_of
from heard.ground.refusal import Conflict, Refused, ask
from heard.people.models import Account
from heard.rules.outcome import digest


def write_quality(
    *, activity: Activity, methods: str, limits: str, bases: str, by: Account, at: datetime
) -> QualityStatement:
    """Say how it was read, what it cannot tell, and what the numbers rest on. Changed words lose their signature."""
    ask(access.may_write(by, activity))
    for words, missing in ((methods, _("how it was read")), (limits, _("what it cannot tell us")),
                           (bases, _("what the numbers rest on"))):  # fmt: skip
        if not words.strip():
            raise Refused(_("The statement of quality says %(missing)s. Write that too.") % {"missing": missing})
    with transaction.atomic():
        hold(activity)
        fresh = {"methods": methods.strip(), "limits": limits.strip(), "bases": bases.strip(), "written_by": by,
                 "written_at": at}  # fmt: skip
        unsigned = {"reviewed_by": None, "reviewed_for": None, "reviewed_team": "", "reviewed_at": None, "digest": "",
                    "dissent": ""}  # fmt: skip
        made, _new = QualityStatement.objects.update_or_create(activity=activity, defaults=fresh | unsigned)
        note("quality.written", activity, by, at)
    return made


def sign_quality(*, statement: QualityStatement, by: Account, at: datetime, dissent: str = "") -> QualityStatement:
    """Sign the statement as someone independent of those who read and wrote; a dissent is printed with the findings."""
    activity = statement.activity
    ask(access.may_sign(by, activity))
    standing = access.standing_of(by, activity)
    with transaction.atomic():
        hold(activity)
        held = QualityStatement.objects.select_for_update(no_key=True).get(pk=statement.pk)
        if held.reviewed_at:
            raise Conflict(_("It has been signed already."), _("If its words change, it is signed again."))
        held.reviewed_by, held.reviewed_at, held.dissent = by, at, dissent.strip()
        held.reviewed_for, held.reviewed_team = standing or (None, "")
        held.digest = digest({"methods": held.methods, "limits": held.limits, "bases": held.bases})
        held.save()
        note("quality.signed", activity, by, at, digest=held.digest, dissents=bool(held.dissent))
    return held


@dataclass(frozen=True, slots=True)
class Leading:
    """A question that a peer finds leading: of which strand, its reference, and why."""

    strand: Strand
    ref: str
    why: str


def review_neutrality(
    *, activity: Activity, answers: Mapping[str, bool], leading: Sequence[Leading], dissent: str, by: Account,
    at: datetime,
) -> NeutralityReview:  # fmt: skip
    """A peer answers the fixed questions, and names questions that lead. Doing it again replaces what they said."""
    ask(access.may_review(by, activity))
    if missing := [words for slug, words in NEUTRAL.items() if slug not in answers]:
        raise Refused(_("Answer this too: %(question)s") % {"question": missing[0]})
    if "no" in _said(answers).values() and len(dissent.split()) < 3:
        raise Refused(_("Where you say no, say in a sentence why. It is printed."))
    asked = {(each.strand.pk, each.ref): each for each in questions_of(activity)}
    if any((each.strand.pk, each.ref) not in asked or not each.why.strip() for each in leading):
        raise Refused(_("Say of each leading question why it leads."))
    standing = access.standing_of(by, activity)
    with transaction.atomic():
        made, _new = NeutralityReview.objects.update_or_create(
            activity=activity,
            by=by,
            defaults={"partner": standing[0] if standing else None, "answers": _said(answers),
                      "dissent": dissent.strip(), "at": at},
        )  # fmt: skip
        made.leading.all().delete()
        LeadingQuestion.objects.bulk_create(
            LeadingQuestion(
                review=made, strand=each.strand, question_ref=each.ref,
                words=asked[each.strand.pk, each.ref].words, why=each.why.strip(),
            )
            for each in leading
        )  # fmt: skip
        note("neutrality.reviewed", activity, by, at, answers=_said(answers), leading=len(leading))
    return made


def keep_question(*, question: LeadingQuestion, because: str, by: Account, at: datetime) -> LeadingQuestion:
    """Say in public why a question that a peer finds leading stays as it is."""
    activity = question.review.activity
    ask(access.may_plan_analysis(by, activity))
    if len(because.split()) < 3:
        raise Refused(_("Say in a sentence why it stays. The reason is published."))
    with transaction.atomic():
        question.kept_because, question.kept_by, question.kept_at = because.strip(), by, at
        question.save(update_fields=["kept_because", "kept_by", "kept_at"])
        note("neutrality.kept", activity, by, at, question=question.question_ref)
    return question


def _said(answers: Mapping[str, bool]) -> dict[str, str]:
    return {slug: "yes" if answers[slug] else "no" for slug in NEUTRAL if slug in answers}
