"""What an officer does now: a sentence for each stage, and the pages for it. It asks nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.activities.models import Activity, Stage

# Names of pages, by stage: the first is where most of the work is. A page of a room that is not there is left out.
PLACES = {
    Stage.IDEA: ("activities:plan", "compact:duplicates", "compact:gates"),
    Stage.PLANNED: ("activities:plan", "compact:gates"),
    Stage.NOTICED: ("survey:parity", "compact:gates"),
    Stage.OPEN: ("activities:contributions", "evaluation:staff_evaluation", "moderation:terms"),
    Stage.CLOSED: ("activities:contributions", "findings:coding", "findings:staff_findings", "compact:gates"),
    Stage.FOUND: ("decisions:staff_decision", "compact:gates"),
    Stage.DECIDED: ("decisions:staff_feedback", "compact:gates"),
    Stage.TOLD: ("evaluation:staff_evaluation", "decisions:staff_decision", "compact:gates"),
    Stage.EVALUATED: ("decisions:staff_decision", "compact:gates"),
}
ANSWERS_ONLY = ("decisions:staff_feedback", "compact:gates")  # of an activity that informs, once closed
OWED = ("decisions:staff_feedback",)  # of one that was withdrawn after people took part

WORDS = {
    Stage.IDEA: gettext_lazy("Write the plan, and see whether somebody asked this before."),
    Stage.PLANNED: gettext_lazy("Finish the plan; then two people approve its notice."),
    Stage.CLOSED: gettext_lazy("Enter what is still on paper, read it all, and write what you heard."),
    Stage.FOUND: gettext_lazy("Freeze the evidence; whoever decides reads it, and answers every finding."),
    Stage.DECIDED: gettext_lazy("Tell everyone who took part, each by the way they used."),
    Stage.TOLD: gettext_lazy("Ask how it was, score it, and write down what you learned."),
    Stage.EVALUATED: gettext_lazy("Keep what was promised and share the lessons; then archive it."),
}


@dataclass(frozen=True, slots=True)
class Now:
    """What is to be done: a sentence, and the names of the pages for it, the first first."""

    words: str
    places: tuple[str, ...]


def now_at(activity: Activity, today: date) -> Now | None:
    """What is to be done with an activity on a day; None when nothing is (it is archived, or ended owing nothing)."""
    if activity.stage == Stage.NOTICED:
        return Now(_opening(activity, today), PLACES[Stage.NOTICED])
    if activity.stage == Stage.OPEN:
        return Now(_closing(activity, today), PLACES[Stage.OPEN])
    if activity.stage == Stage.WITHDRAWN:
        owed = activity.feedback_due_on and activity.feedback_given_on is None
        return Now(_("It was withdrawn. Tell those who had taken part."), OWED) if owed else None
    if activity.stage not in WORDS:
        return None
    if activity.stage in (Stage.CLOSED, Stage.FOUND) and activity.level == "inform":
        return Now(_("Answer what people asked, and tell everyone."), ANSWERS_ONLY)
    return Now(str(WORDS[Stage(activity.stage)]), PLACES[Stage(activity.stage)])


def _opening(activity: Activity, today: date) -> str:
    if activity.opens_on is None:
        return _("Say when it opens, and make every way to take part ready.")
    day, days = date_format(activity.opens_on, "j F Y"), (activity.opens_on - today).days
    if days <= 0:
        return _("Open it: people were told %(day)s.") % {"day": day}
    return ngettext(
        "Make every way to take part ready: it opens on %(day)s, in %(days)s day.",
        "Make every way to take part ready: it opens on %(day)s, in %(days)s days.",
        days,
    ) % {"day": day, "days": days}


def _closing(activity: Activity, today: date) -> str:
    if activity.closes_on is None:
        return _("See what comes in, answer, and look who is missing.")
    day, days = date_format(activity.closes_on, "j F Y"), (activity.closes_on - today).days
    if days < 0:
        return _("The last day was %(day)s: close it.") % {"day": day}
    if days == 0:
        return _("See what comes in, answer, and look who is missing: today is the last day.")
    return ngettext(
        "See what comes in, answer, and look who is missing: open until %(day)s, %(days)s more day.",
        "See what comes in, answer, and look who is missing: open until %(day)s, %(days)s more days.",
        days,
    ) % {"day": day, "days": days}
