"""Two scores side by side, and what taking part cost."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.activities.models import Activity
from heard.evaluation.models import CostLine, RaterInvitation, Score, ScoreTalk
from heard.evaluation.models.scoring import Rater, Standard
from heard.people.models import Partner

ASKS = {
    Standard.INCLUSION: gettext_lazy("Were the people who are affected identified and able to take part?"),
    Standard.SUPPORT: gettext_lazy("Was what stood in people's way found and dealt with?"),
    Standard.PLANNING: gettext_lazy("Was there a clear purpose, based on what people need and want?"),
    Standard.WORKING_TOGETHER: gettext_lazy("Did those involved work together well to reach the aims?"),
    Standard.METHODS: gettext_lazy("Did the ways of taking part fit the purpose?"),
    Standard.COMMUNICATION: gettext_lazy("Was it said clearly and regularly what happens, to everyone involved?"),
    Standard.IMPACT: gettext_lazy("Was it looked at what difference it made, and used to do better?"),
}


@dataclass(frozen=True, slots=True)
class Scored:
    """One standard with both scores, never averaged, and what was said about a difference."""

    standard: str
    label: str
    asks: str
    lead: Score | None
    partner: Score | None
    talk: list[ScoreTalk] = field(default_factory=list)

    @property
    def apart(self) -> int:
        """How many points lie between the two; 0 where one is missing."""
        return abs(self.lead.score - self.partner.score) if self.lead and self.partner else 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What it cost in pence, by kind, and for each participant. `people` is the estimate it was divided by."""

    by_kind: tuple[tuple[str, str, int], ...]
    lines: tuple[CostLine, ...]
    voluntary: tuple[tuple[str, int], ...]
    pence: int
    people: int | None
    how_counted: str

    @property
    def pence_each(self) -> int | None:
        """Pence for each participant (not each contribution), to the nearest penny; None without participants."""
        return round(self.pence / self.people) if self.people and self.pence else None


def scores_of(activity: Activity) -> list[Scored]:
    """The seven standards in their order, each with both scores. Two queries."""
    now: dict[tuple[str, str], Score] = {
        (each.standard, each.rater): each for each in Score.objects.filter(activity=activity, replaced_at=None)
    }
    talk: dict[str, list[ScoreTalk]] = {}
    for each in ScoreTalk.objects.filter(activity=activity):
        talk.setdefault(each.standard, []).append(each)
    return [
        Scored(
            standard, str(standard.label), str(ASKS[standard]), now.get((standard, Rater.LEAD)),
            now.get((standard, Rater.PARTNER)), talk.get(standard, []),
        )
        for standard in Standard
    ]  # fmt: skip


def second_rater(activity: Activity) -> RaterInvitation | None:
    """Which partner was asked for its own score."""
    return RaterInvitation.objects.select_related("partner").filter(activity=activity, withdrawn_at=None).first()


def partners_to_ask(activity: Activity) -> list[Partner]:
    """Partners other than the lead, by name."""
    return list(Partner.objects.filter(left_on=None).exclude(pk=activity.lead_id).order_by("name"))


def rater_secret(invitation: RaterInvitation) -> str:
    """The secret in a rater's link (26 letters and figures): made again by the job that sends it."""
    message = f"rater:{invitation.public_id}:{invitation.invited_at.isoformat()}".encode()
    return base64.b32encode(hmac.digest(settings.HEARD_RECEIPT_KEY.encode(), message, "sha256")).decode()[:26].lower()


def rater_hash(secret: str) -> str:
    """What is stored instead of the secret."""
    return hashlib.sha256(f"rater:{secret}".encode()).hexdigest()


def invitation_by_secret(secret: str) -> RaterInvitation:
    """The invitation that a link belongs to; the same 404 for every link that does not work."""
    rows = RaterInvitation.objects.select_related("activity__lead", "activity__plan", "partner")
    if found := rows.filter(secret_hash=rater_hash(secret), withdrawn_at=None).first():
        return found
    raise Http404(_("This link does not work any more."))


def rater_email(invitation: RaterInvitation) -> tuple[str, str]:
    """Subject and plain text of the e-mail that asks another partner for its score."""
    activity = invitation.activity
    url = settings.SITE_URL + reverse("evaluation:score_by_link", args=[rater_secret(invitation)])
    title = " ".join(activity.title.split())
    lines = [
        _("Hello,"),
        _("%(lead)s asks %(you)s to score how “%(title)s” was done, independently of its own score.")
        % {"lead": activity.lead.name, "you": invitation.partner.name, "title": title},
        _("Seven standards, 1 to 6, each with what shows it. Both scores are published side by side, never averaged."),
        _("Score it here, no account needed: %(url)s") % {"url": url},
        activity.lead.name,
    ]
    return _("A second score for “%(title)s”") % {"title": title}, "\n\n".join(lines)


def cost_of(activity: Activity, people: int | None, how_counted: str) -> Cost:
    """What it cost: the lines written down, and what was agreed with voluntary bodies in the plan. Two queries.

    `people` is the estimate of different participants, `how_counted` how it was made.
    """
    lines = tuple(CostLine.objects.filter(activity=activity, struck_at=None).select_related("by"))
    parts = activity.voluntary_parts.filter(removed_at=None, amount_pence__gt=0)
    voluntary = tuple((part.body, int(part.amount_pence or 0)) for part in parts)
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.kind] = sums.get(line.kind, 0) + line.pence
    if voluntary:
        sums["voluntary"] = sums.get("voluntary", 0) + sum(pence for _body, pence in voluntary)
    kinds = tuple((kind, str(CostLine.Kind(kind).label), sums[kind]) for kind in CostLine.Kind.values if kind in sums)
    return Cost(kinds, lines, voluntary, sum(sums.values()), people, how_counted)


def cost_line(activity: Activity, public_id: str) -> CostLine:
    """One line of the cost; 404 with a sentence."""
    if found := CostLine.objects.select_related("activity").filter(activity=activity, public_id=public_id).first():
        return found
    raise Http404(_("There is no such line."))


def pounds(pence: int | None) -> str:
    """“£1,234.50”; "" for None."""
    return "" if pence is None else f"£{pence / 100:,.2f}"


def cost_table(cost: Cost) -> list[list[Any]]:
    """Rows of the table: what, how much."""
    return [[label, pounds(pence)] for _kind, label, pence in cost.by_kind]
