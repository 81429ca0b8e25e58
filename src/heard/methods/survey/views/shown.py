"""What the pages around the questions say: other ways in, what happens next, and the results."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.models import Activity, Strand
from heard.ground import clock
from heard.ui.charts import Bar, BarChart
from heard.ui.parts import Step, Way
from heard.ui.words import CHANNELS, CHANNELS_SHORT, sentence


def next_steps(activity: Activity) -> list[Step]:
    """What happens next, with dates: closing, what we heard, the decision, when people are told."""
    plan, today = activity.plan, clock.today()
    told = activity.feedback_due_on or plan.feedback_due_on
    rows = [
        (_("This closes. Everything that came in by then is read, on whatever channel it came."), activity.closes_on),
        (_("%(who)s decides.") % {"who": plan.decision_maker or activity.lead.name}, plan.decides_on),
        (_("We tell you what was decided, and what difference you made."), told),
    ]
    return [Step(label, on=day, state="done" if day and day < today else "next") for label, day in rows if day]


def other_ways(strand: Strand) -> list[Way]:
    """Every other way to answer the same questions."""
    where = {terms.channel: terms.where for terms in strand.terms.all()}
    lead = strand.activity.lead
    kept = {
        "paper": _("The same questions, to print and send back."),
        "phone": _("Ring %(number)s: we write your answers down and give you a receipt.") % {"number": lead.phone}
        if lead.phone
        else "",
        "letter": lead.postal_address.replace("\n", ", "),
        "email": lead.email,
    }
    hrefs = {
        "paper": reverse("activities:paper", args=[strand.activity.slug, strand.public_id]),
        "phone": f"tel:{lead.phone.replace(' ', '')}" if lead.phone else "",
        "email": f"mailto:{lead.email}" if lead.email else "",
    }
    return [
        Way(
            channel,
            CHANNELS[channel],
            detail=" ".join(sentence(part) for part in (where.get(channel, ""), kept.get(channel, "")) if part),
            href=hrefs.get(channel, ""),
        )
        for channel in CHANNELS
        if channel in strand.channels and channel != "web"
    ]


def results(strand: Strand) -> dict[str, Any] | None:
    """The frozen result as the page shows it: for each question a sentence, a chart and how we know."""
    found = (strand.outcome or {}).get("found")
    if not found or strand.concluded_at is None:
        return None
    channels = [
        Bar(CHANNELS_SHORT.get(slug, slug), count, channel=slug) for slug, count in sorted(found["channels"].items())
    ]
    return {
        "base": found["base"],
        "questions": [_shown(question, found["smallest"]) for question in found["questions"]],
        "channels": BarChart(title=_("How the responses came in"), bars=channels, unit=_("Responses")),
    }


def _shown(question: dict[str, Any], smallest: int) -> dict[str, Any]:
    sentence = _sentence(question)
    return {
        "words": question["words"],
        "sentence": sentence,
        "how": _how(question, smallest),
        "chart": _chart(question, sentence) if question["answers"] else None,
    }


def _chart(question: dict[str, Any], sentence: str) -> BarChart:
    hidden = _("hidden")
    bars = [
        Bar(answer["words"], answer["count"], shown=hidden if answer["count"] is None else _share(answer))
        for answer in question["answers"]
    ]
    return BarChart(title=sentence, bars=bars, unit=_("Responses"))


def _share(answer: dict[str, Any]) -> str:
    if answer["percent"] is None:
        return str(answer["count"])
    return _("%(n)d (%(percent)d%%)") % {"n": answer["count"], "percent": answer["percent"]}


def _sentence(question: dict[str, Any]) -> str:
    said = {"n": question["answered"]}
    if question["kind"] == "text":
        return (
            ngettext(
                "One person answered in their own words. “What we heard” says what came of it.",
                "%(n)d people answered in their own words. “What we heard” says what came of it.",
                question["answered"],
            )
            % said
        )
    counts = [answer["count"] for answer in question["answers"] if answer["count"]]
    if not question["answered"]:
        return _("Nobody answered this question.")
    if not counts:
        return _("Too few answered for the numbers to be shown.")
    if question.get("median"):
        middle = next(a["words"] for n, a in enumerate(question["answers"], start=1) if n == question["median"])
        return _("The middle answer was %(middle)s: half chose that or lower, half that or higher.") % {
            "middle": middle
        }
    most = [answer for answer in question["answers"] if answer["count"] == max(counts)]
    names = _(" and ").join(f"“{answer['words']}”" for answer in most)
    share = {"names": names, "count": max(counts), "answered": question["answered"], "percent": most[0]["percent"]}
    return _("Chosen most: %(names)s, by %(count)d of the %(answered)d who answered (%(percent)s%%).") % share


def _how(question: dict[str, Any], smallest: int) -> str:
    said = {
        "answered": question["answered"],
        "asked": question["asked"],
        "skipped": question["asked"] - question["answered"],
        "smallest": smallest,
    }
    base = _("%(answered)d of %(asked)d responses answered this; %(skipped)d left it out.") % said
    if any(answer["count"] is None for answer in question["answers"]):
        return (
            base
            + " "
            + _(
                "Small numbers (under %(smallest)d) are hidden so that nobody can be recognised, and so are others "
                "from which they could be worked out."
            )
            % said
        )
    return base
