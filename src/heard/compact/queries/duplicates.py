"""GP-d as it stands for an activity: the newest comparison, its matches with their answers, and who was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.translation import gettext as _

from heard.activities.models import Activity, JointLead
from heard.compact.models import DuplicateAnswer, DuplicateCheck, DuplicateMatch, Enquiry
from heard.findings.models import Finding, Sharing
from heard.ground import clock
from heard.ground.asking import Asking, ask
from heard.people.models import Account, Partner
from heard.people.queries import staff_who_may
from heard.rules.calendar import working_days_between
from heard.rules.likeness import Area, work_of
from heard.rules.snapshot import AlikeWork, Duplicates
from heard.rules.snapshot import Enquiry as Asked

REMIND_AFTER = 3  # working days without a reply


@dataclass(frozen=True, slots=True)
class Match:
    """A match of the newest comparison, with the newest answer given to it."""

    row: DuplicateMatch
    answer: DuplicateAnswer | None
    must_answer: bool
    terms: str

    @property
    def is_waiting(self) -> bool:
        return self.must_answer and self.answer is None


def newest_check(activity: Activity) -> DuplicateCheck | None:
    """The comparison that counts, with who made it."""
    return DuplicateCheck.objects.filter(activity=activity).select_related("by").first()


def matches_of(check: DuplicateCheck | None) -> list[Match]:
    """The matches of a comparison, the most alike first, each with its answer. Two queries."""
    if check is None:
        return []
    newest_terms = Sharing.objects.filter(findings=OuterRef("finding")).order_by("-at", "-id").values("terms")[:1]
    rows = check.matches.select_related("other", "partner", "finding").annotate(terms=Subquery(newest_terms))
    answers = DuplicateAnswer.objects.filter(activity=check.activity_id).select_related("by", "finding")
    newest = {answer.other_id: answer for answer in answers}
    return [Match(row, newest.get(row.other_id), row.score >= check.threshold, row.terms or "") for row in rows]


def terms_of_sharing(finding: Finding) -> str:
    """The terms under which a finding was last shared with partners; "" where none were set."""
    newest = Sharing.objects.filter(findings=finding).order_by("-at", "-id")
    return newest.values_list("terms", flat=True).first() or ""


def match_of(activity: Activity, number: int) -> DuplicateMatch:
    """A match of the activity's newest comparison by its key; 404 for any other."""
    check = newest_check(activity)
    row = check.matches.select_related("other__lead", "partner", "finding").filter(pk=number).first() if check else None
    if row is None:
        raise Http404(_("This match is not part of the newest comparison."))
    return row


def enquiries_of(activity: Activity) -> list[Enquiry]:
    """Every partner that was asked for this activity, in order."""
    return list(Enquiry.objects.filter(activity=activity).select_related("partner", "asked_by", "logged_by"))


def enquiry_by_id(public_id: str) -> Enquiry:
    """One enquiry with its activity and partner; 404 with a sentence."""
    rows = Enquiry.objects.select_related("activity__lead", "activity__plan", "partner", "asked_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("This link no longer works. Ask whoever wrote to you to send it again."))
    return found


def enquiries_to_remind(today: date) -> QuerySet[Enquiry]:
    """E-mailed enquiries without a reply for three working days, not reminded yet, whose days are not over."""
    waiting = Enquiry.objects.filter(
        replied_at=None, reminded_at=None, way="email", sent_at__isnull=False, due_on__gte=today
    )
    late = [
        row.pk
        for row in waiting.order_by("due_on", "id")[:500]
        if working_days_between(clock.day_of(row.asked_at), today) >= REMIND_AFTER
    ]
    return Enquiry.objects.filter(pk__in=late).select_related("activity__lead", "partner", "asked_by")


def recipients_of(partner: Partner) -> list[Account]:
    """The engagement leads of a partner, who answer for what it asks (and the only ones who are written to)."""
    return list(staff_who_may("join_activities", partner)[:5])


def may_be_mailed(partner: Partner) -> bool:
    """Whether there is anyone to write to; otherwise the partner is rung up."""
    return bool(partner.email) or bool(recipients_of(partner))


def joint_of(activity: Activity) -> list[JointLead]:
    """Offers and requests to lead together, with their answers, the oldest first."""
    rows = JointLead.objects.filter(activity=activity)
    return list(rows.select_related("partner", "activity__lead", "asked_by", "accepted_by", "declined_by"))


def duplicate_facts(whole: Any) -> Duplicates:
    """What GP-d and P-3 look at, for an activity that `snapshot_of` has gathered with its plan. One query."""
    return ask(duplicate_facts_asked(whole))


def duplicate_facts_asked(whole: Any) -> Asking[Duplicates]:
    """`duplicate_facts`, for asking it beside others."""
    (rows,) = yield [_newest_whole(whole)]
    if not rows:
        return Duplicates()
    row = rows[0]
    answers: dict[int, Mapping[str, Any]] = {each["other"]: each for each in row.answer_rows}
    return Duplicates(
        checked_on=clock.day_of(row.at),
        is_current=row.query_digest == draft_digest(whole, row.place_slugs),
        matches=tuple(_alike_work(each, whole, answers.get(each["other"], {})) for each in row.match_rows),
        enquiries=tuple(
            Asked(
                each["name"], clock.day_written(each["asked_at"]), clock.day_written(each["replied_at"]), each["reply"]
            )
            for each in row.enquiry_rows
        ),
    )


def draft_digest(whole: Any, slugs: Sequence[str]) -> str:
    """What was compared, as a digest: the words, places and groups of the plan as they stand."""
    plan = whole.plan
    groups = [row["name"] for row in whole.group_rows]
    draft = work_of(
        "",
        title=whole.title,
        purpose=plan.purpose,
        matters=[*plan.open_matters, *plan.options, *whole.topics],
        areas=[Area(slug, slug) for slug in slugs],
        groups=groups,
    )
    return draft.digest


def _newest_whole(whole: Any) -> Any:
    matches = DuplicateMatch.objects.filter(check_made=OuterRef("pk")).order_by("-score", "id")
    answers = DuplicateAnswer.objects.filter(activity=OuterRef("activity")).order_by("at", "id")
    asked = Enquiry.objects.filter(activity=OuterRef("activity")).order_by("asked_at", "id")
    places = Activity.places.through.objects.filter(activity=OuterRef("activity")).order_by("place__slug")
    said = JSONObject(
        other="other_id", title="title", partner="partner_id", name="partner__name", score="score", because="because",
        opens_on="other__opens_on", announced_on="other__announced_on",
    )  # fmt: skip
    replied = JSONObject(name=F("partner__name"), asked_at="asked_at", replied_at="replied_at", reply="reply")
    rows = DuplicateCheck.objects.filter(activity=whole.pk).annotate(
        match_rows=ArraySubquery(matches.values(row=said)),
        answer_rows=ArraySubquery(answers.values(row=JSONObject(other="other_id", kind="kind", because="because"))),
        enquiry_rows=ArraySubquery(asked.values(row=replied)),
        place_slugs=ArraySubquery(places.values("place__slug")),
    )
    return rows[:1]


def _alike_work(row: Mapping[str, Any], whole: Any, answer: Mapping[str, Any]) -> AlikeWork:
    """Titles of what is not announced stay with the officers: snapshots are public once notice is given."""
    opens_on = row["opens_on"]
    return AlikeWork(
        title=row["title"] if row["announced_on"] else "",
        partner=row["name"],
        is_own=row["partner"] == whole.lead_id,
        score=row["score"],
        because=tuple(row["because"]),
        opens_on=date.fromisoformat(opens_on) if opens_on else None,
        response=answer.get("kind", ""),
        response_because=answer.get("because", ""),
    )
