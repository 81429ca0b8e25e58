"""What the pages around the questions say: other ways in, what happens next, and the results."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.activities.models import Activity, Strand
from heard.ground import clock
from heard.places.queries import tiles_for
from heard.ui.charts import Bar, BarChart, Stack, StackedBarChart, TileBar, TileChart
from heard.ui.parts import Step, Way
from heard.ui.tiles import NOT_BOUNDARIES
from heard.ui.words import CHANNELS, CHANNELS_SHORT, sentence


def next_steps(activity: Activity) -> list[Step]:
    """What happens next, with dates: closing, what we heard, the decision, when people are told."""
    plan, today = activity.plan, clock.today()
    told = activity.feedback_due_on or plan.feedback_due_on
    decides = _("%(who)s answers everything that was heard.") if activity.pre_decided else _("%(who)s decides.")
    rows = [
        (_("This closes. Everything that came in by then is read, on whatever channel it came."), activity.closes_on),
        (decides % {"who": plan.decision_maker or activity.lead.name}, plan.decides_on),
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
        "only_if": question.get("only_if", ""),
        "sentence": sentence,
        "how": _how(question, smallest),
        "chart": _chart(question, sentence) if question["answers"] else None,
        "tiles": _tiles(question, sentence) if question["kind"] == "place" else None,
        "lines": _lines(question, sentence) if question.get("lines") else None,
    }


def _chart(question: dict[str, Any], sentence: str) -> BarChart:
    hidden = _("hidden")
    bars = [
        Bar(answer["words"], answer["count"], shown=hidden if answer["count"] is None else _share(answer))
        for answer in question["answers"]
    ]
    return BarChart(title=sentence, bars=bars, unit=_("Responses"))


def _tiles(question: dict[str, Any], sentence: str) -> TileChart | None:
    """The places as squares where they lie, if all of them are in the diagram of the city; what is said in own words
    lies nowhere and stands beside."""
    *places, own = question["answers"]
    tiles = tiles_for([answer["words"] for answer in places])
    if not tiles:
        return None
    bars = dict(zip((answer["words"] for answer in places), _chart(question, sentence).bars, strict=False))
    return TileChart(
        title=sentence,
        tiles=[TileBar(bars[name], tile.row, tile.column) for name, tile in tiles.items()],
        beside=[_chart({"answers": [own]}, sentence).bars[0]],
        unit=_("Responses"),
        description=str(NOT_BOUNDARIES),
    )


def _lines(question: dict[str, Any], sentence: str) -> StackedBarChart:
    lines = question["lines"]
    return StackedBarChart(
        title=sentence,
        parts=[answer["words"] for answer in lines[0]["answers"]],
        bars=[Stack(line["words"], [answer["count"] for answer in line["answers"]]) for line in lines],
        description=_("– stands for a number that is hidden.") if _hides(question) else "",
    )


def _share(answer: dict[str, Any]) -> str:
    if answer["percent"] is None:
        return str(answer["count"])
    return _("%(n)d (%(percent)d%%)") % {"n": answer["count"], "percent": answer["percent"]}


def _counts(question: dict[str, Any]) -> list[int | None]:
    answers = [*question["answers"], *(answer for line in question.get("lines", ()) for answer in line["answers"])]
    return [answer["count"] for answer in answers]


def _hides(question: dict[str, Any]) -> bool:
    return question["asked"] is None or any(count is None for count in _counts(question))


def _sentence(question: dict[str, Any]) -> str:
    if question["answered"] is None:
        return _("Too few were asked this for the numbers to be shown.")
    if question["kind"] == "text":
        return ngettext(
            "One person answered in their own words. “What we heard” says what came of it.",
            "%(n)d people answered in their own words. “What we heard” says what came of it.",
            question["answered"],
        ) % {"n": question["answered"]}
    if not question["answered"]:
        return _("Nobody answered this question.")
    if question.get("order"):
        return _("Put together, the order is: %(order)s.") % {"order": " · ".join(question["order"])}
    if not any(_counts(question)):
        return _("Too few answered for the numbers to be shown.")
    if question["kind"] == "matrix":
        return _("What people said to each line:")
    return _of_choices(question)


def _of_choices(question: dict[str, Any]) -> str:
    if question.get("median"):
        middle = next(a["words"] for n, a in enumerate(question["answers"], start=1) if n == question["median"])
        return _("The middle answer was %(middle)s: half chose that or lower, half that or higher.") % {
            "middle": middle
        }
    highest = max(count for count in _counts(question) if count)
    most = [answer for answer in question["answers"] if answer["count"] == highest]
    names = _(" and ").join(f"“{answer['words']}”" for answer in most)
    said = {"names": names, "count": highest, "answered": question["answered"], "percent": most[0]["percent"]}
    return _("Chosen most: %(names)s, by %(count)d of the %(answered)d who answered (%(percent)s%%).") % said


def _how(question: dict[str, Any], smallest: int) -> str:
    hidden = _(
        "Small numbers (under %(smallest)d) are hidden so that nobody can be recognised, and so are others "
        "from which they could be worked out."
    ) % {"smallest": smallest}
    if question["asked"] is None:
        return hidden
    base = _("%(answered)d of %(asked)d responses answered this; %(skipped)d left it out.") % {
        "answered": question["answered"],
        "asked": question["asked"],
        "skipped": question["asked"] - question["answered"],
    }
    if question.get("only_if"):
        base += " " + _("It was put only to those whose earlier answers lead to it.")
    if question.get("order"):
        base += " " + _(
            "The order is by points: the first place gives as many points as there are things to put in order, each "
            "lower place one fewer, no place none."
        )
    return f"{base} {hidden}" if _hides(question) else base
